"""A clean end: the first signal lets the work at hand finish, a second one or too long a time interrupts it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

#: Seconds that the work at hand may still take; service managers usually kill after 90.
GRACE = 60.0


class Interrupted(BaseException):
    """The work at hand is given up now; its claim goes back.  No Exception, so that nothing on the way swallows it."""


class Stop:
    """Whether the process was asked to end."""

    def __init__(self, grace: float = GRACE) -> None:
        self.grace = grace
        self.event = threading.Event()
        self.working = False

    @property
    def asked(self) -> bool:
        return self.event.is_set()

    def wait(self, seconds: float) -> None:
        """Sleeps, but not through a signal."""
        self.event.wait(seconds)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """What a signal does.  Only work is interrupted; looking for work ends by itself."""
        if self.asked and self.working:
            raise Interrupted
        self.event.set()
        if number != _alarm() and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, max(self.grace, 0.001))

    @contextmanager
    def listening(self) -> Iterator["Stop"]:
        """Hears SIGTERM and SIGINT while it runs; to be used in the main thread."""
        names = [signal.SIGTERM, signal.SIGINT, *([signal.SIGALRM] if hasattr(signal, "SIGALRM") else [])]
        before: dict[signal.Signals, Any] = {name: signal.signal(name, self) for name in names}
        try:
            yield self
        finally:
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, 0)
            for name, handler in before.items():
                signal.signal(name, handler)


def _alarm() -> int:
    return int(getattr(signal, "SIGALRM", -1))
