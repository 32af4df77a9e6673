"""Stock as a report: the table of a shop, and one SKU in sentences."""

from datetime import date
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.price_plan import DayRange
from daybook.domain.shop import Shop
from daybook.domain.stock import StockLine
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, percent
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.price_phrases import binding_words
from daybook.reports.wording import Words, translator

#: SKUs on a printed table.
SHOWN = 200
#: A shortage that is less likely than one in a hundred is not told.
LEAST_ODDS = 0.01


def stock_paper(shop: Shop, on: date, lines: tuple[StockLine, ...], language: str) -> Paper:
    """The table of a shop, those that need something first."""
    w = translator(language)
    rows = [(Cell(line.sku or line.item_id, strong=True), line.title, count(line.sellable), coming_words(line, w),
             rate(line.per_day), "—" if line.cover_days is None else str(line.cover_days), need_words(line, w),
             state_words(line, shop.currency, w)) for line in lines[:SHOWN]]
    heads = ("SKU", w("Product"), w("Sellable"), w("On its way"), w("Units a day"), w("Days of cover"), w("Order"), w("State"))
    return Paper(w("{shop}: stock", shop=shop.name), (w.full_day(on),), w("{n} SKUs with a level of the last week.", n=len(lines)),
                 (table(w("SKUs"), heads, rows, w("No level of stock is in: drop a stock report, or set one.")),))


def count(value: Decimal | int | None) -> str:
    """Units, or that nobody knows."""
    return "—" if value is None else f"{int(value):,}"


def rate(value: float | None) -> str:
    """Units a day."""
    return "—" if value is None else f"{value:.1f}"


def coming_words(line: StockLine, w: Words) -> str:
    """What comes and when; that nothing is known of it is not that nothing comes."""
    if not line.arrivals:
        return w("nothing") if line.in_transit is not None else w("not known")
    first = line.arrivals[0]
    units = sum(a.units for a in line.arrivals)
    if first.day is None:
        return w("{n}, day not known", n=f"{units:,}")
    return w("{n} from {day} on", n=f"{units:,}", day=w.day(first.day))


def need_words(line: StockLine, w: Words) -> str:
    """What to order and until when."""
    need = line.need
    if need is None:
        return w("lead time not known") if line.per_day is not None else "—"
    if need.order:
        return w("{n} now", n=f"{need.order:,}")
    return w("by {day}", day=w.day(need.order_by)) if need.order_by else w("none needed")


def state_words(line: StockLine, currency: str, w: Words) -> str:
    """What is wrong with it, in money where that is known."""
    lost, tied = (exact(value, Unit.MONEY, currency, w.language) if value else "" for value in (line.lost_a_day, line.tied_up))
    if line.sellable is not None and line.sellable <= 0:
        return w("Sold out: {money} a day lost", money=lost) if lost else w("Sold out")
    if line.expiry:
        return w.name("expiry", line.expiry, line.expiry)
    if line.short is not None and line.short.chance > 0.5:
        return w("Runs out before more comes: {money} a day", money=lost) if lost else w("Runs out before more comes")
    if line.is_dead:
        return w("Did not sell: {money} tied up", money=tied) if tied else w("Did not sell")
    if line.surplus:
        return w("Too much: {money} tied up", money=tied) if tied else w("Too much: {n} units", n=f"{line.surplus:,}")
    return w("In order") if line.per_day is not None else w("Not known")


def tone(line: StockLine) -> str:
    """Colour of the state."""
    if (line.sellable is not None and line.sellable <= 0) or (line.short is not None and line.short.chance > 0.5) \
            or line.expiry in ("delist", "discount"):
        return "red"
    return "amber" if line.surplus or line.is_dead or line.expiry else "green"


def facts(line: StockLine, currency: str, w: Words) -> list[tuple[str, str]]:
    """One SKU as names and values."""
    need, short = line.need, line.short
    said = [
        (w("Sellable"), count(line.sellable)), (w("In paid orders that have not left"), count(line.allocated)),
        (w("On its way"), coming_words(line, w)), (w("Units a day"), rate(line.per_day)),
        (w("Next seven days"), "—" if line.week is None else f"{line.week[1]:.0f} ({line.week[0]:.0f}–{line.week[2]:.0f})"),
        (w("Days of cover"), "—" if line.cover_days is None else str(line.cover_days)),
        (w("Lead time"), w("{n} days", n=need.lead.days) if need else w("not known"))]
    if need is not None:
        said += [(w("Safety stock"), count(need.safety)), (w("Reorder point"), count(need.reorder_point)),
                 (w("Order up to"), count(need.up_to)), (w("Order"), need_words(line, w))]
    if short is not None and short.chance >= LEAST_ODDS:
        said.append((w("Missing until {day}", day=w.day(short.until)), w(
            "{units} ({low}–{high}), odds {share}", units=f"{short.units[1]:.0f}", low=f"{short.units[0]:.0f}",
            high=f"{short.units[2]:.0f}", share=percent(Decimal(str(round(short.chance, 4)))))))
        if line.lost_a_day is not None and line.per_day:
            unit = float(line.lost_a_day) / line.per_day
            low, mid, high = (exact(Decimal(str(round(n * unit, 2))), Unit.MONEY, currency, w.language) for n in short.units)
            said.append((w("Lost by then"), f"{mid} ({low}–{high})"))
    if line.event:
        said.append((in_language(line.event, w), w("{n} units asked for", n=f"{line.event_units or 0:.0f}")))
    if line.surplus:
        said.append((w("More than the wanted cover"), count(line.surplus)))
    if line.tied_up:
        said.append((w("Tied up"), exact(line.tied_up, Unit.MONEY, currency, w.language)))
    if line.expires_on:
        said.append((w("Expires on"), w.full_day(line.expires_on)))
    return said


def live_facts(held: int | None, w: Words) -> list[tuple[str, str]]:
    """What of a SKU is to be held back from a live show, where the shop holds any."""
    return [] if held is None else [(w("To be held back from live shows"), count(held))]


def clearing_facts(allowed: DayRange | None, currency: str, w: Words) -> list[tuple[str, str]]:
    """At what price it may be sold off today, and what holds that price up."""
    if allowed is None:
        return []
    if allowed.low is None:
        return [(w("Lowest price allowed today"), w("nothing holds it up: no cost, event or promise is known"))]
    by = binding_words(allowed.low_by, w)
    return [(w("Lowest price allowed today"), " · ".join(part for part in (exact(
        allowed.low, Unit.MONEY, currency, w.language), by) if part))]
