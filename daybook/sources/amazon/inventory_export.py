"""FBA inventory: a snapshot without a date inside, so of the day in the file name, else of the day it was known."""

from typing import TYPE_CHECKING

from daybook.facts.stock_tables import STOCK_DAY
from daybook.sources.columns import Columns
from daybook.sources.periods import stated_days
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import Layout

if TYPE_CHECKING:
    import pyarrow as pa

SKU, SELLABLE = ("sku",), ("afn-fulfillable-quantity",)
OWN = ("mfn-fulfillable-quantity",)
TOTAL, WAREHOUSE = ("afn-total-quantity",), ("afn-warehouse-quantity",)
#: Goods that are planned and not sent yet count in Amazon's total but are not on their way.
PLANNED, ON_THE_WAY = "afn-inbound-working-quantity", ("afn-inbound-shipped-quantity", "afn-inbound-receiving-quantity")
LAYOUT = Layout(
    STOCK_DAY,
    {"item_id": ("asin",), "sku": SKU, "title": ("product-name",), "sellable_units": SELLABLE, "price": ("your-price",),
     "in_transit_units": (ON_THE_WAY[0],)},
    needed=(SKU, ("asin",), SELLABLE), fills=("item_id",),
)


class InventoryExport:
    """Reader of FBA inventory; sellable is what Amazon can ship and what the shop ships itself."""

    name = "amazon.inventory_export"
    version = 1
    platforms: tuple[str, ...] = ("amazon",)
    columns = LAYOUT.columns

    def recognises(self, sheet: Sheet) -> bool:
        return LAYOUT.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return LAYOUT.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.require(columns.text(*SKU), *SKU)
        stated = stated_days(sheet)
        day = stated[1] if stated else context.today
        rows = LAYOUT.rows(columns, pa.repeat(pa.scalar(day, pa.date32()), columns.rows))
        rows["sellable_units"] = _sum(columns, *SELLABLE, *OWN)
        rows["in_transit_units"] = _sum(columns, *ON_THE_WAY)
        parts = _sum(columns, *WAREHOUSE, PLANNED, *ON_THE_WAY)
        columns.warn(pc.not_equal(columns.count(*TOTAL), parts),
                     "{rows} rows state a total other than warehouse and inbound together")
        made = LAYOUT.batch(columns, rows, named=False)
        return Parsed(self.name, self.version, (Batch(STOCK_DAY, made.rows, (day, day)),), columns.rejected,
                      tuple(columns.warnings))


def _sum(columns: Columns, *names: str) -> "pa.Array":
    """Columns added up; null only where every one is empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    values = [columns.count(name) for name in names]
    whole = pc.coalesce(values[0], pa.scalar(0, pa.int64()))
    for more in values[1:]:
        whole = pc.add(whole, pc.coalesce(more, pa.scalar(0, pa.int64())))
    return pc.if_else(pc.is_valid(pc.coalesce(*values)), whole, pa.scalar(None, pa.int64()))
