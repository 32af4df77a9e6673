"""Ticks and pasted tables: numbers of consoles that give no file, each with its age."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from daybook.domain.errors import WrongUsage
from daybook.workflows.house import House
from daybook.workflows.paste import take_pasted
from daybook.workflows.questions import open_questions
from daybook.workflows.ticks import tick, ticks_of
from tests.conftest import Clock
from tests.orders import jade, landings
from tests.workflows.test_sorting import SYCM, two_shops

TODAY = date(2026, 11, 23)


def test_a_reading_keeps_what_was_read_and_its_age(house: House, clock: Clock) -> None:
    shop = jade(house)
    clock.moment += timedelta(hours=10)                     # seven in the evening
    tick(house, "tmall", "18:30", {"paid": "¥12,345.60", "visitors": "812"})
    one, = ticks_of(house, shop, TODAY)
    assert (one.paid, one.visitors, one.spend, one.waiting) == (D("12345.6"), 812, None, None)
    assert one.age_seconds(house.now()) == 30 * 60
    tick(house, "tmall", "18:30", {"paid": "12345.60", "visitors": "812"})
    tick(house, "tmall", "18:30", {"paid": "12400"})
    assert [(t.paid, t.visitors) for t in ticks_of(house, shop, TODAY)] == [(D(12400), None)]
    assert ticks_of(house, shop, TODAY, house.now() - timedelta(minutes=1)) == ()


@pytest.mark.parametrize(("at", "said", "why"), [
    ("23:59", {"paid": "1"}, "still to come"), ("7 pm", {"paid": "1"}, "is no time"), ("08:00", {}, "at least one"),
    ("08:00", {"likes": "3"}, "nothing that a tick reads"), ("08:00", {"visitors": "1.5"}, "no whole number"),
    ("08:00", {"paid": "-3"}, "below zero"), ("08:00", {"paid": "many"}, "paid 'many' is not a number")])
def test_what_cannot_have_been_read_is_refused(house: House, at: str, said: dict[str, str], why: str) -> None:
    shop = jade(house)
    with pytest.raises(WrongUsage, match=why):
        tick(house, "tmall", at, said)
    assert ticks_of(house, shop, TODAY) == ()


def test_what_counts_from_midnight_does_not_shrink(house: House) -> None:
    jade(house)
    tick(house, "tmall", "08:00", {"paid": "500", "waiting": "9"})
    with pytest.raises(WrongUsage, match="counts from midnight"):
        tick(house, "tmall", "08:30", {"paid": "400"})
    assert tick(house, "tmall", "08:30", {"waiting": "2"}).waiting == 2


def test_a_pasted_table_is_read_like_a_file(house: House) -> None:
    two_shops(house)
    pasted = SYCM.replace(",", "\t")
    one, = take_pasted(house, pasted, "商品 2026-11-22", "小满旗舰店")
    assert (one.report.state, one.report.shop) == ("loaded", "小满旗舰店")
    assert landings(house)[0].name == "商品 2026-11-22.tsv"


def test_a_pasted_table_of_nobody_says_what_to_name_and_waits_for_nothing(house: House) -> None:
    two_shops(house)
    pasted = SYCM.replace(",", "\t")
    with pytest.raises(WrongUsage, match="--shop"):
        take_pasted(house, pasted, "商品 2026-11-22")
    with pytest.raises(WrongUsage, match="--name"):
        take_pasted(house, pasted, "商品", "小满旗舰店")
    with pytest.raises(WrongUsage, match="no TAB"):
        take_pasted(house, "hello", "x", "小满旗舰店")
    assert not open_questions(house)
