"""Profit: a day's contribution from its order lines, unit costs and terms; the arithmetic is `analysis/break_even.py`.

What is not known stays GMV and says so; nothing is filled in.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

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
from daybook.domain.given import TERMS, Given, Terms
from daybook.domain.money import to_cents
from daybook.domain.profit import ItemCosts, Margins, ProductProfit, Profit, RefundShares, SoldLine
from daybook.domain.said import Said, Term, listed
from daybook.domain.seen import Scope, Seen
from daybook.facts.engine import Session
from daybook.metrics.contribution import RefundSums, refund_sums
from daybook.metrics.definitions import refunds as r
from daybook.metrics.definitions import sales as s

#: Refunds of a paid day still grow, so shares come from older days.
SETTLED_DAYS = r.RIPE_DAYS
#: Settled days over which refund shares are taken: four whole weeks.
REFUND_DAYS = 28
#: Days over which margins are taken: four whole weeks, so that weekdays and single orders do not set them.
MARGIN_DAYS = 28
#: Days back that a morning's profit is compared with: yesterday, the same weekday last week.
COMPARED_BACK = (1, 7)
ZERO, ONE = Decimal(0), Decimal(1)
SHARE_STEP = Decimal("0.0001")
ASSUMED = Said("the exports do not tell how whole refunds ended: taken as returned goods")
BY_DAY = Said("the exports do not tell which orders were refunded: the refunds of four weeks over what was paid in them, "
              "taken as returned goods")


def profit_of(seen: Seen, given: Given, lines: Sequence[SoldLine], refunds: RefundShares | None = None,
              day: date | None = None) -> Profit:
    """One shop's contribution on a day (None: the reviewed one).

    `refunds` None: the refund rate of the shop's settled days in `seen`, all of it taken as returned goods.
    """
    day = day or seen.reviewed
    shares = refunds or settled_refunds(seen)
    whole = _Day(seen, given, lines, day, (day,))
    made = [_product(line, whole, shares) for line in lines]
    known = [(line, order) for line, order, _ in made if not order.missing()]
    answer = break_even_of_group([(order, ONE) for _, order in known]) if known else CostNotKnown(_missing(made))
    before = sum((contribution_per_order(order) or ZERO for _, order in known), ZERO) if known else None
    gmv_known = sum((order.price for _, order, _ in made if order.unit_cost is not None), ZERO)
    everything = bool(known) and to_cents(gmv_known) == to_cents(whole.gmv)
    spend = ad_spend(seen, day)
    return Profit(
        day, seen.shop.currency, to_cents(whole.gmv), to_cents(gmv_known),
        (gmv_known / whole.gmv).quantize(SHARE_STEP) if whole.gmv else None,
        None if before is None else to_cents(before), spend,
        to_cents(before - spend) if before is not None and spend is not None and everything else None,
        *_rois(answer), products=tuple(product for _, _, product in made),
        why_not=_why_not(whole, made, answer, shares, spend, everything), oldest_cost_days=_oldest(given, lines, day),
        without_cost=_without_cost(made), missing=tuple(GIVEN_AS.get(n, n) for n in _missing(made) if n != "unit_cost"))


def ad_spend(seen: Seen, day: date) -> Decimal | None:
    """All ad spend of a day: of the plans, else of all materials.  That of keyword plans alone is not all."""
    spend = seen.value("ad_spend", day)
    return spend if spend is not None else seen.value("material_ad_spend", day)


@dataclass(frozen=True)
class _Day:
    """The amounts of `days` by which a line's part is told; costs and terms are those of `day`, the last of them."""

    seen: Seen
    given: Given
    lines: Sequence[SoldLine]
    day: date
    days: Sequence[date]

    def known(self, metric: str) -> Decimal:
        """The sum of a metric over the days on which it is known."""
        return sum((v for d in self.days if (v := self.seen.value(metric, d)) is not None), ZERO)

    @cached_property
    def terms(self) -> Terms:
        return self.given.terms(self.day)

    @cached_property
    def sold(self) -> Decimal:
        return sum((line.gmv for line in self.lines), ZERO)

    @cached_property
    def held(self) -> Decimal:
        """Orders by line; one with two products counts in both."""
        return sum((line.orders for line in self.lines), ZERO)

    @cached_property
    def paid_orders(self) -> Decimal:
        return self.known(s.PAID_ORDERS.name) or self.held

    @cached_property
    def lines_are_whole(self) -> bool:
        """Whether every paid order has a line, so that what the lines lack to the paid amount is freight."""
        return bool(self.sold) and self.held >= self.paid_orders

    @cached_property
    def gmv(self) -> Decimal:
        return max(self.known(s.PAID_GMV.name), self.sold)

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
        in_month = monthrange(self.day.year, self.day.month)[1]
        return terms.fixed_cost * len(self.days) / in_month * self.price(line) / self.gmv


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
    terms, cost = whole.terms, whole.given.unit_cost(line.sku, whole.day)
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


def _without_cost(made: Sequence[Made]) -> tuple[str, ...]:
    """SKUs, or items where there is no SKU, that were sold and whose unit cost is not known, the most GMV first."""
    unknown = sorted(((order.price, line.sku or line.item_id) for line, order, _ in made if order.unit_cost is None),
                     key=lambda pair: (-pair[0], pair[1]))
    return tuple(dict.fromkeys(name for _, name in unknown))


def _why_not(whole: _Day, made: Sequence[Made], answer: Answer, shares: RefundShares | None,
             spend: Decimal | None, everything: bool) -> tuple[str, ...]:
    """Sentences on what the numbers leave open."""
    found: list[str] = []
    if isinstance(answer, NoRoiBreaksEven):
        found.append(Said("no ROI breaks even: the day loses money before ads"))
    if not made:
        found.append(Said("no order lines of the day are in: contribution needs them") if whole.gmv else
                     Said("nothing was sold"))
    if without := _without_cost(made):
        found.append(Said("cost not known for {things}", things=_listed(without)))
    if terms := [GIVEN_AS.get(n, n) for n in _missing(made) if n != "unit_cost"]:
        found.append(Said("not known: {things}", things=_listed([Term("cost", n, TERM_ZH[n]) for n in terms])))
    if made and not whole.lines_are_whole:
        found.append(Said("some paid orders have no lines: their money is GMV only"))
    if spend is None:
        found.append(Said("ad spend is not known: only the contribution before ads is given"))
    elif not everything:
        found.append(Said("some costs are not known: the ads' part cannot be taken off"))
    if shares is not None and shares.assumed:
        found.append(shares.assumed)
    return tuple(found)


#: Parts of an order's economics by the name under which people give them.
GIVEN_AS = {"tax": "tax_rate", "shipping": "ship_cost", "shipping_back": "ship_back_cost", "fees_kept": "fee_rate",
            "fixed": "fixed_cost", "gifts": "gift_cost", "cps": "commission_rate", "refunds": "refund_rate"}
TERM_ZH = {**TERMS, "refund_rate": "退款率"}
#: More names than this are counted and not read.
NAMED = 3


def _listed(things: Sequence[str]) -> str:
    """The first things by name, and how many more there are."""
    said = listed(things[:NAMED])
    return said if len(things) <= NAMED else Said("{first} and {n} more", first=said, n=len(things) - NAMED)


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


def with_profit(session: Session, seen: Mapping[str, Seen]) -> dict[str, Seen]:
    """Every shop's `Seen` with its profit and margins.  All shops have the same reviewed day.

    Refunds by how they ended are read once for all shops; without a cost there is nothing to reckon.
    """
    costed = [one for one in seen.values() if one.given.costs]
    ended = refunds_by_end(session, costed[0].reviewed) if costed else {}
    return {name: earned(one, ended.get(name)) for name, one in seen.items()}


def earned(seen: Seen, refunds: RefundShares | None = None) -> Seen:
    """One shop's `Seen` with the profit of the reviewed day, of the days beside it, and its margins of four weeks."""
    if not seen.given.costs:
        return replace(seen, profit=_without_costs(seen)) if seen.value(s.PAID_GMV.name, seen.reviewed) is not None else seen
    shares = refunds or settled_refunds(seen)
    days = [seen.reviewed - timedelta(days=n) for n in (0, *COMPARED_BACK)]
    made = {day: profit_of(seen, seen.given, sold_lines(seen, day), shares, day) for day in days
            if seen.value(s.PAID_GMV.name, day) is not None}
    return replace(seen, profit=made.pop(seen.reviewed, None), earlier_profits=made, margins=margins_of(seen, shares))


def _without_costs(seen: Seen) -> Profit:
    """The day of a shop of which nobody gave a cost: GMV and nothing else."""
    gmv = to_cents(seen.value(s.PAID_GMV.name, seen.reviewed) or ZERO)
    return Profit(seen.reviewed, seen.shop.currency, gmv, ZERO, ZERO if gmv else None, None,
                  ad_spend(seen, seen.reviewed), None, None, None,
                  why_not=(Said("no unit cost is known: give them with `daybook set cost FILE.csv`"),))


def margins_of(seen: Seen, refunds: RefundShares | None) -> Margins:
    """The margins of a shop and its products over four weeks, at the costs and terms of the reviewed day.

    They are those of the days before it, where there are any: what a wrong price costs is not told by its own day.
    """
    days = [seen.reviewed - timedelta(days=n) for n in range(1, MARGIN_DAYS + 1)]
    days = days if _lines_over(seen, days) else [seen.reviewed]
    whole = _Day(seen, seen.given, _lines_over(seen, days), seen.reviewed, days)
    made = [(line, order, contribution_per_order(order)) for line, order in (
        (line, _economics(line, whole, refunds)) for line in whole.lines)]
    costed = sum((order.price for _, order, _ in made if order.unit_cost is not None), ZERO)
    terms, share = seen.given.terms(seen.reviewed), sum(refunds.by_value, ZERO) if refunds else None
    price = None
    if share is not None and terms.tax_rate is not None and terms.fee_rate is not None:
        price = (ONE - terms.tax_rate - (terms.commission_rate or ZERO)) * (ONE - share) - terms.fee_rate
    return Margins(
        _rate([(order.price, left) for _, order, left in made if left is not None]),
        (costed / whole.gmv).quantize(SHARE_STEP) if whole.gmv else None,
        _rates([(line.item_id, order.price, left) for line, order, left in made]),
        _rates([(line.sku, order.price, left) for line, order, left in made]),
        None if price is None else price.quantize(SHARE_STEP), len(days), _costs_by_item(whole, made, refunds))


def _costs_by_item(whole: _Day, made: Sequence[tuple[SoldLine, OrderEconomics, Decimal | None]],
                   refunds: RefundShares | None) -> dict[str, ItemCosts]:
    """What each item's sales cost, its SKUs together; a cost that one of them lacks is not known of the item."""
    by_item: dict[str, list[tuple[SoldLine, OrderEconomics]]] = {}
    for line, order, _ in made:
        by_item.setdefault(line.item_id, []).append((line, order))

    def over(own: Sequence[tuple[SoldLine, OrderEconomics]], name: str) -> Decimal | None:
        amounts = [getattr(order, name) for _, order in own]
        return None if None in amounts else sum(amounts, ZERO)

    return {item: ItemCosts(
        sum((order.price for _, order in own), ZERO), sum((line.units for line, _ in own), ZERO),
        sum((whole.parcels(line) for line, _ in own), ZERO), over(own, "unit_cost"), over(own, "tax"), over(own, "fees_kept"),
        over(own, "shipping"), over(own, "shipping_back"), over(own, "handling"), over(own, "insurance"), over(own, "fixed"),
        over(own, "gifts"), own[0][1].resaleable_share, refunds.by_value if refunds else None,
        refunds.by_orders if refunds else None)
        for item, own in sorted(by_item.items()) if item}


def _lines_over(seen: Seen, days: Sequence[date]) -> tuple[SoldLine, ...]:
    """What each SKU sold over the days together."""
    measures = [seen.sliced.get("product", {}).get(m.name, {}) for m in (s.LINE_GMV, s.LINE_UNITS, s.LINE_ORDERS)]

    def over(scope: Scope) -> SoldLine:
        gmv, units, orders = (sum((own[d] for d in days if d in own), ZERO) for own in (m.get(scope, {}) for m in measures))
        return SoldLine(dict(scope).get("item_id", ""), dict(scope).get("sku", ""), gmv, units, orders)

    return tuple(line for line in map(over, sorted(measures[0])) if line.gmv)


def _rate(parts: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Sum of contributions over sum of GMV; None over nothing."""
    gmv = sum((price for price, _ in parts), ZERO)
    return (sum((left for _, left in parts), ZERO) / gmv).quantize(SHARE_STEP) if gmv else None


def _rates(parts: Sequence[tuple[str, Decimal, Decimal | None]]) -> dict[str, Decimal]:
    """Margin by name, of those of which every part is known."""
    named: dict[str, list[tuple[Decimal, Decimal | None]]] = {}
    for name, price, left in parts:
        if name:
            named.setdefault(name, []).append((price, left))
    found: dict[str, Decimal] = {}
    for name, of_name in named.items():
        known = [(price, left) for price, left in of_name if left is not None]
        rate = _rate(known)
        if len(known) == len(of_name) and rate is not None:
            found[name] = rate
    return found


def settled_refunds(seen: Seen) -> RefundShares | None:
    """The shop's refund rate by value over settled days, all taken as returned goods; None where none is known.

    Where refunds are not told by order, those that ended on the newest four weeks stand for it, over what was paid then.
    """
    for metric, settled, said in ((r.REFUNDED_OF_PAID.name, SETTLED_DAYS, ASSUMED), (r.REFUNDED_BY_DAY.name, 1, BY_DAY)):
        paid = refunded = ZERO
        for back in range(settled, settled + REFUND_DAYS):
            day = seen.reviewed - timedelta(days=back)
            one, other = seen.value(s.PAID_GMV.name, day), seen.value(metric, day)
            if one is not None and other is not None:
                paid, refunded = paid + one, refunded + other
        if paid:
            shares = (ZERO, min(refunded / paid, ONE), ZERO, ZERO)
            return RefundShares(shares, shares, said if refunded else "")
    return None


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
