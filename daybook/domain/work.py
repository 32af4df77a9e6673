"""Work: what a desk would have somebody do about a finding, before the day is planned."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from daybook.domain.brief import Gain
from daybook.domain.moves.move import Move


class Role(StrEnum):
    """Who does a thing.  The value is what rosters and screens use."""

    OPERATOR = "operator"
    ADS = "ads"
    SERVICE = "service"
    DESIGNER = "designer"
    LIVE = "live"                        # hosts, floor controllers, live operation
    WAREHOUSE = "warehouse"              # and aftersale
    ACCOUNT_MANAGER = "account_manager"
    DIRECTOR = "director"
    OWNER = "owner"
    ADMIN = "admin"                      # of the house itself: people, sources, schedules


class Pull(StrEnum):
    """What a move does to its object, by which moves are found to work against each other."""

    MORE_TRAFFIC = "more_traffic"
    LESS_TRAFFIC = "less_traffic"
    PRICE_DOWN = "price_down"
    PRICE_UP = "price_up"
    MORE_STOCK = "more_stock"
    EDIT = "edit"
    NONE = "none"


@dataclass(frozen=True)
class Suggestion:
    """One thing that could be done.  `object` is what the move acts on, as (kind, id) and as a person reads it.

    `gain` None: the move is not for money (fetching an export) or its gain cannot be told.  `until` is a deadline;
    with `must` the thing cannot wait and is never ranked by gain.  `cost` is the money that it takes up front (goods,
    ads over the gain's days), in the shop's currency; None: nothing but minutes, or not known.
    """

    id: str
    findings: tuple[str, ...]
    move: str
    what: str
    object_kind: str
    object_id: str
    object: str
    from_: str
    to: str
    role: Role
    minutes: int
    gain: Gain | None
    where: str
    how: str
    risk: str
    evidence: str
    check_on: date
    pull: Pull = Pull.NONE
    until: datetime | None = None
    must: bool = False
    cost: Decimal | None = None
    guard: str = ""
    change: Move | None = None           # the same as a change that can be proposed; None: nothing that leaves the house
    person: str = ""                     # whom it is for by name; "": whoever has the role
    first: bool = False                  # a person set it down for this morning: before all else
    touches: tuple[tuple[str, str], ...] = field(default=())    # further objects, such as the item behind a keyword


@dataclass(frozen=True)
class Worker:
    """One person's minutes today, in one role."""

    person: str
    role: str
    minutes: int
