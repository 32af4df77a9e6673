"""Spark as the engine of the lake: sessions, the nightly rewrite and rollups give what DuckDB gives, row by row."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from daybook.domain.errors import LakeError
from daybook.facts.compact import compact
from daybook.facts.engine import Session, open_session
from daybook.facts.load import FOREVER
from daybook.facts.rolled_again import differing_days
from daybook.facts.rollups import needed, rebuild
from daybook.facts.spark import Cluster, ClusterSession
from daybook.metrics.rollups import SALES_DAY
from tests.clusters import cluster_inside
from tests.facts.naive import lake_answers
from tests.facts.shops import ALL, ROLLUPS, Home, answer, filled_home, nine, scope
from tests.facts.test_rewrite import MOMENTS, _four_days

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with cluster_inside() as one:
        yield one


def _on_spark(cluster: Cluster, home: Home, moment: Any, *shops: str) -> ClusterSession:
    return ClusterSession(cluster, home.lake, home.books.published(), scope(*shops), moment, ALL)


def _ordered(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(some, key=lambda r: tuple((k, str(v)) for k, v in sorted(r.items())))


def test_every_table_is_the_same_at_every_moment(home: Home, cluster: Cluster) -> None:
    home = filled_home(home, _four_days)
    for rewritten in (False, True):
        if rewritten:
            home.compact()
        for moment in (MOMENTS[0], MOMENTS[2], MOMENTS[-1]):
            session = _on_spark(cluster, home, nine(moment, 12))
            for name, rows in lake_answers(home, nine(moment, 12)).items():
                columns = ", ".join(f'"{c}"' for c in ("shop", *ALL[name].names))
                assert _ordered(answer(session, f"SELECT {columns} FROM {{{name}}}")) == rows, (rewritten, moment, name)


def _partitions(home: Home) -> dict[tuple[str, str, int, str], list[dict[str, Any]]]:
    """Every file's rows by table, month, bucket and era, in the order in which they stand."""
    published = home.books.published()
    return {(name, f.month, f.bucket, f.era): pq.ParquetFile(f.path).read().to_pylist()
            for name, version in published.versions.items() for f in home.lake.files(name, version)}


def test_a_rewrite_on_the_cluster_leaves_the_same_files(home: Home, cluster: Cluster, tmp_path: Path) -> None:
    home = filled_home(home, _four_days)
    before = [lake_answers(home, nine(m, 12)) for m in MOMENTS]
    done = compact(home.lake, home.books, ALL, cluster)
    there, swept = _partitions(home), home.books.published().swept
    assert sum(done.partitions.values()) > 0
    assert [lake_answers(home, nine(m, 12)) for m in MOMENTS] == before
    assert home.vacuum() > 0
    assert [lake_answers(home, nine(m, 12)) for m in MOMENTS] == before
    assert sum(compact(home.lake, home.books, ALL, cluster).partitions.values()) == 0
    here = filled_home(Home(tmp_path / "here", home.lake, home.books), _four_days)
    here.compact()
    assert there == _partitions(here)
    assert swept == here.books.published().swept


def _touched(session: Session, rollup: Any) -> pa.Table:
    """All rows of the rollup's source as if they had just been written."""
    names = ["client", "shop", "known_at", *needed([rollup])]
    listed = ", ".join(f'"{n}"' for n in names)
    return session.con.execute(f"SELECT {listed} FROM ({session.raw(rollup.source)}) a").to_arrow_table()


@pytest.mark.parametrize("rollup", ROLLUPS, ids=lambda r: r.name)
def test_a_rollup_is_rebuilt_alike(home: Home, cluster: Cluster, rollup: Any) -> None:
    """The rows of every moment, and the digests by which the ledger tells slices apart."""
    home = filled_home(home, _four_days)
    on_spark = _on_spark(cluster, home, FOREVER)
    with open_session(home.lake, home.books, scope(), FOREVER, ALL) as on_duckdb:
        touched = _touched(on_duckdb, rollup)
        first, second = (rebuild(s, rollup, touched, 99, 1) for s in (on_duckdb, on_spark))
    assert first is not None
    assert second is not None
    assert first.rows.num_rows > 5
    assert _ordered(second.rows.to_pylist()) == _ordered(first.rows.to_pylist())
    assert _ordered(second.slices.to_pylist()) == _ordered(first.slices.to_pylist())


def test_a_stored_rollup_that_facts_do_not_bear_out_is_named(home: Home, cluster: Cluster) -> None:
    """A row is written over behind the house's back; both engines name its day, and no other."""
    home = filled_home(home, _four_days)
    assert differing_days(_on_spark(cluster, home, FOREVER), ROLLUPS) == ()
    table, published = SALES_DAY.table, home.books.published()
    for file in home.lake.files(table.name, published.versions[table.name]):
        rows = pq.ParquetFile(file.path).read()
        units = pa.array([n + (shop == "lamps") for n, shop in zip(
            rows["units_sold"].to_pylist(), rows["shop"].to_pylist(), strict=True)], pa.int64())
        pq.write_table(rows.set_column(rows.column_names.index("units_sold"), "units_sold", units), file.path)
    found = differing_days(_on_spark(cluster, home, FOREVER), ROLLUPS)
    assert {(d.rollup, d.shop) for d in found} == {(table.name, "lamps")}
    with open_session(home.lake, home.books, scope(), FOREVER, ALL) as session:
        assert differing_days(session, ROLLUPS) == found


def test_no_row_of_another_client_leaves_the_cluster(home: Home, cluster: Cluster) -> None:
    home = filled_home(home, _four_days)
    session = _on_spark(cluster, home, nine(9), "kettles")
    assert {r["shop"] for r in answer(session, "SELECT shop FROM {orders}")} == {"kettles"}
    session.take("foreign", pa.table({"client": ["Onyx"], "shop": ["lamps"]}))
    with pytest.raises(LakeError, match="another client"):
        session.arrow("SELECT * FROM foreign")


def test_files_that_a_vacuum_took_are_told(home: Home, cluster: Cluster) -> None:
    from daybook.facts.lake import FilesMoved

    home = filled_home(home, _four_days)
    session = _on_spark(cluster, home, nine(9))
    view = session.use(ALL["orders"])
    home.compact()
    home.vacuum()
    with pytest.raises(FilesMoved):
        session.arrow(f"SELECT count(*) AS n FROM {view}")
