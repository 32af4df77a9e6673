"""What the price plan says: stretches of days, what holds an event down, and prices that no event bounds."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from daybook.domain.price_plan import LIST_PRICE, WAS_PRICE, Binding, Breach, DayRange, EventRoom, LedgerDay
from daybook.domain.situation import Hold, Window
from daybook.reports.price_phrases import breach_words, posted_words, room_words
from daybook.reports.price_report import stretches
from daybook.reports.wording import translator
from daybook.workflows.posted import Run, posted_range

TODAY = date(2026, 12, 1)
WISH = Window("年货节", Hold.WISH, date(2026, 12, 26), date(2026, 12, 28), D(95))
EN = translator("en")


def test_days_of_one_range_are_parted_where_a_coupon_ends() -> None:
    """Buyers pay 80 to 100 all week; until Wednesday a coupon takes 20 off 50, so that 100 to 120 is to be posted."""
    ranges = [DayRange(TODAY + timedelta(days=n), D(80), D(100), None, None, None) for n in range(6)]
    posted = posted_range(ranges, [Run(D(50), D(20), TODAY, TODAY + timedelta(days=1))])
    days = [LedgerDay(r.day, None, None, None, r, low, high) for r, (low, high) in zip(ranges, posted, strict=True)]
    over = replace(days[0], day=TODAY - timedelta(days=1))
    found = stretches([over, *days], TODAY)
    assert [(one[0].day, len(one), posted_words(one[0], "CNY", EN)) for one in found] == [
        (TODAY, 2, "¥100.00 – ¥120.00"), (TODAY + timedelta(days=2), 4, "¥80.00 – ¥100.00")]


def test_a_price_that_no_event_bounds_names_the_rule_alone() -> None:
    over = Breach(LIST_PRICE, None, TODAY, D(120), D(100), above=True)
    assert breach_words(over, "CNY", EN) == "¥120.00 on 1 Dec lies above ¥100.00 (list price)"
    assert breach_words(replace(over, window=WISH), "CNY", EN) == (
        "¥120.00 on 1 Dec lies above ¥100.00 (list price · 年货节 26 Dec – 28 Dec)")


@pytest.mark.parametrize(("by", "said"), [
    (None, "¥90.00 at most, ¥95.00 was wished"),
    (Binding(WAS_PRICE, WISH), "¥90.00 at most, ¥95.00 was wished: Was price · 年货节 26 Dec – 28 Dec"),
    (Binding("P-15D", None, TODAY), "¥90.00 at most, ¥95.00 was wished: {rule}, bound on 1 Dec")])
def test_a_wish_says_what_holds_it_down_as_far_as_that_is_known(by: Binding | None, said: str) -> None:
    room = EventRoom(WISH, D(90), D(0), D(90), by)
    assert room_words(room, "CNY", EN) == said.format(rule=EN.name("binding", "P-15D"))
