"""What moved: the day's paid amount against a base, split so that the parts add up to the last cent."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.bridge import Bridge
from daybook.analysis.decomposition import factors_from_levels, split_product
from daybook.analysis.mix import split_by_slice
from daybook.calendar.days import comparison_days
from daybook.desks.sales.slices import called, label
from daybook.domain.brief import BriefFinding, Cause, State
from daybook.domain.said import Said, Term
from daybook.domain.seen import Scope, Seen
from daybook.metrics.definitions import sales as s

MOVED = "sales.moved"
LARGEST = 3
CENT = Decimal("0.01")
#: Dimension -> the money metric kept by it.
MONEY_BY = {"product": s.LINE_GMV.name, "region": s.PAID_GMV.name, "channel": s.PAID_GMV.name}
SHOWN_SLICES = 6     # more bars than a person compares are joined into the rest


def base_of(seen: Seen) -> tuple[str, date] | None:
    """The day to hold the reviewed one against: the same weekday last week, else the day before, where they are in."""
    both = comparison_days(seen.reviewed)
    for name, day in (("last_week", both.same_weekday_last_week), ("yesterday", both.yesterday)):
        if seen.value(s.PAID_GMV.name, day) is not None:
            return name, day
    return None


def find_movements(seen: Seen) -> Iterator[BriefFinding]:
    """The paid amount's own change by its drivers, then the dimensions and slices that moved the most money.

    At most three; none without a base, or when the day is not whole.
    """
    base = base_of(seen)
    if base is None or seen.value(s.PAID_GMV.name, seen.reviewed) is None:
        return
    if seen.state("orders", seen.reviewed) is not State.IN:
        return
    found = [f for f in (_drivers(seen, *base), *_by_dimension(seen, *base)) if f is not None]
    found.sort(key=_whole_shop_first)
    yield from found[:LARGEST]


def _whole_shop_first(found: BriefFinding) -> tuple[bool, Decimal, str]:
    """The shop's own change first, then the dimension in which slices moved the most money."""
    return bool(found.scope), -max((abs(c.contribution) for c in found.causes), default=Decimal(0)), found.id


def _drivers(seen: Seen, kind: str, base: date) -> BriefFinding | None:
    """Paid amount = orders x amount per order; with known buyers, buyers x orders per buyer x amount per order."""
    names, before, after = ["paid_orders"], [], []
    levels = [s.PAID_ORDERS.name, s.PAID_GMV.name]
    if all(seen.value(s.PAID_BUYERS.name, d) for d in (base, seen.reviewed)):
        levels, names = [s.PAID_BUYERS.name, *levels], ["paid_buyers", "orders_per_buyer"]
    names.append("aov")
    for level in levels:
        before.append(seen.value(level, base) or Decimal(0))
        after.append(seen.value(level, seen.reviewed) or Decimal(0))
    if before[-1] == after[-1]:
        return None
    bridge = split_product(factors_from_levels(names, before, after), before[-1], after[-1])
    causes = tuple(Cause("driver", (("driver", p.name),), p.amount) for p in bridge.parts)
    return _finding(seen, kind, base, (), bridge, causes)


def _by_dimension(seen: Seen, kind: str, base: date) -> Iterator[BriefFinding]:
    for dimension, metric in MONEY_BY.items():
        before, after = seen.slices(dimension, metric, base), seen.slices(dimension, metric, seen.reviewed)
        if len(before.keys() | after.keys()) < 2:
            continue
        names = {label(scope): scope for scope in (*before, *after)}
        bridge = split_by_slice(dimension, _named(before), _named(after))
        causes, rest = _largest_causes(bridge, names)
        causes = called(seen, causes)
        yield _finding(seen, kind, base, (("dimension", dimension),), bridge, causes, rest)


def _named(values: Mapping[Scope, Decimal]) -> dict[str, Decimal]:
    return {label(scope): value for scope, value in values.items()}


def _largest_causes(bridge: Bridge, names: Mapping[str, Scope]) -> tuple[tuple[Cause, ...], Decimal]:
    """The largest parts as causes, the small ones as one, and the bridge's own remainder."""
    parts = sorted(bridge.parts, key=lambda p: (-abs(p.amount), p.scope))
    shown = [Cause("slice", names.get(p.scope[0][1], p.scope) if p.scope else (), p.amount)
             for p in parts[:SHOWN_SLICES]]
    rest = sum((p.amount for p in parts[SHOWN_SLICES:]), Decimal(0))
    if rest:
        shown.append(Cause("rest", (("rest", str(len(parts) - SHOWN_SLICES)),), rest))
    return tuple(shown), bridge.remainder


def _finding(seen: Seen, kind: str, base: date, scope: Scope, bridge: Bridge, causes: tuple[Cause, ...],
             remainder: Decimal | None = None) -> BriefFinding:
    change = bridge.actual - bridge.base
    name = scope[0][1] if scope else "shop"
    trend = tuple((day, seen.value(s.PAID_GMV.name, day))
                  for day in (seen.reviewed - timedelta(days=n) for n in range(27, -1, -1))
                  if seen.first_day and day >= seen.first_day)
    return BriefFinding(
        id=f"{MOVED}.{name}", kind=MOVED, metric=s.PAID_GMV.name, zh=s.PAID_GMV.zh, unit=s.PAID_GMV.unit, scope=scope,
        direction="up" if change > 0 else "down", measured=bridge.actual, base_kind=kind, base=bridge.base,
        causes=causes,
        remainder=bridge.remainder if remainder is None else remainder, sources=("orders",),
        words=_words(causes, change), trend=() if scope else trend, currency=seen.shop.currency)


def _words(causes: tuple[Cause, ...], change: Decimal) -> str:
    first = max((c for c in causes if c.kind != "rest"), key=lambda c: abs(c.contribution), default=None)
    if first is None or not change:
        return ""
    cause = Term("metric", first.scope[0][1]) if first.kind == "driver" else first.name or label(first.scope) or "-"
    return Said("{cause} carries {share} of the change", cause=cause, share=f"{first.contribution / change:.0%}")
