"""Hand-made mornings: a full one, and the states in which a shop may wake up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

from daybook.domain.brief import (
    Brief,
    BriefFinding,
    Cause,
    Comparison,
    Gain,
    LeftOut,
    Must,
    PlanLine,
    Readiness,
    State,
    Streak,
    Tile,
    Unit,
    Yesterday,
)

MONDAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)
LAST_SUNDAY = date(2026, 11, 15)
NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
READ = datetime(2026, 11, 23, 0, 42, tzinfo=UTC)


def days(*values: str) -> tuple[tuple[date, D | None], ...]:
    """A trend that ends on the reviewed day; "-" is a day that is not in."""
    first = SUNDAY - timedelta(days=len(values) - 1)
    return tuple((first + timedelta(days=i), None if v == "-" else D(v)) for i, v in enumerate(values))


PAID = days("98120", "101340", "96480", "-", "94890", "103220", "99610", "97300", "95240", "98870", "96001.30",
            "93150", "90480", "84216.50")
CVR = days("0.0341", "0.0338", "0.0345", "0.0339", "0.0342", "0.0336", "0.0340", "0.0337", "0.0343", "0.0339",
           "0.0327", "0.0318", "0.0312", "0.0301")


def beside(value: str, yesterday: str, last_week: str, target: str | None = None) -> tuple[Comparison, ...]:
    """The four comparisons of a tile; the peers' export was never uploaded."""
    def one(kind: str, base: str, day: date | None) -> Comparison:
        change = D(value) - D(base)
        return Comparison(kind, day, D(base), change, change / D(base))

    aimed = one("target", target, None) if target else Comparison("target", None, None, why_not="没有设目标")
    return (one("yesterday", yesterday, date(2026, 11, 21)), one("last_week", last_week, LAST_SUNDAY), aimed,
            Comparison("peers", None, None, why_not="没有同行数据"))


TILES = (
    Tile("paid_gmv", "支付金额", Unit.MONEY, D("84216.50"), currency="CNY", read_at=READ, trend=PAID,
         comparisons=beside("84216.50", "90480", "96001.30", "92000"), note="当日支付的金额，之后退款的也算在内。"),
    Tile("visitors", "访客数", Unit.PEOPLE, D(13980), read_at=READ,
         comparisons=beside("13980", "14102", "13866"),
         trend=days("13900", "14020", "13790", "13850", "14210", "14100", "13866", "13980")),
    Tile("payment_cvr", "支付转化率", Unit.SHARE, D("0.0301"), read_at=READ, trend=CVR,
         comparisons=beside("0.0301", "0.0312", "0.0340"), note="支付买家数 / 访客数。"),
    Tile("spend_per_buyer", "客单价", Unit.MONEY, D("200.04"), currency="CNY", read_at=READ,
         comparisons=beside("200.04", "205.65", "203.60"),
         trend=days("203", "204.5", "201", "205", "207", "203.6", "205.65", "200.04")),
    Tile("ad_spend", "花费", Unit.MONEY, None, "推广报表还没有导出", currency="CNY",
         trend=days("6100", "6230", "6010", "5980", "6120", "6090", "6200", "-"), higher_is_better=False),
    Tile("roas", "投产比", Unit.RATIO, None, "推广报表还没有导出"),
    Tile("refund_rate", "退款率", Unit.SHARE, D("0.0824"), read_at=READ, higher_is_better=False,
         comparisons=(replace(beside("0.0824", "0.0790", "0.0712")[0]),
                      replace(beside("0.0824", "0.0790", "0.0712")[1], caution="上周日是双11后退款高峰")),
         trend=days("0.071", "0.0712", "0.073", "0.074", "0.0755", "0.077", "0.079", "0.0824")),
    Tile("target_month_to_date", "本月目标进度", Unit.SHARE, D("0.938"), read_at=READ,
         trend=days("0.95", "0.951", "0.948", "0.947", "0.944", "0.941", "0.938"),
         comparisons=(Comparison("yesterday", date(2026, 11, 21), D("0.941"), D("-0.003"), D("-0.00319")),)),
)

FINDINGS = (
    BriefFinding(
        "sales.fall:shop", "sales.fall", "paid_gmv", "支付金额", Unit.MONEY, (), "down", D("84216.50"),
        "last_week", D("96001.30"), expected=D("96400"), low=D("91200"), high=D("101700"), odds_noise=0.0021,
        at_stake=Gain(D(6900), D(11200), D(15800), "CNY", "gmv", "day", date(2026, 11, 30)), urgency="today",
        since=date(2026, 11, 19), streak=Streak(4, "连续低于预期下限", 0.0008),
        causes=(
            Cause("driver", (("driver", "visitors"),), D("789.10")),
            Cause("slice", (("item", "手冲壶 KZ-041-BLK"), ("channel", "搜索")), D("-8412.36"),
                  "11月19日改了主图，之后点击率正常、支付转化由 3.9% 降到 2.2%"),
            Cause("event", (("event", "竞品细口壶降价到 ¥168"),), D("-2950.00"), "11月20日起，同价格带"),
            Cause("driver", (("driver", "spend_per_buyer"),), D("-1104.20")),
        ), remainder=D("-107.34"), sources=("orders", "traffic"), trend=PAID, currency="CNY",
        words="掉的是转化，不是访客：七成来自手冲壶的搜索访客，从 11月19日 换主图那天开始。"),
    BriefFinding(
        "listings.cvr:KZ-041-BLK", "listings.cvr_fall", "payment_cvr", "支付转化率", Unit.SHARE,
        (("item", "手冲壶 KZ-041-BLK"),), "down", D("0.0221"), "expected", D("0.0388"), expected=D("0.0388"),
        low=D("0.0330"), high=D("0.0446"), odds_noise=0.021, sources=("orders", "traffic"), trend=CVR,
        band=tuple((day, D("0.0325"), D("0.0355")) for day, _ in CVR),
        words="换图后四天都在预期之下。"),
    BriefFinding(
        "ads.word:细口壶", "ads.word_rise", "visitors", "访客数", Unit.PEOPLE, (("keyword", "细口壶 家用"),), "up",
        D(412), "last_week", D(268), odds_noise=0.31,
        at_stake=Gain(D(-120), D(310), D(760), "CNY", "contribution", "day"),
        causes=(Cause("slice", (("audience", "新客"),), D(121)), Cause("mix", (), D(17))), remainder=D(6),
        sources=("traffic",), words="新词带来的访客在涨，样本还小。"),
)

PLAN = (
    PlanLine("2026-11-23/1", ("sales.fall:shop", "listings.cvr:KZ-041-BLK"), "主图换回 11月18日 那一版",
             "手冲壶 KZ-041-BLK", "主图 v7（白底套装）", "主图 v6（手持注水）", "operator", "09:40", 10,
             Gain(D(3100), D(6400), D(9200), "CNY", "gmv", "day", None, 14), "商品 > 编辑 > 主图", "by hand",
             "低：旧图的 28 天数据都在", "换图前 28 天转化 3.9%，换图后 4 天 2.2%（1,910 访客）", date(2026, 11, 26),
             "listing_edit", guard="只改主图，不动标题与价格"),
    PlanLine("2026-11-23/2", ("sales.fall:shop",), "单品券减 10 元，只给搜索人群", "手冲壶 KZ-041-BLK", "¥199.00",
             "¥189.00", "operator", "10:00", 6, Gain(D(-260), D(420), D(1180), "CNY", "contribution", "day", None, 7),
             "营销 > 单品优惠券", "sheet", "中：毛利由 ¥72 降到 ¥62；价保 15 天", "竞品 ¥168；历史弹性 -2.1",
             date(2026, 11, 30), "item_coupon", status="proposed", cost=D(1400),
             deadline=datetime(2026, 11, 23, 4, tzinfo=UTC)),
    PlanLine("2026-11-23/3", ("ads.word:细口壶",), "先不动，等到 150 次点击再定", "细口壶 家用", "¥1.20", "¥1.20",
             "ads", "11:00", 2, None, "万相台 > 关键词推广", "api", "无", "62 次点击、1 单：还分不清",
             date(2026, 11, 27), "wait"),
)

READINESS = (
    Readiness("orders", "订单", State.IN, SUNDAY, READ, restated_days=3),
    Readiness("traffic", "流量", State.IN, SUNDAY, READ),
    Readiness("service", "客服", State.PARTIAL, SUNDAY, READ, "只有两个客服账号"),
    Readiness("ads", "推广", State.NOT_IN, date(2026, 11, 21), datetime(2026, 11, 22, 0, 40, tzinfo=UTC)),
)

FULL = Brief(
    "山野手冲", "山野器物", "tmall", "Asia/Shanghai", "CNY", MONDAY, SUNDAY, NINE,
    "9f3c1a77be20", "0.1.0", early=True, readiness=READINESS, tiles=TILES,
    must=(Must("预售尾款 24 小时内必须发出", "17 单", "已卖出的宝贝 > 待发货", datetime(2026, 11, 23, 8, tzinfo=UTC)),
          Must("商品体检：标题含违规词“最低价”", "滤纸 LZ-100", "体检中心", kind="patrol")),
    findings=FINDINGS, plan=PLAN,
    left_out=(LeftOut("提高日限额", "计划 核心词", "推广数据未到，不知道昨天花了多少"),
              LeftOut("降价清仓", "旅行杯 LX-3", "活动锁价到 11月30日")),
    yesterday=(Yesterday("2026-11-20/2", "核心词出价下调", True, "¥1.35", "¥1.20", 
                         "每天少花 ¥310（¥180 ~ ¥440），成交没有可见变化"),
               Yesterday("2026-11-22/1", "回复 6 条差评", True, "", "", "too early"),
               Yesterday("2026-11-22/3", "补拍旅行杯主图", False, "", "", "美工排期到周三")),
    notes=("11月12日 流量没有数据：那天的曲线断开，不当作 0。",),
    festival="小雪", cost_known_share=D("0.764"), capacity_minutes=90,
)

_BARE = Brief("山野手冲", "山野器物", "tmall", "Asia/Shanghai", "CNY", MONDAY, SUNDAY, NINE, "9f3c1a77be20", "0.1.0")
QUIET = replace(FULL, early=False, state="quiet", readiness=READINESS[:2], findings=(), plan=(), must=(), left_out=(),
                festival="", notes=())
FIRST = replace(_BARE, state="first", readiness=READINESS[:2], tiles=tuple(
    replace(tile, trend=tile.trend[-1:], comparisons=tuple(
        Comparison(c.with_, None, None, why_not="还没有更早的数据") for c in tile.comparisons)) for tile in TILES[:4]))
CLOSED = replace(_BARE, state="closed", readiness=READINESS[:2], tiles=(
    Tile("paid_gmv", "支付金额", Unit.MONEY, D(0), currency="CNY", read_at=READ, trend=(*PAID[:-1], (SUNDAY, D(0)))),),
    festival="春节打烊")
EARLY = replace(QUIET, state="normal", early=True, readiness=READINESS, tiles=TILES[:5])
NO_DATA = replace(_BARE, state="no_data", readiness=(Readiness("orders", "订单", State.NOT_IN, None, None),),
                  tiles=(Tile("paid_gmv", "支付金额", Unit.MONEY, None, "订单还没有导入", currency="CNY"),))
LONG_NAME = "【双11预售】山野手冲壶细口壶家用挂耳咖啡壶不锈钢加厚长嘴云朵壶" * 3 + "KZ041BLKXXL" * 9
LONG = replace(
    FULL, shop=LONG_NAME, client=LONG_NAME,
    tiles=tuple(replace(tile, zh=LONG_NAME, value=D("123456789012.34"), why_not="") for tile in TILES),
    findings=(replace(
        FINDINGS[0], zh=LONG_NAME, scope=(("item", LONG_NAME),), words=LONG_NAME, remainder=D("-3372.44"),
        causes=(replace(FINDINGS[0].causes[1], scope=(("item", LONG_NAME),), note=LONG_NAME),)),),
    plan=(replace(PLAN[0], what=LONG_NAME, object=LONG_NAME, from_=LONG_NAME, to=LONG_NAME, where=LONG_NAME),),
    must=(Must(LONG_NAME, LONG_NAME, LONG_NAME),),
    left_out=(LeftOut(LONG_NAME, LONG_NAME, LONG_NAME),))
YOUNG = replace(QUIET, state="young")
STATES = {"full": FULL, "quiet": QUIET, "young": YOUNG, "first": FIRST, "closed": CLOSED, "early": EARLY, "no_data": NO_DATA,
          "long": LONG}
