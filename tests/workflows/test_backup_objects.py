"""A house whose facts lie on object storage: backed up, moved to another place, to this machine and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from daybook.domain.errors import WrongUsage
from daybook.facts.object_lake import ObjectLake, lake_of
from daybook.sources import sealed
from daybook.workflows import restore as restoring
from daybook.workflows.backup import backup
from daybook.workflows.house import House, open_house
from daybook.workflows.morning import mornings
from daybook.workflows.replay import replay
from daybook.workflows.restore import restore
from daybook.workflows.upkeep import compact
from tests.buckets import bucket_inside
from tests.conftest import Clock
from tests.orders import jade, known, take, write_orders
from tests.workflows.test_backup import MORE, ON, ORDERS, PASSPHRASE, answers, close

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    with bucket_inside() as url:
        yield url


@pytest.fixture
def place(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A place of the test's own in the bucket, which the environment names."""
    monkeypatch.setenv("DAYBOOK_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(sealed, "SCRYPT_LOG_N", 12)
    monkeypatch.setenv("DAYBOOK_LAKE", f"{bucket}/{tmp_path.name}")
    return f"{bucket}/{tmp_path.name}"


@pytest.fixture
def far(place: str, tmp_path: Path, keys: Path, clock: Clock) -> House:
    """Two clients, a restated day, a night in between, their mornings stored; the facts lie in the bucket."""
    house = open_house(tmp_path / "home", clock)
    assert isinstance(house.lake, ObjectLake)
    shops = (("jade-tmall", "Jade"), ("wu", "Wu"))
    for name, client in shops:
        jade(house, name, client)
    for moment, paid in (("2026-11-22T02:00:00+00:00", "50"), ("2026-11-22T20:00:00+00:00", "60")):
        for n, (name, _) in enumerate(shops):
            file = write_orders(tmp_path / f"{name}-{paid}.csv", ORDERS.format(n=n).replace("| 50 ", f"| {paid} "))
            assert take(house, name, file, moment).state == "loaded"
        if paid == "50":
            compact(house)
    mornings(house, house.shops(), ON)
    return house


def same_mornings(house: House) -> list[tuple[str, str]]:
    return [(p.stored, p.difference) for shop in house.shops() for p in replay(house, shop, [ON])]


def test_a_house_moves_to_another_place_to_this_machine_and_back(
        far: House, place: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    before, at = answers(far), far.home
    for n, lake in enumerate((f"{place}-other", "", f"{place}-back")):
        backup(open_house(at, clock), tmp_path / f"safe-{n}", PASSPHRASE)
        close()
        monkeypatch.setenv("DAYBOOK_LAKE", lake)
        at = tmp_path / f"home-{n}"
        assert restore(tmp_path / f"safe-{n}", at, PASSPHRASE).rows > 0
        again = open_house(at, clock)
        assert isinstance(again.lake, ObjectLake) == bool(lake)
        assert answers(again) == before
        assert same_mornings(again) == [("same", "")] * 2
    more = write_orders(tmp_path / "more.csv", ORDERS.format(n=1) + MORE.format(n=1))
    assert take(again, "wu", more).state == "loaded"
    compact(again)
    assert known(again, "wu")["paid_gmv"]["2026-11-22"] == 55
    assert known(again, "wu", "2026-11-22T10:00:00+00:00")["paid_gmv"]["2026-11-22"] == 50


def test_where_facts_lie_already_nothing_is_restored_and_a_restore_that_fails_leaves_none(
        far: House, place: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers(far)
    backup(far, tmp_path / "safe", PASSPHRASE)
    close()
    with pytest.raises(WrongUsage, match="facts lie there already"):
        restore(tmp_path / "safe", tmp_path / "again", PASSPHRASE)
    assert answers(open_house(far.home, clock)) == before
    close()
    monkeypatch.setenv("DAYBOOK_LAKE", f"{place}-new")
    with monkeypatch.context() as patch:
        patch.setattr(restoring._Restoring, "_records", _no_disk)
        with pytest.raises(OSError, match="disk"):
            restore(tmp_path / "safe", tmp_path / "again", PASSPHRASE)
    assert not (tmp_path / "again").exists()
    assert lake_of(tmp_path / "looked").tables() == []
    restore(tmp_path / "safe", tmp_path / "again", PASSPHRASE)
    assert answers(open_house(tmp_path / "again", clock)) == before


def _no_disk(*_: object) -> int:
    raise OSError("no room left on the disk")
