"""Listings over days: what a list says otherwise than the lists before it, and in which category each stands; one query
for all shops."""

from datetime import date
from typing import TYPE_CHECKING

from daybook.domain.edits import Edit
from daybook.facts.stock_tables import LISTING_DAY

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: What is compared; a price is compared by SKU, from the lists of stock.
COMPARED = ("title", "state", "main_image", "category")


def edits_of(session: "Session", first: date, last: date) -> dict[str, tuple[Edit, ...]]:
    """shop -> edits seen from first to last (both in), by listing, what and day; a list that does not say is passed over."""
    view = session.use(LISTING_DAY, days=(LISTING_DAY.day, first, last))
    found = session.arrow(" UNION ALL ".join(_changes(view, name) for name in COMPARED)
                          + " ORDER BY shop, item_id, what, seen_on", [first, last] * len(COMPARED))
    edits: dict[str, list[Edit]] = {}
    for row in found.to_pylist():
        edits.setdefault(row.pop("shop"), []).append(Edit(**row))
    return {shop: tuple(own) for shop, own in edits.items()}


def categories_of(session: "Session", first: date, last: date) -> dict[str, dict[str, str]]:
    """shop -> listing -> the category that its last list from first to last (both in) names."""
    view = session.use(LISTING_DAY, days=(LISTING_DAY.day, first, last))
    found = session.arrow(f'SELECT shop, item_id, max_by("category", (day, "category")) AS category FROM "{view}" '
                          'WHERE day BETWEEN ? AND ? AND "category" IS NOT NULL GROUP BY shop, item_id '
                          "ORDER BY shop, item_id", [first, last])
    named: dict[str, dict[str, str]] = {}
    for row in found.to_pylist():
        named.setdefault(row["shop"], {})[row["item_id"]] = row["category"]
    return named


def _changes(view: str, name: str) -> str:
    """The rows in which a column differs from the listing's last row that had a value of it."""
    return (f"SELECT shop, item_id, '{name}' AS what, was, now, before_on, seen_on FROM (SELECT shop, item_id, "
            f'lag("{name}") OVER w AS was, "{name}" AS now, lag(day) OVER w AS before_on, day AS seen_on FROM "{view}" '
            f'WHERE day BETWEEN ? AND ? AND "{name}" IS NOT NULL WINDOW w AS (PARTITION BY shop, item_id ORDER BY day)) '
            "WHERE was <> now")
