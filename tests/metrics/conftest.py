"""What the tests of metrics share: the shop with all its reports, read once."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daybook.domain.seen import Seen
from daybook.workflows.house import open_house

from .reported_house import reports, seen


@pytest.fixture(scope="session")
def all_seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Mei's shop on the morning of 23 November with every report in."""
    folder: Path = tmp_path_factory.mktemp("mei")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = open_house(folder / "home", lambda: datetime(2026, 11, 23, 1, tzinfo=UTC))
        reports(house, folder)
        yield seen(house)
