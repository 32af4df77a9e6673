"""营销活动: sign-ups of listings for platform events, and 活动分析 of 生意参谋 by day, by listing and by traffic source."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from daybook.facts.rival_tables import EVENT_DAY, EVENT_ITEM_DAY, EVENT_SIGNUPS, EVENT_SOURCE_DAY
from daybook.sources.columns import Columns
from daybook.sources.dates import period
from daybook.sources.event_reader import EventReader
from daybook.sources.report import Layout
from daybook.sources.report_reader import Finish, ReportReader, only

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("taobao", "tmall")
DAY = ("统计日期", "日期")
SIGNED, WARM_UP, HELD = ("报名时间",), ("预热时间",), ("活动时间",)
EVENT, DEVICE = ("活动ID",), ("终端", "访问来源")


def take_spans(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """First and last day of 活动时间, and the first of 预热时间, each a span of two moments in one cell."""
    import pyarrow as pa

    warm_up, held = _spans(columns, *WARM_UP), _spans(columns, *HELD)
    for name, spans, edge in (("warm_up_from", warm_up, 0), ("event_from", held, 0), ("event_to", held, 1)):
        rows[name] = pa.array([span and span[edge] for span in spans], pa.date32())


def _spans(columns: Columns, *aliases: str) -> "list[tuple[object, object] | None]":
    cells = columns.text(*aliases).to_pylist()
    found = [period(cell) if cell else None for cell in cells]
    lost = sum(1 for cell, span in zip(cells, found, strict=True) if cell and span is None)
    if lost:
        columns.warnings.append(f"column {columns.title(*aliases)!r}: {lost} cells are no span of days and were left empty")
    return list(found)


SIGNUPS = EventReader(
    "taobao.event_signup_export", PLATFORMS,
    Layout(
        EVENT_SIGNUPS,
        {
            "event": ("活动名称",), "item_id": ("商品id",), "signup_id": ("营销id",), "title": ("商品名称",),
            "list_price": ("一口价",), "event_price": ("活动价格",), "expected_price": ("预计普惠成交价",),
            "lowest_price": ("最低成交价",), "event_units": ("库存",), "units_sold": ("销量",),
            "price_strength": ("商品价格力",), "item_status": ("商品状态",), "status": ("活动状态",),
        },
        needed=(("活动名称",), ("商品id",), SIGNED, ("活动价格",)), fills=("signup_id",),
    ),
    SIGNED, take_spans,
)
_COUNTED = {
    "visitors": ("访客数",), "cart_buyers": ("加购人数",), "cart_units": ("加购件数",), "favorite_buyers": ("收藏人数",),
    "paid_buyers": ("支付买家数",), "paid_units": ("支付件数",), "paid_amount": ("支付金额",),
}


def device_named(columns: Columns) -> str:
    """The device by the file name, where the report is of one and has no column for it."""
    name = columns.sheet.file.lower()
    return "无线端" if "无线" in name else "PC端" if "pc" in name else ""


def take_device(columns: Columns, rows: "dict[str, pa.Array]") -> None:
    """The device of each row."""
    if not columns.has(*DEVICE):
        rows["device"] = columns.constant(device_named(columns))


def event_and_device(columns: Columns) -> str:
    """Reports of several events or devices of a day stand beside each other."""
    return " ".join(word for word in (only(*EVENT)(columns), "" if columns.has(*DEVICE) else device_named(columns)) if word)


ITEMS = ReportReader(
    "taobao.event_item_export", PLATFORMS,
    Layout(
        EVENT_ITEM_DAY,
        {**_COUNTED, "event_id": EVENT, "item_id": ("商品id",), "title": ("商品标题", "商品名称"),
         "in_event": ("是否活动商品",), "discount_rate": ("实际折扣率",)},
        needed=(EVENT, ("商品id",), ("是否活动商品",), ("支付金额",)),
    ),
    DAY, part=only(*EVENT),
)
SOURCES = ReportReader(
    "taobao.event_source_export", PLATFORMS,
    Layout(
        EVENT_SOURCE_DAY,
        {**_COUNTED, "event_id": EVENT, "source": ("流量来源",), "device": DEVICE,
         "warm_up_visitors": ("预热访客数",), "warm_up_cart_buyers": ("预热加购人数",),
         "warm_up_favorite_buyers": ("预热收藏人数",)},
        needed=(EVENT, ("流量来源",), ("预热访客数",)), never=("商品id",), fills=("device",),
    ),
    DAY, take_device, part=event_and_device,
)


def phase(name: str) -> Finish:
    """The two phases of an event are two exports; neither names itself in a column."""
    def finish(columns: Columns, rows: "dict[str, pa.Array]") -> None:
        rows["phase"] = columns.constant(name)
    return finish


def event_and_phase(name: str) -> Callable[[Columns], str]:
    """Exports of several events and of both phases of a day stand beside each other."""
    return lambda columns: " ".join(word for word in (only(*EVENT)(columns), name) if word)


WARM_UP_DAYS = ReportReader(
    "taobao.event_warm_up_export", PLATFORMS,
    Layout(
        EVENT_DAY,
        {"event_id": EVENT, "visitors": ("预热访客数",), "cart_buyers": ("预热加购人数",), "cart_units": ("预热加购件数",),
         "favorite_buyers": ("预热收藏人数",), "favorites": ("预热收藏次数",)},
        needed=(EVENT, ("预热访客数",), ("预热加购人数",)), never=("流量来源", "商品id"), fills=("phase",),
    ),
    DAY, phase("warm_up"), part=event_and_phase("warm_up"),
)
HELD_DAYS = ReportReader(
    "taobao.event_day_export", PLATFORMS,
    Layout(
        EVENT_DAY,
        {"event_id": EVENT, "visitors": ("访客数",), "paid_buyers": ("支付买家数",), "paid_units": ("支付件数",),
         "paid_amount": ("支付金额",), "item_visitors": ("活动商品访客数",), "item_paid_buyers": ("活动商品支付买家数",),
         "item_paid_units": ("活动商品支付件数",), "item_paid_amount": ("活动商品支付金额",),
         "refund_asked_amount": ("活动申请退款金额",)},
        needed=(EVENT, ("支付金额",), ("活动商品支付金额",)), never=("流量来源", "商品id"), fills=("phase",),
    ),
    DAY, phase("held"), part=event_and_phase("held"),
)
EVENTS = (SIGNUPS, ITEMS, SOURCES, WARM_UP_DAYS, HELD_DAYS)
