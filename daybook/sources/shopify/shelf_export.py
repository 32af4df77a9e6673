"""Shopify's products export (price and quantity of each variant) and inventory export (quantities per location).

Both are snapshots: of the day that the file name states, else of the day on which they were known.  The listing
is its handle, the only name that all of Shopify's exports share.
"""

from datetime import date
from typing import TYPE_CHECKING

from daybook.facts.arrow import conform
from daybook.facts.stock_tables import STOCK_DAY
from daybook.sources.adding_up import add_up
from daybook.sources.columns import Columns
from daybook.sources.listings import DRAFT, OFF_SALE, ON_SALE, image_names, listing_batch, states
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, stated_period

if TYPE_CHECKING:
    import pyarrow as pa

HANDLE, TITLE = ("Handle",), ("Title",)
PRODUCTS = Layout(
    STOCK_DAY,
    {"item_id": HANDLE, "title": TITLE, "sku": ("Variant SKU",), "sellable_units": ("Variant Inventory Qty",),
     "price": ("Variant Price",)},
    needed=(HANDLE, ("Variant SKU",), ("Variant Price",)),
)
INVENTORY = Layout(
    STOCK_DAY,
    {"item_id": HANDLE, "title": TITLE, "sku": ("SKU",), "sellable_units": ("Available",),
     "in_transit_units": ("Incoming",)},
    needed=(HANDLE, ("SKU",), ("Location",), ("Available",)),
)
STATE, PUBLISHED = ("Status",), ("Published",)
STATES = {"active": ON_SALE, "draft": DRAFT, "archived": OFF_SALE, "unlisted": OFF_SALE}
#: How the inventory export calls a variant that a location does not have.
NOT_THERE = "not stocked"


class ProductsExport:
    """Reader of the products export; rows of further images are no stock, variants without a SKU go by their options."""

    name = "shopify.products_export"
    version = 3
    platforms: tuple[str, ...] = ("shopify",)
    columns = PRODUCTS.columns

    def recognises(self, sheet: Sheet) -> bool:
        return PRODUCTS.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return PRODUCTS.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        columns, rows = _rows(PRODUCTS, sheet, context)
        rows["title"] = _of_first_row(rows["item_id"], rows["title"])
        made, day = PRODUCTS.batch(columns, rows), _snapshot_day(columns)
        return _parsed(self.name, self.version, columns, Batch(STOCK_DAY, made.rows, (day, day)),
                       listing_batch(columns, _listings(columns, rows), (day, day)))


def _listings(columns: Columns, rows: "dict[str, pa.Array]") -> "dict[str, pa.Array]":
    """What the first row of a listing says of it; an active one that is not published is not on sale."""
    import pyarrow as pa
    import pyarrow.compute as pc

    state = states(columns.text(*STATE), STATES)
    hidden = pc.and_(pc.equal(state, ON_SALE), pc.equal(pc.utf8_lower(columns.text(*PUBLISHED)), "false"))
    return {
        **{name: rows[name] for name in ("day", "item_id", "title", "currency")}, "list_price": rows["price"],
        "state": pc.if_else(pc.fill_null(hidden, False), pa.scalar(OFF_SALE), state),
        "main_image": image_names(columns.text("Image Src")),
        "category": pc.coalesce(columns.text("Product Category"), columns.text("Type")),
    }


class InventoryExport:
    """Reader of the inventory export; the locations of a variant are added up."""

    name = "shopify.inventory_export"
    version = 1
    platforms: tuple[str, ...] = ("shopify",)
    columns = INVENTORY.columns

    def recognises(self, sheet: Sheet) -> bool:
        return INVENTORY.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return INVENTORY.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        import pyarrow.compute as pc

        columns, rows = _rows(INVENTORY, sheet, context)
        variant = pc.binary_join_element_wise(rows["item_id"], rows["sku"], "\n")
        sums: tuple[str, ...] = ("sellable_units", "in_transit_units")
        levels = {name: rows.pop(name) for name in sums}
        added, count = add_up(variant, rows, levels, columns.kept)
        day = _snapshot_day(columns)
        return _parsed(self.name, self.version, columns,
                       Batch(STOCK_DAY, conform(STOCK_DAY, added, count), (day, day)))


def _rows(layout: Layout, sheet: Sheet, context: ReadFor) -> "tuple[Columns, dict[str, pa.Array]]":
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = Columns(sheet, context)
    columns.leave_out_blank()
    columns.leave_out_doubled()
    columns.require(columns.text(*HANDLE), *HANDLE)
    nowhere = pc.equal(pc.utf8_lower(columns.text(*layout.fields["sellable_units"])), NOT_THERE)
    columns.leave_out(nowhere)
    nameless = pc.is_null(columns.text(*layout.fields["sku"]))
    image = pc.and_(nameless, pc.is_null(columns.text(*layout.fields.get("price", layout.fields["sellable_units"]))))
    columns.warn(image, "{rows} rows have neither SKU nor price and were left out: they hold further images")
    columns.leave_out(image)
    columns.warn(nameless, "{rows} variants have no SKU and are known by their options")
    rows = layout.rows(columns, pa.repeat(pa.scalar(_snapshot_day(columns), pa.date32()), columns.rows))
    rows["sku"] = pc.coalesce(rows["sku"], _options(columns))
    return columns, rows


def _options(columns: Columns) -> "pa.Array":
    """A variant as Shopify titles it: its options, such as `Orange / M`."""
    import pyarrow as pa

    values = zip(*(columns.text(f"Option{n} Value").to_pylist() for n in (1, 2, 3)), strict=True)
    return pa.array([" / ".join(v for v in options if v) for options in values], pa.string())


def _snapshot_day(columns: Columns) -> date:
    """The last day that the file or its name states, else the day on which it was known."""
    stated = stated_period(columns.sheet, named=True)
    return stated[1] if stated else columns.context.today


def _of_first_row(handle: "pa.Array", title: "pa.Array") -> "pa.Array":
    """The title of each listing on all of its rows: the export writes it once."""
    import pyarrow as pa

    said: dict[str | None, str] = {}
    for h, t in zip(handle.to_pylist(), title.to_pylist(), strict=True):
        if t:
            said.setdefault(h, t)
    return pa.array([said.get(h) for h in handle.to_pylist()], pa.string())


def _parsed(name: str, version: int, columns: Columns, *batches: Batch) -> Parsed:
    full = tuple(batch for batch in batches if batch.rows.num_rows)
    return Parsed(name, version, full, columns.rejected, tuple(columns.warnings))
