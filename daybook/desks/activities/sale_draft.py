"""The draft of a big event's plan, from the shop's own days: money by wave, ads by phase, carts, stock, and when pages are due.

What an event's days bring over ordinary ones is what the same days of last year's edition brought this shop, else what its own big
events of the last year did, else the middle of rule E-UPLIFT; each line says which.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal
from statistics import median

from daybook.calendar.editions import Phase
from daybook.calendar.events import SELLING, UNUSUAL, events_on
from daybook.calendar.where import country_of
from daybook.desks.activities.book import kept_of, rules_of
from daybook.desks.activities.items import PACE, on_hand, per_day, share_of_shop, sold_of, title_of
from daybook.desks.month_split import DayWeight, lift_of, lift_to_come, weekday_weights
from daybook.domain.activities import ENDS
from daybook.domain.brief import Unit
from daybook.domain.event_calendar import Activity, Span, Stage
from daybook.domain.mega_sale import ADS, CARTS, PAGES, STOCK, WAVE, PlanRow
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen

CENT, TENTH = Decimal("0.01"), Decimal("0.1")
DAY = timedelta(days=1)
PAID = "paid_gmv"
#: Ad spend as the house reads it: of the plans, else of all materials.
SPENDS = ("ad_spend", "material_ad_spend")


@dataclass(frozen=True)
class Drafted:
    """A metric on days to come: what each day would bring, and what the factors over ordinary days rest on.

    `lifts` are the factors; `ordinary` is what such days would bring without the event.
    """

    days: tuple[date, ...]
    parts: tuple[Decimal, ...]
    lifts: tuple[Decimal, ...]
    ordinary: Decimal
    basis: str

    @property
    def whole(self) -> Decimal:
        return sum(self.parts, Decimal(0)).quantize(Decimal(1))


def days_between(first: date, last: date) -> tuple[date, ...]:
    """All days of a span, both ends in."""
    return tuple(first + n * DAY for n in range((last - first).days + 1))


def draft_days(seen: Seen, days: Sequence[date], metric: str = PAID, rule: tuple[str, str] = ("E-UPLIFT", "mid"),
               stage: Stage = Stage.LIVE) -> Drafted | None:
    """What days to come would bring of a metric; None where too few weeks of it are known.

    `rule` and its value stand in for days whose like was never seen, and for days after an event, which no calendar marks.
    """
    usual = weekday_weights(seen, metric, seen.on)
    if usual is None:
        return None
    factor = rules_of(seen).value(*rule)
    own = [lift_to_come(seen, metric, day) for day in days]
    basis: str = Said("as the same days of last year's edition were over ordinary ones")
    if stage is Stage.AFTER:
        own, basis = [DayWeight(day, factor, rule[0]) for day in days], Said("by rule {rule}", rule=rule[0])
    elif not all(one.measured for one in own):
        big = _own_big(seen, metric, SELLING if stage is Stage.LIVE else UNUSUAL - SELLING)
        factor = Decimal(median(big)) if big else factor
        basis = Said("the middle of {n} days of the shop's own big events", n=len(big)) if big else Said(
            "by rule {rule}: no such days of this shop are known", rule=rule[0])
    lifts = tuple(one.weight if one.measured and one.event else factor if one.event else Decimal(1) for one in own)
    ordinary = tuple(usual[day.weekday()] for day in days)
    return Drafted(tuple(days), tuple((o * f).quantize(CENT) for o, f in zip(ordinary, lifts, strict=True)), lifts,
                   sum(ordinary, Decimal(0)), basis)


def _own_big(seen: Seen, metric: str, phases: Set[Phase]) -> list[Decimal]:
    """How many times an ordinary day each day of some phases of big events was, as far as the shop's days reach back."""
    country = country_of(seen.shop.platform, seen.shop.currency)
    found = []
    for day in sorted(seen.daily.get(metric, {})):
        if any(e.big and e.phase in phases for e in events_on(day, seen.shop.platform, country)):
            times = lift_of(seen, metric, day)
            if times is not None and times > 0:
                found.append(times)
    return found


def draft_rows(seen: Seen, activity: Activity) -> tuple[PlanRow, ...]:
    """The lines of a plan as the house would draft them; service is drafted where its half hours are read."""
    return (*_waves(seen, activity), *_ads(seen, activity), *_carts(seen, activity), *_stock(seen, activity),
            *_pages(seen, activity))


def _waves(seen: Seen, activity: Activity) -> Iterator[PlanRow]:
    for span in activity.of(Stage.LIVE):
        drafted = draft_days(seen, days_between(span.first, span.last))
        if drafted is None:
            yield PlanRow(WAVE, span.name.key, span.name, Unit.MONEY, None, Said("fewer than eight weeks of days are known"),
                          span.first, span.last)
            continue
        times = drafted.whole / drafted.ordinary if drafted.ordinary else Decimal(0)
        yield PlanRow(WAVE, span.name.key, span.name, Unit.MONEY, drafted.whole, Said(
            "{times} × ordinary days, {basis}", times=times.quantize(TENTH), basis=drafted.basis), span.first, span.last)


def spend_metric(seen: Seen) -> str | None:
    """By which report the shop's ad spend is told; None where none tells it."""
    return next((m for m in SPENDS if any(seen.value(m, seen.reviewed - n * DAY) is not None for n in range(PACE))), None)


def phases_of(activity: Activity) -> tuple[Span, ...]:
    """The phases that ads are planned by: before, on the days that sell, and the days after."""
    return tuple(s for s in activity.spans if s.stage is not Stage.RECRUIT)


def _ads(seen: Seen, activity: Activity) -> Iterator[PlanRow]:
    metric = spend_metric(seen)
    cap = seen.given.limits(seen.on).get("max_ad_budget")
    for span in phases_of(activity):
        days = days_between(span.first, span.last)
        drafted = None if metric is None else draft_days(
            seen, days, metric, ("E-ADS-PHASE", span.stage.value), span.stage)
        if drafted is None or metric is None:
            yield PlanRow(ADS, span.name.key, span.name, Unit.MONEY, None, Said("ad spend is not known"), span.first, span.last)
            continue
        whole = drafted.whole
        times = whole / drafted.ordinary if drafted.ordinary else Decimal(0)
        aside: str = Said("{money} a day", money=_money(whole / len(days), seen))
        over = cap is not None and whole / len(days) > cap
        if over and cap is not None:
            aside = Said("{said}; the client allows {cap} a day", said=aside, cap=_money(cap, seen))
        yield PlanRow(ADS, span.name.key, span.name, Unit.MONEY, whole, Said(
            "{times} × ordinary days, {basis}", times=times.quantize(TENTH), basis=drafted.basis), span.first, span.last,
            aside=aside, short=over)


def _money(value: Decimal, seen: Seen) -> Amount:
    return Amount(value.quantize(CENT), "money", seen.shop.currency)


def _carts(seen: Seen, activity: Activity) -> Iterator[PlanRow]:
    """Units that should lie in carts before it sells: a part of what its first two days are to sell, times carts a unit."""
    rules, before = rules_of(seen), [s for s in activity.of(Stage.WARM_UP) if s.first < activity.first]
    opening = draft_days(seen, days_between(activity.first, min(activity.first + DAY, activity.last)), "units_sold")
    if not before or opening is None:
        return
    since = [seen.reviewed - n * DAY for n in range(PACE)]
    carts, units = (_sum(seen, metric, since) for metric in ("cart_units", "units_sold"))
    own = carts is not None and units is not None and units > 0
    each = carts / units if own and carts is not None and units else rules.value("E-CARTS", "carts_per_unit")
    share = rules.value("E-CARTS", "share")
    goal = (opening.whole * share * each).to_integral_value(ROUND_UP)
    why: str = Said("{share} of {units} units of its first two days (rule E-CARTS), {each} carts a unit as in the last four weeks",
               share=Amount(share, "share"), units=int(opening.whole), each=each.quantize(TENTH))
    if not own:
        why = Said("{share} of {units} units of its first two days, {each} carts a unit, both by rule E-CARTS",
                   share=Amount(share, "share"), units=int(opening.whole), each=each.quantize(TENTH))
    yield PlanRow(CARTS, "", Said("units in carts before {day}", day=activity.first), Unit.UNITS, goal, why,
                  min(s.first for s in before), activity.first - DAY)


def _sum(seen: Seen, metric: str, days: Sequence[date]) -> Decimal | None:
    values = [v for day in days if (v := seen.value(metric, day)) is not None]
    return sum(values, Decimal(0)) if len(values) >= PACE // 2 else None


def _stock(seen: Seen, activity: Activity) -> Iterator[PlanRow]:
    """Every SKU of an entry, or where none is filed yet of an item that carries the shop: units from today to the event's end."""
    lift = draft_days(seen, days_between(activity.first, activity.last))
    if lift is None:
        return
    wait = max((activity.first - seen.on).days, 0)
    for item_id, sku in objects_of(seen, activity):
        item = sold_of(seen)[item_id]
        for name, one in sorted(item.skus.items()) if not sku else [(sku, item.skus.get(sku, item))]:
            pace = per_day(one, seen)
            needed = int((pace * (wait + sum(lift.lifts, Decimal(0)))).to_integral_value(ROUND_UP))
            if pace:
                yield _stock_row(seen, activity, (item_id, name), needed, pace)


def _stock_row(seen: Seen, activity: Activity, of: tuple[str, str], needed: int, pace: Decimal) -> PlanRow:
    item_id, sku = of
    there = on_hand(seen, item_id, sku)
    coming = sum(one.units for one in seen.given.inbound(seen.on).get(sku, ()) if one.arrives <= activity.first)
    lead = seen.given.lead_time(sku, seen.on)
    missing = None if there is None else needed - there - coming
    aside: str = Said("no stock list is in")
    if there is not None:
        aside = Said("{there} on hand, {coming} on the way until it begins", there=there, coming=coming)
    if missing is not None and missing > 0:
        aside = Said("{said}: {n} missing", said=aside, n=missing)
        if lead is not None:
            aside = Said("{said}; order until {day}", said=aside, day=activity.first - lead.days * DAY)
    return PlanRow(STOCK, f"{item_id}|{sku}", f"{title_of(seen, item_id)} · {sku}" if sku else title_of(seen, item_id), Unit.UNITS,
                   Decimal(needed), Said("{pace} a day until it begins, then as its waves", pace=pace.quantize(TENTH)),
                   activity.first, activity.last, None if lead is None else activity.first - lead.days * DAY, aside,
                   bool(missing is not None and missing > 0))


def objects_of(seen: Seen, activity: Activity) -> tuple[tuple[str, str], ...]:
    """Item and SKU ("" the whole item) of every entry that is not ended, else the items that carry the shop."""
    filed = [(e.item_id, e.sku) for e in kept_of(seen).entries if e.activity == activity.key and e.state not in ENDS]
    known = [one for one in dict.fromkeys(filed) if one[0] in sold_of(seen)]
    least = rules_of(seen).value("E-CLOSING", "share")
    return tuple(known) or tuple((item, "") for item, sold in sold_of(seen).items() if item and share_of_shop(sold, seen) >= least)


def _pages(seen: Seen, activity: Activity) -> Iterator[PlanRow]:
    """A set of pages for each phase, due so many days before it begins (rule E-PAGES)."""
    rules = rules_of(seen)
    for span in phases_of(activity):
        ahead = int(rules.value("E-PAGES", span.stage.value))
        yield PlanRow(PAGES, span.name.key, span.name, Unit.COUNT, None, Said(
            "{n} days before it begins, by rule E-PAGES", n=ahead), span.first, span.last, span.first - ahead * DAY)
