"""The agency's view: money at risk that can be acted on, how far plans are, and who has how much to do."""

from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.work_items import StepKind
from daybook.workflows.agency import shops_today, workload
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import House, add_shop
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
        return len(found)

    before = asked()
    for n in range(20):
        add_shop(house, f"more-{n}", "Mei", "tmall", "Asia/Shanghai", "CNY")
    assert asked() == before
    assert len(shops_today(house, house.shops(), SATURDAY + timedelta(days=1))) == 22
