"""What grows by itself goes after its time, the file stays; a quota is told before it is reached and holds when it is."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.workflows.given import note
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.retention import KEPT, DiskUse, Room, clean_up, disk_use, quota_of
from daybook.workflows.rounds import upkeep_round
from tests.conftest import Clock, CommandLine


def test_who_opened_what_goes_after_its_time_and_the_operating_file_never_does(house: House, clock: Clock) -> None:
    from daybook.records import models

    add_shop(house, "jade", "Mei", "tmall", "Asia/Shanghai", "CNY")
    note(house, "jade", "2026-11-20T10:00:00+08:00", "KZ-041", "rival", "", "168", "cheaper next door")
    left = house.home / "inbox" / "dropped" / "old"
    left.mkdir(parents=True)
    models.Audit.objects.create(at=house.now(), what="morning", method="GET", status=200)
    with house.run("compact"):
        """A line of the run log."""
    clock.moment = datetime.now(UTC) + KEPT["dropped"] - timedelta(hours=1)
    assert clean_up(house) == {"audit": 0, "runs": 0, "messages": 0, "dropped": 0}
    clock.moment += KEPT["audit"] + timedelta(hours=2)
    assert clean_up(house) == {"audit": 1, "runs": 1, "messages": 0, "dropped": 1}
    assert not left.exists()
    assert models.Note.objects.count() == 1


@pytest.mark.parametrize(("used", "free", "quota", "room"), [
    (10, 900, None, Room.ENOUGH), (10, 90, None, Room.NEAR), (79, 900, 100, Room.ENOUGH), (80, 900, 100, Room.NEAR),
    (100, 900, 100, Room.OVER)])
def test_room_is_told_before_it_ends(used: int, free: int, quota: int | None, room: Room) -> None:
    assert DiskUse({"lake": used}, free, 1000, quota).room is room


def test_over_the_quota_nothing_is_taken_in_and_those_who_run_the_house_are_told(
        house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.records import models
    from daybook.workflows.deliver import add_channel, address_variable

    add_shop(house, "jade", "Mei", "tmall", "Asia/Shanghai", "CNY")
    user = models.User.objects.create_user("ann@x.example", None, name="Ann", language="en", created_at=house.now())
    models.Membership.objects.create(user=user, role="admin", since=house.now(), client=None)
    monkeypatch.setenv(address_variable("ann@x.example", "hook"), "http://127.0.0.1:9/x")
    add_channel(house, "ann@x.example", "hook", "webhook")
    file = tmp_path / "orders.csv"
    file.write_text("订单编号\n1\n", encoding="utf-8")
    (house.home / "letters").mkdir(exist_ok=True)
    (house.home / "letters" / "kept").write_bytes(b"x" * 2000)          # records may lie in PostgreSQL, outside the folder
    monkeypatch.setenv("DAYBOOK_QUOTA", "1KB")
    assert disk_use(house.home).room is Room.OVER
    with pytest.raises(DaybookError, match="Nothing was taken in"):
        ingest(house, [Incoming("jade", file)])
    assert not models.Landing.objects.exists()
    for _ in range(2):
        upkeep_round(house, ["house"], house.now())
    assert [m.title for m in models.Message.objects.all()] == ["The disk of the house fills up"]


def test_a_quota_that_is_no_size_is_said() -> None:
    with pytest.raises(WrongUsage, match="no size"):
        quota_of("a lot")


def test_the_prompt_says_how_full_it_is(daybook: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_QUOTA", "1TB")
    said = daybook.json("disk")
    assert said["quota"] == 10**12
    assert said["room"] in ("enough", "near")
    assert said["used"] == sum(said["parts"].values())


def test_a_line_of_the_log_whose_process_was_killed_says_so_and_goes_with_the_others(house: House, clock: Clock) -> None:
    from daybook.records import models

    models.Run.objects.create(what="ingest", started_at=house.now())
    clean_up(house)
    assert models.Run.objects.get().outcome == "running"          # it may still be
    clock.moment += KEPT["running"] + timedelta(hours=1)
    clean_up(house)
    assert models.Run.objects.get().outcome == "broken off"
    clock.moment += KEPT["runs"]
    assert clean_up(house)["runs"] == 1
