"""A shop's usual day of ads: what each hour of the weekday sells and what a day of ads costs, for the watch."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from daybook.desks.ads.pace import HOURS, Curve
from daybook.desks.gain import rule
from daybook.facts.engine import Session
from daybook.metrics import compute, reports
from daybook.metrics import rollups as kept

WEEKS = 8
#: Days of spend from which a usual one is read.
LEAST_DAYS = 5


def spend_curves(session: Session, days: Mapping[str, date]) -> dict[str, Curve]:
    """Shop -> its curve, of the shops that know their hours and their spend; two queries for all, none where none is asked."""
    if not days:
        return {}
    first, last = min(days.values()) - timedelta(weeks=WEEKS), max(days.values()) - timedelta(days=1)
    hours = compute.sliced_when_asked(session, kept.SALES_HOUR, first, last)
    spend = compute.daily(session, (reports.ADS, reports.KEYWORD_ADS, reports.MATERIAL_ADS), first, last)
    found = {}
    for shop, on in days.items():
        weights, usual = _weights(hours.get(shop, {}), on), _usual(spend.get(shop, {}), on)
        if weights is not None and usual is not None:
            found[shop] = Curve(weights, usual)
    return found


def _weights(sliced: Mapping[str, Mapping[tuple[tuple[str, str], ...], Mapping[date, Decimal]]],
             on: date) -> tuple[Decimal, ...] | None:
    """What the hours of this weekday sold; None where orders do not say their hour."""
    wanted = {on - timedelta(weeks=n) for n in range(1, WEEKS + 1)}
    found = [Decimal(0)] * HOURS
    for scope, of_days in sliced.get("paid_gmv", {}).items():
        hour = dict(scope).get("paid_hour", "")
        if hour.isdecimal() and int(hour) < HOURS:
            found[int(hour)] += sum((v for d, v in of_days.items() if d in wanted and v > 0), Decimal(0))
    return tuple(found) if sum(found) > 0 else None


def _usual(numbers: Mapping[str, Mapping[date, Decimal]], on: date) -> Decimal | None:
    """The median day of ad spend of the rule's days, by whichever report tells it; None with fewer than five of them."""
    since = on - timedelta(days=int(rule("A-PACE", "days")))
    for metric in ("ad_spend", "keyword_ad_spend", "material_ad_spend"):
        known = [v for d, v in numbers.get(metric, {}).items() if since <= d < on]
        if len(known) >= LEAST_DAYS:
            return median(known)
    return None
