"""The agency's view: money at risk that can be acted on, how far plans are, and who has how much to do."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.overdue import Late
from daybook.domain.work_items import StepKind
from daybook.workflows.agency import shops_today, workload
from daybook.workflows.came import came_of
from daybook.workflows.given import set_from_csv
from daybook.workflows.hand_out import accept_hand_out, propose_hand_out
from daybook.workflows.house import House, add_shop
from daybook.workflows.overdue import overdue, tell_overdue
from daybook.workflows.patrol import tick
from daybook.workflows.work import Told, board, take_step
from tests.conftest import Clock
from tests.workflows.given_house import SHOP, written
from tests.workflows.worked_house import SATURDAY


@pytest.fixture
def house(saturday: House) -> House:
    """The kettle shop on Saturday, and a shop without a morning."""
    add_shop(saturday, "quiet", "Mei", "tmall", "Asia/Shanghai", "CNY")
    return saturday


def test_a_shop_is_a_line_with_its_risk_its_plan_and_its_patrol(house: House) -> None:
    kettle, quiet = shops_today(house, house.shops(), SATURDAY)
    assert (kettle.shop, kettle.made, quiet.shop, quiet.made) == (SHOP, True, "quiet", False)
    item = next(i for i in board(house, [SHOP], SATURDAY) if i.line == "restock.KZ-041")
    assert item.gain is not None
    assert kettle.at_risk == D("398.00")
    assert kettle.can_act == (item.gain.mid / 7).quantize(D("0.01"))
    assert kettle.worth == kettle.can_act
    assert (kettle.tasks, kettle.done, kettle.done_share, kettle.unchecked) == (1, 0, D(0), 6)
    tick(house, SHOP, "disputes", "Bo")
    take_step(house, item.key, StepKind.DONE, Told("Bo", minutes=12))
    after = shops_today(house, house.shops(), SATURDAY)[0]
    assert (after.done, after.done_share, after.minutes_used, after.can_act, after.unchecked) == (1, D(1), 12, D(0), 5)


def test_each_person_has_their_minutes_beside_what_they_hold(house: House, clock: Clock, tmp_path: Path) -> None:
    file = written(tmp_path, f"shop,person,role,minutes\n{SHOP},Bo,operator,240\nquiet,Bo,operator,60\n{SHOP},Lin,ads,30\n")
    set_from_csv(house, "team", file)
    item = board(house, [SHOP], SATURDAY)[0]
    take_step(house, item.key, StepKind.TAKE, Told("Lin"))
    loads = {m.person: m for m in workload(house, house.shops(), SATURDAY)}
    assert (loads["Lin"].open, loads["Lin"].minutes_open, loads["Lin"].capacity) == (1, item.minutes, 30)
    assert (loads["Bo"].open, loads["Bo"].capacity) == (0, 300)
    take_step(house, item.key, StepKind.DONE, Told("Lin", minutes=45))
    lin = {m.person: m for m in workload(house, house.shops(), SATURDAY)}["Lin"]
    assert (lin.done, lin.minutes_used, lin.over) == (1, 45, True)


def test_the_queries_do_not_grow_with_the_shops(house: House) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            shops = house.shops()
            shops_today(house, shops, SATURDAY)
            workload(house, shops, SATURDAY)
            propose_hand_out(house, shops, SATURDAY, house.now())
            overdue(house, shops, SATURDAY, house.now())
            came_of(shops, house.now())
        return len(found)

    before = asked()
    for n in range(20):
        add_shop(house, f"more-{n}", "Mei", "tmall", "Asia/Shanghai", "CNY")
    assert asked() == before
    assert len(shops_today(house, house.shops(), SATURDAY + timedelta(days=1))) == 22


def rosters(house: House, folder: Path, *lines: str) -> None:
    set_from_csv(house, "team", written(folder, "shop,person,role,minutes\n" + "".join(f"{line}\n" for line in lines)))


def test_a_task_that_nobody_holds_is_proposed_to_a_person_and_handed_over_once_accepted(
        house: House, clock: Clock, tmp_path: Path) -> None:
    item = board(house, [SHOP], SATURDAY)[0]
    assert item.holder == "operator"
    bare = propose_hand_out(house, house.shops(), SATURDAY, clock())
    assert (bare.lines, bare.nobody) == ((), 1)
    rosters(house, tmp_path, f"{SHOP},Bo,operator,240", f"{SHOP},Lin,ads,300", "quiet,Mu,operator,400")
    clock.moment += timedelta(minutes=1)
    [line] = propose_hand_out(house, house.shops(), SATURDAY, clock()).lines
    assert (line.key, line.shop, line.to, line.nobody, line.minutes) == (item.key, SHOP, "Bo", True, item.minutes)
    done = accept_hand_out(house, house.shops(), SATURDAY, [(item.key, "Bo"), (item.key, "Mu")], "Mei")
    assert ([one.to for one in done.handed], done.changed) == (["Bo"], 1)
    after = board(house, [SHOP], SATURDAY)[0]
    assert (after.state.value, after.holder, after.steps[-1].by) == ("handed", "Bo", "Mei")
    assert propose_hand_out(house, house.shops(), SATURDAY, clock()).lines == ()


def test_what_somebody_has_taken_stays_with_them(house: House, clock: Clock, tmp_path: Path) -> None:
    rosters(house, tmp_path, f"{SHOP},Bo,operator,5", f"{SHOP},Lin,operator,300")
    clock.moment += timedelta(minutes=1)
    item = board(house, [SHOP], SATURDAY)[0]
    assert [line.to for line in propose_hand_out(house, house.shops(), SATURDAY, clock()).lines] == ["Lin"]
    take_step(house, item.key, StepKind.TAKE, Told("Bo"))
    made = propose_hand_out(house, house.shops(), SATURDAY, clock())
    assert (made.lines, made.stuck) == ((), item.minutes - 5)


def test_work_is_overdue_by_the_hours_of_the_rule_and_its_lead_is_named(house: House, clock: Clock, tmp_path: Path) -> None:
    rosters(house, tmp_path, f"{SHOP},Bo,operator,240", f"{SHOP},Mei,account_manager,60")
    item = board(house, [SHOP], SATURDAY)[0]
    assert overdue(house, house.shops(), SATURDAY, clock()) == ()
    clock.moment += timedelta(hours=1)
    take_step(house, item.key, StepKind.HAND, Told("Mei", person="Bo"))
    clock.moment += timedelta(hours=1, minutes=1)
    [patrol] = overdue(house, house.shops(), SATURDAY, clock())
    assert (patrol.why, patrol.count, patrol.leads) == (Late.PATROL, 6, ("Mei",))
    clock.moment += timedelta(hours=3)
    both = {one.why: one for one in overdue(house, house.shops(), SATURDAY, clock())}
    assert (set(both), both[Late.HANDED].holder, both[Late.HANDED].key) == ({Late.PATROL, Late.HANDED}, "Bo", str(item.key))
    take_step(house, item.key, StepKind.TAKE, Told("Bo"))
    assert {one.why for one in overdue(house, house.shops(), SATURDAY, clock())} == {Late.PATROL}


def test_the_lead_is_told_once_for_a_moment_and_the_newer_list_takes_the_older_ones_place(house: House, clock: Clock) -> None:
    from daybook.records import models

    clock.moment += timedelta(hours=3)
    assert tell_overdue(house, house.shops(), clock()) == {SHOP: 1}
    tell_overdue(house, house.shops(), clock())
    [row] = models.Pressing.objects.filter(key__startswith="late ")
    assert row.roles == ["account_manager", "director", "owner"]
    assert row.words["en"] == [f"{SHOP}: 1 thing is overdue", "checks of the patrol: 6 checks not made since nine"]
    clock.moment += timedelta(hours=3)
    tell_overdue(house, house.shops(), clock())
    older, newer = models.Pressing.objects.filter(key__startswith="late ").order_by("pk")
    assert older.ask_next_at is None
    assert newer.key != older.key


def test_what_came_of_what_was_expected_adds_only_moves_with_both_numbers(house: House, clock: Clock) -> None:
    """Expected 100 and 50, measured 60 and 40 with errors of 3 and 4: 100 of 150, give or take 5."""
    from daybook.records.effect_rows import add_effect
    from tests.workflows.worked_house import measured

    for n, (expected, value, error) in enumerate(((D(100), D(60), D(3)), (D(50), D(40), D(4)), (None, D(70), D(5)))):
        add_effect(replace(measured(SHOP, f"work {n}", clock()), expected=expected, own_value=value, own_error=error))
    found = came_of(house.shops(), clock())
    came = found.by_shop[SHOP]
    assert (came.moves, came.expected, came.measured, came.error) == (2, D(150), D(100), D(5))
    assert (came.share, list(found.by_kind)) == (D(100) / 150, [("CNY", "price")])
    assert came_of(house.shops(), clock() + timedelta(days=91)).by_shop == {}
