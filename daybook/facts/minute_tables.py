"""What consoles showed of a running day at a minute, as a file or a pasted table holds it: counts since midnight."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

SHOP_MINUTES = Table(
    "shop_minutes", "实时读数", Kind.EVENT, "one row per minute that a console was read at, and carrier (载体)", day="read_on",
    key=("minute_id",),
    columns=(
        C("minute_id", T.TEXT, "读数", required=True, note="the minute and the carrier"),
        C("read_on", T.DAY, "日期", required=True),
        C("read_at", T.MOMENT, "时间", required=True),
        C("carrier", T.TEXT, "载体", required=True, note="直播, 短视频, 商品卡, ...; empty: the whole shop"),
        C("paid_amount", T.MONEY, "支付金额", note="since midnight, like all counts here; null: not read, never 0"),
        C("visitors", T.COUNT, "访客数", note="people since midnight: never added"),
        C("cart_buyers", T.COUNT, "加购人数", note="people since midnight"),
        C("paid_buyers", T.COUNT, "支付买家数", note="people since midnight"),
        C("ad_spend", T.MONEY, "花费"),
        C("failed_payments", T.COUNT, "支付失败数"),
        C("waiting", T.COUNT, "待回复", note="buyers who wait for a reply at that minute: a level"),
        C("sold_out", T.COUNT, "缺货SKU数", note="SKUs with nothing left at that minute: a level"),
        C("currency", T.TEXT, "币种", required=True),
    ),
    occasional=True,
)
