"""Numbers of the day's other reports: one value beside what it is compared with, each with its age or why it is not there."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.brief import Unit


@dataclass(frozen=True)
class Beside:
    """What a value is held against.  `kind`: yesterday, last_week, target, span_before, last_year; `value` None says why.

    Not `fair`: the value is shown, but too much of what it is held against is still to come in for a change to be told.
    """

    kind: str
    first: date | None
    last: date | None
    value: Decimal | None
    why_not: str = ""
    caution: str = ""
    fair: bool = True

    def change(self, value: Decimal | None) -> Decimal | None:
        """The value minus this one; None where one of them is not known, or the two may not be compared."""
        return None if value is None or self.value is None or not self.fair else value - self.value

    def rate(self, value: Decimal | None) -> Decimal | None:
        """The change over this one; None where that cannot be told."""
        change = self.change(value)
        return None if change is None or not self.value else (change / self.value).quantize(Decimal("0.0001"))


@dataclass(frozen=True)
class Figure:
    """One number of a report.  `at` is until when it counts; None where it is of whole days.

    `read`: a person read it from a console, so that its readings stand behind it and no row of a file.
    """

    metric: str
    zh: str
    unit: Unit
    value: Decimal | None
    why_not: str = ""
    currency: str = ""
    at: datetime | None = None
    beside: tuple[Beside, ...] = ()
    higher_is_better: bool = True
    note: str = ""
    read: bool = False
    peers: str = ""              # what rival shops had, as a band with its day; "" where no export tells it
    gap: str = ""                # why it stands where it does against the span before; "" where nothing tells it
