"""The ads desk (推广台): words and plans whose click price, clicks or orders left what they usually are."""

from functools import wraps

from daybook.desks.ads.findings import EXHAUSTED, JUMPED, find_bid_jumps, find_exhausted_budgets
from daybook.desks.ads.harvest import HARVEST, find_terms_to_harvest, harvest_term
from daybook.desks.ads.landing import BROKEN, find_broken_landings, mend_landing
from daybook.desks.ads.moves import lower_bid, raise_budget
from daybook.desks.ads.tired import TIRED, find_tired_creatives, swap_creative
from daybook.desks.ads.units import with_units
from daybook.desks.ads.words import CUT, cut_word, find_words_to_cut
from daybook.desks.desk import Desk, Find, Move


def of_units(find: Find) -> Find:
    """Finds in plans and words also where the platform tells only one of them, or materials."""
    return wraps(find)(lambda seen: find(with_units(seen)))


def for_units(move: Move) -> Move:
    """The same for a move."""
    return wraps(move)(lambda found, seen: move(found, with_units(seen)))


DESK = Desk("ads", "推广台",
            finds=(of_units(find_bid_jumps), of_units(find_exhausted_budgets), find_broken_landings, find_tired_creatives,
                   find_words_to_cut, find_terms_to_harvest),
            moves={JUMPED: for_units(lower_bid), EXHAUSTED: for_units(raise_budget), BROKEN: mend_landing, TIRED: swap_creative,
                   CUT: cut_word, HARVEST: harvest_term})
