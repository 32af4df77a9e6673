"""Memory that a run leaves behind goes back to the machine, so that a process of months holds what it uses.

The C library keeps what was freed for the next request, in an arena per thread; work in many threads (the lake's engines) leaves
holes in all of them.  malloc_trim(3) gives every whole free page back; it takes some milliseconds.  Objects that
hold each other are looked for first: mornings are made without that search, and what a run left would else wait for hours.
"""

import ctypes
import gc
import sys


def give_back() -> None:
    """Finds what nothing holds any more and gives it back; the C library's part only where it knows such a call."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
