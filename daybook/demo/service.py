"""Chats with buyers of some shops, the platform's own report of service, rosters; and what was planted in them.

From random streams of their own: nothing of the world is drawn anew.  What is planted here costs no order: buyers of the world
do not read chats.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from daybook.demo.given import HEADERS
from daybook.demo.landings import DAILY_DAYS, Window, compact, history, mornings, newest, window
from daybook.demo.paper import Sink, careful_csv, columns, workbook
from daybook.demo.rhythm import Floats, hour_profile, promotion_on
from daybook.demo.shops import stream
from daybook.demo.world import ShopWorld

#: Shops whose chats are kept, and for how many days; asks for each order of a day.
SHOPS, DAYS, ASKS_PER_ORDER = ("qingchuan-tmall", "northpine-us", "yunmian-douyin"), 60, 0.6
#: kind -> days that it lasts; all begin in the newest part, when what is usual has been seen.
KINDS = {"agent_slow": 4, "question_wave": 4, "peak_collapse": 2}
NEWEST, APART, _TRIES = 36, 4, 200
#: Hours of the evening in which answers collapse.
PEAK = (20, 22)
OPENS, SHUTS = 8, 24
#: Seconds to an answer in the middle, how far they stray (in logs), and the factor of what was planted.
ANSWER, STRAYS, SLOWER = 26.0, 0.75, 12.0
#: Points of satisfaction that an agent loses whose answers are slow.
DISPLEASED = 20
WAVE, ROBOT_ENDS, LOST_NIGHT = 0.4, 0.1, 7
CHAT_HEADER = columns("chat_id,time,agent,buyer,direction,item_id,text")
REPORT_HEADER = columns("旺旺昵称,询单人数,询单最终付款人数,询单最终付款转化率,首次响应时长（秒),平均响应时长（秒),客户满意率,"
                        "旺旺回复率,询单最终付款金额,成功退款金额")
#: Agents of a shop: share of chats, hours, chats at once.
PEOPLE_CN = (("小夏", 0.45, "08:00-16:30", 4), ("小林", 0.35, "15:30-24:00", 4), ("小周", 0.2, "10:00-14:00 18:00-23:00", 3))
PEOPLE_EN = (("ava", 0.6, "08:00-16:30", 4), ("ben", 0.4, "15:30-24:00", 4))
#: topic -> share of chats, what buyers write, what is answered.
TALK_CN: tuple[tuple[str, float, tuple[str, ...], str], ...] = (
    ("use", 0.12, ("这个可以放洗碗机吗", "电磁炉可以用吗", "这款怎么用呀"), "亲，可以的，详情页有说明哦"),
    ("dispatch", 0.2, ("今天拍什么时候发货", "几天发货呀", "多久发出"), "亲，48小时内发出的"),
    ("fit", 0.14, ("这个尺寸多大", "尺码偏大吗", "多重呀"), "亲，尺寸在详情页第二屏"),
    ("price", 0.18, ("还能优惠吗", "有优惠券吗", "双11会更便宜吗"), "亲，现在就是活动价啦"),
    ("courier", 0.1, ("发什么快递", "几天能到", "包邮吗"), "亲，默认中通，三天左右到"),
    ("parcel", 0.14, ("我的快递到哪了", "物流怎么不动", "还没收到"), "亲，帮您查一下物流"),
    ("return", 0.08, ("可以七天无理由吗", "怎么退货", "有运费险吗"), "亲，支持七天无理由的"),
    ("", 0.04, ("在吗", "人呢", "你好"), "亲，在的，请说"))
TALK_EN: tuple[tuple[str, float, tuple[str, ...], str], ...] = (
    ("use", 0.12, ("how do I use this", "is it dishwasher safe?"), "It is on the page under Care."),
    ("dispatch", 0.22, ("when will it ship?", "when do you dispatch?"), "Within two business days."),
    ("fit", 0.16, ("what size is it?", "how heavy is it?"), "You find all measures on the page."),
    ("price", 0.16, ("is there a discount?", "any coupon?"), "The price on the page is our best one."),
    ("parcel", 0.2, ("where is my order?", "tracking does not move"), "Let me look it up for you."),
    ("return", 0.1, ("can I return it?", "how do returns work?"), "Within 30 days, unused."),
    ("", 0.04, ("hello", "anyone there?"), "Hello, how can we help?"))
CLOSING = {True: ("好的 谢谢", "不客气，祝您购物愉快"), False: ("ok thanks", "You are welcome!")}
ROBOT = {True: "您好，常见问题请看详情页；需要人工请回复“人工”", False: "Please see our FAQ; write “human” for a person."}


@dataclass(frozen=True)
class Planted:
    """One thing planted in the chats of a shop: day indexes, both in; whose or about what it is."""

    kind: str
    first: int
    last: int
    agent: str = ""
    product: int = -1

    def covers(self, day: int) -> bool:
        return self.first <= day <= self.last


def planted_of(seed: int, shop: ShopWorld) -> tuple[Planted, ...]:
    """What is planted in a shop's chats, apart from each other and from what is planted in its world."""
    if shop.plan.name not in SHOPS:
        return ()
    rng, found, end = stream(seed, shop.plan.index, "service planted"), list[Planted](), len(shop.days)
    people = people_of(shop)
    taken = [(i.first, min(i.last, i.first + 20)) for i in shop.incidents]
    for kind, length in KINDS.items():
        for _ in range(_TRIES):
            first = int(rng.integers(end - NEWEST, end - length - 3))
            last = first + length - 1
            near = any(a - APART <= last and first <= b + APART for a, b in taken)
            if not near and not any(promotion_on(shop.plan.platform, d) for d in shop.days[first - 2:last + 2]):
                taken.append((first, last))
                found.append(Planted(kind, first, last, people[0][0] if kind == "agent_slow" else "",
                                     int(rng.integers(1, 4)) if kind == "question_wave" else -1))
                break
    return tuple(sorted(found, key=lambda one: one.first))


def people_of(shop: ShopWorld) -> tuple[tuple[str, float, str, int], ...]:
    """Accounts of the shop's agents: name, share of chats, hours, chats at once."""
    if not shop.plan.chinese:
        return PEOPLE_EN
    return tuple((f"{shop.plan.client}旗舰店:{name}", share, hours, chats) for name, share, hours, chats in PEOPLE_CN)


def write_service(seed: int, shop: ShopWorld, sink: Sink, daily: int = DAILY_DAYS) -> None:
    """Chats by the day (older ones by the month), the platform's own report of Tmall, the roster, and the edits behind waves."""
    if shop.plan.name not in SHOPS:
        return
    planted = planted_of(seed, shop)
    chats = {d: _day(seed, shop, d, planted) for d in range(max(len(shop.days) - DAYS, 0), len(shop.days))}
    for w in newest(shop, [*history(shop, daily), *mornings(shop, daily)], DAYS):
        rows = [row for d in range(w.first, w.last + 1) for row in chats[d]]
        if rows:
            sink.put(f"chats_{compact(shop.days[w.first])}_{compact(shop.days[w.last])}.csv", "chats", w.known_at,
                     careful_csv(CHAT_HEADER, rows))
        if shop.plan.platform == "tmall" and w.single:
            slow = {p.agent for p in planted if p.kind == "agent_slow" and p.covers(w.first)}
            sink.put(f"客服绩效_{shop.days[w.first]}_{shop.days[w.last]}.xlsx", "service", w.known_at,
                     _report(seed, shop, w, chats[w.first], slow))
    write_told(shop, sink, planted)


def write_told(shop: ShopWorld, sink: Sink, planted: tuple[Planted, ...]) -> None:
    """What people say of service: the roster, and the edits of pages behind waves of one question."""
    start = window(shop, 0, 0, 0).known_at
    roster = [[shop.plan.name, name, "daily", hours, str(at_once), str(shop.days[0])] for name, _, hours,
              at_once in people_of(shop)]
    sink.put("roster.csv", "given", start, careful_csv(HEADERS["roster"].split(","), roster))
    for one in planted:
        if one.kind == "question_wave":
            item = shop.plan.products[one.product].item_id
            said = [[shop.plan.name, f"{shop.days[one.first]} 00:40", item, "edit", "", "", "详情页改版：换了新的图文"]]
            sink.put(f"notes_page_{compact(shop.days[one.first])}.csv", "given", window(shop, 0, 0, one.first, 45 - 510).known_at,
                     careful_csv(HEADERS["notes"].split(","), said))


def _day(seed: int, shop: ShopWorld, day: int, planted: tuple[Planted, ...]) -> list[list[str]]:
    """The messages of one day in the order of time within each chat."""
    rng = np.random.default_rng([seed, shop.plan.index, day, 77])
    orders = int((shop.orders.placed // 86_400 == day).sum())
    n, people, chinese = int(rng.poisson(orders * ASKS_PER_ORDER)), people_of(shop), shop.plan.chinese
    talk = TALK_CN if chinese else TALK_EN
    wave = next((p for p in planted if p.kind == "question_wave" and p.covers(day)), None)
    hours = rng.choice(24, n, p=hour_profile(shop.plan.platform))
    weights = np.array([p.weight for p in shop.plan.products])
    items, topics = rng.choice(len(weights), n, p=weights / weights.sum()), _topics(rng, talk, n)
    whose = rng.choice(len(people), n, p=[p[1] for p in people])
    buyers = _buyers(rng, shop, day, n)
    found: list[list[str]] = []
    for i in range(n):
        topic, item, agent = int(topics[i]), int(items[i]), people[int(whose[i])][0]
        if wave is not None and rng.random() < WAVE:
            topic, item = 0, wave.product
        second = int(hours[i]) * 3600 + int(rng.integers(0, 3600))
        slow = _factor(planted, day, agent, int(hours[i]))
        found += _chat(rng, f"{shop.plan.index}-{day}-{i}", shop.days[day], second, agent, buyers[i],
                       shop.plan.products[item].item_id, talk[topic], slow, chinese)
    return found


def _topics(rng: np.random.Generator, talk: tuple[tuple[str, float, tuple[str, ...], str], ...], n: int) -> Floats:
    shares = np.array([t[1] for t in talk])
    return np.asarray(rng.choice(len(talk), n, p=shares / shares.sum()), dtype=np.float64)


def _buyers(rng: np.random.Generator, shop: ShopWorld, day: int, n: int) -> list[str]:
    """Who asks: a Shopify shop knows addresses of mail, some of them of who buys that day; other platforms mask names."""
    if shop.plan.chinese:
        return [f"t**{int(x)}" for x in rng.integers(0, 9, n)]
    bought = shop.orders.buyer[shop.orders.placed // 86_400 == day]
    asks = rng.random(n) < 0.35
    known = rng.choice(bought, n) if len(bought) else np.zeros(n, dtype=np.int64)
    return [f"buyer{int(b)}@example.com" if yes and len(bought) else f"guest{day}x{k}@example.com"
            for k, (b, yes) in enumerate(zip(known, asks, strict=True))]


def _factor(planted: tuple[Planted, ...], day: int, agent: str, hour: int) -> float:
    """How many times slower an answer is by what was planted."""
    for one in planted:
        if one.covers(day) and ((one.kind == "agent_slow" and one.agent == agent)
                                or (one.kind == "peak_collapse" and PEAK[0] <= hour < PEAK[1])):
            return SLOWER
    return 1.0


def _chat(rng: np.random.Generator, chat: str, day: date, second: int, agent: str, buyer: str, item: str,
          talk: tuple[str, float, tuple[str, ...], str], slow: float, chinese: bool) -> list[list[str]]:
    """One chat: a question, its answer, mostly a word of thanks and of welcome; at night a robot answers alone."""
    ask = talk[2][int(rng.integers(len(talk[2])))]
    lines = [(second, "in", ask)]
    if second < OPENS * 3600 or rng.random() < ROBOT_ENDS:
        lines.append((second + 1, "robot", ROBOT[chinese]))
    else:
        first = second + max(int(ANSWER * slow * float(np.exp(STRAYS * rng.standard_normal()))), 2)
        lines.append((first, "out", talk[3]))
        if rng.random() < 0.6:
            back = first + int(rng.integers(10, 90))
            lines.append((back, "in", CLOSING[chinese][0]))
            lines.append((back + max(int(ANSWER * 0.6 * slow * float(np.exp(STRAYS * rng.standard_normal()))), 2), "out",
                          CLOSING[chinese][1]))
    last = 86_399
    return [[chat, f"{day} {min(s, last) // 3600:02d}:{min(s, last) % 3600 // 60:02d}:{min(s, last) % 60:02d}", agent, buyer, way,
             item, text] for s, way, text in lines]


def _report(seed: int, shop: ShopWorld, w: Window, chats: list[list[str]], slow: set[str]) -> bytes:
    """客服绩效 of one day: each agent, and the rows of the whole shop and of peers below them; who was `slow` displeased a fifth
    more."""
    rng = np.random.default_rng([seed, shop.plan.index, w.first, 78])
    rows, whole, bought = [], 0, 0
    for name, *_ in people_of(shop):
        n = len({c[0] for c in chats if c[2] == name and c[4] == "out"})
        paid = int(rng.binomial(n, 0.42))
        whole, bought = whole + n, bought + paid
        rows.append([name, str(n), str(paid), _share(paid, n), f"{rng.uniform(14, 22):.1f}", f"{rng.uniform(28, 40):.1f}",
                     f"{rng.uniform(93, 98) - DISPLEASED * (name in slow):.2f}%", f"{rng.uniform(98, 100):.2f}%",
                     f"{paid * 168:.2f}", "0.00"])
    tail = [[name, str(whole), str(bought), _share(bought, whole), "18.2", "34.1", "95.60%", "99.10%", f"{bought * 168:.2f}",
             "0.00"]
            for name in ("汇总值", "平均值", "全店汇总值", "全店平均值", "同行同层优秀", "同行同层均值")]
    return workbook([("客服绩效", [REPORT_HEADER, *rows, *tail])])


def _share(part: int, whole: int) -> str:
    return f"{part / whole * 100:.2f}%" if whole else "-"


def service_answers(seed: int, shop: ShopWorld) -> list[dict[str, object]]:
    """What was planted in the chats, as the answer file says it of all incidents; it cost no order of the world."""
    found: list[dict[str, object]] = []
    for n, one in enumerate(planted_of(seed, shop), 1):
        metric, cause, move, scope = _truth(shop, one)
        days = [str(shop.days[0] + timedelta(days=d)) for d in range(one.first, one.last + 1)]
        found.append({
            "id": f"s{shop.plan.index:02d}{n}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": one.kind,
            "first_day": days[0], "last_day": days[-1], "counts_from": days[0], "metric": metric, "scope": scope,
            "currency": shop.plan.currency, "per_day": [{"day": d, **dict.fromkeys(
                ("gmv", "profit", "likely_gmv", "likely_profit", "ad_spend"), "0.00"), "orders": 0} for d in days],
            "gmv": "0.00", "profit": "0.00", "cause": {"kind": cause, "scope": scope},
            "move": {"kind": move, "object": next(iter(scope.values()), shop.plan.name)}, "fresh": False})
    return found


def _truth(shop: ShopWorld, one: Planted) -> tuple[str, str, str, dict[str, str]]:
    if one.kind == "agent_slow":
        return "reply_3min_rate", "agent", "help_agent", {"agent": one.agent}
    if one.kind == "question_wave":
        return "talks_of_topic", "page", "fix_question", {"item_id": shop.plan.products[one.product].item_id}
    return "reply_3min_rate", "peak", "add_shift", {}
