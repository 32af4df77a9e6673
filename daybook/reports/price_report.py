"""The price plan as a report: the table of a shop, one SKU's events and ranges, a price that was tried, promises."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from daybook.domain.brief import Unit
from daybook.domain.price_plan import Binding, LedgerDay, PriceBoard, Promise, SkuPlan, Trial
from daybook.reports.numbers import exact, percent
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.price_phrases import (
    binding_words,
    breach_words,
    consequence_words,
    posted_words,
    range_words,
    room_words,
    state_words,
    window_words,
)
from daybook.reports.wording import translator

#: SKUs on a printed table.
SHOWN = 200


def board_paper(board: PriceBoard, language: str) -> Paper:
    """The table of a shop and what was promised."""
    w = translator(language)
    rows = [(Cell(line.sku or line.item_id, strong=True), line.title, _money(line.now, board.currency, language),
             range_words(line.today, board.currency, w), binding_words(line.today.low_by, w),
             room_words(line.next_event, board.currency, w) if line.next_event else "", state_words(line, w))
            for line in board.lines[:SHOWN]]
    heads = ("SKU", w("Product"), w("Price now"), w("Allowed today"), w("Bound by"), w("Next event"), w("State"))
    return Paper(w("{shop}: price plan", shop=board.shop), (w.full_day(board.on),),
                 w("{n} SKUs; all prices as buyers pay them.", n=len(board.lines)),
                 (table(w("SKUs"), heads, rows, w("No SKU sold or was listed lately.")),
                  promises_table(board.promises, board.currency, language)))


def promises_table(promises: Sequence[Promise], currency: str, language: str) -> Table:
    """What was promised on prices: to whom, on what, until when, and where it stands written."""
    w = translator(language)
    rows = [(w.name("hold", p.window.hold.value, p.window.hold.value), Cell(p.object or w("all products"), strong=True),
             p.window.event, _money(p.window.price, currency, language), w.full_day(p.window.first), w.full_day(p.window.last),
             p.to, w.name("source", p.ref, p.ref)) for p in promises]
    heads = (w("Kind"), w("Object"), w("What"), w("Price"), w("From"), w("Until"), w("To whom"), w("Where it stands"))
    return table(w("Promises on price"), heads, rows, w("Nothing is promised on any price from today on."))


def sku_paper(plan: SkuPlan, currency: str, language: str, trial: Trial | None = None) -> Paper:
    """One SKU: its events, then stretches of days with one range."""
    w = translator(language)
    line = plan.line
    tables = [] if trial is None else [_trial(trial, currency, language)]
    tables.append(table(w("Events"), (w("Event"), w("Price"), w("Left of a unit"), w("Given up")), [
        (window_words(p.room.window, w), room_words(p.room, currency, w), _money(p.left, currency, language),
         _money(p.given_up, currency, language)) for p in plan.events], w("No event is filed or wished.")))
    heads = (w("Days"), w("What a buyer pays"), w("Bound below by"), w("Bound above by"), w("To post, before coupons"))
    tables.append(table(w("Allowed prices"), heads, [
        (_days(days, language), range_words(days[0].range, currency, w), binding_words(days[0].range.low_by, w),
         binding_words(days[0].range.high_by, w), posted_words(days[0], currency, w))
        for days in stretches(plan.days, line.today.day)]))
    return Paper(f"{line.sku or line.item_id} {line.title}".strip(), (w.full_day(line.today.day),),
                 f"{state_words(line, w)}: {range_words(line.today, currency, w)}", tuple(tables))


def stretches(days: Sequence[LedgerDay], today: date) -> list[list[LedgerDay]]:
    """Days to come, those of one range, one reason and one range of posted prices together."""
    ahead = [d for d in days if d.day >= today]
    return [list(same) for _, same in groupby(ahead, key=lambda d: (
        d.range.low, d.range.high, _who(d.range.low_by), _who(d.range.high_by), d.posted_low, d.posted_high))]


def _who(by: Binding | None) -> object:
    return None if by is None else (by.rule, by.window)


def _days(days: Sequence[LedgerDay], language: str) -> str:
    w = translator(language)
    first, last = days[0].day, days[-1].day
    return w.day(first) if first == last else f"{w.day(first)} – {w.day(last)}"


def _trial(trial: Trial, currency: str, language: str) -> Table:
    w = translator(language)
    said = w("{price} from {first} to {last}", price=_money(trial.price, currency, language), first=w.day(trial.first),
             last=w.day(trial.last))
    rows = [(Cell(breach_words(c.breach, currency, w)), consequence_words(c, currency, w)) for c in trial.consequences]
    if trial.left is not None and trial.margin is not None:
        lost = "" if trial.given_up is None else w(
            "{money} against the usual price", money=_money(-trial.given_up, currency, language))
        rows.append((Cell(w("{left} of a unit is left, {margin} of the price", left=_money(trial.left, currency, language),
                            margin=percent(trial.margin))), lost))
    nearest = w("the nearest price that breaks nothing: {price}", price=_money(trial.nearest, currency, language)) \
        if trial.nearest is not None else w("no price keeps everything on these days")
    return table(said, (w("What it breaks"), w("What it costs")), [*rows, (Cell(nearest), "")])


def _money(value: Decimal | None, currency: str, language: str) -> str:
    return exact(value, Unit.MONEY, currency, language) if value is not None else "—"
