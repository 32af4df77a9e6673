"""What an event brought: its days, the days before and after, over what they would have been without it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PartBrought:
    """One stretch of days: what was paid, what would have been paid, and the bounds (80 %) of the difference; None: not told."""

    part: str                    # before, live, after, all
    first: date
    last: date
    paid: Decimal
    baseline: Decimal
    low: Decimal | None
    high: Decimal | None
    placebos: int

    @property
    def brought(self) -> Decimal:
        """Paid beyond the baseline; below 0 it was pulled forward or stayed away."""
        return self.paid - self.baseline


@dataclass(frozen=True)
class EventMoney:
    """What an event's days left and cost, in the shop's currency; None: not known, and `why_not` says what is missing.

    `left` is the contribution before ads of its days, `left_without` what ordinary days would have left of the baseline;
    `ads` and `ads_without` are the same of spend.  `discounts` are what its units sold below their usual price, `fees` what the
    platform kept at the shop's rate; both are in `left` already.  `views_up` is page views a day over the seven days before.
    """

    left: Decimal | None = None
    left_without: Decimal | None = None
    ads: Decimal | None = None
    ads_without: Decimal | None = None
    discounts: Decimal | None = None
    fees: Decimal | None = None
    views_up: Decimal | None = None
    why_not: str = ""

    @property
    def gained(self) -> Decimal | None:
        """What the days left over ordinary ones, after ads."""
        if self.left is None or self.left_without is None or self.ads is None or self.ads_without is None:
            return None
        return (self.left - self.ads) - (self.left_without - self.ads_without)

    @property
    def cost(self) -> Decimal | None:
        """What was put into it: discounts, and ads beyond the usual."""
        if self.discounts is None or self.ads is None or self.ads_without is None:
            return None
        return self.discounts + max(self.ads - self.ads_without, Decimal(0))

    @property
    def roi(self) -> Decimal | None:
        """Profit gained over what was put in, as `profit_roi` is of ads; None where nothing was put in."""
        return None if self.gained is None or not self.cost else self.gained / self.cost


@dataclass(frozen=True)
class EventReview:
    """The review of an event.  `why_not` says why nothing is told; then `parts` is empty.

    `new_buyers` are those of each of its days added up, `refunded` what of its days' orders went back by now; None: not known.
    """

    parts: tuple[PartBrought, ...]
    why_not: str = ""
    new_buyers: Decimal | None = None
    refunded: Decimal | None = None
    money: EventMoney | None = None
