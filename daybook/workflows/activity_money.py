"""What an event cost and left (活动投入产出): contribution of its days over ordinary ones, discounts, fees and ads taken off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from daybook.desks.activities.items import sold_of
from daybook.domain.activity_review import EventMoney, PartBrought
from daybook.domain.event_calendar import Activity, Stage
from daybook.domain.said import Said, listed
from daybook.domain.seen import Seen
from daybook.workflows.profit import margins_of, profit_of, settled_refunds, sold_lines

CENT = Decimal("0.01")
DAY = timedelta(days=1)
#: Days before an event's first window from which usual prices, margins and spend are taken, and those that views are held against.
BEFORE, WEEK = 28, 7
Daily = Mapping[str, Mapping[date, Decimal]]


def money_of(seen: Seen, activity: Activity, live: PartBrought, told: Daily) -> EventMoney:
    """The event's money from what was seen; `live` is the part of its own days, `told` ads and page views by day."""
    days = [activity.first + n * DAY for n in range((activity.last - activity.first).days + 1)]
    first = min([activity.first, *(s.first for s in activity.spans if s.stage is Stage.WARM_UP)])
    before = [first - n * DAY for n in range(1, BEFORE + 1)]
    ads, usual = _spent(told, days, before)
    left, margin, missing = _left(seen, days, first)
    terms = seen.given.terms(activity.last)
    fees = None if terms.fee_rate is None else (live.paid * terms.fee_rate).quantize(CENT)
    why = [*missing, *([Said("ad spend of its days")] if ads is None or usual is None else [])]
    return EventMoney(
        left, None if margin is None else (live.baseline * margin).quantize(CENT), ads, usual, _discounts(seen, days, before), fees,
        _views(told, days, activity.first), Said("not known: {what}", what=listed(why)) if why else "")


def _spent(told: Daily, days: Sequence[date], before: Sequence[date]) -> tuple[Decimal | None, Decimal | None]:
    """Ads of the days, and of as many ordinary ones (the median of the days before); None where a day is not known."""
    spent = told.get("ad_spend") or told.get("material_ad_spend") or {}
    known = [spent[d] for d in before if d in spent]
    usual = None if len(known) < BEFORE // 2 else (Decimal(median(known)) * len(days)).quantize(CENT)
    return sum((spent[d] for d in days), Decimal(0)) if all(d in spent for d in days) else None, usual


def _left(seen: Seen, days: Sequence[date], first: date) -> tuple[Decimal | None, Decimal | None, list[str]]:
    """Contribution before ads of the days, the ordinary margin before them, and what is missing for either.

    A day's contribution speaks of all of its money: where a cost is not known, the sum is not.
    """
    shares, early = settled_refunds(seen), replace(seen, on=first)
    made = [profit_of(seen, seen.given, sold_lines(seen, day), shares, day) for day in days]
    whole = all(one.before_ads is not None and one.gmv_cost_known == one.gmv for one in made if one.gmv)
    margins = margins_of(early, settled_refunds(early))
    missing: list[str] = []
    if not whole:
        missing.append(Said("unit costs and terms of all that was sold"))
    if margins.shop is None:
        missing.append(Said("the margin of ordinary days before it"))
    left = sum((one.before_ads or Decimal(0) for one in made), Decimal(0)) if whole else None
    return left, margins.shop, missing


def _discounts(seen: Seen, days: Sequence[date], before: Sequence[date]) -> Decimal | None:
    """Units of its days times what they sold below their usual price of the four weeks before; None where no price was usual."""
    given, known = Decimal(0), False
    for item in sold_of(seen).values():
        for one in item.skus.values():
            usual = one.usual(min(before), max(before))
            for day in days if usual is not None else ():
                price, units = one.price(day), one.units.get(day)
                if usual is not None and price is not None and units:
                    known, given = True, given + max(usual - price, Decimal(0)) * units
    return given.quantize(CENT) if known else None


def _views(told: Daily, days: Sequence[date], first: date) -> Decimal | None:
    """Page views a day of its days over the seven days before, less one; None where a day of either is not known."""
    views, week = told.get("page_views", {}), [first - n * DAY for n in range(1, WEEK + 1)]
    if not all(d in views for d in (*days, *week)) or not sum(views[d] for d in week):
        return None
    now, then = (sum((views[d] for d in some), Decimal(0)) / len(some) for some in (days, week))
    return (now / then - 1).quantize(Decimal("0.001"))
