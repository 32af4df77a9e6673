"""A Tmall shop over TOP: signatures against the published examples, days and pages, call limits, what amounts mean."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal as D
from typing import Any

import pytest

from daybook.sources.api.taobao import signature
from daybook.workflows.house import House, add_shop
from daybook.workflows.pull import Wanted, pull
from tests.conftest import Clock
from tests.sources.answering import Call, Said, answering
from tests.workflows.pulling import SHOP, impatient, rows, total

SECRET = "a-secret-of-the-app"


def test_the_signature_is_the_one_of_the_published_examples() -> None:
    """TOP's own pages: secret `test` (2013) and `helloworld` (the guide to calling the API)."""
    assert signature({
        "method": "taobao.user.seller.get", "timestamp": "2013-05-06 13:52:03", "format": "xml", "app_key": "test",
        "v": "2.0", "fields": "nick", "sign_method": "md5", "session": "test"}, "test", "md5",
    ) == "72CB4D809B375A54502C09360D879C64"
    assert signature({
        "method": "taobao.item.seller.get", "app_key": "12345678", "session": "test", "timestamp": "2016-01-01 12:00:00",
        "format": "json", "v": "2.0", "sign_method": "md5", "fields": "num_iid,title,nick,price,num",
        "num_iid": "11223344"}, "helloworld", "md5") == "66987CB115214E59E6EC978214934FB8"


def test_the_hmac_signature_is_hmac_md5() -> None:
    """RFC 2202, test case 1: key of sixteen 0x0b, data `Hi There`."""
    assert signature({"Hi": " There"}, "\x0b" * 16, "hmac") == "9294727A3638BB1C13F48EF8158BFC9D"


def trade(number: int, created: str, payment: str = "20.00", **other: Any) -> dict[str, Any]:
    """A paid trade of one line with 5.00 freight."""
    goods = str(D(payment) - 5)
    return {"tid": 10**17 + number, "status": "WAIT_SELLER_SEND_GOODS", "created": created, "modified": created,
            "pay_time": created, "payment": payment, "post_fee": "5.00", "discount_fee": "0.00", "num": 1,
            "buyer_open_uid": f"AAE{number}", "receiver_state": "浙江省", "receiver_city": "杭州市", "trade_from": "WAP",
            "orders": {"order": [{"oid": 10**17 + number, "num_iid": 881, "title": "水壶", "outer_sku_id": "KZ-041",
                                  "num": 1, "price": goods, "payment": goods, "divide_order_fee": goods,
                                  "status": "WAIT_SELLER_SEND_GOODS"}]}, **other}


class Top:
    """Answers like TOP: newest first, `page_size` at a time, only what was changed or created in the window."""

    def __init__(self, trades: list[dict[str, Any]], refunds: list[dict[str, Any]] | None = None) -> None:
        self.trades, self.refunds = trades, refunds or []
        self.faults: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.after_page: Callable[[int], None] = lambda page: None

    def __call__(self, call: Call) -> Said:
        said = call.form
        unsigned = {k: v for k, v in said.items() if k != "sign"}
        assert said["sign"] == signature(unsigned, SECRET, "hmac")
        self.asked.append(said)
        if self.faults:
            return Said(json.dumps({"error_response": self.faults.pop(0)}))
        mark = "created" if "start_created" in said else "modified"
        pool = self.refunds if "refunds" in said["method"] else self.trades
        kind = "refund" if "refunds" in said["method"] else "trade"
        found = sorted((t for t in pool if said[f"start_{mark}"] <= t[mark] <= said[f"end_{mark}"]),
                       key=lambda t: t[mark], reverse=True)
        page, size = int(said["page_no"]), int(said["page_size"])
        name = said["method"].removeprefix("taobao.").replace(".", "_") + "_response"
        answer: dict[str, Any] = {"total_results": len(found)}
        if found:
            answer[f"{kind}s"] = {kind: found[(page - 1) * size:page * size]}
        self.after_page(page)
        return Said(json.dumps({name: answer}))


@pytest.fixture
def read(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    add_shop(house, SHOP, "Nord", "tmall", "Asia/Shanghai", "CNY")
    for field, value in (("APP_KEY", "12345678"), ("APP_SECRET", SECRET), ("SESSION", "6100-session")):
        monkeypatch.setenv(f"DAYBOOK_API_LUND_TAOBAO_{field}", value)

    def reading(top: Top, wanted: Wanted | None = None) -> Any:
        with answering(top) as url:
            monkeypatch.setenv("DAYBOOK_API_LUND_TAOBAO_URL", url)
            since = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)      # midnight of the 21st in Shanghai
            return pull(house, SHOP, wanted or Wanted(since), patience=impatient())

    return reading


def test_days_and_pages_are_all_in_though_trades_change_meanwhile(house: House, read: Callable[..., Any]) -> None:
    """250 trades of one day: while pages are turned one changes and leaves the day; the next day has it."""
    top = Top([trade(n, f"2026-11-21 {n // 60:02}:{n % 60:02}:00") for n in range(250)])

    def change(page: int) -> None:
        if page == 3:
            top.trades[120]["modified"] = "2026-11-22 08:00:00"

    top.after_page = change
    assert [r.problem for r in read(top)] == [None, None]
    assert len(rows(house, "orders")) == 250
    assert total(rows(house, "orders")) == D(5000)
    assert total(rows(house, "order_lines")) == D(3750)
    pages = [a["page_no"] for a in top.asked if a["start_modified"] == "2026-11-21 00:00:00" and "trades" in a["method"]]
    assert pages == ["1", "3", "2", "1"]


def test_a_backfill_asks_by_the_day_of_the_order(house: House, read: Callable[..., Any]) -> None:
    top = Top([trade(1, "2026-11-10 23:59:59"), trade(2, "2026-11-11 00:00:00"), trade(3, "2026-11-12 00:00:00")])
    read(top, Wanted(days=(date(2026, 11, 11), date(2026, 11, 11)), feeds=("taobao.trades",)))
    assert [r["order_id"] for r in rows(house, "orders")] == [str(10**17 + 2)]
    assert top.asked[0]["end_created"] == "2026-11-11 23:59:59"


def test_a_call_limit_is_waited_for_and_a_lost_session_asks_a_person(house: House, read: Callable[..., Any]) -> None:
    top = Top([trade(1, "2026-11-21 10:00:00")])
    top.faults = [{"code": 7, "msg": "App Call Limited", "sub_code": "accesscontrol.limited-by-app-access-count"},
                  {"code": 15, "msg": "Remote service error", "sub_code": "isp.service-unavailable"}]
    assert [r.problem for r in read(top)] == [None, None]
    assert len(rows(house, "orders")) == 1
    top.faults = [{"code": 27, "msg": "Invalid session"}]
    problem = read(top)[0].problem
    assert problem.exit_code == 3
    assert "6100-session" not in str(problem)


def test_yuan_freight_lines_and_refunds(house: House, read: Callable[..., Any], clock: Clock) -> None:
    """Trade 1: two lines whose division misses a cent. 2: never paid. Refunds: one done, one closed."""
    two = trade(1, "2026-11-21 10:00:00", "30.01")
    line = two["orders"]["order"][0]
    two["orders"]["order"] = [{**line, "divide_order_fee": "12.50"}, {**line, "oid": 5, "divide_order_fee": "12.50"}]
    unpaid = trade(2, "2026-11-21 11:00:00", pay_time=None, status="WAIT_BUYER_PAY")
    refund = {"refund_id": 77, "tid": 10**17 + 1, "oid": 5, "status": "SUCCESS", "created": "2026-11-21 12:00:00",
              "modified": "2026-11-22 00:30:00", "refund_fee": "12.50", "reason": "破损", "num_iid": 881, "num": 1,
              "outer_id": "KZ-041", "has_good_return": True}
    read(Top([two, unpaid], [refund, {**refund, "refund_id": 78, "status": "CLOSED"}]))
    found = {o["order_id"][-1]: o for o in rows(house, "orders")}
    assert {k: (o["due_amount"], o["paid_amount"], o["status"]) for k, o in found.items()} == {
        "1": (D("30.01"), D("30.01"), "paid"), "2": (D("20.00"), D(0), "unpaid")}
    assert sorted(x["paid_amount"] for x in rows(house, "order_lines")) == [D(0), D("12.50"), D("12.51")]
    assert {r["refund_id"]: (r["amount"], r["refunded_on"], r["with_return"]) for r in rows(house, "refunds")} == {
        "77": (D("12.50"), date(2026, 11, 22), True), "78": (D("12.50"), None, True)}
