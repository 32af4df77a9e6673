"""The product desk's table (S3): one line per listing with its numbers beside the day before and the week before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.domain.brief import Unit

#: Column -> its unit and Chinese name, in the trade's order.
COLUMNS: Mapping[str, tuple[Unit, str]] = {
    "paid": (Unit.MONEY, "支付金额"), "visitors": (Unit.PEOPLE, "访客数"), "ctr": (Unit.SHARE, "点击率"),
    "cart_rate": (Unit.SHARE, "加购率"), "cvr": (Unit.SHARE, "支付转化率"), "spend_per_buyer": (Unit.MONEY, "客单价"),
    "refund_rate": (Unit.SHARE, "退款率"), "stock_days": (Unit.RATIO, "可售天数"), "roas": (Unit.RATIO, "广告投产比")}
#: Of which less is better.
LESS_IS_BETTER = frozenset({"refund_rate"})


@dataclass(frozen=True)
class Cell:
    """One number of a listing: on the day, the day before, the same weekday a week before.  None is not known."""

    value: Decimal | None
    yesterday: Decimal | None = None
    last_week: Decimal | None = None


@dataclass(frozen=True)
class ListingLine:
    """One listing (链接); `role` "" where nobody gave one."""

    item_id: str
    name: str
    role: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class ListingTable:
    """All listings of a shop on a day, most paid first.  `missing` says by column which source is not in."""

    shop: str
    currency: str
    day: date
    lines: tuple[ListingLine, ...]
    missing: Mapping[str, str]
