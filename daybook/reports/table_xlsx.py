"""Any table as a workbook: ids stay text, and no cell is ever carried out as a formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

#: How a cell begins that a spreadsheet would carry out.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Digits beyond which a spreadsheet would round a number.
EXACT_DIGITS = 15
WIDEST = 40


def table_xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet.  Text is written as text whatever it looks like, numbers as numbers, None as nothing."""
    import xlsxwriter

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet(sheet_name(title))
        head, quoted = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"quote_prefix": True})
        days = {date: book.add_format({"num_format": "yyyy-mm-dd"}),
                datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})}
        for column, header in enumerate(headers):
            sheet.set_column(column, column, min(WIDEST, max(10, 2 * len(header))))
        sheet.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, head)
        for n, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(n, column, value.replace(tzinfo=None), days[datetime])
                elif isinstance(value, date):
                    sheet.write_datetime(n, column, datetime(value.year, value.month, value.day), days[date])
                elif isinstance(value, bool) or (isinstance(value, int | Decimal) and exact_in_a_sheet(value)):
                    sheet.write(n, column, value if isinstance(value, bool | int) else float(value))
                elif value is not None:
                    text = str(value)
                    sheet.write_string(n, column, text, *((quoted,) if text.startswith(FORMULA) else ()))
    return target.getvalue()


def exact_in_a_sheet(value: int | Decimal) -> bool:
    """Whether a spreadsheet keeps the number as it is."""
    return len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS


def sheet_name(title: str) -> str:
    """A title as the name of a sheet: without the letters that a workbook refuses, at most 31."""
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "1"
