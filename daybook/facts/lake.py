"""The lake: one Delta table per fact table, which only grows, partitioned by month, bucket of clients and era.

Which rows count is the ledger's business (`ledger.py`); which version of each table readers may see is the
published record's.  Only one process writes, under `writing()`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import LakeError
from daybook.facts.arrow import lake_schema
from daybook.facts.table import Table, Type

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import DeltaTable

#: Clients share this many partitions, so that forgetting one rewrites a sixteenth of the lake (design section 3).
BUCKETS = 16
ROW_GROUP = 65_536
PARTITIONS = ["month", "bucket", "era"]
#: After so many commits the Delta log is summed up in a checkpoint, so that opening a table reads few files.
CHECKPOINT_EVERY = 20
#: One file per partition and commit, whatever its size: the order of rows is worth more than even files.
NO_SPLIT = 2**40
#: Versions of a table whose lists of files are remembered: what is read now, and what a replay or a writer looks at beside it.
#: Every load makes a version, so that a process that remembers all of them grows for as long as it lives.
REMEMBERED = 4
#: Rows that the nightly rewrite found to count today, and rows that only a look into the past needs.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOW, THEN = "now", "then"


def bucket_of(client: str) -> int:
    """The partition that holds a client's rows.

    >>> 0 <= bucket_of("Jade") < BUCKETS
    True
    """
    return hashlib.sha256(client.encode()).digest()[0] % BUCKETS


@dataclass(frozen=True)
class LakeFile:
    """One Parquet file of a published version: its path (or address), partition, and the least and greatest of some columns."""

    path: str
    month: str
    bucket: int
    era: str
    least: Mapping[str, Any]
    greatest: Mapping[str, Any]
    size: int = 0           # bytes

    def may_hold(self, column: str, first: object, last: object) -> bool:
        """False only when the statistics prove that no row has `column` within first..last."""
        low, high = self.least.get(column), self.greatest.get(column)
        if low is None or high is None:
            return True
        return bool(low <= last and high >= first)


class FilesMoved(LakeError):
    """Files of the pinned version are gone: they were vacuumed after a rewrite.  Open the session again."""


class Lake:
    """The Delta tables of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[tuple[str, int], list[LakeFile]] = {}

    def path(self, table: str) -> Path:
        return self.folder / table

    def place(self, table: str) -> str:
        """Where deltalake finds a table."""
        return str(self.path(table))

    def options(self) -> dict[str, str] | None:
        """What deltalake needs to know to get there."""
        return None

    def tables(self) -> list[str]:
        """Every table that stands here, published or not."""
        return sorted(f.name for f in self.folder.glob("*/"))

    def here(self, files: Iterable[LakeFile]) -> list[str]:
        """Paths on this machine where the files can be read."""
        return [f.path for f in files]

    def exists(self, table: str) -> bool:
        return self.version(table) is not None

    def open(self, table: str, version: int | None = None) -> "DeltaTable":
        from deltalake import DeltaTable

        return DeltaTable(self.place(table), version=version, storage_options=self.options())

    def version(self, table: str) -> int | None:
        """The newest version on disk, published or not; None when the table was never written."""
        return max(_commits(self._log(table)), default=None)

    def append(self, table: Table, rows: "pa.Table", *, sorted_already: bool = False) -> int:
        """Adds rows (with bookkeeping and partition columns) as one commit; gives the new version.

        `sorted_already`: the rows of each partition stand in the order of `in_order()` already.
        """
        from deltalake import write_deltalake

        self.folder.mkdir(parents=True, exist_ok=True)
        with _full_disk_is_an_os_error():
            write_deltalake(
                self.place(table.name), rows if sorted_already else in_order(table, rows), mode="append", partition_by=PARTITIONS,
                schema_mode="merge" if self.exists(table.name) else None, writer_properties=_writer(),
                configuration=_configuration(table), target_file_size=NO_SPLIT, post_commithook_properties=_hooks(),
                storage_options=self.options(),
            )
            return self._settled(table.name)

    def rewrite(self, table: Table, rows: "pa.Table", month: str, bucket: int) -> int:
        """Puts `rows` in place of everything in one month and bucket, as one commit."""
        return self.replace(table.name, in_order(table, rows), month, bucket)

    def replace(self, table: str, rows: "pa.Table", month: str, bucket: int) -> int:
        """As `rewrite`, for rows that are in order already."""
        from deltalake import write_deltalake

        with _full_disk_is_an_os_error():
            write_deltalake(
                self.place(table), rows, mode="overwrite", predicate=f"month = '{month}' AND bucket = {bucket}",
                schema_mode="merge", writer_properties=_writer(), target_file_size=NO_SPLIT,
                post_commithook_properties=_hooks(), storage_options=self.options(),
            )
            return self._settled(table)

    def roll_back(self, table: str, version: int | None) -> None:
        """Undoes commits that were never published: back to `version`, or to not existing."""
        self.forget_files()
        if version is None:
            self._remove(table)
            return
        self.open(table).restore(version)
        self._settled(table)

    def vacuum(self, table: str, keep: int | Collection[int]) -> int:
        """Removes Parquet files and log entries that the versions in `keep` do not need; gives how many files.

        Call it while writing, with the newest version in `keep`.  Nothing is written to the log: a commit
        here would be one that was not published.
        """
        kept = {keep} if isinstance(keep, int) else set(keep)
        needed = {Path(f.path) for v in kept for f in self.files(table, v)}
        unneeded = [f for f in self.path(table).rglob("*") if f.is_file() and f not in needed
                    and f.parent != self._log(table)]
        for file in unneeded:
            file.unlink()
        self._shorten_log(table, min(kept))
        self.forget_files()
        return len(unneeded)

    def files(self, table: str, version: int) -> list[LakeFile]:
        """The files of one version, from the Delta log; nothing else in the folder is ever read.

        Raises FilesMoved when the log no longer reaches back to that version.
        """
        from deltalake.exceptions import DeltaError

        key = (table, version)
        found = self._files.get(key)
        if found is None:
            try:
                delta = self.open(table, version)
            except DeltaError as problem:
                raise FilesMoved(str(problem), where=f"{table} version {version}",
                                 next_step="open the session again on what is published now") from problem
            found = self._files[key] = _read_files(delta, self.place(table))
            for old in [k for k in list(self._files) if k[0] == table][:-REMEMBERED]:
                self._files.pop(old, None)                # other threads may be at it
        return found

    def forget_files(self) -> None:
        """Drops what is remembered of file lists: versions that were never published may come again as others."""
        self._files.clear()

    def _remove(self, table: str) -> None:
        shutil.rmtree(self.path(table))

    def _log(self, table: str) -> Path:
        return self.path(table) / "_delta_log"

    def _settled(self, table: str) -> int:
        """The newest version, once its files would survive a power cut."""
        commit = max(_commits(self._log(table)).items())
        lines = [json.loads(line) for line in commit[1].read_text().splitlines()]
        added = [self.path(table) / line["add"]["path"] for line in lines if "add" in line]
        for path in (*added, *{file.parent for file in added}, commit[1], commit[1].parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return commit[0]

    def _shorten_log(self, table: str, oldest: int) -> None:
        """Sums up the log at version `oldest` and drops what comes before: old entries tell of vacuumed rows."""
        log = self._log(table)
        older = [f for f in log.iterdir() if f.name[:20].isdigit() and int(f.name[:20]) < oldest]
        if older:
            self.open(table, oldest).create_checkpoint()
        for file in older:
            file.unlink()

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


def in_order(table: Table, rows: "pa.Table") -> "pa.Table":
    """Rows in the order in which they stand in files: by partition, shop, day and key."""
    keys = ["month", "bucket", "era", "shop", table.day, *table.key, "known_at", "load"]
    order = [(k, "ascending") for k in dict.fromkeys(keys)]
    return rows.select(lake_schema(table).names).sort_by(order)


def _commits(log: Path) -> dict[int, Path]:
    return {int(f.name[:20]): f for f in log.glob("*.json") if f.name[:20].isdigit()}


def _configuration(table: Table) -> dict[str, str | None]:
    """Statistics only of what files are picked by: the log stays small and tells of no buyer or order."""
    days = [c.name for c in table.columns if c.type is Type.DAY]
    return {
        "delta.dataSkippingStatsColumns": ",".join([*days, "known_at", "load"]),
        "delta.checkpointInterval": str(CHECKPOINT_EVERY),
        "delta.logRetentionDuration": "interval 36500 days",
    }


def _hooks() -> Any:
    """Old log entries are dropped by `vacuum` only: a reader may still be on a version that needs them."""
    from deltalake import PostCommitHookProperties

    return PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False)


@contextmanager
def _full_disk_is_an_os_error() -> Iterator[None]:
    """A write that failed for want of space is an OSError, as everywhere else in Python."""
    from deltalake.exceptions import DeltaError

    try:
        yield
    except DeltaError as problem:
        if any(said in str(problem) for said in ("No space left", "File too large", "Disk quota", "os error")):
            raise OSError(str(problem)) from problem
        raise


def _writer() -> Any:
    from deltalake import WriterProperties

    return WriterProperties(compression="ZSTD", max_row_group_size=ROW_GROUP)


def _read_files(delta: "DeltaTable", place: str) -> list[LakeFile]:
    import pyarrow as pa

    # pa.table() imports pandas to see whether it was given one of its frames, and so does a moment that becomes a datetime
    actions = pa.RecordBatchReader.from_stream(delta.get_add_actions(flatten=True)).read_all()
    columns = {name: _plain(actions[name]) for name in actions.column_names}
    least, greatest = ([(name[4:], of) for name, of in columns.items() if name.startswith(end)] for end in ("min.", "max."))
    return [LakeFile(
        path=f"{place}/{path}", month=month, bucket=int(bucket), era=era,
        least={name: of[at] for name, of in least}, greatest={name: of[at] for name, of in greatest},
        size=columns["size_bytes"][at],
    ) for at, (path, month, bucket, era) in enumerate(zip(
        *(columns[name] for name in ("path", "partition.month", "partition.bucket", "partition.era")), strict=True))]


def _plain(column: "pa.ChunkedArray") -> list[Any]:
    """The values of a column; moments in UTC."""
    import pyarrow as pa

    if not pa.types.is_timestamp(column.type):
        return list(column.to_pylist())
    micros = column.cast(pa.timestamp("us", "UTC"), safe=False).cast(pa.int64()).to_pylist()
    return [None if at is None else EPOCH + timedelta(microseconds=at) for at in micros]


