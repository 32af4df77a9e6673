"""Tags of the workbench: icons, a chart with its numbers for those who do not see it, and values as reports say them."""

from datetime import date, timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from daybook.domain.errors import DaybookError
from daybook.reports.problem_phrases import kept_words, problem_words
from daybook.reports.wording import translator
from daybook.web.context import language_of
from daybook.web.definitions import has_rows as counted
from daybook.web.definitions import says_of
from daybook.web.file_links import address_of
from daybook.web.pictures import icon_html
from daybook.web.tables import Board

register = template.Library()


register.simple_tag(icon_html, name="icon")


@register.simple_tag
def chart(name: str, option: dict[str, Any], title: str, tall: str = "") -> SafeString:
    """A chart by its ECharts option; `tall` is "", "low" or "high".  Script reads the option from the page as data."""
    return format_html('<div class="chart {}" role="img" aria-label="{}" data-chart="{}"></div>{}', tall, title, name,
                       json_script(option, name))


@register.filter
def svg(text: str) -> SafeString:
    """A picture that `reports.charts` drew: its texts are escaped there."""
    return mark_safe(text)


@register.simple_tag
def report_forms() -> list[tuple[str, str]]:
    """The forms in which a report is taken along, with what a person calls them."""
    from django.utils.translation import gettext as _

    return [("pdf", "PDF"), ("xlsx", _("Workbook (XLSX)")), ("docx", _("Document (DOCX)")), ("md", "Markdown"),
            ("html", _("Page (HTML)")), ("eml", _("Mail (EML)"))]


@register.simple_tag
def says(metric: str) -> str:
    """How a number is defined, in the language of the page."""
    return says_of(metric, translator(language_of()))


@register.simple_tag(takes_context=True)
def file_place(context: dict[str, Any], ref: str, words: str) -> str:
    """Where a claim of the operating file stands, as a link where a page shows it."""
    address = address_of(ref, context["chosen"].pk)
    return format_html('<a href="{}">{}</a>', address, words) if address else words


@register.filter
def has_rows(metric: str) -> bool:
    """Whether the rows that a number counts can be shown."""
    return counted(metric)


@register.simple_tag
def rows_of(shop: int, report: Any, number: Any) -> str:
    """Where the rows behind a number of a report are: of its days, as it knew them; "" where there are none.

    What a person read from a console leads to its readings on the same page.
    """
    if number.missing:
        return ""
    if number.read:
        return "#readings"
    days = report.days
    if days is None or not counted(number.metric):
        return ""
    since = number.since or days.first
    said = {"since": since.isoformat()} if since < days.last else {}
    address = reverse("rows", args=[shop, number.metric, days.last + timedelta(days=1)])
    return f"{address}?{urlencode(said | {'known': days.known.isoformat()})}"


@register.filter
def next_day(day: date) -> date:
    """The morning that reviews a day."""
    return day + timedelta(days=1)


@register.filter
def page_words(row: Any) -> str:
    """What a row of the audit is about, as the menu and the pages call it."""
    from django.utils.translation import pgettext

    return str(pgettext("page", row.what))


@register.filter
def sentence(problem: Any) -> str:
    """What went wrong, kept as text or raised, in the language of the page."""
    w = translator(language_of())
    return str(problem_words(problem, w) if isinstance(problem, DaybookError) else kept_words(str(problem), w))


@register.filter
def rule_source(source: str) -> str:
    """Where a rule or a day of the calendar comes from, in the language of the page."""
    return translator(language_of()).name("rule source", source)


@register.filter
def labelled(cells: Any, table: Board) -> list[tuple[Any, Any]]:
    """The cells of a row of a report's table with their heads, as a phone shows them."""
    return list(zip((col.words for col in table.cols), cells, strict=True))


class BoardNode(template.Node):
    """A table whose rows look as the block between its tags says."""

    def __init__(self, table: Any, names: list[str], row: Any) -> None:
        self.table, self.names, self.row = table, names, row

    def render(self, context: Any) -> str:
        """The rows of the page of the table that is asked for, inside its bar, heads and foot."""
        table: Board = self.table.resolve(context)
        said, group = [], None
        for bound in table.paginated_rows:
            line = bound.record
            if line["group"] is not None and line["first"] != group:
                group = line["first"]
                said.append(format_html('<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>', len(table.heads),
                                        line["group"]))
            values = [line["record"]] if len(self.names) == 1 else line["record"]
            with context.push(**dict(zip(self.names, values, strict=True))):
                said.append(self.row.render(context))
        with context.push(board=table, rows=mark_safe("".join(said))):
            return str(context.template.engine.get_template("web/parts/table.html").render(context))


@register.tag(name="board")
def board_tag(parser: Any, token: Any) -> BoardNode:
    """`{% board table as record %}<tr>…</tr>{% endboard %}`; several names take a record apart as `for` does."""
    _tag, table, _as, *names = token.contents.replace(",", " ").split()
    row = parser.parse(("endboard",))
    parser.delete_first_token()
    return BoardNode(parser.compile_filter(table), names, row)
