"""Files that are there whole or not at all: written beside their place and moved there; what a killed process left is removed.

Whoever writes holds a lock on what is not whole yet, so that tidying up knows a file in the making from one that nobody makes
any more.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

SUFFIX = ".tmp"


@contextmanager
def written_whole(target: Path) -> Iterator[BinaryIO]:
    """What is written comes to stand at `target` at the end, on the disk; nothing is left where an error ends it.

    The folder of `target` has to exist.  Raises OSError when the disk is full.
    """
    fresh = target.with_name(f"{target.name}.{os.getpid()}{SUFFIX}")
    out = _held(fresh)
    try:
        with out:
            yield out
            out.flush()
            os.fsync(out.fileno())
            fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def _held(fresh: Path) -> BinaryIO:
    """A new file that is locked; made again where somebody who tidies up took it before it was."""
    while True:
        out = fresh.open("wb")
        fcntl.flock(out, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            if fresh.stat().st_ino == os.fstat(out.fileno()).st_ino:
                return out
        out.close()


def remove_left_files(folder: Path) -> int:
    """Removes what processes that died were writing below a folder; gives how many.  What is being written stays."""
    gone = 0
    for file in folder.rglob(f"*{SUFFIX}"):
        with suppress(OSError), file.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.unlink()
            gone += 1
    return gone
