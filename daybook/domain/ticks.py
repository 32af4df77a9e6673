"""A tick: what a console without an API showed at one moment, as a person read it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class Tick:
    """One live reading; `at` UTC.  `paid`, `visitors` and `spend` count from the shop's midnight; None was not read.

    `waiting` are buyers who wait for a reply at that moment.
    """

    shop: str
    at: datetime
    paid: Decimal | None
    visitors: int | None
    spend: Decimal | None
    waiting: int | None
    known_at: datetime
    currency: str = ""

    def age_seconds(self, now: datetime) -> int:
        """Seconds since it was read."""
        return int((now - self.at).total_seconds())
