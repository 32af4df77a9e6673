"""客服数据 of Pinduoduo: performance by agent and day; its reply rates count from 8 to 23 o'clock."""

from daybook.sources.service_reader import service_reader

AGENT = ("客服账号",)
FAST = ("3分钟人工回复率(8-23点)", "3分钟人工回复率", "三分钟人工回复率(8-23点)")
SERVICE = service_reader(
    "pinduoduo.service_export", ("pinduoduo",),
    {
        "agent": AGENT, "received": ("人工接待人数",), "inquirers": ("询单人数",),
        "inquiry_buyers": ("最终成团人数", "成团人数"), "inquiry_cvr": ("询单转化率",),
        "inquiry_paid_amount": ("客服销售额", "客服销售额(元)"), "reply_3min_rate": FAST,
    },
    needed=(AGENT, ("人工接待人数", "咨询人数"), FAST), first=("首次响应时长", "首次响应时长(秒)"),
    mean=("平均人工响应时长", "平均人工响应时长(秒)"),
)
