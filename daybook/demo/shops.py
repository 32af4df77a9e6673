"""The shops of one seed: goods with codes, prices and costs, sources, keywords.  Static; the days come later."""

from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np

from daybook.demo import cast


@dataclass(frozen=True)
class Sku:
    """One SKU: `index` counts through the shop; money in cents of the shop's currency."""

    index: int
    code: str
    sku_id: str
    variant: str
    list_cents: int
    price_cents: int
    cost_cents: int
    share: float


@dataclass(frozen=True)
class Product:
    """One listing (链接) of a shop."""

    index: int
    item_id: str
    code: str
    title: str
    weight: float
    role: str
    skus: tuple[Sku, ...]


@dataclass(frozen=True)
class Keyword:
    """One keyword of an ad plan: `share` of its product's paid clicks, `cpc_cents` at an ordinary bid."""

    index: int
    word: str
    word_id: str
    product: int
    plan: str
    plan_id: str
    unit_id: str
    match: str
    share: float
    cpc_cents: int
    ctr: float


@dataclass(frozen=True)
class ShopPlan:
    """A shop before its days are drawn."""

    index: int
    client: str
    name: str
    platform: str
    category: str
    zone: str
    currency: str
    orders: float
    growth: float
    cvr: float
    refund_rate: float
    products: tuple[Product, ...]
    sources: tuple[cast.Source, ...]
    devices: tuple[tuple[str, float], ...]
    regions: tuple[tuple[str, str, str, float], ...]
    keywords: tuple[Keyword, ...]

    @cached_property
    def skus(self) -> tuple[Sku, ...]:
        """All SKUs in the order of their index."""
        return tuple(s for p in self.products for s in p.skus)

    @property
    def chinese(self) -> bool:
        """Whether the shop sells on a platform of mainland China."""
        return self.platform != "shopify"


def stream(seed: int, shop: int, subject: str) -> np.random.Generator:
    """A random stream of its own per shop and subject, so that one subject's draws never move another's."""
    return np.random.default_rng([seed, shop, crc32(subject.encode())])


def plan_shops(seed: int, shops: int) -> tuple[ShopPlan, ...]:
    """The first `shops` shops of the agency; beyond the dozen the cast repeats, smaller, under new clients."""
    return tuple(_plan_shop(seed, i) for i in range(shops))


def _plan_shop(seed: int, index: int) -> ShopPlan:
    template = cast.TEMPLATES[index % len(cast.TEMPLATES)]
    turn = index // len(cast.TEMPLATES)
    rng = stream(seed, index, "shop")
    suffix = f"-{turn + 1}" if turn else ""
    orders = template.orders * rng.uniform(0.92, 1.08) if not turn else rng.uniform(20, 60)
    products = _products(rng, template)
    lift = cast.REFUND_LIFT[template.platform]
    return ShopPlan(
        index=index, client=template.client + suffix, name=template.shop + suffix, platform=template.platform,
        category=template.category, zone=template.zone, currency=template.currency, orders=float(orders),
        growth=template.growth, cvr=cast.BASE_CVR[template.platform] * float(rng.uniform(0.9, 1.1)),
        refund_rate=cast.REFUND_RATE[template.category] * lift, products=products,
        sources=cast.SOURCES[template.platform], devices=cast.DEVICES[template.platform],
        regions=_regions(template.currency), keywords=_keywords(rng, template, products),
    )


def handle(title: str) -> str:
    """The address part of a Shopify product, by which all of the shop's exports call it.

    >>> handle("Airtight Jar Set")
    'airtight-jar-set'
    """
    return title.lower().replace(" ", "-")


def _regions(currency: str) -> tuple[tuple[str, str, str, float], ...]:
    return {"CNY": cast.REGIONS_CN, "USD": cast.REGIONS_US, "EUR": cast.REGIONS_EU}[currency]


def _products(rng: np.random.Generator, template: cast.Template) -> tuple[Product, ...]:
    goods = cast.GOODS[template.category]
    weights = 0.74 ** np.arange(len(goods)) * rng.uniform(0.9, 1.1, len(goods))
    weights = weights / weights.sum()
    english = template.platform == "shopify"
    prefix = {"taobao": 52, "tmall": 68, "douyin": 37, "shopify": 81}[template.platform]
    products, next_sku = [], 0
    for i, (code, zh, en, price, cost, variants) in enumerate(goods):
        number = f"{prefix}{rng.integers(10**9, 10**10)}"
        skus = _skus(rng, template, code, price, cost, variants, next_sku)
        next_sku += len(skus)
        role = "hero" if i == 0 else "profit" if i < 4 else "long_tail"
        item_id = handle(en) if english else number
        products.append(Product(i, item_id, code, en if english else zh, float(weights[i]), role, skus))
    return tuple(products)


def _skus(
    rng: np.random.Generator, template: cast.Template, code: str, price: int, cost: float,
    variants: tuple[tuple[str, str], ...], first: int,
) -> tuple[Sku, ...]:
    shares = rng.dirichlet(np.full(len(variants), 6.0))
    english = template.platform == "shopify"
    skus = []
    for i, (zh, en) in enumerate(variants):
        step = 1.0 + 0.12 * i if len(variants) == 2 else 1.0
        deal = round(price * step / cast.YUAN_PER[template.currency])
        cents = deal * 100 - (5 if english else 0)
        skus.append(Sku(
            first + i, f"{code}-{i + 1}", str(rng.integers(10**12, 10**13)), en if english else zh,
            round(deal * 1.25) * 100, cents, round(cents * cost), float(shares[i]),
        ))
    return tuple(skus)


def _keywords(
    rng: np.random.Generator, template: cast.Template, products: tuple[Product, ...]
) -> tuple[Keyword, ...]:
    """Up to three keywords for each of the six leading products, in two plans."""
    english = template.platform == "shopify"
    tails = (("", "exact"), (" best", "phrase"), (" buy", "broad")) if english else (
        ("", "精准匹配"), (" 推荐", "广泛匹配"), (" 旗舰店", "广泛匹配"))
    keywords: list[Keyword] = []
    plan_ids = [str(rng.integers(10**9, 10**10)) for _ in range(2)]
    names = ("Search hero", "Search range") if english else ("爆款搜索", "长尾搜索")
    for product in products[:6]:
        shares = np.sort(rng.dirichlet(np.array([5.0, 3.0, 2.0])))[::-1]
        plan = 0 if product.index < 2 else 1
        unit = str(rng.integers(10**9, 10**10))
        price = product.skus[0].price_cents
        for (tail, match), share in zip(tails, shares, strict=True):
            word = cast.WORDS[template.category][product.index][1 if english else 0] + tail
            keywords.append(Keyword(
                len(keywords), word, str(rng.integers(10**10, 10**11)), product.index, names[plan],
                plan_ids[plan], unit, match, float(share),
                max(20, round(price * rng.uniform(0.0065, 0.0095))), float(rng.uniform(0.025, 0.055)),
            ))
    return tuple(keywords)
