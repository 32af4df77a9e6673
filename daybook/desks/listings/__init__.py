"""The listings desk (链接台): an item that lost people or buyers since somebody edited it, undercut it or reviewed it."""

from daybook.desks.desk import Desk
from daybook.desks.listings.findings import EDITED, RIVAL, find_noted_losses
from daybook.desks.listings.moves import answer_review, answer_rival, restore_listing
from daybook.desks.listings.reviews import REVIEWED, find_bad_reviews

DESK = Desk("listings", "链接台", finds=(find_noted_losses, find_bad_reviews),
            moves={EDITED: restore_listing, RIVAL: answer_rival, REVIEWED: answer_review})
