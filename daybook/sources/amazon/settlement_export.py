"""Amazon's settlement report (flat file V2) and FBA's report of what customers sent back.

The first row of a settlement states its total and is no movement: the rows are compared with it.
"""

from typing import TYPE_CHECKING

from daybook.facts.settlement_tables import SETTLEMENT_LINES
from daybook.facts.talk_tables import RETURNS
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.made_ids import made_ids
from daybook.sources.report import Layout
from daybook.sources.untrusted import safe

if TYPE_CHECKING:
    import pyarrow as pa

POSTED, AMOUNT, TOTAL, KIND = ("posted-date-time", "posted-date"), ("amount",), ("total-amount",), ("transaction-type",)
WHAT, DETAIL = ("amount-type",), ("amount-description",)
CAME_BACK = ("return-date",)
LAYOUT = Layout(
    SETTLEMENT_LINES,
    {"order_id": ("order-id",), "line_id": ("order-item-code",), "sku": ("sku",), "units": ("quantity-purchased",),
     "kind": KIND, "amount": AMOUNT, "account": ("settlement-id",), "currency": ("currency",), "settled_at": POSTED},
    needed=(("settlement-id",), KIND, WHAT, DETAIL, AMOUNT, POSTED),
)
RETURNED = Layout(
    RETURNS,
    {"returned_at": CAME_BACK, "order_id": ("order-id",), "item_id": ("asin",), "sku": ("sku",),
     "title": ("product-name",), "units": ("quantity",), "warehouse": ("fulfillment-center-id",),
     "condition": ("detailed-disposition",), "reason": ("reason",), "comment": ("customer-comments",)},
    needed=(CAME_BACK, ("order-id",), ("sku",), ("quantity",), ("detailed-disposition",)),
)


def is_summary(columns: Columns) -> "pa.Array":
    """The row of the whole settlement: a total, and no kind of transaction."""
    import pyarrow.compute as pc

    return pc.and_(pc.is_valid(columns.text(*TOTAL)), pc.is_null(columns.text(*KIND)))


def settle(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """What the amount is for, as `ItemFees: Commission`; the settlement's total stands in its own column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns.require(rows["amount"], *AMOUNT)
    rows["account"] = columns.ids("settlement-id")
    rows["description"] = pc.binary_join_element_wise(columns.text(*WHAT), columns.text(*DETAIL), ": ")
    stated = pc.unique(columns.text("currency").drop_null())
    if len(stated) == 1:  # newer files name the currency in the first row only
        rows["currency"] = pa.repeat(stated[0], columns.rows)
    rows["entry_id"] = made_ids(columns, rows, "account", "order_id", "line_id", "sku", "settled_at", "settled_on", "kind",
                                "description", "amount")
    rows["amount"] = pc.coalesce(rows["amount"], columns.money(*TOTAL))


def name_the_return(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """A unit is known by the plate that the warehouse put on it."""
    import pyarrow.compute as pc

    rows["comment"] = safe(rows["comment"])
    rows["return_id"] = pc.coalesce(columns.ids("license-plate-number"),
                                    made_ids(columns, rows, "order_id", "sku", "returned_at", "condition", "reason"))


SETTLEMENT = EventReader("amazon.settlement_export", ("amazon",), LAYOUT, POSTED, settle, compared=("amount",),
                         total=is_summary)
CUSTOMER_RETURNS = EventReader("amazon.returns_export", ("amazon",), RETURNED, CAME_BACK, name_the_return)
