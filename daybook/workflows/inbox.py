"""The inbox: a folder that a person or a robot fills; what is there and no longer written is sorted and taken in.

A file that was taken in moves to `done`, one with a problem to `failed` beside its reason; one that waits for an
answer stays where it is and is not looked at again until the answer came.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from daybook.domain.errors import WrongUsage
from daybook.sources.dropped import NOT_DROPPED, UNFINISHED
from daybook.workflows.house import House
from daybook.workflows.ingest import Progress
from daybook.workflows.sorting import SortedFile, sort_in

DONE, FAILED = "done", "failed"
REASON = ".reason.txt"
#: A file that was not written to for so long is whole; an empty one is given longer.
SETTLED = timedelta(seconds=10)
#: For folders that nobody writes to meanwhile.
NO_WAIT = timedelta(0)
EMPTY_SETTLED = timedelta(minutes=10)


@dataclass(frozen=True)
class InboxRound:
    """One look at an inbox: results by file, how many files wait for an answer, and which are still written."""

    found: tuple[SortedFile, ...]
    waiting: int
    unfinished: tuple[Path, ...]

    def count(self, *states: str) -> int:
        return sum(one.report.state in states for one in self.found)


def look_into(house: House, folder: Path, *, delete: bool = False, settled: timedelta = SETTLED,
              progress: Progress = lambda said: None) -> InboxRound:
    """Sorts and takes in what lies in `folder` and is no longer written to; moves each file to where it belongs.

    `delete` removes files that were taken in instead of keeping them in `done`; with `settled` 0 all files are whole.
    Killed at any point, the next look finishes the work.  Raises WrongUsage where there is no folder or another process
    looks into it.
    """
    if not folder.is_dir():
        raise WrongUsage("there is no such folder", where=str(folder), next_step="make it, or name another")
    with _alone(folder):
        ready, unfinished = _files(house.now(), folder, settled)
        waiting = _waiting(house)
        fresh = [f for f in ready if str(f.absolute()) not in waiting]
        found: list[SortedFile] = []
        by_path: dict[Path, list[SortedFile]] = defaultdict(list)
        for one in sort_in(house, fresh, below=folder, progress=progress):
            found.append(one)
            by_path[one.dropped.path].append(one)
        for path, results in by_path.items():
            _put_away(folder, path, results, house.now(), delete)
        _remove_empty(folder)
        return InboxRound(tuple(found), len(waiting & {str(f.absolute()) for f in ready})
                          + sum(any(r.question for r in rs) for rs in by_path.values()), tuple(unfinished))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keeps other processes out of the folder while one works in it."""
    try:
        import fcntl
    except ImportError:                     # no such locks on this system: the lake refuses a second writer anyway
        yield
        return
    with (folder / ".daybook.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WrongUsage("another daybook is looking into this inbox", where=str(folder),
                             next_step="let it finish, or end it") from None
        yield


def _files(now: datetime, folder: Path, settled: timedelta) -> tuple[list[Path], list[Path]]:
    """Files that are whole, oldest first, and those that may still be written."""
    ready: list[tuple[float, Path]] = []
    unfinished: list[Path] = []
    for file in sorted(folder.rglob("*")):
        inner = file.relative_to(folder)
        if inner.parts[0] in (DONE, FAILED) or any(NOT_DROPPED.search(p) for p in inner.parts) or not file.is_file():
            continue
        at = file.stat()
        age = now - datetime.fromtimestamp(at.st_mtime, UTC)
        if UNFINISHED.search(file.name) or (settled and age < (settled if at.st_size else EMPTY_SETTLED)):
            unfinished.append(file)
        else:
            ready.append((at.st_mtime, file))
    return [file for _, file in sorted(ready)], unfinished


def _waiting(house: House) -> set[str]:
    """Paths behind questions without an answer."""
    from daybook.records import models

    return set(models.WaitingFile.objects.filter(question__answered_at=None).values_list("path", flat=True))


def _put_away(folder: Path, path: Path, results: Sequence[SortedFile], now: datetime, delete: bool) -> None:
    """Moves a file (or archive) by what became of everything in it; the worst decides."""
    if not path.exists() or any(one.question is not None for one in results):
        return
    problems = [one for one in results if one.report.problem is not None]
    if not problems and delete:
        path.unlink()
        return
    target = free_path(folder / (FAILED if problems else DONE) / now.date().isoformat() / path.relative_to(folder))
    target.parent.mkdir(parents=True, exist_ok=True)
    if problems:
        reasons = "".join(f"{one.report.problem}\n" for one in problems)
        target.with_name(target.name + REASON).write_text(reasons, encoding="utf-8")
    path.replace(target)


def free_path(target: Path) -> Path:
    """The path, or with a number where something lies there already."""
    number, path = 2, target
    while path.exists():
        path = target.with_name(f"{target.stem}-{number}{target.suffix}")
        number += 1
    return path


def _remove_empty(folder: Path) -> None:
    """Removes date folders that a robot left empty; folders at the top stay, since people drop into them."""
    for below in sorted((p for p in folder.glob("*/**/*") if p.is_dir()), key=lambda p: -len(p.parts)):
        if below.relative_to(folder).parts[0] not in (DONE, FAILED) and not any(below.iterdir()):
            below.rmdir()
