"""Guards of prices: what must hold before a price, a discount or a coupon leaves the house.

All of them speak of what a buyer pays after everything that stacks, and of the whole time for which the change holds.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from daybook.actions.guards.everywhere import last_change, possible, put_back
from daybook.actions.guards.guard import Guard, not_known, refuse
from daybook.actions.guards.paid import buyer_pays, cost_unknown, floor_price, left_of
from daybook.actions.guards.windows import broken_by
from daybook.domain.moves.move import Move
from daybook.domain.moves.price import Coupon, ItemDiscount, ListPrice
from daybook.domain.price_plan import Breach
from daybook.domain.said import Amount, Said
from daybook.domain.situation import Hold, Situation
from daybook.domain.verdict import Pass, Verdict
from daybook.rulebook.price_windows import LOWEST
from daybook.rulebook.rules import Rulebook

PRICES = (ItemDiscount, ListPrice, Coupon)
CENT = Decimal("0.01")
PriceMove = ItemDiscount | ListPrice | Coupon
#: Rules by which a low price spoils an event: cleared out of it, or its windows of lowest prices.
UNDERCUT = ("E-OUT", *LOWEST)


def amounts_are_possible(move: PriceMove, now: Situation, rules: Rulebook) -> Verdict:
    """A price is above nothing and has cents; a coupon takes off less than what it asks for; days come in order.

    A discount stays below the list price, unless it takes one back: where a shop holds a single price, the list price went with it.
    """
    least = rules.value("G-RANGE", "least")
    fits = Said("give a price above 0 with at most two decimals")
    prices = (move.threshold, move.off) if isinstance(move, Coupon) else (move.to,)
    if not all(possible(p, least) and p == p.quantize(CENT) for p in prices):
        return refuse(rules, "G-RANGE", Said("{amount} is no price", amount=", ".join(str(p) for p in prices)), fits)
    if isinstance(move, Coupon) and (move.off >= move.threshold or move.quantity < 1):
        return refuse(rules, "G-RANGE", Said("a coupon of {off} off from {threshold} on gives goods away", off=move.off,
                                             threshold=move.threshold), Said("take off less than it asks for"))
    first, last = lasts(move, now)
    if last is not None and (last < first or last < now.today):
        return refuse(rules, "G-RANGE", Said("it ends on {last}, before it begins", last=last), Said("swap the days"))
    top = now.prices.list_price
    if isinstance(move, ItemDiscount) and top is not None and move.to > top and not _takes_the_only_price_back(move, now):
        return refuse(rules, "G-RANGE", Said("{price} lies above the list price {top}", price=_money(move.to, now),
                                             top=_money(top, now)),
                      Said("discount to the list price at most"), _to(move, top))
    return Pass(Said("the amounts are possible"))


def _takes_the_only_price_back(move: ItemDiscount, now: Situation) -> bool:
    """Whether a discount lowered the one price that the shop holds, and this takes it back.

    Where the list price stands by itself, or was itself changed since, it binds as ever.
    """
    last = last_change(move, now)
    return (last is not None and put_back(move, now) and now.prices.list_price == move.was
            and not any(one.move == ListPrice.name and one.object_id == move.object_id and (one.pending or one.at >= last.at)
                        for one in now.changes or ()))


def list_price_of_what_sells_stays(move: ListPrice, now: Situation, rules: Rulebook) -> Verdict:
    """The list price of an item that sold in the last 30 days is not edited: discounts and coupons are for that."""
    sold = now.sales.units_30
    days = int(rules.value("P-LIST"))
    if sold is None:
        return not_known(rules, Said("what this item sold in {days} days", days=days),
                         Said("take in the order exports first, or use a discount"))
    if sold > 0 and not put_back(move, now):
        instead = Said("leave the list price and discount the SKU, or give a coupon")
        return refuse(rules, "P-LIST", Said("it sold {n} units in {days} days: a direct edit of its list price costs "
                                            "its rank", n=sold, days=days), instead, _discount_for(move, now))
    return Pass(Said("it has not sold in {days} days", days=days))


def step_is_small(move: PriceMove, now: Situation, rules: Rulebook) -> Verdict:
    """What a buyer pays moves by little against 30 days ago, so that ten small steps are one large one."""
    before = now.prices.month_ago
    if before is None or before <= 0:
        return not_known(rules, Said("the price 30 days ago"), Said("take in the order exports of that time first"))
    pays = buyer_pays(move, now)
    if pays is None:
        return not_known(rules, Said("what a buyer pays after all discounts"), Said("list the running coupons first"))
    if now.sales.units_30 is None:
        return not_known(rules, Said("what this item sold in 30 days"), Said("take in the order exports first"))
    most = now.limits.max_price_step if now.sales.units_30 else rules.value("G-STEP", "unsold")
    step = abs(pays - before) / before
    if step <= most or put_back(move, now):
        return Pass(Said("{step} in 30 days", step=_share(step)))
    nearest = (before * (1 - most)).quantize(CENT, ROUND_UP) if pays < before else (before * (1 + most)).quantize(
        CENT, ROUND_DOWN)
    return refuse(rules, "G-STEP", Said("a buyer would pay {pays}, {step} from {before} 30 days ago; at most {most}",
                                        pays=_money(pays, now), step=_share(step), before=_money(before, now),
                                        most=_share(most)),
                  Said("go to {price} for now", price=_money(nearest, now)), _paying(move, nearest, now))


def price_covers_full_costs(move: PriceMove, now: Situation, rules: Rulebook) -> Verdict:
    """What a buyer pays leaves the margin that the client wants, after goods, fees, tax, freight and refunds."""
    pays = buyer_pays(move, now)
    if pays is None:
        return not_known(rules, Said("what a buyer pays after all discounts"), Said("list the running coupons first"))
    left = left_of(pays, now.costs)
    if left is None:
        return cost_unknown(rules, now)
    margin = left / pays if pays > 0 else Decimal(-1)
    if margin >= now.limits.min_margin:
        return Pass(Said("it leaves {margin} of the price", margin=_share(margin)))
    floor = floor_price(now.costs, now.limits.min_margin)
    if floor is None:
        return refuse(rules, "G-MARGIN", Said("no price leaves {least} after full costs", least=_share(now.limits.min_margin)),
                      Said("look at its costs and refunds first"))
    rises = not isinstance(move, Coupon) and move.to >= move.was
    if rises:
        return Pass(Said("it is below the floor {floor} and rises towards it", floor=_money(floor, now)))
    return refuse(rules, "G-MARGIN", Said("it would leave {margin} of {pays} after full costs; at least {least}",
                                          margin=_share(margin), pays=_money(pays, now), least=_share(now.limits.min_margin)),
                  Said("stay at {floor} or above", floor=_money(floor, now)), _paying(move, floor, now))


def no_promotion_lock(move: PriceMove, now: Situation, rules: Rulebook) -> Verdict:
    """No event that the item is registered for locks its price while the change would hold."""
    if now.windows is None:
        return not_known(rules, Said("whether an event locks the price"), Said("give the calendar first"))
    first, last = lasts(move, now)
    for window in now.windows:
        if window.hold is Hold.LOCK and window.last >= first and (last is None or window.first <= last):
            return refuse(rules, "E-LOCK", Said("{event} locks the price from {first} to {last}", event=window.event,
                                                first=window.first, last=window.last),
                          Said("change it from {day} on", day=window.last + timedelta(days=1)))
    return Pass(Said("no event locks it"))


def event_price_is_not_undercut(move: PriceMove, now: Situation, rules: Rulebook) -> Verdict:
    """Nobody buys below the price of an event that is still to come, nor below what its windows of lowest prices ask for."""
    if now.windows is None:
        return not_known(rules, Said("which events the item is registered for"), Said("give the calendar first"))
    found = _broken(move, now, rules, UNDERCUT)
    if not isinstance(found, Breach):
        return found or Pass(Said("no event price is undercut"))
    event = found.window.event if found.window else ""
    if found.rule == "E-OUT":
        reason = Said("{pays} lies below {price} of {event}: the item would be cleared out of it",
                      pays=_money(found.price, now), price=_money(found.limit, now), event=event)
    else:
        reason = Said("{pays} on {day} would be the lowest price that {event} looks at: it could cost {price} at most then",
                      pays=_money(found.price, now), day=found.day, event=event,
                      price=_money(found.event_price or found.price, now))
    return refuse(rules, found.rule, reason, Said("stay at {price} or above until it is over", price=_money(found.limit, now)),
                  _paying(move, found.limit, now))


def price_protection_is_kept(move: PriceMove, now: Situation, rules: Rulebook) -> Verdict:
    """Within price protection (价保) a lower price is paid back to every earlier buyer: it waits."""
    if now.windows is None:
        return not_known(rules, Said("whether price protection runs"), Said("give the calendar first"))
    found = _broken(move, now, rules, ("E-PROTECT",))
    if not isinstance(found, Breach):
        return found or Pass(Said("no price protection is touched"))
    event, last = _protects(found, rules)
    return refuse(rules, "E-PROTECT", Said("price protection of {event} runs until {last}: {pays} would be paid back against "
                                           "{price}", event=event, last=last, pays=_money(found.price, now),
                                           price=_money(found.limit, now)),
                  Said("stay at {price} or above until then", price=_money(found.limit, now)), _paying(move, found.limit, now))


def promised_prices_are_kept(move: PriceMove, now: Situation, rules: Rulebook) -> Verdict:
    """What was promised to a client, a platform or a creator on the price holds, and so does an event in another shop."""
    if now.windows is None:
        return not_known(rules, Said("what was promised on the price"), Said("give the calendar first"))
    if not any(w.hold in (Hold.LEAST, Hold.MOST, Hold.ACROSS) for w in now.windows):
        return Pass(Said("no promise is broken"))
    found = _broken(move, now, rules, ("P-PROMISE", "P-ACROSS"))
    if not isinstance(found, Breach):
        return found or Pass(Said("no promise is broken"))
    said, until = (found.window.event, found.window.last) if found.window else ("", found.day)
    reason = Said("promised until {last} ({what}): {price} at most; a buyer would pay {pays}", last=until, what=said,
                  price=_money(found.limit, now), pays=_money(found.price, now)) if found.above else Said(
        "promised until {last} ({what}): {price} at least; a buyer would pay {pays}", last=until, what=said,
        price=_money(found.limit, now), pays=_money(found.price, now))
    return refuse(rules, found.rule, reason, Said("keep to {price}, or take the promise back with whom it was given",
                                                  price=_money(found.limit, now)), _paying(move, found.limit, now))


def _broken(move: PriceMove, now: Situation, rules: Rulebook, only: tuple[str, ...]) -> Breach | Verdict | None:
    """What the price plan says that the change would break; a refusal where what a buyer would pay is not known."""
    pays = buyer_pays(move, now)
    if pays is None:
        return not_known(rules, Said("what a buyer pays after all discounts"), Said("list the running coupons first"))
    first, last = lasts(move, now)
    return broken_by(now, rules, pays, first, last, only)


def _protects(found: Breach, rules: Rulebook) -> tuple[str, date]:
    """Which event's price protection it is, and its last day."""
    window = found.window
    if window is None or window.hold is Hold.PROTECT:
        return (window.event, window.last) if window else ("", found.day)
    return window.event, window.last + timedelta(days=int(rules.value("E-PROTECT", "days")))


def lasts(move: PriceMove, now: Situation) -> tuple[date, date | None]:
    """First and last day of a change; None: until it is taken back."""
    if isinstance(move, ListPrice):
        return now.today, None
    return move.first or now.today, move.last


def _discount_for(move: ListPrice, now: Situation) -> Move | None:
    """The discount that brings a buyer to the price wished; None for a rise, which no discount makes."""
    deal = now.prices.deal_price
    if deal is None or move.to >= deal:
        return None
    return ItemDiscount(move.object_id, deal, move.to, move.item_id)


def _paying(move: PriceMove, pays: Decimal, now: Situation) -> Move | None:
    """The same kind of change with which a buyer pays so much."""
    if isinstance(move, Coupon):
        deal = now.prices.deal_price
        off = None if deal is None else deal - (now.prices.stacked_off or 0) - pays
        return replace(move, off=off) if off is not None and 0 < off < move.threshold else None
    to = pays + (now.prices.stacked_off or Decimal(0))
    return _to(move, to)


def _to(move: ItemDiscount | ListPrice, to: Decimal) -> Move | None:
    return replace(move, to=to) if to != move.was else None


def _money(value: Decimal, now: Situation) -> Amount:
    return Amount(value, "money", now.shop.currency)


def _share(value: Decimal) -> Amount:
    return Amount(value.quantize(Decimal("0.0001")), "share")


GUARDS = (
    Guard(amounts_are_possible, PRICES, ("G-RANGE",)),
    Guard(list_price_of_what_sells_stays, (ListPrice,), ("P-LIST", "G-KNOWN")),
    Guard(step_is_small, PRICES, ("G-STEP", "G-KNOWN")),
    Guard(price_covers_full_costs, PRICES, ("G-MARGIN", "G-KNOWN")),
    Guard(no_promotion_lock, PRICES, ("E-LOCK", "G-KNOWN")),
    Guard(event_price_is_not_undercut, PRICES, (*UNDERCUT, "G-KNOWN")),
    Guard(price_protection_is_kept, PRICES, ("E-PROTECT", "G-KNOWN")),
    Guard(promised_prices_are_kept, PRICES, ("P-PROMISE", "P-ACROSS", "G-KNOWN")),
)
