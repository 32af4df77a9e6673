"""Backup and restore: everything is destroyed and comes back as of one moment; who was forgotten stays forgotten."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from daybook.domain.errors import BrokenFile, DaybookError, WrongUsage
from daybook.sources import sealed
from daybook.workflows.backup import backup
from daybook.workflows.backup_place import Place
from daybook.workflows.house import House, open_house
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.landings import read_again
from daybook.workflows.leave import forget
from daybook.workflows.morning import mornings
from daybook.workflows.replay import replay
from daybook.workflows.restore import restore
from daybook.workflows.upkeep import compact
from tests.conftest import Clock, CommandLine
from tests.orders import jade, known, landings, take, write_orders

PASSPHRASE = "correct horse battery"
ON = date(2026, 11, 23)
ORDERS = """
order | created             | paid_at             | due | paid | buyer | address
{n}1  | 2026-11-21 09:00:00 | 2026-11-21 09:01:00 | 100 | 100  | mei   | 上海
{n}2  | 2026-11-22 09:00:00 | 2026-11-22 09:01:00 | 50  | 50   | bo    | 浙江省 杭州市
"""
MORE = "{n}3 | 2026-11-22 10:00:00 | 2026-11-22 10:00:00 | 5 | 5 | lin | 北京"


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set, and stretched for less long than in earnest: these tests open keys dozens of times."""
    monkeypatch.setenv("DAYBOOK_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(sealed, "SCRYPT_LOG_N", 12)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `home` and `keys`: Jade with two shops, Wu with one; restated days, a nightly rewrite in between,
    all mornings stored.  Built once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = open_house(folder / "home", Clock())
        shops = (("jade-tmall", "Jade"), ("jade-second", "Jade"), ("wu", "Wu"))
        for name, client in shops:
            jade(house, name, client)
        for moment, paid in (("2026-11-22T02:00:00+00:00", "50"), ("2026-11-22T20:00:00+00:00", "60")):
            files = [write_orders(folder / f"{name}-{paid}.csv", ORDERS.format(n=n).replace("| 50 ", f"| {paid} "))
                     for n, (name, _) in enumerate(shops)]
            reports = ingest(house, [Incoming(name, file, datetime.fromisoformat(moment))
                                     for (name, _), file in zip(shops, files, strict=True)])
            assert {r.state for r in reports} == {"loaded"}
            if paid == "50":
                compact(house)
        mornings(house, house.shops(), ON)
        close()
    return folder


@pytest.fixture
def two_clients(built: Path, tmp_path: Path, keys: Path, clock: Clock) -> House:
    shutil.copytree(built / "home", tmp_path / "home")
    shutil.copytree(built / "keys", keys)
    return open_house(tmp_path / "home", clock)


def close() -> None:
    from django.db import connections

    connections.close_all()


def answers(house: House) -> dict[str, object]:
    """What people see: numbers now and as known before, mornings as stored, and original files as they came."""
    from daybook.records import models

    found: dict[str, object] = {}
    for shop in house.shops():
        found[shop.name] = [known(house, shop.name), known(house, shop.name, "2026-11-22T10:00:00+00:00")]
    for row in landings(house):
        found[row.key] = [(t.table, t.rows) for t in row.tables.order_by("table")]
        assert read_again(house, house.shop(row.shop.name), row)
    return found | {m.content_hash: bytes(m.content) for m in models.Morning.objects.all()}


def destroyed(house: House, keys: Path) -> Path:
    """Everything is gone: the data folder and the keys."""
    close()
    shutil.rmtree(house.home)
    shutil.rmtree(keys)
    return house.home


def test_everything_is_destroyed_and_comes_back(two_clients: House, tmp_path: Path, keys: Path, clock: Clock) -> None:
    before = answers(two_clients)
    made = backup(two_clients, tmp_path / "safe", PASSPHRASE)
    home = destroyed(two_clients, keys)
    back = restore(tmp_path / "safe", home, PASSPHRASE)
    assert (back.rows, back.forgotten, back.files) == (sum(p.rows for p in made.moment.parts.values()), 0, 6)
    assert back.rows > 0
    again = open_house(home, clock)
    assert answers(again) == before
    assert again.home_id == two_clients.home_id
    assert [(p.stored, p.difference) for s in again.shops() for p in replay(again, s, [ON])] == [("same", "")] * 3
    assert known(again, "wu")["paid_gmv"]["2026-11-22"] == 60


@pytest.mark.long
def test_work_goes_on_after_a_restore(two_clients: House, tmp_path: Path, keys: Path, clock: Clock) -> None:
    backup(two_clients, tmp_path / "safe", PASSPHRASE)
    home = destroyed(two_clients, keys)
    restore(tmp_path / "safe", home, PASSPHRASE)
    again = open_house(home, clock)
    more = write_orders(tmp_path / "more.csv", ORDERS.format(n=2) + MORE.format(n=2))
    assert take(again, "wu", more).state == "loaded"
    assert take(again, "wu", more).state == "unchanged"
    compact(again)
    assert known(again, "wu")["paid_gmv"]["2026-11-22"] == 55
    assert known(again, "wu", "2026-11-22T10:00:00+00:00")["paid_gmv"]["2026-11-22"] == 50
    clock.moment += timedelta(hours=1)
    backup(again, tmp_path / "safe", PASSPHRASE)
    assert len(Place(tmp_path / "safe").moments()) == 2


@pytest.mark.long
def test_after_going_back_to_an_earlier_moment_both_lines_are_kept(
        two_clients: House, tmp_path: Path, keys: Path, clock: Clock) -> None:
    """Load numbers go on from the earlier moment, so that the same numbers stand for other rows on the two lines."""
    first = backup(two_clients, tmp_path / "safe", PASSPHRASE)
    clock.moment += timedelta(hours=1)
    take(two_clients, "wu", write_orders(tmp_path / "more.csv", ORDERS.format(n=2) + MORE.format(n=2)))
    left = answers(two_clients)
    second = backup(two_clients, tmp_path / "safe", PASSPHRASE)
    destroyed(two_clients, keys)
    restore(tmp_path / "safe", tmp_path / "line", PASSPHRASE, until=first.moment.at)
    line = open_house(tmp_path / "line", clock)
    clock.moment += timedelta(hours=1)
    take(line, "jade-tmall", write_orders(tmp_path / "other.csv", ORDERS.format(n=0) + MORE.format(n=0)))
    went_on = answers(line)
    backup(line, tmp_path / "safe", PASSPHRASE)
    destroyed(line, keys)
    restore(tmp_path / "safe", tmp_path / "a", PASSPHRASE)
    assert answers(open_house(tmp_path / "a", clock)) == went_on
    restore(tmp_path / "safe", tmp_path / "b", PASSPHRASE, until=second.moment.at)
    clock.moment = second.moment.at
    assert answers(open_house(tmp_path / "b", clock)) == left


@pytest.mark.long
def test_only_what_is_new_is_written_and_each_moment_comes_back(
        two_clients: House, tmp_path: Path, keys: Path, clock: Clock) -> None:
    first_answers = answers(two_clients)
    first = backup(two_clients, tmp_path / "safe", PASSPHRASE)
    clock.moment += timedelta(hours=1)
    packs = {f: f.stat().st_mtime_ns for f in (tmp_path / "safe").rglob("*.pack")}
    more = write_orders(tmp_path / "more.csv", ORDERS.format(n=2) + MORE.format(n=2))
    take(two_clients, "wu", more)
    later_answers = answers(two_clients)
    second = backup(two_clients, tmp_path / "safe", PASSPHRASE)
    assert {f: f.stat().st_mtime_ns for f in packs} == packs
    assert len(list((tmp_path / "safe").rglob("*.pack"))) == len(packs) + 1, "only Wu had new rows"
    home = destroyed(two_clients, keys)
    restore(tmp_path / "safe", home, PASSPHRASE)
    assert answers(open_house(home, clock)) == later_answers
    restore(tmp_path / "safe", tmp_path / "earlier", PASSPHRASE, until=first.moment.at)
    clock.moment = first.moment.at
    assert answers(open_house(tmp_path / "earlier", clock)) == first_answers
    assert second.moment.at > first.moment.at


@pytest.mark.long
def test_a_damaged_backup_restores_nothing(two_clients: House, tmp_path: Path, keys: Path) -> None:
    backup(two_clients, tmp_path / "safe", PASSPHRASE)
    home = destroyed(two_clients, keys)
    for kind in ("*.pack", "records/*.sealed", "*.landing"):
        file = next(f for f in sorted((tmp_path / "safe" / "parts").rglob(kind)))
        whole = file.read_bytes()
        if kind == "*.landing":
            file.unlink()
        else:
            file.write_bytes(whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:])
        with pytest.raises(BrokenFile, match="Next: "):
            restore(tmp_path / "safe", home, PASSPHRASE)
        assert not home.exists()
        assert not list(home.parent.glob("home*"))
        file.write_bytes(whole)
    assert restore(tmp_path / "safe", home, PASSPHRASE).rows > 0


def test_who_was_forgotten_stays_forgotten_in_backups(
        two_clients: House, tmp_path: Path, keys: Path, clock: Clock) -> None:
    backup(two_clients, tmp_path / "safe", PASSPHRASE)
    wu = known(two_clients, "wu")
    assert forget(two_clients, "Jade")["backups_not_reached"] == []
    assert "Jade" not in Place(tmp_path / "safe").keys(PASSPHRASE)
    home = destroyed(two_clients, keys)
    back = restore(tmp_path / "safe", home, PASSPHRASE)
    again = open_house(home, clock)
    assert back.forgotten == 1
    assert [s.name for s in again.shops()] == ["wu"]
    assert known(again, "wu") == wu
    everything = b"".join(f.read_bytes() for f in home.rglob("*") if f.is_file())
    assert b"Jade" not in everything
    assert b"jade-tmall" not in everything


def test_a_place_that_was_out_of_reach_forgets_later(two_clients: House, tmp_path: Path) -> None:
    place = tmp_path / "safe"
    backup(two_clients, place, PASSPHRASE)
    place.rename(tmp_path / "taken-away")
    assert forget(two_clients, "Jade")["backups_not_reached"] == [str(place)]
    (tmp_path / "taken-away").rename(place)
    assert "Jade" in Place(place).keys(PASSPHRASE)
    from daybook.workflows.forget_backups import try_again

    assert try_again(os.environ) == []
    assert "Jade" not in Place(place).keys(PASSPHRASE)


def test_nothing_of_a_client_can_be_read_without_the_passphrase(two_clients: House, tmp_path: Path) -> None:
    backup(two_clients, tmp_path / "safe", PASSPHRASE)
    everything = b"".join(f.read_bytes() for f in (tmp_path / "safe").rglob("*") if f.is_file())
    names = "".join(str(f.relative_to(tmp_path / "safe")) for f in (tmp_path / "safe").rglob("*"))
    assert not [word for word in ("paid_amount", "PAR1", "records.shop") if word.encode() in everything]
    assert "2026-11-22" in names        # days of landings are named, whose they are is not
    with pytest.raises(DaybookError, match="the passphrase does not open the keys of this backup"):
        restore(tmp_path / "safe", tmp_path / "new", "another passphrase")


@pytest.mark.parametrize(("spoil", "sentence"), [
    pytest.param(lambda home, safe: (home.mkdir(), (home / "mine").touch()), "the folder is not empty", id="target in use"),
    pytest.param(lambda home, safe: shutil.rmtree(safe), "there is no backup here", id="no backup"),
    pytest.param(lambda home, safe: shutil.rmtree(safe / "moments"), "no finished moment", id="never finished"),
])
def test_a_restore_that_cannot_be_says_why(two_clients: House, tmp_path: Path, sentence: str,
                                           spoil: Callable[[Path, Path], object]) -> None:
    backup(two_clients, tmp_path / "safe", PASSPHRASE)
    spoil(tmp_path / "new", tmp_path / "safe")
    with pytest.raises(WrongUsage, match=sentence):
        restore(tmp_path / "safe", tmp_path / "new", PASSPHRASE)


def test_a_folder_of_something_else_is_left_alone(two_clients: House, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").touch()
    with pytest.raises(WrongUsage, match="the folder holds something else"):
        backup(two_clients, tmp_path / "photos", PASSPHRASE)
    assert [f.name for f in (tmp_path / "photos").iterdir()] == ["cat.png"]


@pytest.mark.parametrize("after", [0.1, *(pytest.param(n / 20, marks=pytest.mark.long) for n in range(1, 20))])
def test_a_backup_that_is_killed_leaves_the_one_before(
        two_clients: House, tmp_path: Path, keys: Path, clock: Clock, after: float) -> None:
    before = answers(two_clients)
    backup(two_clients, tmp_path / "safe", PASSPHRASE)
    code = ("import sys; from pathlib import Path; from datetime import datetime, UTC\n"
            "from daybook.workflows.house import open_house; from daybook.workflows.backup import backup\n"
            "house = open_house(Path(sys.argv[1]), lambda: datetime(2026, 11, 23, 2, tzinfo=UTC))\n"
            "print('ready', flush=True); backup(house, Path(sys.argv[2]), sys.argv[3])")
    child = subprocess.Popen([sys.executable, "-c", code, str(two_clients.home), str(tmp_path / "safe"), PASSPHRASE],
                             stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(after)
    child.kill()
    child.wait()
    child.stdout.close()
    home = destroyed(two_clients, keys)
    restore(tmp_path / "safe", home, PASSPHRASE)
    assert answers(open_house(home, clock)) == before


def test_the_commands(daybook: CommandLine, tmp_path: Path) -> None:
    daybook("shop", "add", "tmall", "--client", "Jade", "--platform", "tmall", "--tz", "Asia/Shanghai",
            "--currency", "CNY")
    daybook("ingest", "--shop", "tmall", write_orders(tmp_path / "a.csv", ORDERS.format(n=1)))
    made = daybook.json("backup", "--to", tmp_path / "safe")
    assert made["rows"] > 0
    assert len(daybook.json("backup", "--to", tmp_path / "safe", "--list")["moments"]) == 1
    other = CommandLine(tmp_path / "other")
    back = other.json("restore", "--from", tmp_path / "safe")
    assert back["rows"] == made["rows"]
    assert [s["name"] for s in other.json("shop", "list")] == ["tmall"]
    refused = other("restore", "--from", tmp_path / "safe")
    assert refused.exit_code == 2
    assert "never written over" in refused.stderr
    assert json.loads((tmp_path / "safe" / "BACKUP.json").read_text())["format"] == 1
