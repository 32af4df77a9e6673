"""Readings of a running day by the minute: a console's live table as a file, or pasted; counts are since midnight.

A bare clock (18:30) is of the day that the file or its name states.
"""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from daybook.facts.minute_tables import SHOP_MINUTES
from daybook.sources.cells import plain_name
from daybook.sources.columns import Columns
from daybook.sources.event_reader import EventReader
from daybook.sources.reader import Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, stated_period

if TYPE_CHECKING:
    import pyarrow as pa

TIME = ("时间", "统计时间", "时刻", "time", "read_at")
DAY = ("日期", "统计日期")
PAID = ("支付金额", "累计支付金额", "成交金额", "累计成交金额", "用户支付金额", "paid", "paid_amount")
CARRIER, SHOP = ("载体", "成交载体", "流量载体", "carrier"), ("shop", "店铺")
#: How a row for all carriers calls itself.
WHOLE = ("全部", "全店", "整体", "汇总", "all")
LAYOUT = Layout(
    SHOP_MINUTES,
    {"read_at": TIME, "carrier": CARRIER, "paid_amount": PAID, "visitors": ("访客数", "累计访客数", "visitors"),
     "cart_buyers": ("加购人数", "累计加购人数", "carts", "cart_buyers"),
     "paid_buyers": ("支付买家数", "累计支付买家数", "成交人数", "buyers", "paid_buyers"),
     "ad_spend": ("花费", "消耗", "spend", "ad_spend"),
     "failed_payments": ("支付失败数", "支付失败笔数", "failed", "failed_payments"),
     "waiting": ("待回复", "待回复人数", "排队人数", "waiting"), "sold_out": ("缺货SKU数", "缺货商品数", "sold_out"),
     "currency": ("currency", "币种")},
    needed=(TIME, PAID),
    never=("订单编号", "商品ID", "进入直播间人数", "实时在线人数", "统计小时", "单元", "计划名称", "order_id", "day", "交易号",
           "流水号"),
    fills=("carrier",),
)
_CLOCK = re.compile(r"\s*([01]?\d|2[0-3])[:：]([0-5]\d)(?:[:：]\d{2})?\s*")


class Minutes(EventReader):
    """Reader of minutes; bare clocks get the day that the file states."""

    def recognises(self, sheet: Sheet) -> bool:
        return super().recognises(sheet) and _is_clocked(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        return super().read(_with_days(sheet), context)


def take_minutes(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """The minute and carrier as the key; a row whose moment has no clock time is no reading."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pc.is_in(pc.utf8_lower(rows["carrier"]), value_set=pa.array(WHOLE))
    rows["carrier"] = pc.if_else(whole, pa.scalar(""), rows["carrier"])
    columns.reject(pc.and_(pc.is_null(rows["read_at"]), pc.is_valid(columns.cells(*TIME))), "says no time of day", *TIME)
    minute = pc.strftime(pc.cast(rows["read_at"], pa.timestamp("s"), safe=False), "%Y-%m-%dT%H:%MZ")
    rows["minute_id"] = pc.binary_join_element_wise(pc.coalesce(minute, pa.scalar("")), rows["carrier"], "@")


def _is_clocked(sheet: Sheet) -> bool:
    """Whether the time column holds clock times: reports by day are others' tables."""
    at = _place(sheet, TIME)
    cells = [] if at is None else [c for c in sheet.cells.column(at).slice(0, 20).to_pylist() if c and c.strip()]
    return any(re.search(r"\d[:：]\d{2}", c) for c in cells)


def _with_days(sheet: Sheet) -> Sheet:
    """The sheet with a day before each bare clock, where the file states one day."""
    import pyarrow as pa

    at, beside = _place(sheet, TIME), _place(sheet, DAY)
    stated = stated_period(sheet, named=True)
    one = str(stated[0]) if stated and stated[0] == stated[1] else ""
    days = sheet.cells.column(beside).to_pylist() if beside is not None else [one] * sheet.cells.num_rows
    if at is None or not any(days):
        return sheet
    said = [f"{day} {cell.strip()}" if day and cell and _CLOCK.fullmatch(cell) else cell
            for day, cell in zip(days, sheet.cells.column(at).to_pylist(), strict=True)]
    return replace(sheet, cells=sheet.cells.set_column(at, sheet.cells.column_names[at], pa.array(said, pa.string())))


def _place(sheet: Sheet, aliases: tuple[str, ...]) -> int | None:
    names = {plain_name(name) for name in aliases}
    return next((i for i, cell in enumerate(sheet.header) if plain_name(cell) in names), None)


MINUTES = Minutes("own.minutes", (), LAYOUT, TIME, take_minutes, shop=SHOP)
