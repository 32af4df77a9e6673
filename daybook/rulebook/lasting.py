"""A time of the rulebook: how long something may last, in the unit that its row names."""

from datetime import timedelta
from functools import cache

from daybook.rulebook.reading import load
from daybook.rulebook.rules import ANY, RulebookError

#: Units of the rulebook that are times -> seconds.
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}


@cache
def lasting(rule_id: str, name: str | None = None, platform: str = ANY) -> timedelta:
    """A rule's time.  Raises RulebookError where that number is no time.

    >>> lasting("V-BLIND-DAY")
    datetime.timedelta(seconds=1800)
    """
    rule = (load() if platform == ANY else load().for_(platform)).rule(rule_id)
    value = rule.value(name)
    unit = next(iter(rule.units.values())) if name is None else rule.units[name]
    if unit not in SECONDS:
        raise RulebookError(f"{name or 'its number'} is counted in {unit}, which is no time", where=rule_id,
                            next_step=f"use one of {', '.join(SECONDS)}")
    return timedelta(seconds=float(value) * SECONDS[unit])
