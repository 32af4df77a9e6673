"""What a file says of the shop that it is from: names, account ids, currency, and which platforms export such a table.

Only columns and rows above the header are looked at; no row is read as facts here.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from daybook.sources.cells import NULL_WORDS, names, plain_name
from daybook.sources.files import open_sheets
from daybook.sources.identify import vocabulary
from daybook.sources.reader import Sheet
from daybook.sources.readers import READERS

if TYPE_CHECKING:
    import pyarrow as pa

NAME = names("店铺名称", "店铺名", "店铺", "所属店铺", "商家名称", "商家店铺", "Shop Name", "Store Name", "Shop", "Store")
ACCOUNT = names("店铺Id", "店铺ID", "商家ID", "商家Id", "卖家ID", "广告主ID", "广告账户ID", "账户ID", "账户名称", "投放账户",
                "Account ID", "Account name", "Customer ID", "Account", "Profile ID", "Seller ID", "Merchant ID", "Shop ID",
                "Store ID", "Property ID")
CURRENCY = names("币种", "货币", "Currency", "Currency code", "salesByDate.orderedProductSales.currencyCode",
                 "salesByAsin.orderedProductSales.currencyCode")
ORDER = names("订单编号", "主订单编号", "订单号", "子订单编号", "Order ID", "amazon-order-id", "Order/adjustment ID")
ITEM = names("商品ID", "商品id", "宝贝ID", "宝贝id", "主体ID", "链接ID", "ASIN", "(Child) ASIN", "(Parent) ASIN", "Advertised ASIN",
             "Product ID", "SKU ID")
SKU = names("商家编码", "外部系统编号", "商家编码-规格维度", "SKU", "Advertised SKU", "sku", "Variant SKU", "Seller SKU",
            "Lineitem sku")
#: `店铺名称：小满旗舰店` or `Account: 123-456-7890` in one cell, or in two beside each other.
_STATED = re.compile(r"#?\s*(?P<title>[^:：=]{1,30}?)\s*[:：=]\s*(?P<value>.+)")
#: So many different values of a column are looked at.
LOOKED_AT = 500
#: Ids shorter than this are counted anew in every shop and prove nothing.
TELLING = 8


@dataclass(frozen=True)
class Signs:
    """What one file says.  `platforms` is empty where no reader knows the file, so that nothing is ruled out."""

    readers: tuple[str, ...] = ()
    platforms: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()
    orders: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    skus: frozenset[str] = frozenset()


def signs_of(file: Path) -> Signs:
    """What a file says of its shop.  Raises what opening a file raises (BrokenFile, NeedsPerson)."""
    found = [_of_sheet(sheet) for sheet in open_sheets(file, vocabulary(READERS))]
    platforms = [s.platforms for s in found if s.platforms]

    def every(what: Iterable[frozenset[str]]) -> frozenset[str]:
        return frozenset().union(*what)

    return Signs(
        tuple(sorted({r for s in found for r in s.readers})),
        frozenset.intersection(*platforms) if platforms else frozenset(),
        every(s.names for s in found), every(s.accounts for s in found), every(s.currencies for s in found),
        every(s.orders for s in found), every(s.items for s in found), every(s.skus for s in found))


def _of_sheet(sheet: Sheet) -> Signs:
    fitting = [reader for reader in READERS if reader.recognises(sheet)]
    stated = dict(_stated(sheet))
    currencies = {c.upper() for c in (*_values(sheet, CURRENCY), *_named(stated, CURRENCY))
                  if re.fullmatch(r"[A-Za-z]{3}", c)}
    return Signs(
        tuple(r.name for r in fitting), frozenset(p for r in fitting for p in r.platforms),
        frozenset((*_values(sheet, NAME), *_named(stated, NAME))),
        frozenset((*_values(sheet, ACCOUNT), *_named(stated, ACCOUNT))), frozenset(currencies),
        _telling(_values(sheet, ORDER)), _telling(_values(sheet, ITEM)), frozenset(_values(sheet, SKU)))


def _values(sheet: Sheet, titles: frozenset[str]) -> Iterator[str]:
    """The different values of the columns with such titles, without null words."""
    for place, title in enumerate(sheet.header):
        if plain_name(title) in titles:
            yield from (v for v in _distinct(sheet.cells.column(str(place))) if v and v not in NULL_WORDS and v != "0")


def _distinct(cells: "pa.ChunkedArray") -> Iterator[str]:
    import pyarrow.compute as pc

    for value in pc.unique(cells).slice(0, LOOKED_AT).to_pylist():
        yield (value or "").strip().removeprefix('="').removesuffix('"').strip("\t '")


def _stated(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Titles and values of the rows above the header."""
    for row in sheet.preamble:
        cells = [c.strip() for c in row if c.strip()]
        for cell in cells:
            found = _STATED.fullmatch(cell)
            if found:
                yield plain_name(found["title"]), found["value"].strip()
        for title, value in itertools.pairwise(cells):
            yield plain_name(title.rstrip(":：")), value


def _named(stated: dict[str, str], titles: frozenset[str]) -> list[str]:
    return [value for title, value in stated.items() if title in titles]


def _telling(ids: Iterable[str]) -> frozenset[str]:
    return frozenset(i for i in ids if len(i) >= TELLING and any(c.isdigit() for c in i))
