"""What somebody who takes a shop over asks the operating file first: months, stock, poor reviews, shows, who agrees to what."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

from daybook.desks.ads.account import judged_account
from daybook.domain.disputes import CaseFile, DisputeSeen, DisputesTable
from daybook.domain.given import Given, Target
from daybook.domain.live import ShowLine, Stage
from daybook.domain.price_plan import PriceGist
from daybook.domain.reputation import Clock, ReputationTable, ReviewLine, ReviewSeen
from daybook.domain.roster import RosterShift
from daybook.domain.stock import StockLine
from daybook.workflows.file_ads import ads_claims
from daybook.workflows.file_cases import case_claims
from daybook.workflows.file_live import shows_said
from daybook.workflows.file_months import month_claims
from daybook.workflows.file_prices import lowest_claims
from daybook.workflows.file_products import gone_claims, last_in, stock_claims
from daybook.workflows.file_service import service_claims
from daybook.workflows.price_facts import SkuPrices
from daybook.workflows.price_list import gist_of
from tests.desks.seen import ON, REVIEWED, SHOP, seen
from tests.workflows.test_file_facts import said

DAY = timedelta(days=1)
AT = datetime(2026, 9, 15, 1, tzinfo=UTC)


def test_four_weeks_end_with_the_last_day_whose_orders_are_in() -> None:
    """The day reviewed is not in: of 29 days of 10 the last 28 that are in count, not 27 of them."""
    paid = {REVIEWED - n * DAY: D(1000) for n in range(1, 30)}
    plan = {"ad_spend": {(("plan_id", "p"),): {d: D(10) for d in paid}}, "ad_gmv": {(("plan_id", "p"),): {d: D(50) for d in paid}}}
    one = replace(seen(plan=plan), daily={"paid_gmv": paid})
    assert last_in(one) == REVIEWED - DAY
    assert "近四周花费 ¥280.00（每天 ¥10.00），投产比 5.00" in said(list(ads_claims(one)))
    assert last_in(replace(one, daily={})) == REVIEWED


def test_months_are_told_with_their_share_of_the_target_and_none_that_lacks_a_day() -> None:
    """July and August at 100 a day; of June the first day is missing, so that June has no sum."""
    paid = {date(2026, 6, 2) + n * DAY: D(100) for n in range(105)}
    target = Target(SHOP.name, "paid_gmv", date(2026, 8, 1), D(3875), None, AT)
    [claim] = month_claims(replace(seen(), daily={"paid_gmv": paid}, given=Given(targets=(target,))))
    assert "2026-08 ¥3,100.00（80.0%）、2026-07 ¥3,100.00" in said([claim])
    assert "2026-06" not in said([claim])
    assert list(month_claims(seen())) == [], "no whole month is in"


def test_stock_is_told_by_what_is_gone_first_with_what_is_on_its_way_and_when_there_was_none() -> None:
    def line(sku: str, cover: int | None, coming: int | None, units: int = 40) -> StockLine:
        return StockLine("i1", sku, "kettle", REVIEWED, D(units), None, None if coming is None else D(coming), (), 1.0, None, cover,
                         None, None, None, None, None, None, None, None, None)

    told = list(stock_claims([line("a", 90, 0), line("b", 12, 30), line("c", None, None)], seen(), {"i1": "水壶"}))
    assert "共 3 个 SKU，断货 0 个，14 天内卖完 1 个" in said(told[:1])
    assert [c.subject for c in told[1:4]] == ["水壶 b", "水壶 a", "水壶 c"]
    assert "可卖 12 天、在途 30 件" in said(told[1:2])
    assert [c.kinds for c in told[4:]] == [("in_transit",)]
    assert "水壶 b 30 件" in said(told[4:])
    none = list(stock_claims([line("d", None, None, 0)], seen(), {}))
    assert "断货 1 个，14 天内卖完 0 个" in said(none[:1]), "what nobody bought lately is sold out too"
    levels = {REVIEWED - n * DAY: D(0 if 3 <= n <= 6 or n == 9 else 5) for n in range(20)}
    stock = {"sellable_units": {(("item_id", "i1"), ("sku", "a")): levels}}
    gone = list(gone_claims(seen(stock=stock), {"i1": "水壶"}))
    assert "2026-09-08 至 2026-09-11 断货 4 天" in said([gone[0]])
    assert "2026-09-05 至 2026-09-05 断货 1 天" in said([gone[1]])


def review(item: str, day: date, text: str, variant: str, causes: tuple[str, ...] = (), urgent: tuple[str, ...] = (),
           clock: Clock = Clock.LATE) -> ReviewLine:
    found = ReviewSeen(text, AT, day, item_id=item, variant=variant, text=text)
    return ReviewLine(found, f"name ({item})", clock, None, None, causes, urgent, "service", "service", "zh", False)


def test_poor_reviews_are_told_item_by_item_and_harm_that_nobody_answered_is_an_open_issue() -> None:
    rows = (*(review("i1", REVIEWED - n * DAY, "又漏了", "单只装", ("packaging",)) for n in range(3)),
            review("i1", REVIEWED, "收到就破了个口", "两只装", ("packaging",)),
            review("i2", REVIEWED - DAY, "漏电，手被电麻了", "黑色", (), ("harm",)),
            review("i2", REVIEWED - 2 * DAY, "电到了", "黑色", (), ("harm",), Clock.HANDLED))
    table = ReputationTable(SHOP.name, SHOP.zone, ON, AT, rows, (), (), (), None)
    told = list(service_claims(seen(), table, {"i1": "平底锅", "i2": "水壶"}))
    assert "共 6 条差评，原因：包装破损 4、没说原因 2；最多的是 平底锅 4、水壶 2" in said(told)
    one = next(c for c in told if c.subject == "平底锅")
    assert "2026-09-12 至 2026-09-14 共 4 条差评" in said([one])
    assert "规格：单只装 3、两只装 1" in said([one])
    assert not any(c.subject == "水壶" and c.section == "service" for c in told), "two are too few for a line of their own"
    assert [(c.section, c.subject, c.known_on) for c in told if "紧急差评" in said([c])] == [
        ("issues", "水壶", REVIEWED - DAY), ("risks", "水壶", REVIEWED - DAY)]


def test_days_of_the_roster_are_named_rightly() -> None:
    """1 is Monday in the roster."""
    shift = RosterShift(SHOP.name, "小夏", "1", "08:00-16:00", 8, None, AT)
    table = ReputationTable(SHOP.name, SHOP.zone, ON, AT, (), (), (), (), None)
    [claim] = service_claims(replace(seen(), given=Given(shifts=(shift,))), table, {})
    assert "周一 08:00-16:00" in said([claim])


def test_the_lowest_price_has_its_day_and_a_list_price_the_day_since_which_it_holds() -> None:
    """Sold at 107 on the 2nd and again on the 4th; listed at 117 until the 8th, at 139 since the 9th."""
    first = date(2026, 9, 1)
    one = SkuPrices("i1", "a", "锅", {first + n * DAY: D(107 if n in (1, 3) else 120) for n in range(14)}, {},
                    {first + n * DAY: D(117 if n < 8 else 139) for n in range(14)}, {first + n * DAY: 2 for n in range(14)})
    gist: PriceGist = gist_of(one, (), ON)
    assert (gist.low_30, gist.low_30_on, gist.listed_was, gist.listed_since) == (D(107), date(2026, 9, 2), D(117), date(2026, 9, 9))
    told = said(list(lowest_claims(seen(), (gist,), {"i1": "锅"})))
    assert "近 30 天最低卖到 ¥107.00（a，2026-09-02），最近 ¥120.00；一口价 ¥139.00（2026-09-09 起，之前 ¥117.00）" in told


def test_open_disputes_are_counted_with_the_first_deadline() -> None:
    def case(key: str, state: str, hours: int) -> CaseFile:
        return CaseFile(DisputeSeen(key, ON, AT), AT + timedelta(hours=hours), True, state, None, (), None)

    table = DisputesTable(SHOP.name, "tmall", SHOP.zone, "CNY", ON, AT, (), (
        case("1", "open", 30), case("2", "open", 5), case("3", "overdue", -2), case("4", "closed", -9)))
    assert "待处理纠纷 3 个；最早 2026-09-15 14:00 到期；已超时 1 个" in said(list(case_claims(table)))
    assert list(case_claims(replace(table, cases=()))) == [], "no export tells disputes"


def test_shows_are_told_by_the_hour_at_which_they_begin_on_each_weekday() -> None:
    """Two weeks at seven in the evening, Fridays at half past eight."""
    began = [datetime(2026, 9, 1 + n, 11, tzinfo=UTC) for n in range(14)]
    began = [at + timedelta(minutes=90) if at.weekday() == 4 else at for at in began]
    lines = tuple(ShowLine(f"{at:%d}", "a", at.date(), at, at + timedelta(hours=3), Stage.SETTLED, (), 0, 0) for at in began)
    told = said([shows_said(lines, SHOP)])
    assert "2026-09-01 至 2026-09-14 共 14 场；开播：周一、周二、周三、周四、周六、周日 19:00、周五 20:30" in told


def test_days_of_an_event_do_not_tell_what_one_more_yuan_of_ads_brings() -> None:
    """Spend and sales double together over a fortnight around Double 11: without these days ads bring what they bring, 2.5."""
    last = date(2026, 12, 20)
    on = [last - n * DAY for n in range(84)]
    event = {d for d in on if date(2026, 10, 20) <= d <= date(2026, 11, 14)}
    spend = {d: D(500 if (d.toordinal() // 4) % 2 else 700) * (2 if d in event else 1) for d in on}
    paid = {d: D("2.5") * spend[d] + (12000 if d in event else 6000) + (d.toordinal() * 7919) % 101 for d in on}
    one = replace(seen(), on=last + DAY, daily={"ad_spend": spend, "paid_gmv": paid})
    account = judged_account(one)
    assert account is not None
    assert account.more is not None
    assert account.more[0] < 2.5 < account.more[2] < 3.5
