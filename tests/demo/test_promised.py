"""What binds the demonstration's prices: sign-ups, wishes, promises and coupons, known when somebody could have known them."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from daybook.demo.paper import Sink, money
from daybook.demo.promised import bound
from daybook.demo.signups import write_promised
from tests.demo.conftest import LAST_DAY, Agency


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def _lists(agency: Agency, kind: str) -> list[tuple[date, dict[str, str]]]:
    """Each line of a kind of list with the shop's day on which it came in."""
    return [(datetime.fromisoformat(entry.known_at).astimezone(ZoneInfo(shop.plan.zone)).date(), row)
            for shop in agency.world.shops for entry, content in agency.files(shop, "given")
            if f"/{kind}_" in entry.path for row in _rows(content)]


def test_a_sign_up_asks_the_price_of_its_event_and_buyers_pay_it_less_all_coupons(agency: Agency) -> None:
    """双11's lines cost in the world what was signed up, where nothing was planted on them: 167 is 157 with ten off a hundred."""
    shop = agency.shop("tmall")
    (last,) = (content for entry, content in agency.files(shop, "event_signups") if entry.path.endswith("双11_20261112.csv"))
    held, checked = shop.days.index(date(2026, 11, 10)), 0
    touched = {i.product for i in shop.incidents if i.first <= held <= i.last}
    for row in _rows(last):
        product = next(p for p in shop.plan.products if p.item_id == row["商品id"])
        if product.index not in touched:
            assert money(int(shop.prices[held, product.skus[0].index])) == row["活动价格"]
            assert Decimal(row["预计普惠成交价"]) == Decimal(row["活动价格"]) - 10
            checked += 1
    assert checked


def test_nothing_is_known_before_it_was_said(agency: Agency) -> None:
    """A sign-up stands in no export of its own day or before; an event not signed up for is at most wished for."""
    shop = agency.shop("tmall")
    for entry, content in agency.files(shop, "event_signups"):
        known = datetime.fromisoformat(entry.known_at).astimezone(ZoneInfo(shop.plan.zone)).date()
        assert all(row["报名时间"][:10] < str(known) for row in _rows(content)), entry.path
    said = _lists(agency, "promise")
    assert {row["kind"] for _, row in said} == {"event", "wish", "least", "most"}
    assert all(str(known) <= row["first"] for known, row in said if row["kind"] in ("event", "wish"))
    assert all(row["first"] > str(LAST_DAY) for _, row in said if row["kind"] == "wish")


def test_an_events_coupon_stacks_on_the_shops_own(agency: Agency) -> None:
    """双12 on the hero: ten off a hundred for everybody, fifteen off a hundred and fifty besides."""
    shop, found = agency.shop("tmall"), bound(7, agency.shop("tmall"))
    hero, other = shop.plan.products[0], shop.plan.products[1]
    assert found.paid(17_900, hero, date(2026, 12, 12)) == 15_400
    assert (found.paid(17_900, hero, date(2026, 12, 13)), found.paid(17_900, other, date(2026, 12, 12))) == (16_900, 16_900)
    assert found.paid(5_900, hero, date(2026, 12, 13)) == 5_310
    assert {(row["object"], row["off"]) for _, row in _lists(agency, "coupon") if row["shop"] == shop.plan.name} == {
        ("", "10.00"), (hero.item_id, "15.00")}


def test_another_seed_says_something_else_of_the_same_world(agency: Agency) -> None:
    """The stream is of this subject alone: the world that was built is not asked to change with it."""
    shop = agency.shop("tmall")
    assert bound(7, shop) == bound(7, shop) != bound(8, shop)
    folder = agency.folder.parent / "again"
    sink = Sink(folder, shop.plan.client, shop.plan.name, shop.plan.platform)
    write_promised(7, shop, sink)
    assert sink.entries
    assert all((folder / e.path).read_bytes() == (agency.folder / e.path).read_bytes() for e in sink.entries)
