"""The lowest legal price of what lies too long, in words: what holds it up, or that nothing does."""

from datetime import date
from decimal import Decimal as D

from daybook.domain.price_plan import Binding, DayRange
from daybook.reports.stock_report import clearing_facts, live_facts
from daybook.reports.wording import translator

TODAY = date(2026, 9, 14)


def test_the_lowest_price_stands_with_what_holds_it_up() -> None:
    allowed = DayRange(TODAY, D("149.28"), D("349.00"), Binding("G-MARGIN"), Binding("P-LIST"), None)
    ((name, said),) = clearing_facts(allowed, "CNY", translator("en"))
    assert name == "Lowest price allowed today"
    assert said == "¥149.28 · margin floor"


def test_where_nothing_holds_it_up_that_is_said_and_is_no_price_of_0() -> None:
    ((_, said),) = clearing_facts(DayRange(TODAY, None, None, None, None, None), "CNY", translator("en"))
    assert "nothing holds it up" in said
    assert clearing_facts(None, "CNY", translator("en")) == []


def test_what_is_held_back_from_live_shows_is_told_where_the_shop_holds_any() -> None:
    assert live_facts(12, translator("en")) == [("To be held back from live shows", "12")]
    assert live_facts(None, translator("en")) == []
