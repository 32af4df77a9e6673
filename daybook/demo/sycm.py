"""生意参谋 of Taobao and Tmall shops: workbooks of text cells under four lines of preamble (A5a to A5g)."""

from collections.abc import Callable, Iterator

from daybook.demo.landings import DAILY_DAYS, Window, history, late, mornings, newest, weekly
from daybook.demo.paper import Sink, columns, grouped, percent, workbook
from daybook.demo.talked import question_rows
from daybook.demo.world import ShopWorld

PRODUCT_HEADER = columns(
    "统计日期,商品ID,商品名称,主商品ID,商品类型,货号,商品状态,商品标签,商品访客数,商品浏览量,平均停留时长,"
    "商品详情页跳出率,商品收藏人数,商品加购件数,商品加购人数,下单买家数,下单件数,下单金额,下单转化率,支付买家数,"
    "支付件数,支付金额,商品支付转化率,支付新买家数,支付老买家数,老买家支付金额,聚划算支付金额,访客平均价值,"
    "成功退款金额,竞争力评分,年累计支付金额,月累计支付金额,月累计支付件数,搜索引导支付转化率,搜索引导访客数,"
    "搜索引导支付买家数,结构化详情引导转化率,结构化详情引导成交占比"
)
SHOP_HEADER = columns(
    "统计日期,成功退货退款金额,支付金额,分期支付金额,支付件数,商品加购人数,商品加购件数,商品浏览量,商品访客数,"
    "商品微详情访客数,商品收藏人数,商品平均停留时长,下单买家数,支付买家数,下单转化率,商品详情页跳出率,下单金额,"
    "访问收藏转化率,访问加购转化率,支付老买家数,老买家支付金额,支付转化率,支付新买家数,有支付商品数,下单件数,"
    "有访问商品数,客单价"
)
_SOURCE_METRICS = columns(
    "访客数,新访客,平均停留时长,3s查看人数,商品点击人数,加购人数,商品收藏人数,加购件数,关注店铺人数,支付买家数,"
    "支付转化率,支付金额,客单价,UV价值,下单买家数,下单金额,下单转化率"
)
SOURCE_HEADER = ["流量载体", "一级来源", "二级来源", "三级来源", "四级来源"] + [
    name for m in _SOURCE_METRICS for name in (m, ("uv价值" if m == "UV价值" else m) + "环比")]
PRODUCT_SOURCE_HEADER = columns(
    "流量来源,来源明细,访客数,浏览量,支付金额,浏览量占比,店内跳转人数,跳出本店人数,收藏人数,加购人数,下单买家数,"
    "下单转化率,支付件数,支付买家数,支付转化率,直接支付买家数,收藏商品-支付买家数,粉丝支付买家数,"
    "加购商品-支付买家数,访问来源,统计日期,商品id"
)
DEVICE_HEADER = columns("统计日期,终端,访客数,浏览量,支付买家数,支付件数,支付金额,支付转化率")
HOUR_HEADER = columns("统计日期,统计小时,流量来源,访客数,浏览量,支付买家数,支付金额")
WORD_HEADER = columns(
    "统计日期,搜索词,访客数,加购人数,商品收藏人数,支付买家数,支付转化率,支付件数,支付金额,客单价,UV价值"
)
REVIEW_HEADER = columns("评论,昵称,追评内容,追评时间,评价时间,商品id,颜色分类,评价分类,skuid")
QUESTION_HEADER = columns("商品id,问题,回答,回答数,提问时间,问题ID")

Rows = Iterator[list[str]]
_WEEKLY = {"search_words"}
_HOURS_KEPT = 60  # days of hourly history


def write_sycm(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """Every 生意参谋 report of one shop."""
    past, now = history(shop, daily), mornings(shop, daily)
    reports: tuple[tuple[str, str, list[str], Callable[[ShopWorld, Window], Rows]], ...] = (
        ("traffic_product", "商品_全部", PRODUCT_HEADER, product_rows),
        ("traffic_shop", "店铺概况", SHOP_HEADER, shop_rows),
        ("traffic_product_source", "商品流量来源", PRODUCT_SOURCE_HEADER, product_source_rows),
        ("traffic_device", "终端构成", DEVICE_HEADER, device_rows),
        ("traffic_hour", "分时流量来源", HOUR_HEADER, hour_rows),
        ("search_words", "引流搜索词", WORD_HEADER, word_rows),
        ("reviews", "商品评价", REVIEW_HEADER, review_rows),
        ("questions", "问大家", QUESTION_HEADER, lambda s, w: iter(question_rows(s, w))),
    )
    for kind, title, header, rows in reports:
        above = 5 if kind == "search_words" else 0 if kind in {"reviews", "questions"} else 4
        every = [*past, *(weekly(shop, daily) if kind in _WEEKLY else now)]
        for w in newest(shop, every, _HOURS_KEPT) if kind == "traffic_hour" else every:
            on = late(shop, w) if kind in {"traffic_shop", "traffic_product"} and w.single else w
            table = list(rows(shop, w))
            if table:
                sink.put(_name(shop, title, w), kind, on.known_at, _book(shop, title, w, header, table, above))
    for w in [*past, *now]:
        dated = not w.single or w in past
        title = "店铺流量来源_分日" if dated else "店铺流量来源"
        header = ["统计日期", *SOURCE_HEADER] if dated else SOURCE_HEADER
        on = late(shop, w) if w.single else w
        table = list(source_rows(shop, w, dated))
        sink.put(_name(shop, title, w), "traffic_source", on.known_at,
                 _book(shop, title, w, header, table, 4, "全店流量来源"))


def _name(shop: ShopWorld, title: str, w: Window) -> str:
    return f"【生意参谋平台】{title}_{shop.days[w.first]}_{shop.days[w.last]}.xlsx"


def _book(
    shop: ShopWorld, title: str, w: Window, header: list[str], rows: list[list[str]], above: int, sheet: str = ""
) -> bytes:
    lines = [["生意参谋"], [title], [f"统计时间 {shop.days[w.first]} ~ {shop.days[w.last]}"],
             [f"店铺 {shop.plan.name}"], ["说明：数据每日9点前更新"]][:above]
    return workbook([(sheet or title, [*lines, header, *rows])])


def _count(value: int) -> str:
    return f"{value:,}"


def _per(cents: int, people: int) -> str:
    return grouped(cents // people) if people else "-"


def product_rows(shop: ShopWorld, w: Window) -> Rows:
    """商品_全部: one row per product and day, in the order of the header."""
    t, traffic = shop.tallies, shop.traffic
    for d in range(w.first, w.last + 1):
        month, year = d - shop.days[d].day + 1, d - shop.days[d].timetuple().tm_yday + 1
        for p in shop.plan.products:
            i = p.index
            seen, paid, placed = int(traffic.product[d, i]), t.product, t.placed_product
            buyers, money = int(paid.buyers[d, i]), int(paid.gmv[d, i])
            old, old_money = int(t.old_product.buyers[d, i]), int(t.old_product.gmv[d, i])
            searched, found = int(traffic.pair[d, i, 0]), int(t.pair.buyers[d, i, 0])
            carts = seen * 8 // 100 + buyers
            yield [
                f"{shop.days[d]:%Y%m%d}", p.item_id, p.title, "-", "主商品", p.code, "当前在线", "-", _count(seen),
                _count(seen * 16 // 10), f"{9 + seen % 7}.{seen % 100:02d}", f"{58 + seen % 9}.{seen % 83:02d}%",
                _count(seen * 3 // 100), _count(carts * 11 // 10), _count(carts), _count(int(placed.buyers[d, i])),
                _count(int(placed.units[d, i])), grouped(int(placed.gmv[d, i])),
                percent(int(placed.buyers[d, i]), seen), _count(buyers), _count(int(paid.units[d, i])), grouped(money),
                percent(buyers, seen), _count(buyers - old), _count(old), grouped(old_money), "0.00",
                _per(money, seen), grouped(int(t.refunds[d, i])), "-",
                grouped(int(paid.gmv[max(year, 0):d + 1, i].sum())),
                grouped(int(paid.gmv[max(month, 0):d + 1, i].sum())),
                _count(int(paid.units[max(month, 0):d + 1, i].sum())), percent(found, searched), _count(searched),
                _count(found), "-", "-",
            ]


def shop_rows(shop: ShopWorld, w: Window) -> Rows:
    """店铺概况: one row per day; visitors de-duplicated, money as the orders add up."""
    t = shop.tallies
    for d in range(w.first, w.last + 1):
        seen, buyers, money = int(shop.traffic.shop[d]), int(t.shop.buyers[d]), int(t.shop.gmv[d])
        old, placed = int(t.old.buyers[d]), int(t.placed.buyers[d])
        carts, liked = seen * 9 // 100 + buyers, seen * 3 // 100
        yield [
            str(shop.days[d]), grouped(int(t.refunds[d].sum())), grouped(money), "0.00", _count(int(t.shop.units[d])),
            _count(carts), _count(carts * 12 // 10), _count(seen * 2), _count(seen), _count(seen // 10), _count(liked),
            f"{11 + seen % 5}.{seen % 100:02d}", _count(placed), _count(buyers), percent(placed, seen),
            f"{55 + seen % 9}.{seen % 83:02d}%", grouped(int(t.placed.gmv[d])), percent(liked, seen),
            percent(carts, seen), _count(old), grouped(int(t.old.gmv[d])), percent(buyers, seen), _count(buyers - old),
            _count(int((t.product.units[d] > 0).sum())), _count(int(t.placed.units[d])), str(len(shop.plan.products)),
            _per(money, buyers),
        ]


def _source_values(shop: ShopWorld, d: int, chosen: list[int]) -> list[str]:
    t, total = shop.tallies.source, shop.traffic.source
    seen, buyers = int(total[d, chosen].sum()), int(t.buyers[d, chosen].sum())
    money, carts = int(t.gmv[d, chosen].sum()), seen * 9 // 100 + buyers
    return [
        _count(seen), _count(seen * 7 // 10), f"{8 + seen % 9}.{seen % 100:02d}", _count(seen * 6 // 10),
        _count(seen * 8 // 10), _count(carts), _count(seen * 3 // 100), _count(carts * 11 // 10),
        _count(seen // 200), _count(buyers), percent(buyers, seen), grouped(money), _per(money, buyers),
        _per(money, seen), _count(buyers), grouped(money), percent(buyers, seen),
    ]


def source_rows(shop: ShopWorld, w: Window, dated: bool) -> Rows:
    """店铺来源: rows of level two under a 汇总 row per level one; each value beside its change on the day before."""
    groups: dict[str, list[int]] = {}
    for i, s in enumerate(shop.plan.sources):
        groups.setdefault(s.levels[0], []).append(i)
    for d in range(w.first, w.last + 1):
        day = [str(shop.days[d])] if dated else []
        for name, chosen in groups.items():
            yield [*day, "全部", name, "汇总", "汇总", "汇总", *_changes(shop, d, chosen)]
            for i in chosen:
                levels = [name, shop.plan.sources[i].levels[1], "汇总", "汇总"]
                yield [*day, "全部", *levels, *_changes(shop, d, [i])]


def _changes(shop: ShopWorld, d: int, chosen: list[int]) -> list[str]:
    now = _source_values(shop, d, chosen)
    before = _source_values(shop, d - 1, chosen) if d else ["-"] * len(now)
    return [cell for pair in zip(now, map(_change, now, before), strict=True) for cell in pair]


def _change(now: str, before: str) -> str:
    if "-" in (now, before):
        return "-"
    new, old = (float(x.replace(",", "").rstrip("%")) for x in (now, before))
    return f"{100 * (new - old) / old:.2f}%" if old else "-"


def product_source_rows(shop: ShopWorld, w: Window) -> Rows:
    """商品流量来源: one row per product, source and day."""
    t, traffic = shop.tallies.pair, shop.traffic
    for d in range(w.first, w.last + 1):
        day = str(shop.days[d])
        for p in shop.plan.products:
            views = int(traffic.pair[d, p.index].sum())
            for i, s in enumerate(shop.plan.sources):
                seen, buyers = int(traffic.pair[d, p.index, i]), int(t.buyers[d, p.index, i])
                carts = seen * 8 // 100 + buyers
                yield [
                    s.name, "汇总", _count(seen), _count(seen * 16 // 10), grouped(int(t.gmv[d, p.index, i])),
                    percent(seen, views), _count(seen * 3 // 10), _count(seen * 6 // 10), _count(seen * 3 // 100),
                    _count(carts), _count(buyers), percent(buyers, seen), _count(int(t.units[d, p.index, i])),
                    _count(buyers), percent(buyers, seen), _count(buyers), "0", "0", _count(buyers // 2), "无线端",
                    day, p.item_id,
                ]


def device_rows(shop: ShopWorld, w: Window) -> Rows:
    """终端构成: one row per device and day."""
    t, traffic = shop.tallies.device, shop.traffic.device
    for d in range(w.first, w.last + 1):
        for i, (name, _) in enumerate(shop.plan.devices):
            seen, buyers = int(traffic[d, i]), int(t.buyers[d, i])
            yield [str(shop.days[d]), name, _count(seen), _count(seen * 2), _count(buyers),
                   _count(int(t.units[d, i])), grouped(int(t.gmv[d, i])), percent(buyers, seen)]


def hour_rows(shop: ShopWorld, w: Window) -> Rows:
    """分时流量来源: one row per hour, source and day, for the newest sixty days."""
    t, traffic = shop.tallies.hour, shop.traffic.hour
    for d in range(w.first, w.last + 1):
        for i, s in enumerate(shop.plan.sources):
            for h in range(24):
                seen = int(traffic[d, i, h])
                yield [str(shop.days[d]), f"{h:02d}:00", s.name, _count(seen), _count(seen * 2),
                       _count(int(t.buyers[d, i, h])), grouped(int(t.gmv[d, i, h]))]


def word_rows(shop: ShopWorld, w: Window) -> Rows:
    """引流搜索词: organic search words, two per product, which share the product's search visitors."""
    t, traffic = shop.tallies.pair, shop.traffic.pair
    for d in range(w.first, w.last + 1):
        for p in shop.plan.products[:6]:
            stem = p.title.split()[0]
            for word, share in ((stem, 6), (f"{stem}推荐", 3)):
                seen = int(traffic[d, p.index, 0]) * share // 10
                buyers, money = int(t.buyers[d, p.index, 0]) * share // 10, int(t.gmv[d, p.index, 0]) * share // 10
                carts = seen * 8 // 100 + buyers
                yield [str(shop.days[d]), word, _count(seen), _count(carts), _count(seen * 3 // 100), _count(buyers),
                       percent(buyers, seen), _count(buyers), grouped(money), _per(money, buyers), _per(money, seen)]


def review_rows(shop: ShopWorld, w: Window) -> Rows:
    """商品评价: one row per review."""
    for n, r in enumerate(r for r in shop.reviews if w.first <= r.day <= w.last):
        product, sku = shop.plan.products[r.product], shop.plan.skus[r.sku]
        stamp = f"{shop.days[r.day]} {9 + n % 13:02d}:{n * 7 % 60:02d}:00"
        yield [r.text, f"{'abcdefgh'[n % 8]}***{n % 10}", "", "", stamp, product.item_id, sku.variant,
               "好评" if r.good else "差评", sku.sku_id]
