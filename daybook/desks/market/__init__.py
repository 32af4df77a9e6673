"""The market desk (市场与竞品): rivals that moved or fell out, newcomers that grow, demand words, and looks that are missing."""

from daybook.desks.desk import Desk
from daybook.desks.market.book import READ
from daybook.desks.market.findings import (
    MOVED,
    NEWCOMER,
    OUT,
    UNSEEN,
    WORD,
    find_moves,
    find_newcomers,
    find_sold_out,
    find_unseen,
    find_words,
    looks_due,
)
from daybook.desks.market.moves import decide, look, take_over, use_word, watch_newcomer

DESK = Desk("market", "市场与竞品", finds=(find_moves, find_sold_out, find_newcomers, find_words, find_unseen),
            moves={MOVED: decide, OUT: take_over, NEWCOMER: watch_newcomer, WORD: use_word, UNSEEN: look},
            waits=(looks_due,), reads=(READ,))
