"""The hourly watch: what has come in of today beside yesterday and last week at the same minute, and what cannot wait.

It shows nothing that did not come in: each number counts until the moment at which it was read, and where nothing of today
is there, or nothing newer, that is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from daybook.analysis.so_far import odds_of_count
from daybook.calendar.days import comparison_days
from daybook.calendar.events import is_fair_base
from daybook.calendar.where import country_of
from daybook.desks.ads.pace import Curve, judge_pace
from daybook.domain.brief import State, Unit
from daybook.domain.given import Given
from daybook.domain.report import Beside, Figure
from daybook.domain.said import Amount, Said, Term
from daybook.domain.service import ServiceBook
from daybook.domain.shop import Shop
from daybook.domain.ticks import Tick
from daybook.domain.watch import Alert, Watch
from daybook.domain.work import Role
from daybook.facts.engine import Session, reading
from daybook.metrics import compute
from daybook.metrics import rollups as kept
from daybook.metrics.definitions.sales import PAID_GMV, PAID_ORDERS
from daybook.metrics.minutes import channels_until, minutes_read
from daybook.metrics.recount import name_excluded
from daybook.metrics.so_far import Cut, SoFar, last_orders, paid_until
from daybook.rulebook.lasting import lasting
from daybook.rulebook.reading import load
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.readiness import Span, day_states, spans_of
from daybook.workflows.seeing import whose
from daybook.workflows.service_ahead import peak_ahead, rostered_service
from daybook.workflows.spend_curve import spend_curves
from daybook.workflows.ticks import readings_since

CENT = Decimal("0.01")
ORDERS, TICK = "orders", "tick"
#: How the feed of orders ends in every platform's API: shopify.orders, vendure.orders, ...
ORDER_FEED = ".orders"


@dataclass(frozen=True)
class Known:
    """All that is known of one shop's today: until when by its orders, its readings, and the days beside it."""

    shop: Shop
    on: date
    as_of: datetime
    until: datetime | None                       # by orders
    ticks: tuple[Tick, ...]
    before: Mapping[date, tuple[Tick, ...]]      # readings of yesterday and last week
    usable: frozenset[date]                      # days whose orders are in
    sums: Mapping[Cut, SoFar]                    # of all shops that are looked at
    given: Given
    pull_problem: str = ""
    curve: Curve | None = None                   # of its ads, where somebody read what they cost today
    by_carrier: tuple[Tick, ...] = ()            # readings of single carriers, of today and the days beside it
    channels: Mapping[Cut, Mapping[str, Decimal]] = field(default_factory=dict)
    peak: Alert | None = None                    # asks to come for which too few are rostered
    service: ServiceBook | None = None           # what that rests on; of shops with a roster alone

    def so_far(self, name: str, day: date, until: datetime) -> SoFar | None:
        """What orders say of a day until the clock time of a moment of today; None where they cannot tell."""
        found = self.sums.get(self.cut(name, day, until))
        if found is None or found.timeless or (day != self.on and day not in self.usable):
            return None
        return found

    def cut(self, name: str, day: date, until: datetime) -> Cut:
        """The cut of a day at the clock time of a moment of today."""
        return _cut(self.shop, name, self.on, day, until)


def watch(house: House, shops: Sequence[Shop], as_of: datetime) -> tuple[Watch, ...]:
    """Each shop's today as known at a moment, in the order of `shops`; two queries for all of them."""
    return tuple(watched for watched, _ in watch_closely(house, shops, as_of))


def watch_closely(house: House, shops: Sequence[Shop], as_of: datetime,
                  moments: Sequence[datetime] = ()) -> tuple[tuple[Watch, Known], ...]:
    """Each shop's watch with the readings and sums behind it; of the evening's board, which asks for some more moments of today,
    their sums too and what each channel sold: no round over all shops waits for those."""
    days = {s.name: s.day_of(as_of) for s in shops}
    givens, spans = given_known(shops, as_of), spans_of(shops, as_of)
    pulled, said = _pulled(shops, as_of), readings_since(shops, as_of - timedelta(days=9), as_of)

    def looking(session: Session) -> list[Known]:
        name_excluded(session, {n: g.exclusions.keys() for n, g in givens.items()})
        latest = last_orders(session, days)
        first = min(days.values()) - _usual_span()
        placed = compute.daily(session, (kept.PLACED_DAY,), first, max(days.values()))
        ticks = _ticks(shops, as_of, (*said, *minutes_read(session, min(days.values()) - timedelta(days=8), max(days.values()))))
        until = {s.name: _until(s, days[s.name], latest.get(s.name), spans.get(s.name, ()), pulled.get(s.name), as_of)
                 for s in shops}
        cuts = [c for s in shops for c in _cuts(s, days[s.name], until[s.name], _whole(ticks[s.name, days[s.name]]))]
        cuts += [_cut(s, ORDERS, days[s.name], days[s.name], m) for s in shops for m in moments]
        parts = _channel_cuts(shops, days, until, ticks) if moments else ()
        sums, channels = paid_until(session, cuts), channels_until(session, parts)
        curves = spend_curves(session, {n: on for n, on in days.items() if any(t.spend is not None for t in ticks[n, on])})
        service = rostered_service(session, shops, as_of, givens)
        peaks = {s.name: peak_ahead(s, service[s.name], as_of, givens[s.name]) for s in shops if s.name in service}
        return [Known(
            s, days[s.name], as_of, until[s.name], _whole(ticks[s.name, days[s.name]]),
            {d: _whole(ticks[s.name, d]) for d in bases_of(days[s.name])},
            _usable(s, spans.get(s.name, ()), placed.get(s.name, {}).get("orders_created", {}), days[s.name]),
            sums, givens[s.name],
            pulled[s.name].error if s.name in pulled else "", curves.get(s.name),
            tuple(t for d in (days[s.name], *bases_of(days[s.name])) for t in ticks[s.name, d] if t.carrier), channels,
            peaks.get(s.name), service.get(s.name))
            for s in shops]

    known = reading(house.lake, house.books, whose(shops), as_of, ALL_TABLES, looking)
    work = _work(days)
    return tuple((_watch(one, work.get(one.shop.name, [])), one) for one in known)


def _whole(ticks: Sequence[Tick]) -> tuple[Tick, ...]:
    """The readings of the whole shop."""
    return tuple(t for t in ticks if not t.carrier)


def _channel_cuts(shops: Sequence[Shop], days: Mapping[str, date], until: Mapping[str, datetime | None],
                  ticks: Mapping[tuple[str, date], Sequence[Tick]]) -> list[Cut]:
    """Today and the days beside it by carrier, where orders of today are known; and those days at the last reading."""
    found = []
    for shop in shops:
        on = days[shop.name]
        if (moment := until[shop.name]) is not None:
            found += [_cut(shop, ORDERS, on, day, moment) for day in (on, *bases_of(on))]
        found += _cuts(shop, on, None, _whole(ticks[shop.name, on]))
    return found


def _watch(one: Known, work: Sequence[Any]) -> Watch:
    moments = [*([one.until] if one.until else []), *(t.at for t in one.ticks)]
    newest = max(moments, default=None)
    s = one.shop
    return Watch(s.name, s.client, s.platform, s.zone, s.currency, one.on, one.as_of, newest, _blind(one, newest),
                 tuple(f for f in (_paid(one), _orders(one), *_read(one)) if f is not None),
                 (*_odd_sales(one), *(_spend_cap(one) or _off_pace(one)), *_deadlines(one, work), *([one.peak]
                     if one.peak else [])))


def bases_of(on: date) -> tuple[date, date]:
    """Yesterday and the same weekday last week."""
    days = comparison_days(on)
    return days.yesterday, days.same_weekday_last_week


def _cut(shop: Shop, name: str, on: date, day: date, until: datetime) -> Cut:
    """A cut at the same time of day as a moment of today; what lies over midnight stays the last minute of the day."""
    local = until.astimezone(ZoneInfo(shop.zone))
    end = shop.moment(day + timedelta(days=1), time(0))
    return Cut(shop.name, name, day, end if local.date() > on else shop.moment(day, local.time()))


def clock_on(shop: Shop, day: date, at: datetime) -> datetime:
    """A moment's clock time on another day."""
    return shop.moment(day, at.astimezone(ZoneInfo(shop.zone)).time())


def _cuts(shop: Shop, on: date, until: datetime | None, ticks: Sequence[Tick]) -> list[Cut]:
    """Today's and its bases' cuts by orders; and the bases' cuts at the last reading of what was paid."""
    found = []
    if until is not None:
        found += [_cut(shop, ORDERS, on, day, until) for day in (on, *_usual_days(on))]
    paid = next((t for t in reversed(ticks) if t.paid is not None), None)
    if paid is not None:
        found += [_cut(shop, TICK, on, day, paid.at) for day in bases_of(on)]
    return found


def _usual_days(on: date) -> list[date]:
    """Days from which is learnt what is usual at this minute: the last ones, and the same weekday of the weeks before (V-ODD)."""
    rule = load().rule("V-ODD")
    days, far = int(rule.value("days")), int(rule.value("same_weekday"))
    return [on - timedelta(days=n) for n in (*range(1, days + 1), *range(7 * (days // 7 + 1), far + 1, 7))]


def _usual_span() -> timedelta:
    return timedelta(days=int(load().value("V-ODD", "same_weekday")))


def beside_near(shop: Shop) -> timedelta:
    """How near to the same minute a reading of an earlier day must be to stand beside one of today."""
    return lasting("V-BESIDE", platform=str(shop.platform))


def _until(shop: Shop, on: date, last_order: datetime | None, spans: Sequence[Span], pulled: Any,
           as_of: datetime) -> datetime | None:
    """Until when orders of today are known: a reading over the API says so itself, a file by its last order only.

    A file does not say when it was exported; that nothing came after its last order is not known.
    """
    if pulled is not None and pulled.done_at is not None and shop.day_of(pulled.done_at) == on and pulled.done_at <= as_of:
        return pulled.done_at.replace(second=0, microsecond=0)  # type: ignore[no-any-return]
    held = any(s.table == "orders" and s.first <= on <= s.last for s in spans)
    return min(last_order + timedelta(microseconds=1), as_of) if held and last_order is not None else None


def _usable(shop: Shop, spans: Sequence[Span], placed: Mapping[date, Decimal], on: date) -> frozenset[date]:
    counts = {"orders": {d: int(n) for d, n in placed.items()}}
    states = day_states(shop, spans, counts, on - _usual_span(), on - timedelta(days=1)).get("orders", {})
    return frozenset(d for d, state in states.items() if state is State.IN)


def _pulled(shops: Sequence[Shop], as_of: datetime) -> dict[str, Any]:
    """shop -> how the last reading of its orders over an API went, where there is one."""
    from daybook.records import models

    rows = models.Pull.objects.filter(
        shop__name__in=[s.name for s in shops], feed__endswith=ORDER_FEED, span="").select_related("shop")
    return {r.shop.name: r for r in rows}


def _ticks(shops: Sequence[Shop], as_of: datetime, read: Sequence[Tick]) -> Mapping[tuple[str, date], tuple[Tick, ...]]:
    """(shop, day) -> its readings in the order of time, of the days that are looked at.

    What a person said of a minute stands before what a file says of it.
    """
    wanted = {(s.name, day) for s in shops for on in [s.day_of(as_of)] for day in (on, *bases_of(on))}
    found: dict[tuple[str, date], list[Tick]] = {key: [] for key in wanted}
    zones = {s.name: s for s in shops}
    latest = {(t.shop, t.at, t.carrier): t for t in reversed(read) if t.at <= as_of}
    for tick in sorted(latest.values(), key=lambda t: (t.at, t.carrier)):
        found.get((tick.shop, zones[tick.shop].day_of(tick.at)), []).append(tick)
    return {key: tuple(ticks) for key, ticks in found.items()}


def _work(days: Mapping[str, date]) -> dict[str, list[Any]]:
    """shop -> undone work of today that has a deadline."""
    from daybook.records import models

    rows = models.WorkItem.objects.filter(
        shop__name__in=days, state__in=("open", "taken", "handed"), deadline__isnull=False, on__gte=min(days.values()),
        on__lte=max(days.values()))
    found: dict[str, list[Any]] = {}
    for row in rows.select_related("shop").prefetch_related("steps").order_by("deadline", "pk"):
        if row.on == days[row.shop.name]:
            found.setdefault(row.shop.name, []).append(row)
    return found


def _blind(one: Known, newest: datetime | None) -> str:
    """Why nothing newer is known; "" while what is known is fresh."""
    if one.pull_problem:
        return Said("the shop cannot be read: {problem}", problem=one.pull_problem[:200])
    if newest is None:
        return Said("nothing of today has come in yet: no order file, no reading")
    return Said("no new file and no new reading") if one.as_of - newest > lasting("V-OLD") else ""


def _paid(one: Known) -> Figure:
    """The paid amount by whatever is newer: orders that came in, or what a person read from the console."""
    tick = next((t for t in reversed(one.ticks) if t.paid is not None), None)
    if tick is not None and (one.until is None or tick.at >= one.until):
        value, at, name = tick.paid, tick.at, TICK
        note = Said("read from the console")
    elif one.until is not None and (mine := one.so_far(ORDERS, one.on, one.until)) is not None:
        value, at, name, note = mine.amount, one.until, ORDERS, Said("from the orders that came in")
    else:
        return Figure(PAID_GMV.name, PAID_GMV.zh, Unit.MONEY, None, _why_not(one), one.shop.currency)
    sums = [(day, one.so_far(name, day, at)) for day in bases_of(one.on)]
    return Figure(PAID_GMV.name, PAID_GMV.zh, Unit.MONEY, None if value is None else value.quantize(CENT), "",
                  one.shop.currency, at, _beside(one, [(d, s.amount.quantize(CENT) if s else None) for d, s in sums]),
                  note=note, read=name == TICK)


def _orders(one: Known) -> Figure:
    mine = one.so_far(ORDERS, one.on, one.until) if one.until else None
    if mine is None or one.until is None:
        return Figure(PAID_ORDERS.name, PAID_ORDERS.zh, Unit.COUNT, None, _why_not(one))
    sums = [(day, one.so_far(ORDERS, day, one.until)) for day in bases_of(one.on)]
    return Figure(PAID_ORDERS.name, PAID_ORDERS.zh, Unit.COUNT, Decimal(mine.orders), "", "", one.until,
                  _beside(one, [(d, Decimal(s.orders) if s else None) for d, s in sums]))


def _why_not(one: Known) -> str:
    if one.until is None:
        return Said("no order of today has come in")
    return Said("the orders do not say at which minute they were paid")


def _read(one: Known) -> list[Figure | None]:
    """What people read from consoles: visitors, spend, and buyers who wait; beside readings near the same minute."""
    found: list[Figure | None] = []
    for name, metric, zh, unit in (("visitors", "visitors", "访客数", Unit.PEOPLE), ("spend", "ad_spend", "花费", Unit.MONEY),
                                   ("waiting", "waiting", "待回复", Unit.PEOPLE)):
        tick = next((t for t in reversed(one.ticks) if getattr(t, name) is not None), None)
        if tick is None:
            continue
        bases = [] if name == "waiting" else [
            (day, _near(one, name, day, tick.at)) for day in bases_of(one.on)]
        found.append(Figure(metric, zh, unit, Decimal(getattr(tick, name)), "",
                            one.shop.currency if unit is Unit.MONEY else "", tick.at, _beside(one, bases),
                            name == "visitors", Said("read from the console"), read=True))
    return found


def _near(one: Known, name: str, day: date, at: datetime) -> Decimal | None:
    """The reading of a day nearest to the same minute, where there is one near enough."""
    wanted = _cut(one.shop, TICK, one.on, day, at).until
    span = beside_near(one.shop)
    near = [t for t in one.before.get(day, ()) if getattr(t, name) is not None and abs(t.at - wanted) <= span]
    best = min(near, key=lambda t: abs(t.at - wanted), default=None)
    return None if best is None else Decimal(getattr(best, name))


def _beside(one: Known, bases: Sequence[tuple[date, Decimal | None]]) -> tuple[Beside, ...]:
    country = country_of(one.shop.platform, one.shop.currency)
    return tuple(Beside(
        kind, day, day, value, "" if value is not None else Said("not known at this hour"),
        is_fair_base(one.on, day, one.shop.platform, country) or "")
        for kind, (day, value) in zip(("yesterday", "last_week"), bases, strict=False))


def _odd_sales(one: Known) -> list[Alert]:
    """Orders far from what is usual at this minute on days like this one: a broken checkout, or a wrong price."""
    mine = one.so_far(ORDERS, one.on, one.until) if one.until else None
    if mine is None or one.until is None:
        return []
    country = country_of(one.shop.platform, one.shop.currency)
    fair = [day for day in _usual_days(one.on) if not is_fair_base(one.on, day, one.shop.platform, country)]
    before = [s.orders for day in fair if (s := one.so_far(ORDERS, day, one.until)) is not None]
    odds = odds_of_count(mine.orders, before)
    alarm = float(load().value("V-ODD", "odds"))
    if odds is None or min(odds) >= alarm:
        return []
    usual = Amount(Decimal(sorted(before)[len(before) // 2]), "count")
    few = odds[0] < odds[1]
    why = Said("{n} orders so far, usual at this hour: {usual}; by noise alone less than 1 day in {days}",
               n=Amount(Decimal(mine.orders), "count"), usual=usual, days=Amount(Decimal(round(1 / alarm)), "count"))
    what = (Said("Far fewer orders than usual: try the checkout, prices and listings") if few else
            Said("Far more orders than usual: check prices and coupons first"))
    return [Alert("watch few" if few else "watch many", what, one.shop.name, why, Role.OPERATOR)]


def _spend_cap(one: Known) -> list[Alert]:
    """The day's ad spend has reached what the client allows."""
    cap = one.given.limits(one.on).get("max_ad_budget")
    tick = next((t for t in reversed(one.ticks) if t.spend is not None), None)
    if cap is None or tick is None or tick.spend is None or tick.spend < cap:
        return []
    why = Said("{spent} spent, the client allows {cap} a day", spent=Amount(tick.spend, "money", one.shop.currency),
               cap=Amount(cap, "money", one.shop.currency))
    return [Alert("watch spend", Said("Ad spend has reached the day's cap"), Term("metric", "ad_spend", "花费"), why, Role.ADS)]


def _off_pace(one: Known) -> list[Alert]:
    """Ad spend that left the day's curve by what was read of it."""
    if one.curve is None:
        return []
    zone = ZoneInfo(one.shop.zone)
    found = judge_pace([(t.at.astimezone(zone), t) for t in one.ticks], one.curve, one.given.limits(one.on).get("max_ad_budget"),
                       one.shop.currency)
    return [] if found is None else [
        Alert(f"watch pace {found.kind}", found.what, Term("metric", "ad_spend", "花费"), found.why, Role.ADS)]


def _deadlines(one: Known, work: Sequence[Any]) -> list[Alert]:
    """Work of this morning's plan that nobody finished and whose deadline is near or over."""
    from daybook.records.work_rows import items_of

    found = []
    for item in items_of([r for r in work if r.deadline <= one.as_of + lasting("V-DEADLINE")]):
        if item.deadline is None:
            continue
        clock = f"{item.deadline.astimezone(ZoneInfo(one.shop.zone)):%H:%M}"
        why = (Said("its deadline was {clock}", clock=clock) if item.deadline <= one.as_of else
               Said("its deadline is {clock}", clock=clock))
        role = Role(item.owner) if item.owner in set(Role) else Role.OPERATOR
        found.append(Alert(f"watch work {item.line}", item.what, item.object, why, role, (item.line,)))
    return found
