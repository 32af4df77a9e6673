"""The activities page as a report and in words: deadlines, what endangers entries, one event's products beside what it asks."""

from datetime import date
from decimal import Decimal

from daybook.domain.activities import Candidate, Check, Entry, Met
from daybook.domain.activity_pages import ActivitiesTable, ActivityPage
from daybook.domain.activity_review import EventReview
from daybook.domain.brief import Unit
from daybook.domain.event_calendar import Span
from daybook.reports.localise import in_language
from daybook.reports.numbers import shown
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import Words, translator

#: Products that a printed table names.
SHOWN = 80


def check_words(one: Check, currency: str, w: Words) -> str:
    """What is asked, what is there, by which rule, and what to do."""
    name = w.name("event_check", one.name)
    if one.met is Met.UNTOLD:
        return w("{name}: not known; {do}", name=name, do=in_language(one.do, w)) if one.do else w("{name}: not known", name=name)
    has, asked = value_words(one.has, one, currency, w), value_words(one.asked, one, currency, w)
    rule = w("rule {rule}", rule=one.rule) if one.rule else ""
    if one.day is not None:
        rule = w("{rule}, bound on {day}", rule=rule, day=w.day(one.day)) if rule else w.day(one.day)
    limit = ("≤ " if one.name == "event_price" else "≥ ") + asked if asked else ""
    said = " · ".join(part for part in (f"{name} {has}".strip(), limit, rule) if part)
    return w("{said}: {do}", said=said, do=in_language(one.do, w)) if one.do else said


def value_words(value: Decimal | str | None, one: Check, currency: str, w: Words) -> str:
    """A value of a check; nothing where there is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if one.name == "shop_score":
        return f"{value.normalize():f}"
    return shown(value, one.unit, currency, w.language)


def stand_words(one: Candidate, w: Words) -> str:
    """Where a product stands: its entry, else what the export says, else whether it may be filed."""
    if one.filed is not None:
        return w.name("entry_state", one.filed.state.value)
    if one.export_state:
        return w.name("entry_state", one.export_state, one.export_state)
    return w("may be filed") if one.eligible else w("may not be filed")


def entry_words(one: Entry, currency: str, w: Words) -> str:
    """An entry's price and stock."""
    price = shown(one.price, Unit.MONEY, currency, w.language) if one.price is not None else "—"
    return w("{price} × {units}", price=price, units=one.units if one.units is not None else "—")


def span_words(first: date, last: date, w: Words) -> str:
    """From a day to another."""
    return w.day(first) if first == last else f"{w.day(first)} – {w.day(last)}"


def board_paper(found: ActivitiesTable, language: str) -> Paper:
    """Deadlines, entries and what endangers them."""
    w = translator(language)
    usual, announced = w("by the usual pattern"), w("announced")
    rows = [(Cell(in_language(d.activity.term, w)), Cell(in_language(d.span.name, w)), Cell(w.day(d.span.last)), Cell(str(d.days)),
             Cell(str(d.filed)), Cell(usual if d.span.estimated else announced)) for d in found.deadlines]
    entries = [(Cell(in_language(a.term, w)), Cell(found.names.get(e.item_id, e.item_id)), *_entry(e, found.shop.currency, w))
               for a, e in found.entries]
    heads = (w("Event"), w("Window"), w("Until"), w("Days"), w("Products filed"), w("Dates"))
    return Paper(w("{shop}: activities", shop=found.shop.name), tuple(in_language(r.words, w) for r in found.risks), "", (
        table(w("Next deadlines"), heads, rows, w("Nothing closes within two months.")),
        table(w("Entries"), (w("Event"), w("Product"), *_entry_heads(w)), entries, w("No entry was written down."))))


def source_words(span: Span, w: Words) -> str:
    """Where a window's days come from, and how sure that is where the source does not say it."""
    said = w.name("rule source", span.source)
    return said if "trade knowledge" in span.source else f"{w.name('confidence', span.confidence)} · {said}"


def event_paper(page: ActivityPage, language: str) -> Paper:
    """One event: its windows, what it asks of the shop, every SKU with what stands against it, and the entries."""
    w, currency = translator(language), page.shop.currency
    usual, announced = w("by the usual pattern"), w("announced")
    windows = [(Cell(w.name("event_stage", s.stage.value)), Cell(in_language(s.name, w)), Cell(span_words(s.first, s.last, w)),
                Cell(usual if s.estimated else announced), Cell(source_words(s, w))) for s in page.activity.spans]
    rows = [(Cell(one.title or one.item_id), Cell(one.sku or one.item_id), Cell(stand_words(one, w)),
             _money(one.usual, currency, w), _money(one.price, currency, w), Cell("—" if one.units is None else str(one.units)),
             Cell(against_words(one, currency, w))) for one in page.candidates[:SHOWN]]
    heads = (w("Product"), "SKU", w("State"), w("Pays now"), w("Event price"), w("Event stock"), w("Stands against it"))
    return Paper(w("{shop}: {event}", shop=page.shop.name, event=in_language(page.activity.term, w)),
                 tuple(check_words(c, currency, w) for c in page.shop_checks), "", (
        table(w("Windows"), (w("Stage"), w("Window"), w("Days"), w("Dates"), w("Source")), windows, ""),
        table(w("Products"), heads, rows, w("No product sold lately.")),
        table(w("Entries"), (w("Product"), *_entry_heads(w)),
              [(Cell(e.item_id), *_entry(e, currency, w)) for e in page.entries], "")))


def _entry_heads(w: Words) -> tuple[str, ...]:
    return ("SKU", w("State"), w("Price and stock"), w("Reason"))


def _entry(one: Entry, currency: str, w: Words) -> tuple[Cell, ...]:
    return (Cell(one.sku), Cell(w.name("entry_state", one.state.value)), Cell(entry_words(one, currency, w)), Cell(one.reason))


def against_words(one: Candidate, currency: str, w: Words) -> str:
    """What stands against a product, else what binds its price."""
    failed = [check_words(c, currency, w) for c in one.failed]
    binds = (check_words(c, currency, w) for c in one.checks if c.name == "event_price" and c.rule)
    return "; ".join(failed) or next(binds, "—")


def _money(value: Decimal | None, currency: str, w: Words) -> Cell:
    return Cell("—" if value is None else shown(value, Unit.MONEY, currency, w.language))


def review_table(found: EventReview, currency: str, w: Words) -> Table:
    """What the event brought, part by part, over what its days would have been."""
    rows = [(Cell(w.name("event_part", p.part)), Cell(span_words(p.first, p.last, w)), _money(p.paid, currency, w),
             _money(p.baseline, currency, w), Cell(shown(p.brought, Unit.MONEY, currency, w.language), strong=True),
             Cell(w("not known: {n} ordinary stretches", n=p.placebos) if p.low is None or p.high is None else
                  f"{shown(p.low, Unit.MONEY, currency, w.language)} – {shown(p.high, Unit.MONEY, currency, w.language)}"))
            for p in found.parts]
    heads = (w("Stage"), w("Days"), w("Paid"), w("Without the event"), w("Brought"), w("Bounds (80 %)"))
    return table(w("What it brought"), heads, rows, in_language(found.why_not, w))


def review_words(found: EventReview, currency: str, w: Words) -> tuple[str, ...]:
    """New buyers and refunds of its days."""
    unknown = w("not known")
    return (w("New buyers by day, added up: {n}", n=unknown if found.new_buyers is None else int(found.new_buyers)),
            w("Of its orders paid back by now: {money}", money=unknown if found.refunded is None else shown(
                found.refunded, Unit.MONEY, currency, w.language)))


def money_words(found: EventReview, currency: str, w: Words, costs: bool = True) -> tuple[str, ...]:
    """What the event's days left and cost beyond ordinary ones; `costs` False: for somebody who may not see them."""
    money = found.money
    if money is None:
        return ()

    def said(value: Decimal | None) -> str:
        return w("not known") if value is None else shown(value, Unit.MONEY, currency, w.language)

    lines = [w("Discounts below the usual price: {money}", money=said(money.discounts)),
             w("Ads on its days: {money}, usually {usual}", money=said(money.ads), usual=said(money.ads_without))]
    if costs:
        lines += [w("Fees of the platform on its days: {money}", money=said(money.fees)),
                  w("Left before ads, discounts and fees taken off: {money}; of ordinary days {usual}", money=said(money.left),
                    usual=said(money.left_without)),
                  w("Profit over ordinary days, after ads: {money}", money=said(money.gained)),
                  w("Profit ROI (gained over discounts and ads put in): {roi}", roi=w("not known") if money.roi is None else shown(
                      money.roi.quantize(Decimal("0.01")), Unit.RATIO, currency, w.language))]
    if money.views_up is not None:
        lines.append(w("Page views a day over the seven days before: {share} (rule E-LIFT30 expects 30 % more)",
                       share=shown(money.views_up, Unit.SHARE, currency, w.language)))
    return (*lines, *([in_language(money, w).why_not] if money.why_not and costs else []))
