"""The evening on one screen in words: today by carrier, what still closes the gap, the peak by quarters, rivals tonight."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.domain.brief import Unit
from daybook.domain.evening import CarrierSold, Closer, Evening, Quarter, ServiceHalf, WarRoom
from daybook.domain.report import Beside, Figure
from daybook.reports.evening_report import evening_report, money
from daybook.reports.localise import in_language
from daybook.reports.numbers import ABSENT, grouped, percent, shown
from daybook.reports.report import Line, Number, Report, Section, number_of
from daybook.reports.sale_report import sale_section
from daybook.reports.wording import Words

#: Half hours of service that are listed one by one.
AHEAD = 4


@dataclass(frozen=True)
class CarrierRow:
    """One carrier as a row of a table: what it sold, its share, the days beside it until the same minute, and how old it is."""

    carrier: str
    paid: str
    share: str
    yesterday: str
    last_week: str
    when: str


@dataclass(frozen=True)
class ServiceRow:
    """One line of the load of service; `short`: fewer are rostered than needed."""

    head: str
    text: str
    aside: str = ""
    short: bool = False


@dataclass(frozen=True)
class PeakRow:
    """One quarter of an hour as a row of a table; what is not known says so.  `failing`, `lacking`: what troubles it."""

    clock: str
    visitors: str
    carts: str
    buyers: str
    orders: str
    paid: str
    failed: str
    waiting: str
    sold_out: str
    failing: bool
    lacking: bool


def war_room_report(one: WarRoom, w: Words) -> Report:
    """The evening of a shop as a report."""
    told, here = evening_report(one.evening, w), in_language(one, w)
    evening = here.evening
    numbers = tuple(_aged(f, evening, w) for f in here.figures)
    carriers = tuple(Line(r.carrier, f"{r.paid} · {r.share} · {r.when}", w("yesterday {yesterday}, last week {last_week}",
                     yesterday=r.yesterday, last_week=r.last_week)) for r in carrier_rows(one, w))
    peak = tuple(Line(r.clock, _peak_line(r, w)) for r in peak_rows(one, w))
    sale = sale_section(one, w)
    return Report(told.title, told.lead, told.written, told.notices, (*told.alarms, *service_alarm(one, w)), numbers, (
        *told.sections, *((sale,) if sale else ()),
        Section(w("By carrier"), carriers, w("Not known: neither orders nor readings name a carrier today.")),
        closers_section(one, w),
        Section(w("The peak by quarters of an hour"), peak, w("The peak has not begun.")),
        service_section(one, w), rivals_section(one, w)))


def _aged(figure: Figure, evening: Evening, w: Words) -> Number:
    """A number with the minute at which it was read, and how long ago that is."""
    number = number_of(figure, w, evening.zone, evening.on)
    return replace(number, when=f"{number.when} · {age(evening, figure.at, w)}") if figure.at else number


def carrier_rows(one: WarRoom, w: Words) -> tuple[CarrierRow, ...]:
    """Carriers with their share of what all of them sold, and the days beside them."""
    whole = sum((c.paid for c in one.carriers), Decimal(0))
    return tuple(CarrierRow(
        c.carrier or w("not told"), money(c.paid, one.evening, w), percent(c.paid / whole) if whole else ABSENT,
        _beside(c, c.yesterday, one.evening, w), _beside(c, c.last_week, one.evening, w), age(one.evening, c.at, w))
        for c in one.carriers)


def _beside(carrier: CarrierSold, base: Decimal | None, evening: Evening, w: Words) -> str:
    if base is None:
        return w("not known")
    change = Beside("yesterday", evening.on, evening.on, base).rate(carrier.paid)
    return money(base, evening, w) + ("" if change is None else f" ({'+' if change > 0 else ''}{grouped(change * 100, 0)}%)")


def closers_section(one: WarRoom, w: Words) -> Section:
    """The ways to close the gap, the soonest first; the section says how large the gap is."""
    outlook = one.evening.outlook
    gap = outlook.gap if outlook else None
    if gap is None:
        title = w("What still helps tonight")
    elif gap > 0:
        title = w("What still closes the gap of {money}", money=money(gap, one.evening, w))
    else:
        title = w("The target is passed by the middle of the forecast: what would still help")
    return Section(title, tuple(_closer(c, one, w) for c in one.closers))


def _closer(closer: Closer, one: WarRoom, w: Words) -> Line:
    here = in_language(closer, w)
    head = w.name("closer", closer.kind)
    clock = f"{closer.latest.astimezone(ZoneInfo(one.evening.zone)):%H:%M}"
    aside = w("works after {n} min, to be begun by {clock}", n=closer.lead, clock=clock)
    if closer.brings is None:
        said = here.why_not
    else:
        said = w("brings {middle} until midnight, with 80 % between {low} and {high}, by {n} measured moves",
                 middle=money(closer.brings.middle, one.evening, w), low=money(closer.brings.low, one.evening, w),
                 high=money(closer.brings.high, one.evening, w), n=closer.brings.moves)
    planned = w("in today's plan: {what}", what=" · ".join(here.planned)) if closer.planned else ""
    return Line(head, " · ".join(part for part in (said, planned) if part), aside)


def peak_rows(one: WarRoom, w: Words) -> tuple[PeakRow, ...]:
    """The quarters of the peak, the latest first."""
    return tuple(_peak_row(q, one.evening, w) for q in reversed(one.peak))


def _peak_row(q: Quarter, evening: Evening, w: Words) -> PeakRow:
    zone = ZoneInfo(evening.zone)
    visitors, carts, buyers, orders, failed, waiting, sold_out = (_count(v, w) for v in (
        q.visitors, q.carts, q.buyers, q.orders, q.failed, q.waiting, q.sold_out))
    paid = w("not known") if q.paid is None else money(q.paid, evening, w)
    return PeakRow(f"{q.begins.astimezone(zone):%H:%M}–{q.ends.astimezone(zone):%H:%M}", visitors, carts, buyers, orders, paid,
                   failed, waiting, sold_out, bool(q.failed), bool(q.sold_out))


def _count(value: int | None, w: Words) -> str:
    return w("not known") if value is None else shown(Decimal(value), Unit.COUNT, "", w.language)


def _peak_line(row: PeakRow, w: Words) -> str:
    names = (("visitors", row.visitors), ("carts", row.carts), ("buyers", row.buyers), ("orders", row.orders), ("paid", row.paid),
             ("failed", row.failed), ("waiting", row.waiting), ("sold_out", row.sold_out))
    return " · ".join(f"{w.name('peak', name)} {value}" for name, value in names)


def service_alarm(one: WarRoom, w: Words) -> tuple[Line, ...]:
    """The peak of the next hours that the roster does not cover; nothing where there is none."""
    warning = in_language(one.service, w).warning
    return (Line(w("Service"), warning),) if warning else ()


def service_section(one: WarRoom, w: Words) -> Section:
    """The load of service as lines of a report."""
    return Section(w("Service load"), tuple(Line(r.head, r.text, r.aside) for r in service_rows(one, w)))


def service_rows(one: WarRoom, w: Words) -> tuple[ServiceRow, ...]:
    """Who waits, today's asks so far, the busiest half hour to come, and the next ones with the people they need."""
    here, evening = in_language(one.service, w), one.evening
    waiting = w("not known: read it off the console") if here.waiting is None else str(here.waiting)
    rows = [ServiceRow(w("Buyers who wait"), waiting, "" if here.waiting_at is None else age(evening, here.waiting_at, w))]
    if here.asks is not None and here.late is not None and here.until is not None:
        rows.append(ServiceRow(w("Asked today"), w("{n} talks, {late} rounds answered late or not", n=here.asks, late=here.late),
                               w("transcripts until {clock}", clock=w.moment(here.until, evening.zone, evening.on))))
    busiest = here.busiest
    if busiest is None:
        return (*rows, ServiceRow(w("Asks to come"), w("not known ({why})", why=here.why_not)))
    return (*rows, _half(busiest, w("Most asks to come at {clock}", clock=_clock(busiest, evening)), w),
            *(_half(half, _clock(half, evening), w) for half in here.halves[:AHEAD]))


def _clock(half: ServiceHalf, evening: Evening) -> str:
    return f"{half.begins.astimezone(ZoneInfo(evening.zone)):%H:%M}"


def _half(half: ServiceHalf, head: str, w: Words) -> ServiceRow:
    there = w("nobody gave a roster") if half.there is None else w("{n} rostered", n=half.there)
    lacking = (half.needed or 0) - half.there if half.there is not None and half.is_short else 0
    return ServiceRow(head, w("{asks} asks, at most {high} on four days of five; {needed} agents needed, {there}",
                              asks=f"{half.asks:.1f}", high=f"{half.high:.0f}", needed=half.needed or 0, there=there),
                      w("{n} too few", n=lacking) if lacking else "", bool(lacking))


def rivals_section(one: WarRoom, w: Words) -> Section:
    """What was last seen of rivals with its age, and the looks that tonight asks for."""
    evening = one.evening
    seen = tuple(Line(s.rival, in_language(s.text, w), age(evening, s.at, w)) for s in one.sightings)
    checks = tuple(Line(
        w("look at {clock}", clock=w.moment(c.due_at, evening.zone, evening.on)),
        w("nobody has looked yet") if c.done_at is None and c.due_at <= evening.as_of else
        w("still to come") if c.done_at is None else w("done at {clock}", clock=w.moment(c.done_at, evening.zone, evening.on)))
        for c in one.checks)
    return Section(w("Rivals tonight"), (*seen, *checks), w("No rival was seen in the last week."))


def age(evening: Evening, at: datetime, w: Words) -> str:
    """How long ago a moment is, in minutes, hours or days."""
    minutes = max(round((evening.as_of - at).total_seconds() / 60), 0)
    if minutes < 120:
        return w.many("{n} minute ago", "{n} minutes ago", minutes)
    if minutes < 48 * 60:
        return w.many("{n} hour ago", "{n} hours ago", round(minutes / 60))
    return w.many("{n} day ago", "{n} days ago", round(minutes / 1440))

