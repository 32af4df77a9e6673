"""The close of a day as tables: what is printed, mailed and put into a workbook, in the words of its page."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.close import DayClose
from daybook.domain.report import Beside, Figure
from daybook.reports.brief_phrases import tone
from daybook.reports.close_report import about, age, joined, lead, named
from daybook.reports.localise import in_language
from daybook.reports.number_tables import number_cell
from daybook.reports.numbers import ABSENT, exact_change, growth, percent
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.report import written_at
from daybook.reports.wording import Words, translator

NO_BASE = Beside("", None, None, None)


def close_paper(one: DayClose, language: str = "zh") -> Paper:
    """The close of a shop's day as tables."""
    w = translator(language)
    one = in_language(one, w)
    return Paper(
        w("{shop}: close of {day}", shop=one.shop, day=w.full_day(one.on)),
        tuple(part for part in (written_at(one.as_of, one.zone, w), age(one, w)) if part), lead(one, w),
        (_numbers(one, w), _moved(one, w), _done(one, w), _undone(one, w), _incidents(one, w), _brought(one, w),
         _handover(one, w), _tomorrow(one, w)), w("code {version}", version=one.code_version))


def _numbers(one: DayClose, w: Words) -> Table:
    target, yesterday, week = (w.name("compared", kind) for kind in ("target", "yesterday", "last_week"))
    headers = (w("Number"), w("Value"), w("Until"), target, w("Reached"), yesterday, w("Change"), week, w("Change"), w("Remark"))
    figures = [*one.figures, *([one.month] if one.month else [])]
    return table(w("Numbers"), headers, [_number(f, one, w) for f in figures])


def _number(f: Figure, one: DayClose, w: Words) -> Sequence[Cell | str]:
    beside = {b.kind: b for b in f.beside}
    target = beside.get("target", NO_BASE)
    reached = f.value / target.value if f.value is not None and target.value else None
    remark = f.why_not or joined(f.note, *dict.fromkeys(b.caution for b in f.beside if b.caution))
    return (Cell(w.metric(f.metric, f.zh), strong=True), number_cell(f.value, f.unit, f.currency, w),
            w.moment(f.at, one.zone, one.on) if f.at else "", number_cell(target.value, f.unit, f.currency, w),
            Cell(ABSENT) if reached is None else Cell(percent(reached), reached, Unit.SHARE),
            *(c for kind in ("yesterday", "last_week") for c in _beside(f, beside.get(kind, NO_BASE), w)), remark)


def _beside(f: Figure, base: Beside, w: Words) -> Iterator[Cell]:
    rate, moved = base.rate(f.value), base.change(f.value)
    yield number_cell(base.value, f.unit, f.currency, w)
    if rate is None or moved is None:
        yield Cell(ABSENT)
    else:
        yield Cell(growth(rate), tone=tone(moved, f.higher_is_better, w.language), order=rate)


def _moved(one: DayClose, w: Words) -> Table:
    def signed(value: Decimal) -> Cell:
        return Cell(exact_change(value, Unit.MONEY, one.currency, w.language), value, Unit.MONEY, one.currency,
                    tone(value, True, w.language))

    headers = (w("Against"), w("Until"), w("Change"), w("By the number of orders"), w("By money per order"), w("Orders"))
    return table(w("What moved, and by what"), headers, [
        (w.name("compared", m.kind), w.moment(m.until, one.zone, one.on), signed(m.change), signed(m.orders), signed(m.per_order),
         Cell(f"{m.more_orders:+d}", Decimal(m.more_orders), Unit.COUNT)) for m in one.moved],
        w("Not known: the orders of today or of the days beside it are not in by the minute."))


def _done(one: DayClose, w: Words) -> Table:
    headers = (w("What"), w("Object"), w("Change"), w("Who"), w("Minutes"), w("Remark"))
    return table(w("Done"), headers, [
        (d.what, about(d.what, d.object), f"{d.from_} → {d.to}" if d.from_ or d.to else "", named(d.person, w),
         _minutes(d.minutes), d.note) for d in one.done], w("Nothing was done by the plan."))


def _undone(one: DayClose, w: Words) -> Table:
    return table(w("Not done"), (w("What"), w("Object"), w("Who"), w("Remark")), [
        (d.what, about(d.what, d.object), named(d.person, w), d.note) for d in one.undone], w("Nothing was left undone."))


def _incidents(one: DayClose, w: Words) -> Table:
    return table(w("Incidents"), (w("When"), w("What"), w("Who")), [
        (w.moment(i.at, one.zone, one.on), i.zh if w.language == "zh" else i.en, i.note) for i in one.incidents], w("None."))


def _brought(one: DayClose, w: Words) -> Table:
    return table(w("What actions brought"), (w("When"), w("What"), w("Object"), w("Who"), w("Effect")), [
        (w.day(b.on), b.what, about(b.what, b.object), named(b.by, w), b.said) for b in one.brought],
        w("Nothing that can be measured was done today or yesterday."))


def _handover(one: DayClose, w: Words) -> Table:
    return table(w("Handover"), (w("Kind"), w("What"), w("Object"), w("Who"), w("How it stands")), [
        (w.name("handed_over", h.kind), h.what, about(h.what, h.object), named(h.person, w), h.said) for h in one.handover],
        w("Nothing is under way."))


def _tomorrow(one: DayClose, w: Words) -> Table:
    return table(w("For tomorrow"), (w("Kind"), w("What"), w("Object"), w("Who"), w("Minutes")), [
        (w.name("set_down", line.kind), line.what, about(line.what, line.object), named(line.person, w), _minutes(line.minutes))
        for line in one.tomorrow], w("Nothing is set down yet."))


def _minutes(minutes: int | None) -> Cell:
    return Cell("") if minutes is None else Cell(str(minutes), Decimal(minutes), Unit.COUNT)
