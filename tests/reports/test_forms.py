"""Reports out: the same numbers in every form, the client's look on each, Chinese right on a machine without fonts."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal as D
from email.message import EmailMessage
from html import unescape
from io import BytesIO
from typing import cast

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from daybook.domain.brand import Brand, brand
from daybook.domain.brief import Tile
from daybook.domain.entry import Day, Entry, EntryKind
from daybook.domain.errors import WrongUsage
from daybook.domain.shop import Platform, Shop
from daybook.locale.compile import catalogs, read_po
from daybook.reports.brief_pdf import FACES, FONTS, page_pdf
from daybook.reports.casefile_report import casefile_paper
from daybook.reports.forms import Form, Subject, as_report, rendered
from daybook.reports.numbers import exact, shown
from tests.reports.briefs import FULL

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
GREEN = "#0a7b4c"
LOOK = Brand("远山代运营", GREEN, PNG, "image/png")
AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
DID = Entry(AT, AT, EntryKind.DID, "山野器物", "山野手冲", "手冲壶 KZ-041-BLK", "Bo", "主图换回", "主图 v7", "主图 v6", "", 12)
DAY = Subject(FULL, Day((DID,), 12, 3))
BRIEF = Subject(FULL)
IN = [tile for tile in FULL.tiles if tile.value is not None]


@pytest.fixture(scope="module")
def printed() -> list[str]:
    """The lines of the printed brief, without blanks."""
    return lines_of(rendered(BRIEF, Form.PDF, "zh", LOOK))


@pytest.fixture(scope="module")
def mail() -> EmailMessage:
    return cast(EmailMessage, email.message_from_bytes(rendered(DAY, Form.MAIL, "zh", LOOK), policy=email.policy.default))


def lines_of(pdf: bytes) -> list[str]:
    """What stands in a PDF, line by line, without blanks."""
    return ["".join(line.split()) for page in pypdfium2.PdfDocument(pdf)
            for line in page.get_textpage().get_text_range().splitlines()]


@pytest.mark.parametrize("subject", [BRIEF, DAY])
def test_why_a_base_is_no_ordinary_day_is_told_once(subject: Subject) -> None:
    """Rows that it concerns bear a mark; the same sentence beside every number made two pages into four."""
    why = "上周日是双11后退款高峰"
    tiles = [replace(t, comparisons=tuple(replace(c, caution=why) if c.with_ == "last_week" else c for c in t.comparisons))
             for t in FULL.tiles]
    book = rendered(replace(subject, brief=replace(FULL, tiles=tuple(tiles))), Form.WORKBOOK, "zh")
    assert [row[-1] for row in rows_of(book) if row[0] == "支付金额"] == ["!"]
    sheets = range(len(CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names))
    assert sum(why in str(cell) for sheet in sheets for row in rows_of(book, sheet) for cell in row) == 1


def test_nothing_of_a_printed_brief_lies_beyond_its_page() -> None:
    """A finding that is longer than what is left of a page begins on the next one, beside nothing else."""
    printed = pypdfium2.PdfDocument(rendered(Subject(replace(FULL, tiles=FULL.tiles + FULL.tiles[:1] * 6)), Form.PDF, "zh", LOOK))
    for page in printed:
        text = page.get_textpage()
        boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
        assert min(bottom for _, bottom, _, _ in boxes) > 20
        assert max(top for _, _, _, top in boxes) < page.get_height() - 20


def seen(tile: Tile) -> str:
    return shown(tile.value, tile.unit, tile.currency, "zh")


def full(tile: Tile) -> str:
    return exact(tile.value, tile.unit, tile.currency, "zh")


def rows_of(workbook: bytes, sheet: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(sheet).to_python()


def cells(page: str) -> list[list[str]]:
    """The tables of a page, row by row."""
    return [[unescape(re.sub(r"<[^>]+>", "", c)) for c in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]
            for row in re.findall(r"<tr>(.*?)</tr>", page, re.S)]


@pytest.mark.parametrize("tile", IN, ids=lambda t: t.metric)
def test_a_number_is_the_same_in_every_form(tile: Tile, printed: list[str], mail: EmailMessage) -> None:
    page, told = rendered(BRIEF, Form.PAGE, "zh").decode(), rendered(BRIEF, Form.MARKDOWN, "zh").decode()
    [(on_hover, on_page)] = re.findall(
        rf'<h2><span[^>]*>{tile.zh}</span>.*?<p class="value" title="([^" ]+)[^>]*>([^<]+)</p>', page, re.S)[:1]
    assert (on_hover, on_page) == (full(tile), seen(tile))
    assert f"| {tile.zh} | {seen(tile)} |" in told
    numbers = [line for line in printed if line in {seen(t) for t in IN}]      # labels are drawn apart, numbers in their order
    assert numbers[IN.index(tile)] == seen(tile)
    for subject in (BRIEF, DAY):
        [row] = [r for r in rows_of(rendered(subject, Form.WORKBOOK, "zh")) if r[0] == tile.zh]
        assert D(repr(row[1])) == tile.value
        base = tile.comparisons[0].value
        assert base is None or D(repr(row[2])) == base
    body, attached = cast(EmailMessage, mail.get_body(("html",))), next(iter(mail.iter_attachments()))
    assert [r[1] for r in cells(body.get_content()) if r and r[0] == tile.zh] == [full(tile)]
    assert f"- {tile.zh} · {full(tile)}" in cast(EmailMessage, mail.get_body(("plain",))).get_content()
    assert any(line.startswith(tile.zh + full(tile)) for line in lines_of(cast(EmailMessage, attached).get_content()))


def test_what_is_not_in_is_empty_in_the_workbook_and_never_0() -> None:
    [row] = [r for r in rows_of(rendered(BRIEF, Form.WORKBOOK, "zh")) if r[0] == "花费"]
    assert row[1] == "—"
    assert row[-1] == "推广报表还没有导出"


def test_every_form_carries_the_clients_look(printed: list[str], mail: EmailMessage) -> None:
    assert any(LOOK.name in line for line in printed)
    assert LOOK.name in str(mail["Subject"])
    page = rendered(BRIEF, Form.PAGE, "zh", LOOK).decode()
    assert f"--brand: {GREEN}" in page
    assert "data:image/png;base64,iVBOR" in page
    assert str(rows_of(rendered(BRIEF, Form.WORKBOOK, "zh", LOOK))[0][0]).startswith(LOOK.name)


def test_a_summary_says_who_did_what_and_what_is_open(mail: EmailMessage) -> None:
    text = cast(EmailMessage, mail.get_body(("plain",))).get_content()
    assert "11:00 · 手工完成 · 主图换回 · 手冲壶 KZ-041-BLK · 主图 v7 → 主图 v6 · Bo · 12 分钟" in text
    assert "当日完成与决定 1 项，用时 12 分钟；未完成 3 项" in text


def test_no_cell_of_a_workbook_is_carried_out() -> None:
    hostile = replace(FULL, plan=(replace(FULL.plan[0], what="=1+1", object="@SUM(A1)"),))
    book = CalamineWorkbook.from_filelike(BytesIO(rendered(Subject(hostile), Form.WORKBOOK, "zh")))
    said = {c for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row}
    assert {"=1+1", "@SUM(A1)"} <= said


def test_every_letter_of_the_house_is_in_the_fonts_of_the_package() -> None:
    """What a PDF says is right on a machine that has no font at all."""
    from fontTools.ttLib import TTFont

    there = {letter for _, _, file in FACES for letter in TTFont(FONTS / file, lazy=True).getBestCmap()}
    said = {c for po in catalogs() for text in read_po(po.read_text("utf-8")).values() for c in text if c.isprintable()}
    assert not {c for c in said if ord(c) not in there}


def test_a_report_asks_for_nothing_from_outside(tmp_path) -> None:
    from tests.notify.receivers import Receiver, running

    (tmp_path / "secret.png").write_bytes(PNG)
    with running(Receiver()) as server:
        page_pdf(f'<img src="{server.url}/x.png"><img src="{(tmp_path / "secret.png").as_uri()}">')
        assert not server.posts


@pytest.mark.parametrize(("colour", "logo", "said"), [
    ("green", b"", "no colour"), ("#12345", b"", "no colour"), ("", b"<svg onload='x()'/>", "no PNG or JPEG"),
    ("", PNG + bytes(600_000), "kB")])
def test_a_look_that_would_not_print_is_refused(colour: str, logo: bytes, said: str) -> None:
    with pytest.raises(WrongUsage, match=said):
        brand("x", colour, logo)


def test_a_day_on_which_nobody_said_how_long_anything_took_tells_no_minutes() -> None:
    untimed = Subject(FULL, Day((replace(DID, minutes=None),), None, 3))
    assert "完成与决定 1 项；未完成 3 项" in as_report(untimed, "zh").lead
    assert "用时 12 分钟" in as_report(DAY, "zh").lead


def test_the_operating_file_counts_days_on_the_shops_clock_and_no_minutes_where_none_were_said() -> None:
    """07:30 in Shanghai is still the day before in UTC."""
    shop = Shop("山野手冲", "山野器物", Platform.TMALL, "Asia/Shanghai", "CNY")
    early = replace(DID, at=datetime(2026, 11, 21, 23, 30, tzinfo=UTC), person="Lin", minutes=None)
    objects, people, _lines = casefile_paper(shop, [early, replace(DID, object="马克杯")], "2026-11-21", "2026-11-22", "zh").tables
    assert [[c.text for c in row][2] for row in objects.rows] == ["11月22日 周日", "11月22日 周日"]
    assert [[c.text for c in row] for row in people.rows] == [["Lin", "1", ""], ["Bo", "1", "12"]]
