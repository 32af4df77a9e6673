"""The evening: what the day will come to by what is in of it, beside its target.

Nothing is foretold from numbers older than rule V-BLIND-DAY allows, nor with fewer than two weeks of whole days behind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from daybook.analysis.pacing.days import HOURS, Days
from daybook.analysis.pacing.forecast import Fitted, Pace, fit, pace, share_until
from daybook.calendar.events import UNUSUAL, events_on, near_spring_festival
from daybook.calendar.where import country_of
from daybook.domain.brief import State
from daybook.domain.evening import Evening, HourPoint, Outlook, Reading, blind_since
from daybook.domain.given import Given
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.domain.watch import Watch
from daybook.facts.engine import Session, reading
from daybook.metrics import compute
from daybook.metrics import rollups as kept
from daybook.metrics.definitions.sales import PAID_GMV
from daybook.metrics.recount import name_excluded
from daybook.rulebook.lasting import lasting
from daybook.workflows.evening_acts import Acted, acted
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.readiness import day_states, spans_of
from daybook.workflows.sale_kept import with_sale
from daybook.workflows.seeing import whose
from daybook.workflows.targets import MonthPlan, month_plan
from daybook.workflows.watch import Known, watch_closely

#: Days of hours that are learnt from.
LEARNT_DAYS = 400
CENT = Decimal("0.01")
CLOSED = "closed"
BAND = (0.1, 0.5, 0.9)
Hourly = Mapping[date, Mapping[int, Decimal]]


@dataclass(frozen=True)
class Learnt:
    """What the days before one taught, and what is asked of it: the same for the whole day while no older facts land.

    `fitted` None: `why_not` says why nothing can be foretold of that day.
    """

    on: date
    fitted: Fitted | None
    why_not: str
    plan: MonthPlan
    acted: tuple[Acted, ...] = ()       # measures of earlier evenings and what each brought


def evening(house: House, shop: Shop, as_of: datetime, watched: tuple[Watch, Known] | None = None) -> Evening:
    """The forecast of a shop's today as known at a moment, by orders that came in, files of minutes, or what a person read.

    `watched` is the watch of that moment, where somebody has just looked.
    """
    seen, known = watched or watch_closely(house, [shop], as_of)[0]
    return foretell(shop, seen, known, as_of, lambda: learn(house, shop, as_of))


def learn(house: House, shop: Shop, as_of: datetime) -> Learnt:
    """What can be foretold of a shop's today, from the days before it as known at a moment."""
    on, given = shop.day_of(as_of), given_known([shop], as_of)[shop.name]
    plan = with_sale(shop, month_plan(house, shop, on, as_of=as_of), as_of)
    if any(e.kind == CLOSED and e.first <= on <= e.last for e in given.own_events):
        return Learnt(on, None, Said("the shop is closed today"), plan)
    days = days_of(shop, on, hours_known(house, shop, given, as_of), given)
    fitted = fit(days, LEARNT_DAYS)
    return Learnt(on, fitted, "" if fitted else Said(
        "fewer than two weeks of days by hour are known; older order exports bring them"), plan, acted(shop, on, given, days))


def foretell(shop: Shop, seen: Watch, known: Known, as_of: datetime, learnt: Callable[[], Learnt]) -> Evening:
    """The forecast from a watch of the same moment; what was learnt is asked for where anything can be foretold."""
    on, paid = shop.day_of(as_of), seen.figures[0]
    read = tuple(Reading(t.at, t.paid) for t in known.ticks if t.paid is not None)
    if paid.value is not None and paid.at is not None and (not read or paid.at > read[-1].at):
        read = (*read, Reading(paid.at, paid.value))

    def told(outlook: Outlook | None, why_not: str = "") -> Evening:
        return Evening(shop.name, shop.client, shop.platform, shop.zone, shop.currency, on, as_of, read, outlook, why_not)

    if not read:
        return told(None, paid.why_not or Said("nothing of today has come in yet: no order file, no reading"))
    blind = blind_after(str(shop.platform))
    if as_of - read[-1].at > blind:
        return told(None, blind_since(f"{read[-1].at.astimezone(ZoneInfo(shop.zone)):%H:%M}", blind))
    known_before = learnt()
    if known_before.fitted is None:
        return told(None, known_before.why_not)
    return told(_outlook(known_before.fitted, shop, read[-1], known_before.plan))


def blind_after(platform: str) -> timedelta:
    """How old numbers of today may be to foretell anything (rule V-BLIND-DAY)."""
    return lasting("V-BLIND-DAY", platform=platform)


def hours_known(house: House, shop: Shop, given: Given, as_of: datetime) -> Hourly:
    """day -> hour -> paid amount, of the days before today whose orders are in; an hour without orders is 0."""
    on = shop.day_of(as_of)
    first, last = on - timedelta(days=LEARNT_DAYS), on - timedelta(days=1)
    spans = spans_of([shop], as_of).get(shop.name, ())

    def looking(session: Session) -> Hourly:
        name_excluded(session, {shop.name: given.exclusions.keys()})
        placed = compute.daily(session, (kept.PLACED_DAY,), first, last).get(shop.name, {}).get("orders_created", {})
        counts = {"orders": {day: int(n) for day, n in placed.items()}}
        states = day_states(shop, spans, counts, first, last).get("orders", {})
        by_hour = compute.sliced(session, kept.SALES_HOUR, first, last).get(shop.name, {}).get(PAID_GMV.name, {})
        found: dict[date, dict[int, Decimal]] = {d: {} for d, state in states.items() if state is State.IN}
        for scope, values in by_hour.items():
            hour = scope[0][1]
            for day, value in values.items():
                if day in found:
                    found[day][int(hour) if hour else -1] = value
        return {day: hours for day, hours in found.items() if not hours.get(-1)}

    return reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES, looking)


def days_of(shop: Shop, on: date, known: Hourly, given: Given) -> Days:
    """The days before `on` and `on` itself, last, as the forecast takes them; days that are not known are NaN."""
    span = [on - timedelta(days=LEARNT_DAYS - n) for n in range(LEARNT_DAYS + 1)]
    amount = np.full((1, len(span), HOURS), np.nan)
    names: dict[str, int] = {}
    event, promo = np.zeros((1, len(span)), dtype=np.int64), np.zeros((1, len(span)), dtype=bool)
    country = country_of(shop.platform, shop.currency)
    for t, day in enumerate(span):
        own = [e for e in given.own_events if e.first <= day <= e.last]
        promo[0, t] = bool(own)
        name = _event(shop, day, country)
        event[0, t] = names.setdefault(name, len(names) + 1) if name else 0
        if day in known and not any(e.kind == CLOSED for e in own):
            amount[0, t] = [max(float(known[day].get(h, 0)), 0.0) for h in range(HOURS)]
    return Days(amount, event, promo, np.array([d.weekday() for d in span], dtype=np.int64))


def _event(shop: Shop, day: date, country: str) -> str:
    """The name of what makes a day no ordinary one; the same in each year."""
    theirs = [e for e in events_on(day, shop.platform, country) if e.phase in UNUSUAL]
    if theirs:
        return f"{theirs[0].id} {theirs[0].phase}"
    return "new year" if country == "CN" and near_spring_festival(day) else ""


def _outlook(learnt: Fitted, shop: Shop, newest: Reading, plan: MonthPlan) -> Outlook:
    local = newest.at.astimezone(ZoneInfo(shop.zone))
    hour = local.hour + local.minute / 60 + local.second / 3600
    forecast = pace(learnt, 0, hour, float(newest.paid))
    low, middle, high = (_money(forecast.quantile(p)) for p in BAND)
    target = plan.days[plan.on.day - 1].part if plan.target is not None else None
    chance = None if target is None else Decimal(str(round(forecast.chance(float(target)), 3)))
    return Outlook(low, middle, high, _money(forecast.expected), _money(forecast.by_now), target, chance,
                   _hours(learnt, forecast, hour, (float(low), float(high)), plan, target))


def _hours(learnt: Fitted, forecast: Pace, hour: float, band: tuple[float, float], plan: MonthPlan,
           target: Decimal | None) -> tuple[HourPoint, ...]:
    """The curves by hour; what is still to come spreads over its hours as usual."""
    shares = learnt.shape.of_day(0, int(learnt.days.event[0, learnt.day]))
    left = max(1 - share_until(shares, hour), 1e-9)
    made, asked = [], Decimal(0)
    for h in range(1, HOURS + 1):
        done = share_until(shares, h)
        part = (done - share_until(shares, hour)) / left
        bounds = [_money(forecast.so_far + (end - forecast.so_far) * part) if h > hour else None for end in band]
        asked += plan.hours[h - 1] if plan.hours else Decimal(0)
        by_then = None if target is None else asked if plan.hours else _money(float(target) * done)
        made.append(HourPoint(h, _money(forecast.expected * done), by_then, bounds[0], bounds[1]))
    return tuple(made)


def _money(value: float) -> Decimal:
    return Decimal(str(round(value, 2))).quantize(CENT)
