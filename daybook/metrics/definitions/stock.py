"""Stock: levels at the end of a day.  They are added over SKUs and never over days; in transit is not sellable."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.facts.stock_tables import STOCK_DAY
from daybook.facts.tables import ORDERS
from daybook.metrics.definitions.sales import UNITS_SOLD
from daybook.metrics.metric import Metric, Ratio
from daybook.metrics.reported import Own, Rows, Sum, Trailing

#: Four whole weeks, so that every weekday weighs the same.
COVER_DAYS = 28
#: With fewer known days than two weeks a mean says more of its weekdays than of the demand.
LEAST_KNOWN_DAYS = 14


def _level(name: str, zh: str, value: Sum | Rows, note: str = "", higher_is_better: bool = True) -> Metric:
    return Metric(name, zh, Unit.UNITS if isinstance(value, Sum) else Unit.COUNT, STOCK_DAY, "day", value, note,
                  never_sum_over=("day",), level=True, higher_is_better=higher_is_better)


SELLABLE_UNITS = _level("sellable_units", "可售库存", Sum("sellable_units"), "At the end of the day.")
IN_TRANSIT_UNITS = _level("in_transit_units", "在途库存", Sum("in_transit_units"), "On its way: not sellable yet.")
STOCKED_SKUS = _level("stocked_skus", "在册SKU数", Rows("sellable_units"))
STOCKOUT_SKUS = _level("stockout_skus", "断货SKU数", Rows("sellable_units", empty=True),
                       "SKUs with nothing left to sell at the end of the day.", higher_is_better=False)
LIST_PRICE = Metric(
    "list_price", "一口价", Unit.MONEY, STOCK_DAY, "day", Own("price"), level=True,
    never_sum_over=("day", "shop", "item_id", "sku"), note="What the shop shows, before coupons; of one SKU.")
UNITS_PER_DAY = Metric(
    "units_per_day_28", "近28天日均支付件数", Unit.RATIO, ORDERS, "paid_on", Trailing(UNITS_SOLD.name, COVER_DAYS),
    never_sum_over=("day",), level=True,
    note=f"Mean of the known ones of the last {COVER_DAYS} days; unknown with fewer than {LEAST_KNOWN_DAYS}.")
STOCKOUT_RATE = Ratio("stockout_rate", "断货率", Unit.SHARE, STOCKOUT_SKUS, STOCKED_SKUS, higher_is_better=False,
                      note="Share of the SKUs with nothing left to sell.")
DAYS_OF_COVER = Ratio(
    "days_of_cover", "可售天数", Unit.RATIO, SELLABLE_UNITS, UNITS_PER_DAY,
    note="Sellable units over units sold per day in the last 28 days; in transit left out.")

OF_SHOP = (SELLABLE_UNITS, IN_TRANSIT_UNITS, STOCKED_SKUS, STOCKOUT_SKUS)
OF_SKU = (SELLABLE_UNITS, IN_TRANSIT_UNITS, LIST_PRICE)


def units_per_day(sold: Mapping[date, Decimal], last: date, days: int = COVER_DAYS) -> Decimal | None:
    """Mean units of the known days among the `days` that end with `last`; None when too few are known.

    >>> units_per_day({date(2026, 11, d): Decimal(d % 2) for d in range(1, 29)}, date(2026, 11, 28))
    Decimal('0.5')
    """
    known = [sold[day] for day in (last - timedelta(days=n) for n in range(days)) if day in sold]
    return sum(known, Decimal(0)) / len(known) if len(known) >= LEAST_KNOWN_DAYS else None


def days_of_cover(level: Decimal | None, per_day: Decimal | None) -> Decimal | None:
    """How long a level lasts; None when either is unknown or nothing sells.

    >>> days_of_cover(Decimal(30), Decimal("1.5"))
    Decimal('20')
    """
    if level is None or not per_day:
        return None
    return max(level, Decimal(0)) / per_day
