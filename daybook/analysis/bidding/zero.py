"""Words that do not pay (A-ZERO): cut one when the chance that it still pays is small, with false cuts bounded over all words.

A word pays while its conversion is at least cpc / m, m the contribution of an order before ads.  The conversion's posterior is
the gamma of `rates.py`; clicks count by the share of their orders that is known, so looking every day costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from daybook.analysis.bidding.rates import Rates
from daybook.analysis.bidding.reports import Flags, Floats

RISK = 0.05


@dataclass(frozen=True)
class Odds:
    """Per word: chance that it pays, whether to cut it now, clicks without an order after which one would (0: now)."""

    pays: Floats
    cut: Flags
    clicks_to_wait: Floats


def judge_words(rates: Rates, needed: Floats, risk: float = RISK) -> Odds:
    """The odds of all words of an account; `needed` is cpc / m per word, infinite where an order brings nothing.

    Words are cut from the least likely upwards while each is under `risk`, and while the paying words among the cut ones are
    expected to be under `risk` of all paying words.
    """
    from scipy.special import gammaincc, gammainccinv

    shape = 1 / np.maximum(rates.variance, 1e-9)
    known = shape / np.maximum(rates.rate, 1e-12)  # clicks' worth of knowledge behind the posterior
    pays = np.where(np.isfinite(needed), gammaincc(shape, known * np.where(np.isfinite(needed), needed, 1.0)), 0.0)
    order = np.argsort(pays)
    lost = np.cumsum(pays[order])
    cut = np.zeros(len(pays), bool)
    cut[order] = (pays[order] < risk) & (lost <= risk * max(float(pays.sum()), risk))
    wait = np.maximum(gammainccinv(shape, risk) / np.maximum(needed, 1e-12) - known, 0.0)
    return Odds(np.asarray(pays), cut, np.where(cut, 0.0, np.ceil(wait)))


def interval(rates: Rates, at: int, share: float = 0.8) -> tuple[float, float]:
    """The conversion of one word between whose borders it lies with this chance."""
    from scipy.special import gammaincinv

    shape = 1 / max(float(rates.variance[at]), 1e-9)
    low, high = (float(gammaincinv(shape, p)) * float(rates.rate[at]) / shape for p in ((1 - share) / 2, (1 + share) / 2))
    return low, high
