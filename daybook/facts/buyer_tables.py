"""What a shop's API says beside orders: who its buyers are, as hashes, and which promotions run."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

BUYERS = Table(
    "buyers", "买家档案", Kind.EVENT, "one row per buyer that the shop keeps", day="registered_on", key=("buyer_id",),
    columns=(
        C("buyer_id", T.TEXT, "买家", required=True, note="the keyed hash that orders carry too"),
        C("registered_on", T.DAY, "建档日期", required=True, note="the first order or the registration"),
        C("registered_at", T.MOMENT, "建档时间"),
        C("member", T.FLAG, "会员", note="has an account; null: not said"),
        C("reachable", T.FLAG, "可营销", note="agreed to be written to; null: not said"),
        C("country", T.TEXT, "国家"),
        C("province", T.TEXT, "省份"),
        C("city", T.TEXT, "城市"),
    ),
)

PROMOTION_DAY = Table(
    "promotion_day", "促销日报", Kind.REPORT, "one row per promotion and day: as it stood", day="day",
    key=("day", "promotion_id"),
    columns=(
        C("day", T.DAY, "日期", required=True),
        C("promotion_id", T.TEXT, "促销ID", required=True),
        C("title", T.TEXT, "名称"),
        C("code", T.TEXT, "券码", note="null: needs none"),
        C("running", T.FLAG, "启用", note="switched on, and inside its period; null: not said"),
        C("starts_at", T.MOMENT, "开始时间", note="null: since ever"),
        C("ends_at", T.MOMENT, "结束时间", note="null: no end"),
        C("kind", T.TEXT, "类型", note="as the platform names it"),
        C("rule", T.TEXT, "规则", note="conditions and discounts, as the platform words them"),
        C("used", T.COUNT, "已用次数", note="a level; null: not said"),
    ),
)
