"""A Douyin shop over its open platform: signatures, windows and pages, tokens that expire, what amounts mean."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

import pytest

from daybook.domain.errors import AccessRefused, BusyPlatform
from daybook.sources.api.douyin import signature, written
from daybook.workflows.house import House, add_shop
from daybook.workflows.pull import FeedReport, Wanted, pull
from tests.conftest import Clock
from tests.sources.answering import Call, Said, answering
from tests.workflows.pulling import SHOP, impatient, rows, total

SECRET, KEY = "a-secret-of-the-app", "3409409348479354011"


def test_the_signature_is_the_one_that_openssl_gives() -> None:
    """`printf SECRET...SECRET | openssl dgst -sha256 -hmac SECRET`, with the names and values of the platform's guide."""
    assert written({"size": 100, "page": 0, "name": {"b": "水", "a": True}}) == '{"name":{"a":true,"b":"水"},"page":0,"size":100}'
    assert signature("a-secret", "77", "order.searchList", '{"page":0}', "1763859600") == (
        "de7430af87105380342384c85c4f826b711dc285bc4d66fe27d33e2bfc2c3f54")


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def order(number: int, at: int, paid: int = 2000, **other: Any) -> dict[str, Any]:
    """A paid order of one line, 5.00 of freight in it; amounts in fen."""
    return {"order_id": str(69 * 10**17 + number), "order_status": 105, "create_time": at, "update_time": at, "pay_time": at,
            "pay_amount": paid, "post_amount": 500, "promotion_amount": 0, "doudian_open_id": f"oid-{number}",
            "post_addr": {"province": {"name": "浙江省"}, "city": {"name": "杭州市"}}, "theme_type_desc": "直播",
            "sku_order_list": [{"order_id": str(69 * 10**17 + number), "product_id": 3555, "product_name": "水壶",
                                "code": "KZ-041", "spec": [{"name": "颜色", "value": "红"}], "item_num": 1,
                                "origin_amount": paid - 500, "pay_amount": paid - 500, "order_status": 105}], **other}


class Platform:
    """Answers as the open platform: newest first, pages from 0, only what changed or was placed in the window."""

    def __init__(self, orders: list[dict[str, Any]], cases: list[dict[str, Any]] | None = None,
                 goods: list[dict[str, Any]] | None = None) -> None:
        self.orders, self.cases, self.goods = orders, cases or [], goods or []
        self.faults: list[Said] = []
        self.asked: list[dict[str, Any]] = []
        self.tokens = 0
        self.after_page: Callable[[int], None] = lambda page: None

    def __call__(self, call: Call) -> Said:
        query, method = call.query, call.query["method"]
        assert call.path == "/" + method.replace(".", "/")
        assert query["sign"] == signature(SECRET, KEY, method, call.body, query["timestamp"])
        fields = json.loads(call.body)
        if method == "token.create":
            assert fields == {"code": "", "grant_type": "authorization_self", "shop_id": "4463798"}
            self.tokens += 1
            return self._said({"access_token": f"token-{self.tokens}"})
        if query.get("access_token") != f"token-{self.tokens}":
            return self._error(30002, "isv.access-token-expired")
        self.asked.append(fields)
        if self.faults:
            return self.faults.pop(0)
        if method == "product.listV2":
            return self._page("data", self.goods, fields["page"] - 1, fields["size"])
        found = self._found(method, fields)
        answer = self._page("items" if method == "afterSale.List" else "shop_order_list", found, fields["page"], fields["size"])
        self.after_page(fields["page"])
        return answer

    def _found(self, method: str, fields: dict[str, Any]) -> list[dict[str, Any]]:
        if method == "afterSale.List":
            return [c for c in self.cases
                    if fields["update_start_time"] <= c["aftersale_info"]["update_time"] <= fields["update_end_time"]]
        mark = "create_time" if "create_time_start" in fields else "update_time"
        return sorted((o for o in self.orders if fields[f"{mark}_start"] <= o[mark] <= fields[f"{mark}_end"]),
                      key=lambda o: o[mark], reverse=True)

    def _page(self, name: str, found: list[dict[str, Any]], page: int, size: int) -> Said:
        return self._said({"total": len(found), name: found[page * size:(page + 1) * size]})

    def _said(self, data: dict[str, Any]) -> Said:
        return Said(json.dumps({"code": 10000, "msg": "success", "data": data}))

    def _error(self, code: int, sub: str) -> Said:
        return Said(json.dumps({"code": code, "sub_code": sub, "msg": "x", "data": None}))


@pytest.fixture
def read(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., FeedReport]:
    add_shop(house, SHOP, "Nord", "douyin", "Asia/Shanghai", "CNY")
    for field, value in (("APP_KEY", KEY), ("APP_SECRET", SECRET), ("SHOP_ID", "4463798")):
        monkeypatch.setenv(f"DAYBOOK_API_LUND_DOUYIN_{field}", value)

    def reading(platform: Platform, feed: str = "douyin.orders", waits: list[float] | None = None, **wanted: Any) -> FeedReport:
        with answering(platform) as url:
            monkeypatch.setenv("DAYBOOK_API_LUND_DOUYIN_URL", url)
            return pull(house, SHOP, Wanted(feeds=(feed,), **wanted), patience=impatient(waits))[0]

    return reading


DAYS = {"days": (date(2026, 11, 20), date(2026, 11, 21))}
NOON = seconds("2026-11-20T12:00:00+08:00")


def test_all_pages_of_a_day_are_in_to_the_fen(house: House, read: Callable[..., FeedReport]) -> None:
    platform = Platform([order(n, NOON + n, 1500 + n) for n in range(231)])
    report = read(platform, **DAYS)
    assert (report.problem, report.rejected) == (None, 0)
    assert [f["page"] for f in platform.asked] == [0, 2, 1, 0, 0]        # the 21st has none
    assert total(rows(house, "orders")) == sum((D(1500 + n) / 100 for n in range(231)), D(0))
    assert total(rows(house, "order_lines")) == total(rows(house, "orders")) - 231 * 5


def test_an_order_that_changes_while_pages_are_turned_is_not_skipped(house: House, read: Callable[..., FeedReport]) -> None:
    """It leaves the day that is read, and all behind it move up by one."""
    platform = Platform([order(n, NOON + n) for n in range(230)])

    def change(page: int) -> None:
        if page == 2:
            platform.orders[100]["update_time"] = seconds("2026-11-23T08:30:00+08:00")

    platform.after_page = change
    read(platform, since=datetime(2026, 11, 20, tzinfo=UTC))
    assert len(rows(house, "orders")) == 230


def test_a_window_with_too_many_orders_is_cut_in_two(house: House, read: Callable[..., FeedReport],
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daybook.sources.api.douyin.DEEPEST", 150)
    platform = Platform([order(n, NOON + n * 60) for n in range(400)])
    assert read(platform, **DAYS).problem is None
    assert len(rows(house, "orders")) == 400


@pytest.mark.parametrize(("fault", "tokens"), [
    (Said('{"code": 30002, "sub_code": "isv.access-token-expired"}'), 2), (Said("", 503), 1), (Said('{"code": 10000, "da'), 1),
    (Said('{"code": 60000, "sub_code": "isv.too-many-calls"}'), 1), (Said('{"code": 20000, "sub_code": "isp.service-error"}'), 1)])
def test_a_passing_fault_loses_and_doubles_nothing(house: House, read: Callable[..., FeedReport], fault: Said,
                                                   tokens: int) -> None:
    platform = Platform([order(n, NOON + n) for n in range(130)])
    platform.faults = [fault]
    assert read(platform, **DAYS).problem is None
    assert (len(rows(house, "orders")), platform.tokens) == (130, tokens)


@pytest.mark.parametrize(("fault", "kind"), [
    ('{"code": 30001, "sub_code": "isv.app-permissions-insufficient"}', AccessRefused),
    ('{"code": 60000, "sub_code": "isv.too-many-calls"}', BusyPlatform)])
def test_a_lasting_fault_loads_nothing_and_says_what_to_do(house: House, read: Callable[..., FeedReport], fault: str,
                                                           kind: type[Exception]) -> None:
    platform = Platform([order(1, NOON)])
    platform.faults = [Said(fault)] * 9
    report = read(platform, **DAYS)
    assert isinstance(report.problem, kind)
    assert "isv." in str(report.problem)
    assert report.problem.next_step
    assert rows(house, "orders") == []


def test_lines_share_what_was_paid_less_freight_and_nobody_is_named(house: House, read: Callable[..., FeedReport]) -> None:
    one = order(1, NOON, 3333, order_status=3)
    line = one["sku_order_list"][0]
    one["sku_order_list"] = [{**line, "pay_amount": 1000, "item_num": 2, "origin_amount": 500},
                             {**line, "order_id": "2", "pay_amount": 2000}]
    read(Platform([one, order(2, NOON + 1, pay_time=0, order_status=1), order(3, NOON + 2, order_status=4)]), **DAYS)
    found = {o["order_id"][-1]: o for o in rows(house, "orders")}
    assert {k: (o["status"], o["paid_amount"], o["units"]) for k, o in found.items()} == {
        "1": ("shipped", D("33.33"), 3), "2": ("unpaid", D(0), 1), "3": ("closed", D("20"), 1)}
    lines = [r for r in rows(house, "order_lines") if r["order_id"] == one["order_id"]]
    assert sorted(r["paid_amount"] for r in lines) == [D("9.44"), D("18.89")]      # 28.33 by 10 to 20
    assert (found["1"]["province"], found["1"]["channel"]) == ("浙江省", "直播")
    assert len({o["buyer_id"] for o in found.values()}) == 3
    assert "oid-1" not in str(found)


def test_cases_that_ended_in_a_refund_are_refunds_and_others_are_asked_for(house: House, read: Callable[..., FeedReport]) -> None:
    def case(number: int, status: int) -> dict[str, Any]:
        return {"aftersale_info": {"aftersale_id": number, "apply_time": NOON, "update_time": NOON + 86400, "aftersale_type": 0,
                                   "refund_status": status, "refund_amount": 1234, "aftersale_num": 1},
                "order_info": {"shop_order_id": 77, "related_order_info": [{"product_id": 3555, "shop_sku_code": "KZ-041"}]},
                "text_part": {"reason_text": "质量问题"}}

    assert read(Platform([], [case(1, 3), case(2, 1)]), "douyin.refunds", since=datetime(2026, 11, 20, tzinfo=UTC)).problem is None
    assert {(r["refund_id"], r["amount"], r["applied_on"], r["refunded_on"], r["with_return"]) for r in rows(house, "refunds")} == {
        ("1", D("12.34"), date(2026, 11, 20), date(2026, 11, 21), True), ("2", D("12.34"), date(2026, 11, 20), None, True)}


def test_goods_are_listings_as_they_stand(house: House, read: Callable[..., FeedReport], clock: Clock) -> None:
    goods = [{"product_id": n, "name": f"水壶{n}", "status": n % 3, "img": f"https://p3.example.com/img/{n}.png?from=1",
              "discount_price": 19900, "category_detail": {"first_cname": "厨具", "second_cname": "水具"}} for n in range(1, 131)]
    assert read(Platform([], [], goods), "douyin.listings").problem is None
    found = {r["item_id"]: r for r in rows(house, "listing_day")}
    assert len(found) == 130
    one = found["3"]
    assert (one["title"], one["state"], one["main_image"], one["category"], one["list_price"]) == (
        "水壶3", "on_sale", "3.png", "厨具 > 水具", D("199"))
    assert found["1"]["state"] == found["2"]["state"] == "off_sale"
    clock.moment += timedelta(days=1)
    goods[0]["name"] = "新水壶"
    assert read(Platform([], [], goods), "douyin.listings").restated == 0      # another day's list, not a correction
