"""The review of a week, month or quarter in words."""

from daybook.domain.brief import Brief, Unit
from daybook.domain.close import DayWork
from daybook.domain.review import CameBack, ProductMove, Review, Span
from daybook.reports.close_report import about
from daybook.reports.finding_phrases import finding_words
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, percent, shown
from daybook.reports.report import Days, Line, Report, Section, number_of, written_at
from daybook.reports.wording import Words


def review_report(one: Review, w: Words) -> Report:
    """The review of a shop as a report."""
    one = in_language(one, w)
    worked = (w("{done} of {all} tasks done", done=one.done_count, all=one.asked),
              w("{n} min", n=one.minutes) if one.minutes is not None else "")
    return Report(
        _title(one, w), _lead(one, w), written_at(one.as_of, one.zone, w), tuple(_notices(one, w)), (),
        tuple(number_of(f, w, one.zone, one.last) for f in one.figures),
        (Section(w("Products that moved most"), tuple(_product(p, one, w) for p in one.products),
                 w("Not every day of both spans is in, so that products cannot be compared.")),
         Section(w("What was done"), tuple(_done(d, w) for d in one.done), w("Nothing was done by the plan."),
                 " · ".join(filter(None, worked)) if one.asked else ""),
         Section(w("What kept coming back"), tuple(_back(c, one, w) for c in one.came_back),
                 w("No finding stood in more than one morning.") if one.mornings else w("No morning of it is kept."),
                 w.many("{n} morning is kept of it", "{n} mornings are kept of it", one.mornings) if one.mornings else ""),
         Section(w("Ahead"), tuple(Line(a) for a in one.ahead), w("No event begins."))), Days(one.first, one.last, one.as_of))


def _title(one: Review, w: Words) -> str:
    days = f"{w.day(one.first)}–{w.day(one.last)}"
    if one.span is Span.WEEK:
        return w("{shop}: week of {days}", shop=one.shop, days=days)
    if one.span is Span.MONTH:
        return w("{shop}: month {month}", shop=one.shop, month=f"{one.first:%Y-%m}")
    return w("{shop}: quarter {quarter}", shop=one.shop, quarter=f"{one.first.year} Q{(one.first.month + 2) // 3}")


def _lead(one: Review, w: Words) -> str:
    """The span in one sentence: what was paid, against the span before, and against the plan."""
    paid = next((f for f in one.figures if f.metric in ("paid_gmv", "platform_paid_gmv")), None)
    if paid is None or paid.value is None:
        return w("What was paid cannot be told: {why}.", why=paid.why_not if paid else w("nothing is in"))
    money = shown(paid.value, Unit.MONEY, paid.currency, w.language)
    beside = {b.kind: b for b in paid.beside}
    parts = [w("{money} paid", money=money)]
    for kind in ("span_before", "last_year"):
        rate = beside[kind].rate(paid.value) if kind in beside else None
        if rate is not None:
            parts.append(f"{w.name('compared', kind)} {'▲' if rate > 0 else '▼' if rate < 0 else '='} {percent(abs(rate))}")
    target = beside["target"].value if "target" in beside else None
    if target:
        parts.append(w("{share} of the target", share=percent(paid.value / target)))
    return " · ".join(parts)


def _notices(one: Review, w: Words) -> list[str]:
    whole = (one.last - one.first).days + 1
    found = [w("orders are in for {n} of {days} days", n=one.days_in, days=whole)] if one.days_in < whole else []
    found += [w("events in it: {events}", events=" · ".join(one.events))] if one.events else []
    cautions = dict.fromkeys((b.kind, b.caution) for f in one.figures for b in f.beside if b.caution)
    return found + [f"{w.name('compared', kind)}: {text}" for kind, text in cautions]


def _product(move: ProductMove, one: Review, w: Words) -> Line:
    now, was = (exact(v, Unit.MONEY, one.currency, w.language) for v in (move.value, move.before))
    change = move.value - move.before
    rate = percent(abs(change / move.before)) if move.before else w("new")
    return Line(move.name, f"{was} → {now}", f"{'▲' if change > 0 else '▼'} {rate}")


def _done(work: DayWork, w: Words) -> Line:
    change = f"{work.from_} → {work.to}" if work.from_ or work.to else ""
    return Line(work.what, " · ".join(p for p in (about(work.what, work.object), change) if p), w.name("role", work.person))


def _back(came: CameBack, one: Review, w: Words) -> Line:
    """A finding in the words of a brief, with how often it stood there."""
    around = Brief(one.shop, one.client, one.platform, one.zone, one.currency, came.last, came.last, one.as_of, "", "")
    said = finding_words(came.finding, around, w)
    count = w.many("in {n} morning", "in {n} mornings", came.mornings)
    return Line(said.label, said.words, f"{count}, {w.day(came.first)}–{w.day(came.last)}")
