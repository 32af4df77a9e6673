"""What a file of `daybook set` is made of: columns, how each is read, and why a row is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from daybook.domain import given as g
from daybook.domain.shop import Shop
from daybook.sources import given_cells as cell
from daybook.sources.dates import Stamp

Parse = Callable[[str], Any]


@dataclass(frozen=True)
class GivenFor:
    """For whom a file is read: all shops of the house, whose values they are, and since when they are known.

    `shop` "" means that the file names the shops itself, or that its values are for all shops of `client`.
    """

    shops: Mapping[str, Shop]
    known_at: datetime
    client: str = ""
    shop: str = ""


class Refused(ValueError):
    """A row that cannot be right as a whole: which column, and why."""

    def __init__(self, column: str, reason: str) -> None:
        self.column, self.reason = column, reason
        super().__init__(column, reason)


@dataclass(frozen=True)
class Cell:
    """One column: its name, how it is read, other names it goes by; `empty` is the value of an empty cell."""

    name: str
    parse: Parse
    also: tuple[str, ...] = ()
    optional: bool = False           # the whole column may be absent
    may_be_empty: bool = False
    empty: Any = ""


@dataclass(frozen=True)
class Layout:
    """One kind of file.  `wide`: a row without a shop is for all shops of the client; `header` is as docs show it."""

    kind: str
    header: str
    make: Callable[..., g.GivenValue]
    cells: tuple[Cell, ...]
    finish: Callable[[dict[str, Any], GivenFor], None] = lambda values, context: None
    wide: bool = False


def maybe(name: str, parse: Parse, zh: str) -> Cell:
    """A column that may be absent, or empty: then it is not known."""
    return Cell(name, parse, (zh,), optional=True, may_be_empty=True, empty=None)


SHOP = Cell("shop", cell.name, ("店铺", "店铺名称"), optional=True, may_be_empty=True)
SINCE = Cell("valid_from", cell.day, ("生效日期", "生效日"), optional=True, may_be_empty=True, empty=None)
SKU = Cell("sku", cell.an_id, ("商家编码",))
ITEM = Cell("item_id", cell.an_id, ("商品id", "宝贝id", "链接id"))


def utc_of(found: Stamp, shop: Shop) -> datetime:
    """The moment of a stamp; without an offset it is the shop's own clock."""
    if found.offset is not None:
        return (found.at - timedelta(minutes=found.offset)).replace(tzinfo=UTC)
    return shop.moment(found.at.date(), found.at.time())
