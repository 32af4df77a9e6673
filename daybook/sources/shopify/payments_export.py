"""Shopify Payments, exported transactions: charges, refunds, disputes and adjustments, net of the fee that was taken.

Orders are named (`#1001`), and a name is no id: it is kept as `order_name`.
"""

from typing import TYPE_CHECKING

from daybook.facts.settlement_tables import SETTLEMENT_LINES
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.made_ids import made_ids
from daybook.sources.report import Layout

if TYPE_CHECKING:
    import pyarrow as pa

HAPPENED, KIND, NET, GROSS, FEE = ("Transaction Date",), ("Type",), ("Net",), ("Amount",), ("Fee",)
LAYOUT = Layout(
    SETTLEMENT_LINES,
    {"settled_at": HAPPENED, "kind": KIND, "order_name": ("Order",), "amount": NET, "gross_amount": GROSS,
     "fee_amount": FEE, "account": ("Payout ID",), "description": ("Payout Status",), "transaction_id": ("Checkout",),
     "currency": ("Currency",)},
    needed=(HAPPENED, KIND, ("Order",), NET, GROSS, FEE, ("Payout Date",)),
)


def settle(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """A transaction has no number; its payout comes later and must not make it another one."""
    import pyarrow.compute as pc

    columns.require(rows["amount"], *NET)
    rows["account"] = columns.ids("Payout ID")
    wrong = pc.not_equal(pc.subtract(rows["gross_amount"], rows["fee_amount"]), rows["amount"])
    columns.warn(pc.fill_null(wrong, False), "{rows} rows: amount less fee is not the net that is printed")
    rows["entry_id"] = made_ids(columns, rows, "settled_at", "kind", "order_name", "transaction_id", "gross_amount")


PAYMENTS = EventReader("shopify.payments_export", ("shopify",), LAYOUT, HAPPENED, settle, compared=("amount",))
