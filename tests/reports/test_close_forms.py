"""The close of a day leaves the house as page, PDF, workbook, Markdown and mail, with the numbers of its page in each."""

import email
import email.policy
import re
from datetime import UTC, date, datetime
from decimal import Decimal as D
from html import unescape
from io import BytesIO

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from daybook.domain.brief import Unit
from daybook.domain.close import ActionBrought, DayClose, DayWork, HandedOver, Incident, Moved, SetDown
from daybook.domain.report import Beside, Figure
from daybook.reports.forms import Closing, Form, as_report, rendered

ON, AT = date(2026, 11, 21), datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
PAID = Figure("paid_gmv", "支付金额", Unit.MONEY, D("18432.50"), currency="CNY", at=AT, beside=(
    Beside("target", ON, ON, D("20000.00")), Beside("yesterday", ON, ON, D("16000.00")), Beside("last_week", ON, ON, None)))
SPEND = Figure("ad_spend", "花费", Unit.MONEY, None, "nobody read what ads cost today", currency="CNY")
CLOSE = DayClose(
    "山野手冲", "山野器物", "tmall", "Asia/Shanghai", "CNY", ON, AT, "0.2.0", AT, "", (PAID, SPEND), None,
    (DayWork("主图换回", "KZ-041", "Bo", "done", "v7", "v6", 12),),
    (DayWork("补货 KZ-041", "KZ-041", "operator", "open", "", "", 20),),
    (Incident(AT, "checkout answered 502", "收银台报 502", "Bo"),),
    (SetDown("by_hand", "给工厂打电话", "KZ-041", "Mei", 20, "1f"),),
    (Moved("yesterday", AT, D("2432.50"), D("3000.00"), D("-567.50"), 31),),
    (ActionBrought(ON, "降价", "KZ-041", "Lin", "too early"),),
    (HandedOver("approval", "预算 300 → 450", "计划 A", "Lin", "waits for a yes"),))


def rows(language: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(rendered(Closing(CLOSE), Form.WORKBOOK, language)))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]


def test_a_workbook_of_a_close_holds_numbers_as_numbers_and_what_is_not_known_as_a_dash_with_its_reason() -> None:
    """18,432.50 of 20,000.00 is 92.16 %; against 16,000.00 that is 15.2 % more; the parts add up to 2,432.50."""
    found = rows("zh")
    [paid] = [r for r in found if r[0] == "支付金额"]
    assert (paid[1], paid[2], paid[6], paid[7]) == (18432.5, "22:30", "+15.2%", "—")
    assert (paid[3], paid[4], paid[5]) == (20000.0, pytest.approx(0.921625), 16000.0)
    [spend] = [r for r in found if r[0] == "花费"]
    assert (spend[1], spend[-1]) == ("—", "nobody read what ads cost today")
    [moved] = [r for r in found if r[2:3] == [2432.5]]
    assert moved[2:] == [2432.5, 3000.0, -567.5, 31.0]
    assert ["待批准", "预算 300 → 450", "计划 A", "Lin", "waits for a yes"] in found


@pytest.mark.parametrize(("language", "words"), [
    ("zh", ("收工", "交接", "明天", "完成当日目标的92", "¥18,432.50", "什么动了", "收银台报502")),
    ("en", ("close of", "Handover", "For tomorrow", "92", "¥18,432.50", "What moved, and by what", "checkout answered 502"))])
def test_a_close_is_printed_in_both_languages_with_all_its_parts(language: str, words: tuple[str, ...]) -> None:
    pages = pypdfium2.PdfDocument(rendered(Closing(CLOSE), Form.PDF, language))
    said = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)
    for word in words:
        assert word.replace(" ", "") in said, word


def test_the_mail_of_a_close_carries_its_pdf_and_the_same_numbers() -> None:
    mail = email.message_from_bytes(rendered(Closing(CLOSE), Form.MAIL, "en"), policy=email.policy.default)
    [attached] = mail.iter_attachments()                                                         # type: ignore[attr-defined]
    assert attached.get_filename() == "山野手冲-close-2026-11-21.pdf"
    body = mail.get_body(("html",)).get_content()                                                # type: ignore[attr-defined]
    cells = [unescape(re.sub(r"<[^>]+>", "", c)) for c in re.findall(r"<td[^>]*>(.*?)</td>", body, re.S)]
    assert cells[1] == as_report(Closing(CLOSE), "en").tables[0].rows[0][1].text == "¥18,432.50"
