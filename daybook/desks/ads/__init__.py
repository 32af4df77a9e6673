"""The ads desk (推广台): words and plans whose click price, clicks or orders left what they usually are."""

from functools import wraps

from daybook.desks.ads.findings import EXHAUSTED, JUMPED, find_bid_jumps, find_exhausted_budgets
from daybook.desks.ads.moves import lower_bid, raise_budget
from daybook.desks.ads.units import with_units
from daybook.desks.ads.words import CUT, cut_word, find_words_to_cut
from daybook.desks.desk import Desk, Find, Move


def of_units(find: Find) -> Find:
    """Finds in plans and words also where the platform tells only one of them, or materials."""
    return wraps(find)(lambda seen: find(with_units(seen)))


def for_units(move: Move) -> Move:
    """The same for a move."""
    return wraps(move)(lambda found, seen: move(found, with_units(seen)))


DESK = Desk("ads", "推广台", finds=(of_units(find_bid_jumps), of_units(find_exhausted_budgets), find_words_to_cut),
            moves={JUMPED: for_units(lower_bid), EXHAUSTED: for_units(raise_budget), CUT: cut_word})
