"""Restore: a data folder made again from a backup, whole or not at all."""

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from daybook.domain.errors import BrokenFile, WrongUsage
from daybook.domain.said import Said
from daybook.facts.lake import Lake
from daybook.facts.ledger import SLICES
from daybook.facts.object_lake import lake_of
from daybook.facts.packs import lake_from
from daybook.sources.keys import Keys
from daybook.sources.landing import MAGIC
from daybook.sources.sealed import open_to, opened
from daybook.workflows.backup import MORNING
from daybook.workflows.backup_place import HOUSE, HOUSE_KEY, Moment, Place, mark_of
from daybook.workflows.house import ALL_TABLES, data_folder

PUBLISHED = "records.published"


@dataclass(frozen=True)
class Restored:
    """What came back: the moment, rows of the lake, rows of records, files, and clients whose key is gone for good."""

    moment: Moment
    rows: int
    records: int
    files: int
    forgotten: int


def restore(folder: Path, home: Path, passphrase: str, *, until: datetime | None = None,
            progress: Callable[[str], None] = lambda said: None,
            door: Callable[[Path, Keys], Mapping[str, Any]] | None = None) -> Restored:
    """Makes the data folder `home` again as of the last moment in the backup `folder` (not after `until`).

    `home` must not hold anything, nor the database of DATABASE_URL.  A client that was forgotten since stays forgotten.
    `door` gives the settings of the workbench, whose tables come back too.  Raises WrongUsage, or BrokenFile when
    anything of the backup is damaged; nothing is left in `home` then.
    """
    place = Place(folder)
    place.open_for("")
    moment = _chosen(place, until)
    if home.exists() and any(home.iterdir()):
        raise WrongUsage("the folder is not empty", where=str(home),
                         next_step="name a new folder; what stands there is never written over")
    keys = place.keys(passphrase)
    fresh = home.with_name(f"{home.name}.restoring-{os.getpid()}")
    try:
        restored = _Restoring(place, moment, keys, fresh, progress).run(door)
        home.parent.mkdir(parents=True, exist_ok=True)
        if home.exists():
            home.rmdir()
        fresh.rename(home)
    finally:
        _disconnect()
        shutil.rmtree(fresh, ignore_errors=True)
    return restored


def _chosen(place: Place, until: datetime | None) -> Moment:
    moments = [m for m in place.moments() if until is None or m.at <= until]
    if not moments:
        raise WrongUsage("the backup holds no finished moment" + (f" until {until:%Y-%m-%dT%H:%MZ}" if until else ""),
                         where=str(place.folder), next_step="see `daybook backup --list`")
    return moments[-1]


def _disconnect() -> None:
    from django.conf import settings

    if settings.configured:
        from django.db import connections

        connections.close_all()


def _emptied(lake: Lake) -> None:
    """Takes away what a restore that failed has written: on object storage it would stay, and stand in the way of the next."""
    for table in lake.tables():
        lake.roll_back(table, None)


class _Restoring:
    """One restore into a folder that is put in its place when all is there."""

    def __init__(self, place: Place, moment: Moment, keys: Mapping[str, bytes], home: Path,
                 progress: Callable[[str], None]) -> None:
        self.place, self.moment, self.home, self.progress = place, moment, home, progress
        self.keys = keys
        self.marks = {HOUSE if name == HOUSE_KEY else mark_of(name, keys[HOUSE_KEY]): name for name in keys}
        self.parts = {mark: part for mark, part in moment.parts.items() if mark in self.marks}

    def run(self, door: Callable[[Path, Keys], Mapping[str, Any]] | None) -> Restored:
        own = Keys(self.home, data_folder(self.home, self.place.home_id()))
        self._files()
        versions, rows = self._lake()
        try:
            own.restore(self.keys)
            records = self._records(versions, door(self.home, own) if door else None)
        except BaseException:
            _emptied(lake_of(self.home))
            raise
        return Restored(self.moment, rows, records, sum(p.files for p in self.parts.values()),
                        len(self.moment.parts) - len(self.parts))

    def _files(self) -> None:
        self.progress(Said("files"))
        for mark, part in self.parts.items():
            root = self.place.part(mark) / "files"
            found = [f for f in sorted(root.rglob("*")) if f.is_file() and not f.name.endswith(".tmp")]
            if len(found) < part.files:
                raise BrokenFile(f"{part.files - len(found)} files of one client are missing", where=str(root),
                                 next_step="take the backup from another copy, or restore an earlier moment")
            for file in found:
                self._put_back(file, self.home / file.relative_to(root), self.keys[self.marks[mark]])

    def _put_back(self, file: Path, target: Path, key: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as source:
            landing = file.suffix != ".sealed" and source.read(len(MAGIC)) == MAGIC
        if landing:
            shutil.copyfile(file, target)
        else:
            with target.with_suffix("").open("wb") as out:
                open_to(file, key, out)

    def _lake(self) -> tuple[dict[str, int], int]:
        """Writes the lake from all packs; gives the versions and how many rows."""
        self.progress(Said("rows of the lake"))
        expected = sum(p.rows for p in self.parts.values())
        with tempfile.TemporaryDirectory(dir=self.home) as scratch:
            files = list(self._unpacked(Path(scratch)))
            rows = sum(_rows_in(file) for _, file in files)
            if rows != expected:
                raise BrokenFile(f"{expected} rows were packed and {rows} came out", where=str(self.place.folder),
                                 next_step="take the backup from another copy, or restore an earlier moment")
            tables = {**ALL_TABLES, SLICES.name: SLICES}
            lake = lake_of(self.home)
            if lake.tables():
                raise WrongUsage("facts lie there already", where="DAYBOOK_LAKE", next_step="name a place that is empty")
            try:
                return lake_from(lake, tables, sorted(files)), rows
            except BaseException:
                _emptied(lake)
                raise

    def _unpacked(self, scratch: Path) -> Iterator[tuple[str, Path]]:
        """(table, Parquet file) of every pack."""
        for mark, part in self.parts.items():
            for name in part.packs:
                packed = scratch / f"{mark}-{name}"
                with packed.open("wb") as out:
                    open_to(self.place.part(mark) / "packs" / name, self.keys[self.marks[mark]], out)
                with zipfile.ZipFile(packed) as pack:
                    for inside in pack.namelist():
                        file = scratch / f"{mark}-{name}-{inside}"
                        with pack.open(inside) as source, file.open("wb") as out:
                            shutil.copyfileobj(source, out)
                        yield inside.removesuffix(".parquet"), file
                packed.unlink()

    def _records(self, versions: dict[str, int], settings: Mapping[str, Any] | None) -> int:
        from daybook.records.connect import connect, holds_clients
        from daybook.records.dumping import load_rows

        self.progress(Said("records"))
        connect(self.home, settings, migrate=False)
        if holds_clients():
            raise WrongUsage("the database of DATABASE_URL holds clients already",
                             next_step="name an empty database; what stands there is never written over")
        counted = load_rows(self._rows(versions), self.moment.migrations)
        return sum(counted.values())

    def _rows(self, versions: dict[str, int]) -> "Iterator[Any]":
        """The dumped rows; of what was published only the last state, under the versions of the new lake."""
        from daybook.records.dumping import DumpedRow

        for mark in self.parts:
            file = self.place.records(mark, self.moment.name)
            lines = opened(file, self.keys[self.marks[mark]]).decode().splitlines() if file.exists() else []
            if len(lines) != self.parts[mark].records:
                raise BrokenFile(f"{self.parts[mark].records} records were kept and {len(lines)} came out", where=str(file),
                                 next_step="take the backup from another copy, or restore an earlier moment")
            for line in lines:
                row = json.loads(line)
                cells = row["cells"]
                if row["model"] == PUBLISHED:
                    if int(cells["seq"]) != self.moment.seq:
                        continue
                    cells = {**cells, "versions": versions, "swept": {}}
                elif row["model"] == MORNING and mark != HOUSE:
                    sealed = self.place.part(mark) / "mornings" / f"{cells['content_hash']}.sealed"
                    cells = {**cells, "content": opened(sealed, self.keys[self.marks[mark]]).decode()}
                yield DumpedRow(row["model"], self.marks[mark], cells)


def _rows_in(file: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.ParquetFile(file).metadata.num_rows)
