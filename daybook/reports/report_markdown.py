"""A report as Markdown, and as the plain text of a mail."""

from collections.abc import Iterator

from daybook.domain.brand import PLAIN, Brand
from daybook.reports.brief_markdown import plain
from daybook.reports.paper import Paper, Table
from daybook.reports.text_columns import clean

#: Rows of so few cells need no heads in a mail; those of more do: a number without its name says nothing.
SPEAK_FOR_THEMSELVES = 3


def report_markdown(report: Paper, brand: Brand = PLAIN) -> str:
    """One section and table per part; text from outside cannot become markup."""
    return "\n".join(_lines(report, brand)) + "\n"


def _lines(report: Paper, brand: Brand) -> Iterator[str]:
    yield f"# {plain(report.title)}"
    yield ""
    yield plain(" · ".join(part for part in (brand.name, *report.about) if part))
    yield ""
    yield f"**{plain(report.lead)}**"
    for shown in report.shown:
        yield ""
        yield f"## {plain(shown.title)}"
        yield ""
        yield from _table(shown)
    if report.foot:
        yield ""
        yield plain(report.foot)


def _table(shown: Table) -> Iterator[str]:
    if not shown.rows:
        yield plain(shown.empty)
        return
    numbers = [all(row[n].value is not None or not row[n].text for row in shown.rows) for n in range(len(shown.headers))]
    yield "| " + " | ".join(plain(h) for h in shown.headers) + " |"
    yield "|" + "|".join("---:" if number else "---" for number in numbers) + "|"
    for row in shown.rows:
        yield "| " + " | ".join(plain(cell.text).replace("\n", " ") for cell in row) + " |"


def report_text(report: Paper, brand: Brand = PLAIN) -> str:
    """The same without markup, a line per row, for mail programs that show no page."""
    lines = [clean(f"{brand.name} · {report.title}" if brand.name else report.title), clean(" · ".join(report.about)), "",
             clean(report.lead)]
    for shown in report.shown:
        lines += ["", clean(shown.title)]
        if shown.rows and len(shown.headers) > SPEAK_FOR_THEMSELVES:
            lines.append(clean("  " + " · ".join(shown.headers)))
        lines += [clean("- " + " · ".join(c.text for c in row if c.text)) for row in shown.rows] or [clean(shown.empty)]
    return "\n".join([*lines, "", clean(report.foot)]).rstrip() + "\n"
