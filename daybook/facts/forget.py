"""Forgetting a client: its rows leave every table, the ledger and the disk; landings and keys are others' business."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from daybook.domain.published import Published
from daybook.facts.compact import sweep_files
from daybook.facts.lake import Lake, LakeFile, bucket_of
from daybook.facts.ledger import Books
from daybook.facts.load import recover

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten: rows per table, and how many files were removed from the disk."""

    rows: Mapping[str, int]
    files: int
    published: Published


def forget_rows(lake: Lake, books: Books, client: str) -> Forgotten:
    """Rewrites the client's bucket of every table without the client's rows, publishes, and removes old files.

    History goes too, whatever table it is in.  When a process dies in between, run it again: before the publish
    nothing was forgotten, after it only old files are left to be removed.
    """
    with lake.writing():
        recover(lake, books)
        before = books.published()
        rows = {name: _without(lake, name, version, client) for name, version in sorted(before.versions.items())}
        rows = {name: gone for name, gone in rows.items() if gone}
        after = before
        if rows:
            versions = {name: lake.version(name) or 0 for name in before.versions}
            after = replace(before, seq=before.seq + 1, versions=versions)
            books.publish(after)
        return Forgotten(rows, sweep_files(lake, after), after)


def _without(lake: Lake, table: str, version: int, client: str) -> int:
    """Rewrites the partitions of one table that hold rows of the client; gives how many rows went."""
    bucket = bucket_of(client)
    files = [f for f in lake.files(table, version) if f.bucket == bucket]
    gone = 0
    for month in sorted({f.month for f in files}):
        here = [f for f in files if f.month == month]
        rows, kept = _split(lake, here, client)
        if rows:
            lake.replace(table, kept, month, bucket)
            gone += rows
    return gone


def _split(lake: Lake, files: list[LakeFile], client: str) -> "tuple[int, pa.Table]":
    """How many rows of the client there are, and all other rows with the partition columns.

    They are in order of shops, and within a shop in the order of the files they came from.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    gone, parts = 0, []
    for file in sorted(files, key=lambda f: f.era):
        whole = pq.ParquetFile(*lake.here([file])).read()
        others = whole.filter(pc.not_equal(whole["client"], client))
        gone += whole.num_rows - others.num_rows
        for name, value in (("month", file.month), ("bucket", file.bucket), ("era", file.era)):
            kind = pa.int32() if name == "bucket" else pa.string()
            others = others.append_column(name, pa.repeat(pa.scalar(value, kind), others.num_rows))
        parts.append(others)
    kept = pa.concat_tables(parts, promote_options="default")
    return gone, kept.sort_by([("era", "ascending"), ("shop", "ascending")])
