"""The close of a day in words."""

from dataclasses import replace
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.close import DayClose, DayWork, Incident, Moved, SetDown
from daybook.reports.localise import in_language
from daybook.reports.numbers import percent, shown
from daybook.reports.report import Days, Line, Report, Section, number_of, written_at
from daybook.reports.wording import Words


def close_report(one: DayClose, w: Words) -> Report:
    """The close of a shop's day as a report."""
    one = in_language(one, w)
    numbers = [number_of(f, w, one.zone, one.on) for f in one.figures]
    if one.month:
        numbers.append(replace(number_of(one.month, w, one.zone, one.on), since=one.on.replace(day=1)))
    return Report(
        w("{shop}: close of {day}", shop=one.shop, day=w.full_day(one.on)), _lead(one, w), written_at(one.as_of, one.zone, w),
        tuple(n for n in (_age(one, w),) if n), (), tuple(numbers),
        (Section(w("What moved, and by what"), tuple(_moved(m, one, w) for m in one.moved),
                 w("Not known: the orders of today or of the days beside it are not in by the minute.")),
         Section(w("Done"), tuple(_done(d, w) for d in one.done), w("Nothing was done by the plan.")),
         Section(w("Not done"), tuple(_undone(d, w) for d in one.undone), w("Nothing was left undone.")),
         Section(w("Incidents"), tuple(_incident(i, one, w) for i in one.incidents), w("None.")),
         Section(w("What actions brought"), tuple(
             Line(b.what, _joined(about(b.what, b.object), b.said), _joined(w.day(b.on), _who(b.by, w))) for b in one.brought),
             w("Nothing that can be measured was done today or yesterday.")),
         Section(w("For tomorrow"), tuple(_ahead(line, w) for line in one.tomorrow), w("Nothing is set down yet."))),
        Days(one.on, one.on, one.as_of))


def _lead(one: DayClose, w: Words) -> str:
    """The day in one sentence: what was paid beside the day's target, and how much of the plan was done."""
    work = w("{done} of {all} tasks done", done=len(one.done), all=len(one.done) + len(one.undone))
    paid = next((f for f in one.figures if f.metric == "paid_gmv"), None)
    if paid is None or paid.value is None:
        return w("What was paid today is not known yet; {work}.", work=work)
    money = shown(paid.value, Unit.MONEY, paid.currency, w.language)
    target = next((b.value for b in paid.beside if b.kind == "target" and b.value), None)
    if target is None:
        return w("{money} paid so far, no target is set; {work}.", money=money, work=work)
    return w("{money} paid so far, {share} of the day's target; {work}.", money=money, share=percent(paid.value / target),
             work=work)


def _age(one: DayClose, w: Words) -> str:
    if one.newest_at is None:
        return one.blind
    clock = w.moment(one.newest_at, one.zone, one.on)
    if one.blind:
        return w("{label}: {text}", label=w("nothing newer since {clock}", clock=clock), text=one.blind)
    return w("numbers of today until {clock}", clock=clock)


def _moved(m: Moved, close: DayClose, w: Words) -> Line:
    """One comparison; what happened beside it stands under the incidents."""
    def signed(value: Decimal) -> str:
        money = shown(abs(value), Unit.MONEY, close.currency, w.language)
        return f"+{money}" if value > 0 else f"−{money}" if value < 0 else money

    orders = f"+{m.more_orders}" if m.more_orders > 0 else f"{m.more_orders}".replace("-", "−")
    return Line(_joined(w.name("compared", m.kind), signed(m.change)),
                w("{orders} by the number of orders ({n}), {each} by money per order", orders=signed(m.orders), n=orders,
                  each=signed(m.per_order)), w("until {clock}", clock=w.moment(m.until, close.zone, close.on)))


def _done(work: DayWork, w: Words) -> Line:
    change = f"{work.from_} → {work.to}" if work.from_ or work.to else ""
    minutes = w("{n} min", n=work.minutes) if work.minutes is not None else ""
    return Line(work.what, _joined(about(work.what, work.object), change, work.note), _joined(_who(work.person, w), minutes))


def _undone(work: DayWork, w: Words) -> Line:
    return Line(work.what, _joined(about(work.what, work.object), work.note), _who(work.person, w))


def _incident(one: Incident, close: DayClose, w: Words) -> Line:
    return Line(w.moment(one.at, close.zone, close.on), one.zh if w.language == "zh" else one.en, one.note)


def _ahead(line: SetDown, w: Words) -> Line:
    minutes = w("{n} min", n=line.minutes) if line.minutes is not None else ""
    return Line(line.what, about(line.what, line.object), _joined(w.name("set_down", line.kind), _who(line.person, w), minutes))


def _who(person: str, w: Words) -> str:
    return w.name("role", person) if person else ""


def about(what: str, thing: str) -> str:
    """What a task is about, where its sentence does not name it already."""
    return "" if thing and thing in what else thing


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
