"""Creators of the demonstration: their commission list is of orders that are there anyway, steps go in turn, incidents are
answered."""

import csv
import io
from collections import defaultdict

from daybook.demo.buying import DAY_SECONDS, NEVER
from daybook.demo.creators import MADE, creator_answers, creator_of, planted_creators
from daybook.demo.shops import plan_shops
from daybook.domain.creators import FOLLOWS, Stage
from tests.demo.conftest import Agency


def rows(content: bytes) -> list[dict[str, str]]:
    return [{k: v.strip("\t") for k, v in row.items()} for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


def test_commission_is_of_orders_that_are_there_and_names_who_the_order_names(agency: Agency) -> None:
    shop = agency.shop("douyin")
    ordered = {r["主订单编号"]: r["达人ID"].strip("\t") for _, file in agency.files(shop, "orders") for r in rows(file)}
    listed = {r["订单id"]: r for e, file in agency.files(shop, "creators") if "佣金" in e.path for r in rows(file)}
    assert len(listed) > 300
    assert {order: r["抖音/火山号"] for order, r in listed.items()} == {order: ordered[order] for order in listed}
    assert {r["订单状态"] for r in listed.values()} == {"订单付款", "订单收货", "订单结算", "订单失效"}


def test_the_made_creator_has_orders_that_go_back_and_nobody_else_loses_others(agency: Agency) -> None:
    shop = agency.shop("douyin")
    made = [i for i in range(len(shop.orders)) if creator_of(shop, i) == MADE]
    since = next(p.since for p in planted_creators(shop.plan, len(shop.days)) if p.kind == "fake_creator")
    assert made
    assert all(shop.orders.refunded[i] < NEVER and shop.orders.placed[i] // DAY_SECONDS >= since for i in made)


def test_steps_of_cooperations_go_in_turn(agency: Agency) -> None:
    shop = agency.shop("douyin")
    [(_, file)] = [(e, f) for e, f in agency.files(shop, "given") if "creatorsteps" in e.path]
    stages: dict[str, Stage | None] = defaultdict(lambda: None)
    for row in rows(file):
        assert Stage(row["kind"]) in FOLLOWS[stages[row["creator_id"]]]
        stages[row["creator_id"]] = Stage(row["kind"])
    assert Stage.SAMPLE in stages.values()
    assert Stage.SETTLED in stages.values()


def test_four_kinds_are_planted_in_the_douyin_shops_of_the_dozen(agency: Agency) -> None:
    kinds = {p.kind for plan in plan_shops(1, 12) for p in planted_creators(plan, 130)}
    assert kinds == {"fake_creator", "sample_without_content", "loss_commission", "post_without_stock"}
    assert {a["kind"] for a in creator_answers(agency.shop("douyin"))} == {"fake_creator", "sample_without_content"}
    assert creator_answers(agency.shop("tmall")) == []
