"""Readiness: of each source of a shop what is in, when it should have come, what is missing, and what went wrong."""

from dataclasses import dataclass
from datetime import date, datetime

from daybook.domain.brief import State

Days = tuple[date, date]        # first and last, both in


@dataclass(frozen=True)
class SourceReadiness:
    """One source of a shop, as of a moment.

    `expected_at` is when yesterday usually is in, learnt from the days before; None where the source has no daily
    habit.  `missing` are days between the first one and yesterday that are not in; None where they were not asked for.
    """

    source: str
    zh: str
    state: State
    first_day: date
    last_day: date
    read_at: datetime
    files: int
    expected_at: datetime | None = None
    restated_days: int = 0       # days before yesterday that changed within the last day
    missing: tuple[Days, ...] | None = None


@dataclass(frozen=True)
class HeldFile:
    """A landed file that was not loaded, and why."""

    file: str
    state: str
    problem: str
    received_at: datetime


@dataclass(frozen=True)
class Feed:
    """One kind of thing read over a shop's API, as its last try left it; moments as text, "" for never or none."""

    feed: str
    span: str
    cursor: str
    tried_at: str
    done_at: str
    error: str
    next_try_at: str


@dataclass(frozen=True)
class ShopReadiness:
    """All sources of one shop.  `last_error` is the latest file that could not be used."""

    shop: str
    as_of: datetime
    sources: tuple[SourceReadiness, ...]
    waiting: tuple[HeldFile, ...]
    feeds: tuple[Feed, ...] = ()

    @property
    def last_error(self) -> HeldFile | None:
        return self.waiting[-1] if self.waiting else None
