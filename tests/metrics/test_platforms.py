"""What differs by platform: Douyin's carriers, clicks and shows, Shopify's sessions, and words of Taobao's search."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.desks.sales.tiles import tiles
from daybook.domain.seen import Seen
from daybook.facts.engine import reading
from daybook.metrics.catalog import catalog
from daybook.metrics.compute import value_of
from daybook.workflows.house import ALL_TABLES, House, add_shop
from daybook.workflows.seeing import see, whose
from tests.orders import take_all

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
Look = Callable[[str, date, str], Seen]


@pytest.fixture
def look(house: House) -> Look:
    """A shop of a platform on the morning after a day, with the named golden exports in."""

    def taken(platform: str, day: date, exports: str) -> Seen:
        zone, currency = ("America/New_York", "USD") if platform == "shopify" else ("Asia/Shanghai", "CNY")
        shop = add_shop(house, f"mei-{platform}", "Mei", platform, zone, currency)
        files = [file for export in exports.split() for file in sorted((GOLDEN / platform / export).iterdir())
                 if not file.name.endswith(".rows.csv")]
        take_all(house, shop.name, dict.fromkeys(files, datetime(day.year, day.month, day.day + 4, tzinfo=UTC)))
        on = date(day.year, day.month, day.day + 1)
        return reading(house.lake, house.books, whose([shop]), house.now(), ALL_TABLES,
                       lambda session: see(session, [shop], on, house.now()))[shop.name].seen

    return taken


def slices(known: Seen, dimension: str, name: str) -> dict[str, D]:
    """A definition by slice on the reviewed day."""
    metrics = known.sliced[dimension]
    scopes = known.slices(dimension, next(m for m in metrics), known.reviewed)
    found = {}
    for scope in scopes:
        value = value_of(catalog()[name], {m: metrics[m].get(scope, {}) for m in metrics}, [known.reviewed])
        if value is not None:
            found["/".join(v for _, v in scope if v)] = value
    return found


def test_douyin_splits_its_sales_by_carrier(look: Look) -> None:
    known = look("douyin", date(2026, 9, 22), "shop_day_export carrier_export")
    assert slices(known, "carrier", "carrier_paid_gmv") == {
        "直播/自营": D(15000), "直播/合作": D("4100.5"), "商品卡/自营": D("3220.5")}
    assert known.slices("carrier", "paid_buyers", known.reviewed)[
        ("carrier", "直播"), ("account_kind", "合作")] == D(69)


def test_douyin_counts_buyers_over_those_who_clicked_a_product(look: Look) -> None:
    known = look("douyin", date(2026, 9, 22), "shop_day_export traffic_source_export")
    assert slices(known, "source", "source_click_to_paid_rate") == {
        "直播间": D(250) / D(6100), "商品卡": D(60) / D(2200)}
    assert slices(known, "source", "source_payment_cvr") == {"直播间": D("0.03125"), "商品卡": D(60) / D(4100)}


def test_douyin_ads_of_all_materials_stand_where_plans_are_not_exported(look: Look) -> None:
    """1200.50 spent on two materials, 3001.25 sold, 2800.00 of it kept beyond the hour."""
    known = look("douyin", date(2026, 9, 22), "shop_day_export material_export")
    shown = {t.metric: t for t in tiles(known)}
    assert (shown["ad_spend"].value, shown["roas"].value) == (D("1200.50"), D("2.5000"))
    assert known.value("material_net_ad_gmv", known.reviewed) == D(2800)
    assert slices(known, "material", "material_ad_spend") == {"7391234567890123456": D("1200.5")}
    assert known.names["material_id"]["7391234567890123457"] == "辣丝丝_产地"


def test_a_show_counts_on_the_day_on_which_it_began(look: Look) -> None:
    """The second show began at 23:10 and ended on the next day, without a sale."""
    known = look("douyin", date(2026, 9, 8), "live_export")
    assert known.value("live_views", date(2026, 9, 8)) == D(260)
    assert known.value("live_views", date(2026, 9, 9)) is None
    assert value_of(catalog()["gpm"], known.daily, [date(2026, 9, 7)]) == D(4511) * 1000 / D(699)
    assert value_of(catalog()["item_click_rate"], known.daily, [date(2026, 9, 8)]) == D(120) / D(420)
    assert known.value("live_viewers", date(2026, 9, 7)) == D(538)


def test_a_show_by_each_of_its_steps(look: Look) -> None:
    """3,228 times shown, 699 views, 538 people; 67 comments; 376 saw a listing, 322 clicks; 22 orders of 4,511 yuan, 180.44 of
    it sent back; 310.50 spent on ads."""
    known, on = look("douyin", date(2026, 9, 8), "live_export"), [date(2026, 9, 7)]
    wanted = {"live_entry_rate": D(699) / 3228, "live_comment_rate": D(67) / 699, "live_item_exposure_rate": D(376) / 538,
              "live_click_to_paid_rate": D(22) / 322, "live_payment_cvr": D(22) / 538, "live_uv_value": D(4511) / 538,
              "live_ad_share": D("310.50") / 4511, "live_refund_rate": D("180.44") / 4511}
    assert {name: value_of(catalog()[name], known.daily, on) for name in wanted} == wanted
    assert value_of(catalog()["live_ad_share"], known.daily, [date(2026, 9, 8)]) is None


def test_two_devices_are_not_one_count_of_people(look: Look) -> None:
    known = look("douyin", date(2026, 9, 22), "device_export")
    assert slices(known, "device", "device_payment_cvr") == {
        "抖音": D(56) / D(2236), "抖音极速版": D(15) / D(491)}
    assert "visitors" not in known.daily


def test_shopify_converts_sessions_and_not_visitors(look: Look) -> None:
    known = look("shopify", date(2026, 8, 1), "sessions_by_day_export device_export")
    shown = {t.metric: t.value for t in tiles(known)}
    assert "payment_cvr" not in shown
    assert shown["session_cvr"] == (D(33) / D(1420)).quantize(D("0.0001"))
    assert shown["cart_session_rate"] == (D(96) / D(1420)).quantize(D("0.0001"))
    assert slices(known, "device", "device_session_cvr") == {"mobile": D(16) / D(1556), "desktop": D(16) / D(706)}


def test_sessions_of_a_week_are_a_ratio_of_sums(look: Look) -> None:
    known = look("shopify", date(2026, 8, 2), "sessions_by_day_export")
    both = [date(2026, 8, 1), date(2026, 8, 2)]
    assert value_of(catalog()["session_cvr"], known.daily, both) == D(33) / D(1420)
    assert value_of(catalog()["session_cvr"], known.daily, both[1:]) is None


def test_search_words_and_sources_of_a_product_have_their_own_visitors(look: Look) -> None:
    known = look("taobao", date(2026, 8, 11), "search_word_export")
    assert slices(known, "search_word", "search_word_visitors") == {"珐琅锅": D(11), "珐琅锅 推荐": D(8)}
    douyin = look("douyin", date(2026, 9, 22), "product_source_export")
    assert list(slices(douyin, "product_source", "item_source_paid_gmv").values()) == [D(0), D(447)]
