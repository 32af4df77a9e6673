"""The order book of a morning: open orders row by row, bursts of yesterday, and how parcels fared in sum; for all shops at once.

Only what was exported lately is read row by row: of the rest nobody knows where it stands today.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from daybook.domain.order_book import Claims, Fared, OrderBook, OrderSeen, PlacedDay
from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: Facts of which it is asked whether the exports tell them at all.
TOLD = ("ordered_at", "paid_at", "shipped_at", "scanned_at", "delivered_at", "completed_at", "promised_ship_at",
        "promised_delivery_at", "courier", "warehouse", "buyer_id", "place_id", "province", "city", "noted", "status")
#: What comes as it stands in the table.
PLAIN = (*(f.name for f in fields(OrderSeen) if f.name in ORDERS.names), "known_at")
#: What else is asked of an order.
KEPT = ("shop", "order_id", "ordered_on", "paid_on", "units", "presale", "paid_amount")
COUNTS = ("orders", "late", "unseen", "promised", "late_delivered")


@dataclass(frozen=True)
class Promise:
    """What one shop's orders are held against: hours from payment to dispatch, hours of a parcel on its way (None: no promise
    is known) and hours until its first scan; days of payment for which dispatch is promised in other hours (an event's)."""

    ship_hours: Decimal
    parcel_hours: Decimal | None
    scan_hours: Decimal
    other_days: Mapping[date, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Span:
    """Which orders are read: placed in the last `days`, exported since `fresh`; sums over the last `fared` days; claims
    over `claims` days; a hand with `burst` orders on the reviewed day has them read whatever their state."""

    fresh: timedelta
    days: int
    fared: int
    claims: int
    burst: int


def order_books(session: "Session", on: date, promises: Mapping[str, Promise], span: Span) -> dict[str, OrderBook]:
    """shop -> its order book on the morning of `on`, as known at the session's moment."""
    reviewed = on - timedelta(days=1)
    _read_once(session, on, reviewed - timedelta(days=max(span.days, span.fared)), reviewed - timedelta(days=span.claims))
    told = _told(session, reviewed, span)
    session.write_down("order_promise", ("shop", "ship", "parcel", "scan"), [
        (s, str(p.ship_hours), "" if p.parcel_hours is None else str(p.parcel_hours),
         str(p.scan_hours) if s in told and "scanned_at" in told[s][0] else "") for s, p in sorted(promises.items())])
    session.write_down("order_promise_day", ("shop", "day", "ship"), [
        (s, day.isoformat(), str(ship)) for s, p in sorted(promises.items()) if s in told
        for day, ship in sorted(p.other_days.items())])
    open_, fared = _open(session, on, span), _fared(session, reviewed, span)
    placed = _placed(session, reviewed, span)
    claims = _claims(session, on, reviewed - timedelta(days=span.claims))
    return {shop: OrderBook(tuple(open_.get(shop, ())), tuple(fared.get(shop, ())), tuple(claims.get(shop, ())), facts,
                            usual, stale, tuple(placed.get(shop, ()))) for shop, (facts, usual, stale) in told.items()}


def _read_once(session: "Session", on: date, first: date, since: date) -> None:
    """Makes tables of the orders placed from `first` on and of the refunds asked for after `since`.

    Which version of each counts is found once, not for every question.
    """
    columns = ", ".join(f'"{name}"' for name in dict.fromkeys((*KEPT, *PLAIN, *TOLD)))
    orders, refunds = session.use(ORDERS, days=(ORDERS.day, first, on)), session.use(REFUNDS, days=(REFUNDS.day, since, date.max))
    session.con.execute(f'CREATE OR REPLACE TEMP TABLE book_orders AS SELECT {columns} FROM "{orders}" '
                        f"WHERE ordered_on BETWEEN DATE '{first}' AND DATE '{on}'")
    session.con.execute("CREATE OR REPLACE TEMP TABLE book_refunds AS SELECT shop, order_id, applied_on, refunded_on, with_return, "
                        f"amount FROM \"{refunds}\" WHERE applied_on > DATE '{since}' AND order_id IS NOT NULL")


def _told(session: "Session", reviewed: date, span: Span) -> dict[str, tuple[frozenset[str], Decimal | None, int]]:
    """Which facts a shop's exports fill, the units of its median order, and paid orders not exported lately."""
    counted = ", ".join(f'count("{name}") AS "{name}"' for name in TOLD)
    found = session.arrow(
        f'SELECT shop, CAST(quantile_disc(units, 0.5) AS BIGINT) AS usual_units, {counted}, count(*) FILTER ('
        f"status = 'paid' AND shipped_at IS NULL AND known_at < ? AND ordered_on > ?) AS stale FROM book_orders "
        "GROUP BY shop ORDER BY shop", [session.as_of - span.fresh, reviewed - timedelta(days=span.days)]).to_pylist()
    return {r["shop"]: (frozenset(n for n in TOLD if r[n]),
                        None if r["usual_units"] is None else Decimal(r["usual_units"]), r["stale"]) for r in found}


def _open(session: "Session", on: date, span: Span) -> dict[str, list[OrderSeen]]:
    """Orders that are open and were exported lately (of parcels those that may be late), and all of yesterday's by a hand that
    placed many."""
    _keep_open(session, on, span)
    placed = (ORDER_LINES.day, on - timedelta(days=span.days + 1), on)
    named = ", ".join(f'o."{name}"' for name in PLAIN)
    rows = session.arrow(
        "WITH l AS (SELECT shop, order_id, count(*) AS lines, arg_min(sku, line_id) AS sku, arg_min(item_id, line_id) AS item_id, "
        "arg_min(units, line_id) AS line_units, arg_min(paid_amount, line_id) AS line_amount "
        f"FROM ({session.current_of(ORDER_LINES, placed, 'book_open', ('order_id',))}) GROUP BY shop, order_id), "
        "r AS (SELECT shop, order_id, bool_or(refunded_on IS NULL) AS asked_back, bool_or(refunded_on IS NULL AND with_return) "
        "AS sent_back FROM book_refunds SEMI JOIN book_open USING (shop, order_id) GROUP BY shop, order_id) "
        f"SELECT o.shop, {named}, l.sku, l.item_id, l.line_units, l.line_amount, "
        "coalesce(l.lines, 1) AS lines, coalesce(r.asked_back, false) AS asked_back, coalesce(r.sent_back, false) AS sent_back "
        "FROM book_open o LEFT JOIN l ON l.shop = o.shop AND l.order_id = o.order_id "
        "LEFT JOIN r ON r.shop = o.shop AND r.order_id = o.order_id ORDER BY o.shop, o.ordered_at, o.order_id").to_pylist()
    found: dict[str, list[OrderSeen]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(OrderSeen(**row))
    return found


def _keep_open(session: "Session", on: date, span: Span) -> None:
    """Makes the table of those orders."""
    from daybook.facts.engine import filled

    many = " OR ".join(f"(t.shop, t.ordered_on, t.{hand}) IN (SELECT (shop, ordered_on, {hand}) FROM fresh WHERE ordered_on >= ? "
                       f"AND {hand} IS NOT NULL GROUP BY ALL HAVING count(*) >= ?)" for hand in ("buyer_id", "place_id"))
    since, day = session.as_of - span.fresh, on - timedelta(days=1)
    session.con.execute(filled(
        "CREATE OR REPLACE TEMP TABLE book_open AS "
        "WITH fresh AS (SELECT * FROM book_orders WHERE ordered_on > ? AND known_at >= ?) "
        "SELECT t.* FROM fresh t JOIN order_promise p ON p.shop = t.shop "
        "WHERE (coalesce(status, '') NOT IN ('done', 'closed') AND coalesce(delivered_at, completed_at) IS NULL "
        f"AND (shipped_at IS NULL OR promised_delivery_at < ? OR {_older('coalesce(scanned_at, shipped_at)', 'parcel')} OR "
        f"(scanned_at IS NULL AND {_older('shipped_at', 'scan')}) OR EXISTS (SELECT 1 FROM book_refunds b WHERE b.shop = t.shop "
        f"AND b.order_id = t.order_id AND b.refunded_on IS NULL AND b.with_return))) OR {many}",
        (on - timedelta(days=span.days + 1), since, *([session.as_of] * 3), day, span.burst, day, span.burst)))


def _older(moment: str, promise: str) -> str:
    """Whether a moment is longer ago than the hours that a shop's promise has; never where it has none."""
    return f"{moment} < CAST(? AS TIMESTAMPTZ) - to_seconds(TRY_CAST(p.{promise} AS DOUBLE) * 3600)"


def _fared(session: "Session", reviewed: date, span: Span) -> dict[str, list[Fared]]:
    """Orders paid in the window by day, courier, warehouse and province: late leaving, late arriving.

    A closed order that never arrived is a cancelled one, and no late delivery.
    """
    rows = session.arrow(
        "SELECT shop, paid_on AS day, coalesce(courier, '') AS courier, coalesce(warehouse, '') AS warehouse, "
        "coalesce(province, '') AS province, count(*) AS orders, "
        "count(*) FILTER (coalesce(shipped_at, known_at) > until) AS late, "
        "count(*) FILTER (shipped_at IS NULL AND known_at <= until) AS unseen, "
        "count(*) FILTER (due_at IS NOT NULL AND (arrived IS NOT NULL OR known_at > due_at)) AS promised, "
        "count(*) FILTER (coalesce(arrived, known_at) > due_at) AS late_delivered, "
        "coalesce(sum(paid_amount) FILTER (coalesce(arrived, known_at) > due_at), 0) AS late_money "
        "FROM (SELECT o.*, "
        "coalesce(promised_ship_at, paid_at + to_seconds(CAST(coalesce(d.ship, p.ship) AS DOUBLE) * 3600)) AS until, "
        "CASE WHEN status = 'closed' AND coalesce(delivered_at, completed_at) IS NULL THEN NULL ELSE promised_delivery_at END "
        "AS due_at, coalesce(delivered_at, completed_at) AS arrived "
        "FROM book_orders o JOIN order_promise p ON p.shop = o.shop LEFT JOIN order_promise_day d ON d.shop = o.shop "
        "AND CAST(d.day AS DATE) = o.paid_on WHERE paid_on > ? AND paid_at IS NOT NULL "
        "AND NOT coalesce(presale, false) AND (shipped_at IS NOT NULL OR coalesce(status, 'paid') = 'paid')) "
        "GROUP BY ALL ORDER BY ALL", [reviewed - timedelta(days=span.fared)]).to_pylist()
    found: dict[str, list[Fared]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(Fared(**{**row, "late_money": Decimal(row["late_money"])}))
    return found


def _placed(session: "Session", reviewed: date, span: Span) -> dict[str, list[PlacedDay]]:
    """Orders placed in the window by day, and how many of them were never known as paid; presales are left out."""
    rows = session.arrow(
        "SELECT shop, ordered_on AS day, count(*) AS orders, count(*) FILTER (paid_at IS NULL AND paid_on IS NULL "
        "AND coalesce(paid_amount, 0) = 0 AND status IN ('unpaid', 'closed')) AS unpaid FROM book_orders "
        "WHERE ordered_on > ? AND ordered_on <= ? AND NOT coalesce(presale, false) GROUP BY ALL ORDER BY ALL",
        [reviewed - timedelta(days=span.fared), reviewed]).to_pylist()
    found: dict[str, list[PlacedDay]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(PlacedDay(**row))
    return found


def _claims(session: "Session", on: date, since: date) -> dict[str, list[Claims]]:
    """Buyers who can be recognised and were paid back without return more than once."""
    session.con.execute("CREATE OR REPLACE TEMP TABLE book_claimed AS SELECT shop, order_id, sum(amount) AS amount "
                        "FROM book_refunds WHERE refunded_on IS NOT NULL AND NOT coalesce(with_return, true) "
                        "GROUP BY shop, order_id")
    placed = (ORDERS.day, since + timedelta(days=1), on)
    of_claims = session.current_of(ORDERS, placed, "book_claimed", ("order_id",))
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE book_claimants AS SELECT o.shop, o.buyer_id, count(*) AS refund_only, "
        f"coalesce(sum(r.amount), 0) AS amount FROM ({of_claims}) o "
        "JOIN book_claimed r ON r.shop = o.shop AND r.order_id = o.order_id "
        f"WHERE o.buyer_id IS NOT NULL AND o.shipped_at IS NOT NULL AND o.ordered_on > DATE '{since}' "
        "GROUP BY o.shop, o.buyer_id HAVING count(*) > 1")
    session.con.execute("CREATE OR REPLACE TEMP TABLE book_theirs AS SELECT DISTINCT shop, order_id FROM "
                        f"({session.raw(ORDERS, days=placed)}) SEMI JOIN book_claimants USING (shop, buyer_id)")
    rows = session.arrow(
        "SELECT c.shop, c.buyer_id, count(*) AS orders, c.refund_only, c.amount FROM book_claimants c "
        f"JOIN ({session.current_of(ORDERS, placed, 'book_theirs', ('order_id',))}) o "
        f"ON o.shop = c.shop AND o.buyer_id = c.buyer_id AND o.ordered_on > DATE '{since}' "
        "GROUP BY ALL ORDER BY c.shop, c.buyer_id").to_pylist()
    found: dict[str, list[Claims]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(Claims(**{**row, "amount": Decimal(row["amount"])}))
    return found


def late_and_all(fared: Sequence[Fared], by: str) -> dict[str, tuple[int, int]]:
    """Slice -> (late deliveries, all that were promised a day), where the slice is told."""
    found: dict[str, tuple[int, int]] = {}
    for one in fared:
        name: Any = getattr(one, by)
        if name:
            late, of = found.get(name, (0, 0))
            found[name] = (late + one.late_delivered, of + one.promised)
    return found


def known_before(orders: Sequence[OrderSeen]) -> datetime | None:
    """When the newest of them was exported."""
    return max((one.known_at for one in orders), default=None)
