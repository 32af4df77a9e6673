"""The lake on object storage (the S3 protocol): the same Delta tables, with files kept beside the records once they were read.

A file of the lake never changes once it is written, so that what was fetched stays right until a vacuum takes it away.
One writer at a time still: the lock is that of the data folder, so that loads and the night run on one machine.
"""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from daybook.domain.errors import WrongUsage
from daybook.facts.lake import FilesMoved, Lake, LakeFile

LOG = "_delta_log"


def lake_of(home: Path) -> Lake:
    """The lake of a data folder: on this machine, or where DAYBOOK_LAKE says (s3://BUCKET/PLACE)."""
    place = os.environ.get("DAYBOOK_LAKE", "")
    if not place:
        return Lake(home / "lake")
    if not place.startswith("s3://"):
        raise WrongUsage(f"no lake can lie at {place}", where="DAYBOOK_LAKE",
                         next_step="leave it empty for the data folder, or say s3://BUCKET/PLACE")
    return ObjectLake(home / "lake", place.rstrip("/"))


class ObjectLake(Lake):
    """Delta tables under `url`; `folder` keeps what was read and the lock of the writer.

    Endpoint, region and credentials are the environment's: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY.
    """

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self.url = url

    def place(self, table: str) -> str:
        return f"{self.url}/{table}"

    def options(self) -> dict[str, str] | None:
        """A commit is put only where none of its number is: two writers cannot both have made it."""
        plain = os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://")
        return {"aws_conditional_put": "etag", **({"aws_allow_http": "true"} if plain else {})}

    def tables(self) -> list[str]:
        return sorted({key.split("/", 1)[0] for key in self._listed("")})

    def version(self, table: str) -> int | None:
        names = [key.rsplit("/", 1)[1] for key in self._listed(f"{table}/{LOG}")]
        return max((int(n[:20]) for n in names if n.endswith(".json") and n[:20].isdigit()), default=None)

    def here(self, files: Iterable[LakeFile]) -> list[str]:
        """Fetches what was not read before; raises FilesMoved for a file that is gone."""
        return [str(self._fetched(file)) for file in files]

    def roll_back(self, table: str, version: int | None) -> None:
        """Takes away the commits that were never published, the newest first: no reader was told their numbers.

        (deltalake's own restore does not come back from object storage.)  Their files go with the next vacuum.
        """
        self.forget_files()
        if version is None:
            self._remove(table)
            return
        for key in sorted(self._listed(f"{table}/{LOG}"), reverse=True):
            number = key.rsplit("/", 1)[1][:20]
            if not number.isdigit() or int(number) > version:       # the note of the last checkpoint may name a later one
                self._delete(key)

    def vacuum(self, table: str, keep: int | Collection[int]) -> int:
        kept = {keep} if isinstance(keep, int) else set(keep)
        needed = {f.path.removeprefix(self.url + "/") for v in kept for f in self.files(table, v)}
        unneeded = [key for key in self._listed(table) if key not in needed and f"/{LOG}/" not in key]
        for key in unneeded:
            self._delete(key)
        self._shorten_log(table, min(kept))
        self.forget_files()
        return len(unneeded)

    def _shorten_log(self, table: str, oldest: int) -> None:
        named = [(key, key.rsplit("/", 1)[1][:20]) for key in self._listed(f"{table}/{LOG}")]
        older = [key for key, number in named if number.isdigit() and int(number) < oldest]
        if older:
            self.open(table, oldest).create_checkpoint()
        for key in older:
            self._delete(key)

    def _settled(self, table: str) -> int:
        """What object storage has answered for is there."""
        version = self.version(table)
        assert version is not None
        return version

    def _remove(self, table: str) -> None:
        for key in self._listed(table):
            self._delete(key)

    def _delete(self, key: str) -> None:
        self._storage().delete_file(self._object(key))
        (self.folder / key).unlink(missing_ok=True)

    def _fetched(self, file: LakeFile) -> Path:
        key = file.path.removeprefix(self.url + "/")
        there = self.folder / key
        if not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            coming = there.with_suffix(f".{os.getpid()}.coming")
            with _gone_is_told(file.path):
                coming.write_bytes(self._storage().open_input_file(self._object(key)).read())
            coming.replace(there)
        return there

    def _listed(self, under: str) -> list[str]:
        """Keys of all objects under a folder of the lake, without the lake's own place."""
        from pyarrow.fs import FileSelector, FileType

        begins = self._object("")
        chosen = FileSelector(self._object(under).rstrip("/"), recursive=True, allow_not_found=True)
        return [info.path.removeprefix(begins) for info in self._storage().get_file_info(chosen) if info.type is FileType.File]

    def _object(self, key: str) -> str:
        return f"{self.url.removeprefix('s3://')}/{key}"

    def _storage(self) -> Any:
        return storage()


def storage() -> Any:
    """The object storage that the environment names, for Arrow."""
    from pyarrow.fs import S3FileSystem

    scheme, _, host = os.environ.get("AWS_ENDPOINT_URL", "").rpartition("://")
    told = {"endpoint_override": host, "scheme": scheme or "https"} if host else {}
    return S3FileSystem(region=os.environ.get("AWS_REGION", "us-east-1"), **told)


@contextmanager
def _gone_is_told(path: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as problem:
        raise FilesMoved(str(problem), where=path, next_step="open the session again on what is published now") from problem
