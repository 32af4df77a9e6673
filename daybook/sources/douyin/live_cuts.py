"""Live shows of Douyin cut finer: 直播大屏 minute by minute, and 直播商品明细 by listing.

Neither names its day: minutes are of the day in the file name, listings of the show whose beginning the file states or of
that day.
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
    import pyarrow as pa

PLATFORMS = ("douyin",)
TIME, DAY, BEGAN = ("时间", "分钟"), ("直播日期", "日期"), ("直播开始时间", "开播时间")
ENTERED, ONLINE = ("进入直播间人数",), ("实时在线人数", "在线人数")
ACCOUNT = ("主播抖音号", "主播昵称", "达人昵称")
_CLOCK = re.compile(r"(?:.*\D)?([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")


def take_minutes(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """Minutes since midnight; where the clock goes back by hours, the show went on past midnight."""
    from datetime import datetime, timedelta

    import pyarrow as pa

    from daybook.sources.zones import local_to_utc

    found: list[int | None] = []
    late, before = 0, -1
    for cell, kept in zip(columns.text(*TIME).to_pylist(), columns.kept.to_pylist(), strict=True):
        clock = _CLOCK.fullmatch(cell or "") if kept else None
        minute = int(clock[1]) * 60 + int(clock[2]) if clock else None
        if minute is not None:
            late += 1440 if minute < before - 720 else 0
            before = minute
        found.append(None if minute is None else minute + late)
    rows["minute"] = pa.array(found, pa.int64())
    columns.require(rows["minute"], *TIME)
    clocks = [None if m is None or d is None else datetime(d.year, d.month, d.day) + timedelta(minutes=m)
              for d, m in zip(rows["day"].to_pylist(), found, strict=True)]
    rows["at"] = local_to_utc(pa.array(clocks, pa.timestamp("us")), columns.context.zone)
    rows["watch_seconds"] = lengths(columns, "人均观看时长")
    rows["session_id"] = _session(columns, rows)


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
    """Each show is a part of its day: two evenings' files of one day stand beside each other."""
    found = set(columns.text(*ACCOUNT).drop_null().to_pylist())
    stated = stated_period(columns.sheet, named=True)
    return found.pop() if len(found) == 1 else (f"{stated[0]}" if stated else "")


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
    DAY, take_minutes, part=of_sheet,
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
