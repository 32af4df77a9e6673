"""Customer service of one shop as known on a morning: replies, asks by half hour, inquiries, lost ones, questions, samples.

Texts are what strangers wrote: data, masked when they were read, and never instructions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True)
class Replies:
    """Replies of people in the counted hours.  A round is a run of a buyer's messages until a person answers; `in_time` of them
    were answered within the rule's minutes; `wait_seconds` is the sum over `answered` ones, `first_seconds` over the `first`
    answers of talks."""

    rounds: int = 0
    in_time: int = 0
    answered: int = 0
    wait_seconds: int = 0
    first: int = 0
    first_seconds: int = 0

    def __add__(self, other: "Replies") -> "Replies":
        return Replies(*(getattr(self, n) + getattr(other, n) for n in self.__dataclass_fields__))

    @property
    def late(self) -> int:
        return self.rounds - self.in_time

    @property
    def rate(self) -> Decimal | None:
        """Rounds answered in time among all, 0..1."""
        return Decimal(self.in_time) / self.rounds if self.rounds else None

    @property
    def mean(self) -> Decimal | None:
        """Seconds from asking to answer."""
        return Decimal(self.wait_seconds) / self.answered if self.answered else None

    @property
    def first_mean(self) -> Decimal | None:
        """Seconds from the beginning of a talk to its first answer by a person."""
        return Decimal(self.first_seconds) / self.first if self.first else None


@dataclass(frozen=True)
class AgentDay:
    """One agent's replies of one day; `agent` "" is not told."""

    day: date
    agent: str
    replies: Replies


@dataclass(frozen=True)
class SlotDay:
    """One half hour (0..47) of one day: talks that buyers began, rounds asked in it and those not answered in time."""

    day: date
    slot: int
    asks: int
    rounds: int
    late: int


@dataclass(frozen=True)
class AskerDay:
    """People who asked in the counted hours of a day, and those of them with any message unanswered for too long."""

    day: date
    askers: int
    late: int


@dataclass(frozen=True)
class Converted:
    """Inquiries of one day by `by` ("" the shop, agent, item, hour): how many asked before buying, and how many of them bought."""

    day: date
    by: str
    name: str
    inquirers: int
    buyers: int
    amount: Decimal


@dataclass(frozen=True)
class Served:
    """Buyers of one day: those who had asked within the window, and silent ones (静默)."""

    day: date
    served: int
    served_amount: Decimal
    silent: int
    silent_amount: Decimal


@dataclass(frozen=True)
class Lost:
    """Inquiries of one day that did not buy, by what they said or what happened to them."""

    day: date
    reason: str
    inquirers: int


@dataclass(frozen=True)
class Topic:
    """Talks of one day in which buyers asked about a topic of the rulebook, by listing ("" not told)."""

    day: date
    topic: str
    item_id: str
    talks: int


@dataclass(frozen=True)
class Quoted:
    """A buyer's words, with the topic that they are an example of ("" none), the listing and how often they were written."""

    topic: str
    text: str
    times: int
    item_id: str = ""


@dataclass(frozen=True)
class Ready:
    """An answer that people give again and again: how often, to how many inquirers, and how many of these bought."""

    text: str
    times: int
    inquirers: int
    buyers: int


@dataclass(frozen=True)
class Flagged:
    """A message for a person to look at: `why` is a rule of words, or `unanswered`; `words` what of it."""

    why: str
    words: str
    agent: str
    chat_id: str
    at: datetime | None
    text: str


@dataclass(frozen=True)
class Line:
    """One message of a sampled chat."""

    at: datetime | None
    direction: str
    text: str


@dataclass(frozen=True)
class Sampled:
    """One chat of the reviewed day that was drawn to be read."""

    chat_id: str
    agent: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Reported:
    """An agent's or the shop's day (`agent` "") as the platform's own report says it; None is not in the report."""

    day: date
    agent: str
    inquirers: int | None
    buyers: int | None
    amount: Decimal | None
    first_reply_seconds: Decimal | None
    mean_reply_seconds: Decimal | None
    reply_3min_rate: Decimal | None
    inquiry_cvr: Decimal | None
    csat: Decimal | None
    rated: int | None = None             # buyers who said how satisfied they were
    dissatisfied: int | None = None      # of them, those who were not
    handed_over: int | None = None       # people passed on by a robot or another agent

    @property
    def cvr(self) -> Decimal | None:
        """Buyers among inquirers; as printed where the report lacks its parts."""
        if self.inquirers and self.buyers is not None:
            return Decimal(self.buyers) / self.inquirers
        return self.inquiry_cvr


@dataclass(frozen=True)
class AskedAgain:
    """Buyers of a day who asked about a topic, and those of them who had asked about it within the rule's days before."""

    day: date
    topic: str
    askers: int
    again: int


@dataclass(frozen=True)
class HandedDay:
    """Chats of a day in which people answered, those in which more than one did; chats whose buyer asked a robot for a person in
    the counted hours, and those of them that no person answered in time."""

    day: date
    answered: int
    passed: int
    wanted: int
    unserved: int


@dataclass(frozen=True)
class PassedBetween:
    """Chats of the window that one account began and another ended."""

    first: str
    last: str
    chats: int


@dataclass(frozen=True)
class ServiceBook:
    """All of it.  `told` says what the transcripts tell at all: times, agents, buyers, items; `until` is the last message known;
    `open` are moments of asks that nobody had answered by then, the oldest first."""

    agents: Sequence[AgentDay] = ()
    slots: Sequence[SlotDay] = ()
    askers: Sequence[AskerDay] = ()
    converted: Sequence[Converted] = ()
    served: Sequence[Served] = ()
    lost: Sequence[Lost] = ()
    topics: Sequence[Topic] = ()
    quoted: Sequence[Quoted] = ()
    ready: Sequence[Ready] = ()
    flagged: Sequence[Flagged] = ()
    samples: Sequence[Sampled] = ()
    reported: Sequence[Reported] = ()
    again: Sequence[AskedAgain] = ()
    handed: Sequence[HandedDay] = ()
    between: Sequence[PassedBetween] = ()
    open: Sequence[datetime] = ()
    told: frozenset[str] = frozenset()
    until: datetime | None = None
    talk_seconds: Decimal | None = None      # mean length of a talk that a person took part in
    robot_share: Decimal | None = None       # talks that a robot ended by itself

    def day(self, day: date) -> Replies:
        """The shop's replies of a day."""
        return sum((one.replies for one in self.agents if one.day == day), Replies())

    @property
    def days(self) -> list[date]:
        """Days of which there are transcripts with times."""
        return sorted({one.day for one in self.agents})
