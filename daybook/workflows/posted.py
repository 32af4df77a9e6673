"""The range of what buyers pay, as prices to be posted: before the coupons that run on each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.analysis.price_ranges import ANY_PRICE
from daybook.analysis.stacked_price import Step, least_posted, most_posted, paid
from daybook.domain.price_plan import DayRange


@dataclass(frozen=True)
class Run:
    """A coupon of an item: so much off from so much on, on the days `first` to `last`, both in."""

    threshold: Decimal
    off: Decimal
    first: date
    last: date


def posted_range(ranges: Sequence[DayRange], coupons: Sequence[Run]) -> list[tuple[Decimal | None, Decimal | None]]:
    """The least and the greatest price to post on each day, so that buyers with every coupon pay within the range."""
    import numpy as np

    if not coupons:
        return [(r.low, r.high) for r in ranges]
    steps = [Step(np.array([_cents(run.threshold)] * len(ranges)),
                  np.array([_cents(run.off) if run.first <= r.day <= run.last else 0 for r in ranges])) for run in coupons]
    low = least_posted(np.array([_cents(r.low or Decimal(0)) for r in ranges]), steps)
    high = most_posted(np.array([ANY_PRICE if r.high is None else _cents(r.high) for r in ranges]), steps)
    return [(None if r.low is None else Decimal(int(a)) / 100, None if r.high is None else Decimal(int(b)) / 100)
            for r, a, b in zip(ranges, low, high, strict=True)]


def buyer_pays(posted: Decimal, coupons: Sequence[Run]) -> Decimal:
    """What the cheapest buyer pays of a posted price, with every coupon.

    >>> from datetime import date
    >>> day = date(2026, 12, 12)
    >>> buyer_pays(Decimal(179), [Run(Decimal(100), Decimal(10), day, day), Run(Decimal(150), Decimal(15), day, day)])
    Decimal('154')
    """
    import numpy as np

    steps = [Step(np.array([_cents(run.threshold)]), np.array([_cents(run.off)])) for run in coupons]
    return Decimal(int(paid(np.array([_cents(posted)]), steps)[0])) / 100


def _cents(value: Decimal) -> int:
    return int(value * 100)
