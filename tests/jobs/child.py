"""One process of the clock on a data folder, which may be killed at any moment: `python -m tests.jobs.child ...`."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from daybook.domain.schedule import Missed
from daybook.jobs.job import Job
from daybook.jobs.loop import Loop
from daybook.jobs.queue import open_queue
from daybook.jobs.stopping import Stop
from daybook.workflows.house import open_house
from tests.jobs.clockwork import Ledger, job

LEASE = timedelta(seconds=2)


def jobs(ledger: Path, seconds: float, minutes: int) -> list[Job]:
    """Two jobs that are due every minute of the last `minutes`, one shop by shop and one together."""
    late = timedelta(minutes=minutes)
    return [job(name, Ledger(ledger.with_name(f"{ledger.name}.{name}"), seconds), timedelta(minutes=1), together,
                Missed.EVERY, late) for name, together in (("single", False), ("whole", True))]


def main(home: str, ledger: str, seconds: str, minutes: str, queue: str, grace: str) -> None:
    house = open_house(Path(home), lambda: datetime.now(UTC))
    loop = Loop(house, jobs(Path(ledger), float(seconds), int(minutes)), open_queue(house, queue), Stop(float(grace)))
    loop.lease = LEASE
    with loop.stop.listening():
        print("ready", flush=True)
        loop.run()
    loop.queue.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
