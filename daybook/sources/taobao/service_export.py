"""客服绩效 of 赤兔 and 店铺绩效, and 咨询 by listing: the day stands in the file name alone.

The last rows of 客服绩效 sum, average or compare with peers: they are no agents, and are never added to them.
"""

from typing import TYPE_CHECKING

from daybook.facts.service_tables import ITEM_INQUIRY_DAY, SERVICE_AGENT_DAY, SERVICE_DAY
from daybook.sources.cells import names
from daybook.sources.columns import Columns
from daybook.sources.duplicates import leave_out_repeated
from daybook.sources.reader import Batch, Parsed, ReadFor, Sheet
from daybook.sources.report import Layout, days, stated_period
from daybook.sources.report_reader import ReportReader
from daybook.sources.service_reader import lengths

if TYPE_CHECKING:
    import pyarrow as pa

PLATFORMS = ("taobao", "tmall")
DAY = ("日期", "统计日期")
AGENT = ("旺旺昵称", "旺旺名称", "客服昵称", "客服旺旺", "旺旺", "客服")
INQUIRERS, BUYERS = ("询单人数",), ("询单最终付款人数",)
CVR = ("询单最终付款转化率", "询单最终付款成功率", "询单转化率")
FIRST, MEAN = ("首次响应时长(秒)", "首次响应时长"), ("平均响应时长(秒)", "平均响应时长")
#: Rows that stand for more than one agent, and what they stand for; 平均值 is the mean of the rows above it.
SCOPES = {"全店汇总值": "shop", "全店平均值": "shop_mean", "同行同层优秀": "peers_best", "同行同层均值": "peers_mean"}
TAIL = (*SCOPES, "平均值", "均值")

PERFORMANCE = Layout(
    SERVICE_AGENT_DAY,
    {
        "agent": AGENT, "received": ("接待人数", "人均日接入", "咨询人数"), "inquirers": INQUIRERS,
        "inquiry_buyers": BUYERS, "inquiry_paid_amount": ("询单最终付款金额",), "refund_amount": ("成功退款金额",),
        "reply_rate": ("旺旺回复率", "回复率"), "reply_3min_rate": ("3分钟回复率",), "inquiry_cvr": CVR,
        "csat": ("客户满意率", "客户满意比"), "invited_rate": ("评价发送率",), "very_satisfied": ("很满意",),
        "satisfied": ("满意",), "neutral": ("一般",), "dissatisfied": ("不满意",), "very_dissatisfied": ("很不满意",),
    },
    needed=(AGENT, (*INQUIRERS, "接待人数", "人均日接入", "旺旺回复率", "回复率"), (*MEAN, *CVR, "客户满意率", "客户满意比")),
    never=("商品ID", "订单编号", "买家昵称", "人工已接待人数", "人工接待人数"),       # the last two are 飞鸽's
)


class ServiceExport:
    """Reader of 客服绩效: agents, and the shop beside its peers from the rows below them."""

    name = "taobao.service_export"
    version = 1
    platforms: tuple[str, ...] = PLATFORMS
    columns = PERFORMANCE.columns | names(*FIRST, *MEAN)

    def recognises(self, sheet: Sheet) -> bool:
        return PERFORMANCE.fits(sheet)

    def missing(self, sheet: Sheet) -> tuple[str, ...]:
        return PERFORMANCE.lacks(sheet)

    def read(self, sheet: Sheet, context: ReadFor) -> Parsed:
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = Columns(sheet, context)
        columns.leave_out_blank()
        columns.set_totals_aside(*AGENT)
        columns.require(columns.text(*AGENT), *AGENT)
        rows = performance(columns)
        leave_out_repeated(columns, rows, SERVICE_AGENT_DAY.key, *AGENT)
        tail = pc.is_in(rows["agent"], value_set=pa.array(TAIL))
        scopes = {name: values for name, values in rows.items() if name != "agent"}
        scopes["scope"] = pa.array([SCOPES.get(a) if a else None for a in rows["agent"].to_pylist()], pa.string())
        agents = columns.batch(SERVICE_AGENT_DAY, rows, pc.invert(tail))
        shop = columns.batch(SERVICE_DAY, scopes, pc.is_valid(scopes["scope"]))
        columns.leave_out(tail)
        for amount in ("inquiry_paid_amount", "refund_amount"):
            if columns.has(*PERFORMANCE.fields[amount]):
                columns.reconcile(rows[amount], *PERFORMANCE.fields[amount])
        covers = stated_period(sheet, named=True)
        batches = tuple(Batch(b.table, b.rows, covers) for b in (agents, shop) if b is agents or b.rows.num_rows)
        return Parsed(self.name, self.version, batches, columns.rejected, tuple(columns.warnings),
                      tuple(columns.own_totals))


def performance(columns: Columns) -> "dict[str, pa.Array]":
    """The columns of service performance, one value per row, tail rows among them."""
    rows = PERFORMANCE.rows(columns, days(columns, *DAY))
    rows["first_reply_seconds"], rows["mean_reply_seconds"] = lengths(columns, *FIRST), lengths(columns, *MEAN)
    if columns.has(*INQUIRERS) and columns.has(*BUYERS):
        del rows["inquiry_cvr"]  # it follows from its two parts
    return rows


INQUIRIES = ReportReader(
    "taobao.item_inquiry_export", PLATFORMS,
    Layout(
        ITEM_INQUIRY_DAY,
        {"item_id": ("商品id", "宝贝id"), "title": ("商品名称", "宝贝名称"), "inquirers": ("总咨询人数",),
         "mobile_inquirers": ("移动端咨询人数", "无线端咨询人数"), "pc_inquirers": ("PC端咨询人数",)},
        needed=(("商品id", "宝贝id"), ("总咨询人数",)),
    ),
    DAY,
)
