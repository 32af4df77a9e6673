"""The plan of a big event in words: its lines by kind, the day by the hour; and the day beside the kept plan (war room)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.domain.activities import PlanLine
from daybook.domain.brief import Unit
from daybook.domain.evening import WarRoom
from daybook.domain.mega_sale import ADS, CARTS, PAGES, ROSTER, STOCK, WAVE, PlanRow, SalePlan, SaleStock, SaleToday
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, shown
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.report import Line, Section
from daybook.reports.wording import Words, translator

#: The order in which the lines of a plan are read.
SECTIONS = (WAVE, CARTS, ADS, STOCK, ROSTER, PAGES)

@dataclass(frozen=True)
class RowWords:
    """One line of a plan in words.  `value` counts; `said` who set it and when; `input` is what a form begins with."""

    row: PlanRow
    what: str
    days: str
    value: str
    draft: str
    basis: str
    aside: str
    said: str
    input: str
    due: str
    tone: str


@dataclass(frozen=True)
class StockWords:
    """One SKU of the plan today in words; `tone` is red where it will not last."""

    name: str
    planned: str
    sold: str
    today: str
    left: str
    lasts: str
    tone: str


def row_words(row: PlanRow, plan: SalePlan, w: Words) -> RowWords:
    """A line of a plan in the reader's language."""
    here = in_language(row, w)
    days = "" if row.first is None or row.last is None or row.kind in (ROSTER, STOCK) else _span(row, w)
    tone = "red" if row.short else "green" if row.line is not None else ""
    value, draft = (_value(v, row.unit, plan, w) for v in (row.value, row.drafted))
    return RowWords(row, here.said_of, days, value, draft, here.basis, here.aside, set_by(row.line, plan, w),
                    _plain(row.value, row.unit), row.due_on.isoformat() if row.due_on else "", tone)


def _span(row: PlanRow, w: Words) -> str:
    assert row.first is not None
    assert row.last is not None
    return w.day(row.first) if row.first == row.last else f"{w.day(row.first)} – {w.day(row.last)}"


def _value(value: Decimal | None, unit: Unit, plan: SalePlan, w: Words) -> str:
    return "—" if value is None else exact(value, unit, plan.shop.currency, w.language)


def _plain(value: Decimal | None, unit: Unit) -> str:
    """A number as a form sends it."""
    return "" if value is None else f"{value:.2f}" if unit is Unit.MONEY else f"{value:.0f}"


def set_by(line: PlanLine | None, plan: SalePlan, w: Words) -> str:
    """Who set a line and when; nothing where nobody has."""
    if line is None:
        return ""
    return w("{who}, {at}", who=line.by, at=w.moment(line.at, plan.shop.zone, plan.on))


def lead_words(plan: SalePlan, w: Words) -> str:
    """Whether the plan counts, and what it comes to."""
    total = plan.total
    if total is None:
        return in_language(plan.why_not, w) or w("One wave has no target yet: set it by hand.")
    money = shown(total, Unit.MONEY, plan.shop.currency, w.language)
    agreed = plan.agreed
    if agreed is None:
        return w("A draft over {money}: it counts for nobody until somebody keeps it.", money=money)
    at = w.moment(agreed.at, plan.shop.zone, plan.on)
    return w("Kept by {who}, {at}: {money} on its days.", who=agreed.by, at=at, money=money)


def hour_words(plan: SalePlan, w: Words) -> list[tuple[str, str, str]]:
    """The day by the hour: clock, what the hour is to bring, and what is to be in by its end."""
    found, so_far = [], Decimal(0)
    for hour, part in enumerate(plan.hours):
        so_far += part
        money, by_then = (shown(v.quantize(Decimal(1)), Unit.MONEY, plan.shop.currency, w.language) for v in (part, so_far))
        found.append((f"{hour:02d}:00", money, by_then))
    return found


def plan_paper(plan: SalePlan, language: str) -> Paper:
    """The plan as tables, one a kind of line."""
    w = translator(language)
    heads = (w("Line"), w("Days"), w("In the plan"), w("Draft"), w("Drafted from"), w("Beside"), w("Set by"))
    tables = []
    for kind in SECTIONS:
        rows = [row_words(row, plan, w) for row in plan.of(kind)]
        tables.append(table(w.name("plan_kind", kind), heads, [
            (Cell(r.what), Cell(r.days), Cell(done_words(r, w) or r.value, strong=True), Cell(r.draft), Cell(r.basis),
             Cell(r.aside), Cell(r.said)) for r in rows], w("nothing is known to draft it from")))
    hours = [tuple(Cell(part) for part in line) for line in hour_words(plan, w)]
    tables.append(table(w("{day} by the hour", day=w.dated(plan.hours_of)), (w("From"), w("In the hour"), w("By its end")), hours,
                        w("Orders do not say their hour, or too few days are known.")))
    title = w("{shop}: plan of {event}", shop=plan.shop.name, event=in_language(plan.activity.term, w))
    return Paper(title, (), lead_words(plan, w), tuple(tables))


def done_words(one: RowWords, w: Words) -> str:
    """Where a set of pages stands; nothing for other lines."""
    if one.row.kind != PAGES:
        return ""
    if one.row.done:
        return w("done")
    return "—" if one.row.due_on is None else w("due {day}", day=w.day(one.row.due_on))


def today_lines(sale: SaleToday, room: WarRoom, w: Words) -> tuple[Line, ...]:
    """Money, ads, people, carts and pages of the day beside the plan, the money first."""
    return tuple(line for line in (*_money_lines(sale, room, w), *_ads_lines(sale, room, w), *_people_lines(sale, w),
                                   *_warm_lines(sale, w)) if line is not None)


def _money(value: Decimal, room: WarRoom, w: Words) -> str:
    return shown(value.quantize(Decimal(1)), Unit.MONEY, room.evening.currency, w.language)


def _money_lines(sale: SaleToday, room: WarRoom, w: Words) -> list[Line]:
    if sale.target is None:
        return []
    target = w("target {money} by the plan", money=_money(sale.target, room, w))
    if sale.ahead is None or sale.paid is None or sale.by_now is None or sale.at is None:
        return [Line(w("Paid amount"), target, w("nothing of this minute is known: {why}", why=in_language(room.evening, w).why_not)
                     if room.evening.why_not else "")]
    clock = _clock(sale.at, room)
    head = w("{money} ahead of the plan", money=_money(sale.ahead, room, w)) if sale.ahead >= 0 else w(
        "{money} behind the plan", money=_money(-sale.ahead, room, w))
    return [Line(head, w("{paid} by {clock}, the plan asks {asked} by then", paid=_money(sale.paid, room, w), clock=clock,
                         asked=_money(sale.by_now, room, w)), target)]


def _ads_lines(sale: SaleToday, room: WarRoom, w: Words) -> list[Line]:
    ads = sale.ads
    if ads is None:
        return []
    today = w("not read today") if ads.today is None else _money(ads.today, room, w)
    before = w("not known") if ads.before is None else _money(ads.before, room, w)
    return [Line(w("Ads, {phase}", phase=in_language(ads.phase, w)), w(
        "today {today} of {part}; before today {before}, budget of the phase {budget}", today=today,
        part=_money(ads.today_part, room, w), before=before, budget=_money(ads.budget, room, w)))]


def _people_lines(sale: SaleToday, w: Words) -> list[Line]:
    if sale.agents is None:
        return []
    there = w("nobody gave a roster for what is left of today") if sale.rostered is None else w("at most {n} rostered from now on",
                                                                                              n=sale.rostered)
    return [Line(w("Service"), w("{n} agents by the plan; {there}", n=sale.agents, there=there))]


def _warm_lines(sale: SaleToday, w: Words) -> list[Line]:
    found = []
    if sale.carts_goal is not None:
        so_far = w("not known") if sale.carts is None else str(sale.carts)
        found.append(Line(w("Carts"), w("{n} units since the warm-up began, goal {goal}", n=so_far, goal=sale.carts_goal)))
    found += [Line(w("Pages"), w("{phase}: due {day}, not done", phase=w.name("phase", one.name, one.name), day=w.day(one.due)))
              for one in sale.pages if one.due is not None]
    return found


def _clock(at: datetime, room: WarRoom) -> str:
    return f"{at.astimezone(ZoneInfo(room.evening.zone)):%H:%M}"


def hour_rows(sale: SaleToday, room: WarRoom, w: Words) -> list[tuple[str, str, str, str, str]]:
    """The hours that are over, the latest first: clock, plan, what came, the difference, and its tone."""
    found = []
    for one in reversed(sale.hours):
        came = w("not known") if one.came is None else _money(one.came, room, w)
        more = Decimal(0) if one.came is None else one.came - one.planned
        apart = "" if one.came is None else f"{'+' if more >= 0 else '−'}{_money(abs(more), room, w)}"
        tone = "" if one.came is None else "green" if one.came >= one.planned else "amber"
        found.append((f"{one.hour:02d}:00–{one.hour + 1:02d}:00", _money(one.planned, room, w), came, apart, tone))
    return found


def stock_rows(sale: SaleToday, w: Words) -> list[StockWords]:
    """The SKUs of the plan, those that end first on top."""
    def soon(one: SaleStock) -> tuple[bool, Decimal]:
        return one.hours_left is None, one.hours_left or Decimal(0)

    return [_stock_words(one, w) for one in sorted(sale.stock, key=soon)]


def _stock_words(one: SaleStock, w: Words) -> StockWords:
    planned, sold, today, left = ("—" if v is None else str(v) for v in (one.planned, one.sold, one.today, one.left))
    if one.left == 0:
        return StockWords(one.name, planned, sold, today, left, w("sold out"), "red")
    lasts = w("not known: no order of today is in") if one.today is None else w("nothing sold today") if not one.today else w(
        "no stock list is in") if one.hours_left is None else w("{hours} h at today's pace", hours=f"{one.hours_left:.0f}")
    return StockWords(one.name, planned, sold, today, left, lasts, "red" if one.short else "")


def sale_section(room: WarRoom, w: Words) -> Section | None:
    """The day beside the plan as lines of a report; None on a day of no kept plan."""
    sale = room.sale
    if sale is None:
        return None
    hours = tuple(Line(clock, w("plan {planned}, came {came}", planned=planned, came=came), apart)
                  for clock, planned, came, apart, _ in hour_rows(sale, room, w))
    stock = tuple(Line(s.name, w("{left} left, {planned} planned, {today} sold today", left=s.left, planned=s.planned,
                                 today=s.today), s.lasts) for s in stock_rows(sale, w))
    return Section(sale_title(sale, w), (*today_lines(sale, room, w), *hours, *stock))


def sale_title(sale: SaleToday, w: Words) -> str:
    """Which event's plan stands beside the day, and whose it is."""
    return w("{event}: today beside the plan", event=in_language(sale.activity.term, w))
