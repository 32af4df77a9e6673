"""Wrong, broken and foreign files: each is kept, says what it is and what to do, and publishes nothing."""

import json
from pathlib import Path

import pytest

from daybook.domain.errors import NewerData
from daybook.workflows.house import FORMAT, House, add_shop, open_house
from tests.conftest import Clock, CommandLine
from tests.orders import changes, jade, known, landings, take, write_orders

GOOD = """
order              | created             | paid_at             | due | paid
213456789012345678 | 2026-11-21 09:00:00 | 2026-11-21 09:01:00 | 100 | 100
213456789012345679 | 2026-11-22 09:00:00 | 2026-11-22 09:01:00 | 50  | 50
"""
AGAIN = "download the export again and give it to daybook as it is"
UNKNOWN = "Nr,Wann,Betrag,Kunde\nR-1,2026-11-20 10:00:00,12.50,a\nR-2,2026-11-21 10:00:00,7.50,b\n"
MAPPING = """
[table]
kind = "orders"
[columns]
order_id = "Nr"
ordered_at = "Wann"
amount = "Betrag"
buyer = "Kunde"
"""


def old_shop(daybook: CommandLine) -> None:
    daybook("shop", "add", "old", "--client", "Jade", "--platform", "other", "--tz", "Europe/Berlin",
            "--currency", "EUR")


def untouched(house: House, shop: str = "tmall") -> bool:
    """Nothing was ever published, and no table has a row."""
    return house.books.published().seq == 0 and not list((house.home / "lake").rglob("*.parquet")) \
        and not known(house, shop)


def second_table() -> str:
    return "订单编号,总金额,买家实际支付金额,订单创建时间,订单付款时间,退款金额\n" \
           "213456789012345678,10,10,2026-11-20 10:00:00,2026-11-20 10:01:00,0\n\nSKU,库存,日期\nA,1,2026-11-20\n"


BROKEN = {
    "empty.csv": (b"", f"empty.csv: the file is empty. Next: {AGAIN}"),
    "blank.csv": (b"\n\n , \n", "blank.csv: "),
    "photo.csv": (b"\x89PNG\r\n\x1a\n" + bytes(200), "photo.csv: this is a picture, a PDF or a packed archive, not a "
                                                    "table. Next: export the report as CSV or XLSX"),
    "noise.xlsx": (bytes(range(256)) * 9,
                   f"noise.xlsx: the file is not a table: neither text nor a workbook. Next: {AGAIN}"),
    "cut.csv": ("订单编号,总金额,买家实际支付金额,订单创建时间,订单付款时间\n"
                "213456789012345678,10,10,2026-11-20 10:00:00,2026-11-20 10:01:00\n2134567890123,10".encode(),
                f"cut.csv: the file is cut off: its last line has 2 of 5 cells. Next: {AGAIN}"),
    "two.csv": (second_table().encode(),
                "two.csv: row 4 looks like the header of a second table. Next: split the file into one table per file, "
                "or export the tables one by one"),
    "resaved.csv": ("订单编号,总金额,买家实际支付金额,订单创建时间,订单付款时间\n"
                    "1.37359E+14,10,10,2026-11-20 10:00,2026-11-20 10:01\n".encode(),
                    "resaved.csv: column '订单编号': 1 of 1 ids look like 1.37359E+14; a spreadsheet has saved the file "
                    "and the last digits of these ids are lost. Next: export the file again"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_kept_and_says_what_it_is(house: House, tmp_path: Path, name: str) -> None:
    jade(house)
    content, sentence = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    report = take(house, "tmall", tmp_path / name)
    assert report.state in ("refused", "unknown")
    assert str(report.problem).startswith(sentence)
    assert ". Next: " in str(report.problem)
    assert [(row.name, row.state, row.problem) for row in landings(house)] == [
        (name, report.state, str(report.problem))]
    assert untouched(house)


def test_a_good_file_loads_beside_a_broken_one(daybook: CommandLine, tmp_path: Path) -> None:
    daybook("shop", "add", "tmall", "--client", "Jade", "--platform", "tmall", "--tz", "Asia/Shanghai",
            "--currency", "CNY")
    (tmp_path / "empty.csv").touch()
    good = write_orders(tmp_path / "good.csv", GOOD)
    result = daybook("--json", "ingest", "--shop", "tmall", tmp_path / "empty.csv", tmp_path / "gone.csv", good)
    assert result.exit_code == 1
    assert [r["state"] for r in json.loads(result.stdout)] == ["refused", "refused", "loaded"]
    assert f"{tmp_path / 'gone.csv'}: there is no such file. Next: check the path" in result.stderr
    waiting = daybook.json("status")[0]["waiting"]
    assert [(w["file"], w["state"]) for w in waiting] == [("empty.csv", "refused")]


def test_totals_that_disagree_are_reported_and_the_rows_load(house: House, tmp_path: Path) -> None:
    """The file's own last line says 160; its rows add up to 150."""
    jade(house)
    report = take(house, "tmall", write_orders(tmp_path / "orders.csv", GOOD + "合计 | | | 150 | 160"))
    totals = {t.column: t.difference for p in report.parsed for t in p.own_totals}
    assert totals["总金额"] == 0
    assert totals["买家实际支付金额"] == -10
    assert changes(report)[0] == 2
    assert ["买家实际支付金额", "160.0000", "150.0000"] in landings(house)[0].own_totals


def test_a_row_of_a_day_to_come_or_of_no_day_is_left_out_and_listed(house: House, tmp_path: Path) -> None:
    jade(house)
    wrong = GOOD + "3 | 2099-01-01 09:00:00 | | 9 | 0\n4 | 2026-02-30 09:00:00 | | 9 | 0"
    report = take(house, "tmall", write_orders(tmp_path / "orders.csv", wrong))
    rejected = [(r.line, r.column, r.value) for p in report.parsed for r in p.rejected]
    assert rejected == [(4, "订单创建时间", "2099-01-01 09:00:00"), (5, "订单创建时间", "2026-02-30 09:00:00")]
    assert "future (today is 2026-11-23)" in report.parsed[0].rejected[0].reason
    assert changes(report)[0] == 2


def test_a_file_that_names_another_shop_is_refused(house: House, tmp_path: Path) -> None:
    jade(house), jade(house, "山野茶具")
    named = "\n".join(f"{line} | {'shop' if 'order' in line else '山野茶具'}" for line in GOOD.strip().splitlines())
    report = take(house, "tmall", write_orders(tmp_path / "orders.csv", named))
    assert str(report.problem) == "orders.csv: the file is of 山野茶具. Next: ingest it for 山野茶具"
    assert (report.state, untouched(house)) == ("refused", True)


def test_an_export_of_another_platform_is_refused_with_where_it_belongs(house: House, tmp_path: Path) -> None:
    """WooCommerce's products given to a Tmall shop would stand in its stock; a shop of no platform of ours takes any file."""
    jade(house), add_shop(house, "any", "Mei", "other", "Asia/Shanghai", "CNY")
    file = tmp_path / "products-2026-11-22.csv"
    file.write_text("ID,Type,SKU,Name,In stock?,Stock,Regular price\n7,simple,KZ-041,Kettle,1,40,199.00\n", encoding="utf-8")
    report = take(house, "tmall", file)
    assert (report.state, untouched(house)) == ("refused", True)
    assert str(report.problem) == (
        f"{file.name}: such a file comes from woocommerce, tmall sells on tmall. Next: ingest it for a shop of woocommerce, or say "
        "with --mapping how it is read for tmall")
    add_shop(house, "jade-woo", "Jade", "woocommerce", "Asia/Shanghai", "CNY")
    add_shop(house, "mei-woo", "Mei", "woocommerce", "Asia/Shanghai", "CNY")
    assert str(take(house, "tmall", file).problem).endswith(" Next: ingest it for jade-woo")
    assert [take(house, name, file).state for name in ("jade-woo", "any")] == ["loaded", "loaded"]


def test_orders_that_another_shop_of_the_client_has_are_refused(house: House, tmp_path: Path) -> None:
    jade(house), jade(house, "second"), jade(house, "wus", "Wu")
    file = write_orders(tmp_path / "orders.csv", GOOD)
    take(house, "tmall", file)
    before = house.books.published()
    report = take(house, "second", file)
    assert str(report.problem) == ("orders.csv: 2 of its first 2 orders are orders of shop tmall. Next: ingest it for "
                                   "tmall, or export it again for second")
    assert house.books.published() == before
    assert known(house, "second") == {}
    assert take(house, "wus", file).state == "loaded"      # what another client has is not looked into


def test_an_unknown_table_waits_for_a_mapping_that_is_then_used_by_itself(
        daybook: CommandLine, tmp_path: Path) -> None:
    old_shop(daybook)
    file, mapping = tmp_path / "a.csv", tmp_path / "mapping.toml"
    file.write_text(UNKNOWN)
    mapping.write_text(MAPPING)
    result = daybook("ingest", "--shop", "old", file)
    assert result.exit_code == 3
    sentence = "no reader knows this table (columns: Nr, Wann, Betrag, Kunde). Next: run `daybook map FILE`"
    assert sentence in result.stderr
    assert [w["state"] for w in daybook.json("status")[0]["waiting"]] == ["unknown"]
    assert daybook.json("ingest", "--shop", "old", file, "--mapping", mapping)[0]["state"] == "loaded"
    assert daybook.json("status")[0]["waiting"] == []
    file.write_text(UNKNOWN.replace("7.50", "8.50") + "R-3,2026-11-21 11:00:00,1.00,b\n")
    answer = daybook.json("ingest", "--shop", "old", file)[0]
    assert (answer["state"], answer["reader"]) == ("loaded", "mapping")
    counted = next(c for c in answer["changes"] if c["table"] == "orders")
    assert (counted["new"], counted["restated"]) == (1, 1)


def test_a_wrong_mapping_says_so_and_the_file_goes_on_waiting(daybook: CommandLine, tmp_path: Path) -> None:
    old_shop(daybook)
    file, mapping = tmp_path / "a.csv", tmp_path / "mapping.toml"
    file.write_text(UNKNOWN)
    result = daybook("ingest", "--shop", "old", file, "--mapping", mapping)
    assert (result.exit_code, "the mapping cannot be read. Next: check the path" in result.stderr) == (2, True)
    mapping.write_text(MAPPING.replace("Betrag", "Summe"))
    result = daybook("ingest", "--shop", "old", file, "--mapping", mapping)
    assert result.exit_code in (2, 3)
    assert "Summe" in result.stderr
    assert [w["state"] for w in daybook.json("status")[0]["waiting"]] == ["unknown"]


def test_a_data_folder_of_newer_code_is_left_alone(house: House, tmp_path: Path) -> None:
    file = house.home / "FORMAT.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "format": FORMAT + 1}))
    before = {f: f.stat().st_mtime_ns for f in house.home.rglob("*")}
    with pytest.raises(NewerData, match=rf"has format {FORMAT + 1}.*knows {FORMAT}.*install the newer Daybook"):
        open_house(house.home, Clock())
    assert {f: f.stat().st_mtime_ns for f in house.home.rglob("*")} == before
