"""Scratch: folders for plain copies of files while they are read.  They go with the reading, or when its process is dead.

Each folder holds a file that its process keeps locked, so that whoever tidies up knows a folder in use from one that a
killed process left, on whatever machine or in whatever container it ran.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from daybook.sources.whole_file import remove_left_files

PREFIX, LOCK = "daybook-", ".in-use"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name, (Path(name) / f"{LOCK}.new").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        Path(lock.name).rename(Path(name) / LOCK)       # locked before it is there, so that nobody finds it free
        yield Path(name)


def tidy_up(home: Path) -> None:
    """Removes what processes that died left: plain copies, and sealed files of the data folder that they had not finished."""
    remove_left_scratch()
    remove_left_files(home / "landings")


def remove_left_scratch() -> int:
    """Removes the folders of processes that died; gives how many.  Other people's folders are left alone."""
    gone = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):
            if folder.stat().st_uid == os.getuid() and _left(folder / LOCK):
                shutil.rmtree(folder)
                gone += 1
    return gone


def _left(lock: Path) -> bool:
    """Whether nobody holds the lock of a folder; False for a folder without one."""
    if not lock.is_file():
        return False
    with lock.open("r+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
