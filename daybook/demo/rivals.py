"""Rivals of the shops' heroes: who is watched, what was seen of them at ten and at eight, and what exports told of rival shops, of
listings that nobody watches and of demand words.

Drawn from a stream of its own, after everything else: no order, visit or level knows of it.  Where a planted rival takes buyers
(`rival_promotion`), its page shows the price of those days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from daybook.demo.given import HEADERS
from daybook.demo.landings import compact, window
from daybook.demo.paper import Sink, careful_csv, columns, money
from daybook.demo.shops import stream
from daybook.demo.world import ShopWorld

PLATFORMS = ("taobao", "tmall")
#: kind -> days before the last on which it begins, how many it lasts, and the shops that have it by their number's rest of six.
BEGINS: dict[str, tuple[int, int, tuple[int, ...]]] = {
    "rival_event": (6, 4, (0, 3)), "rival_out": (15, 3, (1, 5)), "newcomer_grows": (1, 3, (0, 4)), "word_rises": (2, 3, (1, 3))}
#: Exports of so many of the newest days come each morning, older ones once a week.
EACH_DAY = 5
#: Looks are kept of so many of the newest days; before, nobody looked.
LOOKED = 75
#: What a rival asks over the hero's ordinary price: a direct one, one that buyers were lost to, one of high potential.
RIVALS = (("direct", "对家", 1.06), ("lost_to", "邻家", 1.15), ("high_potential", "新锐", 1.24))
CUT = 0.72
EVENT, EVENT_CUT = "聚划算", 0.93
SHOP_HEADER = columns("统计日期,竞店ID,竞店名称,是否本店,访客数,支付金额,支付转化率")
ITEM_HEADER = columns("统计日期,竞品ID,竞品名称,支付金额")
MARKET_HEADER = columns("统计日期,类目,热搜词,搜索人气")
#: Ends of the bands that consoles show.
EDGES = (0, 50, 100, 250, 500, 1000, 2500, 5000, 7500, 10000, 25000, 50000, 75000, 100000, 250000, 500000, 1000000)
WORDS = ("{0}", "{0} 推荐", "{0} 平价", "{0} 礼盒", "{0} 新款", "{0} 大容量")
RISES = 4
_EXPORTED, _LOOKED_AT = 20, 12 * 60 - 25     # minutes after half past eight: 08:50, 20:05
NEWCOMER, STEADY = "77000001", "77000002"
_TRUTH = {"rival_event": ("rival_moves", "rival_event", "decide_on_rival"), "rival_out": ("rival_state", "rival_out",
                                                                                          "take_over_buyers"),
          "newcomer_grows": ("newcomer_growth", "newcomer", "watch_newcomer"), "word_rises": ("word_index", "demand_word",
                                                                                              "use_word")}
Rows = list[list[str]]


@dataclass(frozen=True)
class PlantedRival:
    """One planted incident of the market; `first` and `last` are day indexes, both in."""

    kind: str
    first: int
    last: int


def planted_rivals(shop: ShopWorld) -> tuple[PlantedRival, ...]:
    """What was planted in a shop; nothing where no look is kept."""
    if shop.plan.platform not in PLATFORMS:
        return ()
    last = len(shop.days) - 1
    return tuple(PlantedRival(kind, last - ago, min(last - ago + lasts - 1, last)) for kind, (ago, lasts, mine) in BEGINS.items()
                 if shop.plan.index % 6 in mine and last - ago > LOOKED // 2)


def write_rivals(seed: int, shop: ShopWorld, sink: Sink, daily: int) -> None:
    """Sets and looks, and exports of the newest days."""
    if shop.plan.platform in PLATFORMS:
        write_looks(seed, shop, sink, daily)
        _write_exports(seed, shop, sink, daily)


def write_looks(seed: int, shop: ShopWorld, sink: Sink, daily: int) -> None:
    """Sets from the first morning, and looks: one file of the older days, then day by day."""
    hero, plan = shop.plan.products[0], shop.plan
    sets = [[plan.name, hero.item_id, rival_id(shop, n), f"{name}{hero.code}", kind, f"{name}旗舰店", "", str(shop.days[0])]
            for n, (kind, name, _over) in enumerate(RIVALS)]
    sink.put("rival.csv", "given", window(shop, 0, 0, 0).known_at, careful_csv(HEADERS["rival"].split(","), sets))
    first, newest = max(0, len(shop.days) - LOOKED), len(shop.days) - daily
    spans = ([(first, newest - 1)] if newest > first else []) + [(d, d) for d in range(max(first, newest), len(shop.days))]
    looks = _looks(seed, shop, first)
    for begins, ends in spans:
        rows = [row for day in range(begins, ends + 1) for row in looks[day - first]]
        sink.put(f"sighting_{compact(shop.days[begins])}.csv", "given", window(shop, 0, 0, ends, _LOOKED_AT).known_at,
                 careful_csv(HEADERS["sighting"].split(","), rows))


def rival_id(shop: ShopWorld, number: int) -> str:
    """The listing of a rival."""
    return f"66{shop.plan.index:02d}{number + 1:04d}"


def _looks(seed: int, shop: ShopWorld, first: int) -> list[Rows]:
    """Two looks a day at each rival, as lines of `sighting`."""
    rng, hero = stream(seed, shop.plan.index, "rivals"), shop.plan.products[0]
    base = max(s.price_cents for s in hero.skus)
    start = rng.integers(800, 4000, len(RIVALS))
    incidents = [i for i in shop.incidents if i.kind == "rival_promotion"]
    own = {one.kind: one for one in planted_rivals(shop)}
    found: list[Rows] = []
    for day in range(first, len(shop.days)):
        rows = []
        for n, (_kind, _name, over) in enumerate(RIVALS):
            cents, tag, state = round(base * over / 100) * 100, "无", "on_sale"
            if n == 0 and any(i.first <= day <= i.last for i in incidents):
                cents, tag = round(int(shop.prices[day, hero.skus[0].index]) * CUT), "限时直降"
            if n == 1 and _during(own.get("rival_event"), day):
                cents, tag = round(cents * EVENT_CUT), EVENT
            if n == 2 and _during(own.get("rival_out"), day):
                state = "sold_out"
            reviews = int(start[n]) + (day - first) * (3 + n)
            for clock in ("10:00", "20:00"):
                rows.append([shop.plan.name, rival_id(shop, n), f"{shop.days[day]} {clock}", money(cents), "0", tag, state, "", "",
                             str(3 + n), str(8 + 3 * n), "", str(reviews), "", "运营", ""])
        found.append(rows)
    return found


def _during(one: PlantedRival | None, day: int) -> bool:
    return one is not None and one.first <= day <= one.last


def _write_exports(seed: int, shop: ShopWorld, sink: Sink, daily: int) -> None:
    """竞店, 竞品 and 热搜词 as written down at ten to nine: once a week, and of the newest days each morning."""
    rows, total = _export_rows(seed, shop, daily), len(shop.days)
    alone = max(total - daily, total - EACH_DAY)
    bounds = [*range(total - daily, alone, 7), *range(alone, total + 1)]
    for first, after in pairwise(bounds):
        name, known = str(shop.days[after - 1]), window(shop, 0, 0, after, _EXPORTED).known_at
        for title, kind, header in (("竞店", "rival_shops", SHOP_HEADER), ("竞品", "rival_items", ITEM_HEADER),
                                    ("市场热搜词", "market_words", MARKET_HEADER)):
            told = [row for day in range(first, after) for row in rows[day][kind]]
            sink.put(f"{title}_{name}.csv", kind, known, careful_csv(header, told))


def _export_rows(seed: int, shop: ShopWorld, daily: int) -> dict[int, dict[str, Rows]]:
    """Day index -> kind -> the lines of the day; bands and indexes wobble by a stream of their own."""
    rng, plan, own = stream(seed, shop.plan.index, "rival exports"), shop.plan, {one.kind: one for one in planted_rivals(shop)}
    word, size = plan.keywords[0].word, rng.integers(2000, 30000, len(WORDS))
    times, grows, rises = rng.uniform(0.7, 2.2, 2), own.get("newcomer_grows"), own.get("word_rises")
    found = {}
    for day in range(len(shop.days) - daily, len(shop.days)):
        on, visitors, gmv = str(shop.days[day]), int(shop.traffic.shop[day]), int(shop.tallies.shop.gmv[day]) / 100
        wobble = rng.normal(0.0, 0.05, 2 + len(WORDS))
        shops = [[on, f"88{plan.index:02d}{n + 1}", name, "", band(visitors * times[n] * (1 + wobble[n])),
                  band(gmv * times[n] * (1 + wobble[n])), "1% ~ 3%"] for n, name in enumerate(("对家旗舰店", "邻家旗舰店"))]
        items = [[on, STEADY, f"老款{plan.products[0].code}", band(90000.0)]]
        if grows is not None and day >= grows.first - 9:
            items.append([on, NEWCOMER, f"冲刺新品{plan.products[0].code}", band(9000.0 if day >= grows.first else 1800.0)])
        words = [[on, plan.category, text.format(word), str(int(size[n] * (1 + wobble[2 + n] / 2) * (
            1.7 if n == RISES and rises is not None and day >= rises.first else 1.0)))] for n, text in enumerate(WORDS)]
        found[day] = {"rival_shops": shops, "rival_items": items, "market_words": words}
    return found


def band(value: float) -> str:
    """The band of a console that holds a number.

    >>> band(12000.0), band(1800.0)
    ('1万 ~ 2.5万', '1000 ~ 2500')
    """
    low = max(e for e in EDGES if e <= value)
    high = min((e for e in EDGES if e > value), default=low)
    return f"{_edge(low)} ~ {_edge(high)}"


def _edge(value: int) -> str:
    return f"{value / 10000:g}万" if value >= 10000 else str(value)


def rival_answers(shop: ShopWorld) -> Iterator[dict[str, object]]:
    """What was planted, as the answer file tells other incidents."""
    for n, one in enumerate(planted_rivals(shop), 1):
        metric, cause, move = _TRUTH[one.kind]
        scope = {"newcomer_grows": {"rival": NEWCOMER},
                 "word_rises": {"word": WORDS[RISES].format(shop.plan.keywords[0].word)}}.get(
            one.kind, {"item_id": shop.plan.products[0].item_id})
        yield {"id": f"m{shop.plan.index:02d}{n}", "shop": shop.plan.name, "platform": shop.plan.platform, "kind": one.kind,
               "first_day": str(shop.days[one.first]), "last_day": str(shop.days[one.last]),
               "counts_from": str(shop.days[one.first]), "metric": metric, "scope": scope, "currency": shop.plan.currency,
               "per_day": [], "cause": {"kind": cause, "scope": scope}, "move": {"kind": move,
                                                                                 "object": next(iter(scope.values()))}}


def quiet_breaks(shop: ShopWorld) -> set[int]:
    """Day indexes on which something planted here may still be told: a change is news for a day, a week's growth for eight."""
    return {d for one in planted_rivals(shop) for d in range(one.first, one.last + 9)}


