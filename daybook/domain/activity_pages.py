"""The activities page, one event of it, and the batch sheet of its drafts: what screens, commands and the API show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.activities import Candidate, Check, Entry, EntryState, PlanLine
from daybook.domain.brief import BriefFinding
from daybook.domain.event_calendar import Activity, Span
from daybook.domain.moves.stock import EventRegistration
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop


@dataclass(frozen=True)
class InEvent:
    """A product that is filed for an event.  `stands` False: turned down.  `since` None: nobody said when it was filed."""

    event: str
    object: str
    item_id: str
    first: date
    last: date
    price: Decimal | None
    units: int | None
    since: date | None
    stands: bool = True
    said: str = ""


@dataclass(frozen=True)
class Deadline:
    """One window that ends: what of which event, on which day, and how many products are filed and how many wait."""

    activity: Activity
    span: Span
    days: int
    filed: int
    drafts: int


@dataclass(frozen=True)
class ActivitiesTable:
    """The page of a morning.  `states` counts products by where they stand; `risks` are findings about those that are filed."""

    shop: Shop
    on: date
    as_of: datetime
    year: tuple[Activity, ...]
    deadlines: tuple[Deadline, ...]
    entries: tuple[tuple[Activity, Entry], ...]
    signed: tuple[InEvent, ...]
    states: Mapping[EntryState, int]
    risks: tuple[BriefFinding, ...]
    names: Mapping[str, str]


@dataclass(frozen=True)
class ActivityPage:
    """One event of a shop: what it asks of the shop, every SKU beside it, what is filed, and what was planned."""

    shop: Shop
    on: date
    as_of: datetime
    activity: Activity
    shop_checks: tuple[Check, ...]
    candidates: tuple[Candidate, ...]
    entries: tuple[Entry, ...]
    signed: tuple[InEvent, ...]
    plan: tuple[PlanLine, ...]
    seen: Seen


@dataclass(frozen=True)
class SheetLine:
    """One draft beside the guards: `refused` holds what stands against it and what to do; none: it goes into the sheet."""

    entry: Entry
    title: str
    move: EventRegistration
    refused: tuple[tuple[str, str], ...]
