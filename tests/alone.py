"""One at a time over all processes of this machine, for what shares a folder or a port outside the tests."""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Waits until nobody else is within the same name; a process that dies leaves it."""
    with (Path(tempfile.gettempdir()) / f"daybook-{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
