"""Reports of some shops in one month: traffic of shop, products, sources and their crossing, devices, ads and stock."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from bench.bulk import arrays as a
from bench.bulk.agency import CVR, PLACES, Agency, Floats
from bench.bulk.arrays import Ints
from bench.bulk.rows import Rows, spread
from daybook.facts.report_tables import AD_KEYWORD_DAY, AD_PLAN_DAY, PRODUCT_DAY, SHOP_DAY, SOURCE_DAY
from daybook.facts.stock_tables import STOCK_DAY
from daybook.facts.table import Table
from daybook.facts.traffic_tables import DEVICE_DAY, PRODUCT_SOURCE_DAY

#: Source and detail, in the order of their text, and the share of visitors.
SOURCES = tuple(sorted((
    ("手淘搜索", "", 0.27), ("手淘推荐", "首页推荐", 0.17), ("手淘推荐", "微详情", 0.09), ("我的淘宝", "收藏夹", 0.06),
    ("我的淘宝", "购物车", 0.08), ("万相台", "关键词推广", 0.12), ("万相台", "人群推广", 0.08), ("淘宝直播", "", 0.06),
    ("淘外媒体", "", 0.03), ("其他", "", 0.04))))
DEVICES = (("PC端", 0.06), ("无线端", 0.94))
SCENES = ("关键词推广", "人群推广", "货品运营")
WORDS = ("保温壶", "大容量水壶", "家用烧水壶", "便携水杯", "礼品套装")
#: A buyer in so many looked at something twice.
VIEWS = 2.6
#: Days at the end on which a lost source stays lost.
LOST_DAYS = 2


def make_reports(agency: Agency, shops: Ints, first: int, last: int, paid_cents: Ints) -> Iterator[Rows]:
    """`paid_cents` is what `shops` were paid on each of the days first..last, both in."""
    days = np.arange(first, last + 1)
    rng = agency.rng(2, first, shops)
    ones = np.ones((len(shops), len(days)), dtype=np.int64)
    yield _shop_rows(agency, rng, *spread(shops, days, ones)[:2], paid_cents.ravel())
    yield _device_rows(agency, rng, *spread(shops, days, 2 * ones))
    yield _source_rows(agency, rng, *spread(shops, days, len(SOURCES) * ones))
    yield from _product_rows(agency, rng, *spread(shops, days, agency.items[shops][:, None] * ones))
    yield from _ad_rows(agency, rng, shops, days, ones)
    kept = days[days >= agency.size.days - agency.size.stock_days]
    if len(kept):
        yield _stock_rows(agency, rng, *spread(shops, kept, 2 * agency.items[shops][:, None] * ones[:, :len(kept)]))


def _shares(agency: Agency, shop: Ints, day: Ints) -> Floats:
    """Visitors by source (rows, sources), with the source that a shop lost in the last days."""
    shares = np.tile([s[2] for s in SOURCES], (len(shop), 1))
    hit = np.flatnonzero((day >= agency.size.days - LOST_DAYS) & (agency.lost_source[shop] >= 0))
    shares[hit, agency.lost_source[shop[hit]]] *= 0.25
    return np.asarray(shares)


def _people(rng: np.random.Generator, visitors: Ints, cvr: Floats, price: Ints) -> dict[str, Ints]:
    """What so many visitors do."""
    bought = rng.binomial(visitors, np.minimum(cvr, 1.0))
    return {"page_views": (visitors * VIEWS).astype(np.int64), "favorite_buyers": rng.binomial(visitors, 0.04),
            "cart_buyers": rng.binomial(visitors, 0.09), "ordered_buyers": bought, "paid_buyers": bought,
            "paid_orders": bought, "paid_units": bought + rng.binomial(bought, 0.12), "paid_amount": bought * price}


def _report(table: Table, file: str, agency: Agency, shop: Ints, day: Ints, counted: dict[str, Ints],
            **columns: object) -> Rows:
    """Rows of a report with its day, currency, counts and money; what the table does not have is left out."""
    values = {n: a.money(v) if table.column(n).type == "money" else a.counts(v)
              for n, v in counted.items() if n in table.names}
    return Rows(table, file, shop, day, {
        "day": a.days(day + agency.first_ordinal), **values, **columns,
        "currency": a.texts(agency.place[shop], [p[2] for p in PLACES])})


def _shop_rows(agency: Agency, rng: np.random.Generator, shop: Ints, day: Ints, cents: Ints) -> Rows:
    visitors, paid = agency.visitors[shop, day], agency.paid[shop, day]
    done = _people(rng, visitors, agency.cvr[shop, day], np.full(len(shop), 1)) | {
        "visitors": visitors, "ordered_buyers": agency.orders[shop, day], "paid_buyers": paid, "paid_orders": paid,
        "paid_units": paid, "paid_amount": cents, "new_buyers": agency.new[shop, day],
        "old_buyers": paid - agency.new[shop, day]}
    return _report(SHOP_DAY, "shop", agency, shop, day, done)


def _device_rows(agency: Agency, rng: np.random.Generator, shop: Ints, day: Ints, n: Ints) -> Rows:
    share = np.array([s for _, s in DEVICES])[n]
    visitors = rng.poisson(agency.visitors[shop, day] * share)
    done = _people(rng, visitors, agency.cvr[shop, day], np.full(len(shop), 9000)) | {"visitors": visitors}
    return _report(DEVICE_DAY, "shop", agency, shop, day, done, device=a.texts(n, [d for d, _ in DEVICES]))


def _source_rows(agency: Agency, rng: np.random.Generator, shop: Ints, day: Ints, n: Ints) -> Rows:
    share = _shares(agency, shop, day)[np.arange(len(shop)), n]
    visitors = rng.poisson(agency.visitors[shop, day] * share)
    done = _people(rng, visitors, agency.cvr[shop, day], np.full(len(shop), 9000)) | {
        "visitors": visitors, "new_visitors": (visitors * 0.6).astype(np.int64)}
    empty = a.same("", len(shop))
    return _report(SOURCE_DAY, "sources", agency, shop, day, done, source_1=a.texts(n, [s[0] for s in SOURCES]),
                   source_2=a.texts(n, [s[1] for s in SOURCES]), source_3=empty, source_4=empty)


def _product_rows(agency: Agency, rng: np.random.Generator, shop: Ints, day: Ints, n: Ints) -> Iterator[Rows]:
    """Products that had visitors, and where those came from; a shop's first product always has one."""
    item = agency.item_from[shop] + n
    visitors = rng.poisson(agency.visitors[shop, day] * agency.weight[item] * 1.15)
    visitors[agency.sold_out[shop] & (n == 0) & (day == agency.size.days - 1)] //= 6
    visitors = np.where(n == 0, np.maximum(visitors, 1), visitors)
    seen = np.flatnonzero(visitors)
    shop, day, item, visitors = shop[seen], day[seen], item[seen], visitors[seen]
    done = _people(rng, visitors, agency.cvr[shop, day], agency.price[item]) | {"visitors": visitors}
    yield _report(PRODUCT_DAY, "products", agency, shop, day, done, item_id=a.texts(item, agency.item_ids),
                  title=a.texts(item, agency.titles))
    crossed = rng.poisson(visitors[:, None] * _shares(agency, shop, day))
    at, source = np.nonzero(crossed)
    shop, day, item, visitors = shop[at], day[at], item[at], crossed[at, source]
    done = _people(rng, visitors, agency.cvr[shop, day], agency.price[item]) | {"visitors": visitors}
    ids = a.texts(item, agency.item_ids)
    rows = _report(PRODUCT_SOURCE_DAY, "item-sources", agency, shop, day, done, item_id=ids,
                   title=a.texts(item, agency.titles), source=a.texts(source, [s[0] for s in SOURCES]),
                   source_detail=a.texts(source, [s[1] for s in SOURCES]), device=a.same("", len(shop)))
    yield Rows(rows.table, rows.file, shop, day, rows.columns, part=ids)


def _ad_rows(agency: Agency, rng: np.random.Generator, shops: Ints, days: Ints, ones: Ints) -> Iterator[Rows]:
    """Plans by scene, and the keywords of the first plan for the first three products, where there are so many."""
    shop, day, n = spread(shops, days, len(SCENES) * ones)
    counted = _delivered(agency, rng, shop, day, np.array([0.12, 0.08, 0.03])[n])
    yield _report(AD_PLAN_DAY, "ads", agency, shop, day, counted, plan_id=_plan_ids(shop, n),
                  plan=a.texts(n, [f"{s} 主推" for s in SCENES]), scene=a.texts(n, SCENES))
    pairs = list(product(range(3), sorted(range(len(WORDS)), key=lambda i: WORDS[i])))
    shop, day, n = spread(shops, days, len(pairs) * ones)
    item, word = np.array(pairs)[n].T
    shop, day, n, item, word = (one[item < agency.items[shop]] for one in (shop, day, n, item, word))
    counted = _delivered(agency, rng, shop, day, 0.12 / (1.0 + n))
    yield _report(AD_KEYWORD_DAY, "ads", agency, shop, day, counted, plan_id=_plan_ids(shop, np.zeros_like(n)),
                  plan=a.same(f"{SCENES[0]} 主推", len(n)), scene=a.same(SCENES[0], len(n)), unit_id=a.same("", len(n)),
                  item_id=a.texts(agency.item_from[shop] + item, agency.item_ids), keyword=a.texts(word, WORDS),
                  keyword_kind=a.same("关键词", len(n)))


def _plan_ids(shop: Ints, n: Ints) -> object:
    return a.numbers_as_text(40_000_000_000 + shop * 10 + n)


def _delivered(agency: Agency, rng: np.random.Generator, shop: Ints, day: Ints, share: Floats) -> dict[str, Ints]:
    clicks = rng.poisson(agency.visitors[shop, day] * share)
    orders = rng.binomial(clicks, CVR)
    return {"impressions": clicks * 25, "clicks": clicks, "ad_spend": clicks * 85, "ad_orders": orders,
            "ad_gmv": orders * 9000, "direct_orders": orders * 3 // 4, "direct_gmv": orders * 3 // 4 * 9000,
            "cart_units": clicks // 9, "favorites": clicks // 20}


def _stock_rows(agency: Agency, rng: np.random.Generator, shop: Ints, day: Ints, n: Ints) -> Rows:
    item = agency.item_from[shop] + n // 2
    daily = agency.level[shop] * agency.weight[item]
    left = (daily * (8 + rng.random(len(shop)) * 40) + 5).astype(np.int64)
    left[agency.sold_out[shop] & (n < 2) & (day == agency.size.days - 1)] = 0
    return _report(STOCK_DAY, "stock", agency, shop, day, {"sellable_units": left, "price": agency.price[item]},
                   item_id=a.texts(item, agency.item_ids), sku=a.texts(item * 2 + n % 2, agency.skus),
                   title=a.texts(item, agency.titles))
