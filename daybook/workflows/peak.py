"""The evening peak by quarters of an hour: visitors to payment, with stock-outs, failed payments and who waits.

A quarter is known where the console was read in it and in the one before, orders where they come in by the minute.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

from daybook.domain.evening import Quarter
from daybook.domain.shop import Shop
from daybook.domain.ticks import Tick
from daybook.rulebook.reading import load
from daybook.workflows.watch import ORDERS, Known

CENT = Decimal("0.01")


def borders(shop: Shop, on: date) -> tuple[datetime, ...]:
    """The ends of the quarters of a day's peak, the beginning of the first one in front (rule V-PEAK)."""
    rules = load().for_(str(shop.platform))
    first, last, step = (int(rules.value("V-PEAK", name)) for name in ("from_hour", "to_hour", "step"))
    begins = shop.moment(on, time(first))
    return tuple(begins + timedelta(minutes=n) for n in range(0, (last - first) * 60 + 1, step))


def quarters(shop: Shop, known: Known, as_of: datetime) -> tuple[Quarter, ...]:
    """The quarters of tonight's peak that have begun."""
    ends = borders(shop, known.on)
    return tuple(_quarter(known, begins, end, begins - (end - begins))
                 for begins, end in pairwise(ends) if begins <= as_of)


def _quarter(known: Known, begins: datetime, ends: datetime, before: datetime) -> Quarter:
    inside = [t for t in known.ticks if begins < t.at <= ends]
    earlier = [t for t in known.ticks if before < t.at <= begins]
    orders, paid = _ordered(known, begins, ends)
    visitors, carts, buyers, failed = (_whole(_added(inside, earlier, name)) for name in ("visitors", "carts", "buyers", "failed"))
    return Quarter(begins, ends, visitors, carts, buyers, orders, paid if paid is not None else _added(inside, earlier, "paid"),
                   failed, _whole(_last(inside, "waiting")), _whole(_last(inside, "sold_out")))


def _ordered(known: Known, begins: datetime, ends: datetime) -> tuple[int | None, Decimal | None]:
    """Orders and money of a quarter by the orders themselves, where they are known until its end."""
    if known.until is None or known.until < ends:
        return None, None
    first, last = (known.so_far(ORDERS, known.on, moment) for moment in (begins, ends))
    if first is None or last is None:
        return None, None
    return last.orders - first.orders, (last.amount - first.amount).quantize(CENT)


def _added(inside: Sequence[Tick], earlier: Sequence[Tick], name: str) -> Decimal | None:
    """What came since the last reading of the quarter before; None where either was not read, or a file says less than before."""
    now, then = _last(inside, name), _last(earlier, name)
    return None if now is None or then is None or now < then else now - then


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _last(ticks: Sequence[Tick], name: str) -> Decimal | None:
    return next((Decimal(v) for t in reversed(ticks) if (v := getattr(t, name)) is not None), None)
