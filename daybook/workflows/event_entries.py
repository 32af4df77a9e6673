"""Entries of products in events: what is known of them at a moment, and the next line of each, where the way allows it.

An entry that the platform has holds the product's price like any other registration: it is given to the price planner and to
the guards as one.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from daybook.calendar.taking_part import activity_of
from daybook.calendar.where import country_of
from daybook.domain.activities import (
    CLOSING,
    ENDS,
    HELD,
    NEXT,
    OPEN,
    WITH_REASON,
    Entry,
    EntryState,
    EntryStep,
    Kept,
    PlanLine,
    entries_of,
    way_to,
)
from daybook.domain.errors import WrongUsage
from daybook.domain.event_calendar import Activity
from daybook.domain.promises import EVENT, PricePromise
from daybook.domain.said import Said, Term
from daybook.domain.shop import Shop
from daybook.workflows.house import House

#: Entries of events that ended longer ago than this are history: mornings and prices leave them out.
REMEMBERED = timedelta(days=200)
LONGEST, LONGEST_ID = 2000, 120
#: No price and no stock of an entry reaches this.
MOST = 1_000_000_000
CENT = Decimal("0.01")


def kept_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, Kept]:
    """shop -> its entries and plans as known at a moment; two queries for all shops.  Lines of the last months."""
    from daybook.records import models

    names = [s.name for s in shops]
    since = {"at__gte": as_of - REMEMBERED}
    steps: dict[str, list[EntryStep]] = defaultdict(list)
    for row in models.EventStep.objects.filter(shop__name__in=names, known_at__lte=as_of, **since).select_related("shop").order_by(
            "at", "pk"):
        steps[row.shop.name].append(step_of(row))
    plans: dict[str, dict[str, list[PlanLine]]] = defaultdict(lambda: defaultdict(list))
    for row in models.EventPlanLine.objects.filter(shop__name__in=names, known_at__lte=as_of, **since).select_related(
            "shop").order_by("at", "pk"):
        plans[row.shop.name][row.activity].append(_plan_line(row))
    return {name: Kept(entries_of(steps[name]), {key: _latest(lines) for key, lines in plans[name].items()})
            for name in {*steps, *plans}}


def step_of(row: Any) -> EntryStep:
    """A row of the records as a line."""
    return EntryStep(row.activity, row.item_id, row.sku, EntryState(row.state), row.at, row.known_at, row.by, row.price, row.units,
                     row.reason, row.tick)


def _plan_line(row: Any) -> PlanLine:
    return PlanLine(row.activity, row.kind, row.name, row.value, row.due, row.text, row.by, row.at, row.known_at)


def _latest(lines: Sequence[PlanLine]) -> tuple[PlanLine, ...]:
    """Of each kind and name what was said last."""
    return tuple({(one.kind, one.name): one for one in lines}.values())


def held_by_entries(shops: Sequence[Shop], as_of: datetime) -> dict[str, list[PricePromise]]:
    """shop -> entries that the platform has, as registrations that hold prices; one query for all shops."""
    from daybook.records import models

    by_name, steps = {s.name: s for s in shops}, defaultdict[str, list[EntryStep]](list)
    rows = models.EventStep.objects.filter(shop__name__in=list(by_name), known_at__lte=as_of, at__gte=as_of - REMEMBERED)
    for row in rows.select_related("shop").order_by("at", "pk"):
        steps[row.shop.name].append(step_of(row))
    found = {}
    for name, lines in steps.items():
        shop = by_name[name]
        found[name] = [held for one in entries_of(lines) if (held := _promise(shop, one)) is not None]
    return found


def _promise(shop: Shop, one: Entry) -> PricePromise | None:
    activity = activity_for(shop, one.activity)
    if one.state not in HELD or one.price is None or one.filed_at is None or activity is None:
        return None
    name = activity.zh if shop.currency == "CNY" else activity.name
    return PricePromise(shop.name, one.sku or one.item_id, EVENT, name, one.price, activity.first, activity.last,
                        shop.platform, asked_by(activity), f"activity {one.activity}", one.filed_at)


def activity_for(shop: Shop, key: str) -> Activity | None:
    """An event by its key, as the shop's platform runs it."""
    return activity_of(key, shop.platform, country_of(shop.platform, shop.currency))


def asked_by(activity: Activity) -> str:
    """The rule of what such an event asks."""
    return f"E-ASK-{activity.kind.upper()}"


def entry_of(shop: Shop, key: str, item_id: str, sku: str) -> Entry | None:
    """The entry of a product in an event as it stands now."""
    from daybook.records import models

    rows = models.EventStep.objects.filter(shop__name=shop.name, activity=key, item_id=item_id, sku=sku).order_by("at", "pk")
    steps = tuple(step_of(row) for row in rows)
    return Entry(steps) if steps else None


def move_entry(house: House, shop: Shop, key: str, item_id: str, sku: str, state: str, by: str, *, price: Decimal | None = None,
               units: int | None = None, reason: str = "") -> Entry:
    """Takes an entry one step on; a first step begins it as a draft.  Raises WrongUsage with what to do where the way is barred."""
    wished, activity = _state(state), activity_for(shop, key)
    if activity is None:
        raise WrongUsage(Said("{name} is no event of this platform", name=key[:40]), where=shop.name,
                         next_step=Said("see `daybook activities --shop {shop}`", shop=shop.name))
    if not item_id.strip() or not by.strip():
        raise WrongUsage("an entry names its product and who says it", next_step="add what is missing")
    item_id, sku = item_id.strip()[:LONGEST_ID], sku.strip()[:LONGEST_ID]
    before = entry_of(shop, key, item_id, sku)
    _check_way(before, wished, reason)
    _check_values(before, wished, price, units)
    now = house.now()
    _check_days(shop, activity, wished, now)
    _keep(shop, EntryStep(key, item_id, sku, wished, now, now, by.strip()[:120], price if price is None else price.quantize(CENT),
                          units, reason.strip()[:LONGEST]))
    found = entry_of(shop, key, item_id, sku)
    assert found is not None
    return found


def tick_entry(house: House, shop: Shop, key: str, item_id: str, sku: str, tick: str, by: str) -> Entry:
    """Keeps that a thing was seen to before an entry is closed.  Raises WrongUsage for another thing, or too early."""
    before = entry_of(shop, key, item_id, sku)
    if tick not in CLOSING or not by.strip():
        raise WrongUsage(Said("{name} is nothing that is seen to", name=tick[:20]), next_step=Said(
            "say one of: {words}", words=", ".join(CLOSING)))
    if before is None or before.state is not EntryState.LIVE:
        raise WrongUsage("only an entry that was live is cleared up", next_step="set it live once the event has begun")
    now = house.now()
    _keep(shop, EntryStep(key, item_id, sku, before.state, now, now, by.strip()[:120], tick=tick))
    found = entry_of(shop, key, item_id, sku)
    assert found is not None
    return found


def _keep(shop: Shop, step: EntryStep) -> None:
    from daybook.records import models

    models.EventStep.objects.create(
        shop=models.Shop.objects.get(name=shop.name), activity=step.activity, item_id=step.item_id, sku=step.sku,
        state=step.state.value, price=step.price, units=step.units, reason=step.reason, tick=step.tick, by=step.by, at=step.at,
        known_at=step.known_at)


def _state(name: str) -> EntryState:
    if name not in {one.value for one in EntryState}:
        raise WrongUsage(Said("{name} is no state of an entry", name=name[:20]),
                         next_step=Said("say one of: {words}", words=", ".join(EntryState)))
    return EntryState(name)


def _check_way(before: Entry | None, wished: EntryState, reason: str) -> None:
    """Raises WrongUsage where a state may not follow, with the way that leads there."""
    now = before.state if before else None
    if wished not in NEXT[now]:
        way = way_to(now, wished)
        said = Term("entry_state", now.value) if now else Term("entry_state", "none")
        if now in ENDS or not way:
            raise WrongUsage(Said("an entry that is {now} does not become {wished}", now=said, wished=_word(wished)),
                             next_step="begin a new one for the next event")
        raise WrongUsage(Said("an entry that is {now} does not become {wished} at once", now=said, wished=_word(wished)),
                         next_step=Said("set it to {first} first", first=_word(way[0])))
    if wished in WITH_REASON and not reason.strip():
        raise WrongUsage(Said("{wished} needs a reason", wished=_word(wished)), next_step="write what the platform says")
    if wished is EntryState.CLOSED and before is not None and (missing := [t for t in CLOSING if t not in before.ticked]):
        raise WrongUsage("the event is not cleared up yet", next_step=Said(
            "see to it and tick it: {what}", what=", ".join(missing)))


def _check_values(before: Entry | None, wished: EntryState, price: Decimal | None, units: int | None) -> None:
    """Raises WrongUsage for a price or stock that may not be set now, and where filing lacks one."""
    now = before.state if before else None
    if (price is not None or units is not None) and now is not None and now not in OPEN:
        raise WrongUsage("price and stock of an entry that is filed are the platform's",
                         next_step="withdraw it, or wait until it is rejected, then set them and file it again")
    check_offer(price, units)
    if wished is EntryState.FILED and None in (price or (before and before.price), units or (before and before.units)):
        raise WrongUsage("filing needs a price and units", next_step="give both")


def check_offer(price: Decimal | None, units: int | None) -> None:
    """Raises WrongUsage for a price or stock that none is."""
    if (price is not None and (not price.is_finite() or not CENT <= price < MOST)) or (units is not None and not 0 < units < MOST):
        raise WrongUsage("a price and units above 0 are asked for", next_step="give both")


def _check_days(shop: Shop, activity: Activity, wished: EntryState, now: datetime) -> None:
    """Raises WrongUsage for a state whose days are not there yet, or are over."""
    today, closes = shop.day_of(now), activity.closes
    if wished is EntryState.FILED and closes is not None and today > closes and today >= activity.first:
        raise WrongUsage(Said("{event} began on {day}", event=activity.term, day=activity.first), next_step="file for the next one")
    if wished is EntryState.LIVE and today < activity.first:
        raise WrongUsage(Said("{event} begins on {day}", event=activity.term, day=activity.first),
                         next_step="set it live on that day")
    if wished is EntryState.CLOSED and today <= activity.last:
        raise WrongUsage(Said("{event} sells until {day}", event=activity.term, day=activity.last),
                         next_step="close it once its days are over: until then its price holds")


def _word(state: EntryState) -> Term:
    return Term("entry_state", state.value)
