"""Shops read over their APIs.  `SERVICES` is the one registration: which APIs a platform's shops have."""

from collections.abc import Mapping

from daybook.sources.api.amazon import AMAZON
from daybook.sources.api.amazon_ads import AMAZON_ADS
from daybook.sources.api.douyin import DOUYIN
from daybook.sources.api.feed import Service
from daybook.sources.api.google_ads import GOOGLE_ADS
from daybook.sources.api.shopify import SHOPIFY
from daybook.sources.api.taobao import TAOBAO
from daybook.sources.api.vendure import VENDURE
from daybook.sources.api.woocommerce import WOOCOMMERCE

SERVICES: Mapping[str, tuple[Service, ...]] = {
    "amazon": (AMAZON, AMAZON_ADS),
    "douyin": (DOUYIN,),
    "other": (GOOGLE_ADS,),
    "shopify": (SHOPIFY, GOOGLE_ADS),
    "taobao": (TAOBAO,),
    "tmall": (TAOBAO,),
    "vendure": (VENDURE, GOOGLE_ADS),
    "woocommerce": (WOOCOMMERCE, GOOGLE_ADS),
}
