"""A Douyin shop's live shows minute by minute (直播大屏), and what the host was told: from random streams of their own.

A show's views, orders and amounts are those of 直播明细, spread over its minutes; nothing else of the world is drawn anew.  Some
prompts are planted with an effect, others do nothing: the answer file says which.  What holds of a show does so for its prompts:
the effect rises over three minutes, holds for nine, and is gone after twenty.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from daybook.demo.paper import Cells, Sink, careful_csv, columns, workbook
from daybook.demo.rhythm import Floats, Ints
from daybook.demo.shops import ShopPlan, stream
from daybook.demo.world import ShopWorld

#: The shop whose shows are told by minute, and the newest days of which they are.
LIVE_SHOP, SHOW_DAYS = "yunmian-douyin", 28
#: On Fridays and Saturdays a show begins at 20:30 and goes on past midnight; else at 19:00.
LATE_DAYS, LATE, USUAL, MINUTES = (4, 5), (20, 30), (19, 0), 270
#: Minutes of the last show at which its table was taken while it ran.
RUNNING = (60, 130, 190)
MINUTE_HEADER = columns(
    "主播抖音号,直播开始时间,时间,进入直播间人数,直播间离开人数,实时在线人数,商品曝光人数,商品点击人数,评论次数,点赞次数,新增粉丝数,"
    "人均观看时长,成交订单数,成交金额")
PROMPT_HEADER = columns("at,rule,measure,words")
#: Rule, what it acts on, the words, the planted change.
PLANTED: tuple[tuple[str, str, str, float], ...] = (
    ("V-ONLINE", "concurrent", "抽一轮福袋，问一句今天最想看哪款", 0.6),
    ("V-CLICK", "item_click_rate", "换讲下一款，先上身再讲面料", 0.8),
    ("V-STAY", "leaving_rate", "讲快一点，每款三分钟", 0.0), ("", "comment_rate", "尺码拿不准的打在公屏上", 1.0),
    ("V-PAY", "click_to_paid_rate", "再报一遍券后价", 0.0),
)


@dataclass(frozen=True)
class ToldPrompt:
    """One line to the host: its minute of the show, and the planted change of what it acts on."""

    minute: int
    rule: str
    measure: str
    words: str
    change: float


@dataclass(frozen=True)
class ShowWorld:
    """One show: when it began by the shop's clock, its counts by minute, and what was told."""

    day: int
    began: datetime
    counts: dict[str, Ints]
    prompts: tuple[ToldPrompt, ...]


def holds_shows(plan: ShopPlan) -> bool:
    """Whether the shop's shows are told by minute."""
    return plan.name == LIVE_SHOP


def began_at(shop: ShopWorld, d: int) -> datetime:
    """When the show of a day began, by the shop's clock; only the shop that is told by minute has late ones."""
    return began_on(shop.plan, shop.days[d]).replace(second=d % 60)


def began_on(plan: ShopPlan, day: date) -> datetime:
    """The minute at which a shop's show begins on a day, by its clock."""
    hour, minute = LATE if holds_shows(plan) and day.weekday() in LATE_DAYS else USUAL
    return datetime(day.year, day.month, day.day, hour, minute)


def live_days(shop: ShopWorld) -> range:
    """The day indexes whose shows are told by minute."""
    return range(max(0, len(shop.days) - SHOW_DAYS), len(shop.days)) if holds_shows(shop.plan) else range(0)


def show_of(seed: int, shop: ShopWorld, d: int) -> ShowWorld:
    """The show of a day by minute."""
    rng = stream(seed, shop.plan.index, f"live {shop.days[d]}")
    place = next(i for i, s in enumerate(shop.plan.sources) if s.name == "直播间")
    views = int(shop.traffic.source[d, place]) * 13 // 10
    orders, cents = int(shop.tallies.source.orders[d, place]), int(shop.tallies.source.gmv[d, place])
    prompts = _prompts(rng)
    return ShowWorld(d, began_at(shop, d), _counts(rng, (views, orders, cents), prompts, np.ones(MINUTES)), prompts)


def running_show(rng: np.random.Generator, plan: ShopPlan, on: date, whole: tuple[int, int, int],
                 prompts: tuple[ToldPrompt, ...], away: tuple[range, float]) -> ShowWorld:
    """A show of a day that no list knows yet, out of its views, orders and cents; in some minutes viewers stay `away`."""
    coming = np.ones(MINUTES)
    coming[away[0].start:away[0].stop] *= 1 - away[1]
    return ShowWorld(-1, began_on(plan, on), _counts(rng, whole, prompts, coming), prompts)


def _counts(rng: np.random.Generator, whole: tuple[int, int, int], prompts: tuple[ToldPrompt, ...],
            coming: Floats) -> dict[str, Ints]:
    """The counts of a show by minute, out of all its views, orders and cents."""
    views, orders, cents = whole
    effect = {measure: _course_of(prompts, measure) for _, measure, _, _ in PLANTED}
    entering = _wander(rng, 0.12) * np.minimum(0.4 + np.arange(MINUTES) / 50, 1.0) * np.sqrt(effect["concurrent"]) * coming
    entered = rng.multinomial(views, entering / entering.sum())
    online, left = _room(rng, entered, effect["concurrent"] * effect["leaving_rate"])
    seen = rng.binomial(online, np.clip(0.55 * _wander(rng, 0.05), 0, 0.95))
    clicked = rng.binomial(seen, np.clip(0.14 * _wander(rng, 0.08) * effect["item_click_rate"], 0, 0.95))
    buying = (clicked + 0.02) * _wander(rng, 0.1) * effect["click_to_paid_rate"]
    paid = rng.multinomial(orders, buying / buying.sum())
    amount = rng.multinomial(cents, paid / orders) if orders else np.zeros(MINUTES, dtype=np.int64)
    return {"entered": entered, "left": left, "online": online, "seen": seen, "clicked": clicked,
            "comments": rng.poisson(0.09 * online * _wander(rng, 0.1) * effect["comment_rate"]),
            "likes": rng.poisson(0.5 * online), "followers": rng.binomial(entered, 0.012), "orders": paid, "cents": amount}


def _prompts(rng: np.random.Generator) -> tuple[ToldPrompt, ...]:
    """Five lines of a show in an order of their own, some forty minutes apart."""
    order = rng.permutation(len(PLANTED))
    at = 40 + np.arange(len(PLANTED)) * 42 + rng.integers(0, 12, len(PLANTED))
    return tuple(ToldPrompt(int(minute), *PLANTED[int(n)]) for minute, n in zip(at, order, strict=True))


def _course_of(prompts: tuple[ToldPrompt, ...], measure: str) -> Floats:
    found = np.ones(MINUTES + 30)
    hold = np.concatenate([[1 / 3, 2 / 3], np.ones(10), np.linspace(1, 0, 9)[1:]])
    for one in prompts:
        if one.measure == measure:
            found[one.minute + 1:one.minute + 21] *= 1 + one.change * hold
    return found[:MINUTES]


def _room(rng: np.random.Generator, entered: Ints, holding: Floats) -> tuple[Ints, Ints]:
    """Who is there at each minute and who leaves in it; viewers stay some three minutes."""
    online, left = np.zeros(MINUTES, dtype=np.int64), np.zeros(MINUTES, dtype=np.int64)
    leaving = np.clip(0.33 * _wander(rng, 0.05) / np.sqrt(holding), 0.02, 0.9)
    people = int(entered[:3].sum())
    for t in range(MINUTES):
        online[t], left[t] = people, rng.binomial(people, leaving[t])
        people += int(entered[t]) - int(left[t])
    return online, left


def _wander(rng: np.random.Generator, spread: float) -> Floats:
    """A slow drift around one, with a half-life of fifteen minutes."""
    keep, value = 0.5 ** (1 / 15), float(rng.normal(0, spread))
    found = np.zeros(MINUTES)
    for t, step in enumerate(rng.normal(0, spread * np.sqrt(1 - keep ** 2), MINUTES)):
        value = value * keep + step
        found[t] = value
    return np.asarray(np.exp(found))


def write_shows(seed: int, shop: ShopWorld, sink: Sink) -> None:
    """A minute table of each show a quarter of an hour after its end, and what was told; of the last show as it ran too."""
    for d in live_days(shop):
        show = show_of(seed, shop, d)
        rows, last = minute_rows(show, shop), d == len(shop.days) - 1
        for minutes in (*(RUNNING if last else ()), MINUTES):
            known = show.began + timedelta(minutes=minutes + (15 if minutes == MINUTES else 0))
            name = f"直播大屏_分钟数据_{shop.days[d]}_{known:%H%M}.xlsx"
            sink.put(name, "live_minute", utc_text(known, shop), workbook([("分钟数据", [MINUTE_HEADER, *rows[:minutes]])]))
        end = show.began + timedelta(minutes=MINUTES + 15)
        sink.put(f"said_{shop.days[d]}.csv", "given", utc_text(end, shop), careful_csv(PROMPT_HEADER, prompt_rows(show, shop)))


def minute_rows(show: ShowWorld, shop: ShopWorld) -> list[Cells]:
    """分钟数据: one row a minute."""
    c = show.counts
    return [[f"{shop.plan.name}_live", f"{show.began:%Y/%m/%d %H:%M:%S}", f"{show.began + timedelta(minutes=t):%H:%M}",
             int(c["entered"][t]), int(c["left"][t]), int(c["online"][t]), int(c["seen"][t]), int(c["clicked"][t]),
             int(c["comments"][t]), int(c["likes"][t]), int(c["followers"][t]), f"{2 + t % 2}分{t % 60:02d}秒",
             int(c["orders"][t]), f"{c['cents'][t] / 100:.2f}"] for t in range(MINUTES)]


def prompt_rows(show: ShowWorld, shop: ShopWorld) -> list[list[str]]:
    """What was told, by moments with their offset."""
    zone = ZoneInfo(shop.plan.zone)
    start = show.began.replace(second=0)
    return [[(start + timedelta(minutes=p.minute)).replace(tzinfo=zone).isoformat(), p.rule, p.measure, p.words]
            for p in show.prompts]


def live_answers(seed: int, shop: ShopWorld) -> list[dict[str, str | float]]:
    """Each prompt with its planted change, for the answer file."""
    zone = ZoneInfo(shop.plan.zone)
    return [{"shop": shop.plan.name, "at": (show.began.replace(second=0) + timedelta(minutes=p.minute)).replace(
             tzinfo=zone).isoformat(), "rule": p.rule, "measure": p.measure, "change": p.change}
            for show in (show_of(seed, shop, d) for d in live_days(shop)) for p in show.prompts]


def utc_text(moment: datetime, shop: ShopWorld) -> str:
    """A moment of the shop's clock, as a manifest has it."""
    return moment.replace(tzinfo=ZoneInfo(shop.plan.zone)).astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")
