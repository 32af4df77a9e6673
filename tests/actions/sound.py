"""A sound shop: a Tmall kettle at 199 that sells 120 a month, cost 82, 300 on hand, on Tuesday 1 December 2026 at ten.

Rows of `writes/` say what differs from it.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal as D
from decimal import InvalidOperation
from pathlib import Path
from typing import Any, get_type_hints

from daybook.actions.limits import limits_of
from daybook.domain.moves.kinds import move_from
from daybook.domain.moves.move import Move, text_of
from daybook.domain.shop import Platform, Shop
from daybook.domain.situation import Ads, Case, Changed, Costs, Hold, Prices, Sales, Situation, Window
from daybook.rulebook.reading import load

ZONE = "Asia/Shanghai"
NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 12, 1)
PARTS = {
    "prices": Prices(D(199), D(199), D(199), {}, {}, D(199), 10, D("4.0"), 10, D(0), D(19)),
    "costs": Costs(D(82), D("0.05"), D(0), D(5), D("0.05"), D(5), D(1), D(0)),
    "sales": Sales(120, 120, D(10000), 300, 20, 0, date(2026, 3, 1), D("4.8")),
    "ads": Ads(False, 0, None, D(100), D(110), D(1500), D("1.25"), 200, 6, ("手冲壶", "咖啡壶"), 80000, D(3)),
    "case": Case("paid", D(199), D(0), NOW + timedelta(hours=20), None, False, "", None, False, ("l1", "l2"), False, True, True),
}
WRITES = Path(__file__).parent / "writes"


@dataclass(frozen=True)
class Write:
    """One row: a move in a situation, and where it comes from."""

    id: str
    what: str
    source: str
    move: Move
    situation: Situation


def writes(name: str) -> list[Write]:
    """All rows of a file of `writes/`."""
    with (WRITES / name).open(encoding="utf-8", newline="") as file:
        return [_write(row) for row in csv.DictReader(file)]


def situation(move: Move, facts: Mapping[str, Any] | None = None, platform: str = "tmall") -> Situation:
    """The sound shop with what differs; `current` is as the move was made for unless said."""
    said = dict(facts or {})
    clock = time.fromisoformat(said.pop("clock", "10:00"))
    shop = Shop("kettles", "Mei", Platform(platform), ZONE, "CNY")
    now = shop.moment(date(2026, 12, 1), clock)
    rules = load().for_(platform)
    paid = _paid(said)
    parts: dict[str, Any] = {name: _part(name, said, now) for name in PARTS}
    parts["prices"] = replace(parts["prices"], paid=paid)
    changes = said.pop("changes", [])
    crowd = [Changed("bid", f"w{n}", "", now - timedelta(minutes=n / 2)) for n in range(said.pop("changes_within_hour", 0))]
    limits = {k.removeprefix("limits."): D(said.pop(k)) for k in list(said) if k.startswith("limits.")}
    current = said.pop("current", "as seen")
    windows = said.pop("windows", [])
    assert not said, f"no such facts: {sorted(said)}"
    return Situation(
        shop, now, limits_of(rules, limits), writing=True, **parts,
        current=dict(move.before()) if current == "as seen" else None if current is None else {
            **move.before(), **{field: _as_shown(value) for field, value in current.items()}},
        windows=None if windows is None else tuple(_window(w) for w in windows),
        changes=None if changes is None else (*(_changed(c, now) for c in changes), *crowd))


def _write(row: Mapping[str, str]) -> Write:
    move = move_from(json.loads(row["move"]))
    return Write(row["id"], row["what"], row["source"], move, situation(move, json.loads(row["facts"]), row["platform"]))


def _part(name: str, said: dict[str, Any], now: datetime) -> Any:
    part: Any = PARTS[name]
    hints = get_type_hints(type(part))
    hours = {"case.hours_to_ship": "ship_by", "case.hours_to_answer": "case_until", "ads.hours_since_edit": "last_edit_at"}
    for key, field in hours.items():
        if key.startswith(f"{name}.") and key in said:
            ahead = said.pop(key) * (-1 if field == "last_edit_at" else 1)
            part = replace(part, **{field: now + timedelta(hours=ahead)})
            if field == "case_until":
                part = replace(part, in_case=True)
    for field in (f.name for f in fields(part)):
        if f"{name}.{field}" in said:
            value = said.pop(f"{name}.{field}")
            wants_money = D in getattr(hints[field], "__args__", (hints[field],))
            value = D(value) if wants_money and value is not None else tuple(value) if isinstance(value, list) else value
            part = replace(part, **{field: value})
    return part


def _paid(said: dict[str, Any]) -> dict[date, D]:
    """Days with the lowest prices of 15, 30 and 60 days, as a row names them; null: nothing is known of so many days."""
    found = {}
    for days, ago in ((60, 45), (30, 20), (15, 5)):
        low = said.pop(f"prices.low_{days}", "185")
        if low is None:
            found = {day: price for day, price in found.items() if (TODAY - day).days > days}
            said.update({f"prices.low_{less}": None for less in (15, 30) if less < days})
        else:
            found[TODAY - timedelta(days=ago)] = D(low)
    return found


def _as_shown(value: str) -> str:
    """A number as states write it, without zeros at its end."""
    try:
        return text_of(D(value))
    except InvalidOperation:
        return value


def _window(said: Mapping[str, Any]) -> Window:
    return Window(said["event"], Hold(said["hold"]), date.fromisoformat(said["first"]), date.fromisoformat(said["last"]),
                  D(said["price"]) if "price" in said else None)


def _changed(said: Mapping[str, Any], now: datetime) -> Changed:
    return Changed(said["move"], said["object_id"], said["item_id"], now - timedelta(hours=said["hours_ago"]),
                   said.get("was", ""), pending=said.get("pending", False))
