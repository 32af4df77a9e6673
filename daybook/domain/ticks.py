"""A tick: what a console without an API showed at one moment, as a person read it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class Tick:
    """One live reading; `at` UTC.  Everything but levels counts from the shop's midnight; None was not read.

    Levels of that moment are `waiting`, buyers who wait for a reply, and `sold_out`, SKUs with nothing left.  `carrier` is
    what sold (直播, 短视频, 商品卡, ...), "" the whole shop.
    """

    shop: str
    at: datetime
    paid: Decimal | None
    visitors: int | None
    spend: Decimal | None
    waiting: int | None
    known_at: datetime
    currency: str = ""
    carts: int | None = None
    buyers: int | None = None
    failed: int | None = None
    sold_out: int | None = None
    carrier: str = ""

    def age_seconds(self, now: datetime) -> int:
        """Seconds since it was read."""
        return int((now - self.at).total_seconds())
