"""WooCommerce's products export: a snapshot of prices and quantities, of the day in its name or on which it was known.

A variation's listing is its parent. Parents of variations, groups and outside products are no stock of their own.
"""

from datetime import date
from typing import TYPE_CHECKING

from daybook.facts.stock_tables import STOCK_DAY
from daybook.sources.columns import Columns
from daybook.sources.listings import DRAFT, OFF_SALE, ON_SALE, image_names, listing_batch, states
from daybook.sources.periods import stated_days
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import Layout

if TYPE_CHECKING:
    import pyarrow as pa

OWN_ID, KIND, SKU, PARENT = ("ID",), ("Type",), ("SKU",), ("Parent",)
REGULAR, SALE = ("Regular price",), ("Sale price",)
#: How the export writes a product that has no SKU, in Parent.
BY_ID = "id:"
#: Published: 1 yes, 0 privately, -1 a draft.
STATES = {"1": ON_SALE, "0": OFF_SALE, "-1": DRAFT}
NO_STOCK = ("variable", "grouped", "external")
LAYOUT = Layout(
    STOCK_DAY, {"item_id": OWN_ID, "title": ("Name",), "sku": SKU, "sellable_units": ("Stock",), "price": REGULAR},
    needed=(OWN_ID, KIND, SKU, ("In stock?",), REGULAR), fills=("item_id",),
)


class ProductsExport:
    """Reader of the products export in English; a product without a SKU is known as `id:` and its number."""

    name = "woocommerce.products_export"
    version = 2
    platforms: tuple[str, ...] = ("woocommerce",)
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
        own, kind = columns.ids(*OWN_ID, required=True), columns.text(*KIND)
        bundle = pc.match_substring_regex(kind, "|".join(NO_STOCK))
        columns.warn(bundle, "{rows} rows stand for their variations, groups or other shops' goods and were left out")
        stated = stated_days(sheet)
        day = stated[1] if stated else context.today
        shown = _listings(columns, day)
        columns.leave_out(bundle)
        rows = LAYOUT.rows(columns, pa.repeat(pa.scalar(day, pa.date32()), columns.rows))
        rows["item_id"] = listings(columns)
        rows["sku"] = pc.coalesce(rows["sku"], pc.binary_join_element_wise(pa.scalar(BY_ID), own, ""))
        rows["price"] = pc.coalesce(columns.money(*SALE), rows["price"])
        made = LAYOUT.batch(columns, rows, named=False)
        return Parsed(self.name, self.version, (Batch(STOCK_DAY, made.rows, (day, day)), shown), columns.rejected,
                      tuple(columns.warnings))


def _listings(columns: Columns, day: date) -> Batch:
    """How products stand, groups and parents of variations too; a variation speaks only for its price."""
    import pyarrow as pa
    import pyarrow.compute as pc

    part = pc.fill_null(pc.match_substring(columns.text(*KIND), "variation"), False)
    own = {"title": columns.text("Name"), "state": states(columns.text("Published"), STATES),
           "main_image": image_names(columns.text("Images")), "category": columns.text("Categories")}
    return listing_batch(columns, {
        "day": pa.repeat(pa.scalar(day, pa.date32()), columns.rows), "item_id": listings(columns),
        **{name: pc.if_else(part, pa.scalar(None, pa.string()), said) for name, said in own.items()},
        "list_price": pc.coalesce(columns.money(*SALE), columns.money(*REGULAR)),
        "currency": columns.constant(columns.context.currency)}, (day, day))


def listings(columns: Columns) -> "pa.Array":
    """The ID of each row's listing: that of its parent, named by SKU or as `id:44`, else its own."""
    import pyarrow as pa

    own, skus = columns.cells(*OWN_ID).to_pylist(), columns.text(*SKU).to_pylist()
    of_sku = {sku: number.strip() for sku, number in zip(skus, own, strict=True) if sku and number}
    found = []
    for number, parent in zip(own, columns.text(*PARENT).to_pylist(), strict=True):
        if parent is None:
            found.append((number or "").strip())
        else:
            found.append(parent[len(BY_ID):] if parent.startswith(BY_ID) else of_sku.get(parent, parent))
    return pa.array(found, pa.string())
