"""The hourly watch: today so far, as far as anything of today has come in, and what cannot wait for the evening."""

from dataclasses import dataclass
from datetime import date, datetime

from daybook.domain.report import Figure
from daybook.domain.work import Role


@dataclass(frozen=True)
class Alert:
    """Something that cannot wait.  `key` makes it one thing of its day; `lines` are plan lines that stand for it."""

    key: str
    what: str
    object: str
    why: str
    role: Role
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Watch:
    """One shop at one moment of its day.

    `newest_at` is until when something of today is known, None where nothing is; `blind` says why nothing newer is.
    """

    shop: str
    client: str
    platform: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    newest_at: datetime | None
    blind: str
    figures: tuple[Figure, ...]
    alerts: tuple[Alert, ...]
