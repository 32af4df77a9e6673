"""Live shows: who was shown the room, entered, stayed, talked, saw and clicked listings, paid, and sent back.

Times (次数) are added; people (人数) are the platform's own count within one show and never are.  A show counts on the day on
which it began.  Sales and refunds of a show are restated: sales for hours after it, refunds for weeks.
"""

from daybook.domain.brief import Unit
from daybook.facts.traffic_tables import LIVE_SESSION
from daybook.metrics.metric import Metric, Ratio
from daybook.metrics.reported import Own, Sum

_PEOPLE = ("day", "shop", "session_id")
_RESTATED = "up to 30 days: sales are credited to shows again, and refunds come in"


def _people(name: str, zh: str, column: str) -> Metric:
    return Metric(name, zh, Unit.PEOPLE, LIVE_SESSION, "day", Own(column), never_sum_over=_PEOPLE)


def _sum(name: str, zh: str, unit: Unit, column: str, note: str = "", higher: bool = True, restates: str = "") -> Metric:
    return Metric(name, zh, unit, LIVE_SESSION, "day", Sum(column), note, higher_is_better=higher, restates=restates)


LIVE_VIEWERS = _people("live_viewers", "观看人数", "live_viewers")
LIVE_ITEM_VIEWERS = _people("live_item_viewers", "直播商品曝光人数", "item_viewers")
LIVE_ITEM_CLICKERS = _people("live_item_clickers", "直播商品点击人数", "item_clickers")
LIVE_PAID_BUYERS = _people("live_paid_buyers", "直播成交人数", "paid_buyers")
LIVE_WATCH_MINUTES = Metric("live_watch_minutes", "人均观看时长(分钟)", Unit.RATIO, LIVE_SESSION, "day", Own("watch_minutes"),
                            "Minutes a viewer, the platform's mean of one show.", never_sum_over=_PEOPLE)
LIVE_VIEWS = _sum("live_views", "观看次数", Unit.COUNT, "views",
                  "Of shows that began on the day, though they may end on the next.")
LIVE_IMPRESSIONS = _sum("live_impressions", "直播间曝光次数", Unit.COUNT, "impressions")
LIVE_COMMENTS = _sum("live_comments", "直播评论次数", Unit.COUNT, "comments")
LIVE_NEW_FOLLOWERS = _sum("live_new_followers", "直播新增粉丝数", Unit.COUNT, "new_followers")
LIVE_ITEM_IMPRESSIONS = _sum("live_item_impressions", "直播商品曝光次数", Unit.COUNT, "item_impressions")
LIVE_ITEM_CLICKS = _sum("live_item_clicks", "直播商品点击次数", Unit.COUNT, "item_clicks")
LIVE_PAID_GMV = _sum("live_paid_gmv", "直播成交金额", Unit.MONEY, "paid_amount",
                     "Of shows that began on the day; the home page of the compass counts by calendar day.",
                     restates=_RESTATED)
LIVE_PAID_ORDERS = _sum("live_paid_orders", "直播成交订单数", Unit.COUNT, "paid_orders", restates=_RESTATED)
LIVE_REFUNDED = _sum("live_refunded", "直播退款金额", Unit.MONEY, "refund_amount", "Of orders of these shows, so far.",
                     higher=False, restates=_RESTATED)
LIVE_HOUR_REFUNDED = _sum("live_hour_refunded", "直播1小时退款金额", Unit.MONEY, "hour_refund_amount",
                          "Refunded within an hour of paying.", higher=False)
LIVE_AD_SPEND = _sum("live_ad_spend", "直播投放消耗", Unit.MONEY, "ad_spend", "Of the ad accounts bound to the shop.")

LIVE_ENTRY_RATE = Ratio("live_entry_rate", "曝光进入率", Unit.SHARE, LIVE_VIEWS, LIVE_IMPRESSIONS,
                        "Views over how often the room was shown, both in times.")
LIVE_COMMENT_RATE = Ratio("live_comment_rate", "评论互动率", Unit.SHARE, LIVE_COMMENTS, LIVE_VIEWS,
                          "Comments over views; Taobao's 互动率 counts likes and follows too: not this.")
LIVE_ITEM_EXPOSURE_RATE = Ratio("live_item_exposure_rate", "商品曝光率", Unit.SHARE, LIVE_ITEM_VIEWERS, LIVE_VIEWERS,
                                "Of a show's viewers, those who saw a listing.")
ITEM_CLICK_RATE = Ratio("item_click_rate", "商品点击率", Unit.SHARE, LIVE_ITEM_CLICKS, LIVE_ITEM_IMPRESSIONS,
                        "In times; a person who clicks twice counts twice.")
LIVE_CLICK_TO_PAID_RATE = Ratio("live_click_to_paid_rate", "点击支付率", Unit.SHARE, LIVE_PAID_ORDERS, LIVE_ITEM_CLICKS,
                                "Orders over clicks on listings.")
LIVE_PAYMENT_CVR = Ratio("live_payment_cvr", "观看成交率", Unit.SHARE, LIVE_PAID_BUYERS, LIVE_VIEWERS,
                         "Buyers over viewers, people within a show.")
GPM = Ratio("gpm", "千次观看成交金额", Unit.MONEY, LIVE_PAID_GMV, LIVE_VIEWS, times=1000,
            note="Per thousand views (场观); some divide by viewers: not this.")
LIVE_UV_VALUE = Ratio("live_uv_value", "直播UV价值", Unit.MONEY, LIVE_PAID_GMV, LIVE_VIEWERS, "Per viewer, people within a show.")
LIVE_AD_SHARE = Ratio("live_ad_share", "直播投放占比", Unit.SHARE, LIVE_AD_SPEND, LIVE_PAID_GMV,
                      "Ad spend over sales of the show. What share of the views was paid for is in no export.",
                      higher_is_better=False)
LIVE_REFUND_RATE = Ratio("live_refund_rate", "直播退款率", Unit.SHARE, LIVE_REFUNDED, LIVE_PAID_GMV,
                         "By amount, of the show's own orders, refunded so far: it rises for weeks.", higher_is_better=False)

OF_LIVE = (LIVE_VIEWERS, LIVE_ITEM_VIEWERS, LIVE_ITEM_CLICKERS, LIVE_PAID_BUYERS, LIVE_VIEWS, LIVE_IMPRESSIONS, LIVE_COMMENTS,
           LIVE_NEW_FOLLOWERS, LIVE_ITEM_IMPRESSIONS, LIVE_ITEM_CLICKS, LIVE_PAID_GMV, LIVE_PAID_ORDERS, LIVE_REFUNDED,
           LIVE_HOUR_REFUNDED, LIVE_AD_SPEND, LIVE_WATCH_MINUTES)
