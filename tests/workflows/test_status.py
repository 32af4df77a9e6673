"""Readiness per shop and source: expected when, late, restated, which days are missing."""

from datetime import date, datetime, timedelta
from pathlib import Path

from daybook.domain.brief import State
from daybook.domain.readiness import SourceReadiness
from daybook.workflows.house import House
from daybook.workflows.status import expected_at, status
from tests.orders import jade, take, take_all, write_orders

HEAD = "order | created | paid_at | due | paid | refund"


def daily_orders(house: House, folder: Path, days: range, hour: int = 8, refund: int = 0) -> None:
    """One export a day, known at `hour` o'clock of the next one, with five orders of its day of November."""
    files: dict[Path, datetime] = {}
    for day in days:
        rows = [f"{day}{n} | 2026-11-{day:02} 10:0{n}:00 | 2026-11-{day:02} 10:0{n}:30 | 10 | 10 | {refund}" for n in range(5)]
        file = write_orders(folder / f"{day}-{refund}.csv", "\n".join([HEAD, *rows]))
        files[file] = datetime.fromisoformat(f"2026-11-{day + 1:02}T{hour:02}:00:00+08:00")
    take_all(house, "tmall", files)


def orders_of(house: House, at: str, missing: tuple[date, date] | None = None) -> SourceReadiness:
    found, = status(house, house.shops(), datetime.fromisoformat(at), missing)
    return next(s for s in found.sources if s.source == "orders")


def test_a_source_that_comes_at_eight_is_late_at_nine(house: House, tmp_path: Path) -> None:
    jade(house)
    daily_orders(house, tmp_path, range(5, 21))
    early, late = orders_of(house, "2026-11-22T08:15:00+08:00"), orders_of(house, "2026-11-22T09:00:00+08:00")
    assert early.expected_at == datetime.fromisoformat("2026-11-22T08:00:00+08:00")
    assert (early.state, late.state) == (State.NOT_IN, State.LATE)
    daily_orders(house, tmp_path, range(21, 22))
    assert orders_of(house, "2026-11-22T09:00:00+08:00").state is State.IN


def test_a_source_without_a_daily_habit_is_never_late(house: House, tmp_path: Path) -> None:
    shop = jade(house)
    daily_orders(house, tmp_path, range(5, 9))
    assert orders_of(house, "2026-11-22T09:00:00+08:00").state is State.NOT_IN
    assert expected_at(shop, [], date(2026, 11, 21)) is None


def test_a_day_exported_on_itself_is_partial(house: House, tmp_path: Path) -> None:
    jade(house)
    rows = "1 | 2026-11-21 10:00:00 | 2026-11-21 10:01:00 | 10 | 10 | 0"
    take(house, "tmall", write_orders(tmp_path / "a.csv", f"{HEAD}\n{rows}"), "2026-11-21T20:00:00+08:00")
    assert orders_of(house, "2026-11-22T09:00:00+08:00").state is State.PARTIAL


def test_missing_days_are_named_as_runs_to_export_again(house: House, tmp_path: Path) -> None:
    jade(house)
    daily_orders(house, tmp_path, range(3, 8))
    daily_orders(house, tmp_path, range(11, 20))
    asked = (date(2026, 11, 3), date(2026, 11, 30))
    found = orders_of(house, "2026-11-22T09:00:00+08:00", asked)
    assert found.missing == ((date(2026, 11, 8), date(2026, 11, 10)), (date(2026, 11, 20), date(2026, 11, 21)))
    assert orders_of(house, "2026-11-22T09:00:00+08:00").missing is None


def test_restated_days_of_the_last_day_are_counted(house: House, tmp_path: Path) -> None:
    jade(house)
    daily_orders(house, tmp_path, range(10, 22))
    rows = [f"15{n} | 2026-11-15 10:0{n}:00 | 2026-11-15 10:0{n}:30 | 10 | 10 | 4" for n in range(5)]
    take(house, "tmall", write_orders(tmp_path / "again.csv", "\n".join([HEAD, *rows])), "2026-11-22T08:30:00+08:00")
    assert orders_of(house, "2026-11-22T09:00:00+08:00").restated_days == 1
    later = datetime.fromisoformat("2026-11-22T09:00:00+08:00") + timedelta(days=2)
    assert orders_of(house, later.isoformat()).restated_days == 0
