"""The close of a day: target and actual, done and not done, incidents; and the next morning begins with what was left to it."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from daybook.domain.close import DayClose
from daybook.domain.errors import WrongUsage
from daybook.domain.work_items import StepKind
from daybook.reports.close_report import close_letter, close_report
from daybook.reports.report import report_text
from daybook.reports.wording import translator
from daybook.workflows.close import closes
from daybook.workflows.give import give
from daybook.workflows.given import note
from daybook.workflows.house import House
from daybook.workflows.kept import kept_report
from daybook.workflows.morning import mornings
from daybook.workflows.rounds import close_round
from daybook.workflows.ticks import tick
from daybook.workflows.tomorrow import set_down, strike
from daybook.workflows.work import Told, board, take_step
from tests.conftest import Clock
from tests.workflows.given_house import SHOP
from tests.workflows.worked_house import SATURDAY, SUNDAY, at

RESTOCK = "restock.KZ-041"


def closed(house: House, on: date = SATURDAY) -> DayClose:
    return closes(house, [house.shop(SHOP)], on, house.now())[0]


def test_a_day_is_closed_with_target_work_and_incidents_and_the_next_morning_begins_with_what_was_left_to_it(
        saturday: House, clock: Clock) -> None:
    """November's target is 12,000.00: until the close of Saturday 1,110.00 of orders were known, one mug of 30.00 of Saturday."""
    from daybook.records.models import WorkItem

    shop = saturday.shop(SHOP)
    give(saturday, shop, "target", {"metric": "paid_gmv", "month": "2026-11", "value": "12000"})
    restock = WorkItem.objects.get(line=RESTOCK)
    others = WorkItem.objects.exclude(line=RESTOCK).count()
    at(clock, SATURDAY, 16)
    take_step(saturday, restock.pk, StepKind.DONE, Told("Bo", minutes=12, to="300 ordered"))
    note(saturday, SHOP, "2026-11-21T19:05:00+08:00", SHOP, "outage", "", "", "checkout answered 502 for ten minutes")
    at(clock, SATURDAY, 22, 30)
    key = set_down(saturday, SHOP, SUNDAY, "Call the kettle factory", "Bo", object_="KZ-041", person="Mei", minutes=20)
    gone = set_down(saturday, SHOP, SUNDAY, "Nothing after all", "Bo")
    strike(saturday, SHOP, gone, "Bo")
    one = closed(saturday)
    paid = next(f for f in one.figures if f.metric == "paid_gmv")
    assert paid.value == D(30)
    target = next(b.value for b in paid.beside if b.kind == "target")
    assert target is not None
    assert [(d.what, d.person, d.minutes, d.to) for d in one.done] == [(str(one.done[0].what), "Bo", 12, "300 ordered")]
    assert len(one.undone) == others
    assert [i.en for i in one.incidents if "502" in i.en] == [f"{SHOP}: checkout answered 502 for ten minutes"]
    assert [(line.what, line.person, line.minutes) for line in one.tomorrow if line.kind == "by_hand"] == [
        ("Call the kettle factory", "Mei", 20)]
    assert kept_report("close", shop, SATURDAY, DayClose) == one

    at(clock, SUNDAY)
    brief = mornings(saturday, [shop], SUNDAY)[0]
    assert (brief.plan[0].id, brief.plan[0].what, brief.plan[0].owner, brief.plan[0].minutes) == (
        f"tomorrow.{key}", "Call the kettle factory", "Mei", 20)
    assert any(i.line == f"tomorrow.{key}" for i in board(saturday, [SHOP], SUNDAY))
    before = mornings(saturday, [shop], SUNDAY, saturday.now() - timedelta(hours=11), store=False)[0]
    assert not any(p.id.startswith("tomorrow.") for p in before.plan), "as known before anybody set it down"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_close_reads_in_both_languages_and_says_how_old_it_is(saturday: House, clock: Clock, language: str) -> None:
    at(clock, SATURDAY, 22, 30)
    said = report_text(close_report(closed(saturday), translator(language)))
    for words in {"zh": ("收工", "未完成", "之后没有更新", "没有设目标"),
                  "en": ("close of", "Not done", "nothing newer since 10:0", "no target is set")}[language]:
        assert words in said, said


def test_a_close_made_by_the_clock_is_told_once_and_not_kept_twice(saturday: House, clock: Clock) -> None:
    from daybook.records.models import KeptReport

    moment = at(clock, SATURDAY, 22, 30)
    notes = close_round(saturday, [SHOP], moment)
    at(clock, SUNDAY, 2)
    assert close_round(saturday, [SHOP], moment) == notes
    assert KeptReport.objects.count() == 1


@pytest.mark.parametrize(("what", "on", "minutes", "why"), [
    (" ", SUNDAY, 15, "nothing was said"), ("Call", SATURDAY - timedelta(days=1), 15, "is over"), ("Call", SUNDAY, 0, "no time")])
def test_what_cannot_be_set_down_is_refused(saturday: House, what: str, on: date, minutes: int, why: str) -> None:
    with pytest.raises(WrongUsage, match=why):
        set_down(saturday, SHOP, on, what, "Bo", minutes=minutes)


def test_a_close_says_what_moved_by_what_and_when_actions_are_told(saturday: House, clock: Clock) -> None:
    """The parts of a move add up to its change; a restock done today is told when its days are over, as is none of last week's."""
    from daybook.records.models import WorkItem

    restock = WorkItem.objects.get(line=RESTOCK)
    at(clock, SATURDAY, 16)
    take_step(saturday, restock.pk, StepKind.DONE, Told("Bo", minutes=12, to="300 ordered"))
    at(clock, SATURDAY, 22, 30)
    one = closed(saturday)
    assert one.moved
    for m in one.moved:
        assert m.orders + m.per_order == m.change
    [action] = one.brought
    assert (action.on, action.by) == (SATURDAY, "Bo")
    assert "cannot tell yet" in action.said
    said = report_text(close_report(one, translator("zh")), 300)
    assert "什么动了" in said
    assert "还说不准" in said


def test_a_close_hands_over_what_goes_on_after_it(saturday: House, clock: Clock) -> None:
    """Handed to Lin and not taken; seven buyers waited at 22:20; one coupon ends tonight, a sale tomorrow night.
    The coupon of next week is no handover."""
    from daybook.records.models import WorkItem

    shop = saturday.shop(SHOP)
    restock = WorkItem.objects.get(line=RESTOCK)
    at(clock, SATURDAY, 16)
    take_step(saturday, restock.pk, StepKind.HAND, Told("Bo", person="Lin", note="the factory calls back"))
    for name, last in (("满100减10", "2026-11-21"), ("满200减20", "2026-11-28")):
        give(saturday, shop, "coupon", {"object": "", "name": name, "threshold": "100", "off": "10", "first": "2026-11-20",
                                        "last": last, "source": "console"})
    give(saturday, shop, "calendar", {"name": "winter sale", "kind": "promotion", "first": "2026-11-20", "last": "2026-11-22"})
    at(clock, SATURDAY, 22, 30)
    tick(saturday, SHOP, "22:20", {"waiting": "7"})
    one = closed(saturday)
    assert [(h.kind, str(h.object or h.what), h.person, str(h.said)) for h in one.handover] == [
        ("buyers", "7 buyers wait for a reply", "", "read at 11-21 22:20"),
        ("work", "KZ-041", "Lin", "handed over by Bo, not taken yet"),
        ("ends", "coupon 满100减10", "", "ends tonight"), ("ends", "winter sale", "", "ends tomorrow night")]
    assert kept_report("close", shop, SATURDAY, DayClose) == one
    title, body = close_letter(one, translator("en"))
    assert "close of" in title
    assert "Handover: 7 buyers wait for a reply" in body
