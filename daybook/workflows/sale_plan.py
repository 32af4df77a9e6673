"""The plan of a big event: drafted from what is known, beside what people set; and the next line that a person sets.

A draft counts nowhere: a target, a budget or a goal does once somebody kept it, with who and when.  Lines are added, never changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np

from daybook.analysis.pacing.forecast import fit
from daybook.desks.activities.book import KEPT
from daybook.desks.activities.sale_draft import draft_days, draft_rows
from daybook.desks.month_split import split
from daybook.desks.service.book import read_slots
from daybook.desks.service.people import People, people_on
from daybook.domain.activities import Kept, PlanLine
from daybook.domain.brief import Unit
from daybook.domain.errors import WrongUsage
from daybook.domain.event_calendar import Activity, Stage
from daybook.domain.mega_sale import CARTS, DAY, PAGES, ROSTER, SETTABLE, STOCK, TOTAL, WAVE, PlanRow, SalePlan
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.service import ServiceBook
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics import compute, reports
from daybook.rulebook.reading import load
from daybook.workflows.evening import LEARNT_DAYS, days_of, hours_known
from daybook.workflows.event_entries import LONGEST, LONGEST_ID, MOST, activity_for, kept_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.sale_kept import target_of
from daybook.workflows.seeing import see_stock, whose

CENT = Decimal("0.01")
#: Days read for a draft: last year's edition, and the eight weeks before it that say what was ordinary then.
READ_DAYS = 460
HALF_HOURS = 48
#: Reports of ads and of traffic, whose days are known as far as they have rows.
TOLD = (reports.ADS, reports.MATERIAL_ADS, reports.SHOP_TRAFFIC)


@dataclass(frozen=True)
class _Look:
    """What a plan is drafted from: the shop's days, its half hours of service, and what people wrote down."""

    activity: Activity
    seen: Seen
    service: ServiceBook
    lines: tuple[PlanLine, ...]


def sale_plan(house: House, shop: Shop, on: date, key: str, as_of: datetime | None = None,
              hours_of: date | None = None) -> SalePlan:
    """The plan of an event as known on a morning, with what people set until now (or until a moment asked for).

    `hours_of` is the day that is told by the hour; None: the first one that sells and is not over.  Raises WrongUsage for no event.
    """
    look = _look(house, shop, on, key, as_of)
    activity, rows = look.activity, _rows(look)
    asked = hours_of if hours_of is not None and activity.first <= hours_of <= activity.last else on
    day = min(max(activity.first, asked), activity.last)
    why = "" if all(row.value is not None for row in rows if row.kind == WAVE) else Said(
        "fewer than eight weeks of days are known: set the targets by hand")
    return SalePlan(shop, activity, on, look.seen.as_of, rows, day, _hours(house, look, rows, day), why)


def _look(house: House, shop: Shop, on: date, key: str, as_of: datetime | None = None) -> _Look:
    activity = activity_for(shop, key)
    if activity is None:
        raise WrongUsage(Said("{name} is no event of this platform", name=key[:40]), where=shop.name,
                         next_step=Said("see `daybook activities --shop {shop}`", shop=shop.name))
    moment = as_of or shop.moment(on, NINE)
    written = kept_known([shop], as_of or house.now()).get(shop.name, Kept())

    def read(session: Session) -> tuple[Seen, ServiceBook]:
        seen = see_stock(session, shop, on, moment, READ_DAYS)
        told = compute.daily(session, TOLD, on - timedelta(days=READ_DAYS), seen.reviewed).get(shop.name, {})
        return replace(seen, daily={**told, **seen.daily}), read_slots(session, [shop], on).get(shop.name, ServiceBook())

    seen, service = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)
    return _Look(activity, replace(seen, read={**seen.read, KEPT: written}), service, written.plans.get(key, ()))


def _rows(look: _Look) -> tuple[PlanRow, ...]:
    return with_lines((*draft_rows(look.seen, look.activity), *_roster(look)), look.lines)


def with_lines(rows: Sequence[PlanRow], lines: Sequence[PlanLine]) -> tuple[PlanRow, ...]:
    """Drafted rows beside what was set of them; what was set of something that is not drafted (any more) stands too."""
    by_name = {(line.kind, line.name): line for line in lines}
    known = {(row.kind, row.name) for row in rows}
    units = {WAVE: Unit.MONEY, "ads": Unit.MONEY, ROSTER: Unit.PEOPLE, PAGES: Unit.COUNT}
    more = [PlanRow(line.kind, line.name, line.name.replace("|", " · "), units.get(line.kind, Unit.UNITS), None,
                    Said("added by a person"), line=line)
            for name, line in by_name.items() if name not in known and line.kind in SETTABLE and line.kind != TOTAL]
    return (*(replace(row, line=by_name.get((row.kind, row.name))) for row in rows), *more)


def _roster(look: _Look) -> list[PlanRow]:
    """Agents for the busiest half hour of each wave's first day, and of its largest one where that is another."""
    seen, service, found = look.seen, look.service, []
    for day in _named_days(seen, look.activity):
        people = people_on(seen.shop, day, service.slots, seen.given, service.talk_seconds, service.robot_share, 0)
        lift = draft_days(seen, [day])
        if people is None or lift is None:
            found.append(PlanRow(ROSTER, day.isoformat(), Said("agents on {day}", day=day), Unit.PEOPLE, None,
                                 Said("fewer than two weeks of transcripts are known"), day, day))
            continue
        found.append(_agents(seen, day, people, float(lift.lifts[0])))
    return found


def _named_days(seen: Seen, activity: Activity) -> list[date]:
    days: dict[date, None] = {}
    for span in activity.of(Stage.LIVE):
        days[span.first] = None
        drafted = draft_days(seen, [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)])
        if drafted is not None:
            days[max(zip(drafted.parts, drafted.days, strict=True), key=lambda pair: (pair[0], -pair[1].toordinal()))[1]] = None
    return sorted(days)


def _agents(seen: Seen, day: date, people: People, lift: float) -> PlanRow:
    """Asks grow as sales do, as long as no transcript of such a day says otherwise; agents by the wait that rule S-NEED allows."""
    rules = load().for_(seen.shop.platform)
    slots = [s for s in range(HALF_HOURS) if people.needed[s] is not None]
    busiest = max(slots, key=lambda s: (people.asks.mean[s], -s))
    share, seconds = (float(rules.value("S-NEED", n)) for n in ("share", "seconds"))
    needed = people.service.agents_for(people.asks.mean[busiest] * lift, share, seconds)
    there = None if people.there is None else people.there[busiest]
    clock = f"{busiest // 2:02d}:{busiest % 2 * 30:02d}"
    aside = Said("nobody gave a roster") if there is None else Said("{n} rostered at {clock}", n=there, clock=clock)
    agents = None if needed is None else Decimal(needed)
    return PlanRow(ROSTER, day.isoformat(), Said("agents on {day}", day=day), Unit.PEOPLE, agents, Said(
        "{asks} asks in the half hour from {clock}, {times} × an ordinary one", asks=f"{people.asks.mean[busiest] * lift:.0f}",
        clock=clock, times=f"{lift:.1f}"), day, day, aside=aside, short=there is not None and (needed is None or there < needed))


def _hours(house: House, look: _Look, rows: Sequence[PlanRow], day: date) -> tuple[Decimal, ...]:
    """A day's target by the hour, as the evening's forecast cuts such a day; empty where orders do not say their hour."""
    seen = look.seen
    target = target_of(look.lines, day) or day_targets(seen, rows).get(day)
    if target is None:
        return ()
    days = days_of(seen.shop, day, hours_known(house, seen.shop, seen.given, seen.as_of), seen.given)
    fitted = fit(days, LEARNT_DAYS)
    if fitted is None:
        return ()
    shares = fitted.shape.of_day(0, int(days.event[0, LEARNT_DAYS]))
    return split(target, [Decimal(str(round(float(np.maximum(s, 0)), 9))) for s in shares])


def day_targets(seen: Seen, rows: Sequence[PlanRow]) -> dict[date, Decimal]:
    """Each selling day's part of its wave, by what each day is drafted at; evenly where nothing is."""
    found: dict[date, Decimal] = {}
    for row in rows:
        if row.kind == WAVE and row.value is not None and row.first is not None and row.last is not None:
            days = [row.first + timedelta(days=n) for n in range((row.last - row.first).days + 1)]
            drafted = draft_days(seen, days)
            parts = drafted.parts if drafted is not None and sum(drafted.parts) > 0 else [Decimal(1)] * len(days)
            found |= dict(zip(days, split(row.value, list(parts)), strict=True))
    return found


def keep_line(house: House, shop: Shop, key: str, kind: str, name: str, by: str, value: Decimal | None = None,
              due: date | None = None, text: str = "") -> None:
    """Keeps what a person sets of a plan; a target gives every day of its wave its part.

    Raises WrongUsage for what cannot be set.
    """
    _check(kind, by, value, due, text)
    look = _now(house, shop, key)
    if kind not in (TOTAL, WAVE):
        _write(house, shop, [_line(house, key, kind, name, by, value, due, text)])
        return
    waves = [row for row in _rows(look) if row.kind == WAVE]
    if kind == TOTAL:
        _keep_waves(house, look, _shared(value or Decimal(0), waves), by)
    elif name in {row.name for row in waves}:
        _keep_waves(house, look, {name: value or Decimal(0)}, by)
    else:
        raise WrongUsage(Said("{name} is no wave of this event", name=name[:20]), next_step=Said(
            "say one of: {words}", words=", ".join(row.name for row in waves)))


def agree(house: House, shop: Shop, key: str, by: str) -> None:
    """Takes over every drafted line that nobody has set yet: from then on the plan counts.  Raises WrongUsage without a target."""
    if not by.strip():
        raise WrongUsage("a plan names who keeps it", next_step="say who")
    look = _now(house, shop, key)
    rows = _rows(look)
    waves = [row for row in rows if row.kind == WAVE]
    if not waves or any(row.value is None for row in waves):
        raise WrongUsage("the plan has no target yet", next_step="set what each wave is to bring")
    _keep_waves(house, look, {row.name: row.value for row in waves if row.line is None and row.value is not None}, by)
    _write(house, shop, [_line(house, key, row.kind, row.name, by, row.value, row.due_on, "")
                         for row in rows if row.kind != WAVE and row.line is None and (row.value is not None or row.due_on)])


def _now(house: House, shop: Shop, key: str) -> _Look:
    """What is known this morning, of an event that is over what was known on its last day."""
    activity = activity_for(shop, key)
    today = shop.day_of(house.now())
    return _look(house, shop, today if activity is None else min(today, activity.last), key)


def _shared(total: Decimal, waves: Sequence[PlanRow]) -> dict[str, Decimal]:
    """A new total over the waves as they stand to each other; by their days where none has a value."""
    weights = [row.value or Decimal(0) for row in waves]
    if not sum(weights):
        weights = [Decimal((row.last - row.first).days + 1) if row.first and row.last else Decimal(1) for row in waves]
    return {row.name: part for row, part in zip(waves, split(total, weights), strict=True)}


def _keep_waves(house: House, look: _Look, values: Mapping[str, Decimal], by: str) -> None:
    """Lines of waves, and of each of their days."""
    now, key = house.now(), look.activity.key
    rows = [replace(row, line=PlanLine(key, WAVE, row.name, values[row.name].quantize(CENT), None, "", by, now, now))
            for row in draft_rows(look.seen, look.activity) if row.kind == WAVE and row.name in values]
    _write(house, look.seen.shop, [*(row.line for row in rows if row.line is not None), *(
        PlanLine(key, DAY, day.isoformat(), part, None, "", by, now, now) for day, part in day_targets(look.seen, rows).items())])


def _check(kind: str, by: str, value: Decimal | None, due: date | None, text: str) -> None:
    if kind not in SETTABLE:
        raise WrongUsage(Said("{name} is no line of a plan", name=kind[:20]),
                         next_step=Said("say one of: {words}", words=", ".join(SETTABLE)))
    if not by.strip():
        raise WrongUsage("a plan names who keeps it", next_step="say who")
    if kind != PAGES and (value is None or not value.is_finite() or not 0 <= value < MOST):
        raise WrongUsage("a line of a plan has a number from 0 on", next_step="write it as 120000 or 120000.50")
    if kind in (STOCK, CARTS, ROSTER) and value is not None and value != value.to_integral_value():
        raise WrongUsage("units and people are whole numbers", next_step="write it as 120")
    if kind == PAGES and due is None and not text.strip():
        raise WrongUsage("a set of pages has a day or a word", next_step="say until when, or that it is done")


def _line(house: House, key: str, kind: str, name: str, by: str, value: Decimal | None, due: date | None, text: str) -> PlanLine:
    now = house.now()
    return PlanLine(key, kind, name.strip()[:LONGEST_ID], value if value is None else value.quantize(CENT), due,
                    text.strip()[:LONGEST], by.strip()[:120], now, now)


def _write(house: House, shop: Shop, lines: Sequence[PlanLine]) -> None:
    from daybook.records import models

    row = models.Shop.objects.get(name=shop.name)
    models.EventPlanLine.objects.bulk_create([models.EventPlanLine(
        shop=row, activity=one.activity, kind=one.kind, name=one.name, value=one.value, due=one.due, text=one.text, by=one.by[:120],
        at=one.at, known_at=one.known_at) for one in lines])
