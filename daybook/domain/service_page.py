"""The service page of a morning as values: rates with how they are counted, people, inquiries, questions, samples."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.roster import RosterShift
from daybook.domain.service import Flagged, PassedBetween, Quoted, Ready, Replies, Reported, Sampled


@dataclass(frozen=True)
class RateLine:
    """A 3-minute rate over `days` until `last` (None: no day is known): `hits` of `of`, None where nothing was counted, and how it
    is counted, in words."""

    days: int
    last: date | None
    hits: int
    of: int
    value: Decimal | None
    how: str


@dataclass(frozen=True)
class AgentLine:
    """One agent: replies of the reviewed day (None: no transcript of it), his usual 3-minute rate, and inquiries of the settled
    days of the window (None: nobody can be followed to a purchase)."""

    agent: str
    replies: Replies | None
    usual: Decimal | None
    inquirers: int | None
    buyers: int | None


@dataclass(frozen=True)
class Half:
    """One half hour of the morning's own day: asks to come and what four days in five stay below, agents needed and there, and
    what yesterday brought; None is not known, or not counted."""

    slot: int
    asks: float | None
    high: float | None
    needed: int | None
    there: int | None
    yesterday: int | None
    late: int | None


@dataclass(frozen=True)
class Robots:
    """The share of talks that robots end (None: not known), and the day from which somebody said so (None: transcripts show it)."""

    share: Decimal | None
    said_on: date | None


@dataclass(frozen=True)
class InquiryLine:
    """Inquiries of the window's settled days by one thing: an agent, a listing, an hour."""

    name: str
    inquirers: int
    buyers: int
    amount: Decimal

    @property
    def cvr(self) -> Decimal | None:
        return Decimal(self.buyers) / self.inquirers if self.inquirers else None


@dataclass(frozen=True)
class Conversion:
    """Inquiry conversion: of the last settled day and of the window before it, with window and rule of attribution; None: no
    inquiry of it is known."""

    day: date
    of_day: InquiryLine | None
    before: InquiryLine | None
    window_days: int
    attribution: str
    items: tuple[InquiryLine, ...]
    hours: tuple[InquiryLine, ...]


@dataclass(frozen=True)
class Spent:
    """Buyers who had asked beside silent ones over the window; spend per buyer, None without buyers."""

    served: int
    served_amount: Decimal
    silent: int
    silent_amount: Decimal
    silent_cvr: Decimal | None

    @property
    def per_served(self) -> Decimal | None:
        return self.served_amount / self.served if self.served else None

    @property
    def per_silent(self) -> Decimal | None:
        return self.silent_amount / self.silent if self.silent else None

    @property
    def share(self) -> Decimal | None:
        """客服销售占比: what served buyers paid among all."""
        whole = self.served_amount + self.silent_amount
        return self.served_amount / whole if whole else None


@dataclass(frozen=True)
class LostLine:
    """One reason of the last seven settled days beside the days before."""

    reason: str
    inquirers: int
    share: Decimal
    usual: Decimal | None


@dataclass(frozen=True)
class TopicLine:
    """A question: talks of the reviewed day (None: no transcript of it) and of a usual day, the listing that has most of them in
    the quoted days, where it is answered for good, and examples."""

    topic: str
    talks: int | None
    usual: Decimal | None
    item_id: str
    fix: str
    examples: tuple[Quoted, ...]


@dataclass(frozen=True)
class Unknown:
    """Questions of no known topic that are alike: how often together, and some of them."""

    times: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class AgainLine:
    """A topic that buyers asked about again within the rule's days: of the reviewed day (None: no transcript of it), and of the
    days before it."""

    topic: str
    askers: int | None
    again: int | None
    usual: Decimal | None


@dataclass(frozen=True)
class HandedLine:
    """Chats in which people answered, those passed on between them, buyers who asked a robot for a person, and those who got none,
    of the reviewed `day` or (None) of all days before it in the window."""

    day: date | None
    answered: int
    passed: int
    wanted: int
    unserved: int


@dataclass(frozen=True)
class ScriptTest:
    """Two sentences of one topic: inquirers who were told each and how many bought; the second's share minus the first's with an
    interval, and how many more each needs where it is too early."""

    topic: str
    first: str
    second: str
    first_of: tuple[int, int]
    second_of: tuple[int, int]
    mid: float | None
    low: float | None
    high: float | None
    told: bool
    still_needed: int | None


@dataclass(frozen=True)
class ServiceTable:
    """All of it.  `untold` is (what, why nobody can tell); `waiting` the last that is known of who waits: (buyers, when, from
    where), None not known."""

    shop: str
    zone: str
    currency: str
    on: date
    reviewed: date
    as_of: datetime
    until: datetime | None
    rates: tuple[RateLine, ...]
    alarm: Decimal | None
    goal: Decimal | None
    day: Replies
    window: Replies
    waiting: tuple[int, datetime, str] | None
    agents: tuple[AgentLine, ...]
    halves: tuple[Half, ...]
    at_once: float | None
    talk_seconds: float | None
    robots: Robots
    roster: tuple[RosterShift, ...]
    shift: str
    conversion: Conversion | None
    spent: Spent | None
    lost: tuple[LostLine, ...]
    topics: tuple[TopicLine, ...]
    unknown: tuple[Unknown, ...]
    again: tuple[AgainLine, ...]
    again_days: int
    handed: tuple[HandedLine, ...]
    between: Sequence[PassedBetween]
    tests: tuple[ScriptTest, ...]
    ready: Sequence[Ready]
    flagged: Sequence[Flagged]
    samples: Sequence[Sampled]
    reported: tuple[Reported, ...]
    untold: tuple[tuple[str, str], ...]
    names: dict[str, str]

    def without_sales(self) -> "ServiceTable":
        """The same for somebody who sees no numbers of the shop: not who bought, for how much, nor why not."""
        return replace(
            self, conversion=None, spent=None, lost=(), tests=(), ready=(),
            agents=tuple(replace(one, inquirers=None, buyers=None) for one in self.agents),
            reported=tuple(replace(one, inquirers=None, buyers=None, amount=None, inquiry_cvr=None) for one in self.reported))
