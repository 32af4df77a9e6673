"""Backup: lake, ledger, landings, records and keys as of one moment, each client's part sealed with its own key.

Loads wait while rows and records are written; landings, which never change, are copied after that.  Rows of the lake,
landings and stored mornings never change, so that only what is new is written; records are written whole each time.
Nothing counts until the moment is written, last.
"""

import io
import json
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from daybook import __version__
from daybook.domain.published import Published
from daybook.domain.said import Said
from daybook.facts.load import recover
from daybook.facts.packs import buckets_since, rows_since
from daybook.sources.landing import MAGIC, folder_of
from daybook.sources.sealed import seal_to
from daybook.workflows.backup_place import HOUSE, HOUSE_KEY, Moment, Part, Place, mark_of
from daybook.workflows.house import House

#: Folders of the data folder that are not kept: the lake and the records are kept in their own way, the rest is made again.
MADE_AGAIN = ("lake", "records", "pages", "demo-exports", "jobs", "tmp")
MORNING = "records.morning"


@dataclass(frozen=True)
class BackedUp:
    """What a backup did: its moment, bytes newly written, and seconds."""

    moment: Moment
    written: int
    seconds: float


def backup(house: House, folder: Path, passphrase: str, progress: Callable[[str], None] = lambda said: None) -> BackedUp:
    """Writes a backup of the whole data folder into `folder`, adding to the backups there.

    Raises WrongUsage for a folder that holds something else, DaybookError for a wrong
    passphrase, OSError when the disk is full: what was there before still counts then.
    """
    from daybook.records import models

    began = time.monotonic()
    place = Place(folder)
    place.open_for(house.home_id, make=True)
    before = _size(folder)
    with house.run("backup", str(folder)[:200]):
        with house.lake.writing():
            recover(house.lake, house.books)
            making = _Making(house, place, _keys(house, place, passphrase), house.now(), progress)
            making.take_moment()
        moment = making.take_files()
        place.finish(moment)
    seconds = time.monotonic() - began
    written = _size(folder) - before
    models.BackupPlace.objects.update_or_create(path=str(folder.resolve()), defaults={
        "last_at": moment.at, "last_seconds": seconds, "last_bytes": written})
    return BackedUp(moment, written, seconds)


def _keys(house: House, place: Place, passphrase: str) -> dict[str, bytes]:
    """The keys of all clients that were not forgotten, and the house's own; kept in the place from now on."""
    from daybook.records import models

    kept = place.keys(passphrase)
    house_key = house.keys.of(HOUSE_KEY, make=HOUSE_KEY not in kept) if HOUSE_KEY not in kept else kept[HOUSE_KEY]
    names = models.Client.objects.filter(forgotten_at=None).values_list("name", flat=True)
    keys = {HOUSE_KEY: house_key, **{name: house.keys.of(name) for name in names}}
    if keys != kept:
        place.keep_keys(keys, passphrase)
    return keys


class _Making:
    """One backup while it is made, under the lake's lock."""

    def __init__(self, house: House, place: Place, keys: Mapping[str, bytes], at: datetime,
                 progress: Callable[[str], None]) -> None:
        self.house, self.place, self.keys, self.progress = house, place, keys, progress
        self.marks = {name: HOUSE if name == HOUSE_KEY else mark_of(name, keys[HOUSE_KEY]) for name in keys}
        self.last = _base(place)
        self.published: Published = house.books.published()
        self.moment = Moment(at, self.published.load, self.published.seq, _published_at(self.published.seq), __version__, {})
        self.parts = {mark: self._from_before(mark) for mark in self.marks.values()}

    def _from_before(self, mark: str) -> Part:
        before = self.last.parts.get(mark, Part()) if self.last else Part()
        return Part(before.packs, before.rows)

    def take_moment(self) -> None:
        """Writes packs and records as of one moment; call it under the lake's lock."""
        from daybook.records.dumping import applied, one_moment

        self._packs()
        with one_moment():
            self._records()
            self.moment = replace(self.moment, migrations=applied())

    def take_files(self) -> Moment:
        """Writes files, which never change once they are there; gives the moment, which is not written yet."""
        self._files()
        return replace(self.moment, parts=self.parts)

    def _packs(self) -> None:
        after = self.last.load if self.last else 0
        buckets = buckets_since(self.house.lake, self.published, after)
        for n, bucket in enumerate(buckets, 1):
            self.progress(Said("rows of the lake: {n} of {all} parts", n=n, all=len(buckets)))
            with tempfile.TemporaryDirectory(dir=_scratch(self.house)) as scratch:
                self._pack_bucket(bucket, after, Path(scratch))

    def _pack_bucket(self, bucket: int, after: int, scratch: Path) -> None:
        import pyarrow.parquet as pq

        packs: dict[str, Path] = {}
        for client, table, rows in rows_since(self.house.lake, self.published, bucket, after):
            if client not in self.marks:
                continue
            file = packs.setdefault(client, scratch / f"{self.marks[client]}.zip")
            held = io.BytesIO()
            pq.write_table(rows, held, compression="zstd")
            with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as pack:
                pack.writestr(f"{table}.parquet", held.getvalue())
            part = self.parts[self.marks[client]]
            self.parts[self.marks[client]] = replace(part, rows=part.rows + rows.num_rows)
        for client, file in packs.items():
            mark, name = self.marks[client], f"{after + 1}-{self.published.load}-{self.moment.name}.pack"
            with file.open("rb") as source:
                seal_to(source, self.place.part(mark) / "packs" / name, self.keys[client])
            self.parts[mark] = replace(self.parts[mark], packs=(*self.parts[mark].packs, name))

    def _records(self) -> None:
        """One sealed file of rows per client and one for the house; the content of mornings lies beside them, once."""
        from daybook.records.dumping import dumped

        self.progress(Said("records"))
        with tempfile.TemporaryDirectory(dir=_scratch(self.house)) as scratch:
            names: dict[str, Path] = {}
            for client, lines in _runs(self._rows(dumped())):
                mark = self.marks[client]
                names[client] = Path(scratch) / mark
                with names[client].open("a", encoding="utf-8") as out:
                    out.writelines(lines)
                self.parts[mark] = replace(self.parts[mark], records=self.parts[mark].records + len(lines))
            for client, file in names.items():
                with file.open("rb") as source:
                    seal_to(source, self.place.records(self.marks[client], self.moment.name), self.keys[client])

    def _rows(self, rows: Iterator[Any]) -> Iterator[tuple[str, str]]:
        """(client, one line of JSON) per row; a client without a key here is the house's."""
        for row in rows:
            client = row.client if row.client in self.marks else HOUSE_KEY
            cells = dict(row.cells)
            if row.model == MORNING and client != HOUSE_KEY:
                self._morning(client, str(cells["content_hash"]), str(cells.pop("content")))
            yield client, json.dumps({"model": row.model, "cells": cells}, ensure_ascii=False) + "\n"

    def _morning(self, client: str, content_hash: str, content: str) -> None:
        file = self.place.part(self.marks[client]) / "mornings" / f"{content_hash}.sealed"
        if not file.exists():
            seal_to(io.BytesIO(content.encode()), file, self.keys[client])

    def _files(self) -> None:
        """Landings as they are, sealed already; everything else sealed with the house's key."""
        self.progress(Said("files"))
        folders = sealed_folders()
        for file in sorted(self.house.home.rglob("*")):
            inside = file.relative_to(self.house.home)
            if not file.is_file() or inside.parts[0] in MADE_AGAIN or file.name.endswith(".tmp") or inside.name == "FORMAT.json":
                continue
            owner = folders.get(Path(*inside.parts[:2]), HOUSE_KEY)
            client = owner if owner in self.marks else HOUSE_KEY
            target = self.place.part(self.marks[client]) / "files" / inside
            self._keep(file, target, self.keys[client])
            mark = self.marks[client]
            self.parts[mark] = replace(self.parts[mark], files=self.parts[mark].files + 1)

    def _keep(self, file: Path, target: Path, key: bytes) -> None:
        with file.open("rb") as source:
            sealed = source.read(len(MAGIC)) == MAGIC
        if sealed and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_name(f"{target.name}.tmp")
            shutil.copyfile(file, fresh)
            fresh.replace(target)
        elif not sealed:
            with file.open("rb") as source:
                seal_to(source, target.with_name(f"{target.name}.sealed"), key)


def _base(place: Place) -> Moment | None:
    """The latest moment that this data folder goes on from; one of another line, restored from an earlier one, is none."""
    ours = [m for m in place.moments() if m.seq and _published_at(m.seq) == m.published_at]
    return ours[-1] if ours else None


def _published_at(seq: int) -> str:
    from daybook.records import models

    row = models.Published.objects.filter(seq=seq).first()
    return row.at.isoformat() if row else ""


def _runs(rows: Iterator[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Lines that follow each other and belong to one client, together."""
    held: list[str] = []
    owner = ""
    for client, line in rows:
        if client != owner or len(held) >= 1000:
            if held:
                yield owner, held
            owner, held = client, []
        held.append(line)
    if held:
        yield owner, held


def sealed_folders() -> dict[Path, str]:
    """The folder of each client's sealed files, below the data folder -> the client."""
    from daybook.records import models

    return {folder_of(name): name for name in models.Client.objects.values_list("name", flat=True)}


def _scratch(house: House) -> Path:
    """A place for files on the way, in the data folder: the lake lies open there too."""
    folder = house.home / "tmp"
    folder.mkdir(exist_ok=True)
    return folder


def _size(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())


