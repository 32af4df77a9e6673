"""Days of running tests of pages, for all shops at once: what each arm counted."""

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from daybook.domain.page_tests import ArmDay
from daybook.facts.page_test_tables import PAGE_TEST_DAY

if TYPE_CHECKING:
    from daybook.facts.engine import Session

COUNTS = ("visitors", "paid_buyers", "cart_buyers", "refund_buyers", "clicks", "impressions", "paid_amount", "paid_squares",
          "prior_amount", "prior_squares", "paid_x_prior")


def arm_days(session: "Session", on: date, days: int) -> dict[str, tuple[ArmDay, ...]]:
    """shop -> arms of tests by day, the oldest first, over so many days before the morning of `on`; a shop without has none."""
    first, last = on - timedelta(days=days), on - timedelta(days=1)
    view = session.use(PAGE_TEST_DAY, days=(PAGE_TEST_DAY.day, first, last))
    rows = session.arrow(
        f'SELECT shop, test, arm, day, {", ".join(COUNTS)} FROM "{view}" WHERE day BETWEEN ? AND ? '
        "ORDER BY shop, test, day, arm", [first, last]).to_pylist()
    found: dict[str, list[ArmDay]] = defaultdict(list)
    for row in rows:
        found[row.pop("shop")].append(ArmDay(**row))
    return {shop: tuple(own) for shop, own in found.items()}
