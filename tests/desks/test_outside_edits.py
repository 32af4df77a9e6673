"""Edits that nobody noted, seen in the difference of two lists of SKUs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

from daybook.desks.sales.beside import beside
from daybook.desks.sales.outside_edits import outside_edits
from daybook.domain.edits import Edit
from daybook.domain.given import Given, Note
from daybook.domain.seen import Seen
from daybook.reports.localise import in_language
from daybook.reports.wording import translator
from tests.desks.seen import REVIEWED, SHOP, seen

BEFORE = REVIEWED - timedelta(days=1)
Levels = dict[str, dict[date, D]]


def sku(name: str) -> tuple[tuple[str, str], ...]:
    return (("item_id", "61"), ("sku", name))


def shelf(prices: Levels, also: tuple[str, ...] = ()) -> Seen:
    """Ten SKUs of unchanged price on both days, besides those named; `also` are only on the reviewed day."""
    steady = {f"s{n}": {BEFORE: D(10), REVIEWED: D(10)} for n in range(10)}
    shown = {**steady, **prices, **{name: {REVIEWED: D(10)} for name in also}}
    return seen(stock={"list_price": {sku(n): days for n, days in shown.items()}})


def test_a_price_shown_otherwise_is_named_the_largest_step_first() -> None:
    one = shelf({"k1": {BEFORE: D("100.00"), REVIEWED: D("95")}, "k2": {BEFORE: D(50), REVIEWED: D(30)}})
    assert [str(e) for e in outside_edits(one, REVIEWED)] == [
        f"k2 is shown at 30, on {BEFORE} at 50", f"k1 is shown at 95, on {BEFORE} at 100"]


def test_skus_added_and_gone_are_named() -> None:
    one = shelf({"old": {BEFORE: D(9)}}, also=("a", "b", "c", "d"))
    assert [str(e) for e in outside_edits(one, REVIEWED)] == [
        f"a, b, c (+1) is new in the list of {REVIEWED}", f"old is no longer in the list of {REVIEWED}"]


def test_another_list_or_none_before_says_nothing() -> None:
    apart = seen(stock={"list_price": {sku("a"): {BEFORE: D(1)}, sku("b"): {REVIEWED: D(1)}}})
    alone = seen(stock={"list_price": {sku("a"): {REVIEWED: D(1)}}})
    old = seen(stock={"list_price": {sku("a"): {REVIEWED - timedelta(days=30): D(1), REVIEWED: D(2)}}})
    assert [list(outside_edits(s, REVIEWED)) for s in (apart, alone, old, seen())] == [[], [], [], []]


def test_what_was_noted_is_told_by_the_note() -> None:
    one = shelf({"k1": {BEFORE: D(100), REVIEWED: D(95)}})
    at = datetime.combine(REVIEWED, datetime.min.time(), UTC)
    note = Note(SHOP.name, at, "k1", "edit", "100", "95", "", at)
    noted = replace(one, given=Given(SHOP, at, notes=[note]))
    assert list(outside_edits(noted, REVIEWED)) == []
    assert "k1" in str(beside(noted, REVIEWED)[0])


def test_edits_stand_beside_a_change() -> None:
    one = shelf({f"k{n}": {BEFORE: D(100), REVIEWED: D(90 - n)} for n in range(2)})
    assert [str(e) for e in beside(one, REVIEWED)] == [
        f"k1 is shown at 89, on {BEFORE} at 100", f"k0 is shown at 90, on {BEFORE} at 100"]


def edit(what: str, was: str, now: str, item: str = "61", on: date = REVIEWED) -> Edit:
    return Edit(item, what, was, now, on - timedelta(days=1), on)


def test_a_listing_taken_off_comes_before_prices_and_titles_after_them() -> None:
    one = replace(shelf({"k1": {BEFORE: D(100), REVIEWED: D(95)}}), names={"item_id": {"61": "Kettle"}}, edits=(
        edit("main_image", "a.jpg", "b.jpg"), edit("state", "on_sale", "off_sale"), edit("title", "Kettle", "Kettle 1.7 l"),
        edit("category", "Kitchen", "Garden")))
    assert [str(e) for e in outside_edits(one, REVIEWED)] == [
        f"Kettle is off sale since the list of {REVIEWED}, it was on sale", f"k1 is shown at 95, on {BEFORE} at 100",
        f"61 is titled Kettle 1.7 l since the list of {REVIEWED}, it was Kettle",
        f"Kettle has another main image since the list of {REVIEWED}",
        f"Kettle stands in Garden since the list of {REVIEWED}, it was in Kitchen"]


def test_an_edit_before_the_change_or_one_that_was_noted_is_not_said_again() -> None:
    at = datetime.combine(REVIEWED, datetime.min.time(), UTC)
    note = Note(SHOP.name, at, "62", "edit", "", "", "title", at)
    one = replace(seen(), given=Given(SHOP, at, notes=[note]), edits=(
        edit("title", "A", "B", on=REVIEWED - timedelta(days=3)), edit("title", "A", "B", item="62")))
    assert list(outside_edits(one, REVIEWED)) == []


def test_an_edit_is_said_in_chinese_too() -> None:
    said, = outside_edits(replace(seen(), edits=(edit("state", "on_sale", "off_sale"),)), REVIEWED)
    assert in_language(said, translator("zh")) == "61 自 9月14日 的清单起已下架，此前在售"
