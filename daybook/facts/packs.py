"""Rows of the lake in packs for a backup, and a lake made again from packs.

Rows are only ever added and carry the load that brought them, so that what came after a load is a pack, and all packs
together are the lake.  Where a row lies (its file, its era) is not kept: it changes no answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from daybook.domain.published import Published
from daybook.facts.lake import Lake
from daybook.facts.table import Table

if TYPE_CHECKING:
    import pyarrow as pa


def buckets_since(lake: Lake, published: Published, after: int) -> tuple[int, ...]:
    """The buckets of clients into which anything was loaded after the load `after`."""
    found = {f.bucket for table, version in published.versions.items() for f in lake.files(table, version)
             if f.greatest.get("load") is None or f.greatest["load"] > after}
    return tuple(sorted(found))


def rows_since(lake: Lake, published: Published, bucket: int, after: int) -> "Iterator[tuple[str, str, pa.Table]]":
    """(client, table, rows) of one bucket with `after` < load <= the published one, without partition columns.

    Memory is bounded by the largest table of one bucket.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    for table, version in sorted(published.versions.items()):
        parts = []
        for file in lake.files(table, version):
            newest = file.greatest.get("load")
            if file.bucket == bucket and (newest is None or newest > after):
                whole = pq.ParquetFile(*lake.here([file])).read()
                wanted = pc.and_(pc.greater(whole["load"], after), pc.less_equal(whole["load"], published.load))
                parts.append(whole.filter(wanted))
        rows = pa.concat_tables(parts, promote_options="default") if parts else None
        if rows is None or not rows.num_rows:
            continue
        for client in sorted(pc.unique(rows["client"]).to_pylist()):
            yield client, table, rows.filter(pc.equal(rows["client"], client))


def lake_from(lake: Lake, tables: Mapping[str, Table], packed: Iterable[tuple[str, Path]]) -> dict[str, int]:
    """Writes an empty lake from packed Parquet files, each with its table's name; gives the versions to publish.

    A table that this code does not know is left out: it belongs to a newer or an older Daybook.  Give files of one table
    one after another: each run of them is one commit.
    """
    import itertools

    import pyarrow as pa
    import pyarrow.parquet as pq

    from daybook.facts.load import partitioned

    versions: dict[str, int] = {}
    with lake.writing():
        for name, files in itertools.groupby(packed, key=lambda one: one[0]):
            if name not in tables:
                continue
            rows = pa.concat_tables([pq.ParquetFile(file).read() for _, file in files], promote_options="default")
            versions[name] = lake.append(tables[name], partitioned(tables[name], rows))
    return versions


