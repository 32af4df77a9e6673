"""The shelf: what was in stock at the end of a day, and how each listing stood.  A level is never summed over days."""

from daybook.facts.table import Column as C
from daybook.facts.table import Kind, Table
from daybook.facts.table import Type as T

STOCK_DAY = Table(
    "stock_day", "库存日报", Kind.REPORT, "one row per listing, SKU and day: the level at its end", day="day",
    key=("day", "item_id", "sku"),
    columns=(
        C("day", T.DAY, "日期", required=True),
        C("item_id", T.TEXT, "商品ID", required=True, note="empty: the file does not say"),
        C("sku", T.TEXT, "商家编码", required=True),
        C("title", T.TEXT, "商品名称"),
        C("sellable_units", T.COUNT, "可售库存", note="a level: never summed over days"),
        C("in_transit_units", T.COUNT, "在途库存", note="not sellable"),
        C("price", T.MONEY, "标价", note="what the shop shows, before coupons"),
        C("currency", T.TEXT, "币种", required=True),
    ),
)
LISTING_DAY = Table(
    "listing_day", "商品状态", Kind.REPORT, "one row per listing and day: how it stood when it was last read", day="day",
    key=("day", "item_id"),
    columns=(
        C("day", T.DAY, "日期", required=True),
        C("item_id", T.TEXT, "商品ID", required=True),
        C("title", T.TEXT, "商品名称"),
        C("state", T.TEXT, "状态", note="on_sale, off_sale, draft; null: not said"),
        C("main_image", T.TEXT, "主图", note="the name of its file: another image has another one"),
        C("category", T.TEXT, "类目"),
        C("list_price", T.MONEY, "标价", note="of the cheapest SKU, before coupons"),
        C("currency", T.TEXT, "币种", required=True),
    ),
)
