"""The queue on one machine: huey in a SQLite file of its own, so that it never waits for the records.

huey forgets a task once it was taken, whatever becomes of the process: that loses nothing here, since the run it calls
for is a row that the next tick calls for again.
"""

import sqlite3
import time
from pathlib import Path

from huey import SqliteHuey

from daybook.jobs.stopping import Stop

#: Seconds between looks into the file.
LOOK = 0.25


class HueyQueue:
    """Calls for runs through huey's SQLite storage."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.huey = SqliteHuey("daybook", filename=str(folder / "huey.sqlite3"), results=False, fsync=False, timeout=20)
        self.call = self.huey.task(name="call")(_number)

    def put(self, run: int) -> None:
        """Calls for a run; a queue that cannot be written is no reason to stop, since processes look by themselves."""
        try:
            self.call(run)
        except sqlite3.Error:
            return

    def take(self, seconds: float, stop: Stop) -> int | None:
        end = time.monotonic() + seconds
        while not stop.asked:
            try:
                task = self.huey.dequeue()
            except sqlite3.Error:
                task = None
            if task is not None:
                return int(self.huey.execute(task))
            left = end - time.monotonic()
            if left <= 0:
                break
            stop.wait(min(LOOK, left))
        return None

    def close(self) -> None:
        self.huey.storage.close()


def _number(run: int) -> int:
    return run
