"""What a Shopify order was paid, and each line's exact share of it."""

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from daybook.sources.columns import Columns
from daybook.sources.shares import CENT, share_out
from daybook.sources.shopify.runs import Runs

if TYPE_CHECKING:
    import pyarrow as pa

PAID = ("paid", "partially_refunded", "refunded")
NOT_PAID = ("pending", "authorized", "voided", "expired", "unpaid")
PARTLY = ("partially_paid",)


def paid_of(columns: Columns, due: "pa.Array", has_moment: "pa.Array") -> "tuple[pa.Array, pa.Array]":
    """What was paid (refunds stay in) and whether anything was; an order of 0 without a status counts as paid."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money = pa.decimal128(18, 4)
    zero = pa.scalar(0, money)
    word = columns.text("Financial Status")
    said = {group: pc.is_in(word, value_set=pa.array(group)) for group in (PAID, NOT_PAID, PARTLY)}
    open_amount = pc.coalesce(columns.money("Outstanding Balance"), zero)
    partly = pc.subtract(due, open_amount).cast(money)
    silent = pc.and_(pc.invert(said[NOT_PAID]), pc.or_(has_moment, pc.fill_null(pc.equal(due, zero), False)))
    full = pc.or_(said[PAID], silent)
    amount = pc.if_else(said[PARTLY], partly, pc.if_else(full, due, zero))
    return amount, pc.or_(said[PARTLY], full)


def goods_paid(subtotal: "pa.Array", paid: "pa.Array", due: "pa.Array") -> "pa.Array":
    """The part of what was paid that is for goods: Subtotal of a paid order, in proportion for one paid in part."""
    import pyarrow as pa
    import pyarrow.compute as pc

    money = pa.decimal128(18, 4)
    zero = pa.scalar(0, money)
    goods = pc.if_else(pc.equal(paid, due), subtotal, zero)
    partly = pc.fill_null(pc.and_(pc.not_equal(paid, due), pc.not_equal(paid, zero)), False)
    if not pc.any(partly).as_py():
        return goods
    rows = zip(*(a.to_pylist() for a in (partly, goods, subtotal, paid, due)), strict=True)
    return pa.array([_part(s, p, d) if is_part else g for is_part, g, s, p, d in rows], money)


def line_shares(
    runs: Runs, goods: "pa.Array", units: "pa.Array", price: "pa.Array", discount: "pa.Array"
) -> "pa.Array":
    """Each row's share of its order's goods, by price x quantity less the line's discount; sums are exact."""
    import pyarrow as pa

    of_order = runs.of_head(goods).to_pylist()
    starts = runs.start.to_pylist()
    weights = [
        max((p or Decimal(0)) * (u or 0) - (d or Decimal(0)), Decimal(0))
        for p, u, d in zip(price.to_pylist(), units.to_pylist(), discount.to_pylist(), strict=True)
    ]
    shares: list[Decimal | None] = [None] * len(starts)
    members: dict[int, list[int]] = {}
    for row, first in enumerate(starts):
        members.setdefault(first, []).append(row)
    for rows in members.values():
        whole = of_order[rows[0]]
        if whole is not None:
            for row, share in zip(rows, share_out(whole, [weights[row] for row in rows]), strict=True):
                shares[row] = share
    return pa.array(shares, pa.decimal128(18, 4))


def _part(subtotal: Decimal | None, paid: Decimal, due: Decimal) -> Decimal | None:
    if subtotal is None or not due:
        return None
    return (subtotal * paid / due).quantize(CENT, ROUND_HALF_UP)
