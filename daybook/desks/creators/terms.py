"""Break-even commission after refunds and fees, per item, from the shop's own unit economics; and terms held against it."""

from dataclasses import replace
from decimal import Decimal

from daybook.analysis.break_even import OrderEconomics, Refunds, break_even_commission, contribution_per_order
from daybook.desks.creators.book import parts_of, rules_of, title_of
from daybook.domain.creator_desk import ItemTerms
from daybook.domain.creators import Brought, Deal, Part, State
from daybook.domain.profit import ItemCosts
from daybook.domain.said import Said, Term, listed
from daybook.domain.seen import Seen

PLACES = Decimal("0.0001")
NOUGHT, ONE = Decimal(0), Decimal(1)
#: Names of costs as people give them.
GIVEN_AS = {"unit_cost": "unit_cost", "tax": "tax_rate", "shipping": "ship_cost", "shipping_back": "ship_back_cost",
            "fees_kept": "fee_rate", "fixed": "fixed_cost", "gifts": "gift_cost", "refunds": "refund_rate"}


def item_terms(seen: Seen, item_id: str, own: tuple[Brought, ...] = ()) -> ItemTerms:
    """An item's break-even commission: by the refunds of creators' own orders of it where enough ended, else the shop's."""
    costs = seen.margins.costs_by_item.get(item_id)
    title = title_of(item_id, seen)
    if costs is None:
        return ItemTerms(item_id, title, None, None, Said("nothing of it was sold in the weeks before, so its costs are not known"))
    theirs = refunds_of(own, costs, int(rules_of(seen).value("N-TERMS", "orders")))
    refunds = theirs or (Refunds(*costs.refunds) if costs.refunds else None)
    order = replace(economics(costs, costs.gmv, costs.units, costs.parcels), refunds=refunds,
                    refunds_by_units=None if theirs else _by_units(costs))
    rate = break_even_commission(order)
    if rate is None:
        missing = [Term("cost", GIVEN_AS.get(name, name), "") for name in order.missing() if name != "cps"]
        return ItemTerms(item_id, title, None, refunds.all if refunds else None, Said("not known: {things}", things=listed(missing))
                         if missing else Said("all of it goes back"))
    return ItemTerms(item_id, title, rate.quantize(PLACES), (refunds.all if refunds else NOUGHT).quantize(PLACES))


def _by_units(costs: ItemCosts) -> Refunds | None:
    return Refunds(*costs.refunds_by_units) if costs.refunds_by_units else None


def refunds_of(own: tuple[Brought, ...], costs: ItemCosts, least: int) -> Refunds | None:
    """The refunds of ended orders of creators; None of fewer than `least`, for which the shop's stand in."""
    parts = [p for b in own for state, p in b.ended.items() if state is not State.PENDING]
    if sum(p.orders for p in parts) < least:
        return None
    paid = sum((p.paid for p in parts), NOUGHT)
    lapsed, kept = ([p for b in own for state, p in b.ended.items() if state is s] for s in (State.LAPSED, State.SETTLED))
    gone = sum((p.paid for p in lapsed), NOUGHT)
    returned = sum((p.returned for p in lapsed), NOUGHT)
    partial = sum((p.refunded for p in kept), NOUGHT)
    before, money_only, more = split(gone - returned, costs)
    return Refunds(*(part / paid for part in (before, returned + more, money_only, partial))) if paid else None


def split(rest: Decimal, costs: ItemCosts) -> tuple[Decimal, Decimal, Decimal]:
    """(before dispatch, money only, goods back) of what went back whole and no refund says how: as the shop's own refunds do;
    where they do not tell either, all of it as goods that came back."""
    if rest <= 0:
        return NOUGHT, NOUGHT, NOUGHT
    before, _, money_only, _ = costs.refunds or (NOUGHT, NOUGHT, NOUGHT, NOUGHT)
    whole = before + money_only
    return (rest * before / whole, rest * money_only / whole, NOUGHT) if whole else (NOUGHT, NOUGHT, rest)


def economics(costs: ItemCosts, price: Decimal, units: Decimal, parcels: Decimal) -> OrderEconomics:
    """Some sales of an item as one order: goods by units, freight and the like by parcels, shares by money; no commission."""
    def by(amount: Decimal | None, part: Decimal, whole: Decimal) -> Decimal | None:
        return None if amount is None or not whole else amount * part / whole

    return OrderEconomics(
        price, by(costs.goods, units, costs.units), Refunds(), tax=by(costs.tax, price, costs.gmv),
        resaleable_share=costs.resaleable_share, shipping=by(costs.shipping, parcels, costs.parcels),
        shipping_back=by(costs.shipping_back, parcels, costs.parcels), handling=by(costs.handling, parcels, costs.parcels),
        fees_kept=by(costs.fees, price, costs.gmv), insurance=by(costs.insurance, parcels, costs.parcels),
        fixed=by(costs.fixed, price, costs.gmv), gifts=by(costs.gifts, parcels, costs.parcels), cps=NOUGHT)


def left_of(part: Part, state: State, costs: ItemCosts) -> Decimal | None:
    """What ended orders left after goods, refunds, fees and commission; None where a cost, the units or a settled commission is
    not known."""
    if not part.orders or not part.paid:
        return NOUGHT
    if part.units is None and costs.units:
        units = part.paid * costs.units / costs.gmv if costs.gmv else NOUGHT      # no export tells units: as the item's price tells
    else:
        units = Decimal(part.units or 0)
    if state is State.LAPSED:
        before, money_only, more = split(part.paid - part.returned, costs)
        refunds = Refunds(*(min(x / part.paid, ONE) for x in (before, part.returned + more, money_only)))
    else:
        refunds = Refunds(returned=part.returned / part.paid, partial=(part.refunded - part.returned) / part.paid)
    left = contribution_per_order(replace(economics(costs, part.paid, units, Decimal(part.orders)), refunds=refunds))
    if left is None or (state is State.SETTLED and part.commission is None):
        return None
    taken = (part.commission or NOUGHT) + (part.fee or NOUGHT) if state is State.SETTLED else NOUGHT
    return left - taken


def lowest_break_even(seen: Seen, items: tuple[str, ...], creator_id: str = "") -> ItemTerms | None:
    """Of some items the one that can bear least commission; one whose costs are not known before all others; None of none."""
    own = parts_of(seen).brought.get(creator_id, ())
    found = [item_terms(seen, item, tuple(b for b in own if b.item_id == item)) for item in items]
    return min(found, key=lambda t: (t.break_even is not None, t.break_even or NOUGHT), default=None)


def terms_lose(deal: Deal, terms: ItemTerms | None) -> bool | None:
    """Whether an agreed commission takes more than its item leaves; None where either is not known."""
    if terms is None or terms.break_even is None or deal.commission_rate is None:
        return None
    return deal.commission_rate > terms.break_even
