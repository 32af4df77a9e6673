"""Reviews of a week and a month: sums by hand, the span before, the year before that is not in, and what kept coming back."""

from datetime import date
from decimal import Decimal as D

import pytest

from daybook.domain.report import Figure
from daybook.domain.review import Review, Span
from daybook.domain.work_items import StepKind
from daybook.reports.report import report_text
from daybook.reports.review_report import review_report
from daybook.reports.wording import translator
from daybook.workflows.give import give
from daybook.workflows.house import House
from daybook.workflows.kept import kept_report
from daybook.workflows.morning import mornings
from daybook.workflows.review import reviews
from daybook.workflows.work import Told, take_step
from tests.conftest import Clock
from tests.workflows.given_house import SHOP
from tests.workflows.worked_house import MONDAY, SATURDAY, SUNDAY, at

TODAY = date(2026, 11, 23)


@pytest.fixture
def monday(saturday: House, clock: Clock) -> House:
    """Monday half past nine: the restock of Saturday's plan was done on Saturday, Sunday's morning was made."""
    from daybook.records.models import WorkItem

    at(clock, SATURDAY, 16)
    take_step(saturday, WorkItem.objects.get(line="restock.KZ-041").pk, StepKind.DONE, Told("Bo", minutes=12, to="300 ordered"))
    at(clock, SUNDAY)
    mornings(saturday, saturday.shops(), SUNDAY)
    at(clock, MONDAY, 9, 30)
    return saturday


def figure(one: Review, metric: str) -> Figure:
    return next(f for f in one.figures if f.metric == metric)


def test_a_week_is_held_against_the_week_before_and_says_that_last_year_is_not_in(monday: House) -> None:
    """16 to 22 November: four days of 428.00, three of 30.00 without the kettle; the week before seven of 428.00."""
    shop = monday.shop(SHOP)
    [one] = reviews(monday, [shop], Span.WEEK, TODAY, monday.now())
    paid = figure(one, "paid_gmv")
    assert (one.first, one.last, paid.value) == (date(2026, 11, 16), date(2026, 11, 22), D("1802.00"))
    beside = {b.kind: b for b in paid.beside}
    assert (beside["span_before"].value, beside["span_before"].rate(paid.value)) == (D("2996.00"), D("-0.3985"))
    assert (beside["last_year"].value, beside["last_year"].why_not) == (None, "7 of 7 days are not in")
    assert "Double 11" in beside["span_before"].caution
    assert [(p.value, p.before) for p in one.products] == [(D("1592.00"), D("2786.00"))], "the kettle; the mug sold alike"
    assert (one.asked >= 1, one.done_count, one.minutes, one.done[0].to) == (True, 1, 12, "300 ordered")
    assert [(c.finding.id, c.mornings) for c in one.came_back if "KZ-041" in c.finding.id] == [("stock.out.KZ-041", 2)]
    assert kept_report("week", shop, one.first, Review) == one
    for language, words in (("zh", "反复出现的问题"), ("en", "What kept coming back")):
        assert words in report_text(review_report(one, translator(language)))


def test_a_month_is_held_against_its_target_and_a_month_that_is_not_whole_has_no_sum(monday: House, clock: Clock) -> None:
    """October has two days of orders only; November's target counts as it was set; what was left says why it is not told."""
    shop = monday.shop(SHOP)
    give(monday, shop, "cost", {"sku": "KZ-041", "unit_cost": "82.00", "valid_from": ""})
    give(monday, shop, "target", {"metric": "paid_gmv", "month": "2026-10", "value": "9000"})
    [one] = reviews(monday, [shop], Span.MONTH, TODAY, monday.now(), store=False)
    paid = figure(one, "paid_gmv")
    assert (one.first, paid.value, paid.why_not) == (date(2026, 10, 1), None, "29 of 31 days are not in")
    assert [b.value for b in paid.beside if b.kind == "target"] == [D(9000)]
    assert one.products == ()
    left = figure(one, "contribution")
    why = "of some of its days not every cost is known"
    assert [(value.value, value.why_not) for value in (left, *left.beside)] == [(None, why), (None, why)]
    assert (one.asked, one.minutes) == (0, None)
