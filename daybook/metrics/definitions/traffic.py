"""Traffic: who came, what they looked at and how many paid, as the platform counts them.

Visitors and buyers are people, counted once within a row: never added over days, sources or products.  A rate of
people over several days needs the platform's own count of that window.
"""

from daybook.domain.brief import Unit
from daybook.facts.report_tables import PRODUCT_DAY, SHOP_DAY, SOURCE_DAY
from daybook.facts.table import Table
from daybook.metrics.definitions.sales import PAID_GMV
from daybook.metrics.metric import Metric, Ratio
from daybook.metrics.reported import Own, Sum

_PEOPLE = ("day", "shop", "source", "item_id")
_OF_PLATFORM = "The platform's own count. "


def _people(name: str, zh: str, column: str, note: str = "", table: Table = SHOP_DAY, stands_in_for: str = "",
            higher_is_better: bool = True) -> Metric:
    return Metric(name, zh, Unit.PEOPLE, table, "day", Own(column), note, never_sum_over=_PEOPLE,
                  stands_in_for=stands_in_for, higher_is_better=higher_is_better)


def _sum(name: str, zh: str, unit: Unit, column: str, note: str = "", table: Table = SHOP_DAY,
         stands_in_for: str = "", higher_is_better: bool = True) -> Metric:
    return Metric(name, zh, unit, table, "day", Sum(column), note, stands_in_for=stands_in_for,
                  higher_is_better=higher_is_better)


VISITORS = _people("visitors", "访客数", "visitors", "Distinct people within the day, as the platform counts them.")
PAGE_VIEWS = _sum("page_views", "浏览量", Unit.COUNT, "page_views")
DWELL_SECONDS = Metric(
    "dwell_seconds", "停留时长", Unit.SECONDS, SHOP_DAY, "day", Own("dwell_seconds"), never_sum_over=_PEOPLE,
    note="The platform's mean of the day; over several days only a mean of days.")
BOUNCE_RATE = Metric(
    "bounce_rate", "跳失率", Unit.SHARE, SHOP_DAY, "day", Own("bounce_rate"), never_sum_over=_PEOPLE,
    note="The platform's own; over several days only a mean of days.", higher_is_better=False)
CART_BUYERS = _people("cart_buyers", "加购人数", "cart_buyers")
FAVORITE_BUYERS = _people("favorite_buyers", "收藏人数", "favorite_buyers")
CART_UNITS = _sum("cart_units", "加购件数", Unit.UNITS, "cart_units")
ORDERED_BUYERS = _people("ordered_buyers", "下单买家数", "ordered_buyers")
PLATFORM_PAID_BUYERS = _people(
    "platform_paid_buyers", "支付买家数", "paid_buyers", _OF_PLATFORM + "Shown where not every order of the shop "
    "has a stable buyer id.", stands_in_for="paid_buyers")
PLATFORM_NEW_BUYERS = _people(
    "platform_new_buyers", "支付新买家数", "new_buyers", _OF_PLATFORM + "New by its window, 365 days on Taobao; "
    "counted from orders, new is the first payment in the history that is in.", stands_in_for="new_buyers")
PLATFORM_PAID_GMV = _sum(
    "platform_paid_gmv", "支付金额", Unit.MONEY, "paid_amount", _OF_PLATFORM + "Shown where the orders of the day are "
    "not in.  Douyin counts freight in and the platform's subsidy out; refunds stay in.", stands_in_for="paid_gmv")
PLATFORM_PAID_ORDERS = _sum(
    "platform_paid_orders", "支付订单数", Unit.COUNT, "paid_orders", _OF_PLATFORM + "Douyin counts orders per SKU, "
    "cancelled ones too.", stands_in_for="paid_orders")
PLATFORM_UNITS_SOLD = _sum("platform_units_sold", "支付件数", Unit.UNITS, "paid_units", _OF_PLATFORM,
                           stands_in_for="units_sold")
PLATFORM_REFUNDED = _sum(
    "platform_refunded", "成功退款金额", Unit.MONEY, "refund_amount", _OF_PLATFORM + "Refunds that succeeded on the "
    "day, of orders of any day.", stands_in_for="refunded_by_day", higher_is_better=False)
SESSIONS = _sum("sessions", "会话数", Unit.COUNT, "sessions", "Visits, not people: they may be added over days.")
CART_SESSIONS = _sum("cart_sessions", "加购会话数", Unit.COUNT, "cart_sessions")
CHECKOUT_SESSIONS = _sum("checkout_sessions", "到达结账会话数", Unit.COUNT, "checkout_sessions")
PAID_SESSIONS = _sum("paid_sessions", "完成结账会话数", Unit.COUNT, "paid_sessions")

VIEWS_PER_VISITOR = Ratio("views_per_visitor", "人均浏览量", Unit.RATIO, PAGE_VIEWS, VISITORS)
ADD_TO_CART_RATE = Ratio("add_to_cart_rate", "加购率", Unit.SHARE, CART_BUYERS, VISITORS)
FAVORITE_RATE = Ratio("favorite_rate", "收藏率", Unit.SHARE, FAVORITE_BUYERS, VISITORS)
ORDER_CVR = Ratio("order_cvr", "下单转化率", Unit.SHARE, ORDERED_BUYERS, VISITORS)
PAYMENT_CVR = Ratio(
    "payment_cvr", "支付转化率", Unit.SHARE, PLATFORM_PAID_BUYERS, VISITORS,
    note="Paying buyers over visitors, both as the platform counts them.  Shopify's conversion is over sessions.")
UV_VALUE = Ratio(
    "uv_value", "UV价值", Unit.MONEY, PLATFORM_PAID_GMV, VISITORS,
    note="Paid amount over visitors, both as the platform counts them: payment conversion x spend per buyer.")
UV_VALUE_OF_ORDERS = Ratio(
    "uv_value_of_orders", "UV价值", Unit.MONEY, PAID_GMV, VISITORS, stands_in_for="uv_value",
    note="Paid amount of the orders over the platform's visitors.")
PLATFORM_SPEND_PER_BUYER = Ratio(
    "platform_spend_per_buyer", "客单价", Unit.MONEY, PLATFORM_PAID_GMV, PLATFORM_PAID_BUYERS,
    note=_OF_PLATFORM + "Per buyer. AOV (笔单价) is per order: not this.", stands_in_for="spend_per_buyer")
PLATFORM_AOV = Ratio("platform_aov", "笔单价", Unit.MONEY, PLATFORM_PAID_GMV, PLATFORM_PAID_ORDERS,
                     note=_OF_PLATFORM + "Per order. 客单价 is per buyer: not this.", stands_in_for="aov")
PLATFORM_REFUND_RATE = Ratio(
    "platform_refund_rate", "退款率(按退款成功日·金额)", Unit.SHARE, PLATFORM_REFUNDED, PLATFORM_PAID_GMV,
    note=_OF_PLATFORM + "Refunds that succeeded on the day over what was paid on the day: not the same orders.",
    stands_in_for="refund_rate_by_day", higher_is_better=False)
SESSION_CVR = Ratio(
    "session_cvr", "会话转化率", Unit.SHARE, PAID_SESSIONS, SESSIONS,
    note="Sessions that completed checkout over sessions (Shopify's conversion rate): not 支付转化率 over visitors.")
CART_SESSION_RATE = Ratio("cart_session_rate", "会话加购率", Unit.SHARE, CART_SESSIONS, SESSIONS)
CHECKOUT_SESSION_RATE = Ratio("checkout_session_rate", "会话结账率", Unit.SHARE, CHECKOUT_SESSIONS, SESSIONS)

#: How the platforms name the one source that is search.
SEARCH = ("手淘搜索", "搜索", "抖音搜索", "商城搜索")
SEARCH_VISITORS = Metric(
    "search_visitors", "搜索访客", Unit.PEOPLE, SOURCE_DAY, "day",
    Own("visitors", (("source_1", "source_2", "source_3", "source_4"), SEARCH)), never_sum_over=_PEOPLE,
    note="Visitors of the one search source; unknown where search is split into several, whose people overlap.")

SOURCE_VISITORS = _people("source_visitors", "来源访客数", "visitors", "One person may come from several sources.",
                          SOURCE_DAY)
SOURCE_NEW_VISITORS = _people("source_new_visitors", "来源新访客", "new_visitors", table=SOURCE_DAY)
SOURCE_ITEM_CLICKERS = _people("source_item_clickers", "商品点击人数", "item_clickers", table=SOURCE_DAY)
SOURCE_CART_BUYERS = _people("source_cart_buyers", "来源加购人数", "cart_buyers", table=SOURCE_DAY)
SOURCE_ORDERED_BUYERS = _people("source_ordered_buyers", "来源下单买家数", "ordered_buyers", table=SOURCE_DAY)
SOURCE_PAID_BUYERS = _people("source_paid_buyers", "来源支付买家数", "paid_buyers", table=SOURCE_DAY)
SOURCE_PAID_ORDERS = _sum("source_paid_orders", "来源支付订单数", Unit.COUNT, "paid_orders", table=SOURCE_DAY)
SOURCE_PAID_GMV = _sum(
    "source_paid_gmv", "来源支付金额", Unit.MONEY, "paid_amount", "By source (on Douyin by carrier: live, short video, "
    "product card).  Sources overlap on Taobao: their sum is not the shop's.", SOURCE_DAY)
SOURCE_SESSIONS = _sum("source_sessions", "来源会话数", Unit.COUNT, "sessions", table=SOURCE_DAY)
SOURCE_PAID_SESSIONS = _sum("source_paid_sessions", "来源完成结账会话数", Unit.COUNT, "paid_sessions", table=SOURCE_DAY)

NEW_VISITOR_SHARE = Ratio("new_visitor_share", "新访客占比", Unit.SHARE, SOURCE_NEW_VISITORS, SOURCE_VISITORS,
                          note="By source; the reports give no new visitors of the whole shop.")
SOURCE_PAYMENT_CVR = Ratio("source_payment_cvr", "来源支付转化率", Unit.SHARE, SOURCE_PAID_BUYERS, SOURCE_VISITORS)
SOURCE_UV_VALUE = Ratio("source_uv_value", "来源UV价值", Unit.MONEY, SOURCE_PAID_GMV, SOURCE_VISITORS)
SOURCE_CLICK_TO_PAID_RATE = Ratio(
    "source_click_to_paid_rate", "点击-成交转化率", Unit.SHARE, SOURCE_PAID_BUYERS, SOURCE_ITEM_CLICKERS,
    note="Douyin: buyers over people who clicked a product, both distinct within the day.")
SOURCE_SESSION_CVR = Ratio("source_session_cvr", "来源会话转化率", Unit.SHARE, SOURCE_PAID_SESSIONS, SOURCE_SESSIONS)

PRODUCT_VISITORS = _people("product_visitors", "商品访客数", "visitors",
                           "One person may visit several products: their sum is not the shop's.", PRODUCT_DAY)
PRODUCT_PAGE_VIEWS = _sum("product_page_views", "商品浏览量", Unit.COUNT, "page_views", table=PRODUCT_DAY)
PRODUCT_BOUNCE_RATE = Metric("product_bounce_rate", "商品跳失率", Unit.SHARE, PRODUCT_DAY, "day", Own("bounce_rate"),
                             never_sum_over=_PEOPLE, higher_is_better=False)
PRODUCT_DWELL_SECONDS = Metric("product_dwell_seconds", "商品停留时长", Unit.SECONDS, PRODUCT_DAY, "day",
                               Own("dwell_seconds"), never_sum_over=_PEOPLE)
PRODUCT_FAVORITE_BUYERS = _people("product_favorite_buyers", "商品收藏人数", "favorite_buyers", table=PRODUCT_DAY)
PRODUCT_CART_BUYERS = _people("product_cart_buyers", "商品加购人数", "cart_buyers", table=PRODUCT_DAY)
PRODUCT_CART_UNITS = _sum("product_cart_units", "商品加购件数", Unit.UNITS, "cart_units", table=PRODUCT_DAY)
PRODUCT_ORDERED_BUYERS = _people("product_ordered_buyers", "商品下单买家数", "ordered_buyers", table=PRODUCT_DAY)
PRODUCT_PAID_BUYERS = _people("product_paid_buyers", "商品支付买家数", "paid_buyers", table=PRODUCT_DAY)
PRODUCT_PAID_UNITS = _sum("product_paid_units", "商品支付件数", Unit.UNITS, "paid_units", _OF_PLATFORM, PRODUCT_DAY)
PRODUCT_PAID_GMV = _sum("product_paid_gmv", "商品支付金额", Unit.MONEY, "paid_amount",
                        _OF_PLATFORM + "From order lines it is line_gmv.", PRODUCT_DAY)
PRODUCT_REFUNDED = _sum("product_refunded", "商品成功退款金额", Unit.MONEY, "refund_amount", table=PRODUCT_DAY,
                        higher_is_better=False)
PRODUCT_SEARCH_VISITORS = _people("product_search_visitors", "搜索引导访客数", "search_visitors", table=PRODUCT_DAY)
PRODUCT_SEARCH_BUYERS = _people("product_search_buyers", "搜索引导支付买家数", "search_buyers", table=PRODUCT_DAY)
PRODUCT_PAYMENT_CVR = Ratio("product_payment_cvr", "商品支付转化率", Unit.SHARE, PRODUCT_PAID_BUYERS, PRODUCT_VISITORS)
PRODUCT_ADD_TO_CART_RATE = Ratio("product_add_to_cart_rate", "商品加购率", Unit.SHARE, PRODUCT_CART_BUYERS,
                                 PRODUCT_VISITORS)
PRODUCT_FAVORITE_RATE = Ratio("product_favorite_rate", "商品收藏率", Unit.SHARE, PRODUCT_FAVORITE_BUYERS,
                              PRODUCT_VISITORS)
PRODUCT_UV_VALUE = Ratio("product_uv_value", "商品UV价值", Unit.MONEY, PRODUCT_PAID_GMV, PRODUCT_VISITORS)

OF_SHOP = (
    VISITORS, PAGE_VIEWS, DWELL_SECONDS, BOUNCE_RATE, CART_BUYERS, FAVORITE_BUYERS, CART_UNITS, ORDERED_BUYERS,
    PLATFORM_PAID_BUYERS, PLATFORM_NEW_BUYERS, PLATFORM_PAID_GMV, PLATFORM_PAID_ORDERS, PLATFORM_UNITS_SOLD,
    PLATFORM_REFUNDED, SESSIONS, CART_SESSIONS, CHECKOUT_SESSIONS, PAID_SESSIONS,
)
OF_SOURCE = (
    SOURCE_VISITORS, SOURCE_NEW_VISITORS, SOURCE_ITEM_CLICKERS, SOURCE_CART_BUYERS, SOURCE_ORDERED_BUYERS,
    SOURCE_PAID_BUYERS, SOURCE_PAID_ORDERS, SOURCE_PAID_GMV, SOURCE_SESSIONS, SOURCE_PAID_SESSIONS,
)
OF_PRODUCT = (
    PRODUCT_VISITORS, PRODUCT_PAGE_VIEWS, PRODUCT_BOUNCE_RATE, PRODUCT_DWELL_SECONDS, PRODUCT_FAVORITE_BUYERS,
    PRODUCT_CART_BUYERS, PRODUCT_CART_UNITS, PRODUCT_ORDERED_BUYERS, PRODUCT_PAID_BUYERS, PRODUCT_PAID_UNITS,
    PRODUCT_PAID_GMV, PRODUCT_REFUNDED, PRODUCT_SEARCH_VISITORS, PRODUCT_SEARCH_BUYERS,
)
