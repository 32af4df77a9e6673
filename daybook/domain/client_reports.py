"""All clients' reviews of a span at once: where each stands on its way from drafted to sent."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReportState(StrEnum):
    """How far a shop's review of a span is."""

    NONE = "none"                # not drafted yet
    DRAFTED = "drafted"
    CHANGED = "changed"          # signed, and changed since
    SIGNED = "signed"
    UNKNOWN = "unknown"          # sending was begun and never ended: nobody knows whether it arrived
    SENT = "sent"                # to every reader, as it was signed


@dataclass(frozen=True)
class ReportStanding:
    """One shop's review of the span that begins on `first`.  `readers` are whom it goes to: owners of the client with an
    account; `sent` those who have it as it was signed."""

    shop: str
    client: str
    first: date
    state: ReportState
    made_at: datetime | None = None
    signed_by: str = ""
    signed_at: datetime | None = None
    mark: str = ""
    readers: tuple[str, ...] = ()
    sent: tuple[str, ...] = ()
    problem: str = ""            # why the last sending failed
