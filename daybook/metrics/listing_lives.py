"""The days of each listing in a shop's facts: first seen, first and last sold, and what it sold when it was new and lately."""

from datetime import date, timedelta
from decimal import Decimal

from daybook.domain.listing_lives import Life
from daybook.facts.engine import Session
from daybook.facts.report_tables import PRODUCT_DAY
from daybook.facts.stock_tables import LISTING_DAY, STOCK_DAY
from daybook.facts.tables import ORDER_LINES

#: Days of facts that are looked through; of a listing's first and last days whose units are read, and of lists of what is on sale.
BACK, WINDOW = 400, 28
#: A listing first seen so soon after the shop's facts begin was there before them; where orders alone name listings one that
#: sells seldom is first seen late.
OPENING, OPENING_OF_ORDERS = 7, 90


def lives_of(session: Session, on: date, days: int = WINDOW) -> tuple[Life, ...]:
    """Every listing of the one shop of a session that was seen in the days before `on`, with the units of its first and its last
    `days` days."""
    last, first = on - timedelta(days=1), on - timedelta(days=BACK)
    seen = {t.name: session.use(t, days=(t.day, first, last)) for t in (PRODUCT_DAY, STOCK_DAY, LISTING_DAY)}
    lines = session.use(ORDER_LINES, days=("paid_on", first, last))
    owners = (f'SELECT sku, max(item_id) AS item_id FROM "{seen["stock_day"]}" WHERE day BETWEEN ? AND ? '
              "AND sku <> '' AND item_id <> '' GROUP BY sku")
    sold = ("SELECT coalesce(nullif(l.item_id, ''), o.item_id, l.sku) AS item, l.paid_on AS day, sum(l.units) AS units, "
            f'max(l.title) AS title FROM "{lines}" l LEFT JOIN owners o ON o.sku = l.sku '
            "WHERE l.paid_on BETWEEN ? AND ? GROUP BY 1, 2")
    shown = " UNION ALL ".join(f'SELECT item_id AS item, day FROM "{view}" WHERE day BETWEEN ? AND ?' for view in seen.values())
    span = [first, last]
    with_ = (f"WITH owners AS ({owners}), sold AS ({sold}), shown AS ({shown}), "
             "every AS (SELECT item, day FROM shown UNION ALL SELECT item, day FROM sold), "
             "lasts AS (SELECT item, max(day) AS shown_last FROM shown GROUP BY item), "
             "firsts AS (SELECT item, min(day) AS first_on FROM every WHERE item IS NOT NULL AND item <> '' GROUP BY item), "
             "opening AS (SELECT min(day) + CASE WHEN (SELECT count(*) FROM shown) > 0 THEN "
             f"{OPENING} ELSE {OPENING_OF_ORDERS} END AS until FROM every), "
             "ends AS (SELECT item, min(day) AS sold_first, max(day) AS sold_last, max_by(title, day) AS title FROM sold "
             "WHERE units > 0 GROUP BY item) ")
    given = [*span, *span, *span * len(seen)]
    rows = session.arrow(
        with_ + "SELECT f.item, f.first_on, e.sold_first, e.sold_last, e.title, l.shown_last, f.first_on < o.until AS open "
        "FROM firsts f CROSS JOIN opening o LEFT JOIN ends e ON e.item = f.item LEFT JOIN lasts l ON l.item = f.item "
        "ORDER BY f.item", given).to_pylist()
    units: dict[str, list[tuple[int, Decimal]]] = {}
    for row in session.arrow(
            with_ + "SELECT f.item, s.day - f.first_on AS number, s.units FROM firsts f CROSS JOIN opening o JOIN sold s "
            "ON s.item = f.item WHERE s.units IS NOT NULL AND (s.day > ? OR (f.first_on >= o.until AND "
            f"s.day < f.first_on + {days})) ORDER BY f.item, s.day", [*given, last - timedelta(days=days)]).to_pylist():
        units.setdefault(row["item"], []).append((int(row["number"]), Decimal(int(row["units"]))))
    return tuple(Life(row["item"], row["first_on"], row["sold_first"], row["sold_last"], tuple(units.get(row["item"], ())),
                      row["open"], row["shown_last"], row["title"] or "") for row in rows)


def off_sale(session: Session, on: date) -> dict[str, str]:
    """Listing -> its state, of those that the last list of the last month shows off sale."""
    first, last = on - timedelta(days=WINDOW), on
    view = session.use(LISTING_DAY, days=("day", first, last))
    rows = session.arrow(f'SELECT item_id, max_by(state, day) AS state FROM "{view}" WHERE day BETWEEN ? AND ? '
                         "AND state IS NOT NULL GROUP BY item_id ORDER BY item_id", [first, last]).to_pylist()
    return {row["item_id"]: row["state"] for row in rows if row["state"] == "off_sale"}
