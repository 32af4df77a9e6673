"""What a day left after goods, fees and freight: contribution, and how much of the GMV it speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class SoldLine:
    """What one item's SKU sold on a day: money and units of its order lines, and orders that hold it."""

    item_id: str
    sku: str
    gmv: Decimal
    units: Decimal
    orders: Decimal


@dataclass(frozen=True)
class RefundShares:
    """Of paid orders, what is refunded in the end, by what comes back; by value and by orders.

    Each is (before dispatch, returned, money only, partial), shares 0..1.  `assumed` says what the exports do
    not tell and how it was taken, "" when they tell all.
    """

    by_value: tuple[Decimal, Decimal, Decimal, Decimal]
    by_orders: tuple[Decimal, Decimal, Decimal, Decimal]
    assumed: str = ""


@dataclass(frozen=True)
class ProductProfit:
    """One item's SKU on a day.  `contribution` is before ads; None, with `why_not`, where a cost is not known.

    `break_even_roi` is on paid, `break_even_net_roi` on net GMV; None with `why_not` when no ROI breaks even.
    """

    item_id: str
    sku: str
    gmv: Decimal
    units: Decimal
    contribution: Decimal | None
    break_even_roi: Decimal | None = None
    break_even_net_roi: Decimal | None = None
    why_not: str = ""


@dataclass(frozen=True)
class ItemCosts:
    """What an item's sales of some days cost, summed: by units (`goods`), by parcels, and by money; None is not known.

    `refunds` and `refunds_by_units` are the shop's shares (before dispatch, returned, money only, partial).  Commission
    is not in it.
    """

    gmv: Decimal
    units: Decimal
    parcels: Decimal
    goods: Decimal | None
    tax: Decimal | None
    fees: Decimal | None
    shipping: Decimal | None
    shipping_back: Decimal | None
    handling: Decimal | None
    insurance: Decimal | None
    fixed: Decimal | None
    gifts: Decimal | None
    resaleable_share: Decimal | None
    refunds: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    refunds_by_units: tuple[Decimal, Decimal, Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Margins:
    """What of a yuan of GMV is left before ads, over `days` days, at the costs and terms of the reviewed day.

    `shop` speaks of the part whose unit cost is known (`cost_known_share` of GMV, 0..1).  `by_item` and `by_sku` hold
    products of which every sale has a known cost.  `of_price`: what is left of a yuan more on a price, which pays for
    no goods and no freight.  `costs_by_item` is what the sales of each item cost.  Absent or None is not known;
    a margin below 0 loses money before ads.
    """

    shop: Decimal | None = None
    cost_known_share: Decimal | None = None
    by_item: Mapping[str, Decimal] = field(default_factory=dict)
    by_sku: Mapping[str, Decimal] = field(default_factory=dict)
    of_price: Decimal | None = None
    days: int = 0
    costs_by_item: Mapping[str, ItemCosts] = field(default_factory=dict)


@dataclass(frozen=True)
class Profit:
    """One shop's day.  Money whose cost is not known is in `gmv` and in nothing else.

    `before_ads` is the contribution of the part whose unit cost is known (`cost_known_share` of `gmv`, 0..1, None
    when nothing was sold), None where a term or the refund rate is not; `after_ads` takes the day's ad spend off
    and is given only where every unit cost is known.
    Break-even ROIs are of that part too: sum of GMV over sum of contributions, never a mean.
    `without_cost` names what was sold and has no known cost, `missing` the terms that nobody gave.
    """

    day: date
    currency: str
    gmv: Decimal
    gmv_cost_known: Decimal
    cost_known_share: Decimal | None
    before_ads: Decimal | None
    ad_spend: Decimal | None
    after_ads: Decimal | None
    break_even_roi: Decimal | None
    break_even_net_roi: Decimal | None
    products: tuple[ProductProfit, ...] = ()
    why_not: tuple[str, ...] = ()
    oldest_cost_days: int | None = None
    without_cost: tuple[str, ...] = ()       # SKUs, else items, the most GMV first
    missing: tuple[str, ...] = ()
