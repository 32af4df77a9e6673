"""The shop's own side of a comparison with rivals: what a unit of an item was paid with, by day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import CENT
from daybook.domain.seen import Seen

#: A price of a unit sold counts for so many days after its last sale.
LATELY = 7
OWN = "market.own_prices"


def paid_by_day(seen: Seen) -> dict[str, dict[date, Decimal]]:
    """item -> day -> what a unit was paid with on the mean (件单价); a day without a sale has none."""
    kept = seen.reckoned.get(OWN)
    if isinstance(kept, dict):
        return kept
    money, units = (_by_item(seen, name) for name in ("line_gmv", "line_units"))
    found = {item: {day: (money[item][day] / n).quantize(CENT) for day, n in own.items() if n > 0 and day in money.get(item, {})}
             for item, own in units.items()}
    seen.reckoned[OWN] = found
    return found


def own_price(seen: Seen, item: str) -> Decimal | None:
    """What a unit of an item was paid with on the last day that sold one; None where none was sold lately."""
    days = {d: v for d, v in paid_by_day(seen).get(item, {}).items() if d > seen.reviewed - timedelta(days=LATELY)}
    whole = [d for d in days if d in seen.daily.get("paid_gmv", {})] or list(days)      # a day that still runs is no price yet
    return days[max(whole)] if whole else None


def usual_sales(seen: Seen, item: str) -> Decimal | None:
    """What an item sells a day on the mean of four weeks; None where no day's orders are in."""
    days = [d for d in seen.daily.get("paid_gmv", {}) if 0 < (seen.on - d).days <= 28]
    own = _by_item(seen, "line_gmv").get(item)
    if not days or own is None:
        return None
    return sum((own.get(d, Decimal(0)) for d in days), Decimal(0)) / len(days)


def item_name(seen: Seen, item: str) -> str:
    """How an item was last called, else its id."""
    return seen.names.get("item_id", {}).get(item, "") or item


def _by_item(seen: Seen, metric: str) -> Mapping[str, Mapping[date, Decimal]]:
    """Item -> day -> what its SKUs are together; reckoned once, since every item of a page asks."""
    name = f"market.by_item.{metric}"
    kept = seen.reckoned.get(name)
    if isinstance(kept, dict):
        return kept
    found: dict[str, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for scope, days in seen.sliced.get("product", {}).get(metric, {}).items():
        own = found[dict(scope).get("item_id", "")]
        for day, value in days.items():
            own[day] += value
    made = {item: dict(days) for item, days in found.items()}
    seen.reckoned[name] = made
    return made
