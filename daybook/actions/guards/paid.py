"""What a buyer pays after everything that stacks, what of it is left after full costs, and the floor below which it may
not fall; the arithmetic is that of break-even ROI."""

from decimal import ROUND_UP, Decimal

from daybook.actions.guards.guard import not_known, untold
from daybook.analysis.break_even import OrderEconomics, Refunds, contribution_per_order
from daybook.domain.moves.price import Coupon, ItemDiscount, ListPrice
from daybook.domain.said import Said, Term, listed
from daybook.domain.situation import Costs, Situation
from daybook.domain.verdict import Refuse
from daybook.rulebook.rules import Rulebook

#: The object of what is said of the shop itself.
SHOP = "shop"
#: What an order costs, and the group of its word.
COSTS = {"unit_cost": "metric", "fee_rate": "term", "tax_rate": "term", "ship_cost": "term", "refund_rate": "metric"}
CENT = Decimal("0.01")
#: Two prices far apart, between which the margin is a straight line in the price.
ONE, MANY = Decimal(1), Decimal(1000)


def buyer_pays(move: ItemDiscount | ListPrice | Coupon, now: Situation) -> Decimal | None:
    """The price after the change and all that is taken off besides; None where that is not known.

    A list price carries its present discount along: it moves what a buyer pays by as much as itself.
    """
    stacked = now.prices.stacked_off
    if stacked is None:
        return None
    if isinstance(move, ItemDiscount):
        return move.to - stacked
    deal = now.prices.deal_price
    if deal is None:
        return None
    if isinstance(move, ListPrice):
        return (move.to if deal == move.was else min(deal, move.to)) - stacked
    if deal >= move.threshold:
        return deal - stacked - move.off
    return deal - stacked - (move.off * deal / move.threshold).quantize(CENT, ROUND_UP)


def left_of(price: Decimal, costs: Costs) -> Decimal | None:
    """Money that one order at a price leaves before ads; None where a cost is not known."""
    rates = (costs.fee_rate, costs.tax_rate, costs.refund_rate)
    if None in rates or None in (costs.unit_cost, costs.ship_cost, costs.other):
        return None
    return contribution_per_order(OrderEconomics(
        price, costs.unit_cost, Refunds(returned=costs.refund_rate or Decimal(0)), tax=price * (costs.tax_rate or 0),
        resaleable_share=costs.resaleable_share, shipping=costs.ship_cost, shipping_back=costs.ship_back_cost,
        fees_kept=price * (costs.fee_rate or 0), handling=Decimal(0), fixed=costs.other))


def cost_unknown(rules: Rulebook, now: Situation) -> Refuse:
    """No, since a part of what an order costs is not known; and which."""
    missing = [name for name in COSTS if getattr(now.costs, name) is None]
    if missing == ["refund_rate"]:
        return untold(rules, now, Said("which share of what is paid goes back"), SHOP, "refund_rate")
    words = listed(Term(COSTS[name], name) for name in missing)
    return not_known(rules, Said("the full cost of an order ({missing})", missing=words),
                     Said("give unit cost and terms with `daybook set`"))


def floor_price(costs: Costs, least: Decimal) -> Decimal | None:
    """The lowest price that leaves `least` of itself; None where no price does or a cost is not known."""
    low, high = left_of(ONE, costs), left_of(MANY, costs)
    if low is None or high is None:
        return None
    slope = (high - low) / (MANY - ONE)
    fixed = low - slope
    if slope <= least:
        return None
    return (-fixed / (slope - least)).quantize(CENT, ROUND_UP)
