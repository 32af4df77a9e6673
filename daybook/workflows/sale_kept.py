"""What a kept plan of a big event asks of a day, for whoever plans by the day: the evening, and the plan itself."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.activities import Kept, PlanLine
from daybook.domain.event_calendar import Activity, Stage
from daybook.domain.mega_sale import DAY
from daybook.domain.shop import Shop
from daybook.workflows.event_entries import activity_for, kept_known
from daybook.workflows.targets import DayPart, MonthPlan


def kept_day(shop: Shop, on: date, as_of: datetime) -> tuple[Activity, Sequence[PlanLine]] | None:
    """The event whose kept plan a day belongs to, with its lines, as known at a moment; None on any other day."""
    return plan_day(shop, on, kept_known([shop], as_of).get(shop.name, Kept()).plans)


def with_sale(shop: Shop, plan: MonthPlan, as_of: datetime) -> MonthPlan:
    """The month's plan with the day's target from a kept plan of a big event, where the day is one that it sells.

    Hours are left to the evening's own curve of such days.
    """
    found = kept_day(shop, plan.on, as_of)
    target = None if found is None else target_of(found[1], plan.on)
    if target is None:
        return plan
    days = plan.days or tuple(DayPart(plan.on.replace(day=n + 1), Decimal(0), None, "", True) for n in range(plan.on.day))
    return replace(plan, target=plan.target or target, hours=(), days=tuple(
        replace(d, part=target) if d.day == plan.on else d for d in days))


def plan_day(shop: Shop, on: date, plans: Mapping[str, Sequence[PlanLine]]) -> tuple[Activity, Sequence[PlanLine]] | None:
    """The event whose kept plan a day belongs to, with its lines: a day that it sells, before one of its warm-up."""
    found = [(activity, lines) for key, lines in plans.items() if any(one.kind == DAY for one in lines)
             and (activity := activity_for(shop, key)) is not None]
    for stage in (Stage.LIVE, Stage.WARM_UP):
        for activity, lines in found:
            if any(span.covers(on) for span in activity.of(stage)):
                return activity, lines
    return None


def target_of(lines: Sequence[PlanLine], on: date) -> Decimal | None:
    """What the kept plan asks of a day; None for a day that it does not sell."""
    return next((one.value for one in lines if one.kind == DAY and one.name == on.isoformat()), None)
