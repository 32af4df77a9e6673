"""The review of a week, month or quarter: its numbers beside the span before, the year before and the plan; what was done;
what kept coming back; what lies ahead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from daybook.calendar.events import UNUSUAL, events_on
from daybook.calendar.where import country_of
from daybook.desks.sales.places import FIRST, SALES, shown_at
from daybook.desks.sales.target import day_target
from daybook.desks.sales.tiles import is_early
from daybook.domain.brief import State, Unit
from daybook.domain.close import ActionBrought, DayWork
from daybook.domain.effect import DoneMove, Effect, effect_said
from daybook.domain.report import Beside, Figure
from daybook.domain.review import CameBack, ProductMove, Review, Span, days_of, last_whole, year_before
from daybook.domain.review_parts import DayPaid
from daybook.domain.said import DOT, Amount, Said, listed
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.domain.work_items import ItemState, minutes_told
from daybook.facts.engine import reading
from daybook.metrics.definitions.sales import LINE_GMV
from daybook.metrics.metric import Definition, ripens
from daybook.metrics.windows import Basis, over_days
from daybook.workflows.calendar_ahead import events_ahead
from daybook.workflows.close_brought import waiting_said
from daybook.workflows.done_moves import done_moves
from daybook.workflows.effects import measured_between
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.kept import from_bytes, keep_report
from daybook.workflows.morning import code_version
from daybook.workflows.profit import profit_of, settled_refunds, sold_lines
from daybook.workflows.review_drivers import drivers_of, gap_said
from daybook.workflows.review_facts import facts_of
from daybook.workflows.review_focus import focus_of, judged
from daybook.workflows.review_goal import goal_of
from daybook.workflows.review_peers import peers_said
from daybook.workflows.review_range import bands_of, memo_of, sightings_of, steps_of, structure_of, trends_of
from daybook.workflows.review_roles import roles_of
from daybook.workflows.review_told import judged_promises
from daybook.workflows.rule_changes import changes_said, editions_between
from daybook.workflows.seeing import SLICED_DAYS, WINDOW_DAYS, see, whose

CENT, SHARE_STEP = Decimal("0.01"), Decimal("0.0001")
#: Products, pieces of work and findings that are listed; the page says how many there are.
MOST = 8
DAY = timedelta(days=1)
MIDNIGHT = time(0)
Days = tuple[date, date]


def reviews(house: House, shops: Sequence[Shop], span: Span, on: date, as_of: datetime, *,
            store: bool = True) -> tuple[Review, ...]:
    """Each shop's last whole span before the day `on`, as known at a moment, in the order of `shops`."""
    first, last = last_whole(span, on)
    with house.run(f"review.{span.value}", f"{first} to {last} for {len(shops)} shops") as log:
        window = max((last - year_before(span, first, last)[0]).days + 1, WINDOW_DAYS)
        sliced = max((last - last_whole(span, first)[0]).days + 1, SLICED_DAYS)
        looked = reading(house.lake, house.books, whose(shops), as_of, ALL_TABLES, lambda session: see(
            session, shops, last + DAY, as_of, window_days=window, sliced_days=sliced))
        effects, moves = measured_between(shops, min((s.moment(first, MIDNIGHT) for s in shops), default=as_of), as_of), done_moves(
            shops, as_of)
        made = _with_changes(shops, first, as_of, tuple(
            _review(looked[s.name].seen, span, first, last, as_of, effects.get(s.name, ()), moves[s.name]) for s in shops))
        if store:
            for shop, one in zip(shops, made, strict=True):
                keep_report(house, span.value, shop, first, as_of, one.code_version, one)
        log["rows"] = len(made)
        return made


def _with_changes(shops: Sequence[Shop], first: date, as_of: datetime, made: tuple[Review, ...]) -> tuple[Review, ...]:
    """A week says what changed in rules and in the platform's calendar since it began; read once for all shops."""
    if not made or made[0].span is not Span.WEEK:
        return made
    found = editions_between(min(s.moment(first, MIDNIGHT) for s in shops), as_of)
    rules, events = found.rules(), {p: found.events({p}) for p in sorted({str(s.platform) for s in shops})}
    return tuple(replace(one, changes=changes_said(rules, events[one.platform], one.platform)) for one in made)


def _review(seen: Seen, span: Span, first: date, last: date, as_of: datetime, measured: Sequence[Effect],
            moves: Sequence[DoneMove]) -> Review:
    s, days = seen.shop, days_of(first, last)
    definitions = [d for place in (*FIRST, *SALES) if (d := shown_at(seen, place)) is not None]
    contribution = _contribution(seen, span, first, last)
    items, mornings = _work(s, first, last, as_of), _mornings(s, first, last, as_of)
    done = [i for i in items if i[0] == "done"]
    facts = facts_of(seen, span, first, last)
    drivers, roles, back, ahead = drivers_of(facts), roles_of(facts), _came_back(mornings), _ahead(seen, span, last)
    figures = tuple(replace(f, gap=f.gap or gap_said(f, facts, drivers)) for f in (
        *(_figure(seen, d, span, first, last) for d in definitions), *([contribution] if contribution else [])))
    effects = [e for e in measured if s.moment(first, MIDNIGHT) < e.measured_at < s.moment(last + DAY, MIDNIGHT)
               or first <= e.move.on <= last]
    good, bad = judged(figures, roles, effects, back)
    made = Review(
        s.name, s.client, s.platform, s.zone, s.currency, span, first, last, as_of, code_version(),
        sum(1 for d in days if seen.state("orders", d) is State.IN), figures,
        _products(seen, span, first, last), _events(seen, first, last), len(items), len(done),
        minutes_told(w.minutes for _, w in done), tuple(w for _, w in done[:MOST]), len(mornings), back, ahead,
        drivers, roles, _brought(seen, first, last, effects, moves), focus_of(facts, drivers, roles, back, ahead), good, bad,
        by_day=_by_day(seen, span, first, last), promises=judged_promises(seen, first, last, partial(_left, seen)))
    if span is Span.MONTH:
        return replace(made, goal=goal_of(facts))
    if span is Span.QUARTER:
        structure, bands = structure_of(facts, roles), bands_of(facts)
        steps = steps_of(facts, roles, bands)
        return replace(made, structure=structure, bands=bands, steps=steps, trends=trends_of(facts),
                       sightings=sightings_of(facts), memo=memo_of(facts, structure, steps))
    return made


def _by_day(seen: Seen, span: Span, first: date, last: date) -> tuple[DayPaid, ...]:
    """The paid amount of each day beside the span before, day by day from its first; a longer span before is cut."""
    before = days_of(*last_whole(span, first))
    return tuple(DayPaid(day, seen.value("paid_gmv", day), seen.value("paid_gmv", before[n]) if n < len(before) else None)
                 for n, day in enumerate(days_of(first, last)))


def _brought(seen: Seen, first: date, last: date, effects: Sequence[Effect],
             moves: Sequence[DoneMove]) -> tuple[ActionBrought, ...]:
    """What was measured since the span began, and of its own moves that are not measured yet when that will be told."""
    shop, names = seen.shop, seen.names.get("item_id", {})
    told = [ActionBrought(e.move.on, e.move.what, names.get(e.move.object_id, e.move.object_id), e.move.by, effect_said(e))
            for e in reversed(effects)]
    measured = {e.move.ref for e in effects}
    waiting = [ActionBrought(m.on, m.what, names.get(m.object_id, m.object_id), m.by, waiting_said(m, shop))
               for m in moves if first <= m.on <= last and m.ref not in measured]
    return (*told, *sorted(waiting, key=lambda one: one.on))[:MOST * 2]


def _figure(seen: Seen, definition: Definition, span: Span, first: date, last: date) -> Figure:
    days = days_of(first, last)
    found = over_days(definition, seen.daily, days)
    value = _rounded(found.value, definition)
    why_not = "" if value is not None else _missing(seen, definition, (first, last))
    before = last_whole(span, first)
    bases = (("span_before", before), ("last_year", year_before(span, first, last)))
    plan, early = _plan(seen, definition.name, span, first, last), "" if not is_early(seen, definition, last) else Said(
        "refunds of these days are still to come, for about {n} days: not compared yet", n=ripens(definition))
    beside = [Beside(kind, *of, _of_span(seen, definition, of), _missing(seen, definition, of) or early,
                     _unlike(seen, (first, last), of), fair=not early) for kind, of in bases]
    if plan is not None:
        fair = not early or (value is not None and (value < plan) is definition.higher_is_better)      # refunds make it worse alone
        beside.insert(0, Beside("target", first, last, plan, "" if fair else early, fair=fair))
    note = {Basis.MEAN_OF_DAYS: Said("mean of its days"), Basis.LAST_LEVEL: Said("on its last day")}.get(found.basis, "")
    return Figure(
        definition.name, definition.zh, definition.unit, value, why_not,
        seen.shop.currency if definition.unit is Unit.MONEY else "", None,
        tuple(beside), definition.higher_is_better, note, peers=peers_said(seen, definition, first, last), gap=early)


def _of_span(seen: Seen, definition: Definition, of: Days) -> Decimal | None:
    return _rounded(over_days(definition, seen.daily, days_of(*of)).value, definition)


def _missing(seen: Seen, definition: Definition, of: Days) -> str:
    """Why there is no number of a span: how many of its days are not in, and what the others come to; "" where all are."""
    days = days_of(*of)
    known = [d for d in days if over_days(definition, seen.daily, [d]).value is not None]
    if len(known) == len(days):
        return ""
    others = over_days(definition, seen.daily, known) if known else None
    value = _rounded(others.value, definition) if others else None
    if others is None or value is None:
        return Said("{n} of {days} days are not in", n=len(days) - len(known), days=len(days))
    said = {"n": len(days) - len(known), "days": len(days),
            "value": Amount(value, definition.unit.value, seen.shop.currency if definition.unit is Unit.MONEY else "")}
    if others.basis is Basis.SUM:
        return Said("{n} of {days} days are not in; the others come to {value}", **said)
    return Said("{n} of {days} days are not in; over the others {value}", **said)


def _rounded(value: Decimal | None, definition: Definition) -> Decimal | None:
    if value is None:
        return None
    if definition.unit is Unit.MONEY:
        return value.quantize(CENT)
    return value.quantize(SHARE_STEP) if definition.unit in (Unit.SHARE, Unit.RATIO) else value.quantize(Decimal("0.1"))


def _plan(seen: Seen, metric: str, span: Span, first: date, last: date) -> Decimal | None:
    """What the plan wanted of a span: the month's target, a quarter's three, a week's days as its mornings had them."""
    metric = PLANNED_AS.get(metric, metric)
    if span is Span.MONTH:
        target = seen.given.target(metric, first, last)
        return None if target is None else target.value
    if metric not in ADD_UP:
        return None
    if span is Span.QUARTER:
        months = [first, (first + timedelta(days=31)).replace(day=1), last.replace(day=1)]
        targets = [seen.given.target(metric, m, last) for m in months]
        return None if None in targets else sum((t.value for t in targets if t is not None), Decimal(0))
    parts = [day_target(seen, metric, d) for d in days_of(first, last)]
    return None if None in parts else sum((p.value for p in parts if p is not None), Decimal(0))


#: Numbers of reports that tell ads by material alone, and the target that is set for them.
PLANNED_AS = {"material_ad_spend": "ad_spend", "material_roas": "roas"}
#: Targets of months that may be added over months or spread over days.
ADD_UP = frozenset({"paid_gmv", "net_sales", "gmv", "paid_orders", "units_sold", "new_buyers", "ad_spend"})


def _big(seen: Seen, days: Days) -> tuple[str, ...]:
    """Big events of the platform, on days that they make unusual, and the shop's own that ran in a span: one name, one event."""
    country = country_of(seen.shop.platform, seen.shop.currency)
    theirs = [e.term for d in days_of(*days) for e in events_on(d, seen.shop.platform, country) if e.big and e.phase in UNUSUAL]
    called = {name for term in theirs for name in (str(term), term.zh)}
    own = [e.name for e in seen.given.own_events if e.first <= days[1] and e.last >= days[0] and e.name not in called]
    return tuple(dict.fromkeys((*theirs, *own)))


def _unlike(seen: Seen, mine: Days, other: Days) -> str:
    """What keeps another span from being a fair base: an event that ran in one of them only."""
    here, there = _big(seen, mine), _big(seen, other)
    if set(here) == set(there):
        return ""
    return Said("big events here: {here}; there: {there}", here=listed(here, DOT) or "—", there=listed(there, DOT) or "—")


def _events(seen: Seen, first: date, last: date) -> tuple[str, ...]:
    return _big(seen, (first, last))


def _ahead(seen: Seen, span: Span, last: date) -> tuple[str, ...]:
    """What begins in the span that follows, by day."""
    following = {Span.WEEK: 7, Span.MONTH: 31, Span.QUARTER: 92}[span]
    found = [Said("{day}: {event}", day=e.first, event=e.words)
             for e in events_ahead(seen.shop, seen.given, last + DAY, following - 1) if e.first > last]
    return tuple(found[:MOST])


def _left(seen: Seen, days: Sequence[date]) -> Decimal | None:
    """What some days left after goods, fees, freight and ads; None where nobody gave a cost or a day's cannot be told."""
    if not seen.given.costs:
        return None
    shares = settled_refunds(seen)
    parts = [profit_of(seen, seen.given, sold_lines(seen, d), shares, d).after_ads for d in days
             if seen.value("paid_gmv", d) is not None]
    known = [p for p in parts if p is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(days) else None


def _contribution(seen: Seen, span: Span, first: date, last: date) -> Figure | None:
    """What the span left after goods, fees, freight and ads; None where nobody gave a cost."""
    if not seen.given.costs:
        return None

    def why(known: Decimal | None) -> str:
        return "" if known is not None else Said("of some of its days not every cost is known")

    before = last_whole(span, first)
    value, was = _left(seen, days_of(first, last)), _left(seen, days_of(*before))
    return Figure("contribution", "贡献毛利", Unit.MONEY, value, why(value), seen.shop.currency, None,
                  (Beside("span_before", *before, was, why(was), _unlike(seen, (first, last), before)),))


def _products(seen: Seen, span: Span, first: date, last: date) -> tuple[ProductMove, ...]:
    """The products whose paid amount changed most against the span before; none where a day of either is not in."""
    before = last_whole(span, first)
    if any(seen.value("paid_gmv", d) is None for d in days_of(before[0], last)):
        return ()
    sums: dict[str, list[Decimal]] = {}
    for scope, days in seen.sliced.get("product", {}).get(LINE_GMV.name, {}).items():
        item = dict(scope).get("item_id", "") or dict(scope).get("sku", "")
        row = sums.setdefault(item, [Decimal(0), Decimal(0)])
        for day, value in days.items():
            if before[0] <= day <= last:
                row[day < first] += value
    names = seen.names.get("item_id", {})
    moved = [ProductMove(" ".join(dict.fromkeys((names.get(i, i), i))) if i else "—", now.quantize(CENT), was.quantize(CENT))
             for i, (now, was) in sums.items() if now != was]
    return tuple(sorted(moved, key=lambda p: (-abs(p.value - p.before), p.name))[:MOST])


def _work(shop: Shop, first: date, last: date, as_of: datetime) -> list[tuple[str, DayWork]]:
    """(state, work) of every line of the span's mornings, those that gained most first."""
    from daybook.records import models
    from daybook.records.work_rows import items_of

    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps").filter(
        shop__name=shop.name, on__gte=first, on__lte=last, made_at__lte=as_of).order_by("on", "pk")
    asked = [i for i in (i.as_of(as_of) for i in items_of(rows)) if i.state is not ItemState.CARRIED]
    items = sorted(asked, key=lambda i: -(i.gain.mid if i.gain else Decimal(0)))
    return [(i.state.value, DayWork(
        i.what, i.object, i.holder, i.state.value, *i.change(), i.receipt.minutes if i.receipt else None)) for i in items]


def _mornings(shop: Shop, first: date, last: date, as_of: datetime) -> list[Any]:
    """The kept briefs that review days of the span, the last made of each morning, in their order."""
    from daybook.records import models

    rows = models.Morning.objects.filter(shop__name=shop.name, on__gt=first, on__lte=last + DAY, as_of__lte=as_of)
    latest = {on: bytes(said) for on, said in rows.order_by("made_at").values_list("on", "said")}
    return [brief for _, said in sorted(latest.items()) if (brief := from_bytes(said)) is not None]


def _came_back(mornings: Sequence[Any]) -> tuple[CameBack, ...]:
    """Findings of more than one morning, those of most mornings first, then by the money at stake."""
    seen: dict[str, list[Any]] = {}
    for brief in mornings:
        for found in brief.findings:
            seen.setdefault(found.id, []).append((brief.on, found))
    back = [CameBack(told[-1][1], len(told), told[0][0], told[-1][0]) for told in seen.values() if len(told) > 1]
    return tuple(sorted(back, key=lambda c: (-c.mornings, -(c.finding.at_stake.mid if c.finding.at_stake else Decimal(0)),
                                             c.finding.id))[:MOST])
