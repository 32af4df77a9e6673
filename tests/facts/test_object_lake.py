"""The lake on object storage: loads, the night, a dead writer and a forgotten client, against a server that speaks S3."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from daybook.domain.errors import WrongUsage
from daybook.facts.compact import compact
from daybook.facts.engine import open_session
from daybook.facts.forget import forget_rows
from daybook.facts.lake import Lake
from daybook.facts.object_lake import ObjectLake, lake_of, storage
from daybook.facts.spark import ClusterSession
from tests.buckets import bucket_inside
from tests.clusters import cluster_inside
from tests.facts.naive import lake_answers
from tests.facts.shops import ALL, Home, answer, delivery, filled_home, nine, open_home, order, orders, scope
from tests.facts.test_rewrite import MOMENTS, _four_days


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with bucket_inside() as url:
        yield url


@pytest.fixture
def far(home: Home, bucket: str, tmp_path: Path) -> Home:
    """An empty data folder whose facts lie in a place of their own in the bucket."""
    return Home(home.folder, ObjectLake(home.folder / "lake", f"{bucket}/{tmp_path.name}"), home.books)


def _near(far: Home, tmp_path: Path) -> list[object]:
    """What the same four days answer in a lake on this machine."""
    near = filled_home(open_home(tmp_path / "near"), _four_days)
    told = [lake_answers(near, nine(m, 12)) for m in MOMENTS]
    open_home(far.folder)
    return list(told)


def _told(home: Home) -> list[object]:
    return [lake_answers(home, nine(m, 12)) for m in MOMENTS]


@pytest.mark.long
def test_loads_and_nights_give_what_a_lake_on_this_machine_gives(far: Home, tmp_path: Path) -> None:
    near = _near(far, tmp_path)
    _four_days(far)
    assert _told(far) == near
    assert sum(far.compact().partitions.values()) > 0
    assert far.vacuum() > 0
    assert _told(far) == near
    elsewhere = Home(far.folder, ObjectLake(tmp_path / "kept nothing", far.lake.url), far.books)   # type: ignore[attr-defined]
    assert _told(elsewhere) == near


@pytest.mark.long
def test_the_cluster_reads_and_rewrites_it(far: Home) -> None:
    """After its rewrite it reads of the bucket what DuckDB reads of the files that were fetched from there."""
    _four_days(far, 4)
    before = _told(far)
    with cluster_inside() as cluster:
        compact(far.lake, far.books, {"orders": ALL["orders"]}, cluster)
        session = ClusterSession(cluster, far.lake, far.books.published(), scope(), nine(40), ALL)
        with open_session(far.lake, far.books, scope(), nine(40), ALL) as here:
            for name in ("orders", "ad_days"):
                asked = "SELECT shop, count(*) AS n, max(known_at) AS latest FROM {" + name + "} GROUP BY shop ORDER BY shop"
                assert answer(session, asked) == answer(here, asked)
    assert {f.era for f in far.lake.files("orders", far.books.published().versions["orders"])} == {"now", "then"}
    far.vacuum()
    assert _told(far) == before


@pytest.mark.long
def test_what_a_dead_writer_left_is_rolled_back_and_a_client_is_forgotten(far: Home) -> None:
    far.load(delivery("kettles", "L1", nine(2), orders(order("1", 1))), delivery("lamps", "L1", nine(2), orders(order("2", 1))))
    before = far.ask("SELECT shop, order_id FROM {orders} ORDER BY shop", nine(9))
    far.lake.append(ALL["orders"], far.lake.open("orders").to_pyarrow_table())          # never published
    assert far.ask("SELECT shop, order_id FROM {orders} ORDER BY shop", nine(9)) == before
    far.load(delivery("rugs", "L2", nine(3), orders(order("3", 1))))
    assert [r["shop"] for r in far.ask("SELECT shop FROM {orders} ORDER BY shop", nine(9))] == ["kettles", "lamps", "rugs"]
    forget_rows(far.lake, far.books, "Onyx")
    assert [r["shop"] for r in far.ask("SELECT shop FROM {orders} ORDER BY shop", nine(9))] == ["kettles", "rugs"]
    keys = [f for f in far.lake._listed("orders") if f.endswith(".parquet")]            # type: ignore[attr-defined]
    read = b"".join(storage().open_input_file(far.lake._object(key)).read() for key in keys)    # type: ignore[attr-defined]
    assert b"lamps" not in read


def test_a_lake_that_lies_nowhere_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_LAKE", "ftp://somewhere")
    with pytest.raises(WrongUsage, match="s3://BUCKET"):
        lake_of(tmp_path)
    monkeypatch.delenv("DAYBOOK_LAKE")
    assert type(lake_of(tmp_path)) is Lake
