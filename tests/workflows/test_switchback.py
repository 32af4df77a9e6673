"""A switchback: planned in blocks, switched by the clock only as people agree, measured on the days on which it stood."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from daybook.actions.stage import stage_of
from daybook.analysis.effect.measure import measure
from daybook.analysis.effect.panel import Case
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.ads import PlanPause
from daybook.domain.moves.listing import Title
from daybook.domain.proposal import Stage
from daybook.domain.switchback import Switchback
from daybook.plan.switchback import blocks_of
from daybook.workflows.approve import approve
from daybook.workflows.done_moves import done_moves
from daybook.workflows.execute import done_by_hand
from daybook.workflows.house import House
from daybook.workflows.move_case import applied_on
from daybook.workflows.proposals import list_proposals
from daybook.workflows.rounds import switch_round, switches_wait
from daybook.workflows.switchback import plan_switchback, stop_switchback, switchbacks, tasks_of

from ..conftest import Clock
from .acting_house import KETTLE, MORNING, SHOP, acting_house, sell_one
from .given_house import ITEM

DISPLAY = PlanPause("P-1", True, False, ITEM[KETTLE])
FIRST = date(2026, 11, 24)
LOT = 1


@pytest.fixture(scope="module")
def acting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Clock]]:
    folder: Path = tmp_path_factory.mktemp("switchback")
    clock = Clock(MORNING)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        yield acting_house(folder, clock), clock


@pytest.fixture
def house(acting: tuple[House, Clock], monkeypatch: pytest.MonkeyPatch) -> House:
    """Its lot is the same in every run: on first, off in the last block."""
    from daybook.records import models

    monkeypatch.setattr("daybook.workflows.switchback.secrets", SimpleNamespace(token_hex=lambda size: f"{LOT:08x}"))

    acting[1].moment = MORNING
    models.Proposal.objects.all().delete()
    models.Switchback.objects.all().delete()
    return acting[0]


def at_ten(day: date) -> datetime:
    return MORNING + (day - date(2026, 11, 23)) * 1


def live(house: House, clock: Clock, one: Switchback, days: int, late: date | None = None) -> None:
    """Each morning the clock has its round; Mei agrees to what waits and Bo does it, except on a day when nobody did."""
    for day in (one.first + timedelta(days=n) for n in range(days)):
        clock.moment = at_ten(day)
        sell_one(house, house.home.parent, f"{day - timedelta(days=1)}", "199.00", clock.moment - timedelta(hours=1),
                 1000 + (day - one.first).days)                   # the guards want to know how long the stock lasts
        if one.wants(day) == one.wants(day - timedelta(days=1)) and day - timedelta(days=1) != late:
            continue                                              # nothing is due on other days
        for _ in range(2):                                        # what is agreed to is carried out by the next round
            if switches_wait(house, [SHOP], clock()):
                switch_round(house, [SHOP], clock())
            for story in list_proposals(house, [SHOP], []) if day != late else ():
                if stage_of(story, clock()) is Stage.WAITING:
                    approve(house, story.proposal.key, story.proposal.fingerprint, "Mei", "cli")
        for story in list_proposals(house, [SHOP], []):
            if story.receipts and story.receipts[-1].outcome.value == "waiting for a person":
                done_by_hand(house, story.proposal.key, "Bo", "switched in the console")


def test_blocks_come_in_pairs_of_on_and_off_drawn_by_lot() -> None:
    blocks = blocks_of(FIRST, 3, 4, 7)
    assert [b.on for b in blocks[::2]] == [not b.on for b in blocks[1::2]]
    assert {(b.last - b.first).days for b in blocks} == {2}
    assert (blocks[0].first, blocks[-1].last) == (FIRST, FIRST + timedelta(days=23))
    assert blocks_of(FIRST, 3, 4, 7) == blocks
    assert len({tuple(b.on for b in blocks_of(FIRST, 3, 4, seed)) for seed in range(300)}) == 16


def test_what_cannot_be_switched_and_what_is_switched_already_is_not_planned(house: House) -> None:
    with pytest.raises(WrongUsage, match="not switched on and off"):
        plan_switchback(house, SHOP, Title(ITEM[KETTLE], "a", "b"), "Bo")
    with pytest.raises(WrongUsage, match="over or has begun"):
        plan_switchback(house, SHOP, DISPLAY, "Bo", first=date(2026, 11, 23))
    plan_switchback(house, SHOP, DISPLAY, "Bo")
    with pytest.raises(WrongUsage, match="has a switchback until"):
        plan_switchback(house, SHOP, DISPLAY, "Bo")


@pytest.mark.long
def test_nothing_is_switched_unasked_and_all_of_it_stands_as_planned(house: House, acting: tuple[House, Clock]) -> None:
    one = plan_switchback(house, SHOP, DISPLAY, "Bo", why="does the display plan bring anything?")
    first_on = next(b for b in one.blocks if b.on)
    acting[1].moment = at_ten(first_on.first)
    assert "waiting" in switch_round(house, [SHOP], acting[1]())[SHOP]
    (asked,) = list_proposals(house, [SHOP], [])
    assert (asked.attempts, asked.proposal.move) == ((), DISPLAY)
    (task,) = tasks_of([house.shop(SHOP)], first_on.first)[SHOP]
    assert task.must
    assert str(task.what).startswith("Switch on: ")
    live(house, acting[1], one, 25)
    (move,) = done_moves([house.shop(SHOP)], acting[1]())[SHOP]
    days = [one.first + timedelta(days=n) for n in range(24)]
    seen = type("Seen", (), {"shop": house.shop(SHOP)})
    assert [bool(v) for v in applied_on(move, seen, days)] == [one.wants(d) for d in days]      # type: ignore[arg-type]
    assert (move.due_on, move.ref) == (one.last + timedelta(days=1), f"switchback {one.key}")
    assert not switches_wait(house, [SHOP], acting[1]())


def test_a_switch_that_came_late_is_measured_as_it_was_done(house: House, acting: tuple[House, Clock]) -> None:
    one = plan_switchback(house, SHOP, DISPLAY, "Bo")
    late = next(b for b in one.blocks if b.on).first
    live(house, acting[1], one, (late - one.first).days + 2, late)
    (move,) = done_moves([house.shop(SHOP)], acting[1]())[SHOP]
    assert move.stood[0][0] == late + timedelta(days=1)


def test_a_stopped_one_is_put_back(house: House, acting: tuple[House, Clock]) -> None:
    one = plan_switchback(house, SHOP, DISPLAY, "Bo")
    day = next(b for b in one.blocks if b.on).first
    live(house, acting[1], one, (day - one.first).days + 1)
    acting[1].moment = at_ten(day + timedelta(days=1))
    stopped = stop_switchback(house, one.key, "Mei", "sales fell")
    assert (stopped.last, stopped.wants(day + timedelta(days=1))) == (day, False)
    switch_round(house, [SHOP], acting[1]())
    asked = next(s for s in list_proposals(house, [SHOP], []) if not s.approvals)
    assert asked.proposal.move == DISPLAY.undo()
    assert [s.key for s in switchbacks([house.shop(SHOP)])] == [one.key]


def test_who_says_no_is_not_asked_again_before_the_next_block(house: House, acting: tuple[House, Clock]) -> None:
    one = plan_switchback(house, SHOP, DISPLAY, "Bo")
    number, block = next((n, b) for n, b in enumerate(one.blocks) if b.on)
    acting[1].moment = at_ten(block.first)
    switch_round(house, [SHOP], acting[1]())
    (asked,) = list_proposals(house, [SHOP], [])
    approve(house, asked.proposal.key, asked.proposal.fingerprint, "Mei", "cli", yes=False, why="not this week")
    for day in (block.first, block.last):
        acting[1].moment = at_ten(day) + timedelta(minutes=15)
        assert not switches_wait(house, [SHOP], acting[1]())
        switch_round(house, [SHOP], acting[1]())
    assert [s.proposal.key for s in list_proposals(house, [SHOP], [])] == [asked.proposal.key]
    acting[1].moment = at_ten(next(b for b in one.blocks[number + 1:] if b.on).first)
    assert switches_wait(house, [SHOP], acting[1]()) == [SHOP]


def test_a_planted_effect_is_found_on_the_days_as_switched() -> None:
    """A display plan that brings 15 %, on and off over 24 days: the range leaves 0 out and holds it."""
    rng, days = np.random.default_rng(5), 70
    blocks = blocks_of(date(2026, 11, 1), 3, 4, 11)
    on = np.concatenate([np.zeros(46), [float(b.on) for b in blocks for _ in range(3)]])
    rows = np.exp(np.log(300 * np.exp(0.3 * rng.normal(size=7)))[:, None] + 0.1 * rng.normal(size=days))
    rows[0] *= 1 + 0.15 * on
    sold = rng.poisson(rows).astype(float)
    (found,) = measure([Case(sold[0], sold[1:], on, np.arange(days) % 7, [""] * days)])
    assert found.shown
    assert found.share_low <= 0.15 <= found.share_high
