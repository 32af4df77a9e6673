"""Listings one by one (S3): which step of each one's funnel is off, by how much, what that costs, and what to do first.

None is "not known" in every field, and never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from daybook.domain.brief import Unit

#: Step of the funnel -> its unit and Chinese name, in the order in which a buyer meets them.
STEPS: Mapping[str, tuple[Unit, str]] = {
    "ctr": (Unit.SHARE, "点击率"), "visitors": (Unit.PEOPLE, "访客数"), "search_visitors": (Unit.PEOPLE, "搜索访客"),
    "cart_rate": (Unit.SHARE, "加购率"),
    "pay_rate": (Unit.SHARE, "加购支付率"), "cvr": (Unit.SHARE, "支付转化率"), "spend": (Unit.MONEY, "客单价"),
    "orders": (Unit.COUNT, "支付订单数"), "refund_rate": (Unit.SHARE, "退款率")}
#: Of which less is better.
LESS_IS_BETTER = frozenset({"refund_rate"})


class Standing(StrEnum):
    """OFF: a step fell beyond chance.  WEAK: steady, and a step lies far below its peers'.  UP: a step rose beyond chance.
    STEADY: nothing of it.  UNKNOWN: too little is counted to tell."""

    OFF = "off"
    WEAK = "weak"
    UP = "up"
    STEADY = "steady"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ListingStep:
    """One step over the last week beside the four before, the other listings' common change taken out.

    `now` and `usual` are of a day on the mean (visitors, orders) or a rate; `change` a share of the usual with its 80 % span;
    `odds` how often chance alone moves it so far; `off` whether that is beyond the budget of false alarms; `money` the paid
    amount a day that it costs (below 0: brings).  `peers` is the middle of its category's listings in the shop, `gap` what
    half of the way to it would bring a day (None: nothing tells it); `below` whether it stands worse than they for sure.
    """

    name: str
    now: Decimal | None
    usual: Decimal | None
    change: tuple[float, float, float] | None = None
    odds: float | None = None
    off: bool = False
    money: Decimal | None = None
    peers: Decimal | None = None
    gap: Decimal | None = None
    below: bool = False

    @property
    def worse(self) -> bool:
        """Whether it is off for the worse."""
        return self.off and self.change is not None and (self.change[0] > 0) == (self.name in LESS_IS_BETTER)


@dataclass(frozen=True)
class FirstMeasure:
    """What to do first, by which kind of edit, and what speaks for it; `edit` names the light that must be green ("": none)."""

    what: str
    because: str
    edit: str = ""


@dataclass(frozen=True)
class ListingLine:
    """One listing.  `gmv` a day of the last week; `step` the step that it comes down to; `money` what that costs, or what
    could be won, a day."""

    item_id: str
    name: str
    role: str
    category: str
    gmv: Decimal | None
    standing: Standing
    steps: tuple[ListingStep, ...]
    step: ListingStep | None = None
    first: FirstMeasure | None = None

    @property
    def money(self) -> Decimal | None:
        """Paid amount a day that its step costs, or that could be won."""
        if self.step is None:
            return None
        return self.step.gap if self.standing is Standing.WEAK else self.step.money


@dataclass(frozen=True)
class ListingLines:
    """All listings of a shop on a day, most money at stake first.

    `bar` are the odds below which a step is off, `budget` the false lines a month that this allows, `judged` how many steps
    were looked at.  `unknown` are steps that the shop's exports do not hold at all.
    """

    shop: str
    currency: str
    day: date
    lines: tuple[ListingLine, ...]
    bar: float
    budget: Decimal
    judged: int
    unknown: tuple[str, ...]

    @property
    def off(self) -> tuple[ListingLine, ...]:
        """Those of which a step is off."""
        return tuple(line for line in self.lines if line.standing is Standing.OFF)
