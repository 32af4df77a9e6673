"""Upload sheets: a change as a file in the platform's batch layout, to be uploaded in its console.

A sheet changes nothing by itself: its receipt waits for the export in which the change shows.  Layouts carry the columns that
the platform's batch tools ask for by name; a platform that adds a column takes a sheet without it.
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from daybook.actions.writers.ad_sheets import AMAZON_SHEETS, GOOGLE_SHEETS, WXT_SHEETS
from daybook.actions.writers.layout import Layout, Row
from daybook.actions.writers.writer import Sent
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.listing import Listed, Title
from daybook.domain.moves.move import Fields, Move, Way
from daybook.domain.moves.orders import Ship
from daybook.domain.moves.price import ItemDiscount, ListPrice
from daybook.domain.moves.stock import EventRegistration, StockCorrection
from daybook.domain.said import Said
from daybook.domain.shop import Platform
from daybook.domain.situation import Case

#: What a spreadsheet begins to reckon at.
FORMULA = ("=", "+", "-", "@")


def _money(value: Decimal) -> str:
    return f"{value:.2f}"


def _discount(move: Move) -> Row:
    assert isinstance(move, ItemDiscount)
    return (move.item_id, move.object_id, _money(move.to), str(move.first or ""), str(move.last or ""))


def _price(move: Move) -> Row:
    assert isinstance(move, (ListPrice, ItemDiscount))
    return (move.item_id, move.object_id, _money(move.to))


def _stock(move: Move) -> Row:
    assert isinstance(move, StockCorrection)
    return (move.item_id, move.object_id, str(move.to))


def _listed(move: Move) -> Row:
    assert isinstance(move, Listed)
    return (move.object_id, "上架" if move.to else "下架")


def _title(move: Move) -> Row:
    assert isinstance(move, Title)
    return (move.object_id, move.to)


def _ship(move: Move) -> Row:
    assert isinstance(move, Ship)
    return (move.object_id, move.courier, move.tracking)


def _event(move: Move) -> Row:
    assert isinstance(move, EventRegistration)
    return (move.object_id, move.event, _money(move.price), str(move.stock), str(move.first), str(move.last))


def _amazon_price(move: Move) -> Row:
    assert isinstance(move, (ItemDiscount, ListPrice))
    sale = isinstance(move, ItemDiscount)
    first, last = (str(move.first or ""), str(move.last or "")) if isinstance(move, ItemDiscount) else ("", "")
    return (move.object_id, "" if sale else _money(move.to), _money(move.to) if sale else "", first, last, "PartialUpdate")


def _amazon_stock(move: Move) -> Row:
    assert isinstance(move, StockCorrection)
    return (move.object_id, str(move.to), "PartialUpdate")


_TAOBAO: Mapping[type[Move], Layout] = {
    ItemDiscount: Layout("单品宝批量打折", ("宝贝ID", "商家编码", "折后价", "开始时间", "结束时间"), _discount),
    ListPrice: Layout("批量改价", ("宝贝ID", "商家编码", "一口价"), _price),
    StockCorrection: Layout("批量改库存", ("宝贝ID", "商家编码", "数量"), _stock),
    Listed: Layout("批量上下架", ("宝贝ID", "操作"), _listed),
    Title: Layout("批量改标题", ("宝贝ID", "宝贝标题"), _title),
    Ship: Layout("批量发货", ("订单编号", "物流公司", "运单号"), _ship),
    EventRegistration: Layout("活动批量报名", ("商品ID", "活动名称", "活动价", "活动库存", "开始日期", "结束日期"), _event),
    **WXT_SHEETS,
}
_DOUYIN: Mapping[type[Move], Layout] = {
    ItemDiscount: Layout("限时限量购批量导入", ("商品ID", "商家编码", "活动价", "开始时间", "结束时间"), _discount),
    ListPrice: Layout("批量修改价格", ("商品ID", "商家编码", "价格"), _price),
    StockCorrection: Layout("批量修改库存", ("商品ID", "商家编码", "库存"), _stock),
    Listed: Layout("批量上下架", ("商品ID", "操作"), _listed),
    Title: Layout("批量修改标题", ("商品ID", "商品标题"), _title),
    Ship: Layout("批量发货", ("订单编号", "快递公司", "快递单号"), _ship),
    EventRegistration: Layout("活动批量报名", ("商品ID", "活动名称", "活动价", "活动库存", "开始日期", "结束日期"), _event),
}
_AMAZON_PRICE = Layout("Price & Quantity flat file", (
    "sku", "price", "sale-price", "sale-start-date", "sale-end-date", "update-delete"), _amazon_price, tabs=True)
_AMAZON: Mapping[type[Move], Layout] = {
    ItemDiscount: _AMAZON_PRICE, ListPrice: _AMAZON_PRICE,
    StockCorrection: Layout("Price & Quantity flat file", ("sku", "quantity", "update-delete"), _amazon_stock, tabs=True),
    **AMAZON_SHEETS,
}
LAYOUTS: Mapping[Platform, Mapping[type[Move], Layout]] = {
    Platform.TAOBAO: _TAOBAO, Platform.TMALL: _TAOBAO, Platform.DOUYIN: _DOUYIN, Platform.AMAZON: _AMAZON,
    **dict.fromkeys((Platform.SHOPIFY, Platform.WOOCOMMERCE, Platform.OTHER), GOOGLE_SHEETS)}


@dataclass(frozen=True)
class UploadSheet:
    """Writer of one sheet a move into `folder`; `shown` is what the last export says of the object."""

    platform: Platform
    folder: Path
    shown: Callable[[Move], Fields | None]
    way: Way = Way.SHEET
    name: str = "upload sheet"

    def takes(self, move: Move) -> bool:
        layout = LAYOUTS.get(self.platform, {}).get(type(move))
        return Way.SHEET in move.ways and layout is not None and layout.fits(move)

    def case_of(self, move: Move) -> Case:
        return Case()

    def read(self, move: Move, mark: str) -> Fields | None:
        return self.shown(move)

    def write(self, move: Move, mark: str) -> Sent:
        """Writes the sheet under the proposal's key; written again it is the same file."""
        layout = LAYOUTS[self.platform][type(move)]
        self.folder.mkdir(parents=True, exist_ok=True)
        file = self.folder / f"{mark}-{move.name}.{'txt' if layout.tabs else 'csv'}"
        fresh = file.with_suffix(".part")
        fresh.write_bytes(sheet(layout, [move]))
        fresh.replace(file)
        return Sent(Said("upload {file} in the console: {tool}", file=file.name, tool=layout.tool), str(file))


def sheet(layout: Layout, moves: Sequence[Move]) -> bytes:
    """A sheet of several moves; Chinese consoles read UTF-8 with its mark.

    Raises WrongUsage for a text that a spreadsheet would carry out: with a quote before it the platform would take another.

    >>> from daybook.domain.moves.listing import Listed
    >>> sheet(LAYOUTS[Platform.TMALL][Listed], [Listed("737", True, False)]).decode("utf-8-sig").split()
    ['宝贝ID,操作', '737,下架']
    """
    text = io.StringIO(newline="")
    out = csv.writer(text, delimiter="\t" if layout.tabs else ",", lineterminator="\r\n")
    out.writerow(layout.columns)
    out.writerows([_inert(cell) for cell in layout.row(move)] for move in moves)
    return text.getvalue().encode("utf-8" if layout.tabs else "utf-8-sig")


def _inert(cell: str) -> str:
    """The cell, which is a number or does not begin as a formula.

    >>> _inert("-8.14")
    '-8.14'
    """
    if unicodedata.normalize("NFKC", cell).lstrip().startswith(FORMULA):
        try:
            Decimal(cell)
        except InvalidOperation:
            raise WrongUsage(Said("{cell} would be carried out by the spreadsheet that opens the sheet", cell=cell[:40]),
                             next_step="begin the text with a letter or a digit") from None
    return cell
