"""A seeded agency's facts as its briefs see them, without the detour over files: for scores over many seeds.

What each morning knows is the same to the number as over files, landings and the lake (`tests/workflows/test_score.py`
holds both against each other), but for refunds that a file of the next days brings, and sales credited to ads within a
day or two.  What no export has comes over its own files and records, as it always does.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

from daybook.demo import service
from daybook.demo.ads import credited
from daybook.demo.buying import DAY_SECONDS
from daybook.demo.given import write_given
from daybook.demo.paper import Sink, write_manifest
from daybook.demo.rivals import write_looks
from daybook.demo.tallies import _lines
from daybook.demo.typed import typed
from daybook.demo.world import ShopWorld, World
from daybook.domain.brief import Readiness, State
from daybook.domain.given import Given
from daybook.domain.profit import RefundShares
from daybook.domain.seen import Scope, Seen
from daybook.domain.shop import Shop
from daybook.metrics.windows import add_trailing
from daybook.workflows.demonstrate import take_in_given
from daybook.workflows.given import given_known
from daybook.workflows.house import House, add_shop
from daybook.workflows.profit import earned
from daybook.workflows.seeing import COVER_KNOWN_DAYS, SLICED_DAYS, WINDOW_DAYS

NINE, KNOWN_LATER = time(9), datetime(2100, 1, 1, tzinfo=UTC)
#: The age at which a month of history shows ads, and the ages of a day's two daily exports.
SETTLED_AGE, FIRST_AGE, SECOND_AGE = 40, 1, 4
ENDS = ("before_dispatch", "returned", "money_only", "partial")
TAOBAO = ("taobao", "tmall")
TABLES = {"taobao": ("refunds", "reviews", "product_day", "ad_keyword_day", "ad_plan_day", "search_word_day"),
          "douyin": ("refunds", "ad_material_day", "live_session"), "shopify": ("ad_keyword_day",)}
EVERY = ("orders", "order_lines", "shop_day", "source_day", "device_day", "product_source_day", "source_hour", "stock_day")
Row = Sequence[Decimal | None]
Rows = dict[str, Row]
Slices = dict[str, dict[str, dict[Scope, Row]]]


def counts(values: Sequence[int]) -> Row:
    return [Decimal(int(v)) for v in values]


def cents(values: Sequence[int]) -> Row:
    return [Decimal(round(float(v))).scaleb(-2) for v in values]


class WorldFacts:
    """All shops of one world; `seen(on)` is what the morning of `on` knows of each."""

    def __init__(self, made: World, house: House, folder: Path, daily: int) -> None:
        self.made, self.days = made, made.days
        self.shops = {s.plan.name: add_shop(house, s.plan.name, s.plan.client, s.plan.platform, s.plan.zone, s.plan.currency)
                      for s in made.shops}
        entries = []
        for shop in made.shops:
            sink = Sink(folder, shop.plan.client, shop.plan.name, shop.plan.platform)
            write_given(shop, sink, daily)
            if shop.plan.platform in TAOBAO:
                write_looks(made.seed, shop, sink, daily)
            if shop.plan.name in service.SHOPS:
                service.write_told(shop, sink, service.planted_of(made.seed, shop))
            entries.extend(sink.entries)
        write_manifest(folder, entries)
        take_in_given(house, folder)
        self.givens = given_known(list(self.shops.values()), KNOWN_LATER)
        self.daily = daily
        self.facts = {s.plan.name: (_daily(s), _sliced(s)) for s in made.shops}

    def seen(self, on: date) -> dict[str, Seen]:
        """shop -> what is known of it at nine o'clock of `on`."""
        last = self.days.index(on - timedelta(days=1))
        return {s.plan.name: self._seen(s, self.shops[s.plan.name], on, last) for s in self.made.shops}

    def _seen(self, one: ShopWorld, shop: Shop, on: date, last: int) -> Seen:
        first, sliced_from, platform = max(0, last - WINDOW_DAYS + 1), max(0, last - SLICED_DAYS + 1), one.plan.platform
        late = any(i.kind == "late_export" and i.first == last for i in one.incidents)
        daily, sliced = self.facts[one.plan.name]
        missing = _late(platform) if late else frozenset()
        known = {m: self._span(row, first, last - (late and m in ("visitors", "sessions", "paid_sessions", "platform_paid_gmv")))
                 for m, row in daily.items()}
        slices = {dim: {m: {scope: self._span(row, sliced_from, last - (dim in missing)) for scope, row in of.items()}
                        for m, of in by_metric.items()} for dim, by_metric in sliced.items()}
        slices |= {dim: dict(of) for dim, of in self._ads(one, last, sliced_from).items()}
        if platform == "shopify":
            slices["search_term"] = self._typed(one, last, sliced_from)
        for dim in {"plan", "keyword", "material"} & slices.keys():
            known |= {m: _total(of) for m, of in slices[dim].items()}
        known |= self._whole_ads(one, first, last)
        add_trailing(known, on - timedelta(days=COVER_KNOWN_DAYS), on - timedelta(days=1))
        tables = (*EVERY, *TABLES["taobao" if platform in TAOBAO else platform])
        states = {t: dict.fromkeys(self.days[first:last + (t not in _tables(missing))], State.IN) for t in tables}
        as_of = shop.moment(on, NINE)
        ready = [Readiness(t, t, State.NOT_IN if t in _tables(missing) else State.IN,
                           self.days[last - (t in _tables(missing))], as_of, due=late) for t in sorted(tables)]
        return earned(Seen(shop, on, as_of, known, slices, states, ready, self.days[0], given=self._given(shop, as_of),
                           names=_names(one)), _refund_shares(one, last))

    def _span(self, row: Row, first: int, last: int) -> dict[date, Decimal]:
        return {self.days[d]: v for d in range(first, last + 1) if (v := row[d]) is not None}

    def _given(self, shop: Shop, as_of: datetime) -> Given:
        whole = self.givens[shop.name]
        return replace(whole, as_of=as_of, notes=[n for n in whole.notes if n.known_at <= as_of])

    def _age(self, day: int, last: int) -> int:
        """How old the newest report of a day's ads is: months, then each day twice, and two weeks again on Mondays."""
        if day < len(self.days) - self.daily:
            return SETTLED_AGE
        mondays = [t for t in range(last + 1, last - 20, -1) if self.days[t - 1].weekday() == 6 and t - 14 <= day < t]
        return max([FIRST_AGE if last + 1 - day < SECOND_AGE else SECOND_AGE, *(t - day for t in mondays)])

    def _ads(self, one: ShopWorld, last: int, first: int) -> dict[str, dict[str, dict[Scope, dict[date, Decimal]]]]:
        """Ads by word, plan or material, with the sales that the newest report of each day credits."""
        found: dict[str, dict[str, dict[Scope, dict[date, Decimal]]]] = defaultdict(lambda: defaultdict(dict))
        plan, ages = one.plan, {d: self._age(d, last) for d in range(first, last + 1)}
        for word in plan.keywords:
            named = word.plan_id if plan.chinese else word.plan
            item = plan.products[word.product].item_id if plan.chinese else ""
            material = plan.platform == "douyin"
            scope: Scope = (("material_id", word.word_id),) if material else (
                ("plan_id", named), ("item_id", item), ("keyword", word.word))
            dim, prefix = ("material", "material_") if material else ("keyword", "keyword_")
            for day, age in ages.items():
                clicks, spend, direct, every = _credited(one, day, word.index, age)
                shown = Decimal(int(one.ads.impressions[day, word.index]))
                numbers = {"impressions": shown, "clicks": clicks, "ad_spend": spend, "ad_gmv": every}
                if plan.platform in TAOBAO:
                    numbers["direct_ad_gmv"] = direct
                for metric, value in numbers.items():
                    found[dim][prefix + metric].setdefault(scope, {})[self.days[day]] = value
                    if plan.platform in TAOBAO:
                        days = found["plan"][metric].setdefault((("plan_id", named),), {})
                        days[self.days[day]] = days.get(self.days[day], Decimal(0)) + value
        return found

    def _typed(self, one: ShopWorld, last: int, first: int) -> dict[str, dict[Scope, dict[date, Decimal]]]:
        """What people typed, by plan, match, word and term."""
        found: dict[str, dict[Scope, dict[date, Decimal]]] = defaultdict(lambda: defaultdict(dict))
        for word in (w for w in one.plan.keywords if w.match != "exact"):
            for day in range(first, last + 1):
                for each in typed(one.ads, word, day, self._age(day, last), one.incidents):
                    scope: Scope = (("plan_id", word.plan), ("keyword_kind", f"{word.match.capitalize()} match"),
                                    ("keyword", word.word), ("term", each.term))
                    spend, gmv = (Decimal(n).scaleb(-2) for n in (each.spend, each.gmv))
                    for metric, value in (("term_clicks", Decimal(each.clicks)), ("term_ad_spend", spend),
                                          ("term_conversions", Decimal(each.orders)), ("term_ad_gmv", gmv)):
                        found[metric][scope][self.days[day]] = value
        return {metric: dict(of) for metric, of in found.items()}

    def _whole_ads(self, one: ShopWorld, first: int, last: int) -> dict[str, dict[date, Decimal]]:
        prefix = "" if one.plan.platform in TAOBAO else "material_" if one.plan.platform == "douyin" else "keyword_"
        return {f"{prefix}clicks": self._span(counts(one.ads.clicks.sum(1)), first, last),
                f"{prefix}ad_spend": self._span(cents(one.ads.spend.sum(1)), first, last)}


def _late(platform: str) -> frozenset[str]:
    """The dimensions that a late export leaves out."""
    return frozenset({"source", "product_traffic"} if platform in TAOBAO else {"source", "product_source", "device"})


def _tables(missing: frozenset[str]) -> frozenset[str]:
    named = {"source": "source_day", "product_traffic": "product_day", "product_source": "product_source_day",
             "device": "device_day"}
    return frozenset({"shop_day", *(named[m] for m in missing)} if missing else ())


def _total(of: Mapping[Scope, Mapping[date, Decimal]]) -> dict[date, Decimal]:
    days: dict[date, Decimal] = defaultdict(Decimal)
    for own in of.values():
        for day, value in own.items():
            days[day] += value
    return dict(days)


def _credited(one: ShopWorld, day: int, word: int, age: int) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Clicks, spend, direct and all sales of a word's day, as credited at that age."""
    ads = one.ads
    money = []
    for orders, gmv in ((ads.direct_orders, ads.direct_gmv), (ads.indirect_orders, ads.indirect_gmv)):
        whole = int(orders[day, word])
        money.append(int(gmv[day, word]) * credited(whole, age) // max(whole, 1))
    clicks, spend, direct, every = int(ads.clicks[day, word]), int(ads.spend[day, word]), money[0], sum(money)
    return Decimal(clicks), Decimal(spend).scaleb(-2), Decimal(direct).scaleb(-2), Decimal(every).scaleb(-2)


def _daily(one: ShopWorld) -> Rows:
    tallies, days, chinese = one.tallies, len(one.days), one.plan.chinese
    day, paid = one.orders.paid_day, one.orders.paid_day < days
    largest = np.zeros(days, dtype=np.int64)
    np.maximum.at(largest, day[paid], one.amounts.total[paid])
    found = {
        "paid_gmv": cents(tallies.shop.gmv), "paid_orders": counts(tallies.shop.orders),
        "units_sold": counts(tallies.shop.units), "largest_order": cents(largest), "gmv": cents(tallies.placed.gmv),
        "orders_created": counts(tallies.placed.orders), "visitors": counts(one.traffic.shop),
        "sellable_units": counts(one.shelf.sellable.sum(1))}
    if one.plan.platform != "douyin":
        found["refunded_of_paid"] = cents(np.bincount(day[paid], one.amounts.refund[paid], days))
    if one.plan.platform != "shopify":
        found |= {"refunds_by_day": counts(tallies.refund_orders), "refunded_by_day": cents(tallies.refunds.sum(1))}
    more = {"platform_paid_gmv": found["paid_gmv"]} if chinese else {
        "sessions": counts(one.traffic.shop * 12 // 10), "paid_sessions": counts(tallies.shop.orders)}
    return found | more


def _sliced(one: ShopWorld) -> Slices:
    found: Slices = defaultdict(lambda: defaultdict(dict))
    for dimension, scope, numbers in (*_lines_of(one), *_traffic_of(one), *_regions_of(one), *_reviews_of(one)):
        for metric, row in numbers.items():
            found[dimension][metric][scope] = row
    return {dim: dict(of) for dim, of in found.items()}


Slice = tuple[str, Scope, Rows]


def _lines_of(one: ShopWorld) -> Iterator[Slice]:
    """What each SKU sold by day of payment, and its stock; a day without a sale has no row."""
    plan, days, width = one.plan, len(one.days), len(one.plan.skus)
    lines, second = _lines(one.orders, one.amounts), one.orders.product2 >= 0
    day = one.orders.paid_day[lines.order]
    paid = day < days
    cell = day[paid] * width + lines.sku[paid]
    money = np.concatenate([one.amounts.paid, one.amounts.paid2[second]])[paid]
    gmv, units = (np.bincount(cell, w, days * width).reshape(days, width) for w in (money, lines.units[paid]))
    held = np.unique(np.stack([cell, lines.order[paid]]), axis=1)[0]
    orders = np.bincount(held, minlength=days * width).reshape(days, width)
    for product in plan.products:
        for sku in product.skus:
            k, none = sku.index, orders[:, sku.index] == 0
            rows = {"line_gmv": cents(gmv[:, k]), "line_units": counts(units[:, k]), "line_orders": counts(orders[:, k])}
            yield "product", (("item_id", product.item_id if plan.chinese else ""), ("sku", sku.code)), {
                m: [None if empty else v for v, empty in zip(row, none, strict=True)] for m, row in rows.items()}
            yield "stock", (("item_id", product.item_id), ("sku", sku.code)), {
                "sellable_units": counts(one.shelf.sellable[:, k]), "in_transit_units": counts(one.shelf.in_transit[:, k]),
                "list_price": cents(one.prices[:, k])}


def _traffic_of(one: ShopWorld) -> Iterator[Slice]:
    plan, traffic, tallies, taobao = one.plan, one.traffic, one.tallies, one.plan.platform in TAOBAO

    def numbers(visitors: np.ndarray, buyers: np.ndarray, gmv: np.ndarray, orders: np.ndarray) -> Rows:
        more = {"paid_buyers": counts(buyers), "paid_gmv": cents(gmv)} if plan.chinese else {
            "sessions": counts(visitors * 12 // 10), "paid_sessions": counts(orders)}
        return {"visitors": counts(visitors), **more}

    for i, source in enumerate(plan.sources):
        first, second = source.levels if taobao else (source.name, "")
        of, s = (("source_1", first), ("source_2", second), ("source_3", ""), ("source_4", "")), tallies.source
        yield "source", of, numbers(traffic.source[:, i], s.buyers[:, i], s.gmv[:, i], s.orders[:, i])
    for i, (name, _) in enumerate(plan.devices):
        s = tallies.device
        yield "device", (("device", name),), numbers(traffic.device[:, i], s.buyers[:, i], s.gmv[:, i], s.orders[:, i])
    for p in plan.products:
        k, s = p.index, tallies.product
        if taobao:
            yield "product_traffic", (("item_id", p.item_id),), numbers(
                traffic.product[:, k], s.buyers[:, k], s.gmv[:, k], s.orders[:, k])
        for i, source in enumerate(plan.sources):
            s = tallies.pair
            yield "product_source", (("item_id", p.item_id), ("source", source.name), ("source_detail", ""),
                                     ("device", "无线端" if taobao else "")), numbers(
                traffic.pair[:, k, i], s.buyers[:, k, i], s.gmv[:, k, i], s.orders[:, k, i])


def _regions_of(one: ShopWorld) -> Iterator[Slice]:
    plan, days = one.plan, len(one.days)
    day = one.orders.paid_day
    country = "" if plan.chinese else "US" if plan.currency == "USD" else "DE"
    for i, region in enumerate(plan.regions):
        mine = (day < days) & (one.orders.region == i)
        orders = np.bincount(day[mine], minlength=days)
        gmv = cents(np.bincount(day[mine], one.amounts.total[mine], days))
        name = region[0].removesuffix("省").removesuffix("维吾尔自治区") if plan.chinese else region[2]
        yield "region", (("country", country), ("province", name)), {
            m: [v if n else None for v, n in zip(row, orders, strict=True)]
            for m, row in (("paid_orders", counts(orders)), ("paid_gmv", gmv))}


def _reviews_of(one: ShopWorld) -> Iterator[Slice]:
    if one.plan.platform not in TAOBAO:
        return
    every, bad = (np.zeros((len(one.days), len(one.plan.products)), dtype=np.int64) for _ in range(2))
    for review in one.reviews:
        every[review.day, review.product] += 1
        bad[review.day, review.product] += not review.good
    for p in one.plan.products:
        yield "review", (("item_id", p.item_id),), {
            m: [Decimal(int(v)) if n else None for v, n in zip(of[:, p.index], every[:, p.index], strict=True)]
            for m, of in (("reviews", every), ("bad_reviews", bad))}


def _refund_shares(one: ShopWorld, last: int) -> RefundShares | None:
    """Refunds of the orders paid four weeks and longer before, by what came back, as known at half past eight."""
    if one.plan.platform == "douyin":
        return None
    orders, amounts, now = one.orders, one.amounts, (last + 1) * DAY_SECONDS + 8 * 3600 + 1800
    window = (orders.paid_day >= last - 57) & (orders.paid_day <= last - 30)
    paid, number = int(amounts.total[window].sum()), int(window.sum())
    if not paid:
        return None
    back = np.minimum(amounts.refund, amounts.total)
    done = window & (orders.refunded < now) & (back > 0)
    part, sent = amounts.refund < amounts.total, orders.shipped <= orders.refunded
    returned = orders.with_return | (sent & (one.plan.platform == "shopify"))
    how = np.select([part, returned, ~sent], [3, 1, 0], 2)
    return RefundShares(*(tuple(Decimal(int(weights[done & (how == n)].sum())) / whole for n in range(len(ENDS)))
                          for weights, whole in ((back, paid), (np.ones(len(how), dtype=np.int64), number))))


def _names(one: ShopWorld) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"item_id": {}, "plan_id": {}, "scene": {}, "sku": {}, "material_id": {},
                                        "session_id": {}}
    if one.plan.platform in TAOBAO:
        found["item_id"] = {p.item_id: p.title for p in one.plan.products}
        found["plan_id"] = {w.plan_id: w.plan for w in one.plan.keywords}
        found["scene"] = {w.plan_id: "关键词推广" for w in one.plan.keywords}
    if one.plan.platform == "douyin":
        found["material_id"] = {w.word_id: f"{w.plan}_{w.word}.mp4" for w in one.plan.keywords}
    return found
