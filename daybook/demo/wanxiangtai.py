"""万相台无界: 关键词报表 and 计划报表 as GBK text with rates as ratios (A7)."""

from collections.abc import Iterator

from daybook.demo.ads import Ads, credited
from daybook.demo.landings import DAILY_DAYS, Window, history, mornings, restated
from daybook.demo.paper import Sink, columns, money, plain_csv
from daybook.demo.shops import Keyword
from daybook.demo.world import ShopWorld

METRICS = columns(
    "展现量,点击量,花费,点击率,平均点击花费,千次展现花费,总预售成交金额,总预售成交笔数,直接预售成交金额,"
    "直接预售成交笔数,间接预售成交金额,间接预售成交笔数,直接成交金额,间接成交金额,总成交金额,总成交笔数,"
    "直接成交笔数,间接成交笔数,点击转化率,投入产出比,含预售投产比,总成交成本,总购物车数,直接购物车数,"
    "间接购物车数,加购率,收藏宝贝数,收藏店铺数,店铺收藏成本,总收藏加购数,总收藏加购成本,宝贝收藏加购数,"
    "宝贝收藏加购成本,总收藏数,宝贝收藏成本,宝贝收藏率,加购成本,拍下订单笔数,拍下订单金额"
)
KEYWORD_HEADER = [
    "日期", "场景ID", "场景名字", "计划ID", "计划名字", "单元ID", "单元名字", "宝贝ID", "宝贝名称", "词类型",
    "词ID/词包ID", "词名字/词包名字", *METRICS, "平均展现排名",
]
PLAN_HEADER = ["日期", "场景ID", "场景名字", "计划ID", "计划名字", *METRICS]
_SCENE = ("361", "关键词推广")


def write_wanxiangtai(shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """Both reports for history and every morning, and again three days later, when more sales are credited."""
    for w in [*history(shop, daily), *mornings(shop, daily), *restated(shop, daily)]:
        stamp = w.known_at[:16].replace("-", "").replace("T", "_").replace(":", "")
        last = min(w.last, len(shop.days) - 1)
        tag = f"{shop.days[w.first]:%Y%m%d}_{shop.days[last]:%Y%m%d}_{stamp}"
        sink.put(f"关键词报表_{tag}.csv", "ads_keyword", w.known_at,
                 plain_csv(KEYWORD_HEADER, keyword_rows(shop, w), "gb18030"))
        sink.put(f"计划报表_{tag}.csv", "ads_plan", w.known_at, plain_csv(PLAN_HEADER, plan_rows(shop, w), "gb18030"))


def figures(ads: Ads, day: int, word: Keyword, taken: int) -> list[int]:
    """Impressions, clicks, spend, direct and indirect money, direct and indirect orders, carts; as credited then."""
    k, age = word.index, taken - day
    direct_orders, indirect_orders = int(ads.direct_orders[day, k]), int(ads.indirect_orders[day, k])
    direct, indirect = credited(direct_orders, age), credited(indirect_orders, age)
    return [
        int(ads.impressions[day, k]), int(ads.clicks[day, k]), int(ads.spend[day, k]),
        int(ads.direct_gmv[day, k]) * direct // max(direct_orders, 1),
        int(ads.indirect_gmv[day, k]) * indirect // max(indirect_orders, 1),
        direct, indirect, int(ads.carts[day, k]),
    ]


def _ratio(part: int, whole: int, places: int = 5) -> str:
    return f"{part / whole:.{places}f}" if whole else ""


def _cost(spend: int, count: int) -> str:
    return money(round(spend / count)) if count else ""


def metric_cells(f: list[int]) -> list[str]:
    """The metric block of every report; rates are ratios, costs without a base are empty."""
    shown, clicks, spend, direct, indirect, orders, more, carts = f
    total, count, liked = direct + indirect, orders + more, carts // 4
    return [
        str(shown), str(clicks), money(spend), _ratio(clicks, shown), _cost(spend, clicks),
        money(round(spend * 1000 / shown)) if shown else "", "0.0", "0", "0.0", "0", "0.0", "0", money(direct),
        money(indirect), money(total), str(count), str(orders), str(more), _ratio(count, clicks),
        _ratio(total, spend, 2), _ratio(total, spend, 2), _cost(spend, count), str(carts), str(carts * 7 // 10),
        str(carts - carts * 7 // 10), _ratio(carts, clicks), str(liked), "0", "", str(carts + liked),
        _cost(spend, carts + liked), str(carts + liked), _cost(spend, carts + liked), str(liked), _cost(spend, liked),
        _ratio(liked, clicks), _cost(spend, carts), str(count), money(total),
    ]


def keyword_rows(shop: ShopWorld, w: Window) -> Iterator[list[str]]:
    """One row per day and keyword."""
    for d in range(w.first, w.last + 1):
        for word in shop.plan.keywords:
            product = shop.plan.products[word.product]
            rank = 3 + (word.index * 5 + d) % 9
            yield [
                str(shop.days[d]), *_SCENE, word.plan_id, word.plan, word.unit_id, f"单元_{product.code}",
                product.item_id, product.title, "关键词", word.word_id, word.word,
                *metric_cells(figures(shop.ads, d, word, w.taken)), str(rank),
            ]


def plan_rows(shop: ShopWorld, w: Window) -> Iterator[list[str]]:
    """One row per day and plan: the sums of its keywords."""
    plans = {(k.plan_id, k.plan): [x for x in shop.plan.keywords if x.plan_id == k.plan_id] for k in shop.plan.keywords}
    for d in range(w.first, w.last + 1):
        for (plan_id, name), words in plans.items():
            sums = [sum(column) for column in zip(*(figures(shop.ads, d, k, w.taken) for k in words), strict=True)]
            yield [str(shop.days[d]), *_SCENE, plan_id, name, *metric_cells(sums)]
