"""What was promised on prices, and what is wished: to whom, on what, until when, and where it stands written.

Like everything that no export has, a promise is added to and never overwritten: said again it replaces what was said
before, said as withdrawn it is gone from then on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from daybook.domain.situation import Hold

LEAST, MOST, EVENT, PROTECTION, WISH, WITHDRAWN = "least", "most", "event", "protection", "wish", "withdrawn"
#: Kind -> Chinese name.
PROMISE_KINDS: Mapping[str, str] = {
    LEAST: "最低价承诺", MOST: "最高价承诺", EVENT: "活动报名价", PROTECTION: "价保承诺", WISH: "想报的活动", WITHDRAWN: "已收回"}
#: Kind -> what it does to a price.
HOLDS: Mapping[str, Hold] = {LEAST: Hold.LEAST, MOST: Hold.MOST, EVENT: Hold.LOCK, PROTECTION: Hold.PROTECT, WISH: Hold.WISH}
#: Rules of lowest prices that an event may ask for by name; the rulebook says what each means.
LOWEST_RULES = ("P-15D", "P-30D-90", "P-AMZ60", "P-HISTORY", "P-OMNIBUS")


@dataclass(frozen=True)
class PricePromise:
    """A price of an object (an item, a SKU, a product 货号; "" is all) from `first` to `last`, both in.

    `name` is the event or what was agreed, `to` with whom, `asks` rules of lowest prices that the event asks for besides,
    `source` where it stands written; `shop` "" is all shops of the client.
    """

    KEY: ClassVar[tuple[str, ...]] = ("shop", "object", "name", "first")
    shop: str
    object: str
    kind: str
    name: str
    price: Decimal
    first: date
    last: date
    to: str
    asks: str
    source: str
    known_at: datetime


@dataclass(frozen=True)
class RunningCoupon:
    """A coupon or threshold discount (优惠券, 满减) of an object that runs from `first` to `last`, both in, however it was made.

    `off` of each order from `threshold` on, taken after those that were said before it; `object` "" is the whole shop.  Said
    again with another last day it ends there.
    """

    KEY: ClassVar[tuple[str, ...]] = ("shop", "object", "name", "first")
    shop: str
    object: str
    name: str
    threshold: Decimal
    off: Decimal
    first: date
    last: date
    source: str
    known_at: datetime
