"""A `Seen` from a few numbers, for the tests of desks."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from daybook.domain.seen import Seen
from daybook.domain.shop import Platform, Shop

ON = date(2026, 9, 15)              # a Tuesday without any event near
REVIEWED = ON - timedelta(days=1)
SHOP = Shop("kettles", "mei", Platform.TMALL, "Asia/Shanghai", "CNY")


def days(last: object, usual: object, n: int = 28) -> dict[date, Decimal]:
    """`usual` on each of `n` days, then `last` on the reviewed day."""
    found = {REVIEWED - timedelta(days=k): Decimal(str(usual)) for k in range(1, n + 1)}
    return {**found, REVIEWED: Decimal(str(last))}


def seen(daily: dict[str, dict[date, Decimal]] | None = None, **sliced: object) -> Seen:
    """A morning with these numbers; `sliced` by dimension: metric -> scope -> days."""
    usual = {"paid_gmv": days(10000, 10000), "paid_orders": days(100, 100)}
    return Seen(SHOP, ON, datetime(2026, 9, 15, 1, tzinfo=UTC), daily={**usual, **(daily or {})},
                sliced=sliced, first_day=REVIEWED - timedelta(days=28))  # type: ignore[arg-type]
