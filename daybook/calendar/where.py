"""Whose festivals count for a shop: its platform's country, else that of its currency."""

#: Platforms of one country; the others sell wherever their currency is spent.
CHINESE = frozenset({"taobao", "tmall", "douyin", "jd", "pinduoduo"})
BY_CURRENCY = {"CNY": "CN", "GBP": "GB", "USD": "US", "BRL": "BR", "EUR": "DE", "INR": "IN", "JPY": "JP", "CAD": "CA",
               "AUD": "AU"}


def country_of(platform: str, currency: str) -> str:
    """The country whose festivals the shop's buyers keep, as two letters.

    >>> country_of("tmall", "USD"), country_of("shopify", "GBP"), country_of("shopify", "XAF")
    ('CN', 'GB', 'US')
    """
    return "CN" if platform in CHINESE else BY_CURRENCY.get(currency, "US")
