"""Tables of rows, by django-tables2: each sorts by its heads, is searched and narrowed, and goes into a workbook.

A view says the columns and the records; `{% board table as record %}` in the template says how one row looks.  Everything is
in the address (`sort`, `find`, a column's choice, `page`; `as=xlsx` for the workbook), so it works without script, by keyboard
and on a phone, and a link to a sorted table is a link.  Nothing is asked of the records again: what the view has is ordered.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import django_tables2
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django_tables2.data import TableListData

from daybook.reports.paper import Table as PaperTable
from daybook.reports.table_xlsx import table_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows of a page of a table.
ROWS = 100
#: A table with fewer rows than this is seen at a glance: it gets no search field.
SEEN_AT_A_GLANCE = 6


@dataclass(frozen=True)
class Col:
    """One column: its head, and the value of a record by which it sorts, is found and goes into the workbook.

    A value is a text (ids are texts), a number, a day, a moment, or None where it is absent.  A column without `value`
    holds buttons: it neither sorts nor goes along.  `choice` offers its values to narrow the table by.
    """

    name: str
    words: Any
    value: Callable[[Any], Any] | None = None
    number: bool = False
    choice: bool = False
    down: bool = False              # the first press puts the largest, or the latest, on top
    says: Any = ""                  # what the head means, on hover
    plain: bool = False             # a head that is read: its values are made for the rows of one page and do not sort
    only_sheet: bool = False        # stands in the workbook alone


class Lines(TableListData):
    """Records of a table in order: groups stay together, and what is absent stands last either way."""

    data: list[dict[str, Any]]

    def order_by(self, aliases: Any) -> None:
        """Sorts by the last alias first, so that the first one binds."""
        for alias in reversed(aliases):
            name, down = alias.lstrip("-"), alias.startswith("-")
            words = all(isinstance(line[name], str | None) for line in self.data)
            here: list[dict[str, Any]] = []
            absent: list[dict[str, Any]] = []
            for line in self.data:                      # a word among numbers says why there is none
                (absent if line[name] is None or (isinstance(line[name], str) and not words) else here).append(line)
            here.sort(key=lambda line: _key(line[name]), reverse=down)
            self.data = here + absent
        if self.data and self.data[0]["group"] is not None:
            places = {group: n for n, group in enumerate(dict.fromkeys(line["first"] for line in sorted(
                self.data, key=lambda line: line["place"])))}
            self.data.sort(key=lambda line: places[line["first"]])


def _key(value: Any) -> Any:
    """Texts regardless of case; whether something is so as a number."""
    return value.casefold() if isinstance(value, str) else value


class Board(django_tables2.Table):
    """A table as the pages show it."""

    cols: tuple[Col, ...]
    key: str
    find: str
    found: int
    whole: int
    chosen: dict[str, str]
    choices: list[tuple[Col, list[str]]]
    sheet: str
    css: str
    asked: QueryDict

    @property
    def searched(self) -> bool:
        """Whether the table has enough rows to be searched, or is searched now."""
        return self.whole >= SEEN_AT_A_GLANCE or bool(self.find or any(self.chosen.values()))

    @property
    def heads(self) -> list[dict[str, Any]]:
        """Heads in words with where a press on each leads: once up, once down."""
        now = str(self.order_by[0]) if self.order_by else ""
        return [{"col": col, "sorted": _direction(now, col.name), "to": self.link(sort=_next(now, col)) if col.value else ""}
                for col in self.cols if not col.only_sheet]

    @property
    def orders(self) -> list[tuple[str, Any, str, bool]]:
        """Every order that may be chosen on a phone, where heads are folded away."""
        now = str(self.order_by[0]) if self.order_by else ""
        return [(sign + col.name, col.words, mark, now == sign + col.name)
                for col in self.cols if col.value and not col.only_sheet
                for sign, mark in ((("-", "↓"), ("", "↑")) if col.down or col.number else (("", "↑"), ("-", "↓")))]

    def field(self, name: str) -> str:
        """What a question of this table is called in the address: a page may have several tables."""
        return f"{self.prefix}{name}"

    @property
    def find_field(self) -> str:
        """What the search of this table is called in the address."""
        return self.field("find")

    @property
    def sort_field(self) -> str:
        """What the order of this table is called in the address."""
        return self.field("sort")

    @property
    def picks(self) -> list[tuple[str, Any, str, list[str]]]:
        """What the table may be narrowed by: the question's name, its words, what is chosen, and what there is."""
        return [(self.field(c.name), c.words, self.chosen[c.name], values) for c, values in self.choices
                if len(values) > 1 or self.chosen[c.name]]

    @property
    def others(self) -> list[tuple[str, str]]:
        """What else the address asks, which a new order or word of this table keeps."""
        own = {self.field(n) for n in ("find", "sort", "page", *self.chosen)} | {"as", "of"}
        return [(k, v) for k, values in self.asked.lists() if k not in own for v in values]

    def link(self, **said: str) -> str:
        """The address of this page with other questions to this table; a new order begins with its first page."""
        asked = self.asked.copy()
        for name in ("as", "of", self.field("page")):
            asked.pop(name, None)
        for name, value in said.items():
            asked[name if name in ("as", "of") else self.field(name)] = value
        return f"?{asked.urlencode()}"

    @property
    def sheet_link(self) -> str:
        """Where the table is as a workbook."""
        return self.link(**{"as": "xlsx", "of": self.key})

    @property
    def before(self) -> str:
        """The page of rows before this one."""
        return self.link(page=str(self.page.number - 1)) if self.page.has_previous() else ""

    @property
    def after(self) -> str:
        """The page of rows after this one."""
        return self.link(page=str(self.page.number + 1)) if self.page.has_next() else ""


class Leaf(Paginator):
    """Pages of rows of which one was read: those of the page, and how many there are."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.__dict__["count"] = count

    def page(self, number: Any) -> Page:
        """The page whose rows were read."""
        return Page(self.object_list, number, self)


class ReadInOrder(Lines):
    """Rows that were read in the order that is asked for."""

    def order_by(self, aliases: Any) -> None:
        """They stay as they are."""


def leaf(request: HttpRequest, cols: Sequence[Col], records: Iterable[Any], *, name: str, order: str, page: int, found: int,
         whole: int, title: str, rows: int) -> Board:
    """A table of which the database reads one page: sorted, searched and counted there."""
    lines = [_line(n, record, cols, None) for n, record in enumerate(records)]
    made = _board(request, cols, ReadInOrder(lines), f"{name}-", order, name)
    made.find, made.found, made.whole, made.chosen, made.choices = request.GET.get(f"{name}-find", "").strip(), found, whole, {}, []
    made.css, made.sheet = "", title
    made.paginator = Leaf(made.rows, rows, found)
    made.page = made.paginator.page(page)
    return made


def _board(request: HttpRequest, cols: Sequence[Col], lines: Lines, prefix: str, order: str, key: str, empty: str = "") -> Board:
    made = Board(lines, prefix=prefix, order_by=order, empty_text=empty, order_by_field="sort", page_field="page",
                 extra_columns=[(c.name, django_tables2.Column(verbose_name=str(c.words))) for c in cols])
    made.cols, made.key, made.asked = tuple(cols), key, request.GET
    return made


def _direction(now: str, name: str) -> str:
    return {name: "ascending", f"-{name}": "descending"}.get(now, "")


def _next(now: str, col: Col) -> str:
    first, second = (f"-{col.name}", col.name) if col.down or col.number else (col.name, f"-{col.name}")
    return second if now == first else first


def table(request: HttpRequest, cols: Sequence[Col], records: Iterable[Any], *, name: str = "", order: str = "", title: str = "",
          css: str = "stacks", rows: int = ROWS, empty: str = "", group: Callable[[Any], tuple[Any, str]] | None = None) -> Board:
    """A table of records as the address asks for it.

    `name` tells tables of one page apart; `order` is a column's name, with - before it for the other way round: how it
    stands unasked (empty: as the records come).  `group` gives a record's group and its words.
    """
    prefix = f"{name}-" if name else ""
    asked = request.GET
    lines = [_line(n, record, cols, group) for n, record in enumerate(records)]
    find = asked.get(f"{prefix}find", "").strip()
    picked = [c for c in cols if c.choice and c.value]
    chosen = {c.name: asked.get(prefix + c.name, "") for c in picked}
    kept = [line for line in lines if _fits(line, find, chosen, cols)]
    choices = [(c, sorted({_text(line[c.name]) for line in lines if line[c.name] is not None})) for c in picked]
    sortable = {c.name for c in cols if c.value}
    wanted = asked.get(f"{prefix}sort", "")
    made = _board(request, cols, Lines(kept), prefix, wanted if wanted.lstrip("-") in sortable else order, name or "rows", empty)
    made.find, made.found, made.whole = find, len(kept), len(lines)
    made.chosen, made.choices, made.css, made.sheet = chosen, choices, css, title or made.key
    page = asked.get(f"{prefix}page", "1")
    made.paginate(page=min(int(page) if page.isdecimal() and 0 < len(page) < 7 and int(page) else 1, max(1, -(-len(kept) // rows))),
                  per_page=rows)
    return made


def _line(place: int, record: Any, cols: Sequence[Col], group: Callable[[Any], tuple[Any, str]] | None) -> dict[str, Any]:
    first, words = group(record) if group else (None, None)
    return {c.name: c.value(record) if c.value else None for c in cols} | {
        "record": record, "place": place, "first": first, "group": words}


def _fits(line: dict[str, Any], find: str, chosen: dict[str, str], cols: Sequence[Col]) -> bool:
    if any(wanted and _text(line[name]) != wanted for name, wanted in chosen.items()):
        return False
    if not find:
        return True
    said = " ".join(_text(line[c.name]) for c in cols if c.value and line[c.name] is not None).casefold()
    return all(word in said for word in find.casefold().split())


def _text(value: Any) -> str:
    """A value as it is found: a moment to the minute, a number without its trailing zeros."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _cell_of(place: int) -> Callable[[Any], Any]:
    """The number of a cell or the one by which it sorts, else its text; None where it is empty."""
    return lambda row: next((v for v in (row[place].value, row[place].order) if v is not None), row[place].text or None)


def paper_table(request: HttpRequest, paper: PaperTable, name: str, css: str = "") -> Board:
    """A table of a report, as a report says it: numbers sort as numbers, and everything goes along."""
    cols = [Col(f"c{n}", header, _cell_of(n),
                number=any(isinstance(row[n].value, Decimal) or row[n].order is not None for row in paper.rows))
            for n, header in enumerate(paper.headers)]
    return table(request, cols, paper.rows, name=name, css=css, title=paper.title, empty=paper.empty)


def answered(request: HttpRequest, template: str, said: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page with its tables; or, where the address asks for one as a workbook,
        that: all its rows as they are sorted and found."""
    if request.GET.get("as") == "xlsx":
        tables = [t for value in said.values() for t in (value if isinstance(value, list) else [value]) if isinstance(t, Board)]
        wanted = request.GET.get("of", "")
        found = next((t for t in tables if t.key == wanted), tables[0] if tables and not wanted else None)
        if found is not None:
            return workbook(found)
    return render(request, template, said, status=status)


def workbook(made: Board) -> HttpResponse:
    """A table as a workbook, ids as text."""
    cols = [c for c in made.cols if c.value]
    content = table_xlsx(made.sheet, [str(c.words) for c in cols],
                         ([_in_a_sheet(line[c.name]) for c in cols] for line in made.data))
    return as_file(content, f"{made.sheet}.xlsx")


def _in_a_sheet(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value.quantize(Decimal("0.0001")).normalize()
    return value if isinstance(value, int | date | datetime | None) else str(value)


def as_file(content: bytes, name: str) -> HttpResponse:
    """A workbook to take along."""
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
