"""A report as a document: widths by what columns say, for every writer, and heads that stand again on each page."""

from decimal import Decimal
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from daybook.reports.paper import Cell, Paper, table
from daybook.reports.report_docx import PRINTED, report_docx, widths_of

TOLD = table("数据", ("指标", "数值", "变化原因"), [
    (Cell("支付金额"), Cell("¥1,273,964", value=Decimal(1273964)),
     Cell("支付转化率 +¥45,774.40、天数 +¥41,074.04、访客数 −¥34,021.00"))])


def test_columns_are_as_wide_as_what_they_say_in_the_grid_and_in_every_cell() -> None:
    book = Document(BytesIO(report_docx(Paper("月复盘", ("青川",), "支付 ¥1,273,964", (TOLD,)))))
    (made,) = book.tables
    wanted = [round(width, 1) for width in widths_of(TOLD)]
    assert [round(column.width.cm, 1) for column in made.columns] == wanted
    assert [round(cell.width.cm, 1) for row in made.rows for cell in row.cells] == wanted * 2
    assert wanted[2] > 2 * wanted[0]
    assert sum(widths_of(TOLD)) <= PRINTED


def test_a_head_stands_again_and_a_line_stays_on_one_page() -> None:
    book = Document(BytesIO(report_docx(Paper("月复盘", ("青川",), "支付", (TOLD,)))))
    head, line = book.tables[0].rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert line._tr.trPr.find(qn("w:cantSplit")) is not None
    assert book.tables[0]._tbl.tblPr.find(qn("w:tblBorders")).find(qn("w:insideV")) is None
