"""A report as data: what the watch, the close and the reviews say, for a terminal, a page or a message alike."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from daybook.domain.report import Beside, Figure
from daybook.reports.brief_phrases import tone
from daybook.reports.numbers import ABSENT, exact, percent, shown
from daybook.reports.text_columns import clean, wrapped
from daybook.reports.wording import Words

WIDTH = 88


@dataclass(frozen=True)
class Cell:
    """One comparison of a number: against what, the arrow and text of the change, its tone, the base, a caution."""

    label: str
    text: str
    arrow: str = ""
    tone: str = ""
    base: str = ""
    caution: str = ""


@dataclass(frozen=True)
class Number:
    """One number as people read it; `missing` says why there is none."""

    label: str
    value: str
    missing: str
    when: str
    cells: tuple[Cell, ...]
    note: str = ""
    metric: str = ""         # its name, by which its rows are found
    read: bool = False       # from a console: its readings stand behind it
    since: date | None = None    # the first day that it counts, where that is not the report's own


@dataclass(frozen=True)
class Line:
    """One line of a section: what it is about, what is said of it, and who or when."""

    head: str
    text: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Section:
    """One part of a report; `empty` is said where it has no line."""

    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    more: str = ""               # what was left out


@dataclass(frozen=True)
class Days:
    """Of which days the numbers of a report are, first and last both in, and when that was known."""

    first: date
    last: date
    known: datetime


@dataclass(frozen=True)
class Report:
    """A whole report.  `lead` is the one sentence to read, `notices` what to know before one believes the numbers."""

    title: str
    lead: str
    written: str
    notices: tuple[str, ...]
    alarms: tuple[Line, ...]
    numbers: tuple[Number, ...]
    sections: tuple[Section, ...]
    days: Days | None = None


def number_of(one: Figure, w: Words, zone: str, on: date) -> Number:
    """A number with its comparisons in words."""
    value = shown(one.value, one.unit, one.currency, w.language) if one.value is not None else ABSENT
    when = w("at {clock}", clock=w.moment(one.at, zone, on)) if one.at else one.note
    return Number(w.metric(one.metric, one.zh), value, "" if one.value is not None else one.why_not, when,
                  tuple(_cell(one, base, w) for base in one.beside), one.note, one.metric, one.read)


def _cell(one: Figure, base: Beside, w: Words) -> Cell:
    label = w.name("compared", base.kind)
    change, rate = base.change(one.value), base.rate(one.value)
    if change is None:
        return Cell(label, base.why_not or ABSENT, caution=base.caution)
    text = "0%"
    if change:
        text = percent(abs(rate)) if rate is not None else exact(abs(change), one.unit, one.currency, w.language)
    arrow = "▲" if change > 0 else "▼" if change < 0 else "="
    return Cell(label, text, arrow, tone(change, one.higher_is_better, w.language),
                exact(base.value, one.unit, one.currency, w.language), base.caution)


def report_text(report: Report, width: int = WIDTH) -> str:
    """The report for a terminal, in lines of at most `width` columns."""
    return "\n".join(line.rstrip() for line in _text(report, width)) + "\n"


def _text(report: Report, width: int) -> Iterator[str]:
    yield from _wrap(report.title, width)
    yield from _wrap(report.written, width)
    yield ""
    yield from _wrap(report.lead, width)
    for notice in report.notices:
        yield from _wrap("○ " + notice, width, 2)
    for alarm in report.alarms:
        yield from _wrap("! " + _line(alarm), width, 2)
    if report.numbers:
        yield ""
    for one in report.numbers:
        yield from _wrap(number_line(one), width, 2)
    for section in report.sections:
        yield ""
        yield from _wrap(section.title, width)
        for line in section.lines:
            yield from _wrap("  " + _line(line), width, 4)
        if not section.lines:
            yield from _wrap("  " + section.empty, width, 4)
        if section.more:
            yield from _wrap("  " + section.more, width, 4)


def number_line(one: Number) -> str:
    """A number with everything beside it, in one line."""
    if one.missing:
        return f"{one.label}  {ABSENT}  {one.missing}"
    compared = " · ".join(f"{c.label} {c.arrow} {c.text}".replace("  ", " ") + (f" ({c.base})" if c.base else "")
                          for c in one.cells)
    return "  ".join(part for part in (one.label, one.value, one.when, compared) if part)


def _line(line: Line) -> str:
    return "  ".join(part for part in (line.head, line.text, line.aside) if part)


def _wrap(text: str, width: int, hang: int = 0) -> Iterator[str]:
    for n, part in enumerate(wrapped(clean(text), width - hang)):
        yield (" " * hang if n else "") + part


def report_letter(report: Report) -> tuple[str, str]:
    """The report as a short message: the lead, what to know, what cannot wait, the numbers."""
    lines = [report.lead, *report.notices, *("! " + _line(a) for a in report.alarms),
             *(number_line(n) for n in report.numbers if not n.missing)]
    return report.title, "\n".join(line for line in lines if line)


def plain(value: Any) -> Any:
    """A report's values as JSON has them: moments and days as text, decimals as text, sentences in English."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | str) else value


def written_at(as_of: datetime, zone: str, w: Words) -> str:
    """As of when a report was written, on the shop's clock."""
    local = as_of.astimezone(ZoneInfo(zone))
    return w("as of {clock}", clock=f"{w.full_day(local.date())} {local:%H:%M}")
