"""What the lake says of prices: the lowest that anybody paid on each day, what was listed, and which events were filed.

A unit given for nothing (a gift, a sample) is no price; a day on which nothing was sold has the price that was listed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from daybook.domain.activities import GONE_WORDS
from daybook.domain.situation import Hold, Window
from daybook.facts.engine import Session
from daybook.facts.rival_tables import EVENT_SIGNUPS
from daybook.facts.stock_tables import STOCK_DAY
from daybook.facts.tables import ORDER_LINES

#: So long after an event's end its registration still matters: the longest price protection.
AFTER = 45
#: Days back that prices are read: as far as the longest window of lowest prices looks.
PRICE_DAYS = 366
#: An item and a SKU of it; either may be empty: whichever it is.
Named = tuple[str, str]


@dataclass(frozen=True)
class SkuPrices:
    """One SKU of a shop: the lowest price of each day that is known, what was paid, listed and sold.  Days are both in."""

    item_id: str
    sku: str
    title: str = ""
    lowest: Mapping[date, Decimal] = field(default_factory=dict)     # paid, else listed
    paid: Mapping[date, Decimal] = field(default_factory=dict)
    listed: Mapping[date, Decimal] = field(default_factory=dict)
    units: Mapping[date, int] = field(default_factory=dict)


def sku_prices(session: Session, first: date, last: date, excluded: Sequence[str],
               named_only: Sequence[Named] = ()) -> dict[str, tuple[SkuPrices, ...]]:
    """shop -> its SKUs that sold or were listed from first to last; only those of some items and SKUs where any is named."""
    sold, listed = _sold(session, first, last, excluded, named_only), _listed(session, first, last, named_only)
    named: dict[tuple[str, str, str], str] = {}
    paid: dict[tuple[str, str, str], dict[date, Decimal]] = defaultdict(dict)
    units: dict[tuple[str, str, str], dict[date, int]] = defaultdict(dict)
    shown: dict[tuple[str, str, str], dict[date, Decimal]] = defaultdict(dict)
    for row in sold:
        key, day = (row["shop"], row["item_id"], row["sku"]), row["day"]
        paid[key][day], units[key][day] = Decimal(row["cents"]) / 100, row["units"]
        named[key] = row["title"] or named.get(key, "")
    for row in listed:
        key = (row["shop"], row["item_id"], row["sku"])
        shown[key][row["day"]] = row["price"]
        named.setdefault(key, row["title"] or "")
    found: dict[str, list[SkuPrices]] = defaultdict(list)
    for key in sorted(named):
        found[key[0]].append(SkuPrices(key[1], key[2], named[key], {**shown.get(key, {}), **paid.get(key, {})},
                                       paid.get(key, {}), shown.get(key, {}), dict(units.get(key, {}))))
    return {shop: tuple(skus) for shop, skus in found.items()}


def _sold(session: Session, first: date, last: date, excluded: Sequence[str], only: Sequence[Named]) -> list[dict[str, Any]]:
    view = session.use(ORDER_LINES, days=("paid_on", first, last))
    out = f' AND order_id NOT IN ({", ".join("?" * len(excluded))})' if excluded else ""
    asked, values = _asked(only)
    found: list[dict[str, Any]] = session.arrow(
        "SELECT shop, coalesce(item_id, '') AS item_id, coalesce(sku, '') AS sku, paid_on AS day, "
        "min(CAST(paid_amount * 10000 AS HUGEINT) // (CAST(units AS HUGEINT) * 100))::BIGINT AS cents, "
        f'max(title) AS title, sum(units)::BIGINT AS units FROM "{view}" WHERE paid_on BETWEEN ? AND ? AND units > 0 '
        f"AND paid_amount > 0{out}{asked} GROUP BY shop, coalesce(item_id, ''), coalesce(sku, ''), paid_on "
        "ORDER BY shop, item_id, sku, day", [first, last, *excluded, *values]).to_pylist()
    return found


def _listed(session: Session, first: date, last: date, only: Sequence[Named]) -> list[dict[str, Any]]:
    view = session.use(STOCK_DAY, days=("day", first, last))
    asked, values = _asked(only)
    found: list[dict[str, Any]] = session.arrow(
        "SELECT shop, coalesce(item_id, '') AS item_id, coalesce(sku, '') AS sku, day, price, title "
        f'FROM "{view}" WHERE day BETWEEN ? AND ? AND price > 0{asked} ORDER BY shop, item_id, sku, day',
        [first, last, *values]).to_pylist()
    return found


def days_told(session: Session, shop: str, first: date, last: date) -> frozenset[date]:
    """Days from first to last on which anything of a shop was sold: of the others no order lines may be in."""
    view = session.use(ORDER_LINES, days=("paid_on", first, last))
    rows = session.arrow(f'SELECT DISTINCT shop, paid_on FROM "{view}" WHERE shop = ? AND paid_on BETWEEN ? AND ? AND units > 0 '
                         "AND paid_amount > 0 ORDER BY paid_on", [shop, first, last])
    return frozenset(rows["paid_on"].to_pylist())


def _asked(only: Sequence[Named]) -> tuple[str, list[str]]:
    """The condition that a row is of one of them, and its values; nothing where none is named."""
    if not only:
        return "", []
    one_of = [[(name, value) for name, value in zip(("item_id", "sku"), named, strict=True) if value] for named in only]
    said = " OR ".join(" AND ".join(f"{name} = ?" for name, _ in parts) for parts in one_of)
    return f" AND ({said})", [value for parts in one_of for _, value in parts]


def signups(session: Session, on: date) -> dict[str, tuple[tuple[str, Window], ...]]:
    """shop -> item and window of every registration that stands and is not long over; as buyers pay within the event."""
    view = session.use(EVENT_SIGNUPS)
    rows = session.arrow(
        "SELECT shop, event, item_id, signed_up_on, event_from, event_to, coalesce(expected_price, event_price) AS price, "
        f"coalesce(item_status, '') || ' ' || coalesce(status, '') AS said FROM \"{view}\" WHERE event_from IS NOT NULL "
        f"AND coalesce(event_to, event_from) >= ? ORDER BY shop, item_id, event_from, event, signup_id",
        [on - timedelta(days=AFTER)]).to_pylist()
    found: dict[str, list[tuple[str, Window]]] = defaultdict(list)
    for row in rows:
        if any(word in row["said"].lower() for word in GONE_WORDS):
            continue
        found[row["shop"]].append((row["item_id"], Window(
            row["event"], Hold.LOCK, row["event_from"], row["event_to"] or row["event_from"], row["price"],
            row["signed_up_on"], source=EVENT_SIGNUPS.name)))
    return {shop: tuple(mine) for shop, mine in found.items()}


def lowest_of(skus: Sequence[SkuPrices]) -> dict[date, Decimal]:
    """The lowest price of each day over some SKUs."""
    found: dict[date, Decimal] = {}
    for one in skus:
        for day, price in one.lowest.items():
            found[day] = min(found.get(day, price), price)
    return found
