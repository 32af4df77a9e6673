"""What is read from report tables each morning: the shop's own days, and the slices of traffic, ads and stock."""

from collections.abc import Mapping

from daybook.facts.market_tables import AD_TERM_PERIOD
from daybook.facts.report_tables import (
    AD_KEYWORD_DAY,
    AD_MATERIAL_DAY,
    AD_PLAN_DAY,
    PRODUCT_DAY,
    SHOP_DAY,
    SOURCE_DAY,
)
from daybook.facts.stock_tables import STOCK_DAY
from daybook.facts.traffic_tables import CARRIER_DAY, DEVICE_DAY, LIVE_SESSION, PRODUCT_SOURCE_DAY, SEARCH_WORD_DAY
from daybook.metrics.definitions import ads, cuts, live, stock, traffic
from daybook.metrics.reported import Reported

SHOP_TRAFFIC = Reported("shop_traffic", SHOP_DAY, (), traffic.OF_SHOP)
SEARCH_TRAFFIC = Reported("search_traffic", SOURCE_DAY, (), (traffic.SEARCH_VISITORS,))
ADS = Reported("ads", AD_PLAN_DAY, (), ads.OF_PLANS, absent_is_zero=True)
KEYWORD_ADS = Reported("keyword_ads", AD_KEYWORD_DAY, (), ads.OF_KEYWORDS, absent_is_zero=True)
MATERIAL_ADS = Reported("material_ads", AD_MATERIAL_DAY, (), ads.OF_MATERIALS, absent_is_zero=True)
LIVE = Reported("live", LIVE_SESSION, (), live.OF_LIVE, absent_is_zero=True)
STOCK = Reported("stock", STOCK_DAY, (), stock.OF_SHOP)

SOURCES = Reported("sources", SOURCE_DAY, ("source_1", "source_2", "source_3", "source_4"), traffic.OF_SOURCE,
                   prefix="source_")
PRODUCTS = Reported("products", PRODUCT_DAY, ("item_id",), traffic.OF_PRODUCT, named="title", prefix="product_")
PLANS = Reported("plans", AD_PLAN_DAY, ("plan_id",), ads.OF_PLANS, named="plan")
#: By the id of a plan, the platform's scene that it runs in.
SCENES = Reported("scenes", AD_PLAN_DAY, ("plan_id",), ads.OF_PLANS, named="scene")
KEYWORDS = Reported("keywords", AD_KEYWORD_DAY, ("plan_id", "item_id", "keyword"), ads.OF_KEYWORDS, prefix="keyword_")
TERMS = Reported("terms", AD_TERM_PERIOD, ("plan_id", "keyword_kind", "keyword", "term"), ads.OF_TERMS, one_day=True)
SKUS = Reported("skus", STOCK_DAY, ("item_id", "sku"), stock.OF_SKU, named="title")
MATERIALS = Reported("materials", AD_MATERIAL_DAY, ("material_id",), ads.OF_MATERIALS, named="title",
                     prefix="material_")
DEVICES = Reported("devices", DEVICE_DAY, ("device",), cuts.OF_DEVICE, prefix="device_")
CARRIERS = Reported("carriers", CARRIER_DAY, ("carrier", "account_kind"), cuts.OF_CARRIER, prefix="carrier_")
SEARCH_WORDS = Reported("search_words", SEARCH_WORD_DAY, ("word",), cuts.OF_SEARCH_WORD, prefix="search_word_")
ITEM_SOURCES = Reported("item_sources", PRODUCT_SOURCE_DAY, ("item_id", "source", "source_detail", "device"),
                        cuts.OF_ITEM_SOURCE, prefix="item_source_")
LIVE_SHOWS = Reported("live_shows", LIVE_SESSION, ("session_id",), live.OF_LIVE, named="account", prefix="live_")

#: Without dimensions: one value per shop and day.
DAILY: tuple[Reported, ...] = (SHOP_TRAFFIC, SEARCH_TRAFFIC, ADS, KEYWORD_ADS, MATERIAL_ADS, LIVE, STOCK)
#: By the name of the dimension that desks ask for.
SLICED: Mapping[str, Reported] = {
    "source": SOURCES, "product_traffic": PRODUCTS, "plan": PLANS, "keyword": KEYWORDS, "material": MATERIALS,
    "stock": SKUS, "device": DEVICES, "carrier": CARRIERS, "search_word": SEARCH_WORDS,
    "product_source": ITEM_SOURCES, "live": LIVE_SHOWS, "search_term": TERMS,
}
