"""Past mornings stay as they were, to the byte, through restatements, a rewrite, a vacuum, a backup and a restore."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bench.trust.replays import PASSPHRASE, made_again, reconcile, restate, told
from daybook.sources import sealed
from daybook.workflows.house import House
from daybook.workflows.upkeep import compact
from tests.conftest import Clock
from tests.workflows.worked_house import FIRST, MONDAY, SATURDAY, SUNDAY, at

DAYS = (SATURDAY, SUNDAY, MONDAY)


@pytest.mark.long
def test_three_mornings_are_the_same_after_all_that_may_happen(
        saturday: House, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five orders are refunded by halves after the mornings; `restated` accounts for every cent, here and after a restore."""
    monkeypatch.setenv("DAYBOOK_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(sealed, "SCRYPT_LOG_N", 12)
    since = at(clock, MONDAY, 12)
    before = told(saturday, saturday.shops(), DAYS)
    assert len(set(before.values())) == 3
    clock.moment = since + timedelta(hours=1)
    changes = restate(saturday, saturday.shops(), FIRST, SUNDAY, 5, seed=3)
    clock.moment = since + timedelta(hours=2)
    said = reconcile(saturday, saturday.shops(), since, changes)
    assert said.planted > Decimal(50)
    assert said.whole
    assert compact(saturday)["files_removed"] > 0
    assert told(saturday, saturday.shops(), DAYS) == before
    again = made_again(saturday, tmp_path / "made again")
    assert told(again, again.shops(), DAYS) == before
    assert reconcile(again, again.shops(), since, changes) == said
