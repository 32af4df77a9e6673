"""Several days as one number: summed where that is allowed, else the platform's own count, else said to be less.

People of two days overlap, rates have no common base and levels are not flows: none of them adds up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from daybook.metrics.compute import Daily, value_of
from daybook.metrics.definitions.sales import UNITS_SOLD
from daybook.metrics.definitions.stock import SELLABLE_UNITS, UNITS_PER_DAY, units_per_day
from daybook.metrics.metric import Definition, Metric, Ratio, parts


class Basis(StrEnum):
    """What a number of several days is."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio of sums"
    OWN_COUNT = "the platform's own count"
    LAST_LEVEL = "level of the last day"
    MEAN_OF_DAYS = "mean of days"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class OverDays:
    """A definition over a window; `value` is None exactly where `basis` is CANNOT_TELL."""

    value: Decimal | None
    basis: Basis


def over_days(definition: Definition, numbers: Daily, days: Sequence[date],
              own: Mapping[str, Decimal] | None = None) -> OverDays:
    """A definition over some days.  `own` are the platform's own numbers of exactly that window, by metric.

    Without them people, and rates of people, are a mean of their days and named so; with a day missing nothing is
    said but of a level, which is that of the last day.
    """
    own = own or {}
    if isinstance(definition, Metric) and definition.level:
        return _told(numbers.get(definition.name, {}).get(days[-1]) if days else None, Basis.LAST_LEVEL)
    if len(days) == 1 or all(_adds_up(m) for m in parts(definition)):
        return _told(value_of(definition, numbers, days) if days else None,
                     Basis.RATIO_OF_SUMS if isinstance(definition, Ratio) else Basis.SUM)
    counted = _own_count(definition, numbers, days, own)
    if counted is not None:
        return OverDays(counted, Basis.OWN_COUNT)
    if isinstance(definition, Ratio) and any(m.level for m in parts(definition)):
        return _told(value_of(definition, numbers, days[-1:]), Basis.LAST_LEVEL)
    each = [value_of(definition, numbers, [day]) for day in days]
    known = [value for value in each if value is not None]
    if not known or len(known) < len(days):
        return OverDays(None, Basis.CANNOT_TELL)
    return OverDays(sum(known, Decimal(0)) / len(known), Basis.MEAN_OF_DAYS)


def add_trailing(numbers: dict[str, dict[date, Decimal]], first: date, last: date) -> None:
    """Adds units sold per day (28 days) for the days of first..last on which a stock level is known."""
    sold, levels = numbers.get(UNITS_SOLD.name, {}), numbers.get(SELLABLE_UNITS.name, {})
    means = {}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        mean = units_per_day(sold, day) if day in levels else None
        if mean is not None:
            means[day] = mean
    if means:
        numbers[UNITS_PER_DAY.name] = means


def _adds_up(metric: Metric) -> bool:
    return "day" not in metric.never_sum_over


def _own_count(definition: Definition, numbers: Daily, days: Sequence[date],
               own: Mapping[str, Decimal]) -> Decimal | None:
    """The number made of the platform's counts of the window, and of sums where days may be added."""
    window: dict[str, dict[date, Decimal]] = {}
    for metric in parts(definition):
        value = own.get(metric.name)
        if value is None and _adds_up(metric):
            value = value_of(metric, numbers, days)
        if value is None:
            return None
        window[metric.name] = {days[-1]: value}
    return value_of(definition, window, days[-1:])


def _told(value: Decimal | None, basis: Basis) -> OverDays:
    return OverDays(value, basis if value is not None else Basis.CANNOT_TELL)
