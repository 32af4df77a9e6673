"""Files as they are dropped: encodings, containers, preambles, tails, several tables, and files that are none."""

import gzip
import io
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from daybook.domain.errors import BrokenFile, NeedsPerson
from daybook.sources import files, unpack
from daybook.sources.identify import vocabulary
from daybook.sources.readers import READERS

from .reading import read_text

KNOWN = vocabulary(READERS)
PLAIN = "订单编号,总金额,订单创建时间\r\n1,2.50,2026-01-02\r\n2,3.50,2026-01-03\r\n"


def cells(content: bytes, name: str = "a.csv", known: frozenset[str] = KNOWN) -> list[list[list[str]]]:
    return [[list(r) for r in zip(*(c.to_pylist() for c in s.cells.columns), strict=True)]
            for s in files.sheets(name, content, known)]


ROWS = [["1", "2.50", "2026-01-02"], ["2", "3.50", "2026-01-03"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_of_the_platforms_is_read(encoding: str) -> None:
    (sheet,) = files.sheets("orders.csv", PLAIN.encode(encoding), KNOWN)
    assert sheet.header == ("订单编号", "总金额", "订单创建时间")
    assert cells(PLAIN.encode(encoding)) == [ROWS]


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_every_delimiter_is_told_by_the_text(delimiter: str) -> None:
    assert cells(PLAIN.replace(",", delimiter).encode(), "orders.xls") == [ROWS]


def test_a_preamble_is_kept_apart_and_lines_are_counted_from_the_top() -> None:
    text = "#账号：[x]\n#起始日期：[2026年]\n\n" + PLAIN
    (sheet,) = files.sheets("a.csv", text.encode(), KNOWN)
    assert sheet.line == 5
    assert sheet.preamble[0] == ("#账号：[x]",)


def test_empty_tail_rows_are_cut_and_duplicate_names_survive() -> None:
    text = "订单编号,总金额,总金额,,订单创建时间\n1,2,3,,2026-01-02\n" + ",,,,\n" * 1400
    (sheet,) = files.sheets("a.csv", text.encode(), KNOWN)
    assert sheet.header == ("订单编号", "总金额", "总金额", "", "订单创建时间")
    assert sheet.cells.num_rows == 1


def test_an_xls_may_be_an_html_table() -> None:
    html = "<html><table><tr><th>订单编号</th><th>总金额</th><th>订单创建时间</th></tr>" + "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS) + "</table></html>"
    assert cells(html.encode("gb18030"), "orders.xls") == [ROWS]


def workbook(rows: list[list[object]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("订单")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return out.getvalue()


def test_a_workbook_keeps_text_ids_and_shows_lost_digits() -> None:
    content = workbook([["订单编号", "总金额", "订单创建时间"], ["2134567890123456789", 2.5, "2026-01-02"],
                        [2134567890123456789, 3, "2026-01-03"]])
    assert cells(content, "orders.xlsx") == [
        [["2134567890123456789", "2.5", "2026-01-02"], ["2.13456789012346E+18", "3", "2026-01-03"]]]


def test_a_zip_gives_each_member_with_its_own_name() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("report_20260801.csv", PLAIN)
        packed.writestr("report_20260802.csv", PLAIN)
    found = files.sheets("reports.zip", out.getvalue(), KNOWN)
    assert [s.file for s in found] == ["report_20260801.csv", "report_20260802.csv"]


def test_gzip_and_parquet_are_opened() -> None:
    import pyarrow.parquet as pq

    assert cells(gzip.compress(PLAIN.encode()), "a.csv.gz") == [ROWS]
    out = pa.BufferOutputStream()
    pq.write_table(pa.table({"订单编号": [1, 2], "总金额": [2.5, 3.5]}), out)
    assert cells(out.getvalue().to_pybytes(), "a.parquet") == [[["1", "2.5"], ["2", "3.5"]]]


def test_large_text_reads_like_small_text(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "#note\n" + PLAIN + '3,4.50,"2026-01-04"\n' * 50
    slow = cells(text.encode())
    monkeypatch.setattr(files, "LARGE", 1)
    assert cells(text.encode()) == slow


def test_a_large_text_with_line_ends_in_cells_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE", 1)
    text = '订单编号,总金额,买家留言\n1,2,"two\nlines"\n2,3,none\n'
    assert cells(text.encode()) == [[["1", "2", "two\nlines"], ["2", "3", "none"]]]


def test_two_known_tables_in_one_file_are_two_sheets() -> None:
    second = "子订单编号,主订单编号,标题,购买数量\n11,1,壶,1\n"
    assert cells((PLAIN + "\r\n" + second).encode()) == [ROWS, [["11", "1", "壶", "1"]]]


def test_the_same_header_again_is_one_table() -> None:
    assert cells((PLAIN + PLAIN).encode()) == [[*ROWS, [""] * 3, *ROWS]]


def test_two_unknown_tables_in_one_file_ask_to_be_split() -> None:
    text = "item,views\nkettle,12\nmug,3\n\ncity,buyers,spend\nLeeds,4,5.00\n"
    with pytest.raises(NeedsPerson, match="second table") as asked:
        files.sheets("snapshot.csv", text.encode())
    assert "one table per file" in asked.value.next_step


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_says_so(content: bytes) -> None:
    with pytest.raises(BrokenFile, match="empty"):
        files.sheets("orders.csv", content, KNOWN)


def cut_off_files() -> dict[str, bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", PLAIN * 50)
    return {
        "quote.csv": b'order,note\n1,"never closed\n2,x\n3,y\n',
        "line.csv": b"a,b,c\n1,2,3\n4,5,6\n7,8",
        "packed.zip": out.getvalue()[:-30],
        "packed.csv.gz": gzip.compress(PLAIN.encode() * 50)[:-20],
        "book.xlsx": workbook([["a", "b"], [1, 2]])[:-200],
        "rows.parquet": b"PAR1" + b"\x00\x01" * 40,
    }


@pytest.mark.parametrize("name", sorted(cut_off_files()))
def test_a_cut_off_file_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(BrokenFile, match="cut off") as refused:
        files.sheets(name, cut_off_files()[name])
    assert refused.value.next_step


RUBBISH = [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, bytes(range(256)) * 20, b"%PDF-1.7 x"]


@pytest.mark.parametrize("content", RUBBISH)
def test_rubbish_is_no_table(content: bytes) -> None:
    with pytest.raises(BrokenFile, match="not a table"):
        files.sheets("orders.csv", content, KNOWN)


def test_a_zip_that_climbs_out_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../../etc/orders.csv", PLAIN)
    with pytest.raises(BrokenFile, match="outside itself"):
        files.sheets("a.zip", out.getvalue())


def test_a_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "RATIO_FROM", 1024)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", b"0" * 5_000_000)
    for name, content in (("a.zip", out.getvalue()), ("a.gz", gzip.compress(b"0" * 5_000_000))):
        with pytest.raises(BrokenFile, match="unfolds"):
            files.sheets(name, content)


def test_a_file_that_may_have_been_cut_inside_its_last_number_says_so() -> None:
    (sheet,) = files.sheets("a.csv", PLAIN.rstrip().encode(), KNOWN)
    assert sheet.notes == (files.UNFINISHED,)
    (whole,) = files.sheets("a.csv", PLAIN.encode(), KNOWN)
    assert not whole.notes


def test_tables_under_comments_are_told_apart() -> None:
    text = "# Start date: 20230424\nNth day,Users\n0000,12\n0001,13\n\n# Start date: 20230424\nCity,Buyers\nLeeds,4\n"
    days, cities = files.sheets("snapshot.csv", text.encode())
    assert (days.header, cities.header) == (("Nth day", "Users"), ("City", "Buyers"))
    assert (days.line, cities.line) == (3, 8)


def test_pieces_of_the_same_days_are_one_table_even_where_a_comment_comes_twice() -> None:
    text = ("# Start date: 20230424\nNth day,Users\n0000,12\n0001,13\n\n"
            "# Start date: 20230424\n# Start date: 20230424\nNth day,Total revenue\n0000,4\n")
    (days,) = files.sheets("snapshot.csv", text.encode())
    assert days.header == ("Nth day", "Users", "Total revenue")
    apart = text.replace("# Start date: 20230424\n# Start", "# End date: 20230424\n# Start")
    (other, _) = files.sheets("snapshot.csv", apart.encode())
    assert other.header == ("Nth day", "Users")


def test_many_tables_without_comments_ask_to_be_split() -> None:
    text = "# Start date: 20230424\nNth day,Users\n0000,12\n0001,13\n\nCity,Buyers\nLeeds,4\n"
    with pytest.raises(NeedsPerson, match="second table"):
        files.sheets("snapshot.csv", text.encode())


def test_a_row_with_a_shifted_cell_is_named(tmp_path: Path) -> None:
    (sheet,) = files.sheets("a.csv", b"order,title,price\n1,pot, black,5\n2,mug,3\n")
    assert sheet.ragged == (0,)


def test_half_a_page_is_never_loaded(tmp_path: Path) -> None:
    """Orders above a table whose words are known and whose reader is not: the page is refused, not its first half."""
    with pytest.raises(NeedsPerson, match="row 4 looks like the header of a second table"):
        read_text(tmp_path, "订单编号,总金额,买家实际支付金额,订单创建时间,订单付款时间,退款金额\n"
                            "213456789012345678,10,10,2026-11-20 10:00:00,2026-11-20 10:01:00,0\n\n"
                            "SKU,商品名称,日期\nA,壶,2026-11-20\n")
