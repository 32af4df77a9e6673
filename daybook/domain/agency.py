"""The agency's view: every shop by the money at risk that somebody can do something about, and who has how much to do."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class ShopToday:
    """One shop's morning in a line.  Money is a day's, in the shop's currency.

    `can_act` is what the open tasks are expected to bring a day.  `unchecked` are red checks of the patrol.
    """

    shop: str
    client: str
    currency: str
    on: date
    made: bool
    at_risk: Decimal = Decimal(0)
    can_act: Decimal = Decimal(0)
    findings: int = 0
    sources_in: int = 0
    sources: int = 0
    tasks: int = 0
    done: int = 0
    minutes_planned: int = 0
    minutes_used: int = 0
    capacity: int | None = None
    unchecked: int = 0

    @property
    def worth(self) -> Decimal:
        """The part of the money at risk that the open tasks answer: at risk x ability to act, both within the day."""
        return min(self.at_risk, self.can_act)

    @property
    def done_share(self) -> Decimal | None:
        """Share of the plan that is done; None without a plan."""
        return Decimal(self.done) / self.tasks if self.tasks else None


@dataclass(frozen=True)
class MemberLoad:
    """What one person has on the day: tasks they hold, in how many shops, minutes planned for what is open and used for
    what is done, beside the minutes that rosters give them (None: no roster names them)."""

    person: str
    shops: int
    open: int
    done: int
    minutes_open: int
    minutes_used: int
    capacity: int | None = None

    @property
    def over(self) -> bool:
        """Whether there is more to do than there are minutes."""
        return self.capacity is not None and self.minutes_open + self.minutes_used > self.capacity
