"""What went wrong, in Chinese: every sentence that a screen can show is in the catalog, with all that stood in it."""

import ast
import re
from pathlib import Path

import pytest

from daybook.domain.errors import BrokenFile, WrongUsage
from daybook.domain.moves.kinds import move_from
from daybook.domain.said import Said
from daybook.reports.problem_phrases import CONTEXT, kept_words, problem_words, sentence
from daybook.reports.wording import translator

HOUSE = Path(__file__).resolve().parents[2] / "daybook"
ZH, EN = translator("zh"), translator("en")
#: Where what a screen asks for is raised; the rest is said at the prompt only.
SHOWN = ("domain/work_items.py", "workflows/work.py", "workflows/give.py", "workflows/given.py", "workflows/why.py",
         "workflows/rows.py", "workflows/questions.py", "workflows/mending.py", "workflows/patrol.py", "workflows/approve.py",
         "workflows/right_shop.py", "workflows/paste.py", "sources/given_files.py", "sources/files.py", "sources/identify.py",
         "sources/unpack.py", "sources/workbook.py", "sources/delimited.py", "sources/ids.py", "sources/periods.py",
         "sources/report.py", "sources/json_rows.py", "sources/landing.py", "sources/mapping/spec.py", "actions/approve.py",
         "sources/api/transport.py", "sources/api/graphql.py", "sources/api/douyin.py", "sources/api/taobao.py",
         "workflows/ticks.py", "workflows/tomorrow.py", "workflows/deliver.py", "workflows/letters.py", "workflows/reports_out.py",
         "workflows/recipients.py", "workflows/brand.py", "workflows/execute.py", "workflows/planned.py", "workflows/ways_out.py",
         "domain/brand.py", "domain/moves/kinds.py", "reports/brief_pdf.py", "notify/channels.py", "web/mailing.py",
         "web/views/work.py", "actions/execute.py", "actions/undo.py", "actions/writers/line.py",
         "actions/writers/upload_sheet.py", "workflows/reputation_page.py", "workflows/model_drafts.py", "workflows/model_copy.py",
         "sources/language_model.py", "workflows/event_entries.py", "workflows/activity_sheet.py",
         "workflows/sale_plan.py", "web/views/mega_sale.py",
         "workflows/rivals_page.py", "workflows/rival_memo.py", "sources/given_rivals.py", "sources/own/saved_page.py",
         "workflows/creator_steps.py", "workflows/crowds.py", "workflows/buyers_privacy.py", "web/views/creators.py",
         "workflows/page_tests.py", "workflows/page_briefs.py", "workflows/review_told.py", "workflows/review_accept.py")
ERRORS = {"DaybookError", "WrongUsage", "NeedsPerson", "NoDay", "UnknownTable", "BrokenFile", "WrongShop", "AccessRefused",
          "BusyPlatform", "NotAllowed", "WriteRefused", "Refused"}


def sentences(node: ast.expr, named: dict[str, ast.expr] | None = None) -> list[str]:
    """What an expression says, with {} where something stands in it; nothing where it only passes text on.

    `named` are the module's own constants.
    """
    if isinstance(node, ast.Name):
        return sentences(named[node.id]) if named and node.id in named else []
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)]
    if isinstance(node, ast.IfExp):
        return [*sentences(node.body), *sentences(node.orelse)]
    if isinstance(node, ast.BinOp):
        return [a + b for a in sentences(node.left) or ["{}"] for b in sentences(node.right) or ["{}"]]
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Said":
        return []                   # its own catalog entry has a test of its own
    return []


def raised() -> list[tuple[str, str]]:
    found = []
    for file in SHOWN:
        module = ast.parse((HOUSE / file).read_text(encoding="utf-8"))
        named = {to.id: one.value for one in module.body if isinstance(one, ast.Assign)
                 for to in one.targets if isinstance(to, ast.Name)}
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ERRORS and node.args:
                said = node.args[1:2] if node.func.id == "Refused" else [  # type: ignore[attr-defined]
                    node.args[0], *(k.value for k in node.keywords if k.arg == "next_step")]
                found += [(file, text) for part in said for text in sentences(part, named) if re.search(r"[a-z] [a-z]", text)]
    return found


def shape(template: str) -> str:
    return re.sub(r"\{\w*\}", "{}", template)


def test_every_sentence_that_a_screen_can_show_is_said_in_chinese():
    known = {shape(t) for t in ZH.of_group(CONTEXT)}
    missing = sorted({(file, text) for file, text in raised() if shape(text) not in known})
    assert not missing, "add them to daybook/locale/zh_Hans with msgctxt \"problem\""


def of_rows() -> set[str]:
    """Why readers leave rows out, and what they warn of."""
    calls = [node for file in (HOUSE / "sources").rglob("*.py") for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("warn", "warn_without", "reject")]
    return {text.replace("{rows}", "3") for call in calls for text in sentences(call.args[call.func.attr != "warn_without"])}    # type: ignore[attr-defined]


def test_why_a_row_was_left_out_and_what_a_reader_warns_of_are_said_in_chinese():
    found = {text for text in of_rows() if re.search(r"[a-z] [a-z]", text)}
    assert len(found) > 30
    assert not {text for text in found if sentence(text.replace("{}", "12"), ZH) == text.replace("{}", "12")}
    assert sentence("has fewer cells than the header (12)", ZH) == "格数少于表头（12）"
    assert sentence("the export was made without '余额支付': what buyers paid from their balance is not in the amounts", ZH) == (
        "导出没有 '余额支付' 一列：买家用余额支付的部分不在金额里")


def test_a_list_that_was_cut_says_in_chinese_how_many_more_there_are():
    said = sentence("the table could be taobao.orders, taobao.lines and 3 more", ZH)
    assert said == "这张表可能是 taobao.orders, taobao.lines 等，另有 3 个"


def test_nothing_stands_in_a_chinese_sentence_that_was_not_in_the_english_one():
    """A command of the prompt may be left out where a page says what to press."""
    for template in ZH.of_group(CONTEXT):
        said = ZH.name(CONTEXT, template)
        assert set(re.findall(r"\{\w+\}", said)) <= set(re.findall(r"\{\w+\}", template)), template


@pytest.mark.parametrize(("problem", "chinese"), [
    (BrokenFile("the file is empty", where="orders.csv", next_step="export it again"), "orders.csv：文件是空的。下一步：重新导出"),
    (WrongUsage("there is no work item 7", next_step="see `daybook work list`"), "没有工作项 7。下一步：看计划板"),
    (WrongUsage(Said("{column} {value} {reason}", column="unit_cost", value="'-5'", reason="is below zero")),
     "unit_cost '-5'：小于零"),
    (WrongUsage(Said("{cell} would be carried out by the spreadsheet that opens the sheet", cell="=1+1")),
     "=1+1 会被打开表格的软件当作公式执行"),
    (WrongUsage("the morning of 2026-11-23 is over", where="山居茶器", next_step="name a day to come"),
     "山居茶器：2026-11-23 的早晨已经过去。下一步：填今天以后的日期"),
    (WrongUsage(Said("{column} {value} {reason}", column="visitors", value="'12,x'", reason="is not a number"),
                next_step="write it as 12345.60"), "visitors '12,x'：不是数字。下一步：写成 12345.60 这样"),
    (WrongUsage("HTTP 418: teapot says no"), "HTTP 418: teapot says no"),
])
def test_an_error_speaks_the_language_of_the_page_raised_or_kept(problem: WrongUsage, chinese: str):
    assert str(problem_words(problem, ZH)) == chinese
    assert str(problem_words(problem, EN)) == str(problem)
    if not isinstance(problem.what, Said):
        assert str(kept_words(str(problem), ZH)) == chinese


def test_a_value_that_a_move_cannot_have_is_refused_in_chinese():
    with pytest.raises(WrongUsage) as refused:
        move_from({"move": "list_price", "object_id": "KZ-041", "was": "199", "to": "cheap"})
    assert str(problem_words(refused.value, ZH)) == "list_price.to 是 'cheap'。下一步：请填数字，如 199.00"
