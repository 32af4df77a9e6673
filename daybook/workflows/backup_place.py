"""The layout of a backup place: what lies where, which moments it holds, and its keys.

PLACE/BACKUP.json            whose backup this is
PLACE/keys.sealed            every client's key under the passphrase; there is one, whatever the number of moments
PLACE/moments/AT.json        one finished backup: without it nothing of that moment counts
PLACE/parts/MARK/...         what belongs to one client, sealed with its key: packs of rows, records, landings, mornings
PLACE/parts/house/...        what belongs to none, sealed with a key of its own

A client whose key is taken out of `keys.sealed` is gone from every moment at once.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from daybook.domain.errors import DaybookError, NewerData, WrongUsage
from daybook.sources.sealed import open_keys, seal_keys

FORMAT = 1
#: The name under which the key of what belongs to no client is kept; a client's name is never empty.
HOUSE_KEY = ""
HOUSE = "house"


@dataclass(frozen=True)
class Part:
    """What one moment holds of one client (or of the house): packs of rows, and how many rows, files and mornings."""

    packs: tuple[str, ...] = ()
    rows: int = 0
    records: int = 0
    files: int = 0


@dataclass(frozen=True)
class Moment:
    """One finished backup: what was published then (`seq` at `published_at`), and the last load in it."""

    at: datetime
    load: int
    seq: int
    published_at: str
    code_version: str
    migrations: Mapping[str, str]
    parts: Mapping[str, Part] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H%M%S.%fZ")


@dataclass(frozen=True)
class Place:
    """A folder that holds backups of one data folder."""

    folder: Path

    def open_for(self, home_id: str, *, make: bool = False) -> None:
        """Checks that the place is of this data folder; with `make`, claims an empty or new folder.

        Raises WrongUsage when it holds something else, NewerData when a newer Daybook wrote it.
        """
        file = self.folder / "BACKUP.json"
        if not file.exists():
            if not make:
                raise WrongUsage("there is no backup here", where=str(self.folder),
                                 next_step="name the folder that `daybook backup --to` wrote")
            if self.folder.exists() and any(self.folder.iterdir()):
                raise WrongUsage("the folder holds something else", where=str(self.folder),
                                 next_step="name a new or empty folder")
            write_whole(file, json.dumps({"format": FORMAT, "home_id": home_id}).encode())
        said = json.loads(file.read_text(encoding="utf-8"))
        if said["format"] > FORMAT:
            raise NewerData(f"this backup has format {said['format']}, this Daybook knows {FORMAT}",
                            where=str(self.folder), next_step="install the newer Daybook")
        if home_id and said["home_id"] != home_id:
            raise WrongUsage("these are backups of another data folder", where=str(self.folder),
                             next_step="name another folder: each data folder has its own")

    def home_id(self) -> str:
        return str(json.loads((self.folder / "BACKUP.json").read_text(encoding="utf-8"))["home_id"])

    def moments(self) -> list[Moment]:
        """All finished backups, oldest first."""
        return [_moment(json.loads(f.read_text(encoding="utf-8"))) for f in sorted((self.folder / "moments").glob("*.json"))]

    def finish(self, moment: Moment) -> None:
        """Writes down that a backup is whole."""
        write_whole(self.folder / "moments" / f"{moment.name}.json",
                    json.dumps({**asdict(moment), "at": moment.at.isoformat()}, indent=1).encode())

    def keys(self, passphrase: str) -> dict[str, bytes]:
        """The keys kept here; none in a new place.  Raises DaybookError for a wrong passphrase."""
        file = self.folder / "keys.sealed"
        return open_keys(file.read_bytes(), passphrase) if file.exists() else {}

    def keep_keys(self, keys: Mapping[str, bytes], passphrase: str) -> None:
        write_whole(self.folder / "keys.sealed", seal_keys(keys, passphrase))

    def part(self, mark: str) -> Path:
        return self.folder / "parts" / mark

    def records(self, mark: str, moment: str) -> Path:
        return self.part(mark) / "records" / f"{moment}.sealed"


def mark_of(client: str, house_key: bytes) -> str:
    """The name of a client's folder, which does not say who the client is."""
    return hmac.new(house_key, client.encode(), hashlib.sha256).hexdigest()[:24]


def passphrase_given(environment: Mapping[str, str]) -> str:
    """The passphrase of the environment, else of the system keyring.  Raises DaybookError when there is none."""
    found = environment.get("DAYBOOK_BACKUP_PASSPHRASE", "")
    if not found:
        from daybook.sources.keys import from_keyring

        found = from_keyring("backup-passphrase")
    if not found:
        raise DaybookError("a backup's keys are sealed under a passphrase, and none is set",
                           next_step="set DAYBOOK_BACKUP_PASSPHRASE, and keep it apart from the backup: without it "
                                     "nobody can restore")
    return found


def write_whole(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all, and flushed to the disk."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    with fresh.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)


def _moment(said: dict[str, Any]) -> Moment:
    parts = {mark: Part(tuple(p["packs"]), p["rows"], p["records"], p["files"]) for mark, p in said["parts"].items()}
    return Moment(**{**said, "at": datetime.fromisoformat(said["at"]), "parts": parts})
