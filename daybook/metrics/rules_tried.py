"""What rules are tried on: a shop's words, hours and listings day by day, of all the days that are looked through."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from daybook.facts.report_tables import AD_KEYWORD_DAY, PRODUCT_DAY
from daybook.metrics import compute
from daybook.metrics.rollups import SALES_HOUR

if TYPE_CHECKING:
    from daybook.facts.engine import Session

#: Days that are looked through.
BACK = 180


def words_of(session: "Session", on: date) -> list[dict[str, Any]]:
    """Every word of the one shop of a session, by plan and listing: `item_id`, and day by day clicks, impressions, orders, spend
    and gmv.  What a word sold before the days that are looked through is not known; a word of which any day lacks a number is left
    out, since an order that is not told is none that did not come."""
    first, last = on - timedelta(days=BACK), on - timedelta(days=1)
    view = session.use(AD_KEYWORD_DAY, days=("day", first, last))
    found: list[dict[str, Any]] = session.arrow(
        "SELECT plan_id, unit_id, item_id, keyword_kind, keyword, list(clicks ORDER BY day) AS clicks, "
        "list(impressions ORDER BY day) AS impressions, list(ad_orders ORDER BY day) AS orders, "
        "list(CAST(ad_spend AS DOUBLE) ORDER BY day) AS spend, "
        f'list(CAST(CASE WHEN ad_orders > 0 THEN ad_gmv ELSE 0 END AS DOUBLE) ORDER BY day) AS gmv FROM "{view}" '
        "WHERE day BETWEEN ? AND ? GROUP BY 1, 2, 3, 4, 5 HAVING bool_and(clicks IS NOT NULL AND impressions IS NOT NULL "
        "AND ad_orders IS NOT NULL AND ad_spend IS NOT NULL AND (ad_gmv IS NOT NULL OR ad_orders = 0)) "
        "ORDER BY 1, 2, 3, 4, 5", [first, last]).to_pylist()
    return found


def listings_of(session: "Session", on: date) -> list[tuple[list[int], list[int]]]:
    """Of every listing of the one shop of a session its visitors and its buyers by day."""
    first, last = on - timedelta(days=BACK), on - timedelta(days=1)
    view = session.use(PRODUCT_DAY, days=("day", first, last))
    rows = session.arrow(
        "SELECT item_id, list(visitors ORDER BY day) AS visitors, list(paid_buyers ORDER BY day) AS buyers "
        f'FROM "{view}" WHERE day BETWEEN ? AND ? AND visitors IS NOT NULL AND paid_buyers IS NOT NULL '
        "GROUP BY 1 ORDER BY 1", [first, last]).to_pylist()
    return [(row["visitors"], row["buyers"]) for row in rows]


def hours_of(session: "Session", on: date, shop: str) -> list[tuple[float, ...]]:
    """What was paid in each hour of every day on which hours are known and anything was paid, in the order of days."""
    sliced: Any = compute.sliced_when_asked(session, SALES_HOUR, on - timedelta(days=BACK), on - timedelta(days=1)).get(shop, {})
    days: dict[date, list[float]] = {}
    for scope, of_days in sliced.get("paid_gmv", {}).items():
        hour = dict(scope).get("paid_hour", "")
        if hour.isdigit() and int(hour) < 24:
            for day, value in of_days.items():
                days.setdefault(day, [0.0] * 24)[int(hour)] += float(value)
    return [tuple(days[day]) for day in sorted(days) if sum(days[day]) > 0]
