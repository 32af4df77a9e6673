"""The nightly batch on a master and two workers: mornings to the byte, a worker killed in mid-run, no row twice."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from daybook.facts.compact import compact, vacuum
from daybook.facts.spark import Cluster
from daybook.workflows.demonstrate import demonstrate
from daybook.workflows.house import ALL_TABLES, House, open_house
from daybook.workflows.making import Group, Made, Wanted
from daybook.workflows.morning import NINE
from daybook.workflows.on_cluster import check_rollups, make_on_cluster
from daybook.workflows.side_by_side import make_all
from tests.clusters import SMALL, Standing, standing

pytestmark = pytest.mark.long

ON = date(2026, 11, 23)


def _now() -> datetime:
    return datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two shops of the demonstration as every test finds them; never worked in itself."""
    folder = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        demonstrate(open_house(folder / "home", _now), folder / "exports", shops=2, days=90, seed=7, last_day=date(2026, 11, 22))
        yield folder / "home"


@pytest.fixture
def house(made: Path, tmp_path: Path) -> House:
    shutil.copytree(made, tmp_path / "home")
    return open_house(tmp_path / "home", _now)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("cluster")) as one:
        yield one


def _groups(house: House) -> list[Group]:
    """All shops of a moment together, as a morning asks for them."""
    moments = sorted({shop.moment(ON, NINE) for shop in house.shops()})
    return [Group(moment, tuple(s for s in house.shops() if s.moment(ON, NINE) == moment)) for moment in moments]


def _told(made: list[Made]) -> dict[str, tuple[str, bytes, str]]:
    return {one.brief.shop: (one.content, one.kept, one.page) for one in made}


WANTED = Wanted(ON, "c", True, True, "zh")


def test_mornings_are_the_same_to_the_byte_though_a_worker_dies(house: House, cluster: Standing) -> None:
    """JSON, kept bytes and page of each shop; the second time an executor is killed while it looks at its shops."""
    here = _told(make_all(house, _groups(house), WANTED, 1))
    spark = Cluster(cluster.master, SMALL)
    try:
        assert _told(make_on_cluster(spark, house, _groups(house), WANTED)) == here
        there = cluster.workers()
        assert len(there) == 2
        killer = threading.Timer(1.0, os.kill, (there[0], signal.SIGKILL))
        killer.start()
        assert _told(make_on_cluster(spark, house, _groups(house), WANTED)) == here
        killer.join()
        assert there[0] not in cluster.workers()
    finally:
        spark.close()


def test_a_night_on_the_cluster_changes_no_answer_though_a_worker_dies(house: House, cluster: Standing) -> None:
    """The rewrite of orders, a report and a rollup, and the check of all rollups, an executor killed on the way."""
    before = _told(make_all(house, _groups(house), WANTED, 1))
    some = {name: ALL_TABLES[name] for name in ("orders", "order_lines", "product_day", "sales_day")}
    spark = Cluster(cluster.master, SMALL)
    try:
        until = time.monotonic() + 60
        while not cluster.workers() and time.monotonic() < until:
            time.sleep(0.2)
        killed = cluster.workers()[0]
        killer = threading.Timer(5.0, os.kill, (killed, signal.SIGKILL))
        killer.start()
        done = compact(house.lake, house.books, some, spark)
        check_rollups(spark, house)
        killer.join()
        assert killed not in cluster.workers()
    finally:
        spark.close()
    assert all(done.partitions[name] for name in some)
    assert vacuum(house.lake, house.books) > 0
    assert _told(make_all(house, _groups(house), WANTED, 1)) == before
    assert not any(compact(house.lake, house.books, some).partitions.values())
