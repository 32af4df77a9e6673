"""What will run out, what to order until when, and what lies too long: sums by hand on a steady shop."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from daybook.desks.stock.cover import find_cover
from daybook.desks.stock.expiry import find_expiring, sell_in_time, what_expires
from daybook.desks.stock.orders import order_in_time
from daybook.desks.stock.positions import stock_of
from daybook.domain.given import Given, ItemRole, OwnEvent, UnitCost
from daybook.domain.object_facts import ObjectFact
from daybook.domain.seen import Seen
from daybook.domain.supply import Inbound, LeadTime
from tests.desks.seen import ON, REVIEWED, SHOP, days, seen

KETTLE = (("item_id", "881"), ("sku", "KZ-041"))
KNOWN = datetime(2026, 9, 1, tzinfo=UTC)


def lead(days: int, **more: Any) -> LeadTime:
    said = {"late_days": None, "every_days": 7, "least": None, "pack": None, "order_cost": None, "supplier": "", **more}
    return LeadTime("kettles", "KZ-041", days, valid_from=None, known_at=KNOWN, **said)


def shop(level: object, a_day: object = 12, before: object | None = None, **given: Any) -> Seen:
    """A kettle of 100 yuan that sells `a_day` units every day of nine weeks, with so many left."""
    paid = D(str(a_day)) * 100
    sold = {"line_units": {KETTLE: days(a_day, a_day, 62)}, "line_gmv": {KETTLE: days(paid, paid, 62)}}
    levels = {KETTLE: days(level, level if before is None else before, 10)}
    made = seen({"paid_orders": days(100, 100, 62), "units_sold": days(a_day, a_day, 62)}, product=sold,
                stock={"sellable_units": levels})
    return replace(made, given=Given(SHOP, made.as_of, **given))


def only(morning: Seen) -> Any:
    (line,) = stock_of(morning).lines
    return line


def test_twelve_a_day_and_a_hundred_and_twenty_on_the_shelf_last_ten_days() -> None:
    line = only(shop(120))
    assert line.per_day == pytest.approx(12)
    assert line.cover_days == 10
    assert line.empty_on == ON + timedelta(days=9)


def test_what_is_not_known_is_said_to_be_so_and_is_not_nothing() -> None:
    """No report of what is on its way, no orders that say whether they left, no lead time."""
    line = only(shop(120))
    assert (line.in_transit, line.allocated, line.need, line.tied_up) == (None, None, None, None)


def test_the_reorder_point_is_the_demand_of_the_lead_time_and_its_safety() -> None:
    """Twelve a day over fourteen days are 168; the safety beyond them covers 19 lead times of 20."""
    need = only(shop(500, lead_times=[lead(14)])).need
    assert need.reorder_point == 168 + need.safety
    assert need.safety > 0
    assert need.up_to > need.reorder_point + 7 * 12
    assert need.order == 0
    assert (need.order_by - ON).days == -(-(500 - need.reorder_point) // 12)


def test_a_supplier_who_is_often_late_needs_more_safety() -> None:
    on_time, late = (only(shop(500, lead_times=[lead(14, late_days=n)])).need.safety for n in (0, 6))
    assert late > on_time


def test_orders_come_in_whole_packs_and_not_below_the_least() -> None:
    need = only(shop(150, lead_times=[lead(14, least=400, pack=24)])).need
    assert need.order >= 400
    assert need.order % 24 == 0


def test_what_costs_much_to_order_is_ordered_for_longer() -> None:
    cost = [UnitCost("kettles", "KZ-041", D(82), "CNY", None, KNOWN)]
    cheap, dear = (only(shop(100, 3, lead_times=[lead(14, order_cost=c)], costs=cost)).need.up_to for c in (None, D(500)))
    assert dear > cheap


def test_a_kettle_that_runs_out_before_an_order_can_come_is_found_with_its_order() -> None:
    """60 left at twelve a day are five days; an order takes fourteen."""
    morning = shop(60, lead_times=[lead(14)])
    (found,) = find_cover(morning)
    assert found.kind == "stock.running_out"
    assert found.at_stake is not None
    assert found.at_stake.mid == D("1200.00")
    assert str(found.words) == "KZ-041 lasts 5 days; an order takes 14"
    (order,) = order_in_time(found, morning)
    assert order.until == found.deadline
    assert int(order.to) == only(morning).need.order


def test_it_is_no_alarm_while_enough_comes_in_time() -> None:
    """60 left, and 400 in three days."""
    coming = [Inbound("kettles", "KZ-041", "PO-1", 400, ON + timedelta(days=3), None, KNOWN)]
    assert not list(find_cover(shop(60, lead_times=[lead(14)], inbounds=coming)))


def test_without_a_lead_time_nothing_is_called_about_to_run_out() -> None:
    assert not list(find_cover(shop(60)))


def test_units_that_come_are_counted_from_their_day_on() -> None:
    """60 left and 400 in three days: 36 are sold by then, so the end of that day has 60 + 400 - 48."""
    coming = [Inbound("kettles", "KZ-041", "PO-1", 400, ON + timedelta(days=3), None, KNOWN)]
    path = stock_of(shop(60, inbounds=coming)).path(0)
    assert [round(p.mid) for p in path[:4]] == [48, 36, 24, 412]
    assert path[3].arrives == 400
    assert path[3].low < path[3].mid < path[3].high


def test_a_hero_that_an_event_will_empty_is_found_before_it() -> None:
    """An own sale of three days in ten days, three times an ordinary day as the last one was: 108 kettles, after 120 sold."""
    first = ON + timedelta(days=10)
    before = REVIEWED - timedelta(days=20)
    sales = [OwnEvent("kettles", name, "promotion", day, day + timedelta(days=2), KNOWN)
             for name, day in (("spring sale", before), ("autumn sale", first))]
    morning = shop(150, own_events=sales, roles=[ItemRole("kettles", "881", "hero", None, KNOWN)])
    lifted = {d: D(36) if before <= d <= before + timedelta(days=2) else v for d, v in morning.daily["units_sold"].items()}
    sold = {d: D(36) if before <= d <= before + timedelta(days=2) else v
            for d, v in morning.sliced["product"]["line_units"][KETTLE].items()}
    product = {**morning.sliced["product"], "line_units": {KETTLE: sold}}
    morning = replace(morning, daily={**morning.daily, "units_sold": lifted}, sliced={**morning.sliced, "product": product})
    line = only(morning)
    assert (line.event, round(line.event_units)) == ("autumn sale", 108)
    (found,) = [f for f in find_cover(morning) if f.kind == "stock.event"]
    assert "78 will be missing" in str(found.words)


def test_a_delivery_that_brings_more_than_the_client_wants_is_news_for_a_week() -> None:
    """2,000 kettles came yesterday, 12 a day: 1,440 are 120 days; 560 at 82 yuan lie beyond them."""
    cost = [UnitCost("kettles", "KZ-041", D(82), "CNY", None, KNOWN)]
    (found,) = find_cover(shop(2000, before=100, costs=cost))
    assert found.kind == "stock.surplus"
    assert found.at_stake is not None
    assert found.at_stake.basis == "cash"
    assert found.at_stake.mid == D(560 * 82)
    assert not list(find_cover(shop(2000, costs=cost)))


@pytest.mark.parametrize(("days_left", "tier"), [(120, ""), (80, "promote"), (50, "discount"), (20, "delist")])
def test_what_expires_soon_is_promoted_then_discounted_then_taken_off(days_left: int, tier: str) -> None:
    until = datetime.combine(ON + timedelta(days=days_left), datetime.min.time(), UTC)
    fact = ObjectFact("kettles", "KZ-041", "expires_on", until.isoformat(), date(2026, 9, 1), KNOWN)
    assert only(shop(120, facts=[fact])).expiry == tier


def expiring(days_left: int, level: int = 600, **more: Any) -> Seen:
    until = datetime.combine(ON + timedelta(days=days_left), datetime.min.time(), UTC)
    fact = ObjectFact("kettles", "KZ-041", "expires_on", until.isoformat(), date(2026, 9, 1), KNOWN)
    cost = [UnitCost("kettles", "KZ-041", D(82), "CNY", None, KNOWN)]
    return shop(level, facts=[fact], costs=cost, **more)


def test_what_will_not_be_sold_before_it_must_come_off_the_shelf_is_told_with_its_cost() -> None:
    """Expires in 58 days, so off the shelf in 28; twelve a day are 336 of 600: 264 at 82 yuan are left."""
    (found,) = find_expiring(expiring(58))
    assert found.kind == "stock.expiring"
    assert found.at_stake is not None
    assert (found.at_stake.mid, found.at_stake.basis) == (D(264 * 82), "cash")
    assert found.at_stake.low < found.at_stake.mid < found.at_stake.high
    assert found.deadline is not None
    assert found.deadline.date() == ON + timedelta(days=27)
    (task,) = sell_in_time(found, expiring(58))
    assert (task.move, task.where) == ("expiry_discount", "price planner")


@pytest.mark.parametrize(("days_left", "level", "told"), [
    (60, 600, True), (54, 600, True), (53, 600, False), (87, 600, False), (87, 900, True), (58, 330, False), (120, 5000, False)])
def test_expiry_is_news_for_a_week_of_each_tier_and_only_where_units_will_be_left(days_left: int, level: int, told: bool) -> None:
    """A tier begins 90, 60 and 30 days before; 57 days of twelve are 684."""
    assert bool(list(find_expiring(expiring(days_left, level)))) is told


def test_what_must_be_off_the_shelf_stands_among_what_cannot_wait_until_it_is() -> None:
    (must,) = what_expires(expiring(9))
    assert (must.object, must.kind) == ("KZ-041", "expiry")
    assert not list(what_expires(expiring(31)))
    assert not list(what_expires(shop(600)))


@pytest.mark.parametrize(("level", "missing"), [(150, True), (157, False)])
def test_before_an_event_of_unknown_lift_three_usual_days_are_asked_for(level: int, missing: bool) -> None:
    """In ten days 120 are sold; three usual days are 36: 150 leave 30, 157 leave 37."""
    first = ON + timedelta(days=10)
    sale = [OwnEvent("kettles", "first sale", "promotion", first, first + timedelta(days=2), KNOWN)]
    morning = shop(level, own_events=sale, roles=[ItemRole("kettles", "881", "hero", None, KNOWN)])
    told = [f for f in find_cover(morning) if f.kind == "stock.event"]
    assert bool(told) is missing
    if told:
        assert "30 of KZ-041" in str(told[0].words)
        (task,) = order_in_time(told[0], morning)
        assert task.to == "6"
