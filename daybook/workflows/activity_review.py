"""The review of an event (活动复盘): increment over baseline, what was pulled forward, the dip after it, new buyers, refunds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from daybook.analysis.increment import Increment, increments
from daybook.calendar.events import UNUSUAL, events_on, near_spring_festival
from daybook.calendar.where import country_of
from daybook.domain.activity_review import EventReview, PartBrought
from daybook.domain.event_calendar import Activity, Stage
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics import compute
from daybook.workflows.activity_money import Daily, money_of
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.sale_plan import TOLD
from daybook.workflows.seeing import WINDOW_DAYS, see_sales, whose

CENT = Decimal("0.01")
DAY = timedelta(days=1)
#: Days after an event in which its dip is looked for.
DIP = 7


def review_of(house: House, shop: Shop, activity: Activity, on: date, as_of: datetime | None = None) -> EventReview:
    """What an event brought as known on a morning; what is not over yet, or has too few days before it, says so."""
    if activity.last >= on:
        return EventReview((), Said("it is reviewed once its days are over"))
    moment = as_of or shop.moment(on, NINE)

    def read(session: Session) -> tuple[Seen, Daily]:
        seen = see_sales(session, shop, on, moment, WINDOW_DAYS)
        return seen, compute.daily(session, TOLD, seen.reviewed - (WINDOW_DAYS - 1) * DAY, seen.reviewed).get(shop.name, {})

    seen, told = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)
    found = review(seen, activity)
    live = next((p for p in found.parts if p.part == "live"), None)
    return found if live is None else replace(found, money=money_of(seen, activity, live, told))


def review(seen: Seen, activity: Activity) -> EventReview:
    """What was paid, day by day, with the warm-up before the event and a week after it as parts of their own."""
    spans = _spans(activity, seen.reviewed)
    first, last = seen.reviewed - timedelta(days=WINDOW_DAYS - 1), seen.reviewed
    days = [first + n * DAY for n in range((last - first).days + 1)]
    values = np.array([float(v) if (v := seen.value("paid_gmv", d)) is not None else np.nan for d in days])
    places = [((a - first).days, (b - first).days) for _, a, b in spans]
    if places[0][0] < 0:
        return EventReview((), Said("the days of the event are no longer read"))
    quiet = _quiet(seen, days)
    found = increments(values, np.array([d.toordinal() for d in days]), places, quiet)
    whole = increments(values, np.array([d.toordinal() for d in days]), [(places[0][0], places[-1][1])], quiet)
    if found is None or whole is None:
        return EventReview((), Said("fewer than eight weeks of ordinary days are known before it"))
    parts = [_part(name, a, b, one) for (name, a, b), one in zip(spans, found, strict=True)]
    return EventReview((*parts, _part("all", spans[0][1], spans[-1][2], whole[0])),
                       new_buyers=_sum(seen, "new_buyers", activity), refunded=_sum(seen, "refunded_of_paid", activity))


def _spans(activity: Activity, reviewed: date) -> list[tuple[str, date, date]]:
    """Before (the warm-up), live (all its waves, with what lies between them), and a week after as far as it is over."""
    before = [s for s in activity.of(Stage.WARM_UP) if s.first < activity.first]
    spans = [("before", min(s.first for s in before), activity.first - DAY)] if before else []
    spans.append(("live", activity.first, activity.last))
    after = min(activity.last + timedelta(days=DIP), reviewed)
    return [*spans, ("after", activity.last + DAY, after)] if after > activity.last else spans


def _quiet(seen: Seen, days: Sequence[date]) -> NDArray[np.bool_]:
    """Which days are ordinary: no event of the platform or the shop's own, no 春节, not in the slump after a big event."""
    shop, country = seen.shop, country_of(seen.shop.platform, seen.shop.currency)
    own = [(e.first, e.last) for e in seen.given.own_events]
    found = []
    for day in days:
        near = [e for back in range(DIP + 1) for e in events_on(day - back * DAY, shop.platform, country) if e.phase in UNUSUAL]
        moved = any(e.covers(day) or (e.big and e.slump_days >= (day - e.last).days > 0) for e in near)
        rests = country == "CN" and near_spring_festival(day)
        found.append(not moved and not rests and not any(a <= day <= b for a, b in own))
    return np.array(found)


def _part(name: str, first: date, last: date, one: Increment) -> PartBrought:
    return PartBrought(name, first, last, _cents(one.actual), _cents(one.baseline), None if one.low is None else _cents(one.low),
                       None if one.high is None else _cents(one.high), one.placebos)


def _sum(seen: Seen, metric: str, activity: Activity) -> Decimal | None:
    """A number added over the event's days; None where a day of it is not known."""
    days = [activity.first + n * DAY for n in range((activity.last - activity.first).days + 1)]
    values = [seen.value(metric, d) for d in days]
    return None if any(v is None for v in values) else sum((v for v in values if v is not None), Decimal(0))


def _cents(value: float) -> Decimal:
    return Decimal(str(round(value, 2))).quantize(CENT)
