"""The evening: a forecast from what is in, its target, and nothing foretold from old numbers or none."""

from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.reports.evening_report import curve_of, evening_report
from daybook.reports.report import report_text
from daybook.reports.wording import translator
from daybook.workflows.evening import evening
from daybook.workflows.give import give
from daybook.workflows.house import House
from daybook.workflows.ticks import tick
from tests.conftest import Clock
from tests.orders import jade, take, write_orders
from tests.workflows.test_watch import HEAD, TODAY, at, weeks_of


@pytest.fixture
def told(house: House, clock: Clock, tmp_path: Path) -> House:
    """A shop that sold ten orders of 100.00 on each day of nine weeks, one each half hour from eight, at six in the evening."""
    clock.moment = at(9)
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join([HEAD, *weeks_of(10)])), at(9).isoformat())
    return house


def test_a_reading_foretells_the_day_and_a_new_one_foretells_it_anew(told: House, clock: Clock) -> None:
    clock.moment = at(10, 35)
    tick(told, "tmall", "10:30", {"paid": "500"})
    one = evening(told, told.shop("tmall"), clock.moment)
    assert one.outlook is not None
    assert one.outlook.middle == pytest.approx(D(1000), abs=D(60))
    assert one.outlook.low >= 500
    assert one.outlook.by_now == pytest.approx(D(500), abs=D(60))
    clock.moment = at(11)
    tick(told, "tmall", "11:00", {"paid": "1500"})
    later = evening(told, told.shop("tmall"), clock.moment)
    assert later.outlook is not None
    assert later.outlook.low >= 1500
    assert [r.paid for r in later.read] == [D(500), D(1500)]


def test_numbers_older_than_half_an_hour_foretell_nothing(told: House, clock: Clock) -> None:
    clock.moment = at(17, 31)
    tick(told, "tmall", "17:00", {"paid": "900"})
    one = evening(told, told.shop("tmall"), clock.moment)
    assert one.outlook is None
    assert "blind since 17:00" in one.why_not
    assert curve_of(one, translator("en")) is None
    assert "17:00 起没有新数据" in report_text(evening_report(one, translator("zh")))


def test_nothing_of_today_foretells_nothing(told: House) -> None:
    one = evening(told, told.shop("tmall"), at(18))
    assert (one.outlook, one.read, one.why_not) == (None, (), "no order of today has come in")


def test_a_target_has_its_chance_and_its_gap(told: House, clock: Clock) -> None:
    """A month's target of 60,000.00 is 2,000.00 a day where the shop brings 1,000.00."""
    give(told, told.shop("tmall"), "target", {"metric": "paid_gmv", "month": "2026-11", "value": "60000"})
    clock.moment = at(18, 1)
    tick(told, "tmall", "18:00", {"paid": "1000"})
    one = evening(told, told.shop("tmall"), clock.moment)
    assert one.outlook is not None
    assert one.outlook.target == pytest.approx(D(2000), rel=D("0.2"))
    assert one.outlook.chance is not None
    assert one.outlook.chance <= D("0.05")
    assert one.outlook.gap is not None
    assert one.outlook.gap > 700
    said = report_text(evening_report(one, translator("en")))
    assert "to the target are missing" in said
    curve = curve_of(one, translator("zh"))
    assert curve is not None
    assert curve["read"] == [[0, 0], [18.0, 1000.0]]


def test_a_day_that_is_not_in_is_not_a_day_of_nothing(house: House, clock: Clock, tmp_path: Path) -> None:
    """Of nine weeks the last two are missing; the day is still foretold from the weeks before."""
    clock.moment = at(9)
    jade(house)
    late = f"{TODAY - timedelta(days=14):%y%m%d}"
    lines = [line for line in weeks_of(10) if line[:6] < late]
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join([HEAD, *lines])), at(9).isoformat())
    clock.moment = at(10, 35)
    tick(house, "tmall", "10:30", {"paid": "500"})
    one = evening(house, house.shop("tmall"), clock.moment)
    assert one.outlook is not None
    assert one.outlook.expected == pytest.approx(D(1000), abs=D(80))


def test_too_few_days_foretell_nothing(house: House, clock: Clock, tmp_path: Path) -> None:
    clock.moment = at(9)
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join([HEAD, *weeks_of(10, weeks=1)])), at(9).isoformat())
    clock.moment = at(10, 35)
    tick(house, "tmall", "10:30", {"paid": "500"})
    one = evening(house, house.shop("tmall"), clock.moment)
    assert one.outlook is None
    assert "two weeks" in one.why_not
    assert date(2026, 11, 24) == one.on
