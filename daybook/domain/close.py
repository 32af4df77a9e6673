"""The close of a day (收工): target and actual, what was done and what not, incidents, and what tomorrow begins with."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.report import Figure


@dataclass(frozen=True)
class DayWork:
    """One work item of the day as it stood at the close.  `state` is one of `ItemState`; `note` says why it is undone."""

    what: str
    object: str
    person: str
    state: str
    from_: str
    to: str
    minutes: int | None
    note: str = ""


@dataclass(frozen=True)
class Incident:
    """Something that happened: raised by the house (said in both languages), or noted by a person."""

    at: datetime
    en: str
    zh: str
    note: str                    # who took it, or how it stands


@dataclass(frozen=True)
class SetDown:
    """One line of tomorrow's list.  `kind`: by_hand, undone, event, check; `key` names a line that a person set down."""

    kind: str
    what: str
    object: str
    person: str
    minutes: int | None
    key: str = ""


@dataclass(frozen=True)
class Moved:
    """How the paid amount stands against another day at the same minute, and by what: the parts add up to the change.

    `kind`: yesterday, last_week.  `orders` is what the number of orders brought, `per_order` what each being larger did.
    """

    kind: str
    until: datetime
    change: Decimal
    orders: Decimal
    per_order: Decimal
    more_orders: int


@dataclass(frozen=True)
class ActionBrought:
    """One action of the day `on`: what it brought as measured, or when that will be told."""

    on: date
    what: str
    object: str
    by: str
    said: str


@dataclass(frozen=True)
class HandedOver:
    """One thing that goes on after the close and that whoever comes next must know.

    `kind`: work (begun, or with somebody who has not taken it), approval (waits for a yes), pressing (nobody took it),
    buyers (wait for a reply), live (the show goes on), ends (a coupon or an event is over tonight or tomorrow).
    """

    kind: str
    what: str
    object: str
    person: str
    said: str


@dataclass(frozen=True)
class DayClose:
    """One shop's day at its close."""

    shop: str
    client: str
    platform: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    code_version: str
    newest_at: datetime | None
    blind: str
    figures: tuple[Figure, ...]
    month: Figure | None                 # the month so far beside its part of the target; None: no target is set
    done: tuple[DayWork, ...]
    undone: tuple[DayWork, ...]
    incidents: tuple[Incident, ...]
    tomorrow: tuple[SetDown, ...]
    moved: tuple[Moved, ...] = ()
    brought: tuple[ActionBrought, ...] = ()
    handover: tuple[HandedOver, ...] = ()
