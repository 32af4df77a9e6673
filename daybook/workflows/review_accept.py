"""The target that a month's review puts forward becomes the plan's, as if somebody had typed it."""

from datetime import date
from decimal import Decimal

from daybook.domain.errors import WrongUsage
from daybook.domain.review import Review, Span
from daybook.domain.shop import Shop
from daybook.metrics.definitions.sales import PAID_GMV
from daybook.workflows.give import give
from daybook.workflows.house import House
from daybook.workflows.kept import kept_report


def accept_goal(house: House, shop: Shop, month: date, value: str = "") -> Decimal:
    """Sets the target of the month after a reviewed one: what its review puts forward, or another value; gives the value.

    Raises WrongUsage where the month is not reviewed or its review puts nothing forward, and where the value is refused.
    """
    found = kept_report(Span.MONTH.value, shop, month, Review)
    if found is None or found.goal is None:
        raise WrongUsage(f"the {Span.MONTH.value} of {month} is not reviewed", where=shop.name,
                         next_step=f"review it first: `daybook {Span.MONTH.value} --shop {shop.name}`")
    said = value.strip() or (f"{found.goal.proposed}" if found.goal.proposed is not None else "")
    if not said:
        raise WrongUsage("its review puts no target forward", where=shop.name, next_step="say a value")
    give(house, shop, "target", {"metric": PAID_GMV.name, "month": f"{found.goal.month:%Y-%m}", "value": said})
    return Decimal(said.replace(",", ""))
