"""A clock in a file that several processes go by, and a process of the command line that goes by it.

`python -m bench.trust.soak_clock CLOCK --home HOME jobs` is `daybook --home HOME jobs` with another present moment.  The
package knows no such switch: only this file, which is no part of it, puts the clock in.
"""

import json
import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

#: While nothing is due time is skipped, so that looking for work must not take its usual five seconds.
LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class SoakClock:
    """Time passes as on the wall from the moment that the file holds; whoever writes the file skips some or goes back."""

    file: Path

    def __call__(self) -> datetime:
        said = json.loads(self.file.read_text())
        return datetime.fromtimestamp(said["moment"] + time.monotonic() - said["since"], UTC)

    def set(self, moment: datetime) -> None:
        """Puts the clock on a moment, for every process at once."""
        fresh = self.file.with_name(f"{self.file.name}.{os.getpid()}.new")
        fresh.write_text(json.dumps({"moment": moment.timestamp(), "since": time.monotonic()}))
        fresh.replace(self.file)

    def skip(self, span: timedelta) -> None:
        self.set(self() + span)


def put_in(clock: SoakClock) -> None:
    """Gives every door of this process the clock, and the loop its short look."""
    from daybook.cli import door
    from daybook.jobs import loop
    from daybook.web.opened import show_at

    usual = door.clock
    for name, module in list(sys.modules.items()):
        if name.startswith("daybook.cli") and getattr(module, "clock", None) is usual:
            vars(module)["clock"] = clock
    show_at(clock)
    loop.LOOK_SECONDS = LOOK_SECONDS


def main(arguments: list[str]) -> None:
    put_in(SoakClock(Path(arguments[0])))
    from daybook.cli.door import main as daybook

    daybook(arguments[1:], prog_name="daybook")


if __name__ == "__main__":
    main(sys.argv[1:])
