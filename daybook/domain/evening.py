"""The evening's forecast of one shop: what the day will come to by what is in, and whether that reaches its target."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class HourPoint:
    """The day until the end of an hour, added up from midnight; money.

    `usual` is what a day like this brings by then, `target` what the target asks by then; `low` and `high` bound what is
    still to come with 80 % (None for hours that are over).
    """

    hour: int
    usual: Decimal
    target: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True)
class Reading:
    """What was in at a moment, from midnight on."""

    at: datetime
    paid: Decimal


@dataclass(frozen=True)
class Outlook:
    """What the day will come to: 80 % between `low` and `high`, half of it below `middle`.

    `expected` is what a day like this brings, `by_now` what of it is usually in by now, `chance` that of the target.
    """

    low: Decimal
    middle: Decimal
    high: Decimal
    expected: Decimal
    by_now: Decimal
    target: Decimal | None
    chance: Decimal | None
    hours: tuple[HourPoint, ...]

    @property
    def gap(self) -> Decimal | None:
        """What is missing to the target by the middle forecast; below 0 where it is passed, None without a target."""
        return None if self.target is None else self.target - self.middle


@dataclass(frozen=True)
class Evening:
    """One shop at one moment of its day.  `outlook` None: nothing is foretold, and `why_not` says why."""

    shop: str
    client: str
    platform: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    read: tuple[Reading, ...]
    outlook: Outlook | None
    why_not: str

    @property
    def newest(self) -> Reading | None:
        """The newest reading of the day."""
        return self.read[-1] if self.read else None
