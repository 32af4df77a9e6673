"""The bulk writer against the ordinary way: the same rows loaded file by file, and rewritten as in a night."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from bench.bulk.agency import Agency, Size
from bench.bulk.files import SILENT, Files, SentFile
from bench.bulk.records import give, register
from bench.bulk.rows import FILES, Rows
from bench.bulk.write import chunks, write
from bench.speed.one import check
from daybook.domain.shop import Platform, Shop
from daybook.facts.arrow import conform
from daybook.facts.compact import compact, vacuum
from daybook.facts.delivery import Batch, Delivery
from daybook.facts.ledger import SLICES
from daybook.facts.load import load
from daybook.facts.tables import TABLES
from daybook.metrics.rollups import ROLLUPS
from daybook.reports.brief_json import brief_json_text
from daybook.sources.reader import Parsed
from daybook.workflows import making
from daybook.workflows.house import ALL_TABLES, House, open_house
from daybook.workflows.landings import Arrival, mark_loaded, mark_read
from daybook.workflows.making import Group, Made
from daybook.workflows.morning import mornings, written_mornings
from daybook.workflows.side_by_side import parts_of
from tests.conftest import Clock

#: Two months, the older one as one file of a kind and shop, and two days that came one by one.
SMALL = Size(shops=3, days=24, seed=3, last_day=date(2026, 11, 2), lines_a_day=12.0, daily_files=2, stock_days=4)
ROLLED = frozenset(r.name for r in ROLLUPS)


@dataclass(frozen=True)
class Filled:
    """What there is to compare: rows of every table in the order of the files, mornings, records, and what is published."""

    tables: dict[str, pa.Table]
    briefs: dict[date, list[str]]
    landings: list[tuple[object, ...]]
    swept: dict[str, object]
    by_hand: int                # values that hand-written SQL gives alike; differing ones are an error
    beside: tuple[list[Made], list[Made]] = ([], [])    # the same mornings by one process in two looks, and by two processes


pytestmark = pytest.mark.long       # an agency is written twice


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Filled, Filled]]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("bulk")
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        yield _in_bulk(folder / "bulk"), _in_the_ordinary_way(folder / "ordinary")


def _in_bulk(home: Path) -> Filled:
    house = open_house(home, Clock())
    write(house, Agency(SMALL))
    on = SMALL.last_day + timedelta(days=1)
    found = []
    for processes, together in ((1, 2), (2, making.TOGETHER)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(making, "TOGETHER", together)
            found.append(list(written_mornings(house, house.shops(), on, store=False, content=True, page="zh",
                                               processes=processes)))
    return replace(_filled(house), beside=(found[0], found[1]))


def _in_the_ordinary_way(home: Path) -> Filled:
    """Every period's files as one load; then the night."""
    house, agency = open_house(home, Clock()), Agency(SMALL)
    register(house, agency)
    rows = [one for first, last in agency.months for chunk in chunks(agency, first, last) for one in chunk.facts]
    files = Files(agency, 1)
    for period in range(len(agency.periods)):
        sent = [f for f in files.all if f.period == period]
        deliveries = {f.key: _delivered(house, agency, files, f, rows) for f in sent}
        loaded = load(house.lake, house.books, list(deliveries.values()), ROLLUPS, TABLES)
        mark_loaded(loaded, deliveries)
    give(house, agency)
    compact(house.lake, house.books, ALL_TABLES)
    vacuum(house.lake, house.books)
    return _filled(house)


def _delivered(house: House, agency: Agency, files: Files, file: SentFile, rows: list[Rows]) -> Delivery:
    from daybook.records import models

    period, batches = agency.periods[file.period], []
    span = (agency.dates[period.first], agency.dates[period.last])
    for name in FILES[file.kind]:
        for one in (r for r in rows if r.table.name == name and file.shop in r.shop):
            whole = conform(one.table, one.columns, len(one.shop))
            for held in (h for h in files.held(one) if (h.shop, h.period) == (file.shop, file.period)):
                mine = slice(held.start, held.stop)
                batches += _parts(one, whole[mine], None if one.part is None else one.part[mine], span)
        if not any(b.table.name == name for b in batches):
            batches.append(Batch(TABLES[name], conform(TABLES[name], _none(name), 0), None if name in SILENT else span))
    models.Landing.objects.create(key=file.key, shop=models.Shop.objects.get(name=agency.names[file.shop]), sha256="",
                                  name=f"{file.key}.parquet", size=0, path="", known_at=file.known_at, received_at=house.now())
    mark_read(Arrival(file.key, file.known_at), [Parsed("bench.bulk", 1, tuple(batches))])
    return Delivery(agency.clients[file.shop], agency.names[file.shop], file.key, file.known_at, tuple(batches))


def _parts(rows: Rows, whole: pa.Table, part: pa.Array | None, span: tuple[date, date]) -> list[Batch]:
    if part is None:
        return [Batch(rows.table, whole, None if rows.table.name in SILENT else span)]
    return [Batch(rows.table, whole.filter(pc.equal(part, one)), part=str(one)) for one in pc.unique(part).to_pylist()]


def _none(table: str) -> dict[str, pa.Array]:
    return {c.name: pa.nulls(0) for c in TABLES[table].columns if c.required}


def _filled(house: House) -> Filled:
    from daybook.records import models

    published = house.books.published()
    tables = {}
    for name, version in published.versions.items():
        files = sorted(house.lake.files(name, version), key=lambda f: (f.month, f.bucket, f.era))
        assert len({(f.month, f.bucket, f.era) for f in files}) == len(files), f"{name}: a partition of several files"
        read = pa.concat_tables([pq.ParquetFile(f.path).read() for f in files])
        tables[name] = read.drop_columns(["load"]) if name in ROLLED or name == SLICES.name else read
    shops = house.shops()
    days = [SMALL.last_day + timedelta(days=1)]
    landed = models.LandedTable.objects.order_by("landing__key", "table").values_list(
        "landing__key", "landing__known_at", "landing__state", "table", "rows", "first_day", "last_day", "covers_stated",
        "load", "new", "restated", "gone", "restated_days")
    return Filled(tables, {day: [brief_json_text(b) for b in mornings(house, shops, day, store=False)] for day in days},
                  [(*row[:-1], str(row[-1])) for row in landed],
                  {name: swept.known_at for name, swept in published.swept.items()},
                  check(house, list(shops), SMALL.last_day)["values"])


def test_every_table_holds_the_same_rows_in_the_same_order(both: tuple[Filled, Filled]) -> None:
    bulk, ordinary = both
    assert bulk.tables.keys() == ordinary.tables.keys()
    assert bulk.tables.keys() >= {"orders", "order_lines", "refunds", "product_source_day", "stock_day", "sales_day", "slices"}
    for name, rows in ordinary.tables.items():
        assert bulk.tables[name].num_rows == rows.num_rows, name
        for column in rows.column_names:
            assert bulk.tables[name][column].to_pylist() == rows[column].to_pylist(), f"{name}.{column}"


def test_every_morning_is_the_same(both: tuple[Filled, Filled]) -> None:
    bulk, ordinary = both
    assert all('"paid_gmv"' in text and '"state": "no_data"' not in text for texts in ordinary.briefs.values() for text in texts)
    assert bulk.briefs == ordinary.briefs


def test_two_processes_make_the_mornings_that_one_makes(both: tuple[Filled, Filled]) -> None:
    """Briefs, their JSON and their pages, to the byte; shops are judged together wherever they were seen."""
    bulk, _ = both
    alone, beside = bulk.beside
    assert [one.brief.shop for one in alone] == [one.brief.shop for one in beside]
    assert [(one.content, one.page) for one in alone] == [(one.content, one.page) for one in beside]
    assert [one.brief for one in alone] == [one.brief for one in beside]
    assert all("<html" in one.page for one in beside)


def test_parts_have_every_shop_once_and_about_the_same_to_do() -> None:
    agency = Agency(Size(shops=60, days=5))
    shops = [Shop(name, client, Platform.TMALL, "Asia/Shanghai", "CNY")
             for name, client in zip(agency.names, agency.clients, strict=True)]
    groups = [Group(datetime(2026, 11, 3, 1, tzinfo=UTC), tuple(shops[:50])),
              Group(datetime(2026, 11, 3, 9, tzinfo=UTC), tuple(shops[50:]))]
    weights = {bucket: 1000 * len(of) for bucket, of in agency.buckets.items()}
    parts = parts_of(groups, weights, 3)
    assert sorted(s.name for part in parts for g in part for s in g.shops) == sorted(agency.names)
    assert all(15 <= sum(len(g.shops) for g in part) <= 25 for part in parts)
    assert {g.as_of: {s.name for p in parts for h in p for s in h.shops if h.as_of == g.as_of} for g in groups} == {
        g.as_of: {s.name for s in g.shops} for g in groups}
    [whole] = parts_of(groups, {}, 1)
    assert [len(g.shops) for g in whole] == [50, 10]


def test_hand_written_sql_gives_the_numbers_of_the_morning(both: tuple[Filled, Filled]) -> None:
    bulk, ordinary = both
    assert bulk.by_hand == ordinary.by_hand > 10_000


def test_landings_tell_the_same_of_their_days(both: tuple[Filled, Filled]) -> None:
    bulk, ordinary = both
    assert bulk.landings == ordinary.landings
    assert bulk.swept == ordinary.swept


def test_shops_are_skewed_and_sizes_are_kept() -> None:
    """A tenth of the shops sells near a half of everything; order lines a day are as many as asked for."""
    agency = Agency(Size(shops=200, days=60))
    orders = sorted(agency.orders.sum(axis=1), reverse=True)
    assert 0.4 < sum(orders[:20]) / sum(orders) < 0.7
    assert sum(orders) * 1.36 / (200 * 60) == pytest.approx(137, rel=0.5)


def test_a_shop_may_have_fewer_products_than_are_advertised(tmp_path: Path) -> None:
    house = open_house(tmp_path / "home", Clock())
    write(house, Agency(replace(SMALL, shops=2, days=6, products=1)))
    words = _filled(house).tables["ad_keyword_day"]
    assert len(words) > 0
    assert set(words["item_id"].to_pylist()) <= set(Agency(replace(SMALL, shops=2, days=6, products=1)).item_ids.to_pylist())
