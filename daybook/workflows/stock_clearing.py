"""The lowest legal price of what lies too long or expires, by the price planner, which knows events and promises."""

from datetime import date, datetime

from daybook.desks.stock.expiry import DISCOUNT, PROMOTE
from daybook.domain.errors import WrongUsage
from daybook.domain.price_plan import DayRange
from daybook.domain.shop import Shop
from daybook.domain.stock import StockLine
from daybook.workflows.house import House
from daybook.workflows.price_plan import shop_plan


def prices_to_clear(house: House, shop: Shop, line: StockLine, on: date, as_of: datetime, may_cost: bool) -> DayRange | None:
    """Between which prices a SKU may be sold off today; None where it does not lie too long, or no price of it is known.

    `may_cost` False: for somebody who may not see costs; then no floor bounds the price.
    """
    if not line.surplus and not line.is_dead and line.expiry not in (PROMOTE, DISCOUNT):
        return None
    plan = shop_plan(house, shop, on, as_of, costs=may_cost, only=[(line.item_id, line.sku)])
    try:
        return plan.plan.day(plan.number(line.sku or line.item_id, line.item_id), on)
    except WrongUsage:              # it neither sold nor was listed lately: the planner has no row of it
        return None
