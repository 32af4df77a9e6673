"""A report as a workbook: a sheet per table, numbers as numbers in the form in which they are read, text as text."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from daybook.domain.brand import PLAIN, Brand
from daybook.domain.brief import Unit
from daybook.reports.numbers import SYMBOLS, WITHOUT_CENTS
from daybook.reports.paper import Cell, Paper, Table
from daybook.reports.table_xlsx import FORMULA, WIDEST, exact_in_a_sheet, sheet_name
from daybook.reports.text_columns import clean, columns

#: The font of a sheet; a spreadsheet takes its own where it is not there.
FONT = "Microsoft YaHei"
HEAD_ROWS = 3


def report_xlsx(report: Paper, brand: Brand = PLAIN) -> bytes:
    """The workbook.  No cell is carried out as a formula, and an absent number is an empty cell with its reason beside it."""
    import xlsxwriter

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
                                      "default_date_format": "yyyy-mm-dd"}) as book:
        styles = _Styles(book, brand)
        names: set[str] = set()
        for shown in report.shown:
            sheet = book.add_worksheet(_free(sheet_name(clean(shown.title)), names))
            _head(sheet, report, brand, styles)
            _table(sheet, shown, styles)
    return target.getvalue()


class _Styles:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Any, brand: Brand) -> None:
        self.book, self.colour = book, brand.colour or "#23527c"
        self.made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **said: object) -> Any:
        key = tuple(sorted(said.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": FONT, "valign": "top", **said})
        return self.made[key]


def _head(sheet: Any, report: Paper, brand: Brand, styles: _Styles) -> None:
    title = f"{brand.name} · {report.title}" if brand.name else report.title
    sheet.write_string(0, 0, clean(title), styles.of(bold=True, font_size=14, font_color=styles.colour))
    about = " · ".join(part for part in (*report.about, report.foot) if part)
    sheet.write_string(1, 0, clean(about), styles.of(font_color="#5f646d"))


def _table(sheet: Any, shown: Table, styles: _Styles) -> None:
    header = styles.of(bold=True, bottom=1, bottom_color=styles.colour, text_wrap=True)
    for column, name in enumerate(shown.headers):
        sheet.write_string(HEAD_ROWS, column, clean(name), header)
        texts = [name, *(row[column].text for row in shown.rows if column < len(row))]
        sheet.set_column(column, column, min(WIDEST, 3 + max(columns(clean(t)) for t in texts)))
    sheet.freeze_panes(HEAD_ROWS + 1, 0)
    if not shown.rows:
        sheet.write_string(HEAD_ROWS + 1, 0, clean(shown.empty), styles.of())
    for n, row in enumerate(shown.rows, HEAD_ROWS + 1):
        for column, cell in enumerate(row):
            _write(sheet, n, column, cell, styles)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, row: int, column: int, cell: Cell, styles: _Styles) -> None:
    if isinstance(cell.value, date):
        sheet.write_datetime(row, column, datetime(cell.value.year, cell.value.month, cell.value.day),
                             styles.of(num_format="yyyy-mm-dd"))
    elif isinstance(cell.value, Decimal) and exact_in_a_sheet(cell.value):
        sheet.write_number(row, column, float(cell.value), styles.of(num_format=number_format(cell.unit, cell.currency)))
    elif cell.text:
        text = clean(cell.text)
        more: Mapping[str, object] = {"quote_prefix": True} if text.startswith(FORMULA) else {}
        sheet.write_string(row, column, text, styles.of(text_wrap=True, **more))


def number_format(unit: Unit | None, currency: str) -> str:
    """How a spreadsheet shows a number.

    >>> number_format(Unit.MONEY, "CNY"), number_format(Unit.SHARE, ""), number_format(Unit.PEOPLE, "")
    ('"¥"#,##0.00', '0.00%', '#,##0')
    """
    if unit is Unit.MONEY:
        sign = SYMBOLS.get(currency, f"{currency} " if currency else "").replace('"', "")
        return f'"{sign}"#,##0' + ("" if currency in WITHOUT_CENTS else ".00")
    return {Unit.SHARE: "0.00%", Unit.RATIO: "0.00", Unit.SECONDS: "0"}.get(unit or Unit.COUNT, "#,##0")


def _free(name: str, taken: set[str]) -> str:
    """A sheet's name that no other sheet has."""
    n, free = 1, name
    while free.casefold() in taken:
        n += 1
        free = f"{name[:28]} {n}"
    taken.add(free.casefold())
    return free
