"""Listings that come and go (S3): new ones beside the shop's earlier launches, and those that may leave the shelf."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Life:
    """A listing's days in the facts: first seen, first and last sold, last named by a list, a level or a product report (None:
    by orders alone, which do not say whether it is still on sale); `title` as its orders call it.

    `units` by day number since it was first seen (0 is that day), of its first and of its last weeks, as many as were asked for.
    `open`: it was there when the facts begin, or may have been, so that its launch was not seen.
    """

    item_id: str
    first_on: date
    sold_first: date | None
    sold_last: date | None
    units: tuple[tuple[int, Decimal], ...]
    open: bool
    shown_last: date | None = None
    title: str = ""


@dataclass(frozen=True)
class LaunchMark:
    """By so many days of a new listing: units so far, and the middle of the shop's earlier launches by the same day."""

    day: int
    due: date
    units: Decimal | None
    usual: Decimal | None
    launches: int

    @property
    def reached(self) -> bool | None:
        """Whether it has what is usual; None where the day is not over or nothing is usual."""
        return None if self.units is None or self.usual is None else self.units >= self.usual


@dataclass(frozen=True)
class Launch:
    """A new listing within its window."""

    item_id: str
    name: str
    first_on: date
    age: int
    marks: tuple[LaunchMark, ...]


@dataclass(frozen=True)
class Leaving:
    """A listing that may leave the shelf, or comes back: `what` is delist, clear or relist; `because` its reasons, `money` tied up
    in its units at cost (None: cost not known), `units` on hand."""

    item_id: str
    name: str
    role: str
    what: str
    because: tuple[str, ...]
    units: Decimal | None
    money: Decimal | None
    sold_last: date | None
