"""A lake of its own for each test, with records in the same folder."""

from pathlib import Path

import pytest

from tests.facts.shops import Home, open_home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty data folder: lake and books."""
    return open_home(tmp_path)
