"""The lake: one Delta table per fact table, which only grows, partitioned by month, bucket of clients and era.

Which rows count is the ledger's business (`ledger.py`); which version of each table readers may see is the
published record's.  Only one process writes, under `writing()`.
"""

import fcntl
import hashlib
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import LakeError
from daybook.facts.arrow import lake_schema
from daybook.facts.table import Table

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import DeltaTable

#: Clients share this many partitions, so that forgetting one rewrites a sixteenth of the lake (design section 3).
BUCKETS = 16
ROW_GROUP = 65_536
PARTITIONS = ["month", "bucket", "era"]
#: Rows that the nightly rewrite found to count today, and rows that only a look into the past needs.
NOW, THEN = "now", "then"


def bucket_of(client: str) -> int:
    """The partition that holds a client's rows.

    >>> 0 <= bucket_of("Jade") < BUCKETS
    True
    """
    return hashlib.sha256(client.encode()).digest()[0] % BUCKETS


@dataclass(frozen=True)
class LakeFile:
    """One Parquet file of a published version: its path, partition, and the least and greatest of some columns."""

    path: str
    month: str
    bucket: int
    era: str
    least: Mapping[str, Any]
    greatest: Mapping[str, Any]

    def may_hold(self, column: str, first: object, last: object) -> bool:
        """False only when the statistics prove that no row has `column` within first..last."""
        low, high = self.least.get(column), self.greatest.get(column)
        if low is None or high is None:
            return True
        return bool(low <= last and high >= first)


class Lake:
    """The Delta tables of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[tuple[str, int], list[LakeFile]] = {}

    def path(self, table: str) -> Path:
        return self.folder / table

    def exists(self, table: str) -> bool:
        return (self.path(table) / "_delta_log").is_dir()

    def open(self, table: str, version: int | None = None) -> "DeltaTable":
        from deltalake import DeltaTable

        return DeltaTable(self.path(table), version=version)

    def version(self, table: str) -> int | None:
        """The newest version on disk, published or not; None when the table was never written."""
        return self.open(table).version() if self.exists(table) else None

    def append(self, table: Table, rows: "pa.Table") -> int:
        """Adds rows (with bookkeeping and partition columns) as one commit; gives the new version."""
        from deltalake import write_deltalake

        self.folder.mkdir(parents=True, exist_ok=True)
        write_deltalake(
            self.path(table.name), _sorted(table, rows), mode="append", partition_by=PARTITIONS,
            schema_mode="merge" if self.exists(table.name) else None, writer_properties=_writer(),
            configuration={"delta.logRetentionDuration": "interval 36500 days"},
        )
        return self.open(table.name).version()

    def rewrite(self, table: Table, rows: "pa.Table", month: str, bucket: int) -> int:
        """Puts `rows` in place of everything in one month and bucket, as one commit."""
        from deltalake import write_deltalake

        write_deltalake(
            self.path(table.name), _sorted(table, rows), mode="overwrite",
            predicate=f"month = '{month}' AND bucket = {bucket}",
            schema_mode=None, writer_properties=_writer(),
        )
        return self.open(table.name).version()

    def roll_back(self, table: str, version: int | None) -> None:
        """Undoes commits that were never published: back to `version`, or to not existing."""
        if version is None:
            shutil.rmtree(self.path(table))
            return
        self.open(table).restore(version)
        self._files.clear()

    def vacuum(self, table: str, keep: int) -> int:
        """Removes files that version `keep` and later ones do not need; gives how many."""
        gone = self.open(table).vacuum(
            retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True, keep_versions=[keep])
        return len(gone)

    def columns(self, table: str, version: int) -> set[str]:
        """The column names that this version of the table has."""
        return {f.name for f in self.open(table, version).schema().fields}

    def files(self, table: str, version: int) -> list[LakeFile]:
        """The files of one version, from the Delta log; nothing else in the folder is ever read."""
        key = (table, version)
        if key not in self._files:
            self._files[key] = _read_files(self.open(table, version), self.path(table))
        return self._files[key]

    @contextmanager
    def writing(self, patience_seconds: float = 600) -> Iterator[None]:
        """Holds the right to write; a second writer waits, and gives up loudly after `patience_seconds`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".writer").open("w") as lock:
            until = time.monotonic() + patience_seconds
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise LakeError(
                            f"another process has been writing for {patience_seconds:.0f} seconds",
                            where=str(self.folder), next_step="wait for it, or stop it, and try again",
                        ) from None
                    time.sleep(0.05)
            yield


def _sorted(table: Table, rows: "pa.Table") -> "pa.Table":
    keys = ["month", "bucket", "era", "shop", table.day, *table.key, "known_at", "load"]
    order = [(k, "ascending") for k in dict.fromkeys(keys)]
    return rows.select(lake_schema(table).names).sort_by(order)


def _writer() -> Any:
    from deltalake import WriterProperties

    return WriterProperties(compression="ZSTD", max_row_group_size=ROW_GROUP)


def _read_files(delta: "DeltaTable", folder: Path) -> list[LakeFile]:
    import pyarrow as pa

    actions = pa.table(delta.get_add_actions(flatten=True))
    found = []
    for row in actions.to_pylist():
        found.append(LakeFile(
            path=str(folder / row["path"]), month=row["partition.month"], bucket=int(row["partition.bucket"]),
            era=row["partition.era"],
            least={k[4:]: _comparable(v) for k, v in row.items() if k.startswith("min.")},
            greatest={k[4:]: _comparable(v) for k, v in row.items() if k.startswith("max.")},
        ))
    return found


def _comparable(value: Any) -> Any:
    """Statistics as the types that callers compare with: days stay days, moments keep their zone."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return value
    return value
