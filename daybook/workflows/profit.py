"""Profit: a day's contribution from its order lines, unit costs and terms; the arithmetic is `analysis/break_even.py`.

What is not known stays GMV and says so; nothing is filled in.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.break_even import (
    Answer,
    BreakEven,
    CostNotKnown,
    NoRoiBreaksEven,
    OrderEconomics,
    Refunds,
    break_even_of_group,
    contribution_per_order,
)
from daybook.domain.given import Given, Terms
from daybook.domain.money import to_cents
from daybook.domain.profit import ProductProfit, Profit, RefundShares, SoldLine
from daybook.domain.seen import Seen
from daybook.facts.engine import Session
from daybook.metrics.contribution import RefundSums, refund_sums
from daybook.metrics.definitions import refunds as r
from daybook.metrics.definitions import sales as s

#: Refunds of a paid day still grow for about this long (see `refunded_of_paid`), so shares come from older days.
SETTLED_DAYS = 30
#: Settled days over which refund shares are taken: four whole weeks.
REFUND_DAYS = 28
ZERO, ONE = Decimal(0), Decimal(1)
SHARE_STEP = Decimal("0.0001")
ASSUMED = "the exports do not tell how whole refunds ended: taken as returned goods"


def profit_of(seen: Seen, given: Given, lines: Sequence[SoldLine], refunds: RefundShares | None = None,
              day: date | None = None) -> Profit:
    """One shop's contribution on a day (None: the reviewed one).

    `refunds` None: the refund rate of the shop's settled days in `seen`, all of it taken as returned goods.
    """
    day = day or seen.reviewed
    shares = refunds or settled_refunds(seen)
    whole = _Day(seen, given, lines, day)
    made = [_product(line, whole, shares) for line in lines]
    known = [(line, order) for line, order, _ in made if not order.missing()]
    answer = break_even_of_group([(order, ONE) for _, order in known]) if known else CostNotKnown(_missing(made))
    before = sum((contribution_per_order(order) or ZERO for _, order in known), ZERO) if known else None
    gmv_known = sum((order.price for _, order, _ in made if order.unit_cost is not None), ZERO)
    everything = bool(known) and to_cents(gmv_known) == to_cents(whole.gmv)
    spend = seen.value("ad_spend", day)
    return Profit(
        day, seen.shop.currency, to_cents(whole.gmv), to_cents(gmv_known),
        (gmv_known / whole.gmv).quantize(SHARE_STEP) if whole.gmv else None,
        None if before is None else to_cents(before), spend,
        to_cents(before - spend) if before is not None and spend is not None and everything else None,
        *_rois(answer), products=tuple(product for _, _, product in made),
        why_not=_why_not(whole, made, answer, shares, spend, everything), oldest_cost_days=_oldest(given, lines, day))


@dataclass(frozen=True)
class _Day:
    """The amounts of a day by which a line's part is told."""

    seen: Seen
    given: Given
    lines: Sequence[SoldLine]
    day: date

    @property
    def sold(self) -> Decimal:
        return sum((line.gmv for line in self.lines), ZERO)

    @property
    def held(self) -> Decimal:
        """Orders by line; one with two products counts in both."""
        return sum((line.orders for line in self.lines), ZERO)

    @property
    def paid_orders(self) -> Decimal:
        return self.seen.value(s.PAID_ORDERS.name, self.day) or self.held

    @property
    def lines_are_whole(self) -> bool:
        """Whether every paid order has a line, so that what the lines lack to the paid amount is freight."""
        return bool(self.sold) and self.held >= self.paid_orders

    @property
    def gmv(self) -> Decimal:
        return max(self.seen.value(s.PAID_GMV.name, self.day) or ZERO, self.sold)

    def price(self, line: SoldLine) -> Decimal:
        """What buyers paid for a line, with its part of the freight where the lines are whole."""
        return line.gmv * self.gmv / self.sold if self.lines_are_whole else line.gmv

    def parcels(self, line: SoldLine) -> Decimal:
        """The line's part of the day's orders: all parts add up to the paid orders."""
        return line.orders * self.paid_orders / self.held if self.lines_are_whole else line.orders

    def fixed(self, line: SoldLine, terms: Terms) -> Decimal | None:
        """The line's part, by money, of a day's part of the month's fixed cost."""
        if terms.fixed_cost is None:
            return None
        if not self.gmv:
            return ZERO
        return terms.fixed_cost / monthrange(self.day.year, self.day.month)[1] * self.price(line) / self.gmv


Made = tuple[SoldLine, OrderEconomics, ProductProfit]


def _product(line: SoldLine, whole: _Day, shares: RefundShares | None) -> Made:
    order = _economics(line, whole, shares)
    answer = break_even_of_group([(order, ONE)])
    contribution = contribution_per_order(order)
    why = ""
    if isinstance(answer, CostNotKnown):
        why = f"not known: {', '.join(answer.missing)}"
    elif not isinstance(answer, BreakEven):
        why = "no ROI breaks even: it loses money before ads"
    return line, order, ProductProfit(
        line.item_id, line.sku, to_cents(whole.price(line)), line.units,
        None if contribution is None else to_cents(contribution), *_rois(answer), why_not=why)


def _economics(line: SoldLine, whole: _Day, shares: RefundShares | None) -> OrderEconomics:
    """All of a line's sales of the day as one order, which is what sums of the formula come to."""
    terms, cost = whole.given.terms(whole.day), whole.given.unit_cost(line.sku, whole.day)
    price, parcels = whole.price(line), whole.parcels(line)

    def times(term: Decimal | None, amount: Decimal) -> Decimal | None:
        return None if term is None else term * amount

    return OrderEconomics(
        price, times(cost.unit_cost if cost else None, line.units), Refunds(*shares.by_value) if shares else None,
        tax=times(terms.tax_rate, price), resaleable_share=terms.resaleable_share,
        shipping=times(terms.ship_cost, parcels), shipping_back=times(terms.ship_back_cost, parcels),
        handling=times(terms.handling, parcels), fees_kept=times(terms.fee_rate, price),
        insurance=times(terms.insurance, parcels), fixed=whole.fixed(line, terms),
        gifts=times(terms.gift_cost, parcels), cps=times(terms.commission_rate, price),
        refunds_by_units=Refunds(*shares.by_orders) if shares else None)


def _rois(answer: Answer) -> tuple[Decimal | None, Decimal | None]:
    if not isinstance(answer, BreakEven):
        return None, None
    return answer.roi_on_paid.quantize(SHARE_STEP), answer.roi_on_net.quantize(SHARE_STEP)


def _missing(made: Sequence[Made]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, order, _ in made for name in order.missing()))


def _why_not(whole: _Day, made: Sequence[Made], answer: Answer, shares: RefundShares | None,
             spend: Decimal | None, everything: bool) -> tuple[str, ...]:
    """Sentences on what the numbers leave open."""
    found: list[str] = []
    if isinstance(answer, NoRoiBreaksEven):
        found.append("no ROI breaks even: the day loses money before ads")
    if not made:
        found.append("no order lines of the day are in: contribution needs them" if whole.gmv else "nothing was sold")
    elif _missing(made):
        found.append(f"not known: {', '.join(_missing(made))}")
    if made and not whole.lines_are_whole:
        found.append("some paid orders have no lines: their money is GMV only")
    if spend is None:
        found.append("ad spend is not known: only the contribution before ads is given")
    elif not everything:
        found.append("some costs are not known: the ads' part cannot be taken off")
    if shares is not None and shares.assumed:
        found.append(shares.assumed)
    return tuple(found)


def _oldest(given: Given, lines: Sequence[SoldLine], day: date) -> int | None:
    costs = [given.unit_cost(line.sku, day) for line in lines]
    return max((age for age in map(given.age_days, costs) if age is not None), default=None)


def sold_lines(seen: Seen, day: date | None = None) -> tuple[SoldLine, ...]:
    """What each SKU sold on a day, from the product slices of a morning."""
    day = day or seen.reviewed
    units, orders = (seen.slices("product", m.name, day) for m in (s.LINE_UNITS, s.LINE_ORDERS))
    return tuple(
        SoldLine(dict(scope).get("item_id", ""), dict(scope).get("sku", ""), gmv, units.get(scope, ZERO),
                 orders.get(scope, ZERO))
        for scope, gmv in sorted(seen.slices("product", s.LINE_GMV.name, day).items()))


def cost_known_share(seen: Seen) -> Decimal | None:
    """The share of the reviewed day's GMV whose unit cost is known, 0..1; None when no cost was ever given."""
    if not seen.given.costs or seen.value(s.PAID_GMV.name, seen.reviewed) is None:
        return None
    return profit_of(seen, seen.given, sold_lines(seen)).cost_known_share


def settled_refunds(seen: Seen) -> RefundShares | None:
    """The shop's refund rate by value over settled days, all taken as returned goods; None where none is known."""
    paid = refunded = ZERO
    for back in range(SETTLED_DAYS, SETTLED_DAYS + REFUND_DAYS):
        day = seen.reviewed - timedelta(days=back)
        one, other = seen.value(s.PAID_GMV.name, day), seen.value(r.REFUNDED_OF_PAID.name, day)
        if one is not None and other is not None:
            paid, refunded = paid + one, refunded + other
    if not paid:
        return None
    shares = (ZERO, min(refunded / paid, ONE), ZERO, ZERO)
    return RefundShares(shares, shares, ASSUMED if refunded else "")


def refunds_by_end(session: Session, reviewed: date) -> dict[str, RefundShares]:
    """shop -> refund shares of its settled orders, by what came back of them; for `profit_of`."""
    last = reviewed - timedelta(days=SETTLED_DAYS)
    found = refund_sums(session, last - timedelta(days=REFUND_DAYS - 1), last)
    return {shop: _shares(sums) for shop, sums in found.items()}


def _shares(sums: RefundSums) -> RefundShares:
    def of(parts: Mapping[str, Decimal | int], whole: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        share = {how: Decimal(part) / whole for how, part in parts.items()}
        return (share["before_dispatch"], share["returned"] + share["untold"], share["money_only"], share["partial"])

    return RefundShares(of({**sums.refunded}, sums.paid), of({**sums.refunded_orders}, Decimal(sums.orders)),
                        ASSUMED if sums.refunded["untold"] else "")
