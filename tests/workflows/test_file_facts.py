"""Facts of the house in the operating file: who carries the parcels, who is sent reports, what ads cost where plans are unknown."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal as D

from daybook.desks.orders.book import BOOK
from daybook.desks.service.book import BOOK as SERVICE
from daybook.domain.file_page import Claim
from daybook.domain.letters import LetterKind, Wishes
from daybook.domain.order_book import Fared, OrderBook
from daybook.domain.reputation import ReputationTable
from daybook.domain.seen import Seen
from daybook.domain.service import AgentDay, Replies, ServiceBook, Topic
from daybook.domain.work import Role
from daybook.reports.file_paper import said_in_all
from daybook.workflows.file_ads import ads_claims
from daybook.workflows.file_parcels import parcel_claims
from daybook.workflows.file_reports import report_claims
from daybook.workflows.file_service import service_claims
from daybook.workflows.file_traffic import traffic_claims
from daybook.workflows.house import House
from daybook.workflows.recipients import set_wishes
from tests.desks.seen import ON, seen
from tests.desks.seen import SHOP as KETTLES
from tests.workflows.given_house import SHOP

DAY = ON - timedelta(days=1)
NO_REVIEWS = ReputationTable(KETTLES.name, KETTLES.zone, ON, seen().as_of, (), (), (), (), None)


def said(claims: list[Claim]) -> str:
    return "\n".join(" ".join(said_in_all(claim)) for claim in claims)


def fared(courier: str, orders: int, late: int = 0, unseen: int = 0, day: date = DAY) -> Fared:
    return Fared(day, courier, "", "", orders, late, unseen, 0, 0, D(0))


def of_orders(*days: Fared, told: frozenset[str] = frozenset({"courier", "shipped_at"})) -> Seen:
    return replace(seen(), read={BOOK: OrderBook(fared=days, told=told)})


def test_couriers_are_told_by_their_share_of_the_orders_that_name_one() -> None:
    """60 of 80 go by 中通; 20 name nobody and are no third courier."""
    claims = list(parcel_claims(of_orders(fared("中通快递", 60, late=3), fared("顺丰速运", 20), fared("", 20, unseen=5))))
    assert [c.kinds for c in claims] == [("courier",), ("dispatch",)]
    assert "中通快递 75.0%" in said(claims)
    assert "顺丰速运 25.0%" in said(claims)
    assert "95 单中 3 单超时" in said(claims), "of five the promise still runs"
    assert {c.ref for c in claims} == {"orders"}


def test_what_no_order_tells_has_no_claim() -> None:
    assert [c.kinds for c in parcel_claims(of_orders(fared("", 30), told=frozenset({"shipped_at"})))] == [("dispatch",)]
    assert list(parcel_claims(of_orders(fared("", 30), told=frozenset()))) == []
    assert list(parcel_claims(seen())) == []


def test_reports_are_told_with_their_readers_and_how_often(saturday: House) -> None:
    from daybook.records import models

    shop, now = saturday.shop(SHOP), saturday.now()
    client = models.Client.objects.get(name=shop.client)
    assert list(report_claims(shop, now)) == [], "nobody is registered"
    mei, owner = (models.User.objects.create_user(f"{name}@example.org", None, name=name, created_at=now)
                  for name in ("mei", "shopowner"))
    for user, role in ((mei, Role.ACCOUNT_MANAGER), (owner, Role.OWNER)):
        models.Membership.objects.create(user=user, client=client, role=role.value, since=now)
    models.MessageChannel.objects.create(user=mei, name="mail", kind="mail", added_at=now)
    set_wishes(saturday, "mei@example.org", Wishes(kinds=(LetterKind.BRIEF,), quiet_from=time(22), quiet_to=time(8)))
    brief, reviews = report_claims(shop, now)
    assert "every morning, to mei" in said([brief])
    assert "每周、每月、每季" in said([reviews])
    assert "shopowner" in said([reviews])


def test_ads_that_are_known_by_material_alone_say_so_and_what_they_cost() -> None:
    """Two materials spent 280 and 140 in four weeks: 15 a day together, and sold 840."""
    of = {"material_ad_spend": {(("material_id", "1"),): {DAY: D(280)}, (("material_id", "2"),): {DAY: D(140)}},
          "material_ad_gmv": {(("material_id", "1"),): {DAY: D(840)}}}
    told = list(ads_claims(seen(material=of)))
    assert [c.kinds for c in told if c.kinds != ("break_even",)] == [("ad_level",), ("ad_material",), ("ad_material",)]
    assert "2 个素材每天共花费 ¥15.00，投产比 2.00" in said(told)
    plan = {"ad_spend": {(("plan_id", "p"),): {DAY: D(420)}}}
    assert "ad_level" not in {kind for claim in ads_claims(seen(plan=plan, material=of)) for kind in claim.kinds}


def test_sources_and_provinces_are_told_by_their_share_of_what_was_paid_and_live_shows_by_their_sum() -> None:
    """Search brought 300 of 400; two of three shows sold 90 together."""
    source = {"source_paid_gmv": {(("source_1", "平台"), ("source_2", "搜索")): {DAY: D(300)},
                                  (("source_1", "广告"),): {DAY: D(100)}}}
    live = {"live_paid_gmv": {(("session_id", "1"),): {DAY: D(50)}, (("session_id", "2"),): {DAY: D(40)},
                              (("session_id", "3"),): {DAY: D(0)}}}
    told = list(traffic_claims(seen(source=source, live=live)))
    assert [c.kinds for c in told] == [("sources",), ("live_shows",)], "no province is told"
    assert "平台 / 搜索 75.0%" in said(told)
    assert "有成交的 2 场，共 ¥90.00，每场中位数 ¥45.00" in said(told)


def test_replies_of_service_are_told_over_the_days_that_are_in() -> None:
    """Nine of ten rounds in time, 300 seconds of waiting over ten answers."""
    book = ServiceBook(agents=(AgentDay(DAY, "小夏", Replies(10, 9, 10, 300, 4, 100)),))
    claims = list(service_claims(replace(seen(), read={SERVICE: book}), NO_REVIEWS, {}))
    assert "10 轮咨询中 90.0% 在 3 分钟内有人回复，平均等待 30 秒" in said(claims)
    assert list(service_claims(seen(), NO_REVIEWS, {})) == []


def test_what_buyers_ask_most_is_told_over_all_days_and_products() -> None:
    topics = (Topic(DAY, "ship_when", "i1", 20), Topic(DAY, "ship_when", "i2", 5), Topic(DAY, "discount", "", 23))
    [claim] = service_claims(replace(seen(), read={SERVICE: ServiceBook(topics=topics)}), NO_REVIEWS, {})
    assert claim.kinds == ("asked_most",)
    assert [n in said([claim]) for n in ("25 次", "23 次")] == [True, True]
    assert said([claim]).index("25 次") < said([claim]).index("23 次")
