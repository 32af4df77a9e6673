"""A month's target day by day and hour by hour, beside what the days brought."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from daybook.desks.month_split import hour_weights, month_weights, split
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.workflows.house import House
from daybook.workflows.products import seen_of


@dataclass(frozen=True)
class DayPart:
    """One day of the month: its part of the target, what it brought (None: not in), the event that makes it no
    ordinary day, and whether what such days bring was ever measured."""

    day: date
    part: Decimal
    actual: Decimal | None
    event: str
    measured: bool


@dataclass(frozen=True)
class MonthPlan:
    """A month's target of a metric.  `hours` split the day `on`; empty where orders do not say their hour.

    `by_weekday` False: spread evenly, since too few weeks are known.
    """

    metric: str
    month: date
    on: date
    target: Decimal | None
    by_weekday: bool
    days: tuple[DayPart, ...]
    hours: tuple[Decimal, ...]

    @property
    def so_far(self) -> tuple[Decimal, Decimal] | None:
        """What the days that are in brought and what they were to bring; None while none is in."""
        known = [d for d in self.days if d.actual is not None]
        return (sum((d.actual or Decimal(0) for d in known), Decimal(0)),
                sum((d.part for d in known), Decimal(0))) if known else None


def month_plan(house: House, shop: Shop, on: date, metric: str = "paid_gmv", as_of: datetime | None = None) -> MonthPlan:
    """The month of `on`, as known at nine of that morning or at a moment."""
    return plan_of(seen_of(house, shop, on, as_of, ()), metric)


def plan_of(seen: Seen, metric: str) -> MonthPlan:
    """The parts add up to the target to the cent; a revised target counts for the whole month from then on."""
    on, month = seen.on, seen.on.replace(day=1)
    target = seen.given.target(metric, on, on)
    if target is None:
        return MonthPlan(metric, month, on, None, False, (), ())
    weights = month_weights(seen, metric, on)
    usable = weights is not None and sum(w.weight for w in weights) > 0
    days = [w.day for w in weights] if weights else _days_of(month)
    parts = split(target.value, [w.weight for w in weights] if weights and usable else [Decimal(1)] * len(days))
    lines = tuple(DayPart(day, part, seen.value(metric, day), weights[n].event if weights else "",
                          weights[n].measured if weights else True)
                  for n, (day, part) in enumerate(zip(days, parts, strict=True)))
    hours = hour_weights(seen, on)
    return MonthPlan(metric, month, on, target.value, usable, lines,
                     split(lines[on.day - 1].part, hours) if hours else ())


def _days_of(month: date) -> list[date]:
    from calendar import monthrange

    return [month.replace(day=n + 1) for n in range(monthrange(month.year, month.month)[1])]
