"""What ingest promises of files that come again, late, corrected or out of order."""

from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.workflows.house import House
from tests.conftest import Clock
from tests.orders import changes, jade, known, landings, take, write_orders

ONE = """
order | created             | paid_at             | due | paid | buyer
1     | 2026-11-20 09:00:00 | 2026-11-20 09:01:00 | 100 | 100  | mei
2     | 2026-11-21 09:00:00 | 2026-11-21 09:01:00 | 50  | 50   | bo
"""
CORRECTED = ONE.replace("| 50  | 50 ", "| 45  | 45 ")


def test_the_same_file_twice_changes_nothing(house: House, tmp_path: Path) -> None:
    jade(house)
    file = write_orders(tmp_path / "orders.csv", ONE)
    assert take(house, "tmall", file).state == "loaded"
    before, state = known(house, "tmall"), house.books.published()
    copy = tmp_path / "another name.csv"
    copy.write_bytes(file.read_bytes())
    assert take(house, "tmall", copy).state == "unchanged"
    assert known(house, "tmall") == before
    assert house.books.published() == state
    assert len(landings(house)) == 1


def test_a_file_that_says_the_same_in_other_bytes_adds_no_row(house: House, tmp_path: Path) -> None:
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "a.csv", ONE))
    state = house.books.published()
    shuffled = "\n".join([*ONE.strip().splitlines()[:1], *reversed(ONE.strip().splitlines()[1:])])
    report = take(house, "tmall", write_orders(tmp_path / "b.csv", shuffled))
    assert (report.state, changes(report)) == ("unchanged", (0, 0, 0, []))
    assert house.books.published() == state


def test_the_first_file_again_after_its_correction_takes_the_correction_back(house: House, tmp_path: Path) -> None:
    jade(house)
    first = write_orders(tmp_path / "a.csv", ONE)
    take(house, "tmall", first, "2026-11-22T09:00:00+08:00")
    report = take(house, "tmall", write_orders(tmp_path / "b.csv", CORRECTED), "2026-11-22T10:00:00+08:00")
    assert changes(report) == (0, 1, 0, ["2026-11-21"])
    report = take(house, "tmall", first, "2026-11-22T11:00:00+08:00")
    assert changes(report) == (0, 1, 0, ["2026-11-21"])
    seen = [known(house, "tmall", f"2026-11-22T{hour}:30:00+08:00")["paid_gmv"]["2026-11-21"]
            for hour in ("09", "10", "11")]
    assert seen == [D(50), D(45), D(50)]


def test_an_order_imported_unpaid_and_then_paid_counts_once(house: House, tmp_path: Path) -> None:
    """Placed at 23:50, paid after midnight: it is one order, placed on the 20th and paid on the 21st."""
    jade(house)
    unpaid = """
    order | created             | paid_at             | due | paid
    1     | 2026-11-20 23:50:00 |                     | 100 | 0
    """
    paid = unpaid.replace("|                     | 100 | 0", "| 2026-11-21 00:10:00 | 100 | 100")
    take(house, "tmall", write_orders(tmp_path / "a.csv", unpaid), "2026-11-21T00:01:00+08:00")
    report = take(house, "tmall", write_orders(tmp_path / "b.csv", paid), "2026-11-21T09:00:00+08:00")
    assert changes(report) == (0, 1, 0, ["2026-11-20"])
    before, after = known(house, "tmall", "2026-11-21T00:02:00+08:00"), known(house, "tmall")
    assert "paid_gmv" not in before
    assert before["orders_created"] == after["orders_created"] == {"2026-11-20": D(1)}
    assert after["paid_gmv"] == {"2026-11-21": D(100)}
    assert after["orders_paid_of_created"] == {"2026-11-20": D(1)}


def test_a_rolling_export_of_thirty_days_restates_only_what_changed(house: House, tmp_path: Path) -> None:
    """30 orders, one a day; the next day's export drops the first day, adds one and refunds that of 10 November."""
    jade(house)
    row = "{n} | {day} 10:00:00 | {day} 10:01:00 | 10 | 10 | {refund}"
    days = [f"2026-10-{n:02}" for n in range(24, 32)] + [f"2026-11-{n:02}" for n in range(1, 24)]
    head = "order | created | paid_at | due | paid | refund"

    def export(first: int, last: int, refunded: str = "") -> str:
        return "\n".join([head, *(row.format(n=n, day=days[n], refund=4 if days[n] == refunded else 0)
                                  for n in range(first, last))])

    take(house, "tmall", write_orders(tmp_path / "a.csv", export(0, 30)), "2026-11-22T09:00:00+08:00")
    report = take(house, "tmall", write_orders(tmp_path / "b.csv", export(1, 31, "2026-11-10")),
                  "2026-11-23T08:00:00+08:00")
    assert changes(report) == (1, 1, 0, ["2026-11-10"])
    now = known(house, "tmall")
    assert sum(now["paid_gmv"].values()) == D(310)
    assert now["refunded_of_paid"]["2026-11-10"] == D(4)
    assert known(house, "tmall", "2026-11-22T12:00:00+08:00")["refunded_of_paid"]["2026-11-10"] == D(0)


@pytest.mark.long
def test_files_loaded_out_of_order_give_the_answers_of_files_loaded_in_order(house: House, tmp_path: Path) -> None:
    """Four exports of the same days, known on four days; whatever comes in first, each moment knows the same."""
    versions = [ONE, CORRECTED, ONE.replace("| bo", "| wu"), CORRECTED + "3|2026-11-21 10:00:00||7|0|lin\n"]
    files = [write_orders(tmp_path / f"{n}.csv", text) for n, text in enumerate(versions)]
    moments = [f"2026-11-22T{hour:02}:00:00+08:00" for hour in (9, 11, 13, 15)]
    for name, order in (("in order", (0, 1, 2, 3)), ("backwards", (3, 2, 1, 0)), ("mixed", (2, 0, 3, 1))):
        jade(house, name, name)
        for n in order:
            take(house, name, files[n], moments[n])
    for hour in (8, 10, 12, 14, 16):
        moment = f"2026-11-22T{hour:02}:00:00+08:00"
        expected = known(house, "in order", moment)
        assert bool(expected) == (hour > 8)
        assert known(house, "backwards", moment) == expected
        assert known(house, "mixed", moment) == expected


def test_the_run_log_says_how_long_and_how_many_rows(house: House, tmp_path: Path) -> None:
    from daybook.workflows.upkeep import run_log

    jade(house)
    take(house, "tmall", write_orders(tmp_path / "orders.csv", ONE))
    run = run_log(house, 1)[0]
    assert (run["what"], run["object"], run["rows"], run["outcome"]) == ("ingest", "orders.csv", 2, "done")
    assert run["seconds"] == 0          # the clock of the test stands still
    assert run["detail"] == {"files": 1}


def test_other_work_goes_on_while_a_file_is_read(house: House, tmp_path: Path) -> None:
    """Another connection writes to the records in the middle of an ingest, without waiting for it."""
    import sqlite3

    from daybook.workflows.ingest import Incoming, ingest

    jade(house)
    wrote = []

    def write_meanwhile(said: str) -> None:
        if "reading" in said:
            with sqlite3.connect(house.home / "records" / "records.sqlite3", timeout=0.2) as other:
                other.execute("UPDATE records_shop SET currency = currency")
            wrote.append(said)

    file = write_orders(tmp_path / "orders.csv", ONE)
    assert ingest(house, [Incoming("tmall", file)], write_meanwhile)[0].state == "loaded"
    assert wrote == ["tmall: reading orders.csv"]


def test_the_same_file_twice_in_one_call_counts_once(house: House, tmp_path: Path) -> None:
    from daybook.workflows.ingest import Incoming, ingest

    jade(house)
    file = write_orders(tmp_path / "orders.csv", ONE)
    ingest(house, [Incoming("tmall", file), Incoming("tmall", file)])
    assert len(landings(house)) == 1
    assert known(house, "tmall")["paid_gmv"] == {"2026-11-20": D(100), "2026-11-21": D(50)}


def test_a_restated_export_counts_though_the_clock_was_ahead_when_the_first_came(
        house: House, tmp_path: Path, clock: Clock) -> None:
    """The first came while the machine's clock was three hours ahead; the clock was put right, and the next says more."""
    jade(house)
    table = "order | created | paid_at | due | paid\n1 | 2026-11-22 09:00:00 | 2026-11-22 09:01:00 | {paid} | {paid}"
    right = clock.moment
    clock.moment = right + timedelta(hours=3)
    take(house, "tmall", write_orders(tmp_path / "a.csv", table.format(paid=100)))
    clock.moment = right + timedelta(minutes=10)
    assert changes(take(house, "tmall", write_orders(tmp_path / "b.csv", table.format(paid=250))))[1] == 1
    clock.moment = right + timedelta(hours=4)
    assert known(house, "tmall")["paid_gmv"] == {"2026-11-22": D(250)}
