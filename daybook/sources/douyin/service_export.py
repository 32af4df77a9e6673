"""飞鸽客服 of 抖店: performance by agent and day."""

from daybook.sources.service_reader import service_reader

AGENT = ("客服昵称", "账号名称", "客服账号")
#: Reader of 客服数据; 新平均响应时长 is the one that the platform scores by since it exists.
SERVICE = service_reader(
    "douyin.service_export", ("douyin",),
    {
        "agent": AGENT, "received": ("人工已接待人数", "人工接待人数"), "inquirers": ("询单人数",),
        "inquiry_buyers": ("支付人数", "询单支付人数", "成交人数"), "inquiry_cvr": ("询单转化率",),
        "inquiry_paid_amount": ("客服销售额(元)", "客服销售额"), "reply_3min_rate": ("3分钟人工回复率", "3分钟人工回复率(会话)"),
        "csat": ("满意率",),
    },
    needed=(AGENT, ("人工已接待人数", "人工接待人数"), ("不满意率", "满意率"), ("3分钟人工回复率", "3分钟人工回复率(会话)")),
    first=("首次响应时长(秒)", "首次响应时长"), mean=("新平均响应时长(秒)", "平均响应时长(秒)", "平均响应时长"),
)
