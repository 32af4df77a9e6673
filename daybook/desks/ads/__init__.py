"""The ads desk (推广台): words and plans whose click price, clicks or orders left what they usually are."""

from daybook.desks.ads.findings import EXHAUSTED, JUMPED, find_bid_jumps, find_exhausted_budgets
from daybook.desks.ads.moves import lower_bid, raise_budget
from daybook.desks.ads.words import CUT, cut_word, find_words_to_cut
from daybook.desks.desk import Desk

DESK = Desk("ads", "推广台", finds=(find_bid_jumps, find_exhausted_budgets, find_words_to_cut),
            moves={JUMPED: lower_bid, EXHAUSTED: raise_budget, CUT: cut_word})
