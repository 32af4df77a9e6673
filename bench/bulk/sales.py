"""Orders, their lines and refunds of some shops in one month."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bench.bulk import arrays as a
from bench.bulk.agency import LINES, PLACES, Agency
from bench.bulk.arrays import Bools, Ints
from bench.bulk.rows import Rows, spread
from daybook.facts.tables import ORDER_LINES, ORDERS, REFUNDS

PROVINCES = ("上海", "北京", "四川", "山东", "广东", "江苏", "河北", "河南", "浙江", "湖北", "湖南", "福建")
CHANNELS = ("APP", "直播", "网页")
REASONS = ("七天无理由", "尺码不合适", "质量问题", "未发货退款")
STATUS = ("done", "unpaid")
REFUNDED, LONGEST_LAG = 0.08, 12
HOURS = np.cumsum(np.array([2, 1, 1, 1, 1, 1, 2, 3, 5, 7, 8, 7, 6, 6, 6, 6, 6, 6, 6, 7, 9, 10, 8, 5]) / 120.0)
SECOND = 1_000_000


@dataclass(frozen=True)
class Sales:
    """The rows of the three tables; `first_on` is each order's buyer's first paid day, `paid_cents` by shop and day."""

    orders: Rows
    lines: Rows
    refunds: Rows
    first_on: pa.Array
    paid_cents: Ints


@dataclass(frozen=True)
class _Lines:
    """Of each line: its order, item (all items one after the other), units and cents."""

    order: Ints
    number: Ints
    item: Ints
    units: Ints
    cents: Ints


def make_sales(agency: Agency, shops: Ints, first: int, last: int) -> Sales:
    """Everything sold by `shops` on the days first..last, both in, which lie in one month."""
    rng = agency.rng(1, first, shops)
    days = np.arange(first, last + 1)
    shop, day, n = spread(shops, days, agency.orders[shops, first:last + 1])
    paid = n < agency.paid[shop, day]
    lines = _lines(agency, rng, shop, paid)
    due = np.bincount(lines.order, lines.cents, len(shop)).astype(np.int64)
    freight = np.where(rng.random(len(shop)) < 0.2, 800, 0)
    lag = np.minimum(rng.geometric(0.3, len(shop)) - 1, LONGEST_LAG)
    applied = np.where(day + lag <= last, day + lag, day)
    back = paid & (rng.random(len(shop)) < REFUNDED)
    order_id = (np.asarray(shop) * 10_000 + day) * 1_000_000 + n + 10**15
    buyer = _buyers(agency, rng, shop, day, n)
    refunded = np.where(back & (applied <= agency.period_end[day]), due, 0)
    where = rng.choice(len(PROVINCES), len(shop))
    orders = _order_rows(agency, rng, shop, day, paid, order_id, due + freight, freight, refunded,
                         np.bincount(lines.order, lines.units, len(shop)).astype(np.int64), buyer, where)
    first_day = _first_days(agency, shop, day, buyer, paid)
    gmv = np.bincount(shop[paid] * len(days) + day[paid] - first, (due + freight)[paid],
                      agency.size.shops * len(days)).astype(np.int64).reshape(agency.size.shops, len(days))
    return Sales(orders, _line_rows(agency, shop, day, paid, order_id, lines),
                 _refund_rows(agency, shop, applied, np.flatnonzero(back), order_id, due, buyer, where, lines, rng),
                 a.days(first_day + agency.first_ordinal), gmv[shops])


def _lines(agency: Agency, rng: np.random.Generator, shop: Ints, paid: Bools) -> _Lines:
    drawn = rng.random(len(shop))
    many = 1 + (drawn < 1 - LINES[0]) + (drawn < LINES[2])
    order = np.repeat(np.arange(len(shop)), many)
    number = np.arange(len(order)) - np.repeat(np.cumsum(many) - many, many)
    reach = agency.reach
    item = np.searchsorted(reach, shop[order] + rng.random(len(order)) * (1 - 1e-9), side="right")
    item = np.clip(item, agency.item_from[shop[order]], agency.item_from[shop[order] + 1] - 1)
    units = 1 + (rng.random(len(order)) < 0.12)
    return _Lines(order, number, item, units, agency.price[item] * units)


def _buyers(agency: Agency, rng: np.random.Generator, shop: Ints, day: Ints, n: Ints) -> Ints:
    """The number of each order's buyer in the shop: a day's first orders are of new ones, then come regulars."""
    before, fresh = agency.buyers_before[shop, day], agency.new[shop, day]
    regular = (rng.random(len(shop)) ** 0.5 * np.maximum(before + fresh, 1)).astype(np.int64)
    return np.where(n < fresh, before + n, regular)


def _first_days(agency: Agency, shop: Ints, day: Ints, buyer: Ints, paid: Bools) -> Ints:
    """The day on which each buyer first paid in the shop."""
    apart = int(agency.buyers_before.max()) + 2
    starts = (agency.buyers_before[:, :-1] + np.arange(agency.size.shops)[:, None] * apart).ravel()
    found = np.searchsorted(starts, shop * apart + buyer, side="right") - 1
    return np.where(paid, found % agency.size.days, day)


def _order_rows(agency: Agency, rng: np.random.Generator, shop: Ints, day: Ints, paid: Bools, order_id: Ints, due: Ints,
                freight: Ints, refunded: Ints, units: Ints, buyer: Ints, where: Ints) -> Rows:
    n = len(shop)
    hour = np.minimum(np.searchsorted(HOURS, rng.random(n)), 23)
    at = agency.midnight[agency.place[shop], day] + (hour * 3600 + rng.integers(0, 3500, n)) * SECOND
    on = day + agency.first_ordinal
    return Rows(ORDERS, "orders", shop, day, {
        "order_id": a.numbers_as_text(order_id), "ordered_on": a.days(on), "ordered_at": a.moments(at),
        "ordered_hour": a.counts(hour), "paid_on": a.days(on, paid), "paid_at": a.moments(at + 40 * SECOND, paid),
        "paid_hour": a.counts(hour, paid), "status": a.texts(~paid, STATUS), "due_amount": a.money(due),
        "paid_amount": a.money(np.where(paid, due, 0)), "freight_amount": a.money(freight),
        "discount_amount": a.money(due // 12), "refund_amount": a.money(refunded), "units": a.counts(units),
        "buyer_id": _hashed(shop, buyer), "country": a.texts(agency.place[shop] == len(PLACES) - 1, ("CN", "GB")),
        "province": a.texts(where, PROVINCES), "channel": a.texts(rng.choice(3, n, p=(0.7, 0.2, 0.1)), CHANNELS),
        "presale": a.flags(np.zeros(n, dtype=bool)), "shipped_at": a.moments(at + 40_000 * SECOND, paid),
        "currency": _currency(agency, shop)})


def _line_rows(agency: Agency, shop: Ints, day: Ints, paid: Bools, order_id: Ints, lines: _Lines) -> Rows:
    at, on = lines.order, day + agency.first_ordinal
    return Rows(ORDER_LINES, "orders", shop[at], day[at], {
        "order_id": a.numbers_as_text(order_id[at]), "line_id": a.numbers_as_text(order_id[at] * 10 + lines.number),
        "ordered_on": a.days(on[at]), "paid_on": a.days(on[at], paid[at]),
        "item_id": a.texts(lines.item, agency.item_ids), "sku": a.texts(lines.item * 2 + lines.number % 2, agency.skus),
        "title": a.texts(lines.item, agency.titles), "units": a.counts(lines.units),
        "unit_price": a.money(agency.price[lines.item]), "paid_amount": a.money(np.where(paid[at], lines.cents, 0)),
        "status": a.texts(~paid[at], STATUS), "currency": _currency(agency, shop[at])})


def _refund_rows(agency: Agency, shop: Ints, applied: Ints, back: Ints, order_id: Ints, due: Ints, buyer: Ints,
                 where: Ints, lines: _Lines, rng: np.random.Generator) -> Rows:
    back = back[np.lexsort((order_id[back], applied[back], shop[back]))]
    of, on = shop[back], applied[back]
    block = of * agency.size.days + on
    starts = np.flatnonzero(np.diff(block, prepend=-1)) if len(block) else block
    n = np.arange(len(back)) - np.repeat(starts, np.diff(starts, append=len(back)))
    line = np.searchsorted(lines.order, back)
    return Rows(REFUNDS, "refunds", of, on, {
        "refund_id": a.numbers_as_text((of * 10_000 + on) * 1_000_000 + n + 2 * 10**15),
        "order_id": a.numbers_as_text(order_id[back]), "applied_on": a.days(on + agency.first_ordinal),
        "refunded_on": a.days(on + agency.first_ordinal), "item_id": a.texts(lines.item[line], agency.item_ids),
        "sku": a.texts(lines.item[line] * 2, agency.skus), "amount": a.money(due[back]),
        "units": a.counts(lines.units[line]), "with_return": a.flags(rng.random(len(back)) < 0.6),
        "reason": a.texts(rng.choice(len(REASONS), len(back)), REASONS), "province": a.texts(where[back], PROVINCES),
        "buyer_id": _hashed(of, buyer[back]), "currency": _currency(agency, of)})


def _hashed(shop: Ints, buyer: Ints) -> pa.Array:
    """Numbers as long and as random as the keyed hashes of buyers, another for each (splitmix64)."""
    x = (shop.astype(np.uint64) << np.uint64(40)) + buyer.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return a.numbers_as_text(x ^ (x >> np.uint64(31)))


def _currency(agency: Agency, shop: Ints) -> pa.Array:
    return a.texts(agency.place[shop], [p[2] for p in PLACES])
