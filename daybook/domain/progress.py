"""How far a long piece of work is: it says so as it goes, and whoever waits for it listens; nobody has to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import BinaryIO

#: A person who waits longer is told how far it is.
PATIENCE_SECONDS = 2.0


@dataclass(frozen=True)
class Step:
    """What is being done (`cells`, `workbook`, `rows`, `loading`), and how much of how much; 0 of 0: not known."""

    kind: str
    done: int = 0
    of: int = 0

    @property
    def percent(self) -> int | None:
        return min(100, 100 * self.done // self.of) if self.of else None


_listener: ContextVar[Callable[[Step], None] | None] = ContextVar("listener", default=None)


@contextmanager
def listening(to: Callable[[Step], None]) -> Iterator[None]:
    """Within, `to` is called with each step of work done in this thread."""
    before = _listener.set(to)
    try:
        yield
    finally:
        _listener.reset(before)


def say(kind: str, done: int = 0, of: int = 0) -> None:
    """Says a step to whoever listens in this thread."""
    listener = _listener.get()
    if listener is not None:
        listener(Step(kind, done, of))


class Counted:
    """A file that says how much of it was read, also where another thread reads it; `begun` bytes were read before."""

    def __init__(self, stream: BinaryIO, kind: str, begun: int, of: int) -> None:
        self._stream, self._kind, self._done, self._of = stream, kind, begun, of
        self._listener = _listener.get()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._done += len(piece)
        if self._listener is not None:
            self._listener(Step(self._kind, self._done, self._of))
        return piece

    @property
    def closed(self) -> bool:
        return self._stream.closed

    def close(self) -> None:
        self._stream.close()

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def __enter__(self) -> "Counted":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
