"""The dispute book of a morning: cases with their orders, counts by day, refunds for quality, and claims; for all shops at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from daybook.domain.case_words import SHOP_LIABLE, SHOP_WON
from daybook.domain.disputes import Claimant, DayCounts, DisputeBook, DisputeSeen, Ended, QualityLine
from daybook.domain.refund_reasons import QUALITY_PATTERN, Reason
from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS
from daybook.facts.talk_tables import CHAT_MESSAGES, DISPUTES

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: Columns of an order that stand beside its case.
OF_ORDER = ("ordered_on", "paid_at", "shipped_at", "scanned_at", "delivered_at", "completed_at", "courier", "buyer_id",
            "units")
QUALITY_WORDS = QUALITY_PATTERN.replace("'", "''")
#: Judged against the shop, as the database asks it of a row of disputes.
LOST = f"regexp_matches(lower(trim(liable)), '{SHOP_LIABLE}') AND NOT regexp_matches(lower(trim(liable)), '{SHOP_WON}')"
#: Orders are refunded so many days after they were placed at most, for all that is read here.
ORDER_DAYS = 60
#: Claims that were asked for within so many days are new.
NEW_DAYS = 3


@dataclass(frozen=True)
class Reading:
    """Days that are read: of open cases, closed ones, ended ones that teach, counts by day, refunds for quality, claims; and
    from how many claims on a buyer is told."""

    open: int
    closed: int
    taught: int
    counted: int
    quality: int
    claims: int
    least_claims: int


def dispute_books(session: "Session", on: date, span: Reading) -> dict[str, DisputeBook]:
    """shop -> its disputes on the morning of `on`, as known at the session's moment; a shop without a refund has none."""
    counts = _counts(session, on, span)
    told = _told(session)
    cases, past = _cases(session, on, span)
    claims, buyers = _claims(session, on, span)
    quality = _quality(session, on, span)
    return {shop: DisputeBook(tuple(cases.get(shop, ())), tuple(past.get(shop, ())), counts.get(shop, {}),
                              tuple(quality.get(shop, ())), tuple(claims.get(shop, ())),
                              facts | ({"buyer_id"} if shop in buyers else frozenset()))
            for shop, facts in told.items()}


def _told(session: "Session") -> dict[str, frozenset[str]]:
    """What a shop's exports tell at all of the refunds and disputes that are read."""
    rows = session.arrow(
        "SELECT shop, bool_or(kind = 'refund') AS refunds, bool_or(kind = 'dispute') AS disputes, bool_or(liable) AS liable "
        "FROM (SELECT shop, 'refund' AS kind, false AS liable FROM case_refunds UNION ALL "
        "SELECT shop, 'dispute', liable IS NOT NULL FROM case_disputes) GROUP BY shop ORDER BY shop").to_pylist()
    return {row.pop("shop"): frozenset(name for name, here in row.items() if here) for row in rows}


def _counts(session: "Session", on: date, span: Reading) -> dict[str, dict[date, DayCounts]]:
    """Makes the tables of refunds and disputes that are read, and counts them by day."""
    since = on - timedelta(days=max(span.claims, span.taught))
    refunds = session.use(REFUNDS, days=(REFUNDS.day, since, date.max))
    disputes = session.use(DISPUTES, days=(DISPUTES.day, since, date.max))
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE case_refunds AS SELECT shop, refund_id, order_id, applied_on, refunded_on, item_id, amount, "
        f"with_return, reason, buyer_id, known_at, regexp_matches(lower(reason), '{QUALITY_WORDS}') AS quality "
        f"FROM \"{refunds}\" WHERE applied_on BETWEEN DATE '{since}' AND DATE '{on}'")
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE case_disputes AS SELECT shop, dispute_id, opened_on, opened_at, answer_by, closed_on, "
        f"order_id, item_id, kind, reason, status, liable, amount, known_at FROM \"{disputes}\" "
        f"WHERE opened_on BETWEEN DATE '{since}' AND DATE '{on}'")
    first = on - timedelta(days=span.counted)
    rows = session.arrow(
        "SELECT shop, day, sum(asked) AS after_sales, sum(opened) AS opened, sum(lost) AS lost, sum(quality) AS quality FROM ("
        "SELECT shop, applied_on AS day, 1 AS asked, 0 AS opened, 0 AS lost, CAST(coalesce(quality, false) AS INT) AS quality "
        "FROM case_refunds UNION ALL SELECT shop, opened_on, 0, 1, "
        f"CAST(coalesce({LOST}, false) AS INT), 0 FROM case_disputes) "
        f"WHERE day >= DATE '{first}' GROUP BY shop, day ORDER BY shop, day").to_pylist()
    found: dict[str, dict[date, DayCounts]] = defaultdict(dict)
    for row in rows:
        shop, day = row.pop("shop"), row.pop("day")
        found[shop][day] = DayCounts(**{name: int(value) for name, value in row.items()})
    return found


def _cases(session: "Session", on: date, span: Reading) -> tuple[dict[str, list[DisputeSeen]],
                                                                 dict[str, list[tuple[Reason, Ended]]]]:
    """Cases with their orders, the oldest first, and how all that ended went."""
    rows = session.arrow(
        "SELECT d.shop, d.dispute_id AS case_id, d.opened_on, greatest(d.known_at, r.known_at) AS known_at, d.opened_at, "
        "d.answer_by, d.closed_on, d.order_id, coalesce(d.item_id, r.item_id) AS item_id, d.kind, "
        "coalesce(d.reason, r.reason) AS said_reason, d.status, d.liable, coalesce(d.amount, r.amount) AS amount, r.with_return, "
        "r.refunded_on, r.refund_id IS NOT NULL AS refund_known FROM case_disputes d "
        "LEFT JOIN case_refunds r ON r.shop = d.shop AND r.refund_id = d.dispute_id "
        "ORDER BY d.shop, d.opened_on, d.dispute_id").to_pylist()
    past: dict[str, list[tuple[Reason, Ended]]] = defaultdict(list)
    shown: dict[str, list[DisputeSeen]] = defaultdict(list)
    last = {True: on - timedelta(days=span.closed), False: on - timedelta(days=span.open)}
    for row in rows:
        shop, one = row.pop("shop"), DisputeSeen(**row)
        if one.ended is not None and one.opened_on > on - timedelta(days=span.taught):
            past[shop].append((one.reason, one.ended))
        if (one.closed_on or one.refunded_on or one.opened_on if one.closed else one.opened_on) >= last[one.closed]:
            shown[shop].append(one)
    return _with_orders(session, on, shown, span), past


def _with_orders(session: "Session", on: date, shown: Mapping[str, list[DisputeSeen]],
                 span: Reading) -> dict[str, list[DisputeSeen]]:
    """The cases with what is known of their orders, lines and chats."""
    wanted = sorted({(shop, c.order_id) for shop, cases in shown.items() for c in cases if c.order_id})
    if not wanted:
        return dict(shown)
    session.write_down("case_orders", ("shop", "order_id"), [(shop, order or "") for shop, order in wanted])
    placed = (ORDERS.day, on - timedelta(days=span.open + ORDER_DAYS), on)
    named = ", ".join(f'o."{name}"' for name in OF_ORDER)
    chats = session.use(CHAT_MESSAGES, days=(CHAT_MESSAGES.day, placed[1], on))
    rows = session.arrow(
        f"WITH l AS (SELECT shop, order_id, arg_min(sku, line_id) AS sku, arg_min(title, line_id) AS title FROM "
        f"({session.current_of(ORDER_LINES, placed, 'case_orders', ('order_id',))}) GROUP BY shop, order_id), "
        f"c AS (SELECT shop, order_id, count(*) AS chats FROM \"{chats}\" GROUP BY shop, order_id), "
        f"w AS (SELECT DISTINCT shop FROM \"{chats}\") "
        f"SELECT o.shop, o.order_id, {named}, l.sku, l.title, "
        "CASE WHEN w.shop IS NULL THEN NULL ELSE coalesce(c.chats, 0) END AS chats "
        f"FROM ({session.current_of(ORDERS, placed, 'case_orders', ('order_id',))}) o "
        "LEFT JOIN l ON l.shop = o.shop AND l.order_id = o.order_id LEFT JOIN c ON c.shop = o.shop AND c.order_id = o.order_id "
        "LEFT JOIN w ON w.shop = o.shop ORDER BY o.shop, o.order_id").to_pylist()
    of = {(row.pop("shop"), row.pop("order_id")): row for row in rows}
    return {shop: [_beside(case, of.get((shop, case.order_id or ""))) for case in cases] for shop, cases in shown.items()}


def _beside(case: DisputeSeen, order: dict[str, Any] | None) -> DisputeSeen:
    if order is None:
        return case
    kept = {f.name: getattr(case, f.name) for f in fields(case)}
    return DisputeSeen(**{**kept, **{name: value for name, value in order.items() if value is not None}})


def _quality(session: "Session", on: date, span: Reading) -> dict[str, list[QualityLine]]:
    """Refunds for quality of the last days with the courier and day of their orders."""
    first = on - timedelta(days=span.quality)
    session.con.execute("CREATE OR REPLACE TEMP TABLE case_quality AS SELECT * FROM case_refunds WHERE quality "
                        f"AND item_id IS NOT NULL AND applied_on >= DATE '{first}' AND applied_on < DATE '{on}'")
    placed = (ORDERS.day, first - timedelta(days=ORDER_DAYS), on)
    rows = session.arrow(
        "SELECT q.shop, q.applied_on AS day, q.item_id, coalesce(o.courier, '') AS courier, o.ordered_on, count(*) AS refunds, "
        "sum(q.amount) AS amount FROM case_quality q LEFT JOIN "
        f"({session.current_of(ORDERS, placed, 'case_quality', ('order_id',))}) o ON o.shop = q.shop AND o.order_id = q.order_id "
        "GROUP BY ALL ORDER BY ALL").to_pylist()
    found: dict[str, list[QualityLine]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(QualityLine(**row))
    return found


def _claims(session: "Session", on: date, span: Reading) -> tuple[dict[str, list[Claimant]], frozenset[str]]:
    """Recognisable buyers with a claim of the last days, and all that they claimed and bought; and the shops that have such
    buyers at all."""
    new, since = on - timedelta(days=NEW_DAYS), on - timedelta(days=span.claims)
    session.con.execute(
        "CREATE OR REPLACE TEMP TABLE case_new AS SELECT DISTINCT shop, order_id FROM (SELECT shop, order_id, applied_on AS day "
        "FROM case_refunds UNION ALL SELECT shop, order_id, opened_on FROM case_disputes WHERE closed_on IS NULL) "
        f"WHERE order_id IS NOT NULL AND day >= DATE '{new}'")
    near, placed = (ORDERS.day, on - timedelta(days=ORDER_DAYS), on), (ORDERS.day, since, on)
    session.con.execute(f"CREATE OR REPLACE TEMP TABLE case_buyers AS SELECT DISTINCT shop, buyer_id FROM "
                        f"({session.current_of(ORDERS, near, 'case_new', ('order_id',))}) WHERE buyer_id IS NOT NULL")
    known = frozenset(row["shop"] for row in session.arrow("SELECT DISTINCT shop FROM case_buyers ORDER BY shop").to_pylist())
    if not known:
        return {}, known
    session.con.execute(f"CREATE OR REPLACE TEMP TABLE case_theirs AS SELECT DISTINCT shop, order_id FROM "
                        f"({session.raw(ORDERS, days=placed)}) SEMI JOIN case_buyers USING (shop, buyer_id)")
    rows = session.arrow(
        "WITH a AS (SELECT shop, order_id, max(day) AS day, sum(amount) AS amount FROM (SELECT shop, order_id, applied_on AS day, "
        "amount FROM case_refunds UNION ALL SELECT d.shop, d.order_id, d.opened_on, d.amount FROM case_disputes d ANTI JOIN "
        "case_refunds r ON r.shop = d.shop AND r.refund_id = d.dispute_id) WHERE order_id IS NOT NULL GROUP BY shop, order_id) "
        "SELECT o.shop, o.buyer_id, count(*) AS orders, count(a.order_id) AS claims, sum(a.amount) AS amount, "
        "max(a.day) AS last_on, list(a.order_id ORDER BY a.day DESC) FILTER (a.order_id IS NOT NULL) AS order_ids "
        f"FROM ({session.current_of(ORDERS, placed, 'case_theirs', ('order_id',))}) o LEFT JOIN a ON a.shop = o.shop "
        "AND a.order_id = o.order_id WHERE o.buyer_id IS NOT NULL GROUP BY o.shop, o.buyer_id HAVING count(a.order_id) >= ? "
        "ORDER BY o.shop, o.buyer_id", [span.least_claims]).to_pylist()
    found: dict[str, list[Claimant]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(Claimant(**{**row, "order_ids": tuple(row["order_ids"])}))
    return found, known
