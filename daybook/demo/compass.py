"""抖音电商罗盘 and 巨量千川: workbooks with the header in row one (A13, A14)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from daybook.demo.landings import DAILY_DAYS, Window, history, late, mornings, newest, restated
from daybook.demo.live import MINUTES, began_at
from daybook.demo.paper import Cells, Sink, columns, money, percent, workbook
from daybook.demo.wanxiangtai import figures
from daybook.demo.world import ShopWorld

LIVE_HEADER = columns(
    "主播头像,主播昵称,主播抖音号,直播开始时间,直播结束时间,直播时长(分钟),直播间曝光人数,直播间曝光次数,"
    "直播间观看人数,单小时观看人数,直播间观看次数,直播激励观看次数,最高在线人数,平均在线人数,人均观看时长(分钟),"
    "评论次数,新加直播团人数,新增粉丝数,取关粉丝数,观看老粉占比,带货商品数,直播间商品曝光人数,直播间商品点击人数,"
    "直播间商品曝光次数,直播间商品点击次数,直播间成交订单数,直播间成交金额,直播间用户支付金额,单小时用户支付金额,"
    "直播间成交件数,直播间成交人数,直播间退款订单数,直播间退款金额,直播间退款人数,预估佣金支出,"
    "商品曝光-点击率(次数),商品曝光-点击率(人数),商品点击-成交率(次数),商品点击-成交率(人数),观看-成交率(次数),"
    "观看-成交率(人数),预售订单数,预售全款金额,新加购物团人数,投放消耗(店铺绑定),投放消耗(店铺被投),净成交金额,"
    "净成交订单数,1小时退款金额,1小时退款订单数,1小时退款率,消费券引导支付金额,消费券引导支付占比,消费券补贴金额,"
    "消费券使用量"
)
CHANNEL_HEADER = columns(
    "日期,商品ID,商品名称,渠道名称,商品曝光人数,商品曝光次数,商品点击人数,商品点击次数,商品曝光-点击率(人数),"
    "成交人数,成交订单数,成交件数,成交金额,用户支付金额,商品点击-成交率(人数)"
)
CORE_HEADER = columns(
    "日期,店铺访客数,商品曝光人数,商品点击人数,成交人数,成交订单数,成交件数,成交金额,用户支付金额,退款金额,"
    "退款订单数,新客成交人数,老客成交人数"
)
SOURCE_HEADER = columns("日期,渠道名称,访客数,商品曝光次数,商品点击人数,成交人数,成交订单数,成交金额")
HOUR_HEADER = columns("日期,小时,渠道名称,访客数,成交人数,成交订单数,成交金额")
DEVICE_HEADER = columns("日期,终端,访客数,成交人数,成交订单数,成交金额")
_SETTLED = [f"{n}日{what}" for n in (7, 14, 30, 90) for what in (
    "结算ROI", "结算金额", "结算订单数", "结算订单成本", "GMV结算率", "订单结算率")]
QIANCHUAN_HEADER = [*columns(
    "素材ID,素材名称,素材创建时间,日期,整体展现次数,整体点击次数,整体点击率,整体转化率,整体消耗,基础消耗,"
    "整体支付ROI,整体成交金额,整体成交订单数,整体成交订单成本,用户实际支付金额,整体点击单价,整体千次展现费用,"
    "智能优惠券金额,电商平台补贴金额,整体未完结预售订单预估金额,综合成本,综合ROI,综合订单成本,净成交ROI,"
    "净成交金额,净成交订单数,净成交订单成本,用户实际支付净成交金额,智能优惠券未退款金额,电商平台补贴未退款金额,"
    "净成交金额结算率,净成交订单结算率,1小时内退款订单数,1小时内退款金额,1小时内退款率"
), *_SETTLED, *columns(
    "视频点赞数,新增粉丝数,平均观看时长,视频播放数,视频完播率,视频评论数,2秒播放率,3秒播放率,5秒播放率,10秒播放率"
)]
_HOURS_KEPT = 60  # days of hourly history
_NONE = "-"

Table = Iterator[Cells]


def write_compass(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """Every 罗盘 report of one shop, and the 千川 report with its restatements."""
    reports: tuple[tuple[str, str, list[str], Callable[[ShopWorld, Window], Table]], ...] = (
        ("live", "直播明细", LIVE_HEADER, live_rows),
        ("traffic_product_source", "商品渠道明细", CHANNEL_HEADER, channel_rows),
        ("traffic_shop", "核心数据", CORE_HEADER, core_rows),
        ("traffic_source", "渠道分析", SOURCE_HEADER, source_rows),
        ("traffic_hour", "分时渠道", HOUR_HEADER, hour_rows),
        ("traffic_device", "终端构成", DEVICE_HEADER, device_rows),
    )
    for kind, title, header, rows in reports:
        every = [*history(shop, daily), *mornings(shop, daily)]
        for w in newest(shop, every, _HOURS_KEPT) if kind == "traffic_hour" else every:
            on = late(shop, w) if kind.startswith("traffic_") and kind != "traffic_hour" else w
            table = list(rows(shop, w))
            if table:
                name = f"{title}_{shop.days[w.first]:%Y%m%d}_{shop.days[w.last]:%Y%m%d}.xlsx"
                sink.put(name, kind, on.known_at, workbook([(title, [header, *table])]))
    for w in [*history(shop, daily), *mornings(shop, daily), *restated(shop, daily)]:
        stamp = w.known_at[:16].replace("-", "").replace("T", "").replace(":", "")
        name = f"投放明细_{shop.days[w.first]:%Y%m%d}_{shop.days[w.last]:%Y%m%d}_{stamp}.xlsx"
        content = workbook([("sheet1", [QIANCHUAN_HEADER, *qianchuan_rows(shop, w)])])
        sink.put(name, "ads_material", w.known_at, content)


def _number(cents: int) -> float:
    return cents / 100


def _rate(part: int, whole: int) -> float | str:
    return round(part / whole, 4) if whole else _NONE


def live_rows(shop: ShopWorld, w: Window) -> Table:
    """直播明细: the shop's own live show of each evening; it belongs to the day on which it began."""
    place = next(i for i, s in enumerate(shop.plan.sources) if s.name == "直播间")
    t, name = shop.tallies.source, shop.plan.name
    for d in range(w.first, w.last + 1):
        seen, paid = int(shop.traffic.source[d, place]), int(t.gmv[d, place])
        orders, buyers, units = (int(x[d, place]) for x in (t.orders, t.buyers, t.units))
        began = began_at(shop, d)
        ended = began.replace(second=d * 7 % 60) + timedelta(minutes=MINUTES)
        shown, clicked = seen * 7 // 10, seen * 3 // 10
        views, refunds = seen * 13 // 10, paid * 4 // 100
        yield [
            "", name, f"{name}_live", f"{began:%Y/%m/%d %H:%M:%S}", f"{ended:%Y/%m/%d %H:%M:%S}", MINUTES, seen * 5,
            seen * 6, seen, round(seen / 4.5), views, 0, seen // 9, seen // 21, round(1.2 + d % 7 / 10, 2), seen // 8,
            0,
            seen // 60, seen // 300, 0.1875, len(shop.plan.products), shown, clicked, shown * 3, clicked * 2, orders,
            _number(paid), _number(paid), round(paid / 450, 2), units, buyers, orders * 4 // 100, _number(refunds),
            orders * 4 // 100, 0.0, _rate(clicked * 2, shown * 3), _rate(clicked, shown), _rate(orders, clicked * 2),
            _rate(buyers, clicked), _rate(orders, views), _rate(buyers, seen), 0, 0, 0, 0.0, 0.0,
            _number(paid - refunds), orders - orders * 4 // 100, 0, 0, 0.0, 0, 0.0, 0, 0,
        ]


def channel_rows(shop: ShopWorld, w: Window) -> Table:
    """商品渠道明细: one row per product, channel and day; 商品点击人数 are the product's visitors."""
    t, traffic = shop.tallies.pair, shop.traffic.pair
    for d in range(w.first, w.last + 1):
        for p in shop.plan.products:
            for i, s in enumerate(shop.plan.sources):
                clicked, buyers = int(traffic[d, p.index, i]), int(t.buyers[d, p.index, i])
                shown, paid = clicked * 11 + 3, _number(int(t.gmv[d, p.index, i]))
                yield [
                    str(shop.days[d]), p.item_id, p.title, s.name, shown, shown * 14 // 10, clicked,
                    clicked * 13 // 10, _rate(clicked, shown), buyers, int(t.orders[d, p.index, i]),
                    int(t.units[d, p.index, i]), paid, paid, _rate(buyers, clicked),
                ]


def core_rows(shop: ShopWorld, w: Window) -> Table:
    """核心数据: one row per day, people de-duplicated."""
    t = shop.tallies
    for d in range(w.first, w.last + 1):
        seen, buyers, old = int(shop.traffic.shop[d]), int(t.shop.buyers[d]), int(t.old.buyers[d])
        paid = _number(int(t.shop.gmv[d]))
        yield [
            str(shop.days[d]), seen, seen * 9, seen * 8 // 10, buyers, int(t.shop.orders[d]), int(t.shop.units[d]),
            paid, paid, _number(int(t.refunds[d].sum())), int(t.refund_orders[d]), buyers - old, old,
        ]


def source_rows(shop: ShopWorld, w: Window) -> Table:
    """渠道分析: one row per channel and day, people de-duplicated within the channel."""
    t = shop.tallies.source
    for d in range(w.first, w.last + 1):
        for i, s in enumerate(shop.plan.sources):
            seen = int(shop.traffic.source[d, i])
            yield [str(shop.days[d]), s.name, seen, seen * 12, seen * 8 // 10, int(t.buyers[d, i]),
                   int(t.orders[d, i]), _number(int(t.gmv[d, i]))]


def hour_rows(shop: ShopWorld, w: Window) -> Table:
    """分时渠道: one row per hour, channel and day, for the newest sixty days."""
    t = shop.tallies.hour
    for d in range(w.first, w.last + 1):
        for i, s in enumerate(shop.plan.sources):
            for h in range(24):
                yield [str(shop.days[d]), h, s.name, int(shop.traffic.hour[d, i, h]), int(t.buyers[d, i, h]),
                       int(t.orders[d, i, h]), _number(int(t.gmv[d, i, h]))]


def device_rows(shop: ShopWorld, w: Window) -> Table:
    """终端构成: one row per app and day."""
    t = shop.tallies.device
    for d in range(w.first, w.last + 1):
        for i, (name, _) in enumerate(shop.plan.devices):
            yield [str(shop.days[d]), name, int(shop.traffic.device[d, i]), int(t.buyers[d, i]),
                   int(t.orders[d, i]), _number(int(t.gmv[d, i]))]


def qianchuan_rows(shop: ShopWorld, w: Window) -> Table:
    """投放明细: one row per material and day; a material plays the part that a keyword has in search ads."""
    for d in range(w.first, w.last + 1):
        for word in shop.plan.keywords:
            shown, clicks, spend, direct, indirect, orders, more, _ = figures(shop.ads, d, word, w.taken)
            paid, count = direct + indirect, orders + more
            roi = round(paid / spend, 2) if spend else 0
            each = round(spend / count / 100, 2) if count else 0
            yield [
                word.word_id, f"{word.plan}_{word.word}.mp4", f"{shop.days[0]} 10:00:00", str(shop.days[d]),
                f"{shown:,}", clicks, percent(clicks, shown), percent(count, clicks), money(spend), money(spend), roi,
                _number(paid), count, each, _number(paid), round(spend / clicks / 100, 2) if clicks else 0,
                round(spend * 10 / shown, 2) if shown else 0, 0, 0, 0, money(spend), _NONE, _NONE, roi, _number(paid),
                count, each, _number(paid), 0, 0, "0.00%", "0.00%", 0, 0, "0.00%", *([_NONE] * len(_SETTLED)),
                clicks // 9, clicks // 40, 5.4, f"{shown:,}", "2.34%", clicks // 50, "35.67%", "23.20%", "15.40%",
                "11.31%",
            ]
