"""What the planted incidents do to a shop, as factors on the undisturbed world."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from daybook.demo.planted import Incident
from daybook.demo.rhythm import Floats, hour_profile
from daybook.demo.shops import ShopPlan


@dataclass
class Effects:
    """Factors, one where nothing happened.  Axes: days, products, sources, devices, SKUs, keywords.

    `visits` multiplies visitors, `orders` multiplies buyers, `device` and `sku` the share of buyers kept there,
    `hours` the share kept by hour of one day and source (products given), `counted` what the platform counts
    as a visitor, `price` the deal price, `bid` the price of a click, `clicks` the clicks of a keyword.
    """

    visits: Floats
    orders: Floats
    device: Floats
    sku: Floats
    price: Floats
    bid: Floats
    clicks: Floats
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
        np.ones((days, words)), np.ones((days, words)), np.ones(days),
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


def _single(out: Effects, plan: ShopPlan, i: Incident) -> None:
    out.single.append(i)


def _nothing(out: Effects, plan: ShopPlan, i: Incident) -> None:
    """A late export changes what is known, not what happened."""


_APPLY: dict[str, Callable[[Effects, ShopPlan, Incident], None]] = {
    "channel_lost": _channel_lost, "price_mistake": _price_mistake, "hero_stockout": _hero_stockout,
    "rival_promotion": _conversion_lost, "bad_review": _conversion_lost, "bid_error": _bid_error,
    "budget_exhausted": _budget_exhausted, "definition_change": _definition_change,
    "slow_decline": _slow_decline, "device_drop": _device_drop, "edit_backfired": _edit_backfired,
    "giant_order": _single, "cancel_burst": _single, "late_export": _nothing,
}
