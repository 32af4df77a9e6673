"""Break-even ROI (保本投产比): what a paid order leaves before ads, and the ROI at which ads eat it up.

All in money and Decimal, unrounded.  The published shortcuts (cost/price, 1/margin) are wrong by up to five
times, because they forget refunds, goods that do not come back, freight or fees.
"""
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Refunds:
    """Shares (0..1) of paid orders that are refunded, by what comes back.

    `before_dispatch` r_pre: goods never left.  `returned` r_ret: goods came back.  `money_only` r_only:
    the buyer keeps the goods.  `partial`: money given back on orders that are kept, as a share.
    """
    before_dispatch: Decimal = ZERO
    returned: Decimal = ZERO
    money_only: Decimal = ZERO
    partial: Decimal = ZERO

    def __post_init__(self) -> None:
        shares = (self.before_dispatch, self.returned, self.money_only, self.partial)
        if min(shares) < 0 or sum(shares) > 1:
            raise ValueError(f"refund shares {[str(share) for share in shares]} must be 0 or more and sum to "
                             "at most 1: give 15 % as 0.15")

    @property
    def all(self) -> Decimal:
        return self.before_dispatch + self.returned + self.money_only + self.partial


@dataclass(frozen=True)
class OrderEconomics:
    """One paid order of one product, in the shop's currency; None means that the cost is not known.

    `price` is what the buyer paid; `tax` the part of it owed to the state.  `unit_cost` is the goods of
    one order.  `resaleable_share` (0..1) of returned goods can be sold again.  `fees_kept` are platform
    fees that stay paid after a refund; `cps` is commission per order, given back with a refund.
    Money follows refunds by value, goods and parcels by units; `refunds_by_units` None: the same shares.
    """
    price: Decimal
    unit_cost: Decimal | None
    refunds: Refunds | None
    tax: Decimal | None = ZERO
    resaleable_share: Decimal | None = ONE
    shipping: Decimal | None = ZERO
    shipping_back: Decimal | None = ZERO
    handling: Decimal | None = ZERO
    fees_kept: Decimal | None = ZERO
    insurance: Decimal | None = ZERO
    fixed: Decimal | None = ZERO
    gifts: Decimal | None = ZERO
    cps: Decimal | None = ZERO
    refunds_by_units: Refunds | None = None

    def missing(self) -> tuple[str, ...]:
        """Names of what is not known."""
        return tuple(name for name in ("unit_cost", "refunds", "tax", "resaleable_share", "shipping",
                                       "shipping_back", "handling", "fees_kept", "insurance", "fixed",
                                       "gifts", "cps") if getattr(self, name) is None)


@dataclass(frozen=True)
class BreakEven:
    """`roi_on_paid` for consoles that count refunded orders, `roi_on_net` for GMV after refunds."""
    roi_on_paid: Decimal
    roi_on_net: Decimal
    contribution: Decimal


@dataclass(frozen=True)
class NoRoiBreaksEven:
    """An order loses money before any ad is paid; `contribution` (zero or less) says how much."""
    contribution: Decimal


@dataclass(frozen=True)
class CostNotKnown:
    """No number is given, because these terms are not known."""
    missing: tuple[str, ...]


Answer = BreakEven | NoRoiBreaksEven | CostNotKnown


def contribution_per_order(order: OrderEconomics) -> Decimal | None:
    """What one paid order leaves before ads (m); None where a cost is not known.

    m = (P - tax)(1 - r) - fees_kept - C (1 - r_pre - s r_ret) - ship (1 - r_pre)
    - r_ret (ship_back + handling) - insurance - fixed - gifts - CPS (1 - r).
    """
    money = order.refunds
    if order.missing() or money is None:
        return None
    goods = order.refunds_by_units or money
    kept = ONE - money.all
    sent = ONE - goods.before_dispatch
    known = {name: Decimal(getattr(order, name)) for name in (
        "unit_cost", "tax", "resaleable_share", "shipping", "shipping_back", "handling", "fees_kept",
        "insurance", "fixed", "gifts", "cps")}
    return ((order.price - known["tax"]) * kept - known["fees_kept"]
            - known["unit_cost"] * (sent - known["resaleable_share"] * goods.returned)
            - known["shipping"] * sent - goods.returned * (known["shipping_back"] + known["handling"])
            - known["insurance"] - known["fixed"] - known["gifts"] - known["cps"] * kept)


def break_even_commission(order: OrderEconomics) -> Decimal | None:
    """The commission, as a share of what is left after refunds, at which an order earns nothing before ads.

    m without CPS / (P (1 - r)): commission is paid on what settles and given back with a refund, as `contribution_per_order` has
    it.  0 or less: the item loses money without any commission.  None where a cost is not known, or all of it is refunded.
    """
    left = contribution_per_order(replace(order, cps=ZERO))
    if left is None or order.refunds is None:
        return None
    settles = order.price * (ONE - order.refunds.all)
    return left / settles if settles > 0 else None


def break_even(order: OrderEconomics) -> Answer:
    """The ROI at which one more yuan of ads earns nothing: P / m on paid GMV, P (1 - r) / m on net GMV."""
    return break_even_of_group([(order, ONE)])


def break_even_of_group(orders: Sequence[tuple[OrderEconomics, Decimal]]) -> Answer:
    """Break-even of a group of products, each with its paid orders: sum of GMV over sum of contributions.

    Never a mean of ROIs.  One product whose cost is not known leaves the group unknown: leave it out
    and say so, or find its cost.  Raises ValueError for an empty group or orders below zero.
    """
    if not orders or min(count for _, count in orders) < 0 or not sum(count for _, count in orders):
        raise ValueError("a group needs at least one paid order, and no count below zero")
    missing = dict.fromkeys(name for order, _ in orders for name in order.missing())
    if missing:
        return CostNotKnown(tuple(missing))
    margin = sum(((contribution_per_order(order) or ZERO) * count for order, count in orders), ZERO)
    if margin <= 0:
        return NoRoiBreaksEven(margin)
    paid = sum((order.price * count for order, count in orders), ZERO)
    net = sum((order.price * (ONE - order.refunds.all) * count for order, count in orders
               if order.refunds is not None), ZERO)
    return BreakEven(paid / margin, net / margin, margin)


@dataclass(frozen=True)
class AdVerdict:
    """Ad ROI minus break-even (`headroom`), or None where it cannot be told, and why."""
    headroom: Decimal | None
    why: str


def judge_roi(ad_gmv: Decimal, ad_spend: Decimal, answer: Answer, *, counts_organic: bool = False,
              organic_gmv: Decimal | None = None) -> AdVerdict:
    """Ad ROI on paid GMV against break-even.

    Whole-site promotion (全站推广) counts organic sales too (`counts_organic`): its ROI is compared only
    after the organic baseline is taken off, and cannot be told without one.
    """
    if counts_organic and organic_gmv is None:
        return AdVerdict(None, "counts organic sales: needs an organic baseline first")
    if isinstance(answer, CostNotKnown):
        return AdVerdict(None, f"cost not known: {', '.join(answer.missing)}")
    if isinstance(answer, NoRoiBreaksEven):
        return AdVerdict(None, "no ROI breaks even: an order loses money before ads")
    if ad_spend <= 0:
        return AdVerdict(None, "nothing was spent")
    brought = ad_gmv - (organic_gmv or ZERO) if counts_organic else ad_gmv
    roi = brought / ad_spend
    return AdVerdict(roi - answer.roi_on_paid, f"ROI {roi:.2f}, break-even {answer.roi_on_paid:.2f}")
