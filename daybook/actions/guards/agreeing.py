"""Who has to agree to a move, by what hangs on it: a person of the fitting role, an account manager, or two people."""

from decimal import Decimal

from daybook.actions.guards.everywhere import ALL
from daybook.actions.guards.guard import Guard
from daybook.domain.moves.ads import Bid, Budget
from daybook.domain.moves.listing import SkuAdd
from daybook.domain.moves.move import Group, Move
from daybook.domain.moves.orders import CancelOrder, Compensation, RefundDecision
from daybook.domain.moves.price import Coupon, ItemDiscount, ListPrice
from daybook.domain.moves.stock import EventRegistration, PurchaseRequest
from daybook.domain.said import Amount, Said
from daybook.domain.situation import Situation
from daybook.domain.verdict import NeedsApproval, Verdict
from daybook.domain.work import Role
from daybook.rulebook.rules import Rulebook

#: Who may agree to a move of a group while little money hangs on it; an account manager always may.
FITTING: dict[Group, tuple[Role, ...]] = {
    Group.PRICE: (), Group.EVENT: (), Group.LISTING: (Role.OPERATOR,), Group.ADS: (Role.ADS, Role.OPERATOR),
    Group.STOCK: (Role.OPERATOR, Role.WAREHOUSE), Group.ORDER: (Role.SERVICE, Role.OPERATOR),
    Group.MESSAGE: (Role.SERVICE, Role.OPERATOR)}
#: A changed price is looked at again within so many days: what can be lost until then.
WATCHED_DAYS = 7


def a_person_agrees(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """Every change is agreed to by a person; the more money hangs on it, the higher the person, and above a limit two."""
    money = at_risk(move, now)
    day = now.sales.daily_gmv
    limits = now.limits
    two_above = limits.two_people_above if limits.two_people_above is not None else (
        day * limits.two_people_share if day is not None else None)
    alone = day * limits.alone_share if day is not None else None
    managers = (Role.ACCOUNT_MANAGER,)
    if money is None:
        return NeedsApproval(managers, Said("what hangs on it cannot be told: an account manager agrees"))
    if money and two_above is None:
        return NeedsApproval(managers, Said("the shop's day is not known, so two people agree to money"), 2)
    said = Amount(money, "money", now.shop.currency)
    if two_above is not None and money > two_above:
        return NeedsApproval(managers, Said("{money} hangs on it: two people agree, one of them an account manager",
                                            money=said), 2)
    if (alone is not None and money > alone) or not FITTING[move.group]:
        return NeedsApproval(managers, Said("{money} hangs on it: an account manager agrees", money=said))
    return NeedsApproval((*FITTING[move.group], *managers), Said("{money} hangs on it: one person agrees", money=said))


def at_risk(move: Move, now: Situation) -> Decimal | None:
    """Money that can be lost by the move before somebody looks again; None where it cannot be told, 0 where none."""
    if isinstance(move, (ItemDiscount, ListPrice)):
        sold = now.sales.units_30
        return None if sold is None else (abs(move.to - move.was) * sold * WATCHED_DAYS / 30).quantize(Decimal("0.01"))
    if isinstance(move, Coupon):
        return move.off * move.quantity
    if isinstance(move, Budget):
        return max(move.to - move.was, Decimal(0))
    if isinstance(move, Bid):
        return Decimal(0)
    if isinstance(move, PurchaseRequest):
        return move.unit_cost * move.units
    if isinstance(move, EventRegistration):
        deal = now.prices.deal_price
        return None if deal is None else max(deal - move.price, Decimal(0)) * move.stock
    if isinstance(move, SkuAdd):
        return Decimal(0)
    if isinstance(move, RefundDecision):
        return move.amount if move.agree else Decimal(0)
    if isinstance(move, (CancelOrder, Compensation)):
        return move.amount
    return Decimal(0)


GUARDS = (Guard(a_person_agrees, ALL, ("G-WHO", "G-TWO")),)
