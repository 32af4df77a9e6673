"""One measurement in a process of its own: seconds on the clock, seconds of processor, and the most memory held."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Spent:
    """What a piece of work took.  `cpu` is what it would take on one free core, were it alone on the machine; `peak_mb`
    the most memory that it held, the processes that it started counted as if each had held its most at once."""

    seconds: float
    cpu: float
    peak_mb: float = 0.0


class Watch:
    """A stop watch over this process."""

    def __init__(self) -> None:
        self.spent = Spent(0.0, 0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        wall, cpu = time.perf_counter(), _cpu()
        yield
        peak = _peak(resource.RUSAGE_SELF) + (len(os.sched_getaffinity(0)) - 1) * _peak(resource.RUSAGE_CHILDREN)
        self.spent = Spent(time.perf_counter() - wall, _cpu() - cpu, peak)


def timed(work: Callable[[], Any]) -> tuple[Spent, Any]:
    watch = Watch()
    with watch.running():
        answer = work()
    return watch.spent, answer


def apart(module: str, *arguments: object) -> dict[str, Any]:
    """Runs `python -m module arguments` and reads the JSON that it prints last."""
    done = subprocess.run([sys.executable, "-m", module, *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=True,
                          env=os.environ)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def whole_command(*command: str) -> Spent:
    """A command from its start to its end, imports and all."""
    wall = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(time.perf_counter() - wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _cpu() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak(whose: int) -> float:
    """The most memory, MB, of this process or of the largest one that it started."""
    return resource.getrusage(whose).ru_maxrss / 1024
