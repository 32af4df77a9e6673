"""What a queue is to the clock: a bell.  It says which run is due; what is due stands in the records alone."""

from typing import Protocol

from daybook.domain.errors import WrongUsage
from daybook.jobs.stopping import Stop
from daybook.workflows.house import House


class Queue(Protocol):
    """Carries numbers of runs to processes that wait for work.  May lose or double them: the tick calls again."""

    def put(self, run: int) -> None:
        """Calls for a run."""

    def take(self, seconds: float, stop: Stop) -> int | None:
        """The next run called for; None after so many seconds, or when asked to stop."""

    def close(self) -> None:
        """Lets go of files and connections."""


class NoQueue:
    """Nobody calls; processes look at the records every few seconds."""

    def put(self, run: int) -> None:
        """Nothing: the row is there."""

    def take(self, seconds: float, stop: Stop) -> int | None:
        stop.wait(seconds)
        return None

    def close(self) -> None:
        """Nothing is open."""


def open_queue(house: House, kind: str, url: str = "") -> Queue:
    """The queue of a data folder: huey (a SQLite file of its own), procrastinate (PostgreSQL at `url`), or none."""
    if kind == "huey":
        from daybook.jobs.huey_queue import HueyQueue

        return HueyQueue(house.home / "queue")
    if kind == "procrastinate":
        if not url:
            raise WrongUsage("procrastinate needs a PostgreSQL database",
                             next_step="set DAYBOOK_QUEUE_URL to postgresql://user@host/database, or use --queue huey")
        from daybook.jobs.procrastinate_queue import ProcrastinateQueue

        return ProcrastinateQueue(url)
    if kind == "none":
        return NoQueue()
    raise WrongUsage(f"no queue is called {kind}", next_step="use huey, procrastinate or none")
