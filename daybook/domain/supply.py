"""What is known of supply: how long an order of a SKU takes, what was ordered and has not come, what expires when.

Like everything that no export has, it is added to and never overwritten.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar


@dataclass(frozen=True)
class LeadTime:
    """到货周期: days from ordering a SKU until it can be sold, from a day on; `sku` "" is every SKU of the shop without its own.

    `late_days` is the deviation of those days, `every_days` how often is ordered, `least` the least units of an order, `pack`
    the units that it comes in, `order_cost` what an order costs besides its goods; None: not known.
    """

    KEY: ClassVar[tuple[str, ...]] = ("shop", "sku", "valid_from")
    shop: str
    sku: str
    days: int
    late_days: int | None
    every_days: int | None
    least: int | None
    pack: int | None
    order_cost: Decimal | None
    supplier: str
    valid_from: date | None
    known_at: datetime


@dataclass(frozen=True)
class Inbound:
    """在途: units of a SKU that were ordered under `ref` and can be sold from `arrives` on; said again with 0 units it has come,
    or does not come.  `valid_from` is the day from which it counts."""

    KEY: ClassVar[tuple[str, ...]] = ("shop", "sku", "ref")
    shop: str
    sku: str
    ref: str
    units: int
    arrives: date
    valid_from: date | None
    known_at: datetime
