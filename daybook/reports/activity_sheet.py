"""The batch sheet of an event's drafts as a workbook: what may be filed, what may not and why, and what the layout is.

The columns are those that Chinese consoles' batch registrations ask for by name, with the SKU's code beside the product's id.  No
platform publishes its template: it is a layout of our own, and the sheet says so.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

from daybook.domain.activity_pages import SheetLine
from daybook.domain.shop import Shop
from daybook.reports.localise import in_language
from daybook.reports.table_xlsx import FORMULA, sheet_name
from daybook.reports.wording import translator

COLUMNS_ZH = ("商品ID", "商家编码", "商品名称", "活动名称", "活动价", "活动库存", "开始日期", "结束日期")
COLUMNS_EN = ("item id", "sku", "title", "event", "event price", "event stock", "first day", "last day")


def batch_sheet(lines: Sequence[SheetLine], shop: Shop, language: str) -> bytes:
    """The workbook: what may be filed; what may not, and why; what the layout is."""
    import xlsxwriter

    w, target = translator(language), BytesIO()
    columns = COLUMNS_ZH if shop.currency == "CNY" else COLUMNS_EN
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    about = w("Columns by name as batch registrations ask for them; the platform publishes no template, so the layout is our own: "
              "copy the columns into the template of your console.")
    refused: list[tuple[object, ...]] = [(*_row(one), in_language(why, w), in_language(do, w))
                                         for one in lines for why, do in one.refused]
    tabs: list[tuple[str, tuple[str, ...], list[tuple[object, ...]]]] = [
        (sheet_name(w("File these")), columns, [_row(one) for one in lines if not one.refused]),
        (sheet_name(w("Not these, and why")), (*columns, w("Why"), w("What to do")), refused),
        (sheet_name(w("About this sheet")), (w("About this sheet"),), [(about,)])]
    with xlsxwriter.Workbook(target, options) as book:
        for name, heads, rows in tabs:
            page, quoted = book.add_worksheet(name), book.add_format({"quote_prefix": True})
            for n, row in enumerate([heads, *rows]):
                for column, value in enumerate(row):
                    if isinstance(value, Decimal | int):
                        page.write_number(n, column, float(value))
                    else:
                        text = str(value)
                        page.write_string(n, column, text, *((quoted,) if text.startswith(FORMULA) else ()))
    return target.getvalue()


def _row(one: SheetLine) -> tuple[str | Decimal | int | date, ...]:
    move = one.move
    return (one.entry.item_id, one.entry.sku, one.title, move.event, move.price, move.stock, move.first, move.last)
