"""One stock over several shops: however many take at once, no more is sold than is there."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daybook.analysis.stock.share import expected_oversell, shared_out
from daybook.domain.errors import WrongUsage
from daybook.workflows.allot import allot, count_stock, give_back, shared, take
from daybook.workflows.house import House, add_shop, open_house
from tests.postgres_server import postgres

ROOT = Path(__file__).resolve().parents[2]
#: One process that takes one unit at a time, from the shops in turn; it prints how many it got.
BUYERS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from daybook.workflows.allot import take
from daybook.workflows.house import open_house
house = open_house(Path(sys.argv[1]), lambda: datetime.now(UTC))
number, times = sys.argv[2], int(sys.argv[3])
sys.stdin.readline()
print(sum(take(house, ("jade", "opal")[n % 2], "KZ041", 1, f"{number}-{n}") for n in range(times)))
"""


def opened(house: House, sellable: int, reserve: int | None = None) -> None:
    for name in ("jade", "opal"):
        add_shop(house, name, "Mei", "tmall", "Asia/Shanghai", "CNY")
    count_stock(house, "Mei", "KZ041", sellable, reserve)


def hammered(house: House, processes: int, times: int, sellable: int, reserve: int) -> None:
    """Twice as many buyers as units: exactly the units beyond the reserve are sold, no shop more than its own."""
    opened(house, sellable, reserve)
    half = (sellable - reserve) // 2
    allot(house, "Mei", "KZ041", {"jade": half, "opal": sellable - reserve - half})
    running = [subprocess.Popen([sys.executable, "-c", BUYERS, str(house.home), str(n), str(times)], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, cwd=ROOT, text=True) for n in range(processes)]
    sold = 0
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    for one in running:
        said, _ = one.communicate(timeout=1200)
        assert one.returncode == 0
        sold += int(said)
    assert sold == sellable - reserve
    assert [s.taken for s in shared("Mei", "KZ041").shops] == [s.units for s in shared("Mei", "KZ041").shops]


def test_two_processes_sell_what_is_there_and_no_more(house: House) -> None:
    hammered(house, 2, 30, 33, 3)


@pytest.mark.long
def test_a_thousand_buyers_at_once_on_sqlite_sell_what_is_there_and_no_more(house: House) -> None:
    hammered(house, 4, 250, 550, 50)


@pytest.mark.long
def test_a_thousand_buyers_at_once_on_postgres_sell_what_is_there_and_no_more(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    with postgres(21000 + os.getpid() % 20000) as url:
        code = "from tests.records.test_allot import on_postgres; on_postgres()"
        ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT,
                             env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, timeout=1200,
                             check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]


def on_postgres() -> None:
    """The same in a process of its own, since a process has one database."""
    hammered(open_house(Path(sys.argv[1]) / "home", lambda: datetime.now(UTC)), 4, 250, 550, 50)


def test_shops_are_not_given_more_than_is_there_beyond_the_reserve(house: House) -> None:
    """100 there, 10 held back for the live show by V-10: 90 can be given, 91 cannot."""
    opened(house, 100)
    allot(house, "Mei", "KZ041", {"jade": 60, "opal": 30})
    with pytest.raises(WrongUsage, match="more than is there"):
        allot(house, "Mei", "KZ041", {"opal": 31})
    assert [s.units for s in shared("Mei", "KZ041").shops] == [60, 30]
    with pytest.raises(WrongUsage, match="were given more"):
        count_stock(house, "Mei", "KZ041", 80)


def test_an_order_takes_once_and_gives_back_once(house: House) -> None:
    opened(house, 10, 0)
    allot(house, "Mei", "KZ041", {"jade": 3})
    assert [take(house, "jade", "KZ041", 2, key) for key in ("o1", "o1", "o2")] == [True, True, False]
    assert shared("Mei", "KZ041").shops[0].taken == 2
    assert [give_back(house, "jade", "KZ041", "o1"), give_back(house, "jade", "KZ041", "o1")] == [True, False]
    assert shared("Mei", "KZ041").shops[0].taken == 0


def test_units_go_where_they_are_likeliest_to_be_asked_for() -> None:
    """30 units over shops that sell 20 and 10 a week: near two to one, and all are given."""
    given = shared_out(30, [20.0, 10.0], [20.0, 10.0])
    assert sum(given) == 30
    assert 18 <= given[0] <= 21


def test_two_shops_that_show_the_same_last_unit_oversell_it_when_both_sell_it() -> None:
    """One unit left, 72 a day each, 20 minutes: one buyer on average in each. Both sell with (1 - e^-1)^2 = 0.3996."""
    assert expected_oversell(1, [72.0, 72.0], 20) == pytest.approx((1 - 0.36787944) ** 2, abs=1e-6)
    assert expected_oversell(1, [72.0], 20) == pytest.approx(0.0)
