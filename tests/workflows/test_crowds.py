"""Crowds of a Shopify shop: as its filter, as hashes with consent, refused with a reason, each written down; one forgotten."""

import csv
import hashlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.buyers import Crowd, CrowdKind
from daybook.domain.errors import WrongUsage
from daybook.domain.shop import Shop
from daybook.workflows.buyer_books import make_books
from daybook.workflows.buyers_privacy import forget_buyer, privacy_of
from daybook.workflows.crowd_sizes import PRESETS
from daybook.workflows.crowds import contradiction, crowd_from, crowd_of, filters_of, take_out, taken_out
from daybook.workflows.house import House, add_shop
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.leave import export, forget
from tests.conftest import Clock

ON = date(2026, 11, 23)
TITLES = ["Name", "Id", "Email", "Accepts Marketing", "Financial Status", "Created at", "Paid at", "Currency", "Subtotal",
          "Shipping", "Taxes", "Total", "Discount Amount", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku"]
BUYERS = 60


def mail(n: int) -> str:
    return f"Buyer{n}@Example.com"


def write(file: Path, orders: int = 2, agreed: int = 52, older: int = 0) -> Path:
    """Sixty buyers with some orders each, a month apart, the newest so many months ago; all but the last eight agreed to be
    written to."""
    rows = []
    for n in range(BUYERS):
        for k in range(older, older + orders):
            at = f"{date(2026, 11, 20) - timedelta(days=30 * k + n % 7)} 10:00:00 +0000"
            rows.append([f"#{n}-{k}", f"{n * 10 + k + 1}", mail(n), "yes" if n < agreed else "no", "paid", at, at, "USD", "50.00",
                         "0.00", "0.00", "50.00", "5.00" if n % 2 else "0.00", "1", "Mug", "50.00", "MUG-1"])
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([TITLES, *rows])
    return file


@pytest.fixture
def shop(house: House, clock: Clock, tmp_path: Path) -> Shop:
    own = add_shop(house, "mugs", "Jade", "shopify", "UTC", "USD")
    clock.moment = datetime(2026, 11, 22, 23, tzinfo=UTC)
    [report] = ingest(house, [Incoming(own.name, write(tmp_path / "orders.csv"), clock.moment)])
    assert report.state == "loaded", report.problem
    clock.moment = datetime(2026, 11, 23, 10, tzinfo=UTC)
    return own


def test_a_crowd_is_written_as_the_platforms_own_filter(house: House, shop: Shop) -> None:
    crowd = Crowd("again", orders_from=2, last_to_days=30, spent_from=D("80"))
    seen, text = take_out(house, shop, ON, crowd, CrowdKind.FILTER, "Mei")
    assert (seen.size, seen.net) == (60, D("6000.00"))
    assert text.splitlines() == [
        "Customers > Segments > Create segment",
        "number_of_orders >= 2 AND last_order_date >= -30d AND amount_spent >= 80 AND email_subscription_status = 'SUBSCRIBED'"]


def test_hashes_are_of_those_alone_who_agreed(house: House, shop: Shop) -> None:
    seen, text = take_out(house, shop, ON, Crowd("again", orders_from=2), CrowdKind.HASH, "Mei")
    lines = text.splitlines()
    assert lines[0] == "Email_SHA256"
    assert set(lines[1:]) == {hashlib.sha256(mail(n).lower().encode()).hexdigest() for n in range(52)}
    assert lines[1:] == sorted(lines[1:])
    assert seen.consented == 52
    [row] = taken_out(shop)
    assert (row.by, row.kind, row.size, row.rows, row.refused) == ("Mei", CrowdKind.HASH, 60, 52, "")


def test_who_took_the_yes_back_is_in_no_file_and_fewer_than_fifty_leave_not(house: House, shop: Shop, tmp_path: Path,
                                                                            clock: Clock) -> None:
    """A newer export in which only forty say yes."""
    ingest(house, [Incoming(shop.name, write(tmp_path / "newer.csv", agreed=40), clock.moment)])
    with pytest.raises(WrongUsage, match="40 of its buyers agreed"):
        take_out(house, shop, ON, Crowd(orders_from=2), CrowdKind.HASH, "Mei")
    assert "40 of its buyers" in taken_out(shop)[0].refused
    assert taken_out(shop)[0].rows is None


def test_a_yes_of_years_ago_that_is_read_later_takes_no_newer_no_away(house: House, shop: Shop, tmp_path: Path,
                                                                        clock: Clock) -> None:
    ingest(house, [Incoming(shop.name, write(tmp_path / "old.csv", agreed=60, older=5), clock.moment)])
    assert len(take_out(house, shop, ON, Crowd(orders_from=2), CrowdKind.HASH, "Mei")[1].splitlines()) == 53


@pytest.mark.parametrize(("crowd", "why"), [
    (Crowd(orders_from=3, orders_to=2), "above"), (Crowd(last_from_days=90, last_to_days=30), "above"),
    (Crowd(spent_from=D(9), spent_to=D(8)), "above"), (Crowd(item_id="MUG-1", not_item_id="MUG-1"), "never bought it"),
    (Crowd(first_to_days=10, last_from_days=20), "before they bought first"), (Crowd("all"), "at least one condition"),
    (Crowd(orders_from=3), "fewer than 50"), (Crowd(discount=True), "fewer than 50")])
def test_a_crowd_that_nobody_can_be_in_or_too_few_are_is_refused(house: House, shop: Shop, crowd: Crowd, why: str) -> None:
    seen = crowd_of(house, shop, ON, crowd)
    assert seen.size is None
    assert why in seen.refusal
    with pytest.raises(WrongUsage, match=why):
        take_out(house, shop, ON, crowd, CrowdKind.FILTER, "Mei")
    assert why in taken_out(shop)[0].refused


def test_a_condition_that_the_platform_has_not_leaves_no_filter_of_other_buyers(house: House, shop: Shop) -> None:
    """Who paid in full at least once is no condition of Shopify's; the rest of the filter would mean all regulars."""
    crowd = Crowd("first", orders_from=2, first_from_days=1)
    assert dict(crowd_of(house, shop, ON, crowd).filters) == {"orders_from": "number_of_orders >= 2", "first_from_days": "",
                                                              "consent": "email_subscription_status = 'SUBSCRIBED'", "all": ""}
    with pytest.raises(WrongUsage, match="no such condition: first from days"):
        take_out(house, shop, ON, crowd, CrowdKind.FILTER, "Mei")
    assert "other buyers" in taken_out(shop)[0].refused
    assert dict(filters_of(shop, Crowd("full_price", orders_from=2, discount=False), {})[0])["all"] == ""
    assert len(take_out(house, shop, ON, crowd, CrowdKind.HASH, "Mei")[1].splitlines()) == 53        # hashes name whom they mean


def test_a_name_of_several_lines_is_one_line() -> None:
    assert crowd_from({"name": "a\r\nb: c\x00", "orders_from": "2"}) == Crowd("a b: c", orders_from=2)


def test_edges_that_touch_are_no_contradiction() -> None:
    assert contradiction(Crowd(orders_from=2, orders_to=2)) == ""
    assert contradiction(Crowd(first_to_days=20, last_from_days=20)) == ""


@pytest.mark.parametrize(("said", "why"), [({"orders_from": "two"}, "no number"), ({"orders_from": "1.5"}, "no number"),
                                           ({"age": "30"}, "no condition age"), ({"discount": "maybe"}, "neither yes nor no"),
                                           ({"spent_from": "NaN"}, "no number"), ({"last_to_days": "-3"}, "no number")])
def test_what_is_no_condition_is_told(said: dict[str, str], why: str) -> None:
    with pytest.raises(WrongUsage, match=why):
        crowd_from(said)


def test_a_form_left_empty_is_no_condition() -> None:
    assert crowd_from({"orders_from": "2", "orders_to": "", "spent_from": " 9.50 ", "discount": "no"}) == Crowd(
        orders_from=2, spent_from=D("9.50"), discount=False)


def test_usual_crowds_show_their_size_or_why_not(house: House, shop: Shop) -> None:
    found = {one.name: (seen.size, bool(seen.refusal)) for one in PRESETS for seen in [crowd_of(house, shop, ON, one)]}
    assert found["best"] == (None, True)                       # nobody came three times
    assert found["discount_only"] == (None, True)              # thirty
    assert sum(size is not None for size, _ in found.values()) == 0


def test_a_forgotten_buyer_is_in_no_crowd_and_no_file_brings_them_back(house: House, shop: Shop, tmp_path: Path,
                                                                        clock: Clock) -> None:
    before = make_books(house, [shop], ON)[shop.name]
    assert forget_buyer(house, "Jade", "buyer3@example.com ", "Mei") == 2
    after = make_books(house, [shop], ON)[shop.name]
    assert (after.buyers, after.identity, after.cohorts) == (before.buyers, before.identity, before.cohorts)
    gone = hashlib.sha256(b"buyer3@example.com").hexdigest()
    assert gone not in take_out(house, shop, ON, Crowd(orders_from=2), CrowdKind.HASH, "Mei")[1]
    ingest(house, [Incoming(shop.name, write(tmp_path / "again.csv", orders=3), clock.moment)])
    text = take_out(house, shop, ON, Crowd(orders_from=2), CrowdKind.HASH, "Mei")[1]
    assert gone not in text
    assert len(text.splitlines()) == 1 + 51
    assert forget_buyer(house, "Jade", "nobody@example.com", "Mei") == 0
    assert [(by, rows) for _, by, rows in privacy_of(shop).forgotten if rows] == [("Mei", 2)]
    with pytest.raises(WrongUsage, match="names nobody"):
        forget_buyer(house, "Jade", "张**", "Mei")


def test_the_privacy_page_names_tables_files_and_who_took_what(house: House, shop: Shop) -> None:
    take_out(house, shop, ON, Crowd("again", orders_from=2), CrowdKind.FILTER, "Lin")
    page = privacy_of(shop)
    [orders] = [k for k in page.kept if k.table == "orders"]
    assert orders.files == 1
    assert orders.readers == ("shopify.orders_export",)
    assert {"buyer_id", "city"} <= set(orders.columns)
    assert [(t.by, t.crowd) for t in page.taken] == [("Lin", "again orders_from=2")]


def test_crowds_leave_with_the_shop_and_go_with_the_client(house: House, shop: Shop, tmp_path: Path) -> None:
    from daybook.records import models

    take_out(house, shop, ON, Crowd("again", orders_from=2), CrowdKind.FILTER, "Lin")
    with pytest.raises(WrongUsage):
        take_out(house, shop, ON, Crowd("none", orders_from=9), CrowdKind.FILTER, "Lin")
    forget_buyer(house, "Jade", "buyer3@example.com", "Mei")
    export(house, shop, tmp_path / "out")
    written = (tmp_path / "out" / "given" / "crowds_out.csv").read_text(encoding="utf-8")
    assert "Lin" in written
    assert ",fewer than 50 buyers" in written
    forget(house, "Jade")
    assert not models.CrowdOut.objects.exists()
    assert not models.ForgottenBuyer.objects.exists()
    assert not models.BuyerBookKept.objects.exists()
