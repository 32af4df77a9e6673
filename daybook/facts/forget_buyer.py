"""Forgetting one buyer: the link from a person to the rows is cut, in history too; what was bought still counts.

The keyed hash becomes a chance token that nobody can make again, the door's hash and the words of chats go, and the buyer's own row
is removed.  Sums and counts of buyers stay as they are.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from daybook.facts.compact import sweep_files
from daybook.facts.lake import Lake, LakeFile, bucket_of
from daybook.facts.ledger import Books
from daybook.facts.load import recover
from daybook.facts.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

#: The column that links rows to a person, and what is emptied beside it.
WHO, EMPTIED = "buyer_id", ("place_id", "text", "reason")
#: The table of buyers themselves: its row goes.
OWN = "buyers"


def cut_links(lake: Lake, books: Books, client: str, hashes: Collection[str], token: str) -> int:
    """Rewrites every partition that holds rows of these hashes; gives how many rows were touched.

    When a process dies in between, run it again: before the publish nothing was changed.
    """
    with lake.writing():
        recover(lake, books)
        before = books.published()
        named = [name for name in sorted(before.versions) if name in TABLES and WHO in TABLES[name].names]
        touched = sum(_in_table(lake, name, before.versions[name], client, frozenset(hashes), token) for name in named)
        after = before
        if touched:
            after = replace(before, seq=before.seq + 1, versions={n: lake.version(n) or 0 for n in before.versions})
            books.publish(after)
        sweep_files(lake, after)
        return touched


def _in_table(lake: Lake, table: str, version: int, client: str, hashes: frozenset[str], token: str) -> int:
    bucket = bucket_of(client)
    files = [f for f in lake.files(table, version) if f.bucket == bucket]
    touched = 0
    for month in sorted({f.month for f in files}):
        here = [f for f in files if f.month == month]
        many, rows = _rewritten(lake, here, table, client, hashes, token)
        if many:
            lake.replace(table, rows, month, bucket)
            touched += many
    return touched


def _rewritten(lake: Lake, files: list[LakeFile], table: str, client: str, hashes: frozenset[str],
               token: str) -> "tuple[int, pa.Table]":
    """How many rows are about the person, and all rows with the partition columns, in the order in which they lay."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    many, parts = 0, []
    for file in sorted(files, key=lambda f: f.era):
        rows = pq.ParquetFile(*lake.here([file])).read()
        about = pc.fill_null(pc.and_(pc.equal(rows["client"], client),
                                     pc.is_in(rows[WHO], value_set=pa.array(sorted(hashes), pa.string()))), False)
        many += pc.sum(about).as_py() or 0
        if table == OWN:
            rows = rows.filter(pc.invert(about))
        else:
            for column in (WHO, *(n for n in EMPTIED if n in rows.column_names)):
                put = pa.scalar(token if column == WHO else None, rows.schema.field(column).type)
                rows = rows.set_column(rows.column_names.index(column), column, pc.if_else(about, put, rows[column]))
        for name, value in (("month", file.month), ("bucket", file.bucket), ("era", file.era)):
            kind = pa.int32() if name == "bucket" else pa.string()
            rows = rows.append_column(name, pa.repeat(pa.scalar(value, kind), rows.num_rows))
        parts.append(rows)
    whole = pa.concat_tables(parts, promote_options="default")
    return many, whole.sort_by([("era", "ascending"), ("shop", "ascending")])
