"""What is read from report tables each morning: the shop's own days, and the slices of traffic, ads and stock."""

from collections.abc import Mapping

from daybook.facts.report_tables import AD_KEYWORD_DAY, AD_PLAN_DAY, PRODUCT_DAY, SHOP_DAY, SOURCE_DAY
from daybook.facts.stock_tables import STOCK_DAY
from daybook.metrics.definitions import ads, stock, traffic
from daybook.metrics.reported import Reported

SHOP_TRAFFIC = Reported("shop_traffic", SHOP_DAY, (), traffic.OF_SHOP)
SEARCH_TRAFFIC = Reported("search_traffic", SOURCE_DAY, (), (traffic.SEARCH_VISITORS,))
ADS = Reported("ads", AD_PLAN_DAY, (), ads.OF_PLANS, absent_is_zero=True)
KEYWORD_ADS = Reported("keyword_ads", AD_KEYWORD_DAY, (), ads.OF_KEYWORDS, absent_is_zero=True)
STOCK = Reported("stock", STOCK_DAY, (), stock.OF_SHOP)

SOURCES = Reported("sources", SOURCE_DAY, ("source_1", "source_2", "source_3", "source_4"), traffic.OF_SOURCE,
                   prefix="source_")
PRODUCTS = Reported("products", PRODUCT_DAY, ("item_id",), traffic.OF_PRODUCT, named="title", prefix="product_")
PLANS = Reported("plans", AD_PLAN_DAY, ("plan_id",), ads.OF_PLANS, named="plan")
KEYWORDS = Reported("keywords", AD_KEYWORD_DAY, ("plan_id", "item_id", "keyword"), ads.OF_KEYWORDS, prefix="keyword_")
SKUS = Reported("skus", STOCK_DAY, ("item_id", "sku"), stock.OF_SKU, named="title")

#: Without dimensions: one value per shop and day.
DAILY: tuple[Reported, ...] = (SHOP_TRAFFIC, SEARCH_TRAFFIC, ADS, KEYWORD_ADS, STOCK)
#: By the name of the dimension that desks ask for.
SLICED: Mapping[str, Reported] = {"source": SOURCES, "product_traffic": PRODUCTS, "plan": PLANS, "keyword": KEYWORDS,
                                  "stock": SKUS}
