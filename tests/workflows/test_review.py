"""Reviews of a week and a month: sums by hand, the span before, the year before that is not in, and what kept coming back."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from daybook.domain.errors import WrongUsage
from daybook.domain.given import Given, OwnEvent, Target
from daybook.domain.report import Figure
from daybook.domain.review import Review, Span
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform, Shop
from daybook.domain.work_items import StepKind
from daybook.reports.forms import Form, rendered
from daybook.reports.localise import in_language
from daybook.reports.report import report_text
from daybook.reports.review_paper import review_paper
from daybook.reports.review_report import review_report
from daybook.reports.wording import translator
from daybook.workflows.give import give
from daybook.workflows.house import House
from daybook.workflows.kept import kept_report
from daybook.workflows.morning import mornings
from daybook.workflows.reports_out import outgoing
from daybook.workflows.review import _plan, reviews
from daybook.workflows.review_accept import accept_goal
from daybook.workflows.review_drivers import drivers_of
from daybook.workflows.review_facts import facts_of
from daybook.workflows.review_goal import goal_of
from daybook.workflows.review_range import structure_of
from daybook.workflows.review_roles import roles_of
from daybook.workflows.review_told import drop_promise, promise, sign, told_of, write
from daybook.workflows.targets import month_plan
from daybook.workflows.work import Told, take_step
from tests.conftest import Clock
from tests.desks.seen import seen
from tests.workflows.given_house import SHOP
from tests.workflows.worked_house import EMPTY_FROM, MONDAY, SATURDAY, SUNDAY, at, nine

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


def test_a_week_draws_its_days_beside_those_of_the_week_before(monday: House) -> None:
    """Two kettles and a mug a day are 428.00; on Friday the kettles were gone: 30.00.  Page and paper draw the same."""
    [week] = reviews(monday, monday.shops(), Span.WEEK, MONDAY, monday.now())
    assert [(d.day.isoformat()[5:], d.value, d.before) for d in week.by_day if d.day in (date(2026, 11, 16), EMPTY_FROM)] == [
        ("11-16", D("428.00"), D("428.00")), ("11-20", D("30.00"), D("428.00"))]
    kept = kept_report("week", monday.shop(SHOP), date(2026, 11, 16), Review)
    assert kept is not None
    assert kept.by_day == week.by_day
    picture = review_paper(kept).picture
    assert "支付金额按日，与上周对照" in picture
    assert picture in rendered(outgoing(monday, monday.shop(SHOP), "week", date(2026, 11, 16)), Form.PAGE, "zh").decode()


def test_a_week_tells_what_was_measured_in_it_or_of_its_own_moves_and_nothing_of_other_times(monday: House) -> None:
    """Of moves done and measured: in the week before, in it, in it and after it, and both after it."""
    from daybook.records.models import MeasuredMove, Shop

    times = ((9, 12), (10, 18), (17, 23), (23, 23))                   # of November; the week is that from 16 to 22
    for done, measured in times:
        day = date(2026, 11, done)
        MeasuredMove.objects.create(
            shop=Shop.objects.get(name=SHOP), ref=f"work {done}-{measured}", kind="restock", object_id="KZ-041", done_on=day,
            due_on=day, told="gain", measured_at=datetime(2026, 11, measured, 1, tzinfo=UTC), first=day, last=day, currency="CNY",
            basis="gmv", value=D(9), low=D(1), high=D(18), move={
                "object_kind": "", "what": f"moved on {done}", "from_": "", "to": "", "by": "Bo",
                "at": f"2026-11-{done:02}T02:00:00+00:00", "until": "", "expected": None})
    [one] = reviews(monday, [monday.shop(SHOP)], Span.WEEK, TODAY, monday.now(), store=False)
    assert {b.what for b in one.brought if b.what.startswith("moved")} == {"moved on 10", "moved on 17"}


def test_a_month_is_held_against_its_target_and_a_month_that_is_not_whole_has_no_sum(monday: House, clock: Clock) -> None:
    """October has two days of orders only; November's target counts as it was set; what was left says why it is not told."""
    shop = monday.shop(SHOP)
    give(monday, shop, "cost", {"sku": "KZ-041", "unit_cost": "82.00", "valid_from": ""})
    give(monday, shop, "target", {"metric": "paid_gmv", "month": "2026-10", "value": "9000"})
    [one] = reviews(monday, [shop], Span.MONTH, TODAY, monday.now(), store=False)
    paid = figure(one, "paid_gmv")
    assert (one.first, paid.value, paid.why_not) == (
        date(2026, 10, 1), None, "29 of 31 days are not in; the others come to 856.00 CNY")
    assert [b.value for b in paid.beside if b.kind == "target"] == [D(9000)]
    assert one.products == ()
    left = figure(one, "contribution")
    why = "of some of its days not every cost is known"
    assert [(value.value, value.why_not) for value in (left, *left.beside)] == [(None, why), (None, why)]
    assert (one.asked, one.minutes) == (0, None)


def test_a_week_says_what_moved_its_money_what_each_product_is_for_and_what_to_do_next(monday: House) -> None:
    """Orders and money per order make the change of 1,194.00 to the cent; the kettle is a hit by its share and fell behind."""
    shop = monday.shop(SHOP)
    give(monday, shop, "role", {"item_id": "737559603418", "role": "profit", "valid_from": ""})
    [one] = reviews(monday, [shop], Span.WEEK, TODAY, monday.now(), store=False)
    assert [(d.metric, d.value, d.before) for d in one.drivers] == [
        ("paid_orders", D("1.57"), D("2.00")), ("aov", D("163.82"), D("214.00"))], "11 orders of 1,802.00; 14 of 2,996.00"
    assert sum(d.amount for d in one.drivers) == D("1802.00") - D("2996.00")
    roles = {r.item_id: r for r in one.roles}
    kettle, mug = roles["737559603417"], roles["737559603418"]
    assert (kettle.role, kettle.given, kettle.paid, kettle.share) == ("hero", False, D("1592.00"), D("0.8835"))
    assert (mug.role, mug.given, mug.stands, mug.contribution) == ("profit", True, "cannot_tell", None), "nobody gave its cost"
    assert kettle.stands == "kept", "it lost 42.9 %, the shop 39.9 %: less than a tenth behind"
    assert one.focus
    assert one.focus[0].money == max(-d.amount for d in one.drivers)


def test_a_promise_comes_back_by_the_facts_and_only_when_its_days_are_over(monday: House, clock: Clock) -> None:
    """Promised with the week of 9 November: at least 1,700 and at most 9 orders that week; the week brought 1,802.00 and 11."""
    shop = monday.shop(SHOP)
    week, first, last = date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 22)
    with pytest.raises(WrongUsage, match="not reviewed"):
        promise(monday, shop, Span.WEEK, week, "paid_gmv", True, "1700", first, last, "Bo")
    reviews(monday, [shop], Span.WEEK, date(2026, 11, 16), monday.now())
    for metric, least, level, until in (("paid_gmv", True, "1700", last), ("paid_orders", False, "9", last),
                                        ("visitors", True, "10", last), ("units_sold", True, "1", date(2026, 11, 30))):
        promise(monday, shop, Span.WEEK, week, metric, least, level, first, until, "Bo", "as said on Monday")
    for metric, level in (("payment_cvr", "3.5"), ("paid_gmv", "1000000000000"), ("paid_gmv", "-1")):
        with pytest.raises(WrongUsage, match="is no level"):
            promise(monday, shop, Span.WEEK, week, metric, True, level, first, last, "Bo")
    with pytest.raises(WrongUsage, match="no number"):
        promise(monday, shop, Span.WEEK, week, "happiness", True, "1", first, last, "Bo")
    [one] = reviews(monday, [shop], Span.WEEK, TODAY, monday.now())
    assert [(j.promise.metric, j.stands, j.measured) for j in one.promises] == [
        ("paid_gmv", "kept", D("1802.00")), ("paid_orders", "not_kept", D("11.000")), ("visitors", "cannot_tell", None),
        ("units_sold", "running", D("15.000"))]
    paper = review_paper(one, "en")
    assert "Paid amount at least ¥1,700.00 · as said on Monday" in {r[0].text for t in paper.tables for r in t.rows}
    with pytest.raises(WrongUsage, match="have begun"):
        drop_promise(monday, shop, one.promises[0].promise.key, "Bo")


def test_what_refunds_still_lower_is_neither_better_nor_kept_before_they_are_in(monday: House, clock: Clock) -> None:
    """1,802.00 less refunds stand beside 2,996.00 of the week before: too early to compare, and to call a promise kept."""
    shop, week, first, last = monday.shop(SHOP), date(2026, 11, 9), date(2026, 11, 16), date(2026, 11, 22)
    reviews(monday, [shop], Span.WEEK, first, monday.now())
    for level in ("1700", "1900"):
        promise(monday, shop, Span.WEEK, week, "net_sales", True, level, first, last, "Bo")
    [one] = reviews(monday, [shop], Span.WEEK, TODAY, monday.now(), store=False)
    net = figure(one, "net_sales")
    before = next(b for b in net.beside if b.kind == "span_before")
    assert (net.value, before.value, before.rate(net.value)) == (D("1802.00"), D("2996.00"), None)
    assert "not compared yet" in net.gap
    assert "not compared yet" in " ".join(report_text(review_report(one, translator("en"))).split()), "in a terminal too"
    assert not [said for said in (*one.good, *one.bad) if "net sales" in said.lower()]
    assert [(j.stands, j.measured) for j in one.promises] == [("cannot_tell", D("1802.00")), ("not_kept", D("1802.00"))]
    assert "2026-12-22" in one.promises[0].why
    [later] = reviews(monday, [shop], Span.WEEK, date(2026, 12, 28), datetime(2026, 12, 28, 1, tzinfo=UTC), store=False)
    assert [(j.promise.level, j.stands) for j in later.promises] == [(D(1700), "kept"), (D(1900), "not_kept")], "told when it is in"
    clock.moment = datetime(2026, 12, 28, 1, tzinfo=UTC)
    [again] = reviews(monday, [shop], Span.WEEK, TODAY, monday.now(), store=False)
    assert next(b for b in figure(again, "net_sales").beside if b.kind == "span_before").rate(net.value) == D("-0.3985")


def test_a_review_is_edited_signed_and_says_when_it_changed_after_that(monday: House, clock: Clock) -> None:
    shop, first = monday.shop(SHOP), date(2026, 11, 16)
    reviews(monday, [shop], Span.WEEK, TODAY, monday.now())
    assert told_of(shop, Span.WEEK, first, monday.now()).signed is None
    write(monday, shop, Span.WEEK, first, "focus", "Get the kettle back.\nCall the supplier.", "Mei")
    sign(monday, shop, Span.WEEK, first, "Mei")
    at(clock, MONDAY, 10)
    said = told_of(shop, Span.WEEK, first, monday.now())
    assert said.signed is not None
    assert not said.signed.changed
    assert said.of("focus") is not None
    assert said.of("lead") is None
    leaves = outgoing(monday, shop, "week", date(2026, 11, 19))
    for form in (Form.PAGE, Form.MARKDOWN, Form.DOCUMENT, Form.WORKBOOK):
        content = rendered(leaves, form, "en")
        text = docx_text(content) if form is Form.DOCUMENT else content.decode() if form is not Form.WORKBOOK else ""
        assert form is Form.WORKBOOK or ("Call the supplier" in text and "signed by Mei" in text and "1,802" in text), form
    write(monday, shop, Span.WEEK, first, "focus", "", "Mei")
    changed = told_of(shop, Span.WEEK, first, monday.now())
    assert changed.of("focus") is None
    assert changed.signed is not None
    assert changed.signed.changed


def docx_text(content: bytes) -> str:
    """All text of a document, without its marks."""
    with ZipFile(BytesIO(content)) as parts:
        return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())


def test_the_target_of_the_next_month_is_seen_from_above_and_below_and_becomes_the_plans(monday: House, clock: Clock) -> None:
    """November until the 22nd is not whole: neither view can be told, and nothing is put forward; a person says it."""
    shop = monday.shop(SHOP)
    clock.moment = nine(date(2026, 12, 2))
    [one] = reviews(monday, [shop], Span.MONTH, date(2026, 12, 2), monday.now())
    assert one.goal is not None
    assert (one.goal.month, one.goal.top, one.goal.bottom, one.goal.proposed) == (date(2026, 12, 1), None, None, None)
    with pytest.raises(WrongUsage, match="puts no target forward"):
        accept_goal(monday, shop, one.first)
    assert accept_goal(monday, shop, one.first, "9,300") == D(9300)
    plan = month_plan(monday, shop, date(2026, 12, 2))
    assert (plan.target, sum(d.part for d in plan.days)) == (D(9300), D(9300))


def test_what_a_product_leaves_is_told_to_those_alone_who_see_costs() -> None:
    from daybook.domain.review_parts import Focus, RangeStep, RoleLine, RoleSum
    from daybook.domain.said import Amount, Said
    from daybook.reports.review_costs import TELLS, without_costs
    from daybook.workflows import review_range, review_roles

    written = "".join(Path(module.__file__).read_text("utf-8") for module in (review_roles, review_range))
    assert all(template in written for template in TELLS)
    left = Said(TELLS[0], left=Amount(D("0.3517"), "share"), whole=Amount(D("0.4"), "share"))
    lost = Said(TELLS[1], money=Amount(D("351.70"), "money", "CNY"))
    sold = Said("{n} units sold", n="3")
    line = RoleLine("A", "mug", "profit", True, left, D(9), D(9), D(1), D("3517"), "not_kept", left, "")
    day = date(2026, 7, 1)
    one = Review("s", "c", "tmall", "Asia/Shanghai", "CNY", Span.QUARTER, day, day, nine(day), "x", 1, (), (), (),
                 0, 0, None, (), 0,
                 (), (), roles=(line, replace(line, why=sold, measured=sold)), focus=(Focus("mug", left),), good=(sold,),
                 bad=(Said("{item} ({role}): {measured}", item="mug", role="profit", measured=left), sold),
                 structure=(RoleSum("profit", 1, D(9), D(9), D(1), D("3517")),), steps=(RangeStep("kill", "A", "mug", lost),))
    closed = without_costs(one)
    assert "3517" in repr(one)
    assert "3517" not in repr(closed)
    assert "351.70" not in repr(closed)
    assert (closed.bad, closed.good, closed.roles[1].measured, closed.roles[0].stands) == ((sold,), (sold,), sold, "not_kept")
    assert review_paper(closed, "zh").tables


def test_ads_that_are_told_by_material_are_held_against_the_target_of_all_ads() -> None:
    target = Target("kettles", "ad_spend", date(2026, 8, 1), D(71800), None, datetime(2026, 7, 1, tzinfo=UTC))
    told = replace(seen(), given=Given(targets=(target,)))
    span = date(2026, 8, 1), date(2026, 8, 31)
    assert [_plan(told, metric, Span.MONTH, *span) for metric in ("ad_spend", "material_ad_spend", "visitors")] == [
        D(71800), D(71800), None]


def test_peers_are_a_band_of_rates_and_never_a_days_sum_beside_a_month() -> None:
    """Two rivals on 28 November, 3 to 4 and 3.5 to 5 %; what they sold that day is no November."""
    from daybook.desks.rival_bands import MARKET
    from daybook.domain.market import Figure as Seen_
    from daybook.domain.market import MarketBook
    from daybook.metrics.definitions.sales import PAID_GMV
    from daybook.metrics.definitions.traffic import PAYMENT_CVR
    from daybook.workflows.review_peers import peers_said

    day, first, last = date(2026, 11, 28), date(2026, 11, 1), date(2026, 11, 30)
    told = [Seen_(day, "shop", who, who, False, metric, low, high) for who, metric, low, high in (
        ("a", "payment_cvr", D("0.03"), D("0.04")), ("b", "payment_cvr", D("0.035"), D("0.05")), ("a", "paid_amount", D(1), D(2)))]
    seen = Seen(Shop("s", "c", Platform.TMALL, "Asia/Shanghai", "CNY"), date(2026, 12, 1), nine(date(2026, 12, 1)),
                {}, {}, read={MARKET: MarketBook(tuple(told))})
    assert in_language(peers_said(seen, PAYMENT_CVR, first, last), translator("en")) == "3.00% to 5.00% on 28 Nov"
    assert peers_said(seen, PAID_GMV, first, last) == ""
    assert peers_said(seen, PAYMENT_CVR, date(2026, 11, 29), last) == ""


def test_an_event_of_the_last_weeks_is_no_ordinary_day_of_the_next_month() -> None:
    """Ten a day, twenty on Sundays, and a hundred in an event of one Friday: December is still 350 from below."""
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(91)]
    event = date(2026, 11, 20)
    paid = {d: D(100) if d == event else D(20) if d.weekday() == 6 else D(10) for d in days}
    scope, shop = (("item_id", "A"), ("sku", "A1")), Shop("s", "c", Platform.SHOPIFY, "Europe/Berlin", "XXX")
    own = OwnEvent("", "sale", "promotion", event, event, nine(event))
    seen = Seen(shop, date(2026, 12, 1), nine(date(2026, 12, 1)), {"paid_gmv": paid},
                {"product": {"line_gmv": {scope: paid}, "line_units": {scope: {}}}}, given=Given(shop=shop, own_events=(own,)))
    assert goal_of(facts_of(seen, Span.MONTH, date(2026, 11, 1), date(2026, 11, 30))).bottom == D("350.00")


def test_a_goal_from_below_is_the_sum_of_products_at_their_own_weekdays() -> None:
    """56 days of 10 a day, 20 on Sundays, one product: December 2026 has four Sundays, so 27 x 10 + 4 x 20 = 350, and grown 5 %
    from above: the 30 days of November with five Sundays brought 350, December's days weigh as much, 367.50."""
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(91)]
    paid = {d: D(20) if d.weekday() == 6 else D(10) for d in days}
    scope = (("item_id", "A"), ("sku", "A1"))
    seen = Seen(Shop("s", "c", Platform.SHOPIFY, "Europe/Berlin", "XXX"), date(2026, 12, 1), nine(date(2026, 12, 1)),
                {"paid_gmv": paid}, {"product": {"line_gmv": {scope: paid}, "line_units": {scope: {}}}})
    facts = facts_of(seen, Span.MONTH, date(2026, 11, 1), date(2026, 11, 30))
    goal = goal_of(facts)
    ordinary = [g for g in goal.days if not g.event]
    assert (facts.paid, goal.bottom, goal.top) == (D(350), D("350.00"), D("367.50"))
    assert sum(g.part for g in goal.days) == goal.proposed
    assert len({g.part for g in ordinary if g.day.weekday() != 6}) <= 2, "a cent apart at most"


def test_months_of_unequal_length_have_their_days_as_a_factor_and_the_parts_are_the_change() -> None:
    """Ten orders of 9.00 a day in September, of 8.90 in October: one day more brings 89.5, the cheaper orders take 30.5 away."""
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(61)]
    paid = {d: D("90.00") if d.month == 9 else D("89.00") for d in days}
    seen = Seen(Shop("s", "c", Platform.SHOPIFY, "Europe/Berlin", "XXX"), date(2026, 11, 1), nine(date(2026, 11, 1)),
                {"paid_gmv": paid, "paid_orders": dict.fromkeys(days, D(10))}, {})
    length, orders, each = drivers_of(facts_of(seen, Span.MONTH, date(2026, 10, 1), date(2026, 10, 31)))
    assert (length.metric, length.value, length.before, orders.amount) == ("days", 31, 30, 0)
    assert length.amount + each.amount == 31 * 89 - 30 * 90
    assert (round(length.amount, 1), round(each.amount, 1)) == (D("89.5"), D("-30.5"))


def test_a_span_before_that_is_not_in_has_no_amount_and_is_not_nothing() -> None:
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(31)]
    scope, paid = (("item_id", "A"), ("sku", "A1")), dict.fromkeys(days, D(10))
    seen = Seen(Shop("s", "c", Platform.SHOPIFY, "Europe/Berlin", "XXX"), date(2026, 11, 1), nine(date(2026, 11, 1)),
                {"paid_gmv": paid}, {"product": {"line_gmv": {scope: paid}, "line_units": {scope: {}}}})
    facts = facts_of(seen, Span.MONTH, days[0], days[-1])
    [line] = roles_of(facts)
    [role] = structure_of(facts, [line])
    assert (line.paid, line.before, role.paid, role.before) == (D(310), None, D(310), None)
    there = facts_of(replace(seen, daily=dict(seen.daily) | {"paid_gmv": paid | {d - timedelta(days=31): D(0) for d in days}}),
                     Span.MONTH, days[0], days[-1])
    assert roles_of(there)[0].before == 0, "a month without an order is known"
