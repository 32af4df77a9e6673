"""What a buyer paid, from columns that may already have the refund taken out.

In files of 2020 `买家实际支付金额` of a refunded order is what was left after the refund; in others it is what
was paid.  The house keeps refunds in, so the rows themselves decide which of the two a file means.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def paid_before_refund(
    actual: "pa.Array", refund: "pa.Array", due: "pa.Array"
) -> "tuple[pa.Array, pa.Array]":
    """What was paid before any refund, and a mask of the rows where the refund had been taken out.

    Arrays of decimal128(18, 4) of equal length; nulls in `refund` and `due` mean not said.  A row with
    actual + refund = due seems to have its refund taken out, one with actual = due has not, and a payment below
    its refund can only be what was left.  The majority of the refunded rows decides for the file, since a coupon
    of the size of the refund looks like either.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    zero = pa.scalar(0, pa.decimal128(18, 4))
    refunded = pc.fill_null(pc.greater(refund, zero), False)
    both = pc.add(actual, pc.coalesce(refund, zero)).cast(pa.decimal128(18, 4))
    is_left = pc.and_(refunded, pc.fill_null(pc.equal(both, due), False))
    is_whole = pc.and_(refunded, pc.fill_null(pc.equal(actual, due), False))
    is_below = pc.and_(refunded, pc.fill_null(pc.less(actual, refund), False))
    left, whole = _count(pc.or_(is_left, is_below)), _count(is_whole)
    if left > whole:
        net = pc.and_(refunded, pc.invert(is_whole))
    elif whole > left:
        net = is_below
    else:
        net = pc.or_(is_left, is_below)
    return pc.if_else(net, both, actual), net


def _count(mask: "pa.Array") -> int:
    import pyarrow.compute as pc

    return int(pc.sum(pc.cast(mask, "int64")).as_py() or 0)
