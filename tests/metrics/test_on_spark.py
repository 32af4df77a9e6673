"""Every definition of the catalog on Spark: the same Ibis expression over the same facts as on DuckDB."""

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from daybook.facts.arrow import arrow_schema
from daybook.facts.delivery import Batch, Delivery
from daybook.facts.engine import Session, open_session
from daybook.facts.load import load
from daybook.facts.market_tables import AD_TERM_PERIOD
from daybook.facts.spark import Cluster, ClusterSession
from daybook.facts.table import Table, Type
from daybook.facts.tables import TABLES
from daybook.facts.traffic_tables import CARRIER_DAY
from daybook.metrics.catalog import catalog
from daybook.metrics.compute import table_of
from daybook.metrics.metric import Metric, Ratio
from daybook.metrics.reported import Trailing
from daybook.metrics.reports import DAILY, SLICED
from daybook.metrics.rollups import ROLLUPS
from daybook.workflows.demonstrate import demonstrate
from daybook.workflows.house import ALL_TABLES, House, open_house
from daybook.workflows.seeing import whose
from tests.clusters import cluster_inside

pytestmark = pytest.mark.long

Numbers = dict[tuple[Any, ...], Any]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with cluster_inside() as one:
        yield one


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Four shops of the demonstration, of four platforms, over three months."""
    folder: Path = tmp_path_factory.mktemp("four")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        one = open_house(folder / "home", lambda: datetime(2026, 11, 23, 1, tzinfo=UTC))
        demonstrate(one, folder / "exports", shops=4, days=90, seed=7, last_day=date(2026, 11, 22))
        shop = one.shops()[0]
        load(one.lake, one.books, [Delivery(shop.client, shop.name, "made up", one.now(), tuple(
            Batch(table, _made_up(table)) for table in (CARRIER_DAY, AD_TERM_PERIOD)))], ROLLUPS, TABLES)
        yield one


def _made_up(table: Table) -> pa.Table:
    """Rows of a table that no file of the demonstration tells: six on each of two days, no two alike."""
    values: dict[Type, Any] = {
        Type.TEXT: lambda n: f"t{n}", Type.DAY: lambda n: date(2026, 11, 20 + n % 2), Type.COUNT: lambda n: 3 + n, Type.FLAG: bool,
        Type.MONEY: lambda n: Decimal(n) / 4, Type.RATE: lambda n: Decimal(n) / 100, Type.MOMENT: lambda _: None}
    return pa.table({f.name: pa.array([values[c.type](n) for n in range(12)], f.type)
                     for c, f in zip(table.columns, arrow_schema(table), strict=True)}, schema=arrow_schema(table))


@pytest.fixture(scope="module")
def both(house: House, cluster: Cluster) -> Iterator[tuple[Session, Session]]:
    """The same facts as known at the same moment: by DuckDB, by Spark."""
    published, moment = house.books.published(), house.now()
    on_spark = ClusterSession(cluster, house.lake, published, whose(house.shops()), moment, ALL_TABLES)
    with open_session(house.lake, house.books, whose(house.shops()), moment, ALL_TABLES, published) as on_duckdb:
        yield on_duckdb, on_spark


def _by_day(session: Session, metric: Metric, dims: tuple[str, ...] = ()) -> Any:
    """The metric's expression by shop, day and `dims`, with the first day of each buyer where it asks for that."""
    t = session.table(metric.table)
    t = t.filter(t[metric.day].notnull())
    if any(r.first_of and metric.name in {m.name for m in r.measures} for r in ROLLUPS):
        known = t.filter(t.buyer_id.notnull())
        firsts = known.group_by(["shop", "buyer_id"]).agg(first_on=known.paid_on.min())
        t = t.left_join(firsts, ["shop", "buyer_id"]).mutate(rollup_day=t[metric.day])
    return t.group_by(["shop", t[metric.day].name("on"), *dims]).agg(value=metric.value(t))


def _numbers(session: Session, expression: Any) -> Numbers:
    rows = session.ask(expression).to_pylist()
    return {tuple(row[c] for c in row if c != "value"): row["value"] for row in rows}


def _dims(metric: Metric) -> tuple[str, ...]:
    """The finest cut by which the house keeps the metric."""
    kept = [k.dims for k in (*DAILY, *SLICED.values(), *ROLLUPS) if metric.name in {m.name for m in k.measures}]
    return max(kept, key=len, default=())


METRICS = tuple(d for d in catalog().values() if isinstance(d, Metric) and not isinstance(d.value, Trailing))
RATIOS = tuple(d for d in catalog().values() if isinstance(d, Ratio)
               and not any(isinstance(m.value, Trailing) for m in (d.over, d.under)))


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
def test_money_and_counts_are_equal(both: tuple[Session, Session], metric: Metric) -> None:
    here, there = (_numbers(session, _by_day(session, metric, _dims(metric))) for session in both)
    assert here == there
    assert any(v is not None for v in here.values()), "nothing was compared"


@pytest.mark.parametrize("ratio", RATIOS, ids=lambda r: r.name)
def test_ratios_are_equal_to_a_billionth(both: tuple[Session, Session], ratio: Ratio) -> None:
    """Spark divides doubles, the house decimals of the sums that DuckDB gave."""
    on_duckdb, on_spark = both
    over, under = (_numbers(on_duckdb, _by_day(on_duckdb, m)) for m in (ratio.over, ratio.under))
    wanted = {key: Decimal(over[key]) * ratio.times / Decimal(under[key]) for key in over.keys() & under.keys()
              if over[key] is not None and under[key]}
    a, b = _by_day(on_spark, ratio.over), _by_day(on_spark, ratio.under).rename(below="value")
    joined = a.inner_join(b, ["shop", "on"])
    divided = joined.filter(joined.below != 0).select(
        "shop", "on", value=joined.value.cast("float64") * ratio.times / joined.below.cast("float64"))
    found = {key: value for key, value in _numbers(on_spark, divided).items() if value is not None}
    assert found.keys() == wanted.keys()
    for key, value in wanted.items():
        assert math.isclose(found[key], float(value), rel_tol=1e-9), key


@pytest.mark.parametrize("kept", [*DAILY, *SLICED.values(), *ROLLUPS], ids=lambda k: k.name)
def test_what_a_morning_reads_is_the_same_table(both: tuple[Session, Session], kept: Any) -> None:
    """The house's own queries, order of rows included."""
    here, there = (table_of(session, kept, FIRST, LAST) for session in both)
    assert there.cast(here.schema).equals(here)
