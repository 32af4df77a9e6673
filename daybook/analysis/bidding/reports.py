"""What the ads desk reads before it decides: targets, their days, terms and suggestions, as columns of equal length.

Days are counted from the first day of the plan; those before it are history.  A target is a keyword, or an audience or an
item that a plan pays for.  Unknown numbers are nan, a table that was not told is empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def no_floats() -> Floats:
    """A column without rows."""
    return np.zeros(0)


def no_ints() -> Ints:
    """The same for places and days."""
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Limits:
    """What the platform and the client allow; nan where nobody says."""

    day: int
    hour: int
    days: int  # length of the plan: what is learned after it earns nothing
    budget: float  # of the account, a day
    roi_floor: float
    bids: tuple[float, float]
    bid_step: float  # share by which one edit may move a bid
    changes: int  # edits accepted at once
    adds: int  # new targets a day
    credited_days: int  # after so many days no more orders come
    promotions: tuple[tuple[int, int], ...] = ()  # first and last day of each


@dataclass(frozen=True)
class Targets:
    """One row per keyword, audience or item: as it is set now."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    group: Ints  # place among the groups
    on: Flags
    match: tuple[str, ...]  # exact, phrase, broad; empty where the platform knows no match type
    bid: Floats
    market_bid: Floats  # what others are said to pay


@dataclass(frozen=True)
class Groups:
    """One row per ad group: what it sells and which plan pays."""

    ids: tuple[str, ...]
    plan: Ints  # place among the plans
    order_value: Floats  # price of the item it leads to
    margin: Floats  # contribution of an order before ads, as a share of its price


@dataclass(frozen=True)
class Plans:
    """One row per plan; `ran_out` is the hour in which its money was gone today, negative where it was not."""

    ids: tuple[str, ...]
    budget: Floats
    spent: Floats
    ran_out: Floats


@dataclass(frozen=True)
class DayRows:
    """One row per target and day, orders as they are known now."""

    day: Ints
    target: Ints  # place among the targets
    impressions: Floats
    clicks: Floats
    cost: Floats
    orders: Floats
    revenue: Floats
    share: Floats  # of the searches in which the target could have been shown


@dataclass(frozen=True)
class Terms:
    """What people searched for when a target was shown, summed over the last days; empty between two reports."""

    target: Ints
    texts: tuple[str, ...]
    impressions: Floats
    clicks: Floats
    cost: Floats
    orders: Floats
    revenue: Floats


@dataclass(frozen=True)
class Suggestions:
    """Words that the platform proposes."""

    group: Ints
    texts: tuple[str, ...]
    searches: Floats
    bid: Floats


@dataclass(frozen=True)
class Reports:
    """All that is read at one look."""

    limits: Limits
    targets: Targets
    groups: Groups
    plans: Plans
    days: DayRows
    terms: Terms | None = None
    suggestions: Suggestions | None = None


@dataclass(frozen=True)
class Evidence:
    """Why: counts, the delay-adjusted orders, an 80 % interval of the profit a click brings, prices, and the odds."""

    clicks: float = 0.0
    orders: float = 0.0
    cvr: tuple[float, float, float] = (0.0, 0.0, 0.0)  # low, mid, high
    worth: float = 0.0  # contribution of a click before ads
    cpc: float = 0.0
    marginal_cpc: float = 0.0  # what one more click costs at this bid
    gain: float = 0.0  # expected profit a day against leaving it
    wrong: float = 0.0  # chance that the move loses money


@dataclass(frozen=True)
class Advice:
    """One advised edit: `kind` is bid, pause, match, add, negative or budget."""

    kind: str
    target: str  # id of the target, of the group for a new word, of the plan for a budget
    value: float = 0.0
    text: str = ""
    match: str = ""
    evidence: Evidence = field(default_factory=Evidence)
