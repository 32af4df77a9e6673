"""Carryings out in processes of their own, each of which dies at a step that is named.

Run as `python -m tests.actions.killed`: it reads jobs as JSON lines and forks for each.
"""

import json
import os
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from daybook.actions.execute import Hands, Looking, execute
from daybook.actions.writers.vendure import Vendure
from daybook.actions.writers.writer import Sent
from daybook.domain.errors import DaybookError
from daybook.domain.moves.move import Fields, Move, Way
from daybook.domain.proposal import Attempt, Receipt
from daybook.domain.situation import Case

from .through_faults import ASKED, Time, writer

#: Every step at which a process can die, in their order.
STEPS = ("read", "begin before", "begin after", "write before", "write after", "look", "end before", "end after")


@dataclass
class Dying:
    """Log and writer around the real ones; dies at its step."""

    at: str
    vendure: Vendure
    way: Way = Way.API
    name: str = "vendure"
    reads: int = 0

    def step(self, name: str) -> None:
        if name == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def takes(self, move: Move) -> bool:
        return self.vendure.takes(move)

    def case_of(self, move: Move) -> Case:
        return Case()

    def read(self, move: Move, mark: str) -> Fields | None:
        self.reads += 1
        self.step("read" if self.reads == 1 else "look")
        return self.vendure.read(move, mark)

    def write(self, move: Move, mark: str) -> Sent:
        self.step("write before")
        sent = self.vendure.write(move, mark)
        self.step("write after")
        return sent

    def begin(self, attempt: Attempt, touches: tuple[tuple[str, str], ...]) -> None:
        from daybook.records.action_rows import ActionLog

        self.step("begin before")
        ActionLog().begin(attempt, touches)
        self.step("begin after")

    def end(self, receipt: Receipt) -> None:
        from daybook.records.action_rows import ActionLog

        self.step("end before")
        ActionLog().end(receipt)
        self.step("end after")


def work(said: dict[str, str]) -> None:
    """Carries out one proposal, and writes what came of it where it is told."""
    from daybook.records import models
    from daybook.records.action_rows import stories

    time = Time(datetime.fromisoformat(said["now"]))
    (story,) = stories(models.Proposal.objects.select_related("shop__client").filter(key=said["key"]))
    dying = Dying(said["at"], writer(said["url"], time, 5))
    try:
        receipt = execute(story, Hands(dying, lambda shown: ASKED, dying, time, "Bo", Looking(pause=time.pause)))
    except DaybookError as problem:
        Path(said["out"]).write_text(str(problem))
    else:
        Path(said["out"]).write_text(receipt.outcome.value)


def main() -> None:
    """Reads jobs as JSON lines and forks for each; answers with the child's number, then with how it ended."""
    import httpx  # noqa: F401  (imported once, so that a child begins at once)

    from daybook.records.connect import connect

    connect(Path(sys.argv[1]))
    from django.db import connections

    import daybook.records.action_rows  # noqa: F401

    connections.close_all()                     # every child opens its own

    for text in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(json.loads(text))
            except BaseException as problem:
                print(f"{type(problem).__name__}: {problem}", file=sys.stderr, flush=True)
                os._exit(17)
            os._exit(0)
        print(child, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
