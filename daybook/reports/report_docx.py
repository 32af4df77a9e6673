"""A report as a document that a person edits further: a heading and a table per table, numbers on the right."""

from decimal import Decimal
from io import BytesIO
from typing import Any

from daybook.domain.brand import PLAIN, Brand
from daybook.reports.paper import Cell, Paper, Table
from daybook.reports.text_columns import clean, columns

#: The font of Latin and of Chinese text; a writer takes its own where it is not there.
LATIN, CHINESE = "Calibri", "Microsoft YaHei"
COLOUR, RULE = "#23527c", "C9CDD3"
#: Room around what a cell says, in twentieths of a point.
ROOM = {"top": 45, "left": 80, "bottom": 30, "right": 80}
TONES = {"red": "C22F1E", "green": "14794A"}
#: Width that is printed on A4 across, in centimetres, and the least of a column.
PRINTED, LEAST = 26.7, 1.5
#: Columns of text beyond which a cell takes no more of the width, but more lines.
WIDEST = 44


def report_docx(report: Paper, brand: Brand = PLAIN) -> bytes:
    """The document, A4 across; a picture of the client stands at its head where it has one."""
    from docx import Document

    book = Document()
    _page(book)
    _head(book, report, brand)
    for shown in report.shown:
        _heading(book, shown.title, brand)
        if shown.rows:
            _table(book, shown, brand)
        else:
            _text(book.add_paragraph(), shown.empty, size=9, colour="5F646D")
    if report.foot:
        _text(book.add_paragraph(), report.foot, size=8, colour="5F646D")
    book.core_properties.title, book.core_properties.author = clean(report.title), clean(brand.name)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _page(book: Any) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = book.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    normal = book.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(9)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), CHINESE)
    normal.paragraph_format.space_after = Pt(2)


def _head(book: Any, report: Paper, brand: Brand) -> None:
    from docx.shared import Cm

    if brand.logo:
        book.add_paragraph().add_run().add_picture(BytesIO(brand.logo), height=Cm(1.1))
    title = f"{brand.name} · {report.title}" if brand.name else report.title
    _text(book.add_heading(level=1), title, size=16, bold=True, colour=(brand.colour or COLOUR).lstrip("#"))
    _text(book.add_paragraph(), " · ".join(part for part in report.about if part), size=8, colour="5F646D")
    _text(book.add_paragraph(), report.lead, size=11, bold=True)


def _heading(book: Any, title: str, brand: Brand) -> None:
    made = book.add_heading(level=2)
    made.paragraph_format.keep_with_next = True
    _text(made, title, size=12, bold=True, colour=(brand.colour or COLOUR).lstrip("#"))


def _text(paragraph: Any, text: str, *, size: float, bold: bool = False, colour: str = "") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(text))
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour.upper())


def _table(book: Any, shown: Table, brand: Brand) -> None:
    """Rows stay on one page, and the head stands again on each."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    named = any(shown.headers)
    made = book.add_table(rows=0, cols=len(shown.headers))
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _ruled(made)
    widths = [Cm(width) for width in widths_of(shown)]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width            # a cell's own width is not enough for every writer
    if named:
        head = made.add_row()
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, name, width in zip(head.cells, shown.headers, widths, strict=True):
            cell.width = width
            _text(cell.paragraphs[0], name, size=8.5, bold=True, colour=(brand.colour or COLOUR).lstrip("#"))
    for row in shown.rows:
        line = made.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, said, width in zip(line.cells, row, widths, strict=True):
            cell.width = width
            _cell(cell, said)
    book.add_paragraph()


def _ruled(table: Any) -> None:
    """Thin rules between the lines and none between columns, with room above and below what is said."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{RULE}"/>' for side in ("top", "bottom", "insideH"))
    room = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in ROOM.items())
    for part in (f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>", f"<w:tblCellMar {nsdecls('w')}>{room}</w:tblCellMar>"):
        table._tbl.tblPr.append(parse_xml(part))


def _cell(cell: Any, said: Cell) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    if isinstance(said.value, Decimal):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _text(paragraph, said.text, size=8.5, bold=said.strong, colour=TONES.get(said.tone, ""))


def widths_of(shown: Table) -> list[float]:
    """Centimetres of each column: by its longest text, none below the least, all together what is printed or less."""
    longest = [min(WIDEST, max(columns(clean(text)) for text in (name, *(row[n].text for row in shown.rows))))
               for n, name in enumerate(shown.headers)]
    wanted = [max(LEAST, 0.19 * most + 0.5) for most in longest]
    over = sum(wanted) / PRINTED
    return wanted if over <= 1 else [width / over for width in wanted]
