"""The close of a day in words."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.close import DayClose, DayWork, HandedOver, Incident, Moved, SetDown
from daybook.reports.localise import in_language
from daybook.reports.numbers import percent, shown
from daybook.reports.report import Days, Line, Report, Section, number_of, report_letter, written_at
from daybook.reports.wording import Words


def close_report(one: DayClose, w: Words) -> Report:
    """The close of a shop's day as a report."""
    one = in_language(one, w)
    numbers = [number_of(f, w, one.zone, one.on) for f in one.figures]
    if one.month:
        numbers.append(replace(number_of(one.month, w, one.zone, one.on), since=one.on.replace(day=1)))
    return Report(
        w("{shop}: close of {day}", shop=one.shop, day=w.full_day(one.on)), lead(one, w), written_at(one.as_of, one.zone, w),
        tuple(n for n in (age(one, w),) if n), (), tuple(numbers),
        (Section(w("What moved, and by what"), tuple(_moved(m, one, w) for m in one.moved),
                 w("Not known: the orders of today or of the days beside it are not in by the minute.")),
         Section(w("Done"), tuple(_done(d, w) for d in one.done), w("Nothing was done by the plan.")),
         Section(w("Not done"), tuple(_undone(d, w) for d in one.undone), w("Nothing was left undone.")),
         Section(w("Incidents"), tuple(_incident(i, one, w) for i in one.incidents), w("None.")),
         Section(w("What actions brought"), tuple(
             Line(b.what, joined(about(b.what, b.object), b.said), joined(w.day(b.on), named(b.by, w))) for b in one.brought),
             w("Nothing that can be measured was done today or yesterday.")),
         Section(w("Handover"), tuple(_handed(h, w) for h in one.handover), w("Nothing is under way.")),
         Section(w("For tomorrow"), tuple(_ahead(line, w) for line in one.tomorrow), w("Nothing is set down yet."))),
        Days(one.on, one.on, one.as_of))


#: Lines of a list in a message: what a phone shows without scrolling twice.
FEW = 5


def close_letter(one: DayClose, w: Words) -> tuple[str, str]:
    """The close as a short message: the day's sentence and numbers, how much was done, what is handed over, what comes."""
    report = close_report(one, w)
    title, body = report_letter(report)
    lists = [(s.title, s.lines) for s in report.sections if s.title in (w("Done"), w("Handover"), w("For tomorrow"))]
    more = [w("{label}: {text}", label=name, text=_few(lines, w)) for name, lines in lists if lines]
    return title, "\n".join([body, *more])


def _few(lines: Sequence[Line], w: Words) -> str:
    said = "; ".join(joined(line.head, line.text) for line in lines[:FEW])
    return w("{first} and {n} more", first=said, n=len(lines) - FEW) if len(lines) > FEW else said


def lead(one: DayClose, w: Words) -> str:
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


def age(one: DayClose, w: Words) -> str:
    """Until when the numbers of today count, or since when nothing came."""
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
    return Line(joined(w.name("compared", m.kind), signed(m.change)),
                w("{orders} by the number of orders ({n}), {each} by money per order", orders=signed(m.orders), n=orders,
                  each=signed(m.per_order)), w("until {clock}", clock=w.moment(m.until, close.zone, close.on)))


def _done(work: DayWork, w: Words) -> Line:
    change = f"{work.from_} → {work.to}" if work.from_ or work.to else ""
    minutes = w("{n} min", n=work.minutes) if work.minutes is not None else ""
    return Line(work.what, joined(about(work.what, work.object), change, work.note), joined(named(work.person, w), minutes))


def _undone(work: DayWork, w: Words) -> Line:
    return Line(work.what, joined(about(work.what, work.object), work.note), named(work.person, w))


def _incident(one: Incident, close: DayClose, w: Words) -> Line:
    return Line(w.moment(one.at, close.zone, close.on), one.zh if w.language == "zh" else one.en, one.note)


def _ahead(line: SetDown, w: Words) -> Line:
    minutes = w("{n} min", n=line.minutes) if line.minutes is not None else ""
    return Line(line.what, about(line.what, line.object), joined(w.name("set_down", line.kind), named(line.person, w), minutes))


def _handed(line: HandedOver, w: Words) -> Line:
    return Line(line.what, joined(about(line.what, line.object), line.said),
                joined(w.name("handed_over", line.kind), named(line.person, w)))


def named(person: str, w: Words) -> str:
    """A person, or a role by its name."""
    return w.name("role", person) if person else ""


def about(what: str, thing: str) -> str:
    """What a task is about, where its sentence does not name it already."""
    return "" if thing and thing in what else thing


def joined(*parts: str) -> str:
    """The parts that say something, in one line."""
    return " · ".join(part for part in parts if part)
