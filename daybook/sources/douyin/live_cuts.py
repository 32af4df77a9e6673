"""Live shows of Douyin cut finer: 直播大屏 minute by minute (or every five), and 直播商品明细 by listing.

Neither names its day: minutes are of the day in the file name, listings of the show whose beginning the file states or of
that day.  A file of a running show that begins with the same minute again restates what came before it.
"""

import re
from typing import TYPE_CHECKING

from daybook.facts.content_tables import LIVE_MINUTE
from daybook.facts.rival_tables import LIVE_ITEM
from daybook.sources.columns import Columns
from daybook.sources.report import Layout, stated_period
from daybook.sources.report_reader import ReportReader
from daybook.sources.service_reader import lengths

if TYPE_CHECKING:
    from datetime import date, datetime

    import pyarrow as pa

PLATFORMS = ("douyin",)
#: Minutes without a row after which a dated file's next row is of another show.
PAUSE = 360
TIME, DAY, BEGAN = ("时间", "分钟"), ("直播日期", "日期"), ("直播开始时间", "开播时间")
ENTERED, ONLINE = ("进入直播间人数",), ("实时在线人数", "在线人数")
ACCOUNT = ("主播抖音号", "主播昵称", "达人昵称")
_CLOCK = re.compile(r"(?:.*\D)?([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")
#: `20:00-20:05`: a stretch of minutes is told by its first one.
_UNTIL = re.compile(r"(?<=\d:\d\d)\s*[-~–—～至]\s*(?:\S+\s+)?\d{1,2}:\d\d(?::\d\d)?\s*$")


def take_minutes(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Minutes since midnight of the day on which the show began; where the clock goes back by hours it went on past 0:00."""
    from datetime import datetime, timedelta

    import pyarrow as pa

    from daybook.sources.zones import local_to_utc

    cells, kept = columns.text(*TIME).to_pylist(), columns.kept.to_pylist()
    clocks = [_CLOCK.fullmatch(_UNTIL.sub("", cell or "")) if keep else None for cell, keep in zip(cells, kept, strict=True)]
    read = [None if c is None else int(c[1]) * 60 + int(c[2]) for c in clocks]
    began = columns.moments(*BEGAN).local.to_pylist() if columns.has(*BEGAN) else [None] * len(read)
    days, minutes = _placed(rows["day"].to_pylist(), read, began, columns.has(*DAY))
    rows["day"], rows["minute"] = pa.array(days, pa.date32()), pa.array(minutes, pa.int64())
    columns.require(rows["minute"], *TIME)
    at = [None if m is None or d is None else datetime(d.year, d.month, d.day) + timedelta(minutes=m)
          for d, m in zip(days, minutes, strict=True)]
    rows["at"] = local_to_utc(pa.array(at, pa.timestamp("us")), columns.context.zone)
    rows["watch_seconds"] = lengths(columns, "人均观看时长")
    rows["session_id"] = _session(columns, rows)


def _placed(days: "list[date | None]", read: list[int | None], began: "list[datetime | None]",
            dated: bool) -> "tuple[list[date | None], list[int | None]]":
    """The day on which each row's show began, and the row's minutes since its midnight.

    `dated`: rows say their own day, so that a pause of hours begins another show; without it one day is all that is known.
    """
    on: list[date | None] = []
    found: list[int | None] = []
    start: date | None = None
    last = 0
    for day, clock, first in zip(days, read, began, strict=True):
        if clock is None or (day is None and first is None):
            on.append(day)
            found.append(None)
            continue
        if first is not None:
            past = clock < first.hour * 60 + first.minute - 1
            on.append(first.date())
            found.append(clock + (1440 if past else 0))
            continue
        assert day is not None
        minute = clock + (0 if start is None else (day - start).days * 1440)
        if start is None or (dated and minute - last > PAUSE):
            start, minute = day, clock
        elif minute < last - 720:
            minute += 1440
        last = minute
        on.append(start)
        found.append(minute)
    return on, found


def _session(columns: Columns, rows: "dict[str, pa.Array]") -> "pa.Array":
    """The show: its account and beginning where the file says them, else the day."""
    import pyarrow.compute as pc

    account = pc.coalesce(columns.text(*ACCOUNT), columns.constant(""))
    began = pc.strftime(pc.cast(columns.moments(*BEGAN).local, "timestamp[s]"), "%Y-%m-%dT%H:%M")
    return pc.binary_join_element_wise(account, pc.coalesce(began, pc.cast(rows["day"], "string")), "@")


def take_show(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """The show that the listing was shown in."""
    rows["session_id"] = _session(columns, rows)


def of_sheet(columns: Columns) -> str:
    """Each show is a part of its day: two shows of one day stand beside each other."""
    found = set(columns.text(*ACCOUNT).drop_null().to_pylist())
    stated = stated_period(columns.sheet, named=True)
    whose = found.pop() if len(found) == 1 else (f"{stated[0]}" if stated else "")
    began = [b for b in columns.text(*BEGAN).filter(columns.kept).to_pylist() if b]
    return f"{whose} {began[0]}" if whose and len(set(began)) == 1 else whose


def of_minutes(columns: Columns) -> str:
    """A show without a stated beginning is told from another one of its day by its first minute."""
    part = of_sheet(columns)
    first = next((c for c in columns.text(*TIME).filter(columns.kept).to_pylist() if c), "")
    clock = _CLOCK.fullmatch(_UNTIL.sub("", first))
    return part if columns.has(*BEGAN) or clock is None else f"{part} {int(clock[1]):02d}:{clock[2]}".strip()


MINUTES = ReportReader(
    "douyin.live_minute_export", PLATFORMS,
    Layout(
        LIVE_MINUTE,
        {
            "entered": ENTERED, "left": ("直播间离开人数", "离开直播间人数"), "concurrent": ONLINE,
            "item_viewers": ("商品曝光人数",), "item_clickers": ("商品点击人数",), "comments": ("评论次数",),
            "likes": ("点赞次数",), "new_followers": ("新增粉丝数",), "paid_orders": ("成交订单数",),
            "paid_amount": ("成交金额", "直播间成交金额"),
        },
        needed=(TIME, ENTERED, ONLINE), never=("直播间观看人数",),
    ),
    (*DAY, *BEGAN), take_minutes, version=2, part=of_minutes,
)
LIVE_ITEMS = ReportReader(
    "douyin.live_item_export", PLATFORMS,
    Layout(
        LIVE_ITEM,
        {
            "item_id": ("商品ID",), "title": ("商品名称",), "item_impressions": ("商品曝光次数",),
            "item_clicks": ("商品点击次数",), "item_clickers": ("商品点击人数",), "paid_buyers": ("成交人数",),
            "paid_units": ("成交件数",), "paid_orders": ("成交订单数",),
            "paid_amount": ("用户支付金额", "成交金额"),
        },
        needed=(("商品ID",), ("商品名称",), ("讲解次数", "直播间价格"), ("用户支付金额", "成交金额")),
    ),
    BEGAN, take_show, part=of_sheet,
)
LIVE_CUTS = (MINUTES, LIVE_ITEMS)
