"""What the planted incidents do to a shop, as factors on the undisturbed world."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from daybook.demo.planted import Incident
from daybook.demo.rhythm import Floats, hour_profile
from daybook.demo.shops import ShopPlan

#: Days within which an image tires; clicks of a term beside the usual ones of the broad word that catches it.
TIRING, TYPED = 5, 0.8


@dataclass
class Effects:
    """Factors, one where nothing happened.  Axes: days, products, sources, devices, SKUs, keywords.

    `visits` multiplies visitors, `orders` multiplies buyers, `device` and `sku` the share of buyers kept there,
    `hours` the share kept by hour of one day and source (products given), `counted` what the platform counts
    as a visitor, `price` the deal price, `bid` the price of a click, `clicks` the clicks of a keyword, `ctr` its
    clicks per view, `sold` its share of its product's orders and `carts` what its clicks put into carts.
    """

    visits: Floats
    orders: Floats
    device: Floats
    sku: Floats
    price: Floats
    bid: Floats
    clicks: Floats
    ctr: Floats
    sold: Floats
    carts: Floats
    counted: Floats
    hours: dict[tuple[int, int], tuple[tuple[int, ...], Floats]] = field(default_factory=dict)
    single: list[Incident] = field(default_factory=list)


def effects_of(plan: ShopPlan, days: int, incidents: tuple[Incident, ...]) -> Effects:
    """All incidents of one shop as one set of factors."""
    products, sources = len(plan.products), len(plan.sources)
    words, skus = len(plan.keywords), len(plan.skus)
    out = Effects(
        np.ones((days, products, sources)), np.ones((days, products, sources)),
        np.ones((days, len(plan.devices))), np.ones((days, skus)), np.ones((days, skus)),
        np.ones((days, words)), np.ones((days, words)), np.ones((days, words)), np.ones((days, words)), np.ones((days, words)),
        np.ones(days),
    )
    for incident in incidents:
        _APPLY[incident.kind](out, plan, incident)
    return out


def _days(incident: Incident) -> slice:
    return slice(incident.first, incident.last + 1)


def _channel_lost(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.visits[_days(i), :, i.source] *= i.size
    out.orders[_days(i), :, i.source] *= i.size


def _price_mistake(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.price[_days(i), i.sku] *= i.size
    out.visits[_days(i), i.product, :] *= 1.25
    out.orders[_days(i), i.product, :] *= 3.2


def _hero_stockout(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.sku[_days(i), i.sku] = 0.0


def _conversion_lost(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.orders[_days(i), i.product, :] *= i.size


def _bid_error(out: Effects, plan: ShopPlan, i: Incident) -> None:
    word = plan.keywords[i.keyword]
    out.bid[_days(i), i.keyword] *= i.size
    out.clicks[_days(i), i.keyword] *= 1.9
    out.visits[_days(i), word.product, i.source] *= 1 + 0.9 * word.share
    out.orders[_days(i), word.product, i.source] *= 1 + 0.25 * word.share


def _budget_exhausted(out: Effects, plan: ShopPlan, i: Incident) -> None:
    """The keyword plan of the leading products spends its budget by `hour`; then its visitors stop coming."""
    name = plan.keywords[0].plan
    products = tuple(sorted({w.product for w in plan.keywords if w.plan == name}))
    kept = np.ones(24)
    kept[i.hour:] = 0.0
    reached = float(hour_profile(plan.platform)[:i.hour].sum())
    for day in range(i.first, i.last + 1):
        out.hours[day, i.source] = (products, kept)
        out.visits[day, list(products), i.source] *= reached
        out.clicks[day, [w.index for w in plan.keywords if w.plan == name]] *= reached


def _definition_change(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.counted[i.first:] *= i.size


def declining(i: Incident) -> Floats:
    """What is left of a source on each day of a slow decline, shape (days of the incident,)."""
    return np.linspace(1.0, i.size, i.last - i.first + 2)[1:]


def _slow_decline(out: Effects, plan: ShopPlan, i: Incident) -> None:
    ramp = declining(i)
    out.visits[_days(i), :, i.source] *= ramp[:, None]
    out.orders[_days(i), :, i.source] *= ramp[:, None]


def _device_drop(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.device[_days(i), i.device] *= i.size


def _edit_backfired(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.visits[_days(i), i.product, i.source] *= i.size
    out.orders[_days(i), i.product, i.source] *= i.size


#: Sources whose people come because they saw the main image; regulars, carts and live shows do not.
SEEN_BY_IMAGE = {"手淘搜索", "手淘推荐"}


def _image_backfired(out: Effects, plan: ShopPlan, i: Incident) -> None:
    """Another main image: it is shown as often and clicked less, in search, feeds and ads alike."""
    for source, one in enumerate(plan.sources):
        if one.paid or one.name in SEEN_BY_IMAGE:
            out.visits[_days(i), i.product, source] *= i.size
            out.orders[_days(i), i.product, source] *= i.size
    words = [w.index for w in plan.keywords if w.product == i.product]
    for of in (out.clicks, out.ctr):
        of[_days(i), words] *= i.size


def _landing_broken(out: Effects, plan: ShopPlan, i: Incident) -> None:
    """The page behind a product's ads opens for hardly anybody; clicks are paid all the same."""
    out.visits[_days(i), i.product, i.source] *= i.size
    out.orders[_days(i), i.product, i.source] *= i.size
    out.carts[_days(i), [w.index for w in plan.keywords if w.product == i.product]] *= i.size


def tiring(i: Incident) -> Floats:
    """What is left of an image's clicks per view on each day: down within `TIRING` days, then as low as that."""
    days = np.arange(1, i.last - i.first + 2)
    return np.asarray(1 - (1 - i.size) * np.minimum(days / TIRING, 1.0))


def _creative_tired(out: Effects, plan: ShopPlan, i: Incident) -> None:
    """People have seen the image: it is shown as often and clicked less."""
    word, left = plan.keywords[i.keyword], tiring(i)
    for of in (out.clicks, out.ctr):
        of[_days(i), i.keyword] *= left
    for of in (out.visits, out.orders):
        of[_days(i), word.product, i.source] *= 1 - word.share * (1 - left)


def _word_to_harvest(out: Effects, plan: ShopPlan, i: Incident) -> None:
    """People begin to type a term that a broad word catches, and buy `size` times as often as its others."""
    word = plan.keywords[i.keyword]
    out.clicks[_days(i), i.keyword] *= 1 + TYPED
    out.visits[_days(i), word.product, i.source] *= 1 + TYPED * word.share
    out.orders[_days(i), word.product, i.source] *= 1 + TYPED * i.size * word.share
    out.sold[_days(i), i.keyword] *= 1 + TYPED * i.size


def _word_dies(out: Effects, plan: ShopPlan, i: Incident) -> None:
    """People click the word as ever and hardly anybody buys: it means something else since."""
    word = plan.keywords[i.keyword]
    out.orders[_days(i), word.product, i.source] *= 1 - word.share * (1 - i.size)
    for of in (out.sold, out.carts):
        of[_days(i), i.keyword] *= i.size


def _single(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.single.append(i)


def _nothing(out: Effects, plan: ShopPlan, i: Incident) -> None:
    """A late export changes what is known, not what happened."""


_APPLY: dict[str, Callable[[Effects, ShopPlan, Incident], None]] = {
    "channel_lost": _channel_lost, "price_mistake": _price_mistake, "hero_stockout": _hero_stockout,
    "rival_promotion": _conversion_lost, "bad_review": _conversion_lost, "bid_error": _bid_error,
    "budget_exhausted": _budget_exhausted, "definition_change": _definition_change,
    "slow_decline": _slow_decline, "device_drop": _device_drop, "edit_backfired": _edit_backfired,
    "landing_broken": _landing_broken, "creative_tired": _creative_tired, "word_to_harvest": _word_to_harvest,
    "word_dies": _word_dies,
    "image_backfired": _image_backfired, "ladder_cut": _conversion_lost,
    "giant_order": _single, "cancel_burst": _single, "late_export": _nothing,
    "late_wave": _nothing, "order_burst": _nothing, "stuck_wave": _nothing, "unpaid_wave": _nothing,
}
