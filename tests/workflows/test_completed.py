"""The early brief, and what changed once the rest came in."""

from datetime import date, datetime
from pathlib import Path

import pytest

from daybook.domain.errors import WrongUsage
from daybook.workflows.completed import completed
from daybook.workflows.house import House
from daybook.workflows.morning import mornings
from tests.orders import jade, take
from tests.workflows.test_status import daily_orders

ON = date(2026, 11, 22)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-22T{clock}:00+08:00")


def test_the_rest_of_the_data_changes_tiles_and_says_why(house: House, tmp_path: Path) -> None:
    shop = jade(house)
    daily_orders(house, tmp_path, range(1, 21))
    early, = mornings(house, [shop], ON, at("08:30"))
    assert early.early
    daily_orders(house, tmp_path, range(21, 22), hour=8, refund=0)
    sycm = tmp_path / "商品_2026-11-21.csv"
    sycm.write_text("商品ID,商品名称,商品访客数,商品浏览量,支付件数,支付买家数,支付金额,商品收藏人数,商品加购件数\n"
                    "612345678901,灯,40,90,2,2,80.00,1,3\n", encoding="utf-8")
    take(house, "tmall", sycm, "2026-11-22T08:45:00+08:00")
    mornings(house, [shop], ON, at("09:00"))
    found = completed(house, shop, ON)
    assert (found.then_at, found.now_at) == (at("08:30"), at("09:00"))
    sources = {c.id: c.now.split(",")[0] for c in found.changes if c.kind == "source"}
    assert sources["product_day"] == "in"
    gmv = next(c for c in found.changes if c.kind == "tile" and c.id == "paid_gmv")
    assert gmv.now == "50"
    assert gmv.then.startswith("—")
    assert "订单" in gmv.why


def test_a_morning_without_a_brief_says_how_to_make_one(house: House) -> None:
    shop = jade(house)
    with pytest.raises(WrongUsage, match="no brief"):
        completed(house, shop, ON)
