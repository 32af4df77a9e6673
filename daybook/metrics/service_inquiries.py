"""Inquiries from transcripts: who asked before buying, who bought within the window, by whose rule, and why the others did not.

One inquiry is one buyer with a stable id on one day.  Where ids are masked nobody can be followed to an order.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.domain.service import Converted, Lost, Ready, Served
from daybook.facts.tables import ORDERS

if TYPE_CHECKING:
    from daybook.facts.engine import Session
    from daybook.metrics.service_book import ServiceSpan

#: An answer said so often is one kept ready; so many of a shop are held.
KEPT_READY, MOST_READY = 5, 60
#: The moment by which each rule gives a purchase to whoever served last before it.
MOMENT = "CASE attribution WHEN 'paid' THEN paid_at WHEN 'placed' THEN ordered_at ELSE " \
         "CASE WHEN ordered_at > asked_at THEN ordered_at ELSE paid_at END END"


def make_inquiries(session: "Session", first: date, on: date, span: "ServiceSpan") -> None:
    """Makes the table of inquiries: first ask of a buyer on a day, whether he bought, for how much, and whose it is.

    Not an inquiry: somebody who had paid an order in the days before, or who speaks of an order that he had paid.  Who asked
    on several days before one order is one inquiry, that of the last of them: no purchase is counted twice.
    """
    orders = session.use(ORDERS, days=(ORDERS.day, first - timedelta(days=span.after_sale_days), on))
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE service_orders AS SELECT shop, order_id, buyer_id, ordered_at, paid_at, "
        "paid_on, paid_amount "
        f'FROM "{orders}" WHERE buyer_id IS NOT NULL AND paid_at IS NOT NULL AND ordered_on >= '
        f"DATE '{first - timedelta(days=span.after_sale_days)}'")
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE service_asked AS SELECT shop, buyer_id, sent_on AS day, min(sent_at) FILTER "
        "(direction = 'in') "
        "AS asked_at, arg_min(sent_hour, sent_at) FILTER (direction = 'in') AS hour, "
        "coalesce(arg_min(item_id, (sent_at, message_id)) "
        "FILTER (direction = 'in' AND item_id IS NOT NULL), '') AS item_id, "
        "coalesce(arg_max(agent, (sent_at, message_id)) FILTER (direction = 'out'), arg_max(agent, (sent_at, message_id)), '') "
        "AS agent, "
        "min(sent_at) FILTER (direction = 'out') AS answered_at, "
        "coalesce(string_agg(text, ' ' ORDER BY sent_at, message_id) FILTER (direction = 'in'), '') AS said "
        "FROM service_said WHERE buyer_id IS NOT NULL AND sent_at IS NOT NULL GROUP BY shop, buyer_id, sent_on "
        "HAVING asked_at IS NOT NULL")
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE service_inquiries AS WITH a AS (SELECT s.*, c.attribution FROM service_asked s "
        "JOIN service_counting c USING (shop) WHERE NOT EXISTS (SELECT 1 FROM service_orders o WHERE o.shop = s.shop AND "
        "o.buyer_id = s.buyer_id AND o.paid_at <= s.asked_at AND epoch(s.asked_at) - epoch(o.paid_at) "
        f"<= {span.after_sale_days * 86400})), "
        f"b AS (SELECT a.shop, a.buyer_id, a.day, min_by(o.order_id, (o.paid_at, o.order_id)) AS order_id, "
        "min(o.paid_at) AS paid_at, "
        "min_by(o.ordered_at, (o.paid_at, o.order_id)) AS ordered_at, "
        "sum(o.paid_amount) AS amount, any_value(a.asked_at) AS asked_at, "
        "any_value(attribution) AS attribution FROM a JOIN service_orders o ON o.shop = a.shop AND o.buyer_id = a.buyer_id "
        f"AND o.paid_at > a.asked_at AND o.paid_on <= a.day + {span.window_days} "
        "AND (attribution <> 'placed' OR o.ordered_at > a.asked_at) GROUP BY ALL), "
        f"w AS (SELECT b.shop, b.buyer_id, b.day, arg_max(s.agent, (s.sent_at, s.message_id)) AS agent FROM b JOIN service_said s "
        f"ON s.shop = b.shop AND s.buyer_id = b.buyer_id AND s.direction = 'out' AND s.sent_at <= {MOMENT} "
        "AND s.sent_at >= b.asked_at GROUP BY ALL) "
        "SELECT a.*, b.order_id, b.amount, coalesce(w.agent, a.agent) AS whose FROM a "
        "LEFT JOIN b USING (shop, buyer_id, day) LEFT JOIN w USING (shop, buyer_id, day) "
        "QUALIFY b.order_id IS NULL OR row_number() OVER (PARTITION BY a.shop, b.order_id ORDER BY a.asked_at DESC) = 1")


def converted_of(session: "Session") -> dict[str, list[Converted]]:
    """Inquiries and purchases by day: of the shop, by agent, by listing, by hour of asking."""
    rows = session.arrow(
        "SELECT shop, day, CASE WHEN NOT by_agent THEN 'agent' WHEN NOT by_item THEN 'item' WHEN NOT by_hour THEN "
        "'hour' ELSE '' END "
        "AS cut, CASE WHEN NOT by_agent THEN whose WHEN NOT by_item THEN item_id WHEN NOT by_hour THEN CAST(hour AS "
        "VARCHAR) ELSE '' "
        "END AS name, inquirers, buyers, amount FROM (SELECT shop, day, whose, item_id, hour, grouping(whose) = 1 AS by_agent, "
        "grouping(item_id) = 1 AS by_item, grouping(hour) = 1 AS by_hour, count(*) AS inquirers, count(order_id) AS buyers, "
        "coalesce(sum(amount), 0) AS amount FROM service_inquiries GROUP BY GROUPING SETS ((shop, day), (shop, day, whose), "
        "(shop, day, item_id), (shop, day, hour))) ORDER BY shop, day, cut, name").to_pylist()
    found: dict[str, list[Converted]] = defaultdict(list)
    for row in rows:
        if row["cut"] != "item" or row["name"]:
            found[row["shop"]].append(Converted(row["day"], row["cut"], row["name"], row["inquirers"], row["buyers"],
                                                Decimal(row["amount"])))
    return found


def served_of(session: "Session", first: date, last: date, span: "ServiceSpan") -> dict[str, list[Served]]:
    """Buyers of a day who had asked within the window before, and those who had not; of shops whose transcripts tell buyers.

    Only days with a transcript, and from the day on whose whole window is read: of others nobody knows who was silent.
    """
    rows = session.arrow(
        "WITH o AS (SELECT o.shop, o.paid_on AS day, o.buyer_id, o.paid_amount, EXISTS (SELECT 1 FROM service_asked s "
        "WHERE s.shop = o.shop AND s.buyer_id = o.buyer_id AND s.asked_at < o.paid_at AND o.paid_on <= s.day + "
        f"{span.window_days}) AS asked FROM service_orders o WHERE o.paid_on BETWEEN ? AND ? AND o.shop IN (SELECT shop FROM "
        "service_asked) AND (o.shop, o.paid_on) IN (SELECT shop, sent_on FROM service_said)) SELECT shop, day, "
        " count(DISTINCT buyer_id) FILTER (asked) AS served, coalesce(sum(paid_amount) "
        "FILTER (asked), 0) AS served_amount, count(DISTINCT buyer_id) FILTER (NOT asked) AS silent, coalesce(sum(paid_amount) "
        "FILTER (NOT asked), 0) AS silent_amount FROM o GROUP BY ALL ORDER BY shop, day",
        [first + timedelta(days=span.window_days), last]).to_pylist()
    found: dict[str, list[Served]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(Served(**{**row, "served_amount": Decimal(row["served_amount"]),
                                                "silent_amount": Decimal(row["silent_amount"])}))
    return found


def lost_of(session: "Session", span: "ServiceSpan", reasons: Mapping[str, str]) -> dict[str, list[Lost]]:
    """Inquiries that bought nothing, each by one reason: nobody answered, the answer came late, what the buyer said, or
    nothing."""
    from daybook.facts.engine import filled

    said = " ".join("WHEN regexp_matches(said, ?, 'i') THEN ?" for _ in reasons)
    sql = filled(
        "SELECT shop, day, CASE WHEN answered_at IS NULL THEN 'unanswered' WHEN epoch(answered_at) - epoch(asked_at) > ? "
        f"THEN 'slow' {said} ELSE 'not_said' END AS reason, count(*) AS inquirers FROM service_inquiries WHERE order_id IS NULL "
        "GROUP BY ALL ORDER BY shop, day, reason",
        (span.slow_minutes * 60, *(word for name, pattern in reasons.items() for word in (pattern, name))))
    found: dict[str, list[Lost]] = defaultdict(list)
    for row in session.arrow(sql).to_pylist():
        found[row.pop("shop")].append(Lost(**row))
    return found


def ready_of(session: "Session") -> dict[str, list[Ready]]:
    """Answers that people gave again and again in the same words: to how many inquirers, and how many of these bought."""
    rows = session.arrow(
        "SELECT s.shop, s.text, count(*) AS times, count(DISTINCT (i.buyer_id, i.day)) FILTER (i.buyer_id IS NOT NULL) AS "
        "inquirers, count(DISTINCT (i.buyer_id, i.day)) FILTER (i.order_id IS NOT NULL) AS buyers FROM service_said s "
        "LEFT JOIN service_inquiries i ON i.shop = s.shop AND i.buyer_id = s.buyer_id AND i.day = s.sent_on "
        f"WHERE s.direction = 'out' AND length(s.text) > 3 GROUP BY s.shop, s.text HAVING count(*) >= {KEPT_READY} QUALIFY "
        f"row_number() OVER (PARTITION BY s.shop ORDER BY count(*) DESC, s.text) <= {MOST_READY} "
        "ORDER BY s.shop, times DESC, s.text").to_pylist()
    found: dict[str, list[Ready]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(Ready(**row))
    return found
