"""Shopify Payments, exported payouts: what reached the bank by day, with its parts; its transactions are another export."""

from typing import TYPE_CHECKING

from daybook.facts.settlement_tables import PAYOUTS
from daybook.sources.columns import Columns
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader

if TYPE_CHECKING:
    import pyarrow as pa

DAY, TOTAL = ("Payout Date",), ("Total",)
PARTS = {
    "charges_amount": ("Charges",), "refund_amount": ("Refunds",), "adjustment_amount": ("Adjustments",),
    "tax_amount": ("Marketplace Sales Tax",), "advance_amount": ("Advances",), "reserved_amount": ("Reserved Funds",),
    "fee_amount": ("Fees",), "retried_amount": ("Retried Amount",),
}
LAYOUT = Layout(
    PAYOUTS, {**PARTS, "amount": TOTAL, "status": ("Status",), "reference": ("Bank Reference",), "currency": ("Currency",)},
    needed=(DAY, ("Status",), ("Charges",), ("Refunds",), ("Fees",), TOTAL), never=("Transaction Date",), fills=("reference",),
)


def add_parts(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """The parts are the total, each with its sign; where they are not, a part is unknown to us or a digit is wrong."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns.require(rows["amount"], *TOTAL)
    rows.setdefault("reference", columns.constant(""))
    zero = pa.scalar(0, rows["amount"].type)
    added = pc.fill_null(rows["charges_amount"], zero)
    for part in list(PARTS)[1:]:
        added = pc.add(added, pc.fill_null(rows[part], zero))
    columns.warn(pc.fill_null(pc.not_equal(added, rows["amount"]), False), "{rows} rows: the parts do not add up to the total")


PAYOUT_DAYS = ReportReader("shopify.payouts_export", ("shopify",), LAYOUT, DAY, add_parts, compared=("amount",), named=False)
