"""Pace of a day's ad spend by what was read of it: ahead of the day's curve, behind it, standing still, or at the cap too early.

A day's curve is that of the shop's own sales by hour of the weekday: ads follow their buyers.  Where it, or what a day usually
costs, is not known, nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from daybook.desks.gain import CENT, rule
from daybook.domain.said import Amount, Said
from daybook.domain.ticks import Tick

HOURS = 24


@dataclass(frozen=True)
class Curve:
    """A shop's usual day: what each hour sells (midnight first), and what a day of ads costs."""

    weights: tuple[Decimal, ...]
    usual: Decimal

    def share(self, at: datetime) -> Decimal:
        """The part of a day that is usually over at a moment of the shop's clock.

        >>> Curve((Decimal(1),) * 24, Decimal(100)).share(datetime(2026, 11, 24, 6, 0))
        Decimal('0.25')
        """
        whole = sum(self.weights[:at.hour], Decimal(0)) + self.weights[at.hour] * at.minute / 60
        return whole / sum(self.weights)

    def moment(self, share: Decimal, day: datetime) -> datetime:
        """When so much of a day is usually over, to five minutes; `day` is any moment of it."""
        midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
        steps = (midnight + timedelta(minutes=5 * n) for n in range(HOURS * 12))
        return next((at for at in steps if self.share(at) >= share), midnight + timedelta(hours=HOURS, minutes=-1))


@dataclass(frozen=True)
class OffPace:
    """Spend that left the day's curve: `kind` is still, ahead or behind."""

    kind: str
    what: str
    why: str


def judge_pace(read: Sequence[tuple[datetime, Tick]], curve: Curve, cap: Decimal | None, currency: str) -> OffPace | None:
    """What the day's readings say; each comes with its moment by the shop's clock.  None: on pace, or too early to say."""
    known = [(at, tick.spend) for at, tick in read if tick.spend is not None]
    if not known or curve.usual <= 0:
        return None
    at, spent = known[-1]
    over = curve.share(at)
    if over < rule("A-PACE", "early"):
        return None
    stopped = _stopped(known, curve, currency) if len(known) > 1 else None
    if stopped is not None:
        return stopped
    usual = curve.usual * over
    if spent >= rule("A-PACE", "ahead") * usual:
        return _ahead(at, spent, curve, cap, currency)
    if spent <= rule("A-PACE", "behind") * usual:
        return OffPace("behind", Said("Ad spend lags behind the day: look for plans that are off, refused or out of money"), Said(
            "{spent} by {clock}, usual by then: {usual}", spent=_money(spent, currency), clock=f"{at:%H:%M}",
            usual=_money(usual, currency)))
    return None


def _stopped(known: Sequence[tuple[datetime, Decimal]], curve: Curve, currency: str) -> OffPace | None:
    """Nearly nothing was spent since an earlier reading, over a stretch in which a good part of a day's money usually goes."""
    at, spent = known[-1]
    for since, before in reversed(known[:-1]):
        usual = curve.usual * (curve.share(at) - curve.share(since))
        if usual < rule("A-PACE", "stretch") * curve.usual:
            continue
        if spent - before > rule("A-PACE", "still") * usual:
            return None
        left = ((1 - curve.share(at)) * 100).quantize(Decimal(1))
        what = Said("Ads nearly stopped: a budget is gone or a plan is off; refill the plan whose next 1 spent brings most")
        return OffPace("still", what,
                       Said("{added} since {clock}, usual over these hours: {usual}; {left} % of a day's sales are still to come",
                            added=_money(spent - before, currency), clock=f"{since:%H:%M}", usual=_money(usual, currency),
                            left=left))
    return None


def _ahead(at: datetime, spent: Decimal, curve: Curve, cap: Decimal | None, currency: str) -> OffPace:
    """Too fast: what the day comes to at this pace, and when the cap is reached, with what of the day comes after that."""
    whole = spent / curve.share(at)
    if cap is not None and spent < cap < whole:
        share = cap / whole
        what = Said("Ad spend runs ahead of the day: lower bids in quiet hours or move the budget to the evening")
        return OffPace("ahead", what, Said(
            "{spent} by {clock}; at this pace the cap of {cap} is reached at about {gone}, before {left} % of a day's sales",
            spent=_money(spent, currency), clock=f"{at:%H:%M}", cap=_money(cap, currency), gone=f"{curve.moment(share, at):%H:%M}",
            left=((1 - share) * 100).quantize(Decimal(1))))
    return OffPace("ahead", Said("Ad spend runs ahead of the day: look for a bid, a crowd or a new plan that is too dear"), Said(
        "{spent} by {clock}, usual by then: {usual}; at this pace the day comes to {whole}", spent=_money(spent, currency),
        clock=f"{at:%H:%M}", usual=_money(curve.usual * curve.share(at), currency), whole=_money(whole, currency)))


def _money(value: Decimal, currency: str) -> Amount:
    return Amount(value.quantize(CENT), "money", currency)
