"""Large files: read in pieces, within bounds of memory, like small ones; and what is larger than any export, refused."""

import io
import random
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bench.intake.reading import write_text
from daybook.domain.errors import BrokenFile, DaybookError
from daybook.domain.progress import Step, listening
from daybook.sources import columnar_sheet, files, large_sheet, unpack, workbook
from daybook.sources.read import read_file
from daybook.sources.workbook_cells import cell_text

from .reading import GOLDEN, ROOT, as_text, reads_for

EXPORTS = sorted(f for f in GOLDEN.glob("*/*/*") if f.parts[-3] != "reports" and f.suffix in (".csv", ".txt", ".xls", ".xlsx")
                 and not f.name.endswith(".rows.csv"))
GIB = 1024**3


@pytest.mark.parametrize("export", EXPORTS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_every_export_is_read_the_same_the_large_way(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    platform = export.parts[-3]
    small = read_file(export, reads_for(platform))
    monkeypatch.setattr(files, "LARGE", 1)
    monkeypatch.setattr(workbook, "LARGE", 1)
    monkeypatch.setattr(columnar_sheet, "LARGE_XML", 1)
    large = read_file(export, reads_for(platform))
    assert [(p.reader, as_text(p.batches), p.rejected, p.own_totals) for p in large] == [
        (p.reader, as_text(p.batches), p.rejected, p.own_totals) for p in small]


def test_numbers_of_a_large_sheet_keep_their_digits() -> None:
    drawn = random.Random(11)
    cells = [drawn.choice([round(drawn.uniform(-1e6, 1e6), 4), drawn.random(), float(drawn.randint(-10**9, 10**9))])
             for _ in range(5000)]
    for some in (cells, [12.5, 3.0, 1.23456789012345678e17], [1e-7, 0.0], [float(2**53 - 1)], [True, 2.0, "x", None]):
        assert large_sheet.columns_of([[c] for c in some]).column(0).to_pylist() == [cell_text(c) for c in some]


def book(rows: int, *, blank: int = -1, again: int = -1) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        for i in range(rows):
            if i != blank:
                line = ["订单编号", "总金额", "订单创建时间"] if i in (1, again) else [f"21345678901234{i:05}", i / 4, "2026-01-02"]
                sheet.write_row(i, 0, ["说明"] if i == 0 else line)
    return out.getvalue()


@pytest.mark.parametrize("odd", [{}, {"blank": 20}, {"again": 30}])
def test_a_large_sheet_with_odd_rows_is_read_the_careful_way(odd: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    known = frozenset({"订单编号", "总金额", "订单创建时间"})
    (small,) = files.sheets("a.xlsx", book(60, **odd), known)
    monkeypatch.setattr(workbook, "LARGE", 1)
    (large,) = files.sheets("a.xlsx", book(60, **odd), known)
    assert (large.header, large.line, large.preamble) == (small.header, small.line, small.preamble)
    assert large.cells.to_pydict() == small.cells.to_pydict()


def drawn_book(seed: int, *, kinds: str) -> bytes:
    """A workbook whose columns are of one kind each, or mixed; now and then with a title above the header."""
    import xlsxwriter

    drawn, out = random.Random(seed), io.BytesIO()
    makers = {
        "text": lambda: drawn.choice(["中通", " a ", "x\ny", "-", "2026-08-01 10:00:00", "2026-08-01 00:00:00", "1.50", "true"]),
        "id": lambda: str(drawn.randrange(10**18, 10**19)),
        "number": lambda: round(drawn.uniform(-1e5, 1e5), drawn.choice([0, 2, 4])),
        "small": lambda: drawn.random() / 10**6, "long": lambda: float(drawn.randrange(10**17, 10**18)),
        "day": lambda: date(2026, 1, 1) + timedelta(days=drawn.randrange(400)),
        "moment": lambda: datetime(2026, 1, 1) + timedelta(seconds=drawn.randrange(4 * 10**7)),
        "clock": lambda: time(drawn.randrange(24), 5), "truth": lambda: drawn.random() < 0.5, "none": lambda: None,
    }
    with xlsxwriter.Workbook(out, {"constant_memory": drawn.random() < 0.5}) as made:
        named = {date: "yyyy-mm-dd", datetime: "yyyy/m/d h:mm:ss", time: "h:mm"} if kinds == "all" else {}
        formats = {kind: made.add_format({"num_format": form}) for kind, form in named.items()}
        sheet, columns = made.add_worksheet("订单"), drawn.randint(2, 6)
        usable = [k for k in makers if kinds == "all" or k in ("text", "id", "number", "small", "none")]
        of_column = [drawn.choices(usable, k=drawn.choice([1, 1, 2])) for _ in range(columns)]
        top = drawn.choice([0, 0, 2])
        if top:
            sheet.write(0, 0, "订单导出")
        sheet.write_row(top, 0, ["订单编号", *(drawn.choice(["总金额", "数量_1", "数量", "", "备注 "]) for _ in of_column[1:])])
        for row in range(top + 1, top + 30):
            for place, some in enumerate(of_column):
                value = makers[drawn.choice(some)]()
                if value is not None:
                    sheet.write(row, place, value, *([formats[type(value)]] if type(value) in formats else []))
    return out.getvalue()


@pytest.mark.parametrize("kinds", ["plain", "all"])
def test_a_workbook_is_read_the_same_column_by_column(kinds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the swift way answers at all, it answers as the careful one; of plain exports it answers most."""
    known, answered = frozenset({"订单编号", "总金额", "数量"}), 0
    monkeypatch.setattr(columnar_sheet, "LARGE_XML", 10**9)
    for seed in range(60):
        content = drawn_book(seed, kinds=kinds)
        found = columnar_sheet.columnar_sheets("a.xlsx", content, known, 10**6)
        answered += found is not None
        for swift, careful in zip(found or (), files.sheets("a.xlsx", content, known), strict=True) if found else ():
            assert (swift.header, swift.line, swift.preamble) == (careful.header, careful.line, careful.preamble), seed
            assert swift.cells.to_pydict() == careful.cells.to_pydict(), seed
    assert answered > (10 if kinds == "plain" else 2)


def test_a_damaged_large_workbook_is_read_or_refused_and_crashes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columnar_sheet, "LARGE_XML", 1)
    said = []
    for seed in range(40):
        drawn, content = random.Random(seed), bytearray(drawn_book(seed, kinds="all"))
        for _ in range(drawn.choice([1, 5, 20])):
            content[drawn.randrange(len(content))] = drawn.randrange(256)
        try:
            files.sheets("a.xlsx", bytes(content), frozenset({"订单编号", "总金额", "数量"}))
        except DaybookError as problem:
            said.append(problem.next_step)
    assert len(said) > 10
    assert all(said)


def test_a_sheet_with_too_many_cells_is_refused_with_the_advice_to_export_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_CELLS", 100)
    with pytest.raises(BrokenFile, match="more than is read from a workbook") as refused:
        files.sheets("a.xlsx", book(60))
    assert "as CSV" in refused.value.next_step


def bomb(name: str, size: int) -> bytes:
    """A zip that holds `size` bytes of nothing in one member; a workbook when the member is called like one's part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        if name.endswith(".xml"):
            packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open(name, "w", force_zip64=True) as member:
            for _ in range(size // 1024**2):
                member.write(bytes(1024**2))
    return out.getvalue()


def test_a_workbook_that_unfolds_without_end_is_refused_before_it_is_unfolded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "RATIO_FROM", 1024)
    with pytest.raises(BrokenFile, match="unfolds"):
        files.sheets("a.xlsx", bomb("xl/worksheets/sheet1.xml", 4 * 1024**2))


def with_entity(declared: str) -> bytes:
    """A workbook of one order whose number is an entity that its texts declare."""
    import xlsxwriter

    plain, out = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(plain) as made:
        made.add_worksheet().add_table(0, 0, 2, 1, {"columns": [{"header": "order"}, {"header": "amount"}], "data": [
            ["ENTITY", "1"], ["A2", "2"]]})
    with zipfile.ZipFile(plain) as was, zipfile.ZipFile(out, "w") as packed:
        for part in was.namelist():
            text = was.read(part)
            if part.endswith("sharedStrings.xml"):
                head, rest = text.split(b"?>", 1)
                text = head + b"?><!DOCTYPE sst [" + declared.encode() + b"]>" + rest.replace(b"ENTITY", b"&e;")
                assert b"&e;" in text
            packed.writestr(part, text)
    return out.getvalue()


@pytest.mark.parametrize("declared", [
    '<!ENTITY e "haha">', '<!ENTITY e SYSTEM "file://{secret}">',
    "<!ENTITY a0 'haha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 9)) + "<!ENTITY e '&a8;'>"])
def test_what_a_workbook_declares_is_neither_unfolded_nor_fetched(declared: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("haha")
    try:
        found = files.sheets("a.xlsx", with_entity(declared.replace("{secret}", str(secret))))
    except BrokenFile:
        return
    cells = [str(cell) for sheet in found for column in sheet.cells.columns for cell in column.to_pylist()]
    assert "A2" in cells
    assert "haha" not in "".join(cells)


@pytest.mark.parametrize("path", ["../../etc/orders.csv", "/etc/orders.csv", "..\\..\\orders.csv", "C:\\orders.csv"])
def test_a_name_that_leaves_its_archive_is_refused(path: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(path, "a,b\n1,2\n")
    with pytest.raises(BrokenFile, match="outside itself"):
        files.sheets("a.zip", out.getvalue())


def test_a_table_with_a_million_columns_is_refused_at_its_header() -> None:
    wide = ",".join(f"c{i}" for i in range(1_000_000)) + "\n" + ",".join("1" * 1_000_000) + "\n"
    with pytest.raises(BrokenFile, match="1,000,000 columns"):
        files.sheets("wide.csv", wide.encode())


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    with file.open("wb") as out:  # a sparse file: nothing of it is written
        out.write("订单编号,总金额\n".encode())
        out.truncate(2 * GIB)
    with pytest.raises(BrokenFile, match=r"the file has 2\.0 GB") as refused:
        files.open_sheets(file)
    assert "shorter period" in refused.value.next_step


def peak_of(code: str, *arguments: str) -> tuple[str, int]:
    """What the code prints in a process of its own, and the most memory that it took, in MiB: as Linux tells it of its own
    pages, since what getrusage(2) says of a child has its parent's in it."""
    run = subprocess.run([sys.executable, "-c", code + PEAK, *arguments], capture_output=True, text=True, check=True, cwd=ROOT,
                         timeout=1500)
    said, _, peak = run.stdout.rpartition("VmHWM:")
    return said, int(peak.split()[0]) // 1024


PEAK = """
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
ANSWER = """
import sys
from pathlib import Path
from daybook.domain.errors import DaybookError
from daybook.sources.files import open_sheets
try:
    print(sum(sheet.cells.num_rows for sheet in open_sheets(Path(sys.argv[1]))))
except DaybookError as error:
    print(error)
"""


@pytest.mark.long
@pytest.mark.parametrize(("name", "answer"), [("bomb.zip", "unfolds"), ("bomb.xlsx", "unfolds"), ("rows.csv", "more than any")])
def test_real_sizes_take_bounded_memory(tmp_path: Path, name: str, answer: str) -> None:
    """Two gigabytes: packed into a zip and a workbook, and written out as rows."""
    file = tmp_path / name
    if name.endswith(".csv"):
        line = b"213456789012345678,12.50,2026-01-02 10:00:00\n" * 20_000
        with file.open("wb") as out:
            while out.tell() < 2 * GIB:
                out.write(line)
    else:
        file.write_bytes(bomb("xl/worksheets/sheet1.xml" if name.endswith(".xlsx") else "a.csv", 2 * GIB))
    said, peak = peak_of(ANSWER, str(file))
    assert answer in said
    assert peak < 700


@pytest.mark.long
def test_a_text_of_a_gigabyte_is_read_in_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    with file.open("wb") as out:
        out.write(b"order,amount,time\n")
        while out.tell() < unpack.MOST_BYTES - 10 * 1024**2:
            out.write(b"213456789012345678,12.50,2026-01-02 10:00:00\n" * 20_000)
    said, peak = peak_of(ANSWER, str(file))
    assert int(said) > 20_000_000
    assert peak < 2600


def test_whoever_waits_hears_how_far_a_reading_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE", 1)
    heard: list[Step] = []
    export = tmp_path / "ExportOrderList.csv"
    write_text(export, 300, "gb18030")
    with listening(heard.append):
        read_file(export, reads_for("taobao"))
    read_file(export, reads_for("taobao"))  # nobody listens any more
    shares = [step.percent for step in heard if step.kind == "cells"]
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert heard[-1] == Step("rows", 300)
