"""What the close of a day says beyond its work: what moved against other days, by what, and what actions brought."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from daybook.analysis.decomposition import Factor, split_product
from daybook.domain.close import ActionBrought, Moved
from daybook.domain.effect import DoneMove, Effect, effect_said
from daybook.domain.said import Amount, Said
from daybook.domain.shop import Shop
from daybook.metrics.so_far import SoFar
from daybook.workflows.watch import ORDERS, Known, bases_of

DAY = timedelta(days=1)


def moved(known: Known) -> tuple[Moved, ...]:
    """The change of the paid amount against yesterday and last week at this minute, split over orders and money per order.

    The parts add up to the change to the cent (log-mean Divisia index).  A day of which the orders are not known is left out.
    """
    now = known.so_far(ORDERS, known.on, known.until) if known.until else None
    if now is None or known.until is None:
        return ()
    found = []
    for kind, day in zip(("yesterday", "last_week"), bases_of(known.on), strict=True):
        then = known.so_far(ORDERS, day, known.until)
        if then is not None and then.orders and now.orders:
            orders, per_order = _parts(then, now)
            found.append(Moved(kind, known.until, now.amount.quantize(Decimal("0.01")) - then.amount.quantize(Decimal("0.01")),
                               orders, per_order, now.orders - then.orders))
    return tuple(found)


def _parts(then: SoFar, now: SoFar) -> tuple[Decimal, Decimal]:
    cent = Decimal("0.01")
    base, actual = then.amount.quantize(cent), now.amount.quantize(cent)
    made = split_product((Factor("orders", then.orders, now.orders),
                          Factor("aov", base / then.orders, actual / now.orders)), base, actual)
    orders = made.parts[0].amount
    return orders, actual - base - orders


def brought(shop: Shop, on: date, as_of: datetime, done: Sequence[DoneMove],
            effects: Sequence[Effect]) -> tuple[ActionBrought, ...]:
    """What was measured since yesterday morning, and what today's and yesterday's actions are to bring and when it is told."""
    first = shop.moment(on - DAY, time(0))
    told = [ActionBrought(e.move.on, e.move.what, e.move.object_id, e.move.by, effect_said(e)) for e in effects
            if first <= e.measured_at <= as_of]
    measured = {e.move.ref for e in effects}
    waiting = [ActionBrought(m.on, m.what, m.object_id, m.by, waiting_said(m, shop)) for m in done
               if m.on in (on, on - DAY) and m.ref not in measured]
    return (*told, *sorted(waiting, key=lambda a: a.on))


def waiting_said(move: DoneMove, shop: Shop) -> str:
    """Of a move that is not measured yet: when it will be, and what it was expected to bring."""
    if move.until is not None:
        return Said("taken back on {day}", day=move.until)
    if move.expected is None or move.expected.per != "day":
        return Said("cannot tell yet: measured on {day}", day=move.due_on)
    gain = move.expected
    low, high = (Amount(v, "money", gain.currency or shop.currency) for v in (gain.low, gain.high))
    return Said("cannot tell yet: expected {low} to {high} a day, measured on {day}", low=low, high=high, day=move.due_on)
