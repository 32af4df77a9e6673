"""A day's contribution, held against sums made by hand; what is not known stays GMV and says so."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.given import Given, Term, UnitCost
from daybook.domain.profit import RefundShares, SoldLine
from daybook.domain.seen import Seen
from daybook.domain.shop import Platform, Shop
from daybook.facts.engine import reading
from daybook.workflows.given import set_from_csv
from daybook.workflows.house import ALL_TABLES
from daybook.workflows.profit import profit_of, refunds_by_end, settled_refunds, sold_lines
from daybook.workflows.seeing import see, whose

from .given_house import SHOP, at, house_of, morning, sell, tile, written

MEI = Shop(SHOP, "Mei", Platform.TMALL, "Asia/Shanghai", "CNY")
ON, DAY = date(2026, 12, 1), date(2026, 11, 30)     # November has 30 days
KNOWN = datetime(2026, 11, 1, tzinfo=UTC)
FREE = {"fee_rate": "0", "tax_rate": "0", "resaleable_share": "1", "ship_cost": "0", "ship_back_cost": "0",
        "handling": "0", "insurance": "0", "gift_cost": "0", "fixed_cost": "0"}
KEPT = RefundShares((D(0), D(0), D(0), D(0)), (D(0), D(0), D(0), D(0)))     # nothing is refunded
KETTLE = SoldLine("1", "KZ-041", D(398), D(2), D(2))
MUG = SoldLine("2", "MUG-007", D(60), D(2), D(1))


def given(terms: dict[str, str] | None = None, **costs: str) -> Given:
    said = {**FREE, **(terms or {})}
    return Given(MEI, datetime(2026, 12, 1, tzinfo=UTC),
                 [UnitCost(SHOP, sku.replace("_", "-"), D(cost), "CNY", None, KNOWN) for sku, cost in costs.items()],
                 [Term("", name, D(value), None, KNOWN) for name, value in said.items() if value])


def seen(paid: str, orders: int, spend: str = "") -> Seen:
    daily = {"paid_gmv": {DAY: D(paid)}, "paid_orders": {DAY: D(orders)}}
    if spend:
        daily["ad_spend"] = {DAY: D(spend)}
    return Seen(MEI, ON, datetime(2026, 12, 1, 1, tzinfo=UTC), daily)


def all_returned(share: str) -> RefundShares:
    return RefundShares((D(0), D(share), D(0), D(0)), (D(0), D(share), D(0), D(0)))


@pytest.mark.parametrize(("resaleable", "roi"), [("1", "2.6738"), ("0", "3.4483")])
def test_the_published_example_comes_out(resaleable: str, roi: str) -> None:
    """Price 30, goods 16.8, 15 % refunded: 2.67 with goods back on the shelf, 3.45 with goods destroyed."""
    line = SoldLine("1", "A", D(3000), D(100), D(100))
    made = profit_of(seen("3000", 100), given({"resaleable_share": resaleable}, A="16.8"), [line], all_returned("0.15"))
    assert made.break_even_roi == D(roi)
    assert made.products[0].break_even_roi == D(roi)


def test_a_day_by_hand_after_goods_fees_freight_fixed_cost_and_ads() -> None:
    """Two kettles (398) and two mugs (60) in three orders, nothing refunded; the month's 900 are 30 a day.

    458 - goods 2 x 82 + 2 x 9 = 182 - fee 5 % 22.90 - tax 1 % 4.58 - freight 3 x 4 = 12 - insurance 3 x 0.50 - 30
    = 205.02 before ads, 125.02 after 80 of ads.
    """
    terms = {"fee_rate": "0.05", "tax_rate": "0.01", "ship_cost": "4", "insurance": "0.50", "fixed_cost": "900"}
    made = profit_of(seen("458", 3, "80"), given(terms, KZ_041="82", MUG_007="9"), [KETTLE, MUG], KEPT)
    assert (made.gmv, made.cost_known_share) == (D(458), D(1))
    assert (made.before_ads, made.after_ads) == (D("205.02"), D("125.02"))
    assert made.break_even_roi == (D(458) / D("205.02")).quantize(D("0.0001"))
    assert made.oldest_cost_days == 30


def test_parcels_are_the_days_orders_even_where_one_holds_two_products() -> None:
    """Three product-orders in two orders: freight is paid twice, 2 x 6 = 12, not three times."""
    made = profit_of(seen("458", 2), given({"ship_cost": "6"}, KZ_041="0", MUG_007="0"), [KETTLE, MUG],
                     KEPT)
    assert made.before_ads == D(446)


def test_freight_that_buyers_paid_is_part_of_what_came_in() -> None:
    made = profit_of(seen("468", 3), given(KZ_041="82", MUG_007="9"), [KETTLE, MUG], KEPT)
    assert (made.before_ads, made.cost_known_share) == (D(468 - 182), D(1))


def test_money_whose_cost_is_unknown_is_gmv_and_nothing_else() -> None:
    made = profit_of(seen("458", 3, "80"), given(KZ_041="82"), [KETTLE, MUG], KEPT)
    assert (made.gmv, made.gmv_cost_known, made.cost_known_share) == (D(458), D(398), D("0.8690"))
    assert (made.before_ads, made.after_ads) == (D(398 - 164), None)
    assert [p.contribution for p in made.products] == [D(234), None]
    assert made.products[1].why_not == "not known: unit_cost"


@pytest.mark.parametrize("term", sorted(FREE))
def test_a_term_that_nobody_gave_leaves_the_contribution_unknown(term: str) -> None:
    made = profit_of(seen("458", 3), given({term: ""}, KZ_041="82", MUG_007="9"), [KETTLE, MUG], KEPT)
    assert (made.before_ads, made.break_even_roi, made.cost_known_share) == (None, None, D(1))
    assert any("not known" in why for why in made.why_not)


def test_a_product_that_loses_money_before_ads_has_no_break_even() -> None:
    made = profit_of(seen("398", 2), given(KZ_041="250"), [KETTLE], KEPT)
    assert (made.before_ads, made.break_even_roi) == (D(-102), None)
    assert made.products[0].why_not.startswith("no ROI breaks even")
    assert any(why.startswith("no ROI breaks even") for why in made.why_not)


def test_paid_orders_without_lines_are_gmv_only() -> None:
    made = profit_of(seen("1000", 9), given(KZ_041="82", MUG_007="9"), [KETTLE, MUG], KEPT)
    assert (made.gmv, made.gmv_cost_known) == (D(1000), D(458))
    assert profit_of(seen("1000", 9), given(KZ_041="82"), []).before_ads is None


def test_refund_shares_come_from_days_that_have_settled() -> None:
    """10 % of what was paid 30 to 57 days ago; yesterday's own 0 % is no rate yet."""
    old = [DAY - timedelta(days=n) for n in range(30, 58)]
    paid = {d: D(100) for d in [*old, DAY]}
    back = {**dict.fromkeys(old, D(10)), DAY: D(0)}
    shares = settled_refunds(Seen(MEI, ON, KNOWN, {"paid_gmv": paid, "refunded_of_paid": back}))
    assert shares is not None
    assert shares.by_value == (D(0), D("0.1"), D(0), D(0))
    assert "do not tell" in shares.assumed
    assert settled_refunds(Seen(MEI, ON, KNOWN, {"paid_gmv": {DAY: D(100)}, "refunded_of_paid": {DAY: D(0)}})) is None


def test_a_cost_known_later_does_not_change_an_earlier_mornings_profit(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On 22 November three kettles (597) and two mugs (60) were sold; costs came in at two o'clock on the 23rd, UTC."""
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "keys"))
    house = house_of(tmp_path)
    sell(house, tmp_path)
    terms = "shop,term,value,valid_from\n" + "".join(f"{SHOP},{name},{value},\n" for name, value in FREE.items())
    set_from_csv(house, "terms", written(tmp_path, terms), known_at=at(20))
    costs = "sku,unit_cost,currency,valid_from\nKZ-041,82,CNY,\nMUG-007,9,CNY,\n"
    set_from_csv(house, "cost", written(tmp_path, costs), known_at=at(23, 2))
    shop, on = house.shop(SHOP), date(2026, 11, 23)

    def looked(hour: int) -> tuple[Seen, Sequence[SoldLine]]:
        found = reading(house.lake, house.books, whose([shop]), at(23, hour), ALL_TABLES,
                        lambda session: see(session, [shop], on, at(23, hour)))[SHOP].seen
        return found, sold_lines(found)

    before, after = (profit_of(one, one.given, lines, KEPT) for one, lines in map(looked, (1, 3)))
    assert (before.before_ads, before.cost_known_share) == (None, D(0))
    assert (after.before_ads, after.cost_known_share) == (D(657 - 3 * 82 - 2 * 9), D(1))
    assert profit_of(looked(1)[0], looked(1)[0].given, looked(1)[1], KEPT) == before


def test_refunds_are_told_apart_by_what_came_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 1,000 paid in ten orders, one was refunded whole and nothing says how, one in part (20)."""
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "keys"))
    house = house_of(tmp_path)
    sell(house, tmp_path, tuple((100 + n, f"买家{n}号", "MUG-007", 1, "100.00", "2026-11-21") for n in range(10)))
    file = next(tmp_path.glob("orders-*.csv"))
    text = file.read_text(encoding="utf-8").splitlines()
    text[1] = text[1].replace(",0.00,1", ",100.00,1")
    text[2] = text[2].replace(",0.00,1", ",20.00,1")
    from daybook.workflows.ingest import Incoming, ingest

    ingest(house, [Incoming(SHOP, written(tmp_path, "\n".join(text) + "\n", "again.csv"), at(23))])
    shop = house.shop(SHOP)
    shares = reading(house.lake, house.books, whose([shop]), at(23, 1), ALL_TABLES,
                     lambda session: refunds_by_end(session, date(2026, 12, 25)))[SHOP]
    assert shares.by_value == (D(0), D("0.1"), D(0), D("0.02"))
    assert shares.by_orders == (D(0), D("0.1"), D(0), D("0.1"))
    assert "do not tell" in shares.assumed


def test_the_morning_says_how_much_of_its_gmv_has_a_cost_and_who_is_in(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """597 of the 657 paid on 22 November were kettles, whose cost is known."""
    monkeypatch.setenv("DAYBOOK_KEYS", str(tmp_path / "keys"))
    house = house_of(tmp_path)
    sell(house, tmp_path)
    on = date(2026, 11, 23)
    assert (morning(house, on).cost_known_share, morning(house, on).capacity_minutes) == (None, None)
    for kind, text in {
        "cost": "sku,unit_cost,currency,valid_from\nKZ-041,82,CNY,\n",
        "team": f"person,role,shop,minutes,valid_from\nBo,operator,{SHOP},90,\n",
        "calendar": f"shop,name,kind,first,last\n{SHOP},周年庆,其他,2026-11-22,2026-11-22\n",
    }.items():
        set_from_csv(house, kind, written(tmp_path, text), known_at=at(20))
    brief = morning(house, on)
    assert (brief.cost_known_share, brief.capacity_minutes) == (D("0.9087"), 90)
    assert "周年庆" in brief.festival
    assert "周年庆" in tile(brief, "paid_gmv").comparisons[0].caution
