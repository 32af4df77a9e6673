"""Days of the clock at speed with kills, a full disk, locked records and a wrong clock: nothing lost, nothing done twice."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.trust.soak_check import Checks, _half_day, check_lake, check_problems
from bench.trust.soak_days import Days, Ledger, tally
from bench.trust.soak_memory import Memory
from daybook.domain.shop import Platform, Shop
from daybook.workflows.house import House, add_shop
from daybook.workflows.inbox import NO_WAIT, look_into
from tests.conftest import Clock

YESTERDAY = date(2026, 11, 22)
ROOT = Path(__file__).resolve().parents[2]


def lived(folder: Path, *options: str) -> Any:
    """What a soak found; its differences are named where there are any."""
    told = folder / "soak.json"
    asked = subprocess.run([sys.executable, "-m", "bench", "soak", "--folder", str(folder), "--json", str(told), *options],
                           cwd=ROOT, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr[-4000:]
    return json.loads(told.read_text())


def test_the_same_seed_delivers_the_same_files_and_the_ledger_counts_the_last(clock: Clock) -> None:
    shops = [Shop(f"shop-{n}", "Mei", Platform.TMALL, "Asia/Shanghai", "CNY") for n in range(20)]
    days = [clock().date()]
    drops = Days(shops, days, 3).drops()
    assert drops == Days(shops, days, 3).drops()
    ledger = Ledger()
    for drop in drops:
        ledger.take(drop)
    said = tally(drops)
    assert {"late", "twice", "restated", "in time"} <= said.keys()
    restated = next(d for d in drops if d.how == "restated")
    assert ledger.by_day(restated.shop)[days[0]] == (len(restated.orders), sum(o.paid for o in restated.orders))
    assert ledger.nowhere.keys().isdisjoint(k for mine in ledger.orders.values() for k in mine)


@pytest.fixture
def delivered(house: House, clock: Clock, tmp_path: Path) -> Ledger:
    """Two shops' files of the day before, taken in as they came; the wrong ones too."""
    shops = [add_shop(house, f"shop-{n}", "Mei", "tmall", "Asia/Shanghai", "CNY") for n in range(2)]
    ledger = Ledger()
    for number, drop in enumerate(Days(shops, [YESTERDAY], 5).drops()):
        folder = tmp_path / "inbox" / drop.shop
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}-{drop.name}").write_bytes(drop.content)
        clock.moment = drop.at
        look_into(house, tmp_path / "inbox", settled=NO_WAIT)
        ledger.take(drop)
    clock.moment += timedelta(hours=1)
    return ledger


def looked(house: House, ledger: Ledger, inbox: Path) -> Checks:
    checks = Checks()
    check_lake(checks, house, house.shops(), ledger, [YESTERDAY])
    check_problems(checks, ledger, inbox)
    return checks


def test_what_was_delivered_is_found_and_what_was_not_is_named(house: House, delivered: Ledger, tmp_path: Path) -> None:
    """An order that never came, one at another amount and a good file that never landed are each told with shop and day."""
    assert {"restated", "twice"} <= {d.how for d in delivered.drops}
    assert looked(house, delivered, tmp_path / "inbox").first == []
    mine = delivered.orders["shop-0"]
    key, order = next(iter(mine.items()))
    mine[key] = replace(order, cents=order.cents + 1)
    mine["7"] = replace(order, key="7")
    del delivered.orders["shop-1"][next(iter(delivered.orders["shop-1"]))]
    good = next(d for d in delivered.drops if not d.wrong)
    delivered.drops.append(replace(good, content=b"never came", name="lost.csv"))
    found = looked(house, delivered, tmp_path / "inbox").differences
    assert found["lost"] == [f"shop-0 7 of {YESTERDAY}"]
    assert len(found["another amount"]) == len(found["from nowhere"]) == 1
    assert {said.split(":")[0] for said in found["numbers of a day"]} == {f"shop-{n} {YESTERDAY}" for n in range(2)}
    assert found["files"] == [f"good file lost.csv of {good.shop}: never landed"]


def test_memory_that_grows_is_told_and_memory_that_is_flat_is_not() -> None:
    flat, grows = Memory(), Memory()
    for hour in range(24 * 5):
        at = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour)
        flat.hours["a", 1][at] = 400.0 + hour % 3
        grows.hours["a", 1][at] = 400.0 + hour
    assert flat.differences(5) == []
    assert grows.differences(5) == ["process a 1 grows by 24.0 MB a day"]


@pytest.mark.long
def test_a_day_of_three_shops_loses_nothing(tmp_path: Path) -> None:
    found = lived(tmp_path, "--shops", "3", "--far", "1", "--days", "1", "--step", "240", "--seed", "3")
    assert sum(found["kills"].values()) + sum(found["kills_too_late"].values()) >= 2
    assert found["found"]["writes"] == found["found"]["deeds"] == 1


@pytest.mark.long
def test_a_week_of_two_hundred_shops_loses_nothing(tmp_path: Path) -> None:
    """The figures go to docs/soak.md."""
    found = lived(tmp_path, "--shops", "200", "--days", "7", "--history", "90", "--seed", "1")
    print(json.dumps(found, ensure_ascii=False, indent=2))


@pytest.mark.long
def test_three_days_stand_on_postgres(tmp_path: Path) -> None:
    lived(tmp_path, "--shops", "8", "--far", "1", "--days", "3", "--seed", "4", "--postgres")


def test_an_order_that_waits_may_be_seen_in_each_half_day_and_any_other_once() -> None:
    seen = [{"status": status, "known_at": datetime(2026, 11, 25, hour, 30, tzinfo=UTC)}
            for status in ("paid", "completed") for hour in (5, 11, 17)]
    first, again, later, *done = map(_half_day, seen)
    assert first == again != later
    assert set(done) == {0}
