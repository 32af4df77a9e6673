"""Files that people write for `daybook set`: the demonstration's layouts, other names for columns, odd cells."""

from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.demo.given import HEADERS
from daybook.domain.given import Given, Target, TeamMember, Term, UnitCost
from daybook.domain.roster import RosterShift, Script, scripts_on
from daybook.domain.shop import Platform, Shop
from daybook.sources import given_cells
from daybook.sources.given_files import LAYOUTS, GivenFile, read_given
from daybook.sources.given_layout import GivenFor

SHOPS = {"mei-tmall": Shop("mei-tmall", "Mei", Platform.TMALL, "Asia/Shanghai", "CNY")}
KNOWN = datetime(2026, 11, 23, tzinfo=UTC)


def read(folder: Path, kind: str, text: str | bytes) -> GivenFile:
    file = folder / "given.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_given(file, kind, GivenFor(SHOPS, KNOWN, "Mei"))


def test_every_kind_reads_the_header_that_the_demonstration_writes() -> None:
    assert {kind: layout.header for kind, layout in LAYOUTS.items()} == {
        "limit": "shop,limit,value,valid_from", "fact": "shop,object,fact,value,seen_on",
        "lead-time": "shop,sku,days,late_days,every_days,least,pack,order_cost,supplier,valid_from",
        "inbound": "shop,sku,ref,units,arrives,valid_from",
        "script": "shop,topic,name,text,valid_from",
        **{k: HEADERS[k] for k in HEADERS if k != "stock"}}


def test_a_file_saved_by_a_chinese_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "商家编码;成本价;币种;生效日期\r\nKZ-041;￥82.50;;2026年11月1日\r\n".encode("gb18030")
    (line,) = read(tmp_path, "cost", text).lines
    assert line.value == UnitCost("", "KZ-041", D("82.50"), "CNY", date(2026, 11, 1), KNOWN)


def test_terms_are_shares_or_money_and_team_minutes_are_whole(tmp_path: Path) -> None:
    found = read(tmp_path, "terms", "term,value\nfee_rate,5.5%\n发货运费,4.2\n")
    assert [line.value for line in found.lines] == [
        Term("", "fee_rate", D("0.055"), None, KNOWN), Term("", "ship_cost", D("4.2"), None, KNOWN)]
    team = read(tmp_path, "team", "person,role,shop,minutes\nBo,operator,mei-tmall,300\nLin,ads,mei-tmall,1500\n"
                                  "Xia,service,mei-tmall,12.5\nMei,lead,,10\n")
    assert [line.value for line in team.lines] == [TeamMember("mei-tmall", "Bo", "operator", 300, None, KNOWN)]
    assert [(r.line, r.column) for r in team.rejected] == [(3, "minutes"), (4, "minutes"), (5, "shop")]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    text = ('shop,at,object,kind,from,to,text\n\nmei-tmall,2026-11-22 09:00,KZ-041,rival,,139,"two lines\nof text"\n'
            "mei-tmall,2026-11-22 09:00,KZ-041,gossip,,139,x\n")
    found = read(tmp_path, "notes", text)
    assert ([line.line for line in found.lines], [r.line for r in found.rejected]) == ([3], [5])


def test_ids_stay_text_and_destroyed_ones_are_refused(tmp_path: Path) -> None:
    text = 'shop,order_id,reason\nmei-tmall,"=""2134567890123456789""",样品\nmei-tmall,2.13457E+18,test\n'
    found = read(tmp_path, "exclusion", text)
    assert [line.value.order_id for line in found.lines] == ["2134567890123456789"]  # type: ignore[union-attr]
    assert "shortened this id" in found.rejected[0].reason


def test_the_same_row_twice_counts_once_and_two_that_differ_are_a_contradiction(tmp_path: Path) -> None:
    row = "mei-tmall,paid_gmv,2026-11,{}\n"
    found = read(tmp_path, "target", "shop,metric,month,value\n" + row.format(100) + row.format(100) + row.format(101))
    assert [line.value for line in found.lines] == [
        Target("mei-tmall", "paid_gmv", date(2026, 11, 1), D(100), None, KNOWN)]
    assert [(r.line, r.column) for r in found.rejected] == [(4, "row")]


@pytest.mark.parametrize("cell", ["=1+1", "＝1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "=HYPERLINK(\"x\")"])
def test_a_cell_that_a_spreadsheet_would_carry_out_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="formula"):
        given_cells.refuse_formula(cell)


@pytest.mark.parametrize("cell", ["-5", "+3.2%", "-", '="0012"', "KZ-041", "改价：-10", ""])
def test_a_signed_number_and_a_wrapped_id_are_no_formula(cell: str) -> None:
    given_cells.refuse_formula(cell)
    assert given_cells.bare_text(cell) == ("" if cell == "-" else cell)


def test_a_roster_names_days_and_split_hours(tmp_path: Path) -> None:
    """Split as often as it is, over midnight until midnight; what is no clock time is refused with what to write."""
    found = read(tmp_path, "roster", "店铺,客服,星期,班次,同时接待\n" + "".join(f"mei-tmall,{row}\n" for row in (
        "小夏,每天,09:00-12:00 18：30-23：00,4", "小夏,周日,休,", "小林,2026-12-12,20:00-02:00,", "小林,8,09:00-12:00,",
            "小林,1,上午,",
        "小林,2,09:00-25:00,", "小林,3,09:00-12:00,101")))
    assert [(v.person, v.day, v.hours, v.chats) for v in (line.value for line in found.lines) if isinstance(v, RosterShift)] == [
        ("小夏", "daily", "09:00-12:00 18:30-23:00", 4), ("小夏", "7", "off", None), ("小林", "2026-12-12", "20:00-24:00", None)]
    assert [(r.line, r.column) for r in found.rejected] == [(5, "day"), (6, "hours"), (7, "hours"), (8, "chats")]
    given = Given(SHOPS["mei-tmall"], KNOWN, shifts=[line.value for line in found.lines if isinstance(line.value, RosterShift)])
    assert [(one.person, one.spans) for one in given.roster(date(2026, 12, 12)) or ()] == [
        ("小夏", ((540, 720), (1110, 1380))), ("小林", ((1200, 1440),))]
    assert given.roster(date(2026, 12, 13)) == ()                    # a Sunday: somebody is off, which is not "no roster"
    assert Given().roster(date(2026, 12, 12)) is None


def test_two_scripts_of_a_topic_count_until_one_is_taken_out(tmp_path: Path) -> None:
    found = read(tmp_path, "script", "shop,topic,name,text,valid_from\nmei-tmall,dispatch,A,今天发,2026-11-01\n"
                                     "mei-tmall,dispatch,B,马上发,2026-11-01\nmei-tmall,dispatch,B,,2026-11-20\n")
    given = [line.value for line in found.lines if isinstance(line.value, Script)]
    assert [s.name for s in scripts_on(given, date(2026, 11, 10))] == ["A", "B"]
    assert [s.name for s in scripts_on(given, date(2026, 11, 20))] == ["A"]
