"""Days that one thing made: an order larger than all others, or a burst of refunds."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, rule
from daybook.domain.brief import BriefFinding, Cause, Gain, Unit
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen

GIANT, BURST = "sales.giant_order", "sales.refund_burst"
WINDOW = 28
LEAST_REFUNDS = 10
#: A SKU that sold so much of the largest order's money on its day fills it.
MOSTLY = Decimal("0.8")


def find_giant_order(seen: Seen) -> Iterator[BriefFinding]:
    """One order that is a large share of the day and many times the usual one: the day without it is the usual day."""
    largest, gmv = seen.value("largest_order", seen.reviewed), seen.value("paid_gmv", seen.reviewed)
    orders = seen.value("paid_orders", seen.reviewed)
    if not largest or not gmv or not orders or orders < 2:
        return
    others = (gmv - largest) / (orders - 1)
    if largest < rule("M-GIANT", "share") * gmv or largest < rule("M-GIANT", "times") * others:
        return
    before = max((v for d, v in seen.daily.get("largest_order", {}).items()
                  if seen.reviewed - timedelta(days=WINDOW) <= d < seen.reviewed), default=Decimal(0))
    if largest < 2 * before and largest < rule("M-GIANT", "alone") * gmv:
        return
    yield BriefFinding(
        id=GIANT, kind=GIANT, metric="paid_gmv", zh="支付金额", unit=Unit.MONEY, scope=(("order", "1"),), direction="up",
        measured=gmv.quantize(CENT), base_kind="without_it", base=(gmv - largest).quantize(CENT), odds_noise=None,
        at_stake=_left_of(seen, largest), since=seen.reviewed,
        causes=(Cause("event", (("order", "1"),), gmv.quantize(CENT) - (gmv - largest).quantize(CENT)),),
        sources=("orders",), currency=seen.shop.currency,
        words=Said("one order of {amount} is {share} of the day; without it the day was {rest}",
                   amount=Amount(largest.quantize(CENT), "money", seen.shop.currency), share=f"{largest / gmv:.0%}",
                   rest=Amount((gmv - largest).quantize(CENT), "money", seen.shop.currency)))


def _left_of(seen: Seen, largest: Decimal) -> Gain:
    """What one order brings: less the goods of the SKU that fills it, where one does and its cost is known, and the fees
    and taxes of the shop; one parcel more is no matter.  Else as any order of the shop."""
    lines, units = (seen.slices("product", m, seen.reviewed) for m in ("line_gmv", "line_units"))
    scope = max(lines, key=lambda one: (lines[one], one), default=())
    cost, terms = seen.given.unit_cost(dict(scope).get("sku", ""), seen.reviewed), seen.given.terms(seen.reviewed)
    if cost is None or terms.fee_rate is None or terms.tax_rate is None or lines[scope] < MOSTLY * largest:
        return Gain(largest, largest, largest, seen.shop.currency, per="")
    goods = largest / lines[scope] * units.get(scope, Decimal(0)) * cost.unit_cost
    left = (largest * (1 - terms.fee_rate - terms.tax_rate) - goods).quantize(CENT)
    return Gain(left, left, left, seen.shop.currency, "contribution", per="")


def find_refund_burst(seen: Seen) -> Iterator[BriefFinding]:
    """Many more refunds than on any ordinary day of the four weeks before, or refunds of far more money."""
    gmv = seen.value("paid_gmv", seen.reviewed)
    now, amount = seen.value("refunds_by_day", seen.reviewed), seen.value("refunded_by_day", seen.reviewed)
    known = sorted(v for d, v in seen.daily.get("refunds_by_day", {}).items()
                   if seen.reviewed - timedelta(days=WINDOW) <= d < seen.reviewed)
    if now is None or amount is None or not gmv or len(known) < WINDOW // 2:
        return
    usual = known[len(known) // 2]
    money = sorted(v for d, v in seen.daily.get("refunded_by_day", {}).items()
                   if seen.reviewed - timedelta(days=WINDOW) <= d < seen.reviewed)
    more = max(amount - sum(money, Decimal(0)) / max(len(money), 1), Decimal(0)).quantize(CENT)
    many = now >= max(Decimal(LEAST_REFUNDS), rule("M-BURST", "times") * max(usual, Decimal(1))) and now > known[-1]
    if many and more >= rule("M-BURST", "least_share") * gmv:
        yield _many_refunds(seen, now, usual, more)
    elif amount >= rule("M-BURST", "money_share") * gmv and (
            amount >= rule("M-BURST", "money_times") * money[len(money) // 2]):
        yield _large_refunds(seen, amount.quantize(CENT), money[len(money) // 2].quantize(CENT), gmv, more)


def _large_refunds(seen: Seen, amount: Decimal, usual: Decimal, gmv: Decimal, more: Decimal) -> BriefFinding:
    """Refunds of much money: often one large order that was called off."""
    currency = seen.shop.currency
    return BriefFinding(
        id=BURST, kind=BURST, metric="refunded_by_day", zh="成功退款金额", unit=Unit.MONEY, scope=(), direction="up",
        measured=amount, base_kind="usual", base=usual, odds_noise=None, since=seen.reviewed, urgency="today",
        at_stake=Gain(min(more, (amount / 2).quantize(CENT)), more, amount, currency, per=""), higher_is_better=False,
        causes=(Cause("event", (("refunds", "1"),), amount - usual),), sources=("refunds",), currency=currency,
        words=Said("{amount} was refunded, {share} of what was paid that day; usually {usual}",
                   amount=Amount(amount, "money", currency), share=f"{amount / gmv:.0%}",
                   usual=Amount(usual, "money", currency)))


def _many_refunds(seen: Seen, now: Decimal, usual: Decimal, more: Decimal) -> BriefFinding:
    return BriefFinding(
        id=BURST, kind=BURST, metric="refunds_by_day", zh="成功退款笔数", unit=Unit.COUNT, scope=(), direction="up",
        measured=now, base_kind="usual", base=usual, odds_noise=None, since=seen.reviewed, urgency="today",
        at_stake=Gain((more / 2).quantize(CENT), more, more, seen.shop.currency, per=""), higher_is_better=False,
        causes=(Cause("event", (("refunds", "1"),), now - usual),), sources=("refunds",),
        words=Said("{n} refunds succeeded, usually {usual}; {money} more than usual", n=now, usual=usual,
                   money=Amount(more, "money", seen.shop.currency)))
