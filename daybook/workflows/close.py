"""The close of the day: target and actual as far as they came in, what was done, incidents, and tomorrow's list."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from daybook.domain.brief import Unit
from daybook.domain.close import DayClose, DayWork, Incident, SetDown
from daybook.domain.report import Beside, Figure
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.watch import Watch
from daybook.domain.work_items import UNFINISHED, ItemState, WorkItem
from daybook.facts.engine import reading
from daybook.rulebook.lasting import lasting
from daybook.workflows.brief import why_undone
from daybook.workflows.calendar_ahead import events_ahead
from daybook.workflows.close_brought import brought, moved
from daybook.workflows.close_handover import handover, live_until, waiting_proposals
from daybook.workflows.done_moves import done_moves
from daybook.workflows.effects import measured_between
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.kept import keep_report
from daybook.workflows.morning import code_version
from daybook.workflows.seeing import see, whose
from daybook.workflows.targets import MonthPlan, plan_of
from daybook.workflows.tomorrow import lists_of
from daybook.workflows.watch import watch_closely
from daybook.workflows.work import CARRIED_DAYS

CLOSE = "close"
GMV = "paid_gmv"
#: Notes that are incidents; the others are ordinary work.
INCIDENTS = ("outage", "rival")
DAY = timedelta(days=1)


def closes(house: House, shops: Sequence[Shop], on: date, as_of: datetime, *, store: bool = True) -> tuple[DayClose, ...]:
    """Each shop's day `on` as known at a moment of it or after it, in the order of `shops`; one look for all of them."""
    with house.run(CLOSE, f"{on} for {len(shops)} shops") as log:
        moments = {s.name: min(as_of, s.moment(on + DAY, time(0)) - timedelta(microseconds=1)) for s in shops}
        watched = {one.shop: (one, known) for moment in sorted(set(moments.values()))
                   for one, known in watch_closely(house, [s for s in shops if moments[s.name] == moment], moment)}
        looked, lives = reading(house.lake, house.books, whose(shops), as_of, ALL_TABLES,
                                lambda session: (see(session, shops, on, as_of, reading_for=()), live_until(session, on)))
        work, lists = _work(shops, on, as_of), lists_of(shops, on + DAY, as_of)
        done, effects = done_moves(shops, as_of), measured_between(shops, as_of - lasting("V-CLOSE"), as_of)
        raised, givens, waiting = _raised(shops, on, as_of), given_known(shops, as_of), waiting_proposals(shops, as_of)
        made = []
        for shop in shops:
            items = work.get(shop.name, ())
            plan = plan_of(looked[shop.name].seen, GMV)
            notes = [Incident(n.at, said, said, "") for n in givens[shop.name].notes_between(on, on)
                     if n.kind in INCIDENTS for said in [f"{n.object}: {n.text}"]]
            incidents = (*raised.get(shop.name, ()), *notes)
            seen, known = watched[shop.name]
            closed = _close(shop, on, as_of, seen, plan, items, incidents,
                            (*lists.get(shop.name, ()), *_ahead(shop, on, items, givens[shop.name])))
            made.append(replace(
                closed, moved=moved(known), brought=brought(shop, on, as_of, done[shop.name], effects.get(shop.name, ())),
                handover=handover(known, on, items, waiting.get(shop.name, ()), lives.get(shop.name))))
        if store:
            for shop, one in zip(shops, made, strict=True):
                keep_report(house, CLOSE, shop, on, as_of, one.code_version, one)
        log["rows"] = len(made)
        return tuple(made)


def _close(shop: Shop, on: date, as_of: datetime, seen: Watch, plan: MonthPlan, items: Sequence[WorkItem],
           incidents: Sequence[Incident], tomorrow: Sequence[SetDown]) -> DayClose:
    mine = [i for i in items if i.state is not ItemState.CARRIED]
    done = [_done(i) for i in mine if i.state is ItemState.DONE]
    undone = [_undone(i) for i in mine if i.state is not ItemState.DONE]
    figures = tuple(_with_target(f, plan, on) if f.metric == GMV else f for f in seen.figures)
    return DayClose(
        shop.name, shop.client, shop.platform, shop.zone, shop.currency, on, as_of, code_version(), seen.newest_at,
        seen.blind, figures, _month(shop, plan, on, seen), tuple(done), tuple(undone),
        tuple(sorted(incidents, key=lambda i: i.at)), tuple(tomorrow))


def _with_target(figure: Figure, plan: MonthPlan, on: date) -> Figure:
    """The paid amount beside the day's part of the month's target."""
    if plan.target is None:
        return figure
    return replace(figure, beside=(Beside("target", on, on, plan.days[on.day - 1].part), *figure.beside))


def _month(shop: Shop, plan: MonthPlan, on: date, seen: Watch) -> Figure | None:
    """The month with today, as far as each day is known, beside the parts of those days."""
    if plan.target is None:
        return None
    today = next((f.value for f in seen.figures if f.metric == GMV), None)
    days = [(d.part, today if d.day == on else d.actual) for d in plan.days if d.day <= on]
    missing = sum(1 for _, actual in days if actual is None)
    parts = sum((part for part, _ in days), Decimal(0))
    whole = sum((a for _, a in days if a is not None), Decimal(0))
    why = Said("{n} of {days} days are not in", n=missing, days=len(days)) if missing else ""
    return Figure("month_to_date", "本月累计支付金额", Unit.MONEY, None if missing else whole, why, shop.currency, None,
                  (Beside("target", plan.month, on, parts),))


def _done(item: WorkItem) -> DayWork:
    receipt = item.receipt
    last = item.steps[-1]
    return DayWork(item.what, item.object, last.by, item.state.value, *(item.change() if receipt else ("", "")),
                   receipt.minutes if receipt else None, last.note)


def _undone(item: WorkItem) -> DayWork:
    return DayWork(item.what, item.object, item.holder, item.state.value, item.from_, item.to, item.minutes, why_undone(item))


def _work(shops: Sequence[Shop], on: date, as_of: datetime) -> dict[str, tuple[WorkItem, ...]]:
    """shop -> what was on the board of a day, as it stood at a moment; one query for all shops."""
    from daybook.records import models
    from daybook.records.work_rows import items_of

    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps").filter(
        shop__name__in=[s.name for s in shops], on__lte=on, on__gt=on - timedelta(days=CARRIED_DAYS),
        made_at__lte=as_of).order_by("on", "slot", "pk")
    zones = {s.name: s for s in shops}
    found: dict[str, list[WorkItem]] = {}
    for item in (i.as_of(as_of) for i in items_of(rows)):
        ended = item.state not in UNFINISHED
        today = item.on == on or (bool(item.steps) and zones[item.shop].day_of(item.steps[-1].at) == on)
        if today or (not ended and item.due_on(on)):
            found.setdefault(item.shop, []).append(item)
    return {name: tuple(items) for name, items in found.items()}


def _raised(shops: Sequence[Shop], on: date, as_of: datetime) -> Mapping[str, tuple[Incident, ...]]:
    """shop -> what pressed on the day, and who took it."""
    from daybook.records import models

    rows = models.Pressing.objects.filter(shop__name__in=[s.name for s in shops], on=on, raised_at__lte=as_of)
    found: dict[str, list[Incident]] = {}
    for row in rows.select_related("shop").order_by("raised_at", "pk"):
        taken = row.taken_at is not None and row.taken_at <= as_of
        note = Said("taken by {person}", person=row.taken_by) if taken and row.taken_by else (
            "" if taken else Said("nobody took it"))
        en, zh = (" · ".join(row.words[code][1].split("\n")) for code in ("en", "zh"))
        found.setdefault(row.shop.name, []).append(Incident(row.raised_at, en, zh, note))
    return {name: tuple(lines) for name, lines in found.items()}


def _ahead(shop: Shop, on: date, items: Sequence[WorkItem], given: Any) -> list[SetDown]:
    """What tomorrow brings by itself: work left undone, events that begin, and work whose effect is looked at."""
    tomorrow = on + DAY
    left = [SetDown("undone", i.what, i.object, i.holder, i.minutes) for i in items
            if i.state in UNFINISHED and (i.until is None or i.until <= tomorrow)]
    events = [SetDown("event", Said("{event} begins", event=e.term), "", "", None)
              for e in events_ahead(shop, given, tomorrow, 0) if e.first == tomorrow]
    checks = [SetDown("check", i.what, i.object, i.holder, None) for i in items
              if i.state is ItemState.DONE and i.check_on == tomorrow]
    return [*left, *events, *checks]
