"""A plan for the Double 12 of 2026 (9 to 12 December) kept by a person, and its first day in the evening beside it."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import WrongUsage
from daybook.domain.mega_sale import DAY, DONE, PAGES, WAVE, SalePlan
from daybook.domain.shop import Shop
from daybook.reports.report import report_text
from daybook.reports.report_markdown import report_text as paper_text
from daybook.reports.sale_report import lead_words, plan_paper
from daybook.reports.war_room_report import war_room_report
from daybook.reports.wording import translator
from daybook.workflows.house import House
from daybook.workflows.sale_kept import kept_day, target_of
from daybook.workflows.sale_plan import agree, keep_line, sale_plan
from daybook.workflows.ticks import tick
from daybook.workflows.war_room import war_room
from tests.conftest import Clock
from tests.orders import jade, take, write_orders
from tests.workflows.test_watch import HEAD, TODAY, at, weeks_of

KEY, WARM_UP, FIRST, LAST = "double12-2026", date(2026, 12, 8), date(2026, 12, 9), date(2026, 12, 12)



@pytest.fixture
def told(house: House, clock: Clock, tmp_path: Path) -> Shop:
    """A shop that sold twenty-eight orders of 100.00 a day for nine weeks, one each half hour from eight."""
    clock.moment = at(9)
    jade(house)
    take(house, "tmall", write_orders(tmp_path / "o.csv", "\n".join([HEAD, *weeks_of(28)])), at(9).isoformat())
    return house.shop("tmall")


def planned(house: House, shop: Shop) -> SalePlan:
    return sale_plan(house, shop, TODAY, KEY)


def test_a_plan_is_a_draft_until_somebody_keeps_it_and_each_line_says_who(house: House, clock: Clock, told: Shop) -> None:
    """Four days of 2,800 by the Double 11 that the shop sold as on any day; Lin takes 20,000 instead and keeps the rest."""
    plan = planned(house, told)
    assert (plan.total, plan.agreed) == (D(11200), None)
    assert sum(plan.hours) == D(2800)
    assert plan.hours[3] == 0 or plan.hours[3] < plan.hours[12]
    assert "counts for nobody" in lead_words(plan, translator("en"))
    assert kept_day(told, FIRST, clock.moment) is None

    keep_line(house, told, KEY, "total", "", "Lin", D(20000))
    agree(house, told, KEY, "Mei")
    plan = planned(house, told)
    assert plan.total == D(20000)
    [wave] = plan.of(WAVE)
    assert wave.line is not None
    assert (wave.drafted, wave.line.by) == (D(11200), "Lin")
    assert {row.line.by for row in plan.of(PAGES) if row.line} == {"Mei"}
    found = kept_day(told, FIRST, clock.moment)
    assert found is not None
    assert sum(line.value or D(0) for line in found[1] if line.kind == DAY) == D(20000)
    assert target_of(found[1], FIRST) == D(5000)
    assert target_of(found[1], WARM_UP) is None
    assert kept_day(told, TODAY, clock.moment) is None
    told_words = paper_text(plan_paper(plan, "en"))
    assert "Mei" in told_words
    assert "20,000" in told_words


def test_a_set_of_pages_has_a_day_and_then_is_done(house: House, told: Shop) -> None:
    keep_line(house, told, KEY, PAGES, "main_wave", "Mo", due=date(2026, 12, 5))
    row = next(r for r in planned(house, told).of(PAGES) if r.name == "main_wave")
    assert (row.due_on, row.done) == (date(2026, 12, 5), False)
    keep_line(house, told, KEY, PAGES, "main_wave", "Mo", text=DONE)
    assert next(r for r in planned(house, told).of(PAGES) if r.name == "main_wave").done


#: What cannot be set, and what is said of it.
REFUSED = (
    ("day", "2026-12-09", D(1), "no line of a plan"), ("wave", "second_wave", D(1), "no wave of this event"),
    ("wave", "main_wave", D(-1), "from 0 on"), ("wave", "main_wave", D("NaN"), "from 0 on"), ("stock", "1|2", D("1.5"), "whole"),
    ("ads", "main_wave", None, "from 0 on"), ("pages", "main_wave", None, "a day or a word"))


def test_what_cannot_be_set_is_refused_by_name(house: House, told: Shop) -> None:
    for kind, name, value, says in REFUSED:
        with pytest.raises(WrongUsage, match=says):
            keep_line(house, told, KEY, kind, name, "Lin", value)
    with pytest.raises(WrongUsage, match="no event of this platform"):
        keep_line(house, told, "prime_day-2026", "total", "", "Lin", D(1))


def test_on_its_days_the_evening_asks_what_the_plan_asks_to_the_minute(house: House, clock: Clock, told: Shop) -> None:
    """5,000 are asked of 9 December.  At 12:30 the console says 2,500: beyond the plan's curve, whose hours begin at eight."""
    keep_line(house, told, KEY, "total", "", "Lin", D(20000))
    agree(house, told, KEY, "Lin")
    keep_line(house, told, KEY, "ads", "main_wave", "Lin", D(800))
    keep_line(house, told, KEY, "roster", FIRST.isoformat(), "Lin", D(3))
    clock.moment = at(12, 31, FIRST)
    tick(house, told.name, "12:00", {"paid": "2300", "spend": "150"})
    tick(house, told.name, "12:30", {"paid": "2500", "spend": "170"})
    room = war_room(house, told, clock.moment)
    sale, outlook = room.sale, room.evening.outlook
    assert sale is not None
    assert outlook is not None
    assert (outlook.target, sale.target, sale.agreed_by) == (D(5000), D(5000), "Lin")
    by_noon, by_one = outlook.hours[11].target, outlook.hours[12].target
    assert by_noon is not None
    assert by_one is not None
    assert sale.by_now == ((by_noon + by_one) / 2).quantize(D("0.01"))
    assert (sale.paid, sale.ahead) == (D(2500), D(2500) - sale.by_now)
    assert [(h.hour, h.came) for h in sale.hours][-1] == (11, None), "nobody read the console at eleven"
    assert sale.ads is not None
    assert (sale.ads.budget, sale.ads.today, sale.ads.today_part, sale.ads.before) == (D(800), D(170), D(200), D(0))
    assert sale.agents == 3
    said = report_text(war_room_report(room, translator("en")))
    assert "Double 12: today beside the plan" in said
    assert "3 agents by the plan" in said


def test_a_day_of_the_warm_up_has_carts_and_pages_and_no_target(house: House, clock: Clock, told: Shop) -> None:
    keep_line(house, told, KEY, "total", "", "Lin", D(20000))
    keep_line(house, told, KEY, "carts", "", "Lin", D(300))
    keep_line(house, told, KEY, PAGES, "main_wave", "Lin", due=date(2026, 12, 7))
    clock.moment = at(12, 31, WARM_UP)
    tick(house, told.name, "12:30", {"paid": "900", "carts": "42"})
    room = war_room(house, told, clock.moment)
    assert room.sale is not None
    assert (room.sale.target, room.sale.carts_goal, room.sale.carts) == (None, 300, 42)
    assert [one.name for one in room.sale.pages] == ["main_wave"]
    assert "goal 300" in report_text(war_room_report(room, translator("en")))
    clock.moment = at(12, 31, date(2026, 12, 14))
    assert war_room(house, told, clock.moment).sale is None
