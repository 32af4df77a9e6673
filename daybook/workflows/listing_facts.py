"""The rows behind a listing's page: what one session says of one listing, by day, source, SKU, review and question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from daybook.domain.edits import Edit
from daybook.domain.listing_page import Written
from daybook.facts.engine import Session
from daybook.facts.report_tables import PRODUCT_DAY
from daybook.facts.review_tables import BUYER_QUESTIONS, REVIEWS
from daybook.facts.stock_tables import LISTING_DAY, STOCK_DAY
from daybook.facts.tables import ORDER_LINES
from daybook.facts.traffic_tables import PRODUCT_SOURCE_DAY
from daybook.metrics.listings import edits_of

Row = Mapping[str, Any]
#: Reviews and questions that are shown; the counts are of all.
SHOWN = 12
#: Days whose reviews are counted.
REVIEW_DAYS = 90


@dataclass(frozen=True)
class Facts:
    """What a session holds of a listing.  Rows are by day; `sold` groups equal lines, `units` and `paid` of one each."""

    traffic: Mapping[date, Row]
    sources: Sequence[Row]
    sold: Sequence[Row]
    stock: Sequence[Row]
    listed: Mapping[date, Decimal]
    edits: Sequence[Edit]
    reviews: tuple[Written, ...]
    questions: tuple[Written, ...]
    ratings: Mapping[str, int]


def facts_of(session: Session, item: str, first: date, last: date, excluded: Sequence[str]) -> Facts:
    """Everything of a listing from first to last, both in; orders in `excluded` are no sales."""
    traffic = _rows(session, PRODUCT_DAY, item, first, last, (
        "title", "page_views", "visitors", "favorite_buyers", "cart_buyers", "ordered_buyers", "paid_buyers", "paid_amount",
        "refund_amount"))
    listed = _rows(session, LISTING_DAY, item, first, last, ("list_price",))
    reviews, ratings = _reviews(session, item, last)
    return Facts(
        {r["day"]: r for r in traffic}, _sources(session, item, last), _sold(session, item, first, last, excluded),
        _rows(session, STOCK_DAY, item, first, last, ("sku", "title", "price", "sellable_units", "in_transit_units")),
        {r["day"]: r["list_price"] for r in listed if r["list_price"] is not None},
        [e for own in edits_of(session, first, last).values() for e in own if e.item_id == item],
        reviews, _questions(session, item, last), ratings)


def _rows(session: Session, table: Any, item: str, first: date, last: date, columns: Sequence[str]) -> list[Row]:
    view = session.use(table, days=("day", first, last))
    names = ", ".join(f'"{c}"' for c in ("day", *columns))
    order = ", ".join(f'"{c}"' for c in table.key)
    found: list[Row] = session.arrow(f'SELECT shop, {names} FROM "{view}" WHERE item_id = ? AND day BETWEEN ? AND ? '
                                     f"ORDER BY {order}", [item, first, last]).to_pylist()
    return found


def _sources(session: Session, item: str, last: date) -> list[Row]:
    """Rows by source of the reviewed day and the two it is compared with; of all devices where the platform adds them up."""
    found = _rows(session, PRODUCT_SOURCE_DAY, item, last - timedelta(days=7), last, (
        "source", "source_detail", "device", "visitors", "sessions", "paid_buyers", "paid_amount"))
    days = {last, last - timedelta(days=1), last - timedelta(days=7)}
    whole = {r["day"] for r in found if not r["device"]}
    return [r for r in found if r["day"] in days and (not r["device"] or r["day"] not in whole)]


def _sold(session: Session, item: str, first: date, last: date, excluded: Sequence[str]) -> list[Row]:
    """Paid lines by day, SKU, units and amount: equal ones counted."""
    view = session.use(ORDER_LINES, days=("paid_on", first, last))
    out = f' AND order_id NOT IN ({", ".join("?" * len(excluded))})' if excluded else ""
    found: list[Row] = session.arrow(
        "SELECT shop, paid_on AS day, coalesce(sku, '') AS sku, max(variant) AS variant, units, paid_amount AS paid, "
        f'max(title) AS title, count(*) AS lines FROM "{view}" WHERE item_id = ? AND paid_on BETWEEN ? AND ?{out} '
        "GROUP BY shop, paid_on, coalesce(sku, ''), units, paid_amount ORDER BY ALL", [item, first, last, *excluded]).to_pylist()
    return found


def _reviews(session: Session, item: str, last: date) -> tuple[tuple[Written, ...], dict[str, int]]:
    view, first = session.use(REVIEWS), last - timedelta(days=REVIEW_DAYS - 1)
    found = session.arrow(
        f'SELECT shop, written_on, rating, stars, variant, text, follow_up, reply FROM "{view}" WHERE item_id = ? '
        "AND written_on BETWEEN ? AND ? ORDER BY written_on DESC, review_id", [item, first, last]).to_pylist()
    counts: dict[str, int] = {}
    for row in found:
        name = row["rating"] or "unsaid"
        counts[name] = counts.get(name, 0) + 1
    worst_first = sorted(found, key=lambda r: (r["rating"] != "bad", r["rating"] != "fair"))
    return tuple(Written(r["written_on"], r["rating"] or "", r["stars"], r["variant"] or "",
                         " · ".join(t for t in (r["text"], r["follow_up"]) if t), r["reply"] or "")
                 for r in worst_first[:SHOWN]), counts


def _questions(session: Session, item: str, last: date) -> tuple[Written, ...]:
    view, first = session.use(BUYER_QUESTIONS), last - timedelta(days=REVIEW_DAYS - 1)
    found = session.arrow(
        f'SELECT shop, asked_on, text, answer FROM "{view}" WHERE item_id = ? AND asked_on BETWEEN ? AND ? '
        f"ORDER BY asked_on DESC, question_id LIMIT {SHOWN}", [item, first, last]).to_pylist()
    return tuple(Written(r["asked_on"], "question", None, "", r["text"] or "", r["answer"] or "") for r in found)
