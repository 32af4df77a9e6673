"""Memory that a run leaves behind goes back to the machine, so that a process of months holds what it uses.

The C library keeps what was freed for the next request, in an arena per thread, eight per core at most: work in many threads (the
lake's engines, whose threads come and go) leaves holes in all of them, a few more on every day.  With one arena what one thread
frees is the room of the next.  malloc_trim(3) gives every whole free page back; it takes some milliseconds.  Objects that
hold each other are looked for first: mornings are made without that search, and what a run left would else wait for hours.
"""

import ctypes
import gc
import sys

#: mallopt(3): how many arenas there may be.
M_ARENA_MAX = -8


def share_one_arena() -> None:
    """All threads take memory from one place.  For a process that lives long, before it starts any; only where the C library
    knows such a call."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Finds what nothing holds any more and gives it back; the C library's part only where it knows such a call."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
