"""The Saturday house, for each test that asks for it: a copy of its data folder to be worked in, at nine o'clock."""

import shutil
from pathlib import Path

import pytest

from daybook.workflows.house import House
from tests.conftest import Clock
from tests.workflows.worked_house import SATURDAY, at, copied, saturday_home


@pytest.fixture(scope="session")
def saturday_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop on Saturday at nine, its brief stored: never worked in itself."""
    return saturday_home(tmp_path_factory.mktemp("made"))


@pytest.fixture
def saturday(saturday_made: Path, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> House:
    """A copy of the shop's data folder on Saturday at nine; its keys too, since a test may forget the client."""
    keys = shutil.copytree(saturday_made / "keys", tmp_path / "saturday-keys")
    monkeypatch.setenv("DAYBOOK_KEYS", str(keys))
    at(clock, SATURDAY)
    return copied(saturday_made, tmp_path, clock)
