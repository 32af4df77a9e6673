"""Every fact table of the house: name, grain, columns, key.  The lake, the readers and the docs read this."""

from daybook.facts.ad_tables import AD_TABLES
from daybook.facts.buyer_tables import BUYERS, PROMOTION_DAY
from daybook.facts.content_tables import CONTENT_TABLES
from daybook.facts.creator_tables import CREATOR_EVENTS, CREATOR_REPORTS
from daybook.facts.market_tables import MARKET_TABLES
from daybook.facts.minute_tables import SHOP_MINUTES
from daybook.facts.page_test_tables import PAGE_TEST_DAY
from daybook.facts.report_tables import REPORT_TABLES
from daybook.facts.review_tables import BUYER_QUESTIONS, REVIEWS
from daybook.facts.rival_tables import EVENT_SIGNUPS, RIVAL_TABLES
from daybook.facts.service_tables import SERVICE_TABLES
from daybook.facts.settlement_tables import PAYOUTS, SETTLED_ORDERS, SETTLEMENT_LINES
from daybook.facts.stock_tables import LISTING_DAY, STOCK_DAY
from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T
from daybook.facts.talk_tables import CHAT_MESSAGES, DISPUTES, RETURNS
from daybook.facts.traffic_tables import TRAFFIC_TABLES

#: Orders of which it matters that they were still so: those that wait, and parcels that should have been scanned or have
#: arrived.  Of a parcel's usual days nothing is written again, nor of first scans where no export of the shop tells any.
STILL_WAITS = (
    "ordered_on > CAST(known_at AS DATE) - 45 AND coalesce(completed_at, delivered_at) IS NULL AND "
    "(status IN ('unpaid', 'paid') OR status = 'shipped' AND (shipped_at < known_at - INTERVAL 7 DAY OR "
    "promised_delivery_at < known_at OR scanned_at IS NULL AND shipped_at < known_at - INTERVAL 1 DAY AND "
    "shop IN (SELECT shop FROM versions WHERE scanned_at IS NOT NULL)))")

ORDERS = Table(
    "orders", "订单", Kind.EVENT, "one row per order (主订单)", day="ordered_on", key=("order_id",),
    columns=(
        C("order_id", T.TEXT, "订单编号", required=True),
        C("ordered_on", T.DAY, "下单日期", required=True, note="the shop's own day; never changes"),
        C("ordered_at", T.MOMENT, "下单时间"),
        C("ordered_hour", T.COUNT, "下单小时", note="0..23 in the shop's zone"),
        C("paid_on", T.DAY, "付款日期", note="null: not paid as far as the export knows"),
        C("paid_at", T.MOMENT, "付款时间"),
        C("paid_hour", T.COUNT, "付款小时"),
        C("status", T.TEXT, "订单状态", note="unpaid, paid, shipped, done, closed; null: not said"),
        C("due_amount", T.MONEY, "应付总额", note="what the order was placed for, paid or not"),
        C("paid_amount", T.MONEY, "实付金额", note="0 while unpaid; refunds stay in"),
        C("freight_amount", T.MONEY, "运费"),
        C("discount_amount", T.MONEY, "优惠金额"),
        C("refund_amount", T.MONEY, "退款金额", note="refunded so far, of this order; null: not in the export"),
        C("units", T.COUNT, "件数"),
        C("buyer_id", T.TEXT, "买家", note="keyed hash of a stable buyer id; null when masked or absent"),
        C("country", T.TEXT, "国家"),
        C("province", T.TEXT, "省份"),
        C("city", T.TEXT, "城市"),
        C("channel", T.TEXT, "渠道", note="as the platform names it: web, APP, 直播, ..."),
        C("creator_id", T.TEXT, "达人"),
        C("device", T.TEXT, "终端"),
        C("presale", T.FLAG, "预售"),
        C("shipped_at", T.MOMENT, "发货时间", note="the seller says that it left: a label with a number"),
        C("completed_at", T.MOMENT, "完成时间"),
        C("cancelled_on", T.DAY, "取消日期"),
        C("promised_ship_at", T.MOMENT, "承诺发货时间", note="where the export tells it; else the rulebook's promise holds"),
        C("scanned_at", T.MOMENT, "揽收时间", note="the courier's first scan"),
        C("delivered_at", T.MOMENT, "签收时间"),
        C("promised_delivery_at", T.MOMENT, "承诺送达时间"),
        C("courier", T.TEXT, "物流公司"),
        C("warehouse", T.TEXT, "仓库"),
        C("place_id", T.TEXT, "收货地", note="keyed hash of a whole address; null when masked or absent"),
        C("noted", T.FLAG, "买家留言", note="whether the buyer left words; null: the export does not say"),
        C("currency", T.TEXT, "币种", required=True),
    ),
    seen_again=STILL_WAITS,
)

ORDER_LINES = Table(
    "order_lines", "订单明细", Kind.EVENT, "one row per order line (子订单)", day="ordered_on",
    key=("order_id", "line_id"), owner=("order_id",),
    columns=(
        C("order_id", T.TEXT, "订单编号", required=True),
        C("line_id", T.TEXT, "子订单编号", required=True),
        C("ordered_on", T.DAY, "下单日期", required=True),
        C("paid_on", T.DAY, "付款日期"),
        C("item_id", T.TEXT, "商品ID", note="the listing (链接)"),
        C("sku", T.TEXT, "商家编码"),
        C("title", T.TEXT, "商品名称"),
        C("variant", T.TEXT, "规格"),
        C("units", T.COUNT, "件数"),
        C("unit_price", T.MONEY, "单价"),
        C("paid_amount", T.MONEY, "实付金额", note="this line's share of what was paid; 0 while unpaid"),
        C("refund_amount", T.MONEY, "退款金额"),
        C("status", T.TEXT, "订单状态"),
        C("currency", T.TEXT, "币种", required=True),
    ),
)

REFUNDS = Table(
    "refunds", "退款", Kind.EVENT, "one row per refund", day="applied_on", key=("refund_id",),
    columns=(
        C("refund_id", T.TEXT, "退款编号", required=True),
        C("order_id", T.TEXT, "订单编号", note="null when the export does not say which order"),
        C("applied_on", T.DAY, "申请日期", required=True, note="the success day where only that is known"),
        C("refunded_on", T.DAY, "退款成功日期", note="null: not refunded yet"),
        C("item_id", T.TEXT, "商品ID"),
        C("sku", T.TEXT, "商家编码"),
        C("amount", T.MONEY, "退款金额"),
        C("units", T.COUNT, "件数"),
        C("with_return", T.FLAG, "退货"),
        C("reason", T.TEXT, "原因"),
        C("country", T.TEXT, "国家"),
        C("province", T.TEXT, "省份"),
        C("buyer_id", T.TEXT, "买家"),
        C("currency", T.TEXT, "币种", required=True),
    ),
)

EVENT_TABLES: tuple[Table, ...] = (
    ORDERS, ORDER_LINES, REFUNDS, REVIEWS, BUYER_QUESTIONS, SETTLEMENT_LINES, *CREATOR_EVENTS,
    EVENT_SIGNUPS, BUYERS, SETTLED_ORDERS, CHAT_MESSAGES, DISPUTES, RETURNS, SHOP_MINUTES,
)
FACT_TABLES: tuple[Table, ...] = (
    *EVENT_TABLES, *REPORT_TABLES, *TRAFFIC_TABLES, STOCK_DAY, LISTING_DAY, *MARKET_TABLES, *AD_TABLES, *SERVICE_TABLES,
    *CREATOR_REPORTS, *RIVAL_TABLES, PROMOTION_DAY, *CONTENT_TABLES, PAYOUTS, PAGE_TEST_DAY,
)
TABLES: dict[str, Table] = {t.name: t for t in FACT_TABLES}
