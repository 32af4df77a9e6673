"""Reading a large order export, in one run with memory: UTF-8 and GBK text beside DuckDB, a workbook beside fastexcel.

Each measurement is a process of its own; seconds are of the clock and of the processor (a busy machine stretches the
first), memory is the most that the process took.  Reading means typed rows of `orders`, as they go to the lake.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

HEADER = ("订单编号", "买家会员名", "支付单号", "买家应付货款", "买家应付邮费", "总金额", "买家实际支付金额", "订单状态",
          "收货地址 ", "运送方式", "订单创建时间", "订单付款时间 ", "宝贝标题 ", "宝贝种类 ",
          "物流单号 ", "物流公司", "宝贝总数量", "退款金额")
NUMBERS = (3, 4, 5, 6, 13, 16, 17)
#: Times the reference, and MiB.
LIMITS = {"utf-8": (4.0, 1024), "gb18030": (5.0, 1024), "xlsx": (2.0, 2560)}

MEASURE = """
import json, resource, sys, time
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
{prepare}
began, used = time.perf_counter(), cpu()
rows = {run}
print(json.dumps([rows, time.perf_counter() - began, cpu() - used,
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
OURS = ("""
from datetime import date
from pathlib import Path
import pyarrow.compute, pyarrow.csv
from daybook.sources.read import read_file
from daybook.sources.reader import ReadFor
context = ReadFor("Asia/Shanghai", "CNY", date(2026, 11, 28), lambda buyer: str(hash(buyer)), "taobao")
""", "read_file(Path(sys.argv[1]), context)[0].batches[0].rows.num_rows")
CELLS = ("""
from pathlib import Path
import pyarrow.compute, pyarrow.csv
from daybook.sources.readers import READERS
from daybook.sources.files import open_sheets
from daybook.sources.identify import vocabulary
known = vocabulary(READERS)
""", "open_sheets(Path(sys.argv[1]), known)[0].cells.num_rows")
DUCKDB = ("import duckdb", "duckdb.execute(f\"create table t as select * from read_csv('{sys.argv[1]}')\").fetchall()[0][0]")
FASTEXCEL = ("import fastexcel, pyarrow", "fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_arrow().num_rows")


def lines(rows: int) -> Iterator[list[str]]:
    """Orders of three months, seeded."""
    drawn, began = random.Random(7), datetime(2026, 8, 1)
    states = ("买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功")
    places = ("浙江省 杭州市 西湖区 某路1号(310000)", "广东省 广州市 天河区 某路2号(510000)",
              "江苏省 南京市 玄武区 某路3号(210000)")
    for i in range(rows):
        amount, at = f"{drawn.randint(900, 99900) / 100:.2f}", began + timedelta(seconds=drawn.randint(0, 86400 * 90))
        yield [str(2134567890123456789 + i), f"tb{drawn.randint(1, 10**6)}", f"20260801{i:012d}", amount, "0.00", amount, amount,
               drawn.choice(states), drawn.choice(places), "快递", at.isoformat(" "), (at + timedelta(minutes=3)).isoformat(" "),
               "夏季新款男士凉拖鞋防滑沙滩鞋", "1", f"No:{i:013d}", "中通快递", str(drawn.randint(1, 3)), "0.00"]


def write_text(file: Path, rows: int, encoding: str) -> None:
    with file.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        writer.writerows(lines(rows))


PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType=' 
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
}


def write_workbook(file: Path, rows: int) -> None:
    """As consoles stream it: texts within their cells; a writer of workbooks would take longer than all measurements."""
    letters = [chr(65 + column) for column in range(len(HEADER))]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, text in PARTS.items():
            packed.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for at, line in enumerate(chain([list(HEADER)], lines(rows)), 1):
                cells = (f'<c r="{letter}{at}"><v>{cell}</v></c>' if at > 1 and column in NUMBERS else
                         f'<c r="{letter}{at}" t="inlineStr"><is><t>{cell}</t></is></c>'
                         for column, (letter, cell) in enumerate(zip(letters, line, strict=True)))
                sheet.write(f'<row r="{at}">{"".join(cells)}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")


def measured(what: str, how: tuple[str, str], file: Path) -> tuple[float, float]:
    """Processor seconds and MiB of one measurement, printed."""
    code = MEASURE.format(prepare=how[0], run=how[1])
    run = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    rows, clock, processor, peak = json.loads(run.stdout.splitlines()[-1])
    print(f"{what:34} {rows:>9,} rows  {clock:6.1f} s clock  {processor:6.1f} s processor  {peak:6.0f} MiB", flush=True)
    return processor, peak


def compared(kind: str, ours: tuple[float, float], theirs: tuple[float, float]) -> bool:
    times, most = LIMITS[kind]
    ratio = ours[0] / theirs[0]
    holds = ratio <= times and ours[1] <= most
    print(f"{kind}: {ratio:.2f} times the reference (at most {times}), {ours[1]:.0f} MiB (at most {most}): "
          f"{'holds' if holds else 'FALLS SHORT'}", flush=True)
    return holds


def main() -> int:
    """Runs it, prints the figures; 1 where a limit does not hold."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000, help="0 leaves the texts out")
    asked.add_argument("--workbook-rows", type=int, default=1_000_000, help="0 leaves the workbook out")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder, holds = Path(made), []
        if given.rows:
            write_text(folder / "utf8.csv", given.rows, "utf-8")
            write_text(folder / "gbk.csv", given.rows, "gb18030")
            duckdb = measured("DuckDB read_csv, UTF-8", DUCKDB, folder / "utf8.csv")
            holds.append(compared("utf-8", measured("Daybook, UTF-8", OURS, folder / "utf8.csv"), duckdb))
            holds.append(compared("gb18030", measured("Daybook, GBK", OURS, folder / "gbk.csv"), duckdb))
        if given.workbook_rows:
            write_workbook(folder / "orders.xlsx", given.workbook_rows)
            fastexcel = measured("fastexcel to Arrow", FASTEXCEL, folder / "orders.xlsx")
            measured("Daybook, workbook to cells", CELLS, folder / "orders.xlsx")
            holds.append(compared("xlsx", measured("Daybook, workbook to typed rows", OURS, folder / "orders.xlsx"), fastexcel))
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
