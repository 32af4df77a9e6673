"""stock.csv, Daybook's own layout for stock levels: shop, day, sku, item_id, sellable_units, in_transit_units, price."""

from daybook.facts.stock_tables import STOCK_DAY
from daybook.sources.columns import Columns
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, days

DAY, SKU, UNITS = ("day", "日期"), ("sku", "商家编码"), ("sellable_units", "可售库存")
LAYOUT = Layout(
    STOCK_DAY,
    {"sku": SKU, "item_id": ("item_id", "商品ID"), "sellable_units": UNITS, "title": ("title", "商品名称"),
     "in_transit_units": ("in_transit_units", "在途库存"), "price": ("price", "标价")},
    needed=(DAY, SKU, UNITS), fills=("item_id",),
)
SHOP = ("shop", "店铺")


class StockCsv:
    """Reader of stock.csv: one row per SKU and day; the shop column, where there is one, must name this shop."""

    name = "own.stock_csv"
    version = 1
    platforms: tuple[str, ...] = ()
    columns = LAYOUT.columns

    def recognises(self, sheet: Sheet) -> bool:
        return LAYOUT.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return LAYOUT.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.require(columns.text(*SKU), *SKU)
        rows = LAYOUT.rows(columns, days(columns, *DAY))
        batch = LAYOUT.batch(columns, rows, named=False)
        shops = tuple(sorted(set(columns.text(*SHOP).drop_null().to_pylist()))) if columns.has(*SHOP) else ()
        return Parsed(self.name, self.version, (batch,), columns.rejected, tuple(columns.warnings),
                      tuple(columns.own_totals), shops)
