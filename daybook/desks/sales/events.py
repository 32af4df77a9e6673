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
    if largest < 2 * before:
        return
    yield BriefFinding(
        id=GIANT, kind=GIANT, metric="paid_gmv", zh="支付金额", unit=Unit.MONEY, scope=(("order", "1"),), direction="up",
        measured=gmv.quantize(CENT), base_kind="without_it", base=(gmv - largest).quantize(CENT), odds_noise=None,
        at_stake=Gain(largest, largest, largest, seen.shop.currency, per=""), since=seen.reviewed,
        causes=(Cause("event", (("order", "1"),), gmv.quantize(CENT) - (gmv - largest).quantize(CENT)),),
        sources=("orders",), currency=seen.shop.currency,
        words=Said("one order of {amount} is {share} of the day; without it the day was {rest}",
                   amount=Amount(largest.quantize(CENT), "money", seen.shop.currency), share=f"{largest / gmv:.0%}",
                   rest=Amount((gmv - largest).quantize(CENT), "money", seen.shop.currency)))


def find_refund_burst(seen: Seen) -> Iterator[BriefFinding]:
    """Many more refunds than on any ordinary day of the four weeks before."""
    now, amount = seen.value("refunds_by_day", seen.reviewed), seen.value("refunded_by_day", seen.reviewed)
    known = sorted(v for d, v in seen.daily.get("refunds_by_day", {}).items()
                   if seen.reviewed - timedelta(days=WINDOW) <= d < seen.reviewed)
    if now is None or amount is None or now < LEAST_REFUNDS or len(known) < WINDOW // 2:
        return
    usual = known[len(known) // 2]
    if now < rule("M-BURST") * max(usual, Decimal(1)) or now <= known[-1]:
        return
    money = [v for d, v in seen.daily.get("refunded_by_day", {}).items()
             if seen.reviewed - timedelta(days=WINDOW) <= d < seen.reviewed]
    more = max(amount - sum(money, Decimal(0)) / max(len(money), 1), Decimal(0)).quantize(CENT)
    yield BriefFinding(
        id=BURST, kind=BURST, metric="refunds_by_day", zh="成功退款笔数", unit=Unit.COUNT, scope=(), direction="up",
        measured=now, base_kind="usual", base=usual, odds_noise=None, since=seen.reviewed, urgency="today",
        at_stake=Gain((more / 2).quantize(CENT), more, more, seen.shop.currency, per=""), higher_is_better=False,
        causes=(Cause("event", (("refunds", "1"),), now - usual),), sources=("refunds",),
        words=Said("{n} refunds succeeded, usually {usual}; {money} more than usual", n=now, usual=usual,
                   money=Amount(more, "money", seen.shop.currency)))
