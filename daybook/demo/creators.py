"""Creators of the demonstration agency's Douyin shops: 佣金明细 of 精选联盟, posts, samples, steps; and what was planted in them.

Who brought an order of 达人直播 is told anew from orders that the world has anyway, so that no other number of it moves.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from daybook.demo.buying import DAY_SECONDS, NEVER
from daybook.demo.paper import Sink, careful_csv, columns, money, plain_csv
from daybook.demo.shops import ShopPlan, stream

if TYPE_CHECKING:
    from daybook.demo.landings import Window
    from daybook.demo.world import ShopWorld

PLATFORM = "douyin"
CHANNEL = "达人直播"
#: Creators of every shop with their commission, per thousand; by the order's number.
USUAL = (("73021900011", "大饼的厨房", 180), ("73021900022", "阿黎穿搭", 150), ("73021900033", "护肤老王", 160))
MADE, DEAR = ("73021900044", "爆单优选官", 200), ("73021900055", "大厨老范", 520)
#: A creator who has a sample and posts nothing, and one whose post would sell out.
SILENT, SHORT = ("73021900066", "小鹿挑衣服"), ("73021900077", "晚安实验室")
#: Shop of the dozen -> planted kinds; days before the last day: since when the creator sells, first and counted day of the
# incident.
PLANTED = {2: (("fake_creator", 58, 8, 8), ("sample_without_content", 0, 6, 6)),
           4: (("loss_commission", 56, 8, 5), ("post_without_stock", 0, 3, 3))}
COMMISSION_HEADER = columns(
    "订单id,商品id,商品名称,作者账号,抖音/火山号,支付金额,佣金率,预估佣金支出,结算金额,实际佣金支出,订单状态,付款时间,收货时间,"
    "订单结算时间,店铺id,店铺名称,商品数量,订单来源,流量来源")
POST_HEADER = columns("post_id,published_at,creator_id,creator,item_id,kind,title,views,likes,comments,comments_read,"
                      "comments_distinct,paid_orders")
SAMPLE_HEADER = columns("sample_id,sent_on,creator_id,creator,item_id,units,cost_amount,received_on")
PROFILE_HEADER = columns("seen_on,creator_id,creator,category,followers,audience_share,live_cvr")
STEP_HEADER = columns("at,creator_id,creator,kind,items,day,pay,commission_rate,samples,rights_until,rights_where,units,text,by")
#: Days from shipping to the buyer's confirmation, and from there to settlement.
CONFIRMED, SETTLED = 9 * DAY_SECONDS, 3 * DAY_SECONDS
#: Views of a show for one of its orders; a made one has so many times more of them.
VIEWS = (2400, 4200)
WEEKS = 9
#: Days of history that the console still gives.
KEPT = 220


@dataclass(frozen=True)
class PlantedCreator:
    """One planted incident; `first`, `last` and `counts_from` are day indexes."""

    kind: str
    since: int
    first: int
    last: int
    counts_from: int
    creator_id: str
    name: str
    product: int = 0


def planted_creators(plan: ShopPlan, days: int) -> tuple[PlantedCreator, ...]:
    """What is planted of creators in a shop."""
    if plan.platform != PLATFORM:
        return ()
    who = {"fake_creator": MADE[:2], "sample_without_content": SILENT, "loss_commission": DEAR[:2], "post_without_stock": SHORT}
    last = days - 1
    return tuple(PlantedCreator(kind, last - since, last - first, last, last - counted, *who[kind])
                 for kind, since, first, counted in PLANTED.get(plan.index % 12, ()))


def creator_of(shop: "ShopWorld", i: int) -> tuple[str, str, int]:
    """(id, name, commission per thousand) of who brought an order of 达人直播: the made creator has most of what goes back, the
    dear one every third."""
    o, day = shop.orders, int(shop.orders.placed[i]) // DAY_SECONDS
    for one in planted_creators(shop.plan, len(shop.days)):
        if one.kind == "fake_creator" and day >= one.since and o.refunded[i] < NEVER and i % 10 < 8:
            return MADE
        if one.kind == "loss_commission" and day >= one.since and i % 3 == 1:
            return DEAR
    return USUAL[i % 3]


def write_creators(seed: int, shop: "ShopWorld", sink: Sink, daily: int) -> None:
    """All files of creators of one shop; nothing of other platforms."""
    from daybook.demo.landings import history, newest, rolling, window

    if shop.plan.platform != PLATFORM:
        return
    for w in [*newest(shop, history(shop, daily), KEPT), *rolling(shop, daily)]:
        rows = commission_rows(shop, w)
        if rows:
            stamp = w.known_at[:16].replace("-", "").replace("T", "").replace(":", "")
            sink.put(f"佣金明细_{shop.days[w.first]:%Y%m%d}_{shop.days[w.last]:%Y%m%d}_{stamp}.csv", "creators", w.known_at,
                     plain_csv(COMMISSION_HEADER, rows, "utf-8-sig"))
    last = len(shop.days) - 1
    posts = _posts(seed, shop)
    for first, until, taken in ((0, last - 10, last - 9), (last - 9, last - 8, last - 7), (last - 7, last, last + 1)):
        rows = [row for day, row in posts if first <= day <= until]
        if rows:
            w = window(shop, first, until, taken, 6)
            sink.put(f"creator_posts_{shop.days[until]:%Y%m%d}.csv", "creators", w.known_at, careful_csv(POST_HEADER, rows))
    start = window(shop, 0, 0, last - 12, 7).known_at
    sink.put("creator_samples.csv", "creators", start, careful_csv(SAMPLE_HEADER, _samples(shop)))
    sink.put("creator_profiles.csv", "creators", start, careful_csv(PROFILE_HEADER, _profiles(shop)))
    sink.put("creatorsteps.csv", "given", window(shop, 0, 0, last + 1, 2).known_at, careful_csv(STEP_HEADER, _steps(shop)))


def commission_rows(shop: "ShopWorld", w: "Window") -> list[list[str]]:
    """佣金明细: one row per paid order of 达人直播 as the platform knew it; what went back whole is 失效, what settled says for how
    much."""
    from daybook.demo.douyin_orders import order_id
    from daybook.demo.orders_seen import Stamps

    o, stamps, now = shop.orders, Stamps(shop), w.moment
    place = next(n for n, s in enumerate(shop.plan.sources) if s.name == CHANNEL)
    low, high = w.first * DAY_SECONDS, (w.last + 1) * DAY_SECONDS
    found = []
    for i in map(int, ((o.source == place) & (o.paid >= low) & (o.paid < high) & (o.paid <= now)).nonzero()[0]):
        who, name, rate = creator_of(shop, i)
        product = shop.plan.products[int(o.product[i])]
        paid, back = int(shop.amounts.paid[i]), int(shop.amounts.refund[i]) if o.refunded[i] <= now else 0
        received = int(o.shipped[i]) + CONFIRMED if o.shipped[i] < NEVER else int(NEVER)
        settled = received + SETTLED if received < NEVER else int(NEVER)
        gone = back >= paid > 0
        done = settled <= now and not gone
        state = "订单失效" if gone else "订单结算" if done else "订单收货" if received <= now else "订单付款"
        found.append([
            order_id(shop, i, int(o.placed[i]) // DAY_SECONDS), product.item_id, product.title, name, who, money(paid),
            f"{rate / 10:.2f}%", money(paid * rate // 1000), money(paid - back if done else 0),
            money((paid - back) * rate // 1000 if done else 0), state, stamps.at(int(o.paid[i]), now),
            stamps.at(received, now) or "-" if received < NEVER else "-", stamps.at(settled, now) if done else "-",
            f"27{shop.plan.index:06d}", shop.plan.name, str(int(o.units[i])), "抖音", "直播"])
    return found


def _posts(seed: int, shop: "ShopWorld") -> list[tuple[int, list[str]]]:
    """(day, row) of a show a week of each usual creator, and of the made one's post."""
    rng, last, o = stream(seed, shop.plan.index, "creator posts"), len(shop.days) - 1, shop.orders
    place = next(n for n, s in enumerate(shop.plan.sources) if s.name == CHANNEL)
    day = o.placed // DAY_SECONDS
    hero, found = shop.plan.products[0], list[tuple[int, list[str]]]()
    for n, (who, name, _) in enumerate(USUAL):
        for week in range(WEEKS):
            at = last - 1 - 7 * week - 2 * n
            orders = max(sum(creator_of(shop, int(i))[0] == who for i in ((o.source == place) & (day == at)).nonzero()[0]), 1)
            views, read = orders * int(rng.integers(*VIEWS)), int(rng.integers(40, 80))
            found.append((at, [f"7{shop.plan.index:02d}{at:04d}{n}", f"{shop.days[at]} 20:00:00", who, name, hero.item_id, "直播",
                               f"{name}专场", str(views), str(views // 40), str(views // 300), str(read), str(read - read // 8),
                               str(orders)]))
    for one in planted_creators(shop.plan, len(shop.days)):
        if one.kind == "fake_creator":
            found.append((one.first, [f"7{shop.plan.index:02d}{one.first:04d}9", f"{shop.days[one.first]} 20:00:00", one.creator_id,
                                      one.name, hero.item_id, "视频", "全网最低", "680000", "1900", "2600", "120", "31", "2"]))
    return sorted(found)


def _samples(shop: "ShopWorld") -> list[list[str]]:
    """One sample of the hero for each usual creator long ago, and one that brought nothing yet."""
    hero, last = shop.plan.products[0], len(shop.days) - 1
    cost = money(hero.skus[0].cost_cents + 600)
    sent = [(who, name, last - 66) for who, name, _ in USUAL]
    sent += [(one.creator_id, one.name, one.first - 14) for one in planted_creators(shop.plan, len(shop.days))
             if one.kind == "sample_without_content"]
    return [[f"SF{shop.plan.index:02d}{at:04d}{who[-2:]}", str(shop.days[at]), who, name, hero.item_id, "1", cost,
             str(shop.days[at + 3])] for who, name, at in sent]


def _profiles(shop: "ShopWorld") -> list[list[str]]:
    category = {"apparel": "女装", "kitchen": "厨房电器", "beauty": "美妆"}.get(shop.plan.category, shop.plan.category)
    seen = str(shop.days[len(shop.days) - 14])
    return [[seen, who, name, category, str(60000 + 40000 * n), f"0.{58 + 7 * n}", f"0.0{4 + n}"]
            for n, (who, name, _) in enumerate(USUAL)]


def _steps(shop: "ShopWorld") -> list[list[str]]:
    """Steps of the usual creators' cooperations, long settled, and of the planted ones."""
    last, hero = len(shop.days) - 1, shop.plan.products[0].item_id
    rows: list[list[str]] = []
    for who, name, rate in USUAL:
        rows += _whole(shop, who, name, hero, rate, last - 70)
    for one in planted_creators(shop.plan, len(shop.days)):
        if one.kind == "loss_commission":
            rows += _whole(shop, one.creator_id, one.name, hero, DEAR[2], one.since - 10, settled=False)
        elif one.kind == "sample_without_content":
            rows += [_step(shop, one.first - 16 + n, one.creator_id, one.name, kind, items=hero) for n, kind in enumerate(
                ("invited", "replied", "sample"))]
        elif one.kind == "post_without_stock":
            there = int(shop.shelf.sellable[one.first, [s.index for s in shop.plan.products[0].skus]].sum())
            steps = ("invited", "replied", "agreed")
            rows += [_step(shop, one.first - 9 + n, one.creator_id, one.name, kind, items=hero, pay="commission",
                           commission_rate="0.12") for n, kind in enumerate(steps)]
            rows.append(_step(shop, one.first, one.creator_id, one.name, "scheduled", items=hero,
                              day=str(shop.days[last] + timedelta(
                days=1)), units=str(there + 900)))
    return sorted(rows)


def _whole(shop: "ShopWorld", who: str, name: str, item: str, rate: int, first: int, settled: bool = True) -> list[list[str]]:
    share = f"{rate / 1000:.3f}"
    rows = [_step(shop, first, who, name, "invited", items=item), _step(shop, first + 1, who, name, "replied"),
            _step(shop, first + 4, who, name, "sample", items=item, samples="1"),
            _step(shop, first + 8, who, name, "agreed", items=item, pay="commission", commission_rate=share,
                  rights_until=str(shop.days[-1] + timedelta(days=60)), rights_where="店铺主图视频"),
            _step(shop, first + 9, who, name, "scheduled", day=str(shop.days[first + 12])),
            _step(shop, first + 12, who, name, "published", day=str(shop.days[first + 12]))]
    return [*rows, _step(shop, first + 45, who, name, "settled")] if settled else rows


def _step(shop: "ShopWorld", at_day: int, who: str, name: str, kind: str, **said: str) -> list[str]:
    at = datetime.combine(shop.days[0] + timedelta(days=at_day), time(15, 30), ZoneInfo(shop.plan.zone)).isoformat()
    return [{"at": at, "creator_id": who, "creator": name, "kind": kind, "by": "阿岚", **said}.get(c, "") for c in STEP_HEADER]


#: kind -> metric that shows it first, cause, kind of the right move
_TRUTH = {"fake_creator": ("fake_signs", "made_numbers", "check_creator"),
          "loss_commission": ("creator_margin", "commission", "mend_commission"),
          "sample_without_content": ("content_days_late", "creator", "ask_for_content"),
          "post_without_stock": ("sellable_units", "stock", "secure_stock")}


def creator_answers(shop: "ShopWorld") -> list[dict[str, object]]:
    """What was planted, as the answer file tells other incidents; none of it moves other numbers."""
    found: list[dict[str, object]] = []
    for n, one in enumerate(planted_creators(shop.plan, len(shop.days)), 1):
        metric, cause, move = _TRUTH[one.kind]
        scope = {"item_id": shop.plan.products[0].item_id} if one.kind == "post_without_stock" else {"creator_id": one.creator_id}
        found.append({
            "id": f"c{shop.plan.index:02d}{n}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": one.kind,
            "first_day": str(shop.days[one.first]), "last_day": str(shop.days[one.last]),
            "counts_from": str(shop.days[one.counts_from]), "metric": metric, "scope": scope, "currency": shop.plan.currency,
            "per_day": [], "cause": {"kind": cause, "scope": scope}, "move": {"kind": move, "object": next(iter(scope.values()))}})
    return found
