"""The review of a week, month or quarter in words: its numbers one by one, and its tables as lines."""

from daybook.domain.review import Review
from daybook.reports.localise import in_language
from daybook.reports.paper import Table
from daybook.reports.report import Days, Line, Report, Section, number_of, written_at
from daybook.reports.review_heads import lead, notices, title
from daybook.reports.review_paper import review_tables
from daybook.reports.wording import Words


def review_report(one: Review, w: Words) -> Report:
    """The review of a shop as a report."""
    one = in_language(one, w)
    told = w("About these numbers")
    return Report(
        title(one, w), lead(one, w), written_at(one.as_of, one.zone, w), tuple(notices(one, w)), (),
        tuple(number_of(f, w, one.zone, one.last) for f in one.figures),
        tuple(_section(t) for t in review_tables(one, w)[1:] if t.title != told and (t.rows or t.empty)),
        Days(one.first, one.last, one.as_of))


def _section(shown: Table) -> Section:
    """A table as lines: the first cell of a row, then the others with what they are where that is not plain."""
    return Section(shown.title, tuple(_line(shown, [cell.text for cell in row]) for row in shown.rows), shown.empty)


def _line(shown: Table, texts: list[str]) -> Line:
    head, *others = texts
    named = [text if n + 1 < 2 or len(shown.headers) <= 4 else f"{shown.headers[n + 1]} {text}" for n, text in enumerate(others)]
    return Line(head, " · ".join(said for said, text in zip(named, others, strict=True) if text))
