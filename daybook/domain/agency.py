"""The agency's view: every shop by the money at risk that somebody can do something about, and who has how much to do."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class ShopToday:
    """One shop's morning in a line.  Money is a day's, in the shop's currency.

    `can_act` is what the open tasks are expected to bring a day.  `unchecked` are red checks of the patrol; `checks` is how
    many standard checks it has and `by_facts` how many of them facts answered (None: its morning is of older code).
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
    checks: int | None = None
    by_facts: int | None = None

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


@dataclass(frozen=True)
class Came:
    """What measured moves were expected to bring a day and what they brought, in one currency; `error` is the standard
    error of what they brought.  Only moves with both numbers count; `moves` says how many."""

    moves: int
    expected: Decimal
    measured: Decimal
    error: Decimal

    @property
    def share(self) -> Decimal | None:
        """How much of what was expected came; None where nothing was expected."""
        return self.measured / self.expected if self.expected > 0 else None

    @property
    def share_error(self) -> Decimal | None:
        """The standard error of that share."""
        return self.error / self.expected if self.expected > 0 else None

    def plus(self, other: "Came") -> "Came":
        """Two groups of moves as one; their measurements are taken as independent."""
        return Came(self.moves + other.moves, self.expected + other.expected, self.measured + other.measured,
                    (self.error**2 + other.error**2).sqrt())
