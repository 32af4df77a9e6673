"""The work of a morning: each plan line is an item that people take, do, put off, hand over or drop, and the next morning
knows what came of it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from daybook.domain.brief import Brief
from daybook.domain.errors import WrongUsage
from daybook.domain.work_items import ItemState, StepKind, WorkItem
from daybook.reports.localise import in_language
from daybook.reports.wording import translator
from daybook.reports.work_phrases import item_words, step_words
from daybook.workflows.house import House, add_shop
from daybook.workflows.morning import mornings
from daybook.workflows.work import Told, board, item_of, open_receipt_file, take_step
from tests.conftest import Clock
from tests.workflows.given_house import CLIENT, SHOP
from tests.workflows.worked_house import MONDAY, PNG, SATURDAY, SUNDAY, at

KETTLE = "restock.KZ-041"


def morning(house: House, on: date) -> Brief:
    return mornings(house, [house.shop(SHOP)], on)[0]


def kettle(house: House, on: date = SATURDAY) -> WorkItem:
    """The restock of the kettle as it stands on the board of a day."""
    (item,) = [i for i in board(house, [SHOP], on) if i.line == KETTLE]
    return item


def test_each_line_of_a_stored_plan_is_one_open_item_however_often_the_brief_is_made(saturday: House) -> None:
    brief = morning(saturday, SATURDAY)
    items = board(saturday, [SHOP], SATURDAY)
    assert [i.line for i in items] == [line.id for line in sorted(brief.plan, key=lambda line: line.slot)]
    item, line = kettle(saturday), next(line for line in brief.plan if line.id == KETTLE)
    assert (item.what, item.object, item.to, item.minutes, item.gain, item.check_on, item.holder) == (
        line.what, line.object, line.to, line.minutes, line.gain, line.check_on, line.owner)
    assert {i.state for i in items} == {ItemState.OPEN}


def test_a_brief_that_is_not_stored_asks_nobody_to_work(saturday: House) -> None:
    mornings(saturday, [saturday.shop(SHOP)], SUNDAY, store=False)
    assert {i.on for i in board(saturday, [SHOP], SUNDAY)} == {SATURDAY}


def test_an_item_is_said_in_both_languages(saturday: House) -> None:
    assert item_words(kettle(saturday), "en").what == "Restock KZ-041"
    assert item_words(kettle(saturday), "zh").what == "补货 KZ-041"
    assert item_words(kettle(saturday), "zh").change == "0 → 四周的可售量"


def test_what_is_done_by_hand_is_a_receipt_that_the_next_morning_and_the_diagnosis_know(
        saturday: House, clock: Clock, tmp_path: Path) -> None:
    shot = tmp_path / "shelf.png"
    shot.write_bytes(PNG)
    item = kettle(saturday)
    at(clock, SATURDAY, 10)
    take_step(saturday, item.key, StepKind.TAKE, Told("Bo"))
    at(clock, SATURDAY, 11)
    done = take_step(saturday, item.key, StepKind.DONE, Told("Bo", "from the second warehouse", from_="0", to="120",
                                                             minutes=12, files=(shot,)))
    assert (done.state, done.holder) == (ItemState.DONE, "Bo")
    assert done.receipt is not None
    assert (done.receipt.from_, done.receipt.to, done.receipt.minutes) == ("0", "120", 12)
    (kept,) = done.receipt.files
    sealed = (saturday.home / kept.path).read_bytes()
    assert b"kettle" not in sealed
    open_receipt_file(saturday, done, kept.sha256, tmp_path / "back.png")
    assert (tmp_path / "back.png").read_bytes() == PNG

    at(clock, SUNDAY)
    brief = morning(saturday, SUNDAY)
    (came,) = [y for y in brief.yesterday if y.plan_id == KETTLE]
    assert (came.done, came.from_, came.to, came.effect) == (True, "0", "120", "too early")
    from daybook.workflows.given import notes_of

    (noted,) = notes_of(saturday, saturday.shop(SHOP))
    assert (noted.object, noted.kind, noted.from_, noted.to) == ("KZ-041", "edit", "0", "120")


@pytest.mark.parametrize(("kind", "told", "en", "zh"), [
    (StepKind.DROP, Told("Bo", "supplier is gone"), "dropped by Bo: supplier is gone", "Bo已放弃：supplier is gone"),
    (StepKind.SNOOZE, Told("Bo", until=date(2026, 11, 25)), "put off until 25 Nov", "推迟到11月25日"),
    (StepKind.HAND, Told("Bo", person="Lin"), "handed over to Lin", "已转给Lin"),
    (StepKind.TAKE, Told("Bo"), "taken by Bo, not finished", "Bo已领，尚未完成"),
    (None, None, "nobody took it", "没有人领"),
])
def test_undone_work_says_where_it_stands_the_next_morning(saturday: House, clock: Clock, kind: StepKind | None,
                                                           told: Told | None, en: str, zh: str) -> None:
    if kind is not None and told is not None:
        take_step(saturday, kettle(saturday).key, kind, told)
    at(clock, SUNDAY)
    brief = morning(saturday, SUNDAY)
    said = {lang: in_language(brief, translator(lang)) for lang in ("en", "zh")}
    assert [(y.done, y.effect) for y in said["en"].yesterday if y.plan_id == KETTLE] == [(False, en)]
    assert [y.effect for y in said["zh"].yesterday if y.plan_id == KETTLE] == [zh]


def test_a_past_morning_is_shown_again_without_what_was_done_later(saturday: House, clock: Clock) -> None:
    at(clock, SUNDAY)
    then = morning(saturday, SUNDAY)
    at(clock, SUNDAY, 15)
    take_step(saturday, kettle(saturday, SUNDAY).key, StepKind.DONE, Told("Bo", minutes=5, to="60"))
    assert mornings(saturday, [saturday.shop(SHOP)], SUNDAY, store=False)[0] == then
    at(clock, MONDAY)
    assert [y.done for y in morning(saturday, MONDAY).yesterday if y.plan_id == KETTLE] == [True]


def test_a_line_left_undone_goes_on_in_the_next_plan_with_whoever_has_it(saturday: House, clock: Clock) -> None:
    first = kettle(saturday)
    take_step(saturday, first.key, StepKind.TAKE, Told("Bo"))
    at(clock, SUNDAY)
    morning(saturday, SUNDAY)
    second = kettle(saturday, SUNDAY)
    assert (second.on, second.state, second.holder) == (SUNDAY, ItemState.TAKEN, "Bo")
    assert item_of(saturday, first.key).state is ItemState.CARRIED
    with pytest.raises(WrongUsage, match="went on in a later morning's plan"):
        take_step(saturday, first.key, StepKind.DONE, Told("Bo", minutes=5))


def test_what_is_put_off_comes_back_on_its_day_and_not_before(saturday: House, clock: Clock) -> None:
    take_step(saturday, kettle(saturday).key, StepKind.SNOOZE, Told("Bo", until=MONDAY))
    at(clock, SUNDAY)
    morning(saturday, SUNDAY)
    sunday = kettle(saturday, SUNDAY)
    assert (sunday.state, sunday.until, sunday.due_on(SUNDAY), sunday.due_on(MONDAY)) == (
        ItemState.SNOOZED, MONDAY, False, True)
    at(clock, MONDAY)
    morning(saturday, MONDAY)
    assert (kettle(saturday, MONDAY).on, kettle(saturday, MONDAY).state) == (MONDAY, ItemState.OPEN)


def test_undone_work_stays_on_the_board_when_the_next_plan_does_not_ask_for_it(saturday: House, clock: Clock) -> None:
    from daybook.records import models

    models.WorkItem.objects.filter(line=KETTLE).update(line="restock.OLD")
    at(clock, SUNDAY)
    morning(saturday, SUNDAY)
    assert [(i.line, i.on) for i in board(saturday, [SHOP], SUNDAY) if i.on == SATURDAY] == [("restock.OLD", SATURDAY)]
    (old,) = [i for i in board(saturday, [SHOP], SUNDAY) if i.on == SATURDAY]
    take_step(saturday, old.key, StepKind.DONE, Told("Bo", minutes=3))
    at(clock, MONDAY)
    brief = morning(saturday, MONDAY)
    assert [(y.plan_id, y.done) for y in brief.yesterday] == [(KETTLE, False), ("restock.OLD", True)]


def test_the_same_step_twice_changes_nothing(saturday: House) -> None:
    key = kettle(saturday).key
    once = take_step(saturday, key, StepKind.DONE, Told("Bo", minutes=5, to="60"))
    again = take_step(saturday, key, StepKind.DONE, Told("Bo", minutes=5, to="60"))
    assert again == once
    assert len(once.steps) == 1


@pytest.mark.parametrize(("before", "kind", "told", "because"), [
    (None, StepKind.DONE, Told("Bo"), "the minutes it took are not known. Next: say them with --minutes"),
    (None, StepKind.DROP, Told("Bo", " "), "it wants a reason"),
    (None, StepKind.HAND, Told("Bo"), "nobody is named to hand it to"),
    (None, StepKind.SNOOZE, Told("Bo", until=SATURDAY), "it comes back on a day after 2026-11-21"),
    (None, StepKind.TAKE, Told(" "), "nobody is named. Next: say who with --by"),
    (None, StepKind.REOPEN, Told("Bo", "wrong one"), "only what is done or dropped can be opened again"),
    ((StepKind.TAKE, Told("Lin")), StepKind.TAKE, Told("Bo"), "Lin has taken it. Next: have it handed over"),
    ((StepKind.DONE, Told("Lin", minutes=1)), StepKind.TAKE, Told("Bo"), "Lin has it done already"),
    ((StepKind.DONE, Told("Lin", minutes=1)), StepKind.DONE, Told("Bo", minutes=1), "Lin has it done already"),
    ((StepKind.DROP, Told("Lin", "no")), StepKind.DONE, Told("Bo", minutes=1), "Lin has it dropped already"),
    ((StepKind.HAND, Told("Lin", person="Bo")), StepKind.HAND, Told("Lin", "again", person="Bo"), "Bo has it already"),
])
def test_a_step_that_cannot_follow_is_refused_with_what_to_do(saturday: House, before: tuple[StepKind, Told] | None,
                                                              kind: StepKind, told: Told, because: str) -> None:
    key = kettle(saturday).key
    if before:
        take_step(saturday, key, *before)
    steps = item_of(saturday, key).steps
    with pytest.raises(WrongUsage, match=because):
        take_step(saturday, key, kind, told)
    assert item_of(saturday, key).steps == steps


def test_done_by_mistake_is_opened_again_and_the_steps_stay(saturday: House) -> None:
    key = kettle(saturday).key
    take_step(saturday, key, StepKind.DONE, Told("Bo", minutes=5))
    again = take_step(saturday, key, StepKind.REOPEN, Told("Mei", "that was the other kettle"))
    assert (again.state, [s.kind for s in again.steps]) == (ItemState.OPEN, [StepKind.DONE, StepKind.REOPEN])
    assert again.holder == again.owner
    assert step_words(again.steps[1], "en") == "Mei opened it again: that was the other kettle"


def test_a_file_that_is_no_picture_is_refused_and_nothing_is_written(saturday: House, tmp_path: Path) -> None:
    script = tmp_path / "shelf.png"
    script.write_bytes(b"<script>alert(1)</script>")
    key = kettle(saturday).key
    with pytest.raises(WrongUsage, match=r"shelf.png: this is no picture or PDF"):
        take_step(saturday, key, StepKind.DONE, Told("Bo", minutes=5, files=(script,)))
    assert item_of(saturday, key).steps == ()


def test_a_value_that_a_spreadsheet_would_carry_out_is_refused_and_nothing_is_written(saturday: House) -> None:
    key = kettle(saturday).key
    with pytest.raises(WrongUsage, match="looks like a formula"):
        take_step(saturday, key, StepKind.DONE, Told("Bo", minutes=5, to="=cmd|' /C calc'!A0"))
    assert item_of(saturday, key).state is ItemState.OPEN


def test_done_earlier_and_told_later_keeps_both_moments(saturday: House, clock: Clock) -> None:
    done_at = at(clock, SATURDAY, 10)
    told_at = at(clock, SATURDAY, 18)
    done = take_step(saturday, kettle(saturday).key, StepKind.DONE, Told("Bo", minutes=5, at=done_at))
    assert (done.steps[0].at, done.steps[0].known_at) == (done_at, told_at)
    with pytest.raises(WrongUsage, match="still to come"):
        take_step(saturday, done.key, StepKind.REOPEN, Told("Bo", "no", at=told_at + timedelta(hours=1)))


def test_leaving_takes_the_work_along_and_forgetting_destroys_it(saturday: House, tmp_path: Path) -> None:
    from daybook.records import models
    from daybook.workflows.leave import export, forget

    shot = tmp_path / "shelf.png"
    shot.write_bytes(PNG)
    done = take_step(saturday, kettle(saturday).key, StepKind.DONE, Told("Bo", minutes=5, to="60", files=(shot,)))
    export(saturday, saturday.shop(SHOP), tmp_path / "out")
    assert "restock.KZ-041,done,Bo" in (tmp_path / "out" / "given" / "work.csv").read_text(encoding="utf-8")
    assert [f.read_bytes() for f in (tmp_path / "out" / "given" / "receipts").rglob("*.png")] == [PNG]
    forget(saturday, CLIENT)
    assert not models.WorkStep.objects.exists()
    assert done.receipt is not None
    assert not (saturday.home / done.receipt.files[0].path).exists()


def test_another_shops_board_shows_nothing_of_this_one(saturday: House) -> None:
    add_shop(saturday, "wu", "Wu", "tmall", "Asia/Shanghai", "CNY")
    assert board(saturday, ["wu"], SATURDAY) == ()
    with pytest.raises(WrongUsage, match="there is no work item"):
        item_of(saturday, kettle(saturday).key, ["wu"])
    assert replace(kettle(saturday)).shop == SHOP
