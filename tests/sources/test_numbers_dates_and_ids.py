"""The grammars: every spelling seen in exports, and properties that hold for all numbers and moments."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from daybook.domain.errors import BrokenFile, NeedsPerson
from daybook.sources import cells, dates, grammar, ids, shares
from daybook.sources.mapping.numbering import number_within
from daybook.sources.places import province_and_city
from daybook.sources.zones import local_to_utc, utc_to_local

AMOUNTS = st.decimals(-(10**11), 10**11, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("1,606,880", "1606880"), ("12,653.00", "12653"), ("¥22.30", "22.30"), ("￥20.00", "20"),
        ("Rs.1000.0", "1000"), ("$26,064.74", "26064.74"), ("131.77(已退款89.84)", "131.77"), ("0元", "0"),
        ("3.2万", "32000"), ("1.5亿", "150000000"), ("2w", "20000"), ("3.5k", "3500"), ("4.86%", "0.0486"),
        ("686.56%", "6.8656"), ("(8.14)", "-8.14"), ("-8.14", "-8.14"), ("¥-5", "-5"), ("１２．５", "12.5"),
        ("1,23,456.00", "123456"), ("2.5万元", "25000"), ('="12"', "12"), ("'7", "7"), ("1E-05", "0.00001"),
        (" 12\t", "12"), ("+3", "3"), (".5", "0.5"),
    ],
)
def test_a_cell_means_one_number(cell: str, meant: str) -> None:
    assert grammar.number(cell) == D(meant)


@pytest.mark.parametrize("cell", ["", "-", "--", " --", "NULL", "暂无数据", "延迟统计", '""', "n", "N/A"])
def test_null_spellings_are_no_number_and_not_zero(cell: str) -> None:
    assert grammar.number(cell) is None


@pytest.mark.parametrize("cell", ["1万 ~ 2.5万", "< 10%", "12,34", "1.2.3", "abc", "1.37359E+14", "5 5",
                                  "5元x", "--5", "(-5)"])
def test_a_cell_that_is_no_single_number_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"number|grouped|shortened"):
        grammar.number(cell)


def test_bands_stay_bands() -> None:
    assert grammar.band("75万 ~ 100万") == grammar.Band(D(750000), D(1000000))
    assert grammar.band("15% ~ 20%") == grammar.Band(D("0.15"), D("0.2"))
    assert grammar.band("> 90%") == grammar.Band(D("0.9"), None)
    assert grammar.band("12") == grammar.Band(D(12), D(12))
    assert grammar.band("-") is None


def test_lengths_of_time_are_seconds() -> None:
    assert [grammar.seconds(c) for c in ("1小时5分钟20秒", "1分20秒", "8.38", "-")] == [3920, 80, D("8.38"), None]


@given(AMOUNTS)
@example(D("-0.01"))
def test_a_number_printed_in_any_style_is_read_back(amount: D) -> None:
    assert grammar.number(f"{amount:,.2f}") == amount
    assert grammar.number(f"¥{amount:.2f}") == amount
    german = f"{amount:,.2f}".translate(str.maketrans(".,", ",."))
    assert grammar.number(german, mark=",") == amount
    if amount < 0:
        assert grammar.number(f"({-amount:,.2f})") == amount


PRINTED = st.one_of(AMOUNTS.map(str), AMOUNTS.map(lambda a: f"{a:,.2f}"), st.sampled_from(["-", "", "x", "1万"]))


@given(st.lists(PRINTED))
def test_a_column_reads_like_its_cells_one_by_one(texts: list[str]) -> None:
    values, bad = grammar.decimals(pa.array(texts, pa.string()))
    for text, value, is_bad in zip(texts, values.to_pylist(), bad.to_pylist(), strict=True):
        assert is_bad == (text == "x")
        assert value == (None if is_bad else grammar.number(text))


def test_german_numbers_are_told_by_the_column() -> None:
    assert grammar.decimal_mark(["1.234", "1.234,56"], "Umsatz") == ","
    assert grammar.decimal_mark(["1,234", "0.5"], "Sales") == "."
    assert grammar.decimal_mark(["12", "-"], "Sales") == "."


@pytest.mark.parametrize("texts", [["1.234"], ["1,234", "5"], ["0.5", "0,5"]])
def test_a_column_that_could_be_german_asks(texts: list[str]) -> None:
    with pytest.raises(NeedsPerson, match="decimal mark"):
        grammar.decimal_mark(texts, "Sales")


def printed(amount: D, mark: str) -> str:
    """As a console of that country prints it: thousands grouped, trailing zeros sometimes gone."""
    text = f"{amount:,}"
    return text if mark == "." else text.translate(str.maketrans(".,", ",."))


@settings(max_examples=150)
@given(st.lists(st.decimals(0, 10**7, places=2).map(lambda a: a.normalize() + 0) | st.integers(0, 10**7).map(D),
                min_size=1, max_size=8), st.sampled_from([".", ","]))
def test_separators_are_told_right_or_asked_for_and_never_guessed(amounts: list[D], mark: str) -> None:
    texts = [printed(amount, mark) for amount in amounts]
    try:
        told = grammar.decimal_mark(texts, "Sales")
    except NeedsPerson:
        both = [[grammar.number(t, m) for t in texts if len(t.split(",")[-1].split(".")[-1]) == 3] for m in ".,"]
        assert both[0] != both[1]  # it asks only where the answer changes a number
        return
    assert [grammar.number(text, told) for text in texts] == amounts


@settings(max_examples=150)
@given(st.lists(st.dates(date(2000, 1, 1), date(2037, 12, 31)), min_size=1, max_size=8), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]),
       st.sampled_from(["/", "-", "."]))
def test_days_and_months_are_told_right_or_asked_for_and_never_guessed(days: list[date], form: str, separator: str) -> None:
    texts = pa.array([day.strftime(form).replace("/", separator) for day in days])
    if all(day.day <= 12 for day in days) and any(day.day != day.month for day in days):
        with pytest.raises(NeedsPerson, match="day or the month"):
            dates.moments(texts, SHANGHAI, "Created Time")
    else:
        assert dates.moments(texts, SHANGHAI, "Created Time").day.to_pylist() == days


SHANGHAI = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("cell", "local"),
    [
        ("2020-02-21 00:00:00", datetime(2020, 2, 21)), ("2012-5-23 23:34", datetime(2012, 5, 23, 23, 34)),
        ("2020/2/20 23:59", datetime(2020, 2, 20, 23, 59)), ("2026年8月11日", datetime(2026, 8, 11)),
        ("20260811", datetime(2026, 8, 11)), ("2024041623", datetime(2024, 4, 16, 23)),
        ("43882", datetime(2020, 2, 21)),
        ("Feb 1, 2020", datetime(2020, 2, 1)), ("1 May 2026", datetime(2026, 5, 1)),
        ("August 8, 2020", datetime(2020, 8, 8)),
        ("2026-04-05 21:06:21 +0400", datetime(2026, 4, 6, 1, 6, 21)),
        ("2017-06-17T08:04:21+00:00", datetime(2017, 6, 17, 16, 4, 21)),
        ("05/13/2026 10:26:17 PM\t", datetime(2026, 5, 13, 22, 26, 17)),
        ("2026-01-01T00:00:00Z", datetime(2026, 1, 1, 8)),
        ('="2026-01-01"', datetime(2026, 1, 1)), ("13.05.2026", datetime(2026, 5, 13)),
    ],
)
def test_every_form_of_a_date_is_read(cell: str, local: datetime) -> None:
    found = dates.moments(pa.array([cell]), SHANGHAI, "time")
    assert found.local.to_pylist() == [local]
    assert found.bad.to_pylist() == [False]


@pytest.mark.parametrize("cell", ["2026-02-30", "13:00", "yesterday", "99999999", "2026-13-01", "7",
                                  "05/13/2026 13:00 PM"])
def test_what_is_no_date_is_bad_and_not_guessed(cell: str) -> None:
    found = dates.moments(pa.array([cell]), SHANGHAI, "time")
    assert found.bad.to_pylist() == [True]


def test_a_bare_day_has_no_hour() -> None:
    found = dates.moments(pa.array(["2026-08-11", "2026-08-11 00:00:00"]), SHANGHAI, "time")
    assert found.day.to_pylist() == [date(2026, 8, 11)] * 2
    assert found.hour.to_pylist() == [None, 0]


def test_the_column_tells_whether_day_or_month_comes_first() -> None:
    cells_ = pa.array(["05/06/2026", "25/06/2026", "06/06/2026"])
    assert dates.moments(cells_, "Europe/London", "Created").day.to_pylist() == [
        date(2026, 6, 5), date(2026, 6, 25), date(2026, 6, 6)]


@pytest.mark.parametrize("texts", [["05/06/2026"], ["05/13/2026", "13/05/2026"]])
def test_a_column_of_slashed_dates_that_prove_nothing_asks(texts: list[str]) -> None:
    with pytest.raises(NeedsPerson, match="day or the month"):
        dates.moments(pa.array(texts), "Europe/London", "Created Time")


def test_periods_stand_in_cells_and_in_file_names() -> None:
    assert dates.period("20260803至20260809") == (date(2026, 8, 3), date(2026, 8, 9))
    assert dates.period("August 8, 2020 - August 14, 2020") == (date(2020, 8, 8), date(2020, 8, 14))
    assert dates.period("2026Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert dates.period("All time") is None
    assert dates.period_in_name("关键词报表_20260619_110309.csv") == (date(2026, 6, 19), date(2026, 6, 19))
    assert dates.period_in_name("ExportOrderList26242309550.xlsx") is None


@settings(max_examples=60)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)), st.sampled_from(
    ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", SHANGHAI]))
def test_moments_agree_with_the_calendar_of_the_zone(naive: datetime, zone: str) -> None:
    utc = naive.replace(tzinfo=UTC)
    local = utc.astimezone(ZoneInfo(zone))
    assert utc_to_local(pa.array([utc], pa.timestamp("us", "UTC")), zone).to_pylist() == [local.replace(tzinfo=None)]
    back = local_to_utc(pa.array([local.replace(tzinfo=None)], pa.timestamp("us")), zone).to_pylist()[0]
    assert back in (utc, utc - timedelta(hours=1), utc - timedelta(minutes=30))


def test_a_clock_time_that_never_was_moves_forward() -> None:
    found = dates.moments(pa.array(["2026-03-08 02:30:00"]), "America/New_York", "Created at")
    assert found.at.to_pylist() == [datetime(2026, 3, 8, 7, 30, tzinfo=UTC)]
    assert found.local.to_pylist() == [datetime(2026, 3, 8, 3, 30)]


def test_ids_lose_their_wrapping_and_nothing_else() -> None:
    wrapped = ['="2018090112345"', "'0012", "`77", "\t6917926768823643751", "123\t", "ID：123",
               "00120", "A-1;A-2", "-", "12.0"]
    assert ids.identifiers(pa.array(wrapped)).to_pylist() == [
        "2018090112345", "0012", "77", "6917926768823643751", "123", "123", "00120", "A-1;A-2", None, "12"]


@given(st.text("0123456789", min_size=1, max_size=25))
def test_an_id_comes_through_every_wrapping(text: str) -> None:
    for wrapped in (text, f'="{text}"', f"'{text}", f"\t{text}", f"{text}\t", f"ID：{text}"):
        assert ids.identifier(wrapped) == text


@pytest.mark.parametrize("cell", ["1.37359E+14", "2.02606041134381e+27", "1.23456789012346E+17"])
def test_ids_destroyed_by_a_spreadsheet_are_refused_with_what_to_do(cell: str) -> None:
    with pytest.raises(BrokenFile) as refused:
        ids.refuse_destroyed(pa.array([cell, "123"]), "订单编号", "orders.csv")
    assert "订单编号" in str(refused.value)
    assert "1 of 2" in str(refused.value)
    assert "without opening it in a spreadsheet" in refused.value.next_step


def test_ids_rounded_to_fifteen_digits_are_refused() -> None:
    with pytest.raises(BrokenFile, match="last digits"):
        ids.refuse_destroyed(pa.array(["213456789012345000", "213456789012346000"]), "订单编号", "orders.csv")
    ids.refuse_destroyed(pa.array(["213456789012345000", "213456789012346001"]), "订单编号", "orders.csv")


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_shares_add_up_to_the_cent(cents: int, weights: list[int]) -> None:
    total = D(cents) / 100
    found = shares.share_out(total, [D(w) for w in weights])
    assert sum(found) == total
    assert all(s >= 0 for s in found)


@given(st.lists(st.sampled_from(["a", "b", "c"])))
def test_lines_are_numbered_in_file_order(groups: list[str]) -> None:
    found = number_within(pa.array(groups, pa.string())).to_pylist()
    assert found == [groups[: i + 1].count(g) for i, g in enumerate(groups)]


def test_an_address_gives_province_and_city_and_nothing_finer() -> None:
    assert province_and_city("浙江省杭州市余杭区某街道") == ("浙江", "杭州市")
    assert province_and_city("新疆维吾尔自治区 伊犁哈萨克自治州 伊宁市") == ("新疆", "伊犁哈萨克自治州")
    assert province_and_city("重庆 重庆市 渝北区") == ("重庆", "重庆市")
    assert province_and_city("张三 13800138000") == (None, None)


def test_a_refused_cell_shows_its_shape_and_no_person() -> None:
    assert cells.shape("张三 13800138000") == "某某 99999999999"
    assert cells.shape("12,34") == "12,34"
    assert cells.shape("13800138000") == "99999999999"
