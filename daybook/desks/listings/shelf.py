"""The seven-day shelf map (上下架): when each listing rolls over, where the platform weighs it; off elsewhere, and said so.

A cycle is 7 x 24 hours from the listing minute (L-SHELF).  Its weight is much smaller today than when the trade wrote of it.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from daybook.domain.listing_advice import ShelfTime
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load


def has_shelf(seen: Seen) -> bool:
    """Whether the platform has a listing cycle."""
    return any(one.id == "L-SHELF" for one in load().for_(seen.shop.platform).rules)


def shelf_map(seen: Seen) -> tuple[ShelfTime, ...]:
    """Listings whose listing minute somebody gave (fact listed_at), by weekday and hour; empty where the platform has no cycle."""
    if not has_shelf(seen):
        return ()
    rules, zone = load().for_(seen.shop.platform), ZoneInfo(seen.shop.zone)
    cycle = timedelta(hours=int(rules.value("L-SHELF")))
    first, last = int(rules.value("L-SHELF-PEAK", "from_hour")), int(rules.value("L-SHELF-PEAK", "to_hour"))
    found = []
    for item in sorted({one.object for one in seen.given.facts if one.fact == "listed_at"}):
        fact = seen.given.fact(item, "listed_at", seen.on)
        at = _moment(fact.value, zone) if fact else None
        if at is None:
            continue
        due = at + cycle * max(0, -(-(seen.as_of - at) // cycle))
        local = due.astimezone(zone)
        found.append(ShelfTime(item, seen.names.get("item_id", {}).get(item, ""), local.weekday(), local.hour, local.date(),
                               first <= local.hour < last))
    return tuple(sorted(found, key=lambda one: (one.weekday, one.hour, one.item_id)))


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment as facts write it: with its offset, else on the shop's clock."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
