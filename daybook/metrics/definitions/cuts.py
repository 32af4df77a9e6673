"""Traffic and sales cut finer: by device, carrier, search word and source of a product's visitors.

Each slice is the platform's own row: its people are counted once within it and overlap with those of others.
"""

from daybook.domain.brief import Unit
from daybook.facts.table import Table
from daybook.facts.traffic_tables import CARRIER_DAY, DEVICE_DAY, PRODUCT_SOURCE_DAY, SEARCH_WORD_DAY
from daybook.metrics.metric import Metric, Ratio
from daybook.metrics.reported import Own, Sum

_PEOPLE = ("day", "shop", "device", "source", "item_id", "word")


def _people(name: str, zh: str, table: Table, column: str) -> Metric:
    return Metric(name, zh, Unit.PEOPLE, table, "day", Own(column), never_sum_over=_PEOPLE)


def _sum(name: str, zh: str, unit: Unit, table: Table, column: str, note: str = "", higher: bool = True) -> Metric:
    return Metric(name, zh, unit, table, "day", Sum(column), note, higher_is_better=higher)


DEVICE_VISITORS = _people("device_visitors", "终端访客数", DEVICE_DAY, "visitors")
DEVICE_PAID_BUYERS = _people("device_paid_buyers", "终端支付买家数", DEVICE_DAY, "paid_buyers")
DEVICE_PAID_GMV = _sum("device_paid_gmv", "终端支付金额", Unit.MONEY, DEVICE_DAY, "paid_amount")
DEVICE_SESSIONS = _sum("device_sessions", "终端会话数", Unit.COUNT, DEVICE_DAY, "sessions")
DEVICE_PAID_SESSIONS = _sum("device_paid_sessions", "终端完成结账会话数", Unit.COUNT, DEVICE_DAY, "paid_sessions")
DEVICE_PAYMENT_CVR = Ratio("device_payment_cvr", "终端支付转化率", Unit.SHARE, DEVICE_PAID_BUYERS, DEVICE_VISITORS)
DEVICE_SESSION_CVR = Ratio("device_session_cvr", "终端会话转化率", Unit.SHARE, DEVICE_PAID_SESSIONS, DEVICE_SESSIONS)

CARRIER_PAID_GMV = _sum(
    "carrier_paid_gmv", "载体成交金额", Unit.MONEY, CARRIER_DAY, "paid_amount",
    "By carrier (live, short video, product card) and own or creators' accounts, as the platform splits its total.")
CARRIER_PAID_ORDERS = _sum("carrier_paid_orders", "载体成交订单数", Unit.COUNT, CARRIER_DAY, "paid_orders")
CARRIER_PAID_BUYERS = _people("carrier_paid_buyers", "载体成交人数", CARRIER_DAY, "paid_buyers")
CARRIER_REFUNDED = _sum("carrier_refunded", "载体退款金额", Unit.MONEY, CARRIER_DAY, "refund_amount", higher=False)

SEARCH_WORD_VISITORS = _people("search_word_visitors", "搜索词访客数", SEARCH_WORD_DAY, "visitors")
SEARCH_WORD_PAID_BUYERS = _people("search_word_paid_buyers", "搜索词支付买家数", SEARCH_WORD_DAY, "paid_buyers")
SEARCH_WORD_PAID_GMV = _sum("search_word_paid_gmv", "搜索词支付金额", Unit.MONEY, SEARCH_WORD_DAY, "paid_amount")

ITEM_SOURCE_IMPRESSIONS = _sum("item_source_impressions", "商品曝光次数", Unit.COUNT, PRODUCT_SOURCE_DAY, "impressions")
ITEM_SOURCE_VISITORS = _people("item_source_visitors", "商品来源访客数", PRODUCT_SOURCE_DAY, "visitors")
ITEM_SOURCE_SESSIONS = _sum("item_source_sessions", "商品来源会话数", Unit.COUNT, PRODUCT_SOURCE_DAY, "sessions")
ITEM_SOURCE_PAID_SESSIONS = _sum("item_source_paid_sessions", "商品来源完成结账会话数", Unit.COUNT, PRODUCT_SOURCE_DAY,
                                 "paid_sessions")
ITEM_SOURCE_PAID_BUYERS = _people("item_source_paid_buyers", "商品来源支付买家数", PRODUCT_SOURCE_DAY, "paid_buyers")
ITEM_SOURCE_PAID_GMV = _sum("item_source_paid_gmv", "商品来源支付金额", Unit.MONEY, PRODUCT_SOURCE_DAY, "paid_amount")

OF_DEVICE = (DEVICE_VISITORS, DEVICE_PAID_BUYERS, DEVICE_PAID_GMV, DEVICE_SESSIONS, DEVICE_PAID_SESSIONS)
OF_CARRIER = (CARRIER_PAID_GMV, CARRIER_PAID_ORDERS, CARRIER_PAID_BUYERS, CARRIER_REFUNDED)
OF_SEARCH_WORD = (SEARCH_WORD_VISITORS, SEARCH_WORD_PAID_BUYERS, SEARCH_WORD_PAID_GMV)
OF_ITEM_SOURCE = (ITEM_SOURCE_IMPRESSIONS, ITEM_SOURCE_VISITORS, ITEM_SOURCE_SESSIONS,
                  ITEM_SOURCE_PAID_SESSIONS, ITEM_SOURCE_PAID_BUYERS, ITEM_SOURCE_PAID_GMV)
