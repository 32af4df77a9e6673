"""What a person or a robot drops: files, folders and archives, walked file by file with the place where each lay.

An archive of several files is taken apart, so that each of them finds its own shop; a workbook stays whole.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from daybook.domain.errors import BrokenFile
from daybook.sources.unpack import is_workbook, members

#: What programs leave beside files: not dropped by anybody.
NOT_DROPPED = re.compile(r"^\.|^~\$|^Thumbs\.db$|^desktop\.ini$", re.I)
#: Names of files that a browser or a robot is still writing.
UNFINISHED = re.compile(r"\.(crdownload|part|partial|download|tmp|temp|opdownload|!ut)$", re.I)
#: Archives inside archives are followed so far.
DEEPEST = 2


@dataclass(frozen=True)
class Dropped:
    """One file.  `file` is where it can be read, `path` where it was dropped, `inside` its name in an archive.

    `place` are the names of the folders (and of the archive) around it, outermost first, as the one who dropped it
    named them; `problem` says why an archive could not be taken apart.
    """

    file: Path
    path: Path
    place: tuple[str, ...] = ()
    inside: str = ""
    problem: BrokenFile | None = None

    @property
    def name(self) -> str:
        """What reports call it.

        >>> Dropped(Path("/tmp/1/b.csv"), Path("/in/a.zip"), inside="b.csv").name
        'a.zip/b.csv'
        """
        return f"{self.path.name}/{self.inside}" if self.inside else self.path.name


def dropped_files(paths: Sequence[Path], scratch: Path, below: Path | None = None) -> Iterator[Dropped]:
    """Every file of some files, folders and archives, in the order of their paths.

    Files of archives are written under `scratch`; the caller removes it.  A path that is not there is given as it
    is, so that whoever reads it says so.  The place of single files is told from `below` on, where it is given.
    """
    for path in paths:
        if below is not None:
            yield from _unfolded(path, (below.name, *path.relative_to(below).parent.parts), scratch)
        elif path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                inner = file.relative_to(path)
                if not any(NOT_DROPPED.search(part) for part in inner.parts):
                    yield from _unfolded(file, (path.name, *inner.parent.parts), scratch)
        else:
            yield from _unfolded(path, (path.resolve().parent.name,), scratch)


def dropped_again(path: Path, inside: str, place: Sequence[str], scratch: Path) -> Dropped:
    """A file that was dropped before, taken out of its archive where it lies in one.

    One that is no longer there is given with that as its problem.
    """
    gone = BrokenFile("the file is no longer there", where=str(path), next_step="drop it again")
    if not path.is_file():
        return Dropped(path, path, tuple(place), inside, gone)
    if not inside:
        return Dropped(path, path, tuple(place))
    found = next((one for one in _unfolded(path, (), scratch) if one.inside == inside), None)
    return replace(found, place=tuple(place)) if found else Dropped(path, path, tuple(place), inside, gone)


def _unfolded(file: Path, place: tuple[str, ...], scratch: Path) -> Iterator[Dropped]:
    """The file itself, or the files of the archive that it is."""
    if not _is_archive(file):
        yield Dropped(file, file, place)
        return
    try:
        yield from _members(file, file, "", (*place, file.stem), scratch, 1)
    except BrokenFile as problem:
        yield Dropped(file, file, place, problem=problem)


def _members(archive: Path, path: Path, above: str, place: tuple[str, ...], scratch: Path, depth: int
             ) -> Iterator[Dropped]:
    for member in members(archive.name, archive.read_bytes()):
        parts = tuple(p for p in member.folder.split("/") if p)
        inside = "/".join((*((above,) if above else ()), *parts, member.name))
        if any(NOT_DROPPED.search(part) for part in (*parts, member.name)):
            continue
        file = Path(tempfile.mkdtemp(dir=scratch)) / member.name
        file.write_bytes(member.content)
        if depth < DEEPEST and _is_archive(file):
            try:
                yield from _members(file, path, inside, (*place, *parts, file.stem), scratch, depth + 1)
            except BrokenFile as problem:
                yield Dropped(file, path, (*place, *parts), inside, problem)
        else:
            yield Dropped(file, path, (*place, *parts), inside)


def _is_archive(file: Path) -> bool:
    """Whether a file is a zip of several files and no workbook."""
    try:
        with file.open("rb") as source:
            if source.read(2) != b"PK":
                return False
            source.seek(0)
            return not is_workbook(source.read())
    except OSError:
        return False


def under_name(file: Path, name: str, scratch: Path) -> Path:
    """The same file under another name: what its readers and its landing call it."""
    target = Path(tempfile.mkdtemp(dir=scratch)) / name
    try:
        target.symlink_to(file.resolve())
    except OSError:
        shutil.copyfile(file, target)
    return target
