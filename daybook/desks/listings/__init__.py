"""The listings desk (链接台): an item that lost people or buyers since it was edited, undercut or reviewed; or its rank."""

from daybook.desks.desk import Desk
from daybook.desks.listings.findings import EDITED, RIVAL, find_noted_losses
from daybook.desks.listings.moves import answer_review, answer_rival, restore_listing
from daybook.desks.listings.rank_falls import FELL, find_rank_falls
from daybook.desks.listings.reviews import REVIEWED, find_bad_reviews

DESK = Desk("listings", "链接台", finds=(find_noted_losses, find_rank_falls, find_bad_reviews),
            moves={EDITED: restore_listing, FELL: restore_listing, RIVAL: answer_rival, REVIEWED: answer_review})
