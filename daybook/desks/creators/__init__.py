"""The creators desk (达人台): whom to work with, on what terms, and what of it settles."""

from daybook.desks.creators.book import READ
from daybook.desks.creators.findings import (
    BELOW,
    DOUBT,
    LOSS,
    REPLY,
    RIGHTS,
    SAMPLE,
    STOCK,
    TERMS,
    find_doubtful,
    find_late_content,
    find_losses,
    find_posts_without_stock,
    find_replies_due,
    find_rights_that_end,
    find_settled_below,
    find_terms_that_lose,
    what_cannot_wait,
)
from daybook.desks.creators.moves import (
    answer_creators,
    ask_for_content,
    ask_what_goes_back,
    check_creator,
    mend_commission,
    mend_terms,
    renew_rights,
    secure_stock,
)
from daybook.desks.desk import Desk

DESK = Desk("creators", "达人台",
            finds=(find_posts_without_stock, find_doubtful, find_losses, find_terms_that_lose, find_settled_below,
                   find_late_content,
                   find_replies_due, find_rights_that_end),
            moves={STOCK: secure_stock, DOUBT: check_creator, LOSS: mend_commission, TERMS: mend_terms, BELOW: ask_what_goes_back,
                   SAMPLE: ask_for_content, REPLY: answer_creators, RIGHTS: renew_rights},
            waits=(what_cannot_wait,), reads=(READ,))
