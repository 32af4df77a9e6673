"""What guards ask the price plan of one object: the plan itself says what a price would break (`actions/price_plan.py`)."""

from datetime import date, timedelta
from decimal import Decimal

from daybook.actions.guards.guard import rule_here
from daybook.actions.price_plan import PricePlan, plan_prices
from daybook.domain.price_plan import Breach, PriceRow
from daybook.domain.situation import Hold, Situation, Window
from daybook.rulebook.rules import Rulebook


def broken_by(now: Situation, rules: Rulebook, pays: Decimal, first: date, last: date | None,
              only: tuple[str, ...]) -> Breach | None:
    """The first window of some rules that a buyer's price would break from `first` to `last` (None: without an end)."""
    plan = plan_of(now, rules, tuple(w for w in now.windows or () if w.hold is not Hold.WISH))
    found = [b for b in plan.breaks(0, pays, first, last or plan.last) if b.rule in only]
    return min(found, key=lambda b: b.day, default=None)


def plan_of(now: Situation, rules: Rulebook, windows: tuple[Window, ...]) -> PricePlan:
    """The plan of the object that a move is about, until the price protection of its last event is over."""
    here = rules.for_(now.shop.platform)
    protects = rule_here(here, "E-PROTECT")
    ahead = max([0, *((w.last - now.today).days for w in windows)]) + (int(protects.value("days")) if protects else 0)
    row = PriceRow("", "", now.prices.paid, windows, was_price=now.prices.was_price, elsewhere=now.prices.elsewhere)
    return plan_prices((row,), now.today, here, now.shop.currency, ahead)


def wished(event: str, first: date, last: date, price: Decimal, filed_on: date) -> Window:
    """An event as it would be filed today."""
    return Window(event, Hold.WISH, first, last, price, filed_on)


def lowest_known(now: Situation, days: int) -> bool:
    """Whether any price of the last so many days is known."""
    return any(now.today - timedelta(days=days) <= day < now.today for day in now.prices.paid)
