"""A wave of prices by hand: who joins when, how deep, and who keeps its prices."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

from daybook.desks.market.wave import price_wave
from daybook.domain.rivals import RivalSighting
from tests.desks.seen import SHOP
from tests.desks.test_market import MORNING, look

FIRST = date(2016, 11, 9)


def listing(seller: str, name: str, *prices: int | None) -> list[RivalSighting]:
    return [replace(look(MORNING, price), rival=name, seller=seller, at=SHOP.moment(FIRST + timedelta(days=n), MORNING.time()))
            for n, price in enumerate(prices) if price is not None]


def test_sellers_join_on_their_day_and_some_keep_their_prices() -> None:
    """Most join on the 11th with 30 and 50 off 100; one a day later; one never; a listing of A is gone on the last day."""
    found = price_wave(SHOP, [
        *listing("A", "a1", 100, 100, 70, 100), *listing("A", "a2", 100, 100, 50, None), *listing("B", "b1", 200, 200, 160, 160),
        *listing("late", "l1", 100, 100, 100, 80), *listing("kept", "k1", 100, 100, 100, 96), *listing("", "n1", 100, 1, 1, 1)])
    assert [(s.seller, s.joined_on and s.joined_on.day, s.late_days) for s in found] == [
        ("A", 11, 0), ("B", 11, 0), ("late", 12, 1), ("kept", None, None)]
    first = found[0]
    assert (first.cut_share, first.depth, first.left, first.last_on) == (D(1), D("0.4"), 1, date(2016, 11, 11))
    assert first.deepest == ("a2", D(100), D(50))
    assert [(d.seen, d.cut) for d in first.days] == [(2, 0), (2, 0), (2, 2), (1, 0)]
    assert found[1].last_on == date(2016, 11, 12)
    assert found[3].deepest is None


def test_single_listings_are_no_wave() -> None:
    prices = [look for n in range(11) for look in listing("A", f"a{n}", 100, 50 if n == 0 else 100)]
    [one] = price_wave(SHOP, prices)
    assert (one.joined_on, one.listings) == (None, 11)
    assert not price_wave(SHOP, [])
