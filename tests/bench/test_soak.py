"""Days of the clock at speed with kills, a full disk, locked records and a wrong clock: nothing lost, nothing done twice."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.trust.soak_days import Days, Ledger, tally
from daybook.domain.shop import Platform, Shop
from tests.conftest import Clock

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


@pytest.mark.long
def test_a_day_of_three_shops_loses_nothing(tmp_path: Path) -> None:
    found = lived(tmp_path, "--shops", "3", "--far", "1", "--days", "1", "--step", "240", "--seed", "3")
    assert sum(found["kills"].values()) + sum(found["kills_too_late"].values()) >= 2
    assert found["found"]["writes"] == found["found"]["deeds"] == 1


@pytest.mark.long
def test_a_week_of_two_hundred_shops_loses_nothing(tmp_path: Path) -> None:
    """The figures go to docs/soak.md."""
    found = lived(tmp_path, "--shops", "200", "--days", "7", "--seed", "1")
    print(json.dumps(found, ensure_ascii=False, indent=2))


@pytest.mark.long
def test_three_days_stand_on_postgres(tmp_path: Path) -> None:
    lived(tmp_path, "--shops", "8", "--far", "1", "--days", "3", "--seed", "4", "--postgres")
