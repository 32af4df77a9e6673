"""What people say beside the exports: kept as known then, corrected by adding, wrong rows listed, none half-written."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.errors import BrokenFile, NeedsPerson, WrongUsage
from daybook.workflows.given import given_of, note, notes_of, set_from_csv
from daybook.workflows.house import House, add_shop
from daybook.workflows.leave import export
from daybook.workflows.replay import replay

from .given_house import CLIENT, NOW, OTHER, SHOP, at, house_of, morning, number, sell, tile, written

COST = "sku,unit_cost,currency,valid_from\n"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "keys"))
    return house_of(tmp_path)


def test_a_cost_known_later_is_unknown_to_an_earlier_moment(house: House, tmp_path: Path) -> None:
    set_from_csv(house, "cost", written(tmp_path, COST + "KZ-041,82,CNY,2026-01-01\n"), known_at=at(22, 1))
    shop = house.shop(SHOP)
    assert given_of(house, [shop], at(22, 0))[SHOP].unit_cost("KZ-041", date(2026, 11, 21)) is None
    found = given_of(house, [shop], at(23, 1))[SHOP]
    cost = found.unit_cost("KZ-041", date(2026, 11, 21))
    assert cost is not None
    assert (cost.unit_cost, found.age_days(cost)) == (D(82), 1)


def test_a_cost_counts_from_its_valid_from_day_and_the_last_one_given_for_that_day_wins(
        house: House, tmp_path: Path) -> None:
    set_from_csv(house, "cost", written(tmp_path, COST + "KZ-041,82,CNY,2026-01-01\nKZ-041,90,CNY,2026-11-15\n"),
                 known_at=at(1))
    set_from_csv(house, "cost", written(tmp_path, COST + "KZ-041,88,CNY,2026-11-15\n"), known_at=at(20))
    shop = house.shop(SHOP)

    def cost(day: int, known: int) -> D | None:
        found = given_of(house, [shop], at(known))[SHOP].unit_cost("KZ-041", date(2026, 11, day))
        return found and found.unit_cost

    assert (cost(14, 2), cost(15, 2)) == (D(82), D(90))
    assert (cost(14, 21), cost(15, 21)) == (D(82), D(88))
    assert given_of(house, [shop], at(21))[SHOP].unit_cost("KZ-041", date(2025, 12, 31)) is None


def test_the_same_file_twice_changes_nothing(house: House, tmp_path: Path) -> None:
    file = written(tmp_path, COST + "KZ-041,82,CNY,2026-01-01\n")
    assert set_from_csv(house, "cost", file).stored == 1
    again = set_from_csv(house, "cost", file)
    assert (again.stored, again.unchanged) == (0, 1)


def test_wrong_rows_are_listed_with_line_and_reason_and_the_others_stored(house: House, tmp_path: Path) -> None:
    text = COST + ("KZ-041,82,CNY,2026-01-01\nKZ-042,-3,CNY,2026-01-01\nKZ-043,twelve,CNY,2026-01-01\n"
                   "KZ-044,12,USD,2026-01-01\nKZ-045,12,CNY,soon\n=1+1,12,CNY,2026-01-01\n,12,CNY,2026-01-01\n"
                   "KZ-041,83,CNY,2026-01-01\nKZ-046,12,CNY,2026-01-01,extra\n")
    report = set_from_csv(house, "cost", written(tmp_path, text))
    assert (report.rows, report.stored) == (9, 1)
    assert [(r.line, r.column) for r in report.rejected] == [
        (3, "unit_cost"), (4, "unit_cost"), (5, "currency"), (6, "valid_from"), (7, "sku"), (8, "sku"), (9, "row"),
        (10, "row")]
    reasons = {r.line: r.reason for r in report.rejected}
    assert reasons[3] == "is below zero"
    assert "rates are not guessed" in reasons[5]
    assert "looks like a formula" in reasons[7]
    assert "line 2" in reasons[9]


def test_unknown_names_are_answered_with_the_known_ones(house: House, tmp_path: Path) -> None:
    terms = set_from_csv(house, "terms", written(
        tmp_path, f"shop,term,value,valid_from\n{SHOP},fee,0.05,\nnobody,fee_rate,0.05,\n{SHOP},fee_rate,5.5,\n"))
    assert [r.column for r in terms.rejected] == ["term", "shop", "value"]
    assert "fee_rate" in terms.rejected[0].reason
    assert SHOP in terms.rejected[1].reason
    assert "0.055" in terms.rejected[2].reason
    target = set_from_csv(house, "target", written(
        tmp_path, f"shop,metric,month,value,valid_from\n{SHOP},turnover,2026-11,100,\n{SHOP},paid_gmv,13/2026,1,\n"))
    assert ["paid_gmv" in r.reason or "2026-11" in r.reason for r in target.rejected] == [True, True]
    assert target.nothing_taken
    with pytest.raises(WrongUsage, match=r"product-map"):
        set_from_csv(house, "price", written(tmp_path, COST))
    with pytest.raises(WrongUsage, match=CLIENT):
        set_from_csv(house, "cost", written(tmp_path, COST), client="Wu")


def test_a_broken_file_stores_nothing(house: House, tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson, match=r"unit_cost"):
        set_from_csv(house, "cost", written(tmp_path, "sku,price\nKZ-041,82\n"))
    with pytest.raises(BrokenFile, match=r"cut off"):
        set_from_csv(house, "cost", written(tmp_path, COST + "KZ-041,82,CNY,2026-01-01\n\"KZ-042,82,CNY,2026-01-01\n"))
    with pytest.raises(BrokenFile, match=r"empty"):
        set_from_csv(house, "cost", written(tmp_path, ""))
    assert not given_of(house, [house.shop(SHOP)])[SHOP].mark


def test_a_shop_in_another_currency_has_its_own_costs(house: House, tmp_path: Path) -> None:
    add_shop(house, OTHER, CLIENT, "shopify", "America/New_York", "USD")
    set_from_csv(house, "cost", written(tmp_path, COST + "KZ-041,82,CNY,\nKZ-041,12.5,USD,\n"), client=CLIENT)
    set_from_csv(house, "cost", written(tmp_path, COST + "KZ-041,80,,\n"), shop=SHOP)
    found = given_of(house, [house.shop(SHOP), house.shop(OTHER)])
    costs = {name: given.unit_cost("KZ-041", date(2026, 11, 1)) for name, given in found.items()}
    assert {name: cost and cost.unit_cost for name, cost in costs.items()} == {SHOP: D(80), OTHER: D("12.5")}


def test_another_clients_shop_sees_nothing_of_it(house: House, tmp_path: Path) -> None:
    add_shop(house, "wu-tmall", "Wu", "tmall", "Asia/Shanghai", "CNY")
    set_from_csv(house, "cost", written(tmp_path, COST + "KZ-041,82,CNY,\n"), client=CLIENT)
    assert given_of(house, [house.shop("wu-tmall")])["wu-tmall"].costs == ()
    with pytest.raises(WrongUsage, match=r"belongs to client Wu"):
        set_from_csv(house, "cost", written(tmp_path, COST), client=CLIENT, shop="wu-tmall")


def test_team_roles_products_calendar_and_targets_come_back(house: House, tmp_path: Path) -> None:
    for kind, text in {
        "team": f"person,role,shop,minutes,valid_from\nBo,operator,{SHOP},300,2026-11-01\n"
                f"Bo,operator,{SHOP},0,2026-11-20\n"
                f"Lin,ads,{SHOP},240,2026-11-01\n",
        "role": f"shop,item_id,role,valid_from\n{SHOP},737559603417,hero,2026-11-01\n",
        "product-map": f"shop,item_id,sku,product\n{SHOP},737559603417,,KZ041\n{SHOP},,MUG-007,MUG\n",
        "calendar": f"shop,name,kind,first,last\n{SHOP},会员日,promotion,2026-11-08,2026-11-08\n",
        "target": f"店铺,指标,月份,目标,生效日期\n{SHOP},支付金额,2026年11月,30万,2026-11-01\n",
    }.items():
        assert not set_from_csv(house, kind, written(tmp_path, text), known_at=at(2)).rejected
    given = given_of(house, [house.shop(SHOP)])[SHOP]
    assert [m.person for m in given.team(date(2026, 11, 19))] == ["Bo", "Lin"]
    assert [m.person for m in given.team(date(2026, 11, 20))] == ["Lin"]
    role = given.role_of("737559603417", date(2026, 11, 22))
    assert role is not None
    assert role.role == "hero"
    assert (given.product_of("737559603417", "KZ-9"), given.product_of("1", "MUG-007"), given.product_of("1", "x")) == (
        "KZ041", "MUG", None)
    assert [e.name for e in given.own_events] == ["会员日"]
    target = given.target("paid_gmv", date(2026, 11, 22))
    assert target is not None
    assert target.value == 300_000


def test_an_event_named_again_moves_and_a_cancelled_one_is_gone(house: House, tmp_path: Path) -> None:
    head = "shop,name,kind,first,last\n"
    days = [f"{SHOP},会员日,promotion,2026-11-{d},2026-11-{d}\n" for d in ("08", "18", "09")]
    shop = house.shop(SHOP)

    def first_days(known: int) -> list[int]:
        return [e.first.day for e in given_of(house, [shop], at(known))[SHOP].own_events]

    set_from_csv(house, "calendar", written(tmp_path, head + days[0] + days[1]), known_at=at(1))
    set_from_csv(house, "calendar", written(tmp_path, head + days[2]), known_at=at(2))
    set_from_csv(house, "calendar", written(tmp_path, head + days[0] + days[1]), known_at=at(3))
    set_from_csv(house, "calendar", written(tmp_path, head + days[0].replace("promotion", "cancelled")), known_at=at(4))
    assert [first_days(k) for k in (1, 2, 3, 4)] == [[8, 18], [9], [8, 18], []]


def test_a_note_stands_on_the_shops_own_clock_and_day(house: House) -> None:
    note(house, SHOP, "2026-11-22 00:05", "KZ-041", "edit", "199.00", "189.00", "改价")
    note(house, SHOP, "2026-11-22 00:05", "KZ-041", "edit", "199.00", "189.00", "改价")
    note(house, SHOP, "2026-11-22T00:05:00+00:00", SHOP, "outage", "", "", "checkout was down")
    given = given_of(house, [house.shop(SHOP)])[SHOP]
    assert [n.at.isoformat() for n in given.notes] == ["2026-11-21T16:05:00+00:00", "2026-11-22T00:05:00+00:00"]
    assert [n.object for n in given.notes_between(date(2026, 11, 22), date(2026, 11, 22))] == ["KZ-041", SHOP]
    assert notes_of(house, house.shop(SHOP), at(1)) == ()
    with pytest.raises(WrongUsage, match=r"edit, promo, rival"):
        note(house, SHOP, "2026-11-22 00:05", "KZ-041", "price", "", "", "x")
    with pytest.raises(WrongUsage, match=r"formula"):
        note(house, SHOP, "2026-11-22 00:05", "KZ-041", "edit", "", "", "=HYPERLINK(1)")


def test_excluded_orders_vanish_from_the_tiles_and_stand_in_mornings_before(house: House, tmp_path: Path) -> None:
    """Of 657.00 on 22 November, order 103 (398.00, two kettles, buyer of the day before) was a sample."""
    sell(house, tmp_path)
    on = date(2026, 11, 23)
    before = morning(house, on)
    exclusion = f"shop,order_id,reason\n{SHOP},{number(103)},样品\n"
    set_from_csv(house, "exclusion", written(tmp_path, exclusion), known_at=at(23, 2))
    after = morning(house, on, at(23, 3))
    values = [[tile(b, m).value for m in ("paid_gmv", "paid_orders", "paid_buyers", "units_sold", "orders_created")]
              for b in (before, after)]
    assert values == [[D("657.00"), D(4), D(3), D(5), D(4)], [D("259.00"), D(3), D(2), D(3), D(3)]]
    assert morning(house, on, at(23, 1)) == before
    assert after.digest != before.digest
    assert replay(house, house.shop(SHOP), [on])[0].stored == "same"


def test_a_distinct_count_is_counted_again_and_not_subtracted(house: House, tmp_path: Path) -> None:
    """Tao bought twice on 22 November: without one of the orders he is still one of two buyers, not gone."""
    sell(house, tmp_path)
    set_from_csv(house, "exclusion", written(tmp_path, f"shop,order_id,reason\n{SHOP},{number(104)},test\n"),
                 known_at=at(22))
    brief = morning(house, date(2026, 11, 23))
    assert (tile(brief, "paid_buyers").value, tile(brief, "paid_orders").value) == (D(3), D(3))


def test_a_buyer_whose_first_order_was_a_sample_is_new_later(house: House, tmp_path: Path) -> None:
    sell(house, tmp_path)
    set_from_csv(house, "exclusion", written(tmp_path, f"shop,order_id,reason\n{SHOP},{number(101)},sample\n"),
                 known_at=at(23, 2))
    on = date(2026, 11, 23)
    assert [tile(morning(house, on, at(23, h)), "new_buyers").value for h in (1, 3)] == [D(2), D(3)]


def test_slices_add_up_to_the_day_without_excluded_orders(house: House, tmp_path: Path) -> None:
    from daybook.facts.engine import reading
    from daybook.workflows.house import ALL_TABLES
    from daybook.workflows.seeing import see, whose

    sell(house, tmp_path)
    set_from_csv(house, "exclusion", written(tmp_path, f"shop,order_id,reason\n{SHOP},{number(103)},b2b\n"),
                 known_at=at(23, 1))
    shop, on, day = house.shop(SHOP), date(2026, 11, 23), date(2026, 11, 22)
    seen = reading(house.lake, house.books, whose([shop]), at(23, 3), ALL_TABLES,
                   lambda session: see(session, [shop], on, at(23, 3)))[SHOP].seen
    for dimension, metric in (("product", "line_gmv"), ("region", "paid_gmv"), ("channel", "paid_gmv"),
                              ("hour", "paid_gmv")):
        assert sum(seen.slices(dimension, metric, day).values()) == D("259.00"), dimension
    assert seen.given.exclusions[number(103)].reason == "b2b"


def test_a_day_of_which_every_order_is_excluded_is_a_day_without_sales(house: House, tmp_path: Path) -> None:
    sell(house, tmp_path)
    rows = "".join(f"{SHOP},{number(n)},suspect\n" for n in (103, 104, 105, 106))
    set_from_csv(house, "exclusion", written(tmp_path, "shop,order_id,reason\n" + rows), known_at=at(22))
    brief = morning(house, date(2026, 11, 23))
    assert tile(brief, "paid_gmv").value == 0
    back = "".join(f"{SHOP},{number(n)},counts\n" for n in (103, 104, 105, 106))
    set_from_csv(house, "exclusion", written(tmp_path, "shop,order_id,reason\n" + back), known_at=at(23, 2))
    assert tile(morning(house, date(2026, 11, 23), NOW), "paid_gmv").value == D("657.00")


def test_an_export_holds_every_row_ever_given_with_when_it_was_known(house: House, tmp_path: Path) -> None:
    add_shop(house, "mei-douyin", CLIENT, "douyin", "Asia/Shanghai", "CNY")
    for cost, known in (("82", 1), ("88", 20)):
        set_from_csv(house, "cost", written(tmp_path, COST + f"KZ-041,{cost},CNY,\n"), known_at=at(known))
    set_from_csv(house, "cost", written(tmp_path, COST + "KZ-041,70,CNY,\n"), shop="mei-douyin")
    assert export(house, house.shop(SHOP), tmp_path / "out")["given"] == 2
    assert (tmp_path / "out" / "given" / "cost.csv").read_text(encoding="utf-8").splitlines() == [
        "shop,sku,unit_cost,currency,valid_from,known_at", ",KZ-041,82.0000,CNY,,2026-11-01 00:00:00+00:00",
        ",KZ-041,88.0000,CNY,,2026-11-20 00:00:00+00:00"]


def test_all_shops_are_read_with_the_same_number_of_queries(house: House, tmp_path: Path) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for n in range(5):
        add_shop(house, f"shop-{n}", f"client-{n}", "tmall", "Asia/Shanghai", "CNY")
        set_from_csv(house, "cost", written(tmp_path, COST + f"KZ-041,{n},CNY,\n"), shop=f"shop-{n}")
    asked = []
    for shops in ([house.shop(SHOP)], house.shops()):
        with CaptureQueriesContext(connection) as queries:
            given_of(house, shops)
        asked.append(len(queries))
    assert asked[0] == asked[1]
