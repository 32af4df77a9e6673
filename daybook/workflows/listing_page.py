"""One listing on one page: the funnel against its bases, sources, the price ledger with its events, the SKU ladder."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from daybook.calendar.days import comparison_days
from daybook.domain.brief import State
from daybook.domain.given import Given
from daybook.domain.listing_page import (
    OF_VISITORS,
    STEPS,
    EventKind,
    FunnelStep,
    ListingEvent,
    ListingPage,
    PriceDay,
    SkuLine,
    SourceLine,
)
from daybook.domain.product_table import Cell
from daybook.domain.said import Amount, Said, Term
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics.definitions.stock import COVER_DAYS, days_of_cover, units_per_day
from daybook.workflows.calendar_ahead import events_ahead
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.listing_facts import Facts, Row, facts_of
from daybook.workflows.morning import NINE
from daybook.workflows.readiness import day_states, report_rows, spans_of
from daybook.workflows.seeing import whose
from daybook.workflows.work import CARRIED_DAYS

#: Days of the price ledger that may be asked for.
SPANS = (35, 63, 180)
#: What the parts of the page rest on.
RESTS_ON = ("product_day", "product_source_day", "order_lines", "stock_day")
States = Mapping[str, Mapping[date, State]]


def listing_page(house: House, shop: Shop, item: str, on: date, days: int = 63, as_of: datetime | None = None) -> ListingPage:
    """A listing as known at nine of `on`, reviewed the day before; the ledger goes `days` back."""
    moment, last = as_of or shop.moment(on, NINE), on - timedelta(days=1)
    first = last - timedelta(days=max(days, COVER_DAYS + 7) - 1)
    given = given_known([shop], moment)[shop.name]

    def read(session: Session) -> tuple[Facts, States]:
        session.use_picks((min(first, last - timedelta(days=90)), last))
        counts = report_rows(session, first, last).get(shop.name, {})
        states = day_states(shop, spans_of([shop], moment).get(shop.name, []), counts, first, last)
        return facts_of(session, item, first, last, sorted(given.exclusions)), states

    facts, states = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, read)
    role = given.role_of(item, on)
    prices = tuple(_prices(facts, states, first, last))
    return ListingPage(
        shop.name, shop.currency, item, _name(facts), role.role if role else "", last, first,
        _funnel(facts, states, last), _by_source(facts, states, last), prices,
        _events(shop, item, facts, prices, given, first, last), _skus(facts, states, given, last), facts.reviews,
        facts.questions, facts.ratings,
        missing=tuple(t for t in RESTS_ON if t in states and not _in(states, t, last)),
        never=tuple(t for t in RESTS_ON if t not in states))


def _in(states: States, table: str, day: date) -> bool:
    return states.get(table, {}).get(day) in (State.IN, State.PARTIAL)


def _name(facts: Facts) -> str:
    """What the listing was called last: by the product report, the list of stock, its orders."""
    rows = sorted([*facts.traffic.values(), *facts.stock, *facts.sold], key=lambda r: r["day"])
    return next((str(r["title"]) for r in reversed(rows) if r.get("title")), "")


def _of(ask: Callable[[date], Decimal | None], last: date) -> Cell:
    days = comparison_days(last)
    return Cell(ask(last), ask(days.yesterday), ask(days.same_weekday_last_week))


def _funnel(facts: Facts, states: States, last: date) -> tuple[FunnelStep, ...]:
    def value(name: str, day: date) -> Decimal | None:
        """A count of a day that is in is 0 where the listing has no row; one that the report never holds is unknown."""
        if not _in(states, "product_day", day) or name not in held:
            return None
        row = facts.traffic.get(day)
        return Decimal(0) if row is None else None if row[name] is None else Decimal(row[name])

    def share(name: str, day: date) -> Decimal | None:
        part, of = value(name, day), value("visitors", day)
        return part / of if part is not None and of else None

    held = {name for name in STEPS if any(row[name] is not None for row in facts.traffic.values())}
    back = [last - timedelta(days=n) for n in range(COVER_DAYS, -1, -1)]
    return tuple(FunnelStep(
        name, _of(partial(value, name), last), _mean(value(name, d) for d in back[:-1]),
        _of(partial(share, name), last) if name in OF_VISITORS else None,
        tuple((d, value(name, d)) for d in back)) for name in STEPS if name in held)


def _mean(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [v for v in values if v is not None]
    return sum(known, Decimal(0)) / len(known) if len(known) >= COVER_DAYS // 2 else None


def _by_source(facts: Facts, states: States, last: date) -> tuple[SourceLine, ...]:
    """Lines by visitors; a source without a row on a day that is in had none."""
    rows: dict[str, dict[date, Row]] = defaultdict(dict)
    for row in facts.sources:
        rows[" · ".join(p for p in (row["source"], row["source_detail"], row["device"]) if p)][row["day"]] = row

    def ask(source: str, name: str, day: date) -> Decimal | None:
        if not _in(states, "product_source_day", day):
            return None
        row = rows[source].get(day)
        value = 0 if row is None else row[name]
        if value is None and name == "visitors" and row is not None:
            value = row["sessions"]
        return None if value is None else Decimal(value)

    lines = [SourceLine(source, *(_of(partial(ask, source, name), last) for name in ("visitors", "paid_buyers", "paid_amount")))
             for source in rows]
    return tuple(sorted(lines, key=lambda x: (-(x.visitors.value or 0), -(x.visitors.last_week or 0), x.source)))


def _prices(facts: Facts, states: States, first: date, last: date) -> Iterable[PriceDay]:
    shown: dict[date, list[Decimal]] = defaultdict(list)
    for row in facts.stock:
        if row["price"] is not None:
            shown[row["day"]].append(row["price"])
    for day, price in facts.listed.items():
        shown[day].append(price)
    sold: dict[date, list[Row]] = defaultdict(list)
    for row in facts.sold:
        sold[row["day"]].append(row)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        each = [row["paid"] / row["units"] for row in sold[day] if row["units"] and row["paid"] is not None]
        units, paid = _sum(sold[day], "units"), _sum(sold[day], "paid")
        known = bool(sold[day]) or _in(states, "order_lines", day)
        yield PriceDay(day, min(shown[day], default=None), max(shown[day], default=None), min(each, default=None),
                       max(each, default=None), units if known else None, paid if known else None)


def _sum(rows: Iterable[Row], name: str) -> Decimal | None:
    """The sum over all lines; None where one of them does not say it."""
    parts = [None if row[name] is None else Decimal(row[name]) * row["lines"] for row in rows]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None


def _skus(facts: Facts, states: States, given: Given, last: date) -> tuple[SkuLine, ...]:
    """SKUs by list price, then by what they brought: the ladder from the way in to the dearest."""
    since = last - timedelta(days=COVER_DAYS - 1)
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in facts.sold:
        if row["day"] >= since:
            rows[row["sku"]].append(row)
    latest = max((r["day"] for r in facts.stock), default=None)
    levels = {r["sku"]: r for r in facts.stock if r["day"] == latest}
    all_units, all_paid = (_sum([r for own in rows.values() for r in own], name) for name in ("units", "paid"))
    known = [last - timedelta(days=n) for n in range(COVER_DAYS) if _in(states, "order_lines", last - timedelta(days=n))]

    def line(sku: str) -> SkuLine:
        level: Mapping[str, Any] = levels.get(sku, {})
        units, paid = (_sum(rows.get(sku, ()), name) if known or sku in rows else None for name in ("units", "paid"))
        by_day = {d: _sum((r for r in rows.get(sku, ()) if r["day"] == d), "units") for d in known}
        sold = {d: n for d, n in by_day.items() if n is not None}
        sellable, cost = _whole(level.get("sellable_units")), given.unit_cost(sku, last)
        return SkuLine(
            sku, next((r["variant"] for r in rows.get(sku, ()) if r["variant"]), ""), level.get("price"), units, paid,
            units / all_units if units is not None and all_units else None,
            paid / all_paid if paid is not None and all_paid else None, sellable,
            _whole(level.get("in_transit_units")), days_of_cover(sellable, units_per_day(sold, last)),
            cost.unit_cost if cost else None)

    found = [line(sku) for sku in rows.keys() | levels.keys()]
    return tuple(sorted(found, key=lambda s: (s.list_price is None, s.list_price or Decimal(0), -(s.paid or 0), s.sku)))


def _whole(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _events(shop: Shop, item: str, facts: Facts, prices: tuple[PriceDay, ...], given: Given, first: date,
            last: date) -> tuple[ListingEvent, ...]:
    """What happened from first to last: windows of events, price steps, edits, notes and work about the listing."""
    found = [ListingEvent(EventKind.OWN if e.own else EventKind.PLATFORM, max(e.first, first), min(e.last, last),
                          e.name if e.own else Said("{event}: {window}", event=Term("event", e.name, e.name_zh),
                                                    window=Term("phase", e.window, e.window_zh)))
             for e in events_ahead(shop, given, first, (last - first).days) if e.first <= last]
    found += _steps(prices, shop.currency)
    found += [ListingEvent(EventKind.EDIT, e.seen_on, e.seen_on, Said(
        "{what}: {was} → {now}", what=Term("edited", e.what), was=e.was, now=e.now)) for e in facts.edits]
    about = {item, *(r["sku"] for r in facts.stock), *(r["sku"] for r in facts.sold)} - {""}
    found += [ListingEvent(EventKind.NOTE, day, day, " ".join(filter(None, (
        f"{n.from_} → {n.to}" if n.from_ or n.to else "", n.text))) or n.kind)
        for n in given.notes_between(first, last) if n.object in about for day in (shop.day_of(n.at),)]
    found += _work(shop, about, first, last)
    return tuple(sorted(found, key=lambda e: (e.first, e.last, e.kind, str(e.what))))


def _steps(prices: tuple[PriceDay, ...], currency: str) -> list[ListingEvent]:
    """Days on which the lowest price shown is another than when it was last known."""
    found, before = [], None
    for one in prices:
        if one.list_low is None:
            continue
        if before is not None and one.list_low != before:
            found.append(ListingEvent(EventKind.PRICE, one.day, one.day, Said(
                "list price {was} → {now}", was=Amount(before, "money", currency), now=Amount(one.list_low, "money", currency))))
        before = one.list_low
    return found


def _work(shop: Shop, about: set[str], first: date, last: date) -> list[ListingEvent]:
    """Work on the listing that was done on a day from first to last."""
    from daybook.records import models
    from daybook.records.work_rows import items_of

    rows = models.WorkItem.objects.select_related("shop").prefetch_related("steps").filter(
        shop__name=shop.name, state="done", on__gt=first - timedelta(days=CARRIED_DAYS), object__in=sorted(about))
    return [ListingEvent(EventKind.WORK, day, day, item.what) for item in items_of(rows)
            for day in (shop.day_of(item.steps[-1].at),) if first <= day <= last]
