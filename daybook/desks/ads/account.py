"""All ads of a shop beside all of its sales: what they cost of them, and what one more yuan came with, credited or not."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.calendar.events import UNUSUAL, events_on
from daybook.calendar.where import country_of
from daybook.desks.ads.returns import break_even_roi
from daybook.desks.ads.units import unpaid_visitors
from daybook.desks.gain import CENT
from daybook.domain.ad_words import AdAccount
from daybook.domain.said import Said
from daybook.domain.seen import Seen

if TYPE_CHECKING:
    from daybook.analysis.bidding.incremental import Incremental

WINDOW = 28
#: Twelve weeks tell a slope, since the days of an event are no part of it; the table shows four.
SLOPE_DAYS = 84
NOT_TOLD = Said("not told: fewer than four weeks of ordinary days tell sales and ad spend, or spend never differed")


def judged_account(seen: Seen) -> AdAccount | None:
    """Spend, its share of sales, credited and incremental sales per yuan; None where no report tells what ads cost."""
    spend, credited = _told(seen)
    window = [seen.reviewed - timedelta(days=n) for n in range(WINDOW)]
    days = [d for d in window if d in spend]
    paid = sum((spend[d] for d in days), Decimal(0))
    if not paid:
        return None
    gmv = seen.daily.get("paid_gmv", {})
    sold = sum((gmv[d] for d in days), Decimal(0)) if all(d in gmv for d in days) else None
    found = _slope(seen, spend, gmv)
    even, share = break_even_roi(seen), (paid / sold).quantize(Decimal("0.0001")) if sold else None
    return AdAccount(
        paid.quantize(CENT), None if sold is None else sold.quantize(CENT), share,
        _credited(spend, credited, days),
        None if found is None else (found.low, found.middle, found.high), 0 if found is None else found.days,
        None if found is None or even is None else found.chance_over(float(even)), NOT_TOLD if found is None else "")


def _slope(seen: Seen, spend: Mapping[date, Decimal], gmv: Mapping[date, Decimal]) -> "Incremental | None":
    from daybook.analysis.bidding.incremental import incremental_sales

    first = seen.reviewed - timedelta(days=SLOPE_DAYS - 1)
    unlike = _event_days(seen, first)

    def lately(days: Mapping[date, Decimal]) -> dict[date, Decimal]:
        return {d: v for d, v in days.items() if first <= d <= seen.reviewed and d not in unlike}

    return incremental_sales(lately(gmv), lately(spend), lately(unpaid_visitors(seen)))


def _event_days(seen: Seen, first: date) -> frozenset[date]:
    """Days of big events of the platform and of the shop's own: demand and spend rise on them together, whichever caused sales."""
    days = [first + timedelta(days=n) for n in range(SLOPE_DAYS)]
    country = country_of(seen.shop.platform, seen.shop.currency)
    big = {d for d in days if any(e.big and e.phase in UNUSUAL for e in events_on(d, seen.shop.platform, country))}
    return frozenset(big | {d for d in days for e in seen.given.own_events if e.first <= d <= e.last})


def _told(seen: Seen) -> tuple[Mapping[date, Decimal], Mapping[date, Decimal]]:
    """Days of spend by the widest report that tells it, and of the sales that the same report credits: those of words alone do
    not stand over the spend of all plans."""
    return next(((days, seen.daily.get(f"{of}ad_gmv", {})) for of in ("", "keyword_", "material_")
                 if (days := seen.daily.get(f"{of}ad_spend", {}))), ({}, {}))


def _credited(spend: Mapping[date, Decimal], credited: Mapping[date, Decimal], days: Sequence[date]) -> Decimal | None:
    """Credited sales per yuan, over the days that tell both; None where none does."""
    both = [d for d in days if d in credited]
    paid = sum((spend[d] for d in both), Decimal(0))
    return (sum((credited[d] for d in both), Decimal(0)) / paid).quantize(CENT) if paid else None
