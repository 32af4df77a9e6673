"""What is kept of a file: everything, sealed with the client's own key; and who it is about, nowhere else."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from daybook.domain.errors import BrokenFile, DaybookError
from daybook.sources.keys import Keys
from daybook.sources.landing import unseal
from daybook.workflows.house import House, open_house
from daybook.workflows.morning import mornings
from tests.conftest import Clock
from tests.orders import jade, landings, take, write_orders

PEOPLE = """
order | created             | paid_at             | due | paid | buyer      | receiver | phone       | address
90001 | 2026-11-21 09:00:00 | 2026-11-21 09:01:00 | 100 | 100  | qingshi_01 | 沈一二   | 13900000001 | 浙江省 杭州市 槐安巷77号
90002 | 2026-11-22 09:00:00 | 2026-11-22 09:01:00 | 50  | 50   | qingshi_02 | 何三四   | 13900000002 | 上海 上海市 柳叶路88号
"""
PERSONAL = ("qingshi_01", "qingshi_02", "沈一二", "何三四", "13900000001", "13900000002", "槐安巷", "柳叶路")
OF_THE_FILE = ("订单编号", "买家会员名", "2026-11-21 09:00:00")


def on_disk(folder: Path) -> bytes:
    return b"\0".join(f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file())


def a_day(house: House, tmp_path: Path) -> Path:
    """One file taken in and its morning stored."""
    shop = jade(house)
    file = write_orders(tmp_path / "orders.csv", PEOPLE)
    assert take(house, "tmall", file).state == "loaded"
    mornings(house, [shop], date(2026, 11, 23))
    return file


def spellings(text: str) -> set[bytes]:
    return {text.encode("utf-8"), text.encode("gb18030"), text.encode("utf-16-le"),
            text.encode("unicode_escape")}


def test_nothing_personal_and_nothing_of_the_file_lies_in_the_data_folder(house: House, tmp_path: Path) -> None:
    """Tables, records, log, stored mornings and the landing itself: searched as bytes in three encodings."""
    a_day(house, tmp_path)
    disk = on_disk(house.home)
    assert b"tmall" in disk                      # the search does find what is there
    for text in (*PERSONAL, *OF_THE_FILE):
        assert not [s for s in spellings(text) if s in disk], text


def test_no_table_no_report_and_no_landing_row_names_a_buyer(house: House, tmp_path: Path) -> None:
    """Lake files are compressed, so rows are looked at one by one."""
    import pyarrow.parquet as pq

    a_day(house, tmp_path)
    rows = [row for f in (house.home / "lake").rglob("*.parquet") for row in pq.ParquetFile(f).read().to_pylist()]
    assert {row["province"] for row in rows if row.get("province")} >= {"浙江", "上海"}
    brief = mornings(house, [house.shop("tmall")], date(2026, 11, 23))[0]
    said = [str(rows), repr(brief), repr([vars(row) for row in landings(house)])]
    for text in PERSONAL:
        assert not [s for s in said if text in s], text


def test_a_rejected_row_and_its_log_keep_the_buyer_to_themselves(house: House, tmp_path: Path) -> None:
    jade(house)
    broken = PEOPLE.replace("2026-11-21 09:00:00", "2026-11-99 09:00:00")
    report = take(house, "tmall", write_orders(tmp_path / "orders.csv", broken))
    assert [r.line for p in report.parsed for r in p.rejected] == [2]
    for text in PERSONAL:
        assert text not in repr(report.parsed[0].rejected) + repr(vars(landings(house)[0]))


def test_a_landing_gives_back_the_file_to_the_last_byte(house: House, tmp_path: Path) -> None:
    file = a_day(house, tmp_path)
    kept = landings(house)[0]
    assert kept.path.startswith("landings/Jade/tmall/2026-11-23/")
    unseal(house.home / kept.path, house.keys.of("Jade"), tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == file.read_bytes()


def test_one_flipped_bit_is_noticed_wherever_it_lies(house: House, tmp_path: Path) -> None:
    a_day(house, tmp_path)
    path = house.home / landings(house)[0].path
    whole = path.read_bytes()
    for at in (0, 20, 26, 30, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
        with pytest.raises(BrokenFile):
            unseal(path, house.keys.of("Jade"), tmp_path / "again.csv")
    for cut in (len(whole) - 1, 40, 27, 25, 3):
        path.write_bytes(whole[:cut])
        with pytest.raises(BrokenFile):
            unseal(path, house.keys.of("Jade"), tmp_path / "again.csv")


def test_another_clients_key_opens_nothing(house: House, tmp_path: Path) -> None:
    a_day(house, tmp_path)
    jade(house, "other", "Wu")
    with pytest.raises(BrokenFile, match=r"the key is another one"):
        unseal(house.home / landings(house)[0].path, house.keys.of("Wu"), tmp_path / "again.csv")


def test_the_same_buyer_is_another_hash_at_another_client(house: House, tmp_path: Path) -> None:
    from daybook.sources.keys import buyer_hasher

    jade(house)
    jade(house, "other", "Wu")
    mine, wus = (buyer_hasher(house.keys.of(client)) for client in ("Jade", "Wu"))
    assert mine("qingshi_01") == mine(" qingshi_01 ") != wus("qingshi_01")


def test_keys_lie_outside_the_data_folder_and_are_for_their_owner_only(house: House, keys: Path) -> None:
    jade(house)
    file = keys / f"{house.home_id}.json"
    assert file.stat().st_mode & 0o077 == 0
    assert not file.is_relative_to(house.home)
    assert house.keys.of("Jade").hex().encode() not in on_disk(house.home)


@pytest.mark.parametrize("inside", [".", "keys", "lake/../keys"])
def test_keys_inside_the_data_folder_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "home" / inside))
    with pytest.raises(DaybookError, match=r"keys would lie inside the data folder.*set DAYBOOK_KEYS"):
        open_house(tmp_path / "home", Clock())


def test_a_lost_key_is_said_with_what_to_restore(house: House, tmp_path: Path, keys: Path) -> None:
    jade(house)
    (keys / f"{house.home_id}.json").unlink()
    again = replace(house, keys=Keys(house.home, house.home_id))
    with pytest.raises(DaybookError, match=r"the key of client Jade is missing.*restore the key"):
        again.keys.of("Jade")


def test_a_lost_key_is_not_quietly_replaced_by_a_new_one(house: House, tmp_path: Path, keys: Path) -> None:
    """With a new key, every buyer would be a stranger from one day to the next."""
    a_day(house, tmp_path)
    (keys / f"{house.home_id}.json").unlink()
    more = write_orders(tmp_path / "more.csv", PEOPLE.replace("| 50  | 50 ", "| 60  | 60 "))
    with pytest.raises(DaybookError, match=r"the key of client Jade is missing"):
        take(house, "tmall", more)


def test_an_export_without_a_row_may_come_in_again(house: House, tmp_path: Path) -> None:
    """Days without a refund give the same empty file again and again; it takes no day back."""
    jade(house)
    head = "order | created | paid_at | due | paid | buyer | receiver | phone | address"
    file = write_orders(tmp_path / "orders.csv", head)
    assert take(house, "tmall", file).state == "loaded"
    assert take(house, "tmall", file).state == "unchanged"
