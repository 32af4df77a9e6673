"""Orders that wait, from files to the brief's finding: as last exported, each day by the promise of its own."""

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

from daybook.desks.orders.book import book_of
from daybook.desks.orders.findings import find_late_dispatch, find_unpaid_wave
from daybook.domain.order_book import PlacedDay
from daybook.workflows.house import House
from daybook.workflows.products import seen_of
from tests.orders import COLUMNS, jade, take

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
TITLES = [COLUMNS[n] for n in ("order", "created", "paid_at", "due", "paid", "refund")] + ["订单状态", "发货时间"]
WAITS, LEFT, UNPAID, CLOSED = "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "等待买家付款", "交易关闭"


def rows(day: date, count: int, state: str, left_after: int | None = None) -> list[list[str]]:
    """Orders of a day, placed at noon a minute apart; `left_after` so many hours where they have left."""
    at = [datetime(day.year, day.month, day.day, 12) + timedelta(minutes=n) for n in range(count)]
    paid = state in (WAITS, LEFT)
    return [[f"{day:%m%d}{state == WAITS:d}{n:04}", f"{t}", f"{t}" if paid else "", "100", "100" if paid else "0", "0.00", state,
             f"{t + timedelta(hours=left_after)}" if left_after else ""] for n, t in enumerate(at)]


def export(house: House, file: Path, known_at: str, *orders: list[list[str]]) -> None:
    with file.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows([TITLES, *(row for part in orders for row in part)])
    assert take(house, "tmall", file, known_at).state in ("loaded", "unchanged")


def test_what_waits_since_friday_is_late_on_monday_once_it_was_exported_again(house: House, tmp_path: Path) -> None:
    """Thirty of Friday were waiting on Saturday; whether they still do nobody knows until Monday's list shows them unchanged.
    Double eleven is within the four weeks: its own orders had 72 hours and left after 60, Friday's have 48 all the same."""
    shop = jade(house)
    usual = [rows(FRIDAY - timedelta(days=n), 20, LEFT, 20) for n in range(1, 8)]
    event = rows(date(2026, 11, 11), 25, LEFT, 60)
    waiting = rows(FRIDAY, 30, WAITS)
    export(house, tmp_path / "a.csv", "2026-11-21T08:35:00+08:00", *usual, event, waiting)
    seen = seen_of(house, shop, MONDAY)
    assert not list(find_late_dispatch(seen))
    assert book_of(seen).stale == 30
    export(house, tmp_path / "b.csv", "2026-11-23T08:36:00+08:00", waiting)
    seen = seen_of(house, shop, MONDAY)
    [found] = find_late_dispatch(seen)
    assert (found.measured, found.since, book_of(seen).stale) == (D(30), FRIDAY, 0)
    assert sum(f.late for f in book_of(seen).fared if f.day == date(2026, 11, 11)) == 0


def test_a_day_of_which_many_were_not_paid_is_told_with_those_that_still_can(house: House, tmp_path: Path) -> None:
    """Sunday: 20 paid and 15 not, of which none is closed before noon of Monday; one in 21 on the days before."""
    shop, sunday = jade(house), MONDAY - timedelta(days=1)
    usual = [part for n in range(1, 11) for part in (rows(sunday - timedelta(days=n), 20, LEFT, 20),
                                                     rows(sunday - timedelta(days=n), 1, CLOSED))]
    export(house, tmp_path / "a.csv", "2026-11-23T08:35:00+08:00", *(p for p in usual if "关闭" not in p[0][6]),
           [[f"9{row[0]}", *row[1:]] for p in usual if "关闭" in p[0][6] for row in p],
           rows(sunday, 20, WAITS), [[f"8{row[0]}", *row[1:]] for row in rows(sunday, 15, UNPAID)])
    seen = seen_of(house, shop, MONDAY)
    assert PlacedDay(sunday, 35, 15) in book_of(seen).placed
    [found] = find_unpaid_wave(seen)
    assert found.at_stake is not None
    assert (found.measured, found.at_stake.mid) == (D(15), D(225))
