"""What goes wrong with events in the demonstration: a product that nobody files, one that is turned down, one that sells below the
event's price before it, one whose stock is short, and one whose price stays down when the event is over.

Nothing here is drawn: prices and levels of single products change on days that lie around an event, in the world and in its
undisturbed twin alike.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from daybook.demo.rhythm import Floats, promotions
from daybook.demo.shops import ShopPlan

if TYPE_CHECKING:
    from daybook.demo.shelf import Shelf
    from daybook.demo.tallies import Tallies
    from daybook.demo.world import ShopWorld

PLATFORMS = ("taobao", "tmall")
#: An event takes nobody any more from so many days before it, and of its last week before that it is told.
CLOSED, CLOSING = 9, 7
#: Kind -> product; days before the event's first day on which it begins and ends; None: after its last day, so many.
KINDS: dict[str, tuple[int, int | None, int]] = {
    "event_unfiled": (0, CLOSED + CLOSING, CLOSED + 1), "event_rejected": (0, CLOSED + CLOSING, CLOSED + 1),
    "event_undercut": (1, 11, 10), "event_short": (2, 11, 2), "event_unrestored": (1, None, 5)}
NO_WAVES = ("event_unfiled", "event_rejected", "event_undercut")
#: Shop's number by its rest of six -> kinds.
MINE: dict[int, tuple[str, ...]] = {
    0: ("event_rejected", "event_short", "event_unrestored"), 3: ("event_unfiled", "event_undercut")}
#: Events that are filed for; 双11 begins with waves of its own, around which these kinds are not planted.
EVENTS, WAVES = ("99大促", "双12", "双11"), ("双11",)
#: What a price below the event's is of the ordinary one, and how many days before an event its stock would be gone.
UNDERCUT, GONE_BEFORE = 0.78, 1
#: Days that must lie before an incident, and days after the last one on which it may still be told.
LEAST_BEFORE, LINGERS = 35, 6


@dataclass(frozen=True)
class PlantedEvent:
    """One incident of an event; `first` and `last` are day indexes, both in."""

    kind: str
    event: str
    begins: date
    product: int
    first: int
    last: int
    lift: float


def planted_events(plan: ShopPlan, days: list[date]) -> tuple[PlantedEvent, ...]:
    """What is planted in a shop: of each kind the newest that is over or has begun within the days."""
    found = []
    for kind in MINE.get(plan.index % 6, ()) if plan.platform in PLATFORMS else ():
        all_of = [one for year in range(days[0].year, days[-1].year + 2) for one in _of(kind, plan, days, year)]
        found += all_of[-1:]
    return tuple(found)


def _of(kind: str, plan: ShopPlan, days: list[date], year: int) -> list[PlantedEvent]:
    product, before, until = KINDS[kind]
    found = []
    for event, first, last, lift in promotions(plan.platform, year):
        begins, ends = ((first - timedelta(days=before), first - timedelta(days=until)) if before is not None else
                        (last + timedelta(days=1), last + timedelta(days=until)))
        start, end = (begins - days[0]).days, (ends - days[0]).days
        if event in EVENTS and LEAST_BEFORE <= start < len(days) and not (event in WAVES and kind in NO_WAVES):
            found.append(PlantedEvent(kind, event, first, product, start, min(end, len(days) - 1), lift[2]))
    return sorted(found, key=lambda one: one.first)


def event_prices(plan: ShopPlan, days: list[date]) -> Floats:
    """What prices are multiplied with, shape (days, skus): one where nothing happened."""
    out = np.ones((len(days), len(plan.skus)))
    for one in planted_events(plan, days):
        factor = {"event_undercut": UNDERCUT, "event_unrestored": one.lift}.get(one.kind)
        if factor is not None:
            out[one.first:one.last + 1, [s.index for s in plan.products[one.product].skus]] = factor
    return out


def short_shelf(plan: ShopPlan, days: list[date], shelf: "Shelf", tallies: "Tallies") -> "Shelf":
    """The levels with those of a product that runs down towards an event; what is bought for it comes on the day before."""
    for one in planted_events(plan, days):
        for sku in plan.products[one.product].skus if one.kind == "event_short" else ():
            pace = max(float(tallies.sku_units[one.first - 28:one.first, sku.index].mean()), 0.2)
            for day in range(one.first, one.last + 1):
                left = round(pace * ((one.begins - days[day]).days - GONE_BEFORE))
                shelf.sellable[day, sku.index] = min(int(shelf.sellable[day, sku.index]), left)
                shelf.in_transit[day, sku.index] = 0
    return shelf


#: kind -> number that shows it, cause, kind of the right move
_TRUTH = {"event_unfiled": ("event_days_left", "not_filed", "file_product"),
          "event_rejected": ("event_days_left", "turned_down", "file_product"),
          "event_undercut": ("event_price", "price", "mend_event_price"),
          "event_short": ("event_stock", "stock", "bring_event_stock"),
          "event_unrestored": ("event_price", "price", "put_prices_back")}


def event_answers(shop: "ShopWorld") -> list[dict[str, Any]]:
    """What was planted, as the answer file tells other incidents; a price that stays down is told from its second day on."""
    found = []
    for n, one in enumerate(planted_events(shop.plan, shop.days), 1):
        metric, cause, move = _TRUTH[one.kind]
        item = shop.plan.products[one.product].item_id
        found.append({
            "id": f"e{shop.plan.index:02d}{n}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": one.kind,
            "first_day": str(shop.days[one.first]), "last_day": str(shop.days[one.last]),
            "counts_from": str(shop.days[min(one.first + (one.kind == "event_unrestored"), one.last)]), "metric": metric,
            "scope": {"event": one.event, "item_id": item}, "currency": shop.plan.currency, "per_day": [],
            "cause": {"kind": cause, "scope": {"item_id": item}}, "move": {"kind": move, "object": item}})
    return found


def event_days(shop: "ShopWorld") -> set[int]:
    """Day indexes on which something planted here may be told; what is not filed is told for some days before its last week."""
    return {d for one in planted_events(shop.plan, shop.days) for d in range(one.first - 3, one.last + 1 + LINGERS)}
