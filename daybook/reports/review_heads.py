"""A review's title, its one sentence, and what to know before one believes it."""

from daybook.domain.brief import Unit
from daybook.domain.review import Review, Span
from daybook.reports.numbers import percent, shown
from daybook.reports.wording import Words


def title(one: Review, w: Words) -> str:
    """The shop, and which week, month or quarter."""
    days = f"{w.day(one.first)}–{w.day(one.last)}"
    if one.span is Span.WEEK:
        return w("{shop}: week of {days}", shop=one.shop, days=days)
    if one.span is Span.MONTH:
        return w("{shop}: month {month}", shop=one.shop, month=f"{one.first:%Y-%m}")
    return w("{shop}: quarter {quarter}", shop=one.shop, quarter=f"{one.first.year} Q{(one.first.month + 2) // 3}")


def lead(one: Review, w: Words) -> str:
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


def notices(one: Review, w: Words) -> list[str]:
    """Days that are not in, events that ran, and bases that are no fair ones."""
    whole = (one.last - one.first).days + 1
    found = [w("orders are in for {n} of {days} days", n=one.days_in, days=whole)] if one.days_in < whole else []
    found += [w("events in it: {events}", events=" · ".join(one.events))] if one.events else []
    cautions = dict.fromkeys((b.kind, b.caution) for f in one.figures for b in f.beside if b.caution)
    return found + [f"{w.name('compared', kind)}: {text}" for kind, text in cautions]
