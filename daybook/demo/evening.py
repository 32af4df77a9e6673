"""The day after the last one as its consoles showed it, up to midnight, and its live show's minutes as they ran.

From random streams of their own: nothing of the world is drawn anew, and no morning knows of them.  The files lie in a folder
of their own with their own manifest, so that a demonstration takes in no more of them than its clock has reached.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from daybook.demo.live import (
    MINUTE_HEADER,
    MINUTES,
    ShowWorld,
    ToldPrompt,
    began_on,
    holds_shows,
    minute_rows,
    running_show,
    utc_text,
)
from daybook.demo.paper import Manifest, Sink, careful_csv, columns, money, workbook, write_manifest
from daybook.demo.rhythm import Floats, Ints, week_of
from daybook.demo.shops import stream
from daybook.demo.world import ShopWorld, World

#: The folder of these files beside the exports, and the shops whose consoles are read.
FOLDER, SHOPS = "evening", ("qingchuan-tmall", "yunmian-douyin")
#: Consoles are read by the hour from nine and by the quarter of an hour from six; a file comes a minute later.
FIRST_HOUR, QUARTERS_FROM, QUARTER = 9, 18, 15
#: Days whose mean is the evening's expectation, and how far a day strays from it.
LIKE_DAYS, MOOD = 7, 0.06
DAY_MINUTES = 24 * 60
#: The checkout fails for a while, and what is asked for most sells out: minutes of the day.
OUTAGE, FAILED = range(20 * 60 + 15, 20 * 60 + 30), 25
SOLD_OUT_AT = (21 * 60, 22 * 60 + 10)
#: Viewers stay away from the show for a while; some minutes later the host is told something that brings them back.
DIP, DIP_DEPTH, SAID_AT, SAID_BRINGS = range(75, 97), 0.45, 97, 0.6
READING_HEADER = columns("时间,支付金额,访客数,加购人数,支付买家数,花费,支付失败数,待回复,缺货SKU数,载体")


@dataclass(frozen=True)
class RunningDay:
    """One shop's day by the minute from midnight, each shape (1440,) and added up; `by_source` (1440, sources) in cents.

    `waiting` and `sold_out` are levels; `show` is None where the shop's shows are not told by minute.
    """

    on: date
    cents: Ints
    by_source: Ints
    visitors: Ints
    carts: Ints
    buyers: Ints
    spend: Ints
    failed: Ints
    waiting: Ints
    sold_out: Ints
    show: ShowWorld | None


def write_evening(world: World, folder: Path) -> Manifest:
    """The files of the day after the world's last one, with their manifest."""
    entries = []
    for shop in world.shops:
        if shop.plan.name in SHOPS:
            sink = Sink(folder, shop.plan.client, shop.plan.name, shop.plan.platform)
            _write(running_day(world.seed, shop), shop, sink)
            entries.extend(sink.entries)
    folder.mkdir(parents=True, exist_ok=True)
    return write_manifest(folder, entries)


def running_day(seed: int, shop: ShopWorld) -> RunningDay:
    """The day after a shop's last one; sales of the live show come in its minutes."""
    on = shop.days[-1] + timedelta(days=1)
    rng = stream(seed, shop.plan.index, f"evening {on}")
    week = np.array([week_of(shop.plan.platform)[d.weekday()] for d in shop.days[-LIKE_DAYS:]])
    times = float(np.exp(rng.normal(0, MOOD))) * week_of(shop.plan.platform)[on.weekday()]

    def like(values: Ints) -> Floats:
        scaled = values[-LIKE_DAYS:] / week.reshape(-1, *(1,) * (values.ndim - 1))
        return np.asarray(scaled.mean(axis=0) * times, dtype=np.float64)

    orders = rng.poisson(like(shop.tallies.hour.orders))                                        # (sources, 24)
    each = like(shop.tallies.hour.gmv) / np.maximum(like(shop.tallies.hour.orders), 1e-9)
    cents = np.rint(orders * each * np.exp(rng.normal(0, 0.1, orders.shape))).astype(np.int64)
    sold, money_ = _minutes(rng, orders), _minutes_of_money(rng, cents)
    show = _show(rng, shop, on, sold, money_, like(shop.traffic.source)) if holds_shows(shop.plan) else None
    seen = _minutes(rng, rng.poisson(like(shop.traffic.hour))).sum(axis=1)
    kept = float(shop.traffic.shop[-LIKE_DAYS:].sum() / max(shop.traffic.hour[-LIKE_DAYS:].sum(), 1))
    visitors = np.rint(np.cumsum(seen) * kept).astype(np.int64)
    spend = np.rint(np.cumsum(seen) / max(int(seen.sum()), 1) * float(like(shop.ads.spend).sum())).astype(np.int64)
    return RunningDay(
        on, np.cumsum(money_.sum(axis=1)), np.cumsum(money_, axis=0), visitors, np.cumsum(rng.binomial(seen, 0.08)),
        np.cumsum(sold.sum(axis=1)) * 97 // 100, spend, np.cumsum(_failed(rng)), _waiting(rng), _sold_out(), show)


def _minutes(rng: np.random.Generator, hours: Ints) -> Ints:
    """(1440, sources): counts of hours spread over their minutes."""
    even = np.full(60, 1 / 60)
    return np.concatenate([rng.multinomial(hours[:, h], even).T for h in range(24)]).astype(np.int64)


def _minutes_of_money(rng: np.random.Generator, hours: Ints) -> Ints:
    """(1440, sources): cents of hours, lumpy as orders are."""
    parts = rng.gamma(0.4, 1.0, (24, 60, len(hours)))
    parts = parts / parts.sum(axis=1, keepdims=True)
    edges = np.rint(np.cumsum(parts, axis=1) * hours.T[:, None, :])
    return np.asarray(np.diff(edges, axis=1, prepend=0.0).reshape(DAY_MINUTES, -1), dtype=np.int64)


def _show(rng: np.random.Generator, shop: ShopWorld, on: date, sold: Ints, cents: Ints, seen: Floats) -> ShowWorld:
    """The show of the running day: what the live room sells in its hours, by the minutes of the show."""
    place = next(i for i, s in enumerate(shop.plan.sources) if s.name == "直播间")
    show = running_show(
        rng, shop.plan, on, (int(seen[place]) * 13 // 10, *_within(sold, cents, place, on, shop)),
        (ToldPrompt(SAID_AT, "V-ONLINE", "concurrent", "抽一轮福袋，问一句今天最想看哪款", SAID_BRINGS),), (DIP, DIP_DEPTH))
    first = show.began.hour * 60 + show.began.minute
    span = slice(first, min(first + MINUTES, DAY_MINUTES))
    sold[span, place] = show.counts["orders"][:span.stop - first]
    cents[span, place] = show.counts["cents"][:span.stop - first]
    return show


def _within(sold: Ints, cents: Ints, place: int, on: date, shop: ShopWorld) -> tuple[int, int]:
    began = began_on(shop.plan, on)
    first = began.hour * 60 + began.minute
    return int(sold[first:first + MINUTES, place].sum()), int(cents[first:first + MINUTES, place].sum())


def _failed(rng: np.random.Generator) -> Ints:
    failed = rng.poisson(0.02, DAY_MINUTES)
    failed[OUTAGE.start:OUTAGE.stop] += rng.multinomial(FAILED, np.full(len(OUTAGE), 1 / len(OUTAGE)))
    return np.asarray(failed, dtype=np.int64)


def _waiting(rng: np.random.Generator) -> Ints:
    """Buyers who wait for a reply: more in the evening, most while the checkout fails."""
    usual = 1 + 4 * np.exp(-((np.arange(DAY_MINUTES) / 60 - 21) ** 2) / 4)
    usual[OUTAGE.start:OUTAGE.stop + QUARTER] += 9
    return np.asarray(rng.poisson(usual), dtype=np.int64)


def _sold_out() -> Ints:
    return np.asarray(sum((np.arange(DAY_MINUTES) >= at).astype(np.int64) for at in SOLD_OUT_AT), dtype=np.int64)


def ticks_at() -> list[int]:
    """Minutes of the day at which the consoles are read: by the hour, then by the quarter, and once before midnight."""
    return [*range(FIRST_HOUR * 60, QUARTERS_FROM * 60, 60), *range(QUARTERS_FROM * 60, DAY_MINUTES, QUARTER), DAY_MINUTES - 1]


def _write(day: RunningDay, shop: ShopWorld, sink: Sink) -> None:
    for n, minute in enumerate(ticks_at()):
        rows = [row for m in ticks_at()[:n + 1] for row in reading_rows(day, shop, m)]
        sink.put(f"实时_{day.on}_{minute // 60:02d}{minute % 60:02d}.csv", "minutes", _known(day, shop, minute),
                 careful_csv(READING_HEADER, rows))
        if day.show is not None:
            first = day.show.began.hour * 60 + day.show.began.minute
            ran = min(minute - first, MINUTES)
            if ran > 0:
                sink.put(f"直播大屏_分钟数据_{day.on}_{minute // 60:02d}{minute % 60:02d}.xlsx", "live_minute",
                         _known(day, shop, minute), workbook([("分钟数据", [MINUTE_HEADER, *minute_rows(day.show, shop)[:ran]])]))


def reading_rows(day: RunningDay, shop: ShopWorld, minute: int) -> list[list[str]]:
    """实时: the whole shop and each carrier (载体) at the end of a minute of the day, counts since midnight."""
    at, t = f"{day.on} {minute // 60:02d}:{minute % 60:02d}", minute - 1
    whole = [at, money(int(day.cents[t])), *(str(int(v[t])) for v in (day.visitors, day.carts, day.buyers)),
             money(int(day.spend[t])), *(str(int(v[t])) for v in (day.failed, day.waiting, day.sold_out)), ""]
    sold: dict[str, int] = {}
    for s, source in enumerate(shop.plan.sources):
        carrier = carrier_of(shop.plan.platform, source.name)
        sold[carrier] = sold.get(carrier, 0) + int(day.by_source[t, s])
    return [whole, *([at, money(cents), *[""] * 7, carrier] for carrier, cents in sold.items())]


def carrier_of(platform: str, source: str) -> str:
    """The carrier (载体) under which a console shows a source: on Douyin what form it had, as its orders say too."""
    return source if platform != "douyin" or source in ("商品卡", "短视频") else "直播"


def _known(day: RunningDay, shop: ShopWorld, minute: int) -> str:
    moment = datetime.combine(day.on, time(0)) + timedelta(minutes=minute, seconds=40)
    return utc_text(moment, shop)
