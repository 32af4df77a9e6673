"""`READERS` is the one registration: a new export is one class in a platform's folder and one name here."""

from daybook.sources.amazon import AMAZON
from daybook.sources.api.douyin_rows import DOUYIN_PAGES
from daybook.sources.api.google_ads_rows import GOOGLE_ADS_PAGES
from daybook.sources.api.shopify_rows import SHOPIFY_PAGES
from daybook.sources.api.taobao_rows import TAOBAO_PAGES
from daybook.sources.api.vendure_rows import VENDURE_PAGES
from daybook.sources.api.woocommerce_rows import WOOCOMMERCE_PAGES
from daybook.sources.douyin import DOUYIN
from daybook.sources.etsy import ETSY
from daybook.sources.google import GOOGLE
from daybook.sources.jd import JD
from daybook.sources.meta.ads_export import ADS as META_ADS
from daybook.sources.own.creators import OWN_CREATORS
from daybook.sources.own.minutes import MINUTES
from daybook.sources.own.page_tests import PAGE_TESTS
from daybook.sources.own.stock_csv import StockCsv
from daybook.sources.own.talk import TALK
from daybook.sources.pinduoduo import PINDUODUO
from daybook.sources.reader import Reader
from daybook.sources.shopify import session_cuts
from daybook.sources.shopify.orders_export import OrdersExport as ShopifyOrders
from daybook.sources.shopify.payments_export import PAYMENTS as SHOPIFY_PAYMENTS
from daybook.sources.shopify.payouts_export import PAYOUT_DAYS as SHOPIFY_PAYOUTS
from daybook.sources.shopify.sessions_export import SESSIONS_BY_DAY, SESSIONS_BY_SOURCE
from daybook.sources.shopify.shelf_export import InventoryExport, ProductsExport
from daybook.sources.taobao import TAOBAO, sycm_cuts
from daybook.sources.taobao.ads_export import KeywordDayExport, PlanDayExport
from daybook.sources.taobao.order_lines_export import OrderLinesExport as TaobaoOrderLines
from daybook.sources.taobao.orders_export import OrdersExport as TaobaoOrders
from daybook.sources.taobao.refunds_export import RefundsExport as TaobaoRefunds
from daybook.sources.taobao.reviews_export import ReviewsExport
from daybook.sources.taobao.sycm import PRODUCT_DAY_EXPORT, SHOP_DAY_EXPORT
from daybook.sources.taobao.traffic_source_export import TrafficSourceExport
from daybook.sources.tiktok.orders_export import OrdersExport as TikTokOrders
from daybook.sources.woocommerce.orders_export import OrdersExport as WooOrders
from daybook.sources.woocommerce.products_export import ProductsExport as WooProducts

READERS: tuple[Reader, ...] = (
    TaobaoOrders(),
    TaobaoOrderLines(),
    TaobaoRefunds(),
    SHOP_DAY_EXPORT,
    PRODUCT_DAY_EXPORT,
    TrafficSourceExport(),
    KeywordDayExport(),
    PlanDayExport(),
    sycm_cuts.DEVICES,
    sycm_cuts.SOURCE_HOURS,
    sycm_cuts.PRODUCT_SOURCES,
    sycm_cuts.SEARCH_WORDS,
    ReviewsExport(),
    *TAOBAO,
    *DOUYIN,
    ShopifyOrders(),
    SESSIONS_BY_DAY,
    SESSIONS_BY_SOURCE,
    session_cuts.DEVICES,
    session_cuts.SOURCE_HOURS,
    session_cuts.PRODUCT_SOURCES,
    ProductsExport(),
    InventoryExport(),
    SHOPIFY_PAYMENTS,
    SHOPIFY_PAYOUTS,
    *GOOGLE,
    META_ADS,
    *JD,
    *PINDUODUO,
    *AMAZON,
    TikTokOrders(),
    *ETSY,
    WooProducts(),
    WooOrders(),
    StockCsv(),
    *TALK, *OWN_CREATORS,
    MINUTES,
    PAGE_TESTS,
    *VENDURE_PAGES,
    *SHOPIFY_PAGES,
    *TAOBAO_PAGES,
    *WOOCOMMERCE_PAGES,
    *DOUYIN_PAGES,
    *GOOGLE_ADS_PAGES,
)
