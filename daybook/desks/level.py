"""The stock of today as a report tells it: what is older than rule I-LEVEL lets it be is not known."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import rule


def level_of(days: Mapping[date, Decimal], reviewed: date) -> tuple[date | None, Decimal | None]:
    """The last level within the days of rule I-LEVEL and its day; None of both where there is none."""
    for back in range(int(rule("I-LEVEL", "oldest"))):
        day = reviewed - timedelta(days=back)
        if day in days:
            return day, days[day]
    return None, None
