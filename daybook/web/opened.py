"""The house that this process serves, and the present moment: the workbench is a door and may ask for it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from daybook.workflows.house import House

_open: list["House"] = []
_clock: list[Callable[[], datetime]] = []


def clock() -> datetime:
    """The present moment, UTC; while an evening is played, that of the evening."""
    return _clock[0]() if _clock else datetime.now(UTC)


def show_at(now: Callable[[], datetime] | None) -> None:
    """Shows pages at another clock than the machine's, so that an evening can be played at speed; None: the machine's again."""
    _clock[:] = [now] if now else []


def open_workbench(home: Path, public_host: str = "") -> "House":
    """Opens a data folder for pages: the same records as the command line's, and the workbench's tables beside them."""
    from daybook.web.settings import settings
    from daybook.workflows.house import open_house

    house = open_house(home, clock, lambda folder, keys: settings(folder, keys.of_house(), public_host))
    from daybook.records.connect import migrate_all

    migrate_all()
    serve_house(house)
    return house


def serve_house(house: "House") -> None:
    """Makes a house the one that pages show."""
    _open[:] = [house]


def the_house() -> "House":
    """The house that pages show."""
    return _open[0]
