"""What moves brought: a done move is measured when its days are over, against products that nobody touched, and kept."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from daybook.domain.brief import Gain
from daybook.domain.effect import Effect, Told, effect_said
from daybook.domain.entry import EntryKind
from daybook.domain.work import Pull, Role, Suggestion
from daybook.facts.engine import reading
from daybook.plan.conflicts import Facts, sort_out
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.effects import effects_between, growth_of, standing_of, steps_of
from daybook.workflows.given import note
from daybook.workflows.house import ALL_TABLES, House, add_shop, open_house
from daybook.workflows.learned import keep_learned
from daybook.workflows.lessons import taught
from daybook.workflows.measure import measure
from daybook.workflows.morning import mornings
from daybook.workflows.seeing import see, whose
from tests.conftest import Clock
from tests.orders import take_all
from tests.workflows.given_house import CLIENT, LINES, ORDERS, SHOP, number, written

FIRST, DONE, DUE = date(2026, 8, 20), date(2026, 10, 1), date(2026, 10, 15)
LIFTED, IDLE = "700001", "700002"
#: item -> its price and usual units a day; the others are controls.
SHELF = {LIFTED: (50, 30), IDLE: (40, 25), "700003": (30, 40), "700004": (60, 20), "700005": (20, 60), "700006": (80, 15),
         "700007": (25, 35)}

WISH = Suggestion(
    "restore_listing.1", (), "restore_listing", "Take the edit back", "item", LIFTED, LIFTED, "", "", Role.OPERATOR, 3,
    Gain(Decimal(200), Decimal(700), Decimal(900), "CNY", per="", horizon_days=7), "", "by hand", "", "sales fell", DUE)


def nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def trade(house: House, folder: Path, last: date) -> None:
    """Eight weeks of seven products in one shop; the first sells half as much again from the day of its new picture."""
    rng = np.random.default_rng(7)
    orders, lines, key = ORDERS, LINES, 10_000
    for n in range((last - FIRST).days + 1):
        day, tide = FIRST + timedelta(days=n), float(np.exp(rng.normal(0, 0.08)))
        for item, (price, usual) in SHELF.items():
            mean = usual * tide * (1.5 if item == LIFTED and day > DONE else 1.0)
            units, key = max(1, int(rng.poisson(mean))), key + 1
            paid, at = f"{price * units:.2f}", f"{day} 10:{key % 60:02d}"
            orders += f"{number(key)},b{key},{paid},0.00,{paid},交易成功,江苏省 苏州市 x,{at}:00,{at}:30,0.00,{units}\n"
            lines += f"{number(key)}9,{number(key)},{at}:00,{at}:30,交易成功,{paid},无退款申请,{price}.00,{units},S{item},{item}\n"
    files = [written(folder, text, f"{name}.csv") for name, text in (("orders", orders), ("lines", lines))]
    take_all(house, SHOP, dict.fromkeys(files, nine(last + timedelta(days=1)) - timedelta(hours=1)))


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Clock, tuple[Effect, ...]]]:
    """The shop on the morning on which two edits of two weeks ago are due, measured at a quarter to nine."""
    folder, clock = tmp_path_factory.mktemp("effects"), Clock(nine(FIRST))
    before = os.environ.get("DAYBOOK_KEYS")
    os.environ["DAYBOOK_KEYS"] = str(folder / "keys")
    house = open_house(folder / "home", clock)
    add_shop(house, SHOP, CLIENT, "tmall", "Asia/Shanghai", "CNY")
    clock.moment = nine(DONE) + timedelta(hours=1)
    for item in (LIFTED, IDLE):
        note(house, SHOP, nine(DONE).isoformat(), item, "edit", "old picture", "new picture", "主图换了")
    clock.moment = nine(DUE)
    trade(house, folder, DUE - timedelta(days=1))
    clock.moment = nine(DUE) - timedelta(minutes=15)
    yield house, clock, measure(house, house.shops(), clock())
    os.environ.pop("DAYBOOK_KEYS") if before is None else os.environ.update(DAYBOOK_KEYS=before)


def test_a_move_that_sold_half_as_much_again_is_shown_with_its_range(measured: tuple[House, Clock, tuple[Effect, ...]]) -> None:
    _, _, made = measured
    (lifted,) = [e for e in made if e.move.object_id == LIFTED]
    assert lifted.told is Told.GAIN
    low, high = lifted.low or Decimal(0), lifted.high or Decimal(0)
    assert Decimal(0) < low <= Decimal(750) <= high     # 15 units at 50 a day
    assert (lifted.basis, lifted.currency, lifted.controls, lifted.move.due_on) == ("gmv", "CNY", 5, DUE)


def test_a_move_that_did_nothing_is_never_written_as_a_gain(measured: tuple[House, Clock, tuple[Effect, ...]]) -> None:
    house, _, made = measured
    (idle,) = [e for e in made if e.move.object_id == IDLE]
    assert idle.told is Told.CANNOT_TELL
    assert (idle.low or 0) < 0 < (idle.high or 0)
    assert str(effect_said(idle)).startswith("cannot tell yet: between -")
    growth = growth_of(house.shop(SHOP), nine(DUE))
    (shown,) = [e for e in growth.effects if e.told is Told.GAIN]
    assert (growth.gains, growth.losses, growth.untold) == (shown.value, 0, 1)
    assert steps_of(growth) == [(DONE, shown.value)]


def test_a_morning_knows_what_is_being_measured_and_against_what(measured: tuple[House, Clock, tuple[Effect, ...]]) -> None:
    """The two edited items are running until they are due; the five that nobody touched are left to hold them against."""
    house, _, _ = measured
    shops, on = [house.shop(SHOP)], DONE + timedelta(days=2)
    looked = reading(house.lake, house.books, whose(shops), nine(DUE), ALL_TABLES,
                     lambda session: see(session, shops, on, nine(DUE)))
    standing = standing_of(shops, looked, nine(DUE))[SHOP]
    assert {(r.item, r.subject, r.on, r.due_on) for r in standing.running} == {
        (item, "edit", DONE, DUE) for item in (LIFTED, IDLE)}
    assert standing.spare() == set(SHELF) - {LIFTED, IDLE}
    assert (standing.item("S" + IDLE), standing.item("a plan")) == (IDLE, "")
    wish = replace(WISH, move="edit", object_id="S" + IDLE, object_kind="sku", pull=Pull.EDIT)
    kept, later = sort_out([wish], Facts(), standing, on)
    assert not kept, "a change on an item that is being measured is put off"
    assert "can be measured" in later[0][1]


def test_measured_once_is_measured_for_good(measured: tuple[House, Clock, tuple[Effect, ...]]) -> None:
    house, clock, made = measured
    assert len(made) == 2
    assert measure(house, house.shops(), clock() + timedelta(days=3)) == ()


def test_the_morning_and_the_operating_file_say_what_came_of_it(measured: tuple[House, Clock, tuple[Effect, ...]]) -> None:
    house, clock, made = measured
    clock.moment = nine(DUE)
    (brief,) = mornings(house, house.shops(), DUE)
    said = {y.plan_id: y for y in brief.yesterday}
    assert {f"effect.{e.move.ref}" for e in made} == said.keys()
    assert {str(y.effect) for y in said.values()} == {str(effect_said(e)) for e in made}
    lines = entries(house.shops(), Asked(nine(DUE) - timedelta(days=1), nine(DUE) + timedelta(days=1),
                                         kinds=(EntryKind.MEASURED,)))
    assert {(e.object, str(e.note)) for e in lines} == {(e.move.object_id, str(effect_said(e))) for e in made}
    assert not [y for b in mornings(house, house.shops(), DUE - timedelta(days=1), store=False) for y in b.yesterday]


def test_other_shops_teach_a_ratio_and_no_name_object_or_amount_of_theirs_is_seen(
        measured: tuple[House, Clock, tuple[Effect, ...]]) -> None:
    """Planted markers: another client's measured moves have names and amounts that nothing of this client may hold."""
    from daybook.records.effect_rows import add_effect

    house, clock, made = measured
    other = add_shop(house, "MARKER-SHOP", "MARKER-CLIENT", "tmall", "Asia/Shanghai", "CNY")
    (idle,) = [e for e in made if e.move.object_id == IDLE]
    for n in range(4):
        move = replace(idle.move, shop=other.name, client=other.client, ref=f"note 90{n}", object_id="MARKER-ITEM",
                       what="MARKER-TEXT", kind="restore_listing")
        add_effect(replace(idle, move=move, value=Decimal("918273.45"), own_value=Decimal("91827.34"), own_error=Decimal(900),
                           expected=Decimal("918273.00"), category="家居 > MARKER-CATEGORY"))
    (other_learned,) = keep_learned([other], effects_between([other], nine(FIRST), nine(DUE)), nine(DUE))
    assert other_learned.now < 0.3
    mine = house.shop(SHOP)
    line = taught([mine], nine(DUE))[SHOP].learned(WISH, {LIFTED: "家居 > 壶"})
    assert line.gain is not None
    assert Decimal(70) < line.gain.mid < Decimal(350)              # a tenth came there: pulled, not copied
    assert "(0 measured here, 4 in all)" in line.evidence
    clock.moment = nine(DUE)
    (brief,) = mornings(house, [mine], DUE, store=False)
    growth, file = growth_of(mine, nine(DUE)), entries([mine], Asked(nine(FIRST), nine(DUE) + timedelta(days=9)))
    elsewhere = taught([mine], nine(DUE))[SHOP].learned(WISH, {LIFTED: "美妆"})
    assert elsewhere.gain is not None
    assert line.gain.mid < elsewhere.gain.mid                      # its own category says more than another
    seen = f"{line} {elsewhere} {brief} {growth} {file} {measure(house, [mine], nine(DUE))}"
    assert not [marker for marker in ("MARKER", "918273", "91827.34") if marker in seen]


def test_what_other_shops_measured_in_the_same_round_was_not_gone_by_before(
        measured: tuple[House, Clock, tuple[Effect, ...]]) -> None:
    """Two shops of which the same kind is measured at once: each went by the plan's gain as it was."""
    from daybook.records.effect_rows import add_effect

    house, _, made = measured
    shops = [add_shop(house, name, "Ming", "tmall", "Asia/Shanghai", "CNY") for name in ("ming-one", "ming-two")]
    for n, shop in enumerate(shops):
        move = replace(made[0].move, shop=shop.name, client=shop.client, ref=f"note 80{n}", kind="stop_ads")
        add_effect(replace(made[0], move=move, own_value=Decimal(10), own_error=Decimal(5), expected=Decimal(100)))
    learned = keep_learned(shops, effects_between(shops, nine(FIRST), nine(DUE)), nine(DUE))
    assert [(one.shop, one.before) for one in learned] == [(shop.name, 1.0) for shop in shops]
