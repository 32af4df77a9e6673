"""Restated: what was known of each day at a moment beside what is known now."""

from datetime import date, datetime
from typing import Any

from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics import compute
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import DAILY, whose

EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)


def restated(house: House, shop: Shop, since: datetime) -> list[dict[str, Any]]:
    """Each day and metric that was known at `since` and is another number now, days in order."""
    def numbers(session: Session) -> dict[str, dict[date, Any]]:
        return compute.daily(session, DAILY, EARLIEST, LATEST).get(shop.name, {})

    then = reading(house.lake, house.books, whose([shop]), since, ALL_TABLES, numbers)
    now = reading(house.lake, house.books, whose([shop]), house.now(), ALL_TABLES, numbers)
    found = []
    for metric, days in then.items():
        for day, value in days.items():
            current = now.get(metric, {}).get(day)
            if current != value:
                found.append({"day": day.isoformat(), "metric": metric, "then": str(value),
                              "now": None if current is None else str(current)})
    return sorted(found, key=lambda r: (r["day"], r["metric"]))
