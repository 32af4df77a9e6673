"""What the 99 sale of 2026 cost and left on a steady shop, by hand: a kettle of ten a day at 100, twenty at 90 on its five days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

from daybook.calendar.taking_part import activity_of
from daybook.domain.activity_review import EventMoney, EventReview, PartBrought
from daybook.domain.given import Given, Term, UnitCost
from daybook.domain.seen import Seen
from daybook.reports.activities_report import money_words
from daybook.reports.wording import translator
from daybook.workflows.activity_money import money_of
from tests.desks.seen import SHOP, seen

SALE = activity_of("99-2026", "tmall", "CN")
ON, KETTLE = date(2026, 9, 15), (("item_id", "881"), ("sku", "KZ-041"))
DAYS = [ON - timedelta(days=n) for n in range(1, 91)]
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)


def on_its_days(day: date) -> bool:
    assert SALE is not None
    return SALE.first <= day <= SALE.last


def sold(given: Given | None = None) -> Seen:
    units = {day: D(20) if on_its_days(day) else D(10) for day in DAYS}
    money = {day: n * (90 if on_its_days(day) else 100) for day, n in units.items()}
    made = seen({"paid_gmv": money, "paid_orders": units, "refunded_of_paid": dict.fromkeys(DAYS, D(0))},
                product={"line_units": {KETTLE: units}, "line_gmv": {KETTLE: money}, "line_orders": {KETTLE: units}})
    return replace(made, given=given or Given())


def brought(given: Given | None = None, ads: bool = True) -> EventMoney:
    assert SALE is not None
    live = PartBrought("live", SALE.first, SALE.last, D(9000), D(5000), None, None, 0)
    told = {"ad_spend": {day: D(100) if on_its_days(day) else D(50) for day in DAYS},
            "page_views": {day: D(1500) if on_its_days(day) else D(1000) for day in DAYS}}
    return money_of(sold(given), SALE, live, told if ads else {})


def test_discounts_ads_and_views_are_known_without_a_cost_and_profit_is_not():
    """Five days of twenty, ten yuan below the usual price: 1,000.  Ads 5 x 100, usually 5 x 50.  Views half as many again."""
    money = brought()
    assert (money.discounts, money.ads, money.ads_without, money.views_up) == (D(1000), D(500), D(250), D("0.500"))
    assert (money.left, money.gained, money.roi, money.cost) == (None, None, None, D(1250))
    assert "unit costs" in money.why_not
    said = money_words(EventReview((), money=money), "CNY", translator("en"))
    assert any("not known" in line for line in said)
    assert not any("Profit" in line for line in money_words(EventReview((), money=money), "CNY", translator("en"), costs=False))


def test_profit_is_what_its_days_left_over_ordinary_ones_after_ads():
    """A unit costs 40, the platform keeps 5 %.  Its days leave 9,000 - 4,000 - 450; ordinary ones 55 % of 5,000."""
    terms = tuple(Term("kettles", name, D(value), None, KNOWN) for name, value in (
        ("fee_rate", "0.05"), ("tax_rate", "0"), ("ship_cost", "0"), ("ship_back_cost", "0"), ("handling", "0"),
        ("insurance", "0"), ("gift_cost", "0"), ("commission_rate", "0"), ("fixed_cost", "0"), ("resaleable_share", "1")))
    cost = UnitCost("kettles", "KZ-041", D(40), "CNY", None, KNOWN)
    money = brought(Given(shop=SHOP, costs=(cost,), terms_given=terms))
    assert (money.left, money.left_without, money.fees) == (D("4550.00"), D("2750.00"), D("450.00"))
    assert money.gained == D(4550) - D(500) - (D(2750) - D(250))
    assert money.roi == money.gained / D(1250)


def test_ads_of_a_day_that_is_not_known_leave_profit_open():
    money = brought(ads=False)
    assert (money.ads, money.ads_without, money.cost, money.views_up) == (None, None, None, None)
    assert "ad spend" in money.why_not
