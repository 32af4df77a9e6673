"""Every kind of abnormal order: which orders, who, until when and what is at risk; and what must not be told."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

import pytest

from daybook.desks.orders.abnormal import abnormal, told
from daybook.desks.orders.kinds import KINDS
from daybook.desks.orders.promises import clocks_of
from daybook.domain.order_book import Abnormal, Claims, ClockKind, ClockState, OrderSeen
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform
from tests.desks.orders import EXPORTED, NINE, TAOBAO, morning, order

TIKTOK = TAOBAO | {"scanned_at", "delivered_at", "buyer_id"}


def kinds(seen: Seen) -> list[tuple[str, str]]:
    return sorted((a.kind, a.order.order_id) for a in abnormal(seen))


def only(seen: Seen) -> Abnormal:
    [found] = abnormal(seen)
    return found


def test_an_order_is_overdue_48_hours_after_its_payment_and_due_before() -> None:
    """Paid 49 hours ago: the promise ended an hour ago. 47 hours ago: an hour is left. 20 hours ago: it runs."""
    assert kinds(morning(order("a", 49), order("b", 47), order("c", 20))) == [("ship_due", "b"), ("ship_overdue", "a")]
    late = only(morning(order("a", 49)))
    assert (late.owner, late.deadline) == ("warehouse", NINE - timedelta(hours=1))
    assert late.at_risk is not None
    assert (late.at_risk.low, late.at_risk.mid, late.at_risk.high) == (D("5.00"), D("15.00"), D("40.00"))


def test_an_order_exported_before_its_promise_ended_is_not_called_late() -> None:
    old = order("a", 49, known_at=NINE - timedelta(hours=3))
    assert kinds(morning(old)) == []
    assert clocks_of(old, morning(old).read["orders.book"], morning(old))[ClockKind.SHIP].state is ClockState.UNSEEN  # type: ignore[arg-type]


def test_what_the_export_promises_goes_before_the_rulebook() -> None:
    promised = order("a", 49, promised_ship_at=NINE + timedelta(hours=20))
    assert kinds(morning(promised)) == []


def test_a_presale_has_fifteen_days_from_its_balance() -> None:
    assert kinds(morning(order("a", 49, presale=True), order("b", 361, presale=True))) == [("ship_overdue", "b")]


def test_where_dispatch_is_not_told_no_order_is_late() -> None:
    assert kinds(morning(order("a", 490), told=TAOBAO - {"shipped_at"})) == []


def test_an_unpaid_order_is_reminded_in_the_twelve_hours_before_it_closes() -> None:
    """Closed after 24 hours on Tmall: placed 13 hours ago, 11 are left; placed 5 hours ago, 19 are."""
    found = only(morning(*(order(n, h, status="unpaid", paid_at=None, paid_amount=D(0)) for n, h in (("a", 13), ("b", 5)))))
    assert (found.kind, found.order.order_id, found.owner, found.deadline) == (
        "unpaid", "a", "service", NINE + timedelta(hours=11))
    assert found.at_risk is not None
    assert found.at_risk.mid == D("15.00")
    assert "09-15 20:00" in found.script


def test_a_label_without_a_scan_is_told_only_where_scans_are() -> None:
    labelled = order("a", 60, shipped_at=NINE - timedelta(hours=30), status="shipped")
    assert kinds(morning(labelled, told=TIKTOK, platform=Platform.TIKTOK)) == [("no_scan", "a")]
    assert kinds(morning(labelled)) == []


def test_a_parcel_that_is_not_confirmed_even_by_the_platform_stands_still() -> None:
    """Ten days after dispatch Taobao confirms by itself: 241 hours is beyond it, 239 is not."""
    parcels = [order(n, h + 5, shipped_at=NINE - timedelta(hours=h), status="shipped") for n, h in (("a", 241), ("b", 239))]
    assert kinds(morning(*parcels)) == [("stuck", "a")]


def test_a_parcel_scanned_a_week_ago_and_not_delivered_stands_still() -> None:
    """Eight days from payment it is later than TikTok's promise of delivery, too."""
    parcel = order("a", 180, shipped_at=NINE - timedelta(hours=170), scanned_at=NINE - timedelta(hours=169), status="shipped")
    assert kinds(morning(parcel, told=TIKTOK, platform=Platform.TIKTOK)) == [("stuck", "a")]
    older = replace(parcel, paid_at=NINE - timedelta(hours=193))
    assert kinds(morning(older, told=TIKTOK, platform=Platform.TIKTOK)) == [("stuck", "a"), ("undelivered", "a")]


def test_addresses_without_a_region_and_far_ones_are_looked_at_before_dispatch() -> None:
    lost, far = order("a", 10, province=None, city=None), order("b", 10, province="新疆")
    assert kinds(morning(lost, far)) == [("address", "a"), ("remote", "b")]
    assert kinds(morning(lost, told=TAOBAO - {"province", "city"})) == []        # no export tells any region


def test_an_order_on_its_way_back_and_words_of_the_buyer_are_told() -> None:
    back = order("a", 90, shipped_at=NINE - timedelta(hours=60), status="shipped", asked_back=True, sent_back=True)
    assert kinds(morning(back, order("b", 5, noted=True))) == [("note", "b"), ("return", "a")]


def test_a_line_at_less_than_half_its_usual_price_is_a_price_error() -> None:
    """A piece was paid 100 in each of 28 days: 40 is an error, 60 a discount."""
    before = {(("item_id", "1"), ("sku", "KZ-1")): {NINE.date() - timedelta(days=n): D(1) for n in range(2, 30)}}
    sold = {"line_units": before, "line_gmv": {s: {d: D(100) for d in days} for s, days in before.items()}}
    cheap, cut = order("a", 5, line_amount=D(40)), order("b", 5, line_amount=D(60))
    told = replace(morning(cheap, cut), sliced={"product": sold})
    assert kinds(told) == [("price_error", "a")]
    assert only(told).owner == "operator"


def test_the_last_orders_of_a_sku_sold_below_zero_are_oversold() -> None:
    """Two units are missing: the two that paid last go without."""
    level = {(("item_id", "1"), ("sku", "KZ-1")): {NINE.date() - timedelta(days=1): D(-2)}}
    told = replace(morning(order("a", 9), order("b", 8), order("c", 7)), sliced={"stock": {"sellable_units": level}})
    assert kinds(told) == [("oversold", "b"), ("oversold", "c")]


def test_a_burst_of_one_buyer_is_told_and_five_masked_buyers_are_nobody() -> None:
    mine = [order(str(n), 10 - n / 10, buyer_id="x", sku=f"KZ-{n}") for n in range(5)]
    assert kinds(morning(*mine)) == [("burst", str(n)) for n in range(5)]
    assert kinds(morning(*(replace(o, buyer_id=None) for o in mine))) == []


def test_one_product_twice_within_minutes_is_asked_about() -> None:
    assert kinds(morning(order("a", 10, buyer_id="x"), order("b", 9.8, buyer_id="x"), order("c", 9.7, buyer_id="y"))) == [
        ("duplicate", "b")]


@pytest.mark.parametrize(("orders", "refunds", "told"), [(4, 3, True), (4, 2, False), (10, 3, False)])
def test_a_buyer_paid_back_without_return_again_and_again_is_packed_with_care(orders: int, refunds: int, told: bool) -> None:
    """Three refunds and three fifths of the orders."""
    seen = morning(order("a", 5, buyer_id="x"), claims=(Claims("x", orders, refunds, D(300)),))
    assert kinds(seen) == ([("claims", "a")] if told else [])


def test_an_order_of_twenty_units_is_asked_about_where_one_is_usual() -> None:
    assert kinds(morning(order("a", 5, units=20), order("b", 5, units=19), usual_units=D(1))) == [("bulk", "a")]


def test_closed_orders_and_those_that_arrived_need_nobody() -> None:
    gone = [order("a", 90, status="closed"), order("b", 90, status="done", completed_at=EXPORTED, shipped_at=EXPORTED)]
    assert kinds(morning(*gone)) == []


def test_every_kind_has_an_owner_an_act_and_money_at_risk() -> None:
    assert all(kind.owner and kind.act and kind.risk.startswith("RISK-") for kind in KINDS.values())
    refunded: OrderSeen = order("a", 49, refund_amount=D(60))
    found = only(morning(refunded))
    assert found.at_risk is not None
    assert found.at_risk.high == D("16.00")             # two fifths of the 40 that are left


def test_every_kind_has_an_owner_a_deadline_a_script_and_money_at_risk() -> None:
    """Of an order that waits, one that is unpaid and one that left, whatever it is told for."""
    waiting, left = order("a", 20), order("c", 60, shipped_at=NINE - timedelta(hours=30), status="shipped")
    unpaid = order("b", 13, status="unpaid", paid_at=None, paid_amount=D(0))
    for kind in KINDS:
        for one, until in ((waiting, NINE + timedelta(hours=28)), (unpaid, NINE + timedelta(hours=11)),
                           (left, EXPORTED + timedelta(hours=24))):
            found = told(kind, one, morning(waiting, unpaid, left), "why")
            assert (found.owner, found.act, found.script) == (KINDS[kind].owner.value, KINDS[kind].act, found.script or None)
            assert found.deadline == until
            assert found.at_risk is not None
            assert found.at_risk.mid > 0
