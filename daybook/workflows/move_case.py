"""One done move as a case for measuring: its object's sales day by day, what may stand beside it, other moves then.

Controls are products of the same shop that nobody touched in those days, the best sellers first, and the other shops of
the same client; never another client's.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from daybook.analysis.effect.panel import Case
from daybook.calendar.events import SELLING, events_on
from daybook.calendar.festivals import festival_zh, festivals_on
from daybook.calendar.where import country_of
from daybook.domain.brief import State
from daybook.domain.effect import DoneMove
from daybook.domain.said import Said
from daybook.domain.seen import Scope, Seen
from daybook.rulebook.reading import load

Days = Sequence[date]
Floats = NDArray[np.float64]
MOST_CONTROLS = 12
#: A control sells on at least this share of the days before.
SELLS = 0.6


@dataclass(frozen=True)
class Ready:
    """A case and what turns its log effect into money: the price of a unit before and after, the margin (None: not known)."""

    move: DoneMove
    case: Case
    first: date
    last: date
    price: float
    price_after: float
    margin: float | None


@dataclass(frozen=True)
class NotReady:
    """Why a move cannot be measured on these days."""

    move: DoneMove
    first: date
    last: date
    why: Said


def history(name: str) -> int:
    """Days by the rulebook: before, least_before, least_after, wait."""
    return int(str(load().value("W-MEASURE-HISTORY", name)))


def case_of(move: DoneMove, seen: Seen, others: Sequence[DoneMove], siblings: Sequence[Seen], subject: str) -> Ready | NotReady:
    """The case of a move; `others` are all other done moves of the shop, `siblings` other shops of the client."""
    last = min(move.due_on - timedelta(days=1), seen.reviewed)
    first = move.on - timedelta(days=history("before"))
    days = [d for n in range((last - first).days + 1) if _is_in(seen, d := first + timedelta(days=n))]
    before = [d for d in days if d < move.on]
    after = [d for d in days if d >= move.on]
    if len(before) < history("least_before") or len(after) < history("least_after"):
        return NotReady(move, first, last, Said("{n} days before and {m} days after are in; {least} and {most} are needed",
                                                n=len(before), m=len(after), least=history("least_before"),
                                                most=history("least_after")))
    units, money = _treated(move, seen, days)
    if units is None or money is None or not any(units[:len(before)]):
        return NotReady(move, first, last, Said("{object} is not known in the facts of sales", object=move.object_id))
    touched = {item_of(o, seen) for o in (move, *others) if o.on <= last and o.due_on > first}
    controls = _controls(seen, siblings, days, before, touched)
    applied = applied_on(move, seen, days)
    beside = [applied_on(o, seen, days) for o in others if item_of(o, seen) == item_of(move, seen)]
    beside = [row for row in beside if row.any()]
    case = Case(units, controls, applied, np.array([d.weekday() for d in days], dtype=np.int64), _events(seen, days),
                np.array(beside).reshape(len(beside), len(days)))
    cut = len(before)
    price, later = (m / u if u else 0.0 for m, u in ((money[:cut].sum(), units[:cut].sum()),
                                                     (money[cut:].sum(), units[cut:].sum())))
    if subject != "price" or not later:
        later = price
    margin = seen.margins.by_item.get(item_of(move, seen))
    return Ready(move, case, first, last, price, later, None if margin is None else float(margin))


def item_of(move: DoneMove, seen: Seen) -> str:
    """The item (链接) whose sales a move touches, "" for the whole shop."""
    if move.item_id:
        return move.item_id
    for scope in _product(seen, "line_gmv"):
        named = dict(scope)
        if move.object_id in (named.get("item_id"), named.get("sku")):
            return named.get("item_id", "")
    return ""


def applied_on(move: DoneMove, seen: Seen, days: Days) -> Floats:
    """1 on days on which a move stood, the share of the day on its first one; of a switchback its own days."""
    if move.stood:
        return np.array([float(any(first <= d <= last for first, last in move.stood)) for d in days])
    clock = move.at.astimezone(ZoneInfo(seen.shop.zone))
    left = 1 - (clock.hour + clock.minute / 60) / 24
    return np.array([0.0 if d < move.on or (move.until is not None and d > move.until) else left if d == move.on else 1.0
                     for d in days])


def _is_in(seen: Seen, day: date) -> bool:
    return seen.state("orders", day) in (State.IN, State.PARTIAL) and seen.value("paid_gmv", day) is not None


def _product(seen: Seen, metric: str) -> Mapping[Scope, Mapping[date, Decimal]]:
    return seen.sliced.get("product", {}).get(metric, {})


def _treated(move: DoneMove, seen: Seen, days: Days) -> tuple[Floats | None, Floats | None]:
    """Units and money of the object a day: of the SKU or the item, or the whole shop's orders for an object of ads."""
    item = item_of(move, seen)
    if item:
        sku = move.object_id if move.object_kind in ("", "sku") and move.object_id != item else ""
        if not any(dict(s).get("sku") == sku for s in _product(seen, "line_units")):
            sku = ""
        return tuple(_row(_scopes(seen, metric, item, sku), days)      # type: ignore[return-value]
                     for metric in ("line_units", "line_gmv"))
    if move.object_kind in ("", "item", "sku"):
        return None, None
    return tuple(np.array([float(seen.value(m, d) or 0) for d in days])   # type: ignore[return-value]
                 for m in ("paid_orders", "paid_gmv"))


def _scopes(seen: Seen, metric: str, item: str, sku: str = "") -> list[Mapping[date, Decimal]]:
    return [known for scope, known in _product(seen, metric).items()
            if dict(scope).get("item_id") == item and (not sku or dict(scope).get("sku") == sku)]


def _row(found: Sequence[Mapping[date, Decimal]], days: Days) -> Floats:
    return np.array([float(sum((known.get(d, Decimal(0)) for known in found), Decimal(0))) for d in days])


def _controls(seen: Seen, siblings: Sequence[Seen], days: Days, before: Days, touched: Collection[str]) -> Floats:
    items: dict[str, list[Mapping[date, Decimal]]] = {}
    for scope, known in _product(seen, "line_units").items():
        items.setdefault(dict(scope).get("item_id", ""), []).append(known)
    rows = [_row(known, days) for item, known in items.items() if item and item not in touched]
    rows = [row for row in rows if (row[:len(before)] > 0).mean() >= SELLS]
    rows = sorted(rows, key=lambda row: -float(row[:len(before)].sum()))[:MOST_CONTROLS]
    for other in siblings:
        values = [other.value("paid_orders", d) for d in days]
        if all(v is not None for v in values):
            rows.append(np.array([float(v or 0) for v in values]))
    return np.array(rows).reshape(len(rows), len(days))


def _events(seen: Seen, days: Days) -> list[str]:
    """What made each day special: a platform's event with its phase, the shop's own, a festival."""
    country = country_of(seen.shop.platform, seen.shop.currency)
    found = []
    for day in days:
        named = [f"{e.id} {e.phase}" for e in events_on(day, seen.shop.platform, country) if e.phase in SELLING and e.big]
        named += [e.name for e in seen.given.own_events if e.first <= day <= e.last]
        named += [festival_zh(f) for f in festivals_on(day, country)]
        found.append(named[0] if named else "")
    return found
