"""Refunds of a day come in for weeks: what of it went back by now is not held against an older day that had longer."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

from daybook.desks.sales.tiles import tiles
from daybook.domain.brief import Tile
from daybook.domain.seen import Seen
from daybook.metrics.definitions.refunds import RIPE_DAYS

from .seen import days, seen


def shown(made: Seen) -> dict[str, Tile]:
    return {t.metric: t for t in tiles(made)}


def house() -> Seen:
    """10,000 a day; 0.62 % of the last day is refunded by now, 4.8 % of each day before, and 4.5 % on any day."""
    return seen({"refunded_of_paid": days(62, 480), "net_sales": days(9938, 9520), "refunded_by_day": days(450, 450)})


def test_yesterdays_refund_rate_is_shown_and_not_said_to_be_better() -> None:
    for metric, value, before in (("refund_rate", D("0.0062"), D("0.0480")), ("net_sales", D("9938.00"), D("9520.00"))):
        tile = shown(house())[metric]
        assert tile.value == value
        for one in tile.comparisons:
            assert (one.value, one.change, one.change_rate) == (before, None, None)
            assert "still to come" in one.why_not


def test_refunds_by_the_day_they_ended_are_whole_and_compared() -> None:
    assert [c.change for c in shown(house())["refund_rate_by_day"].comparisons] == [D("0.0000")] * 2


def test_a_day_is_compared_once_its_refunds_are_in() -> None:
    later = replace(house(), as_of=house().as_of + timedelta(days=RIPE_DAYS - 1))
    assert [c.change for c in shown(later)["refund_rate"].comparisons] == [D("-0.0418")] * 2
    assert shown(replace(later, as_of=later.as_of - timedelta(days=1)))["refund_rate"].comparisons[0].change is None
