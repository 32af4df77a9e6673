"""The inbox: a folder and a mailbox that fill themselves."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.workflows.house import House
from daybook.workflows.inbox import InboxRound, look_into
from daybook.workflows.mail import Mailbox, look_into_mail
from daybook.workflows.questions import open_questions
from daybook.workflows.sorting import take_answer
from tests.conftest import Clock
from tests.orders import known, landings
from tests.workflows.mail_server import MailServer, letter, mail_server
from tests.workflows.test_sorting import SYCM, orders, two_shops


def aged(house: House, *files: Path, seconds: int = 60) -> None:
    """Files last written so long before the house's clock."""
    for file in files:
        at = house.now().timestamp() - seconds
        os.utime(file, (at, at))


def lying(box: Path) -> list[str]:
    return sorted(str(p.relative_to(box)) for p in box.rglob("*") if p.is_file() and not p.name.startswith("."))


def counts(found: InboxRound) -> tuple[int, int, int]:
    return found.count("loaded"), found.waiting, found.count("refused", "unknown")


def test_what_is_whole_is_taken_in_and_put_away(house: House, tmp_path: Path) -> None:
    two_shops(house)
    box = tmp_path / "box"
    good = orders(box / "小满旗舰店" / "a.csv", 2026112200000001)
    bad = box / "小满旗舰店" / "notes.txt"
    bad.write_text("call mei\n", encoding="utf-8")
    aged(house, good, bad)
    assert counts(look_into(house, box)) == (1, 0, 1)
    assert lying(box) == ["done/2026-11-23/小满旗舰店/a.csv", "failed/2026-11-23/小满旗舰店/notes.txt",
                          "failed/2026-11-23/小满旗舰店/notes.txt.reason.txt"]
    assert "no reader knows" in (box / lying(box)[2]).read_text(encoding="utf-8")
    assert counts(look_into(house, box)) == (0, 0, 0)


def test_a_file_that_is_still_written_waits_until_it_is_whole(house: House, tmp_path: Path, clock: Clock) -> None:
    two_shops(house)
    box = tmp_path / "box"
    young = orders(box / "小满旗舰店" / "a.csv", 2026112200000001)
    part = orders(box / "小满旗舰店" / "b.csv.crdownload", 2026112200000011)
    aged(house, young, seconds=2)
    aged(house, part, seconds=600)
    found = look_into(house, box)
    assert (found.found, set(found.unfinished)) == ((), {young, part})
    clock.moment += timedelta(seconds=10)
    found = look_into(house, box)
    assert counts(found) == (1, 0, 0)
    assert found.unfinished == (part,)


def test_what_waits_stays_and_goes_once_it_is_answered(house: House, tmp_path: Path) -> None:
    two_shops(house)
    box = tmp_path / "box"
    aged(house, orders(box / "bo" / "a.csv", 2026112200000001))
    assert counts(look_into(house, box)) == (0, 1, 0)
    assert lying(box) == ["bo/a.csv"]
    second = look_into(house, box)
    assert (second.found, second.waiting) == ((), 1)
    take_answer(house, open_questions(house)[0].key, "Birch Outlet")
    assert look_into(house, box).count("unchanged") == 1
    assert lying(box) == ["done/2026-11-23/bo/a.csv"]


def test_a_second_look_while_one_works_is_refused(house: House, tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".daybook.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(WrongUsage, match="another daybook"):
            look_into(house, tmp_path)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("DAYBOOK_IMAP_PASSWORD", "secret")
    with mail_server() as running:
        yield running


def box_of(server: MailServer) -> Mailbox:
    return Mailbox("127.0.0.1", "in", port=server.port, encrypted=False)


def mailed(tmp_path: Path, first: int) -> bytes:
    return orders(tmp_path / "mailed.csv", first).read_bytes()


def test_letters_are_read_once_and_the_subject_tells_the_shop(house: House, tmp_path: Path, server: MailServer) -> None:
    two_shops(house)
    server.letters[3] = letter("robot@jade.example", "日报 小满旗舰店 2026-11-22", {"订单.csv": mailed(tmp_path, 2026112200000001)})
    server.letters[4] = letter("bo@birch.example", "hello", {})
    found = look_into_mail(house, box_of(server))
    assert (found.letters, found.files, counts(found.round)) == (2, 1, (1, 0, 0))
    assert known(house, "小满旗舰店")["paid_gmv"] == {"2026-11-21": 100, "2026-11-22": 100}
    assert not lying(house.home / "inbox" / "mail")
    server.letters[9] = letter("robot@jade.example", "小满旗舰店", {"../../x.csv": mailed(tmp_path, 2026112200000011)})
    found = look_into_mail(house, box_of(server))
    assert (found.letters, counts(found.round)) == (1, (1, 0, 0))
    assert server.fetched == [3, 4, 9]
    assert look_into_mail(house, box_of(server)).letters == 0


def test_a_connection_cut_in_between_loses_and_doubles_nothing(house: House, tmp_path: Path, server: MailServer) -> None:
    two_shops(house)
    for uid in (1, 2, 3):
        server.letters[uid] = letter("r@x.example", "小满旗舰店", {f"{uid}.csv": mailed(tmp_path, 2026112200000001 + uid * 10)})
    server.cut_after = 2
    with pytest.raises(DaybookError, match="mail server said"):
        look_into_mail(house, box_of(server))
    server.cut_after = 10
    found = look_into_mail(house, box_of(server))
    assert found.letters == 1
    assert server.fetched == [1, 2, 3]
    assert sorted(row.name for row in landings(house)) == ["1.csv", "2.csv", "3.csv"]


def test_a_mailbox_that_counts_anew_is_read_again_and_says_nothing_new(
        house: House, tmp_path: Path, server: MailServer) -> None:
    two_shops(house)
    server.letters[5] = letter("r@x.example", "小满旗舰店", {"a.csv": mailed(tmp_path, 2026112200000001)})
    look_into_mail(house, box_of(server))
    server.letters, server.validity = {1: server.letters[5]}, 8
    found = look_into_mail(house, box_of(server))
    assert (found.letters, found.round.count("unchanged")) == (1, 1)


def test_only_named_senders_are_heard(house: House, tmp_path: Path, server: MailServer) -> None:
    two_shops(house)
    server.letters[1] = letter("Mallory <m@bad.example>", "小满旗舰店", {"a.csv": mailed(tmp_path, 2026112200000001)})
    found = look_into_mail(house, box_of(server), ["robot@jade.example"])
    assert (found.files, landings(house)) == (0, [])
    assert "m@bad.example" in found.left[0]


def test_a_wrong_password_is_said_and_never_shown(house: House, server: MailServer) -> None:
    server.password = "another"
    with pytest.raises(DaybookError, match="check user, password") as told:
        look_into_mail(house, box_of(server))
    assert "secret" not in str(told.value)


def test_a_password_never_leaves_the_machine_unencrypted(house: House) -> None:
    with pytest.raises(WrongUsage, match="unencrypted"):
        look_into_mail(house, Mailbox("mail.example", "in", encrypted=False))


def test_quiet_days_that_are_the_same_to_the_byte_are_days_of_their_own(house: House, tmp_path: Path) -> None:
    two_shops(house)
    box = tmp_path / "box"
    (box / "小满旗舰店").mkdir(parents=True)
    for day in (20, 21, 22):
        file = box / "小满旗舰店" / f"商品_2026-11-{day}.csv"
        file.write_text(SYCM, encoding="utf-8")
        aged(house, file)
    assert counts(look_into(house, box)) == (3, 0, 0)
    days = {t.first_day.day for row in landings(house) for t in row.tables.all()}
    assert sorted(days) == [20, 21, 22]
