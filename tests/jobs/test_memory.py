"""What a run left behind goes back to the machine, and threads leave no holes apart from each other."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: Threads free blocks of 60 kB between ones that stay: the machine's count does not go down by that alone.
HOLES = """
import ctypes, threading
from daybook.jobs.memory import give_back
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
def own():
    return next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith("RssAnon")) // 1024
def work():
    held = [libc.malloc(60_000) for _ in range(800)]
    for block in held:
        ctypes.memset(block, 1, 60_000)
    for block in held[:-1]:
        if held.index(block) % 8:
            libc.free(block)
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
before = own()
give_back()
print(before, own())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts what a process holds as Linux tells it")
def test_what_threads_freed_goes_back() -> None:
    """Of 4 x 800 blocks of 60 kB (190 MB) seven of eight are free."""
    told = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True)
    before, after = map(int, told.stdout.split())
    assert before - after > 100


#: Threads that stand side by side hold a block each: in how many places the blocks lie.
PLACES = """
import ctypes, threading
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
{first}
all_there, found = threading.Barrier(4), []
def work():
    all_there.wait()
    found.append(libc.malloc(1_000) >> 26)
    all_there.wait()
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(len(set(found)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="arenas are of the C library of Linux")
def test_threads_of_the_clock_share_one_arena(tmp_path: Path, keys: Path) -> None:
    """`daybook jobs` asks for it before its threads start; a process that does not has them apart."""
    jobs = f'from daybook.cli import main; main(["--home", {str(tmp_path / "home")!r}, "jobs", "--once"], standalone_mode=False)'
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    apart, shared = (int(subprocess.run([sys.executable, "-c", PLACES.format(first=first)], capture_output=True, text=True,
                                        check=True, env=plain).stdout) for first in ("", jobs))
    assert (apart > 1, shared) == (True, 1)
