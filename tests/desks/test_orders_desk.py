"""What the orders desk tells in the brief: a late day, parcels that stand still, a slow courier, a burst; and when it is silent."""

from datetime import date, timedelta
from decimal import Decimal as D

from daybook.desks.orders import DESK
from daybook.desks.orders.findings import (
    BURST,
    LATE,
    SLOW,
    STUCK,
    UNPAID,
    find_fraud_burst,
    find_late_delivery,
    find_late_dispatch,
    find_stuck_parcels,
    find_unpaid_wave,
    what_cannot_wait,
)
from daybook.desks.orders.promises import counted
from daybook.desks.orders.table import orders_table
from daybook.domain.order_book import ClockKind, ClockState, Fared, PlacedDay
from daybook.domain.work import Role
from tests.desks.orders import NINE, TAOBAO, morning, order

SATURDAY = date(2026, 9, 12)


def fared(day: date, orders: int, late: int = 0, **more: object) -> Fared:
    facts = {"courier": "", "warehouse": "", "province": "", "unseen": 0, "promised": 0, "late_delivered": 0, "late_money": D(0)}
    return Fared(day, orders=orders, late=late, **{**facts, **more})  # type: ignore[arg-type]


def usual_days() -> list[Fared]:
    """Twenty days before with one late order of fifty each."""
    return [fared(SATURDAY - timedelta(days=n), 50, 1) for n in range(1, 21)]


def test_a_day_of_which_far_more_than_usual_has_not_left_is_told_with_the_money() -> None:
    """Paid on Saturday at noon, 69 hours ago: 30 of 40 are late, 2 % usual. At risk: 15 % of 100 each, 450; 0.8 expected."""
    waiting = [order(str(n), 69) for n in range(30)]
    [found] = find_late_dispatch(morning(*waiting, fared=[*usual_days(), fared(SATURDAY, 40, 30)]))
    assert (found.kind, found.measured, found.base, found.since) == (LATE, D(30), D("0.8"), SATURDAY)
    assert found.at_stake is not None
    assert (found.at_stake.low, found.at_stake.mid, found.at_stake.high) == (D("150.00"), D("450.00"), D("1200.00"))
    assert found.odds_noise is not None
    assert found.odds_noise < 1e-9
    assert found.adds_up()


def test_a_day_like_any_other_is_not_told_however_many_days_there_are() -> None:
    """Two late of 50 where one is usual."""
    waiting = [order(str(n), 69) for n in range(2)]
    assert not list(find_late_dispatch(morning(*waiting, fared=[*usual_days(), fared(SATURDAY, 50, 2)])))


def test_late_orders_that_have_left_since_are_no_task() -> None:
    assert not list(find_late_dispatch(morning(fared=[*usual_days(), fared(SATURDAY, 40, 30)])))


def test_a_shop_whose_exports_do_not_tell_dispatch_has_no_late_day() -> None:
    seen = morning(*(order(str(n), 69) for n in range(30)), told=TAOBAO - {"shipped_at"},
                   fared=[*usual_days(), fared(SATURDAY, 40, 40)])
    assert not list(find_late_dispatch(seen))


def test_parcels_of_one_courier_that_stand_still_are_told_under_its_name() -> None:
    """Six of seven are 圆通's: 6 x 100 x one half is 300."""
    parcels = [order(str(n), 260, shipped_at=NINE - timedelta(hours=250), status="shipped",
                     courier="中通快递" if n == 0 else "圆通速递") for n in range(7)]
    [found] = find_stuck_parcels(morning(*parcels))
    assert (found.kind, found.scope, found.measured) == (STUCK, (("courier", "圆通速递"),), D(6))
    assert found.at_stake is not None
    assert found.at_stake.mid == D("300.00")
    assert not list(find_stuck_parcels(morning(*parcels[:4])))           # four are no finding


def test_a_courier_that_comes_late_is_told_with_its_odds_and_one_within_noise_is_not() -> None:
    """40 of 100 late beside 5 % of all others; 20 of 100 days' money of 4,000: 35 beyond the usual of 40."""
    day = SATURDAY
    slow = fared(day, 100, courier="slow", promised=100, late_delivered=40, late_money=D(4000))
    others = fared(day, 600, courier="fast", promised=600, late_delivered=30, late_money=D(3000))
    [found] = find_late_delivery(morning(fared=[slow, others]))
    assert (found.kind, found.scope, found.measured, found.base) == (SLOW, (("courier", "slow"),), D(40), D("5.0"))
    assert found.at_stake is not None
    assert found.at_stake.mid == D("525.00")             # 4,000 x 35 / 40 on one day, 15 % of it
    alike = fared(day, 100, courier="slow", promised=100, late_delivered=7, late_money=D(700))
    assert not list(find_late_delivery(morning(fared=[alike, others])))


def test_a_burst_of_one_buyer_is_one_finding_and_masked_buyers_are_none() -> None:
    mine = [order(str(n), 10 - n / 10, buyer_id="x") for n in range(6)]
    [found] = find_fraud_burst(morning(*mine))
    assert (found.kind, found.measured) == (BURST, D(6))
    assert found.at_stake is not None
    assert found.at_stake.mid == D("360.00")
    assert found.odds_noise is None
    assert not list(find_fraud_burst(morning(*(order(str(n), 10 - n / 10) for n in range(6)))))


def test_a_burst_of_an_earlier_day_was_told_then() -> None:
    assert not list(find_fraud_burst(morning(*(order(str(n), 60 - n / 10, buyer_id="x") for n in range(6)))))


def test_promises_that_end_today_cannot_wait_and_stand_in_one_line_each() -> None:
    seen = morning(order("a", 49), order("b", 47), order("c", 46), order("d", 20))
    assert [(m.kind, str(m.object), m.deadline) for m in what_cannot_wait(seen)] == [
        ("ship_by", "1 orders", NINE - timedelta(hours=1)), ("ship_by", "2 orders", NINE + timedelta(hours=1))]


def test_a_shop_of_which_no_order_is_known_has_no_green_light() -> None:
    assert {what for what, _ in orders_table(morning(told=frozenset())).untold} == {kind.value for kind in ClockKind}


def test_lights_count_each_clock_and_say_which_cannot_be_told() -> None:
    """Tmall's export tells no scan and no delivery: neither late nor nought."""
    parcel = order("p", 60, shipped_at=NINE - timedelta(hours=30), status="shipped")
    seen = morning(order("a", 49), order("b", 47), parcel)
    lights = counted(seen.read["orders.book"], seen)  # type: ignore[arg-type]
    assert lights[ClockKind.SHIP] == {ClockState.OVERDUE: 1, ClockState.DUE: 1, ClockState.MET: 1}
    assert lights[ClockKind.SCAN] == {ClockState.UNTOLD: 1}
    assert lights[ClockKind.DELIVER] == {ClockState.UNTOLD: 3}


def test_every_finding_has_a_move_whose_gain_stays_below_what_is_at_risk() -> None:
    seen = morning(*(order(str(n), 69) for n in range(30)), fared=[*usual_days(), fared(SATURDAY, 40, 30)])
    [found] = find_late_dispatch(seen)
    [task] = DESK.moves[LATE](found, seen)
    assert (task.move, task.role.value) == ("send_late", "warehouse")
    assert task.gain is not None
    assert found.at_stake is not None
    assert task.gain.mid == D("225.00") < found.at_stake.mid
    assert set(DESK.moves) == {LATE, STUCK, SLOW, UNPAID, BURST}


def test_a_day_on_which_many_do_not_pay_is_told_with_what_can_still_be_reminded() -> None:
    """30 of 80 unpaid, 5 of 100 usually: 4 expected. Ten can still be paid: 15 % of 100 each, 150."""
    yesterday = date(2026, 9, 14)
    usual = [PlacedDay(yesterday - timedelta(days=n), 100, 5) for n in range(1, 21)]
    unpaid = [order(str(n), 13, status="unpaid", paid_at=None, paid_amount=D(0)) for n in range(10)]
    [found] = find_unpaid_wave(morning(*unpaid, placed=[*usual, PlacedDay(yesterday, 80, 30)]))
    assert (found.kind, found.measured, found.base, found.since) == (UNPAID, D(30), D("4.0"), yesterday)
    assert found.at_stake is not None
    assert found.at_stake.mid == D("150.00")
    assert found.adds_up()
    [move] = DESK.moves[UNPAID](found, morning())
    assert (move.move, move.role) == ("remind_unpaid", Role.SERVICE)
    gone = next(find_unpaid_wave(morning(placed=[*usual, PlacedDay(yesterday, 80, 30)])))
    assert gone.at_stake is None                                       # closed already: nobody can be reminded


def test_a_few_more_who_do_not_pay_and_a_shop_that_exports_no_unpaid_order_are_not_told() -> None:
    yesterday = date(2026, 9, 14)
    usual = [PlacedDay(yesterday - timedelta(days=n), 100, 5) for n in range(1, 21)]
    assert not list(find_unpaid_wave(morning(placed=[*usual, PlacedDay(yesterday, 100, 13)])))
    assert not list(find_unpaid_wave(morning(placed=[*(PlacedDay(u.day, 100, 0) for u in usual), PlacedDay(yesterday, 80, 30)])))
