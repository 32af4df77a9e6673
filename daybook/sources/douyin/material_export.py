"""投放明细 of 巨量千川: one row per material (素材) and day; amounts in yuan, in newer exports marked (元)."""

from daybook.facts.report_tables import AD_MATERIAL_DAY
from daybook.sources.report import Layout
from daybook.sources.report_reader import ReportReader

DAY = ("日期",)
LAYOUT = Layout(
    AD_MATERIAL_DAY,
    {
        "material_id": ("素材ID",), "title": ("素材名称",), "impressions": ("整体展现次数",),
        "clicks": ("整体点击次数",), "ad_spend": ("整体消耗", "整体消耗(元)"), "ad_orders": ("整体成交订单数",),
        "ad_gmv": ("整体成交金额", "整体成交金额(元)"),
        "user_paid_amount": ("用户实际支付金额", "用户实际支付金额(元)"),
        "net_ad_orders": ("净成交订单数",), "net_ad_gmv": ("净成交金额", "净成交金额(元)"),
        "refund_1h_amount": ("1小时内退款金额", "1小时内退款金额(元)"), "video_plays": ("视频播放数",),
        "new_followers": ("新增粉丝数",),
    },
    needed=(("素材ID",), DAY, ("整体展现次数",), ("整体点击次数",), ("整体消耗", "整体消耗(元)")),
)

#: Reader of the 投放明细 by material; attribution grows for days, so a later export replaces a day.
MATERIAL_DAYS = ReportReader("douyin.material_export", ("douyin",), LAYOUT, DAY, named=False)
