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
class EventReview:
    """The review of an event.  `why_not` says why nothing is told; then `parts` is empty.

    `new_buyers` are those of each of its days added up, `refunded` what of its days' orders went back by now; None: not known.
    """

    parts: tuple[PartBrought, ...]
    why_not: str = ""
    new_buyers: Decimal | None = None
    refunded: Decimal | None = None
