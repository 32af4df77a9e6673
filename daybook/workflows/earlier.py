"""Earlier plans: what the morning before asked for, and what people did about it since."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from daybook.domain.shop import Shop
from daybook.domain.work_items import ItemState, WorkItem
from daybook.workflows.work import CARRIED_DAYS


@dataclass(frozen=True)
class Asked:
    """One line of an earlier plan; `item` is its work item with the steps known by then, None before there were any."""

    id: str
    what: str
    object: str
    from_: str
    to: str
    check_on: date
    item: WorkItem | None = None


def earlier_plans(shops: Sequence[Shop], on: date, as_of: datetime) -> Mapping[str, tuple[Asked, ...]]:
    """shop -> the plan lines of its last stored brief of the day before `on`, and older work finished since then."""
    from daybook.records import models

    rows = models.Morning.objects.filter(
        shop__name__in=[s.name for s in shops], on=on - timedelta(days=1)).order_by("made_at").values_list(
        "shop__name", "content")
    items = _items(shops, on, as_of)
    found: dict[str, tuple[Asked, ...]] = {}
    for name, content in rows:
        plan = json.loads(bytes(content)).get("plan", [])
        found[name] = tuple(_asked(p, items.get((name, on - timedelta(days=1), p["id"][:200]))) for p in plan)
    for shop in shops:
        older = [i for (name, day, _), i in items.items() if name == shop.name and _finished(i, shop, on, day)]
        found[shop.name] = (*found.get(shop.name, ()), *(_of_item(i) for i in older))
    return {name: asked for name, asked in found.items() if asked}


def _asked(line: Mapping[str, str], item: WorkItem | None) -> Asked:
    """A line as the plan said it; its item keeps the sentences so that they can be said in any language."""
    if item is not None:
        return _of_item(item)
    return Asked(line["id"], line["what"], line["object"], line["from"], line["to"], date.fromisoformat(line["check_on"]))


def _of_item(item: WorkItem) -> Asked:
    return Asked(item.line, item.what, item.object, item.from_, item.to, item.check_on, item)


def _finished(item: WorkItem, shop: Shop, on: date, asked_on: date) -> bool:
    """Whether work of a morning before yesterday's was finished since yesterday's nine o'clock."""
    done = item.state in (ItemState.DONE, ItemState.DROPPED)
    return done and asked_on < on - timedelta(days=1) and shop.day_of(item.steps[-1].at) >= on - timedelta(days=1)


def _items(shops: Sequence[Shop], on: date, as_of: datetime) -> dict[tuple[str, date, str], WorkItem]:
    """(shop, morning, line) -> item with what was known of it at a moment; two queries for all shops."""
    from daybook.records import models
    from daybook.records.work_rows import items_of

    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps").filter(
        shop__name__in=[s.name for s in shops], on__lt=on, on__gt=on - timedelta(days=CARRIED_DAYS),
        made_at__lte=as_of).order_by("pk")
    return {(i.shop, i.on, i.line): i.as_of(as_of) for i in items_of(rows)}
