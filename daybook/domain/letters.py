"""Messages to people: kinds, channels, when one may be sent, and what became of it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class LetterKind(StrEnum):
    """What a message is about; people choose which they want."""

    BRIEF = "brief"          # a shop's brief of the morning is there
    DAY = "day"              # what a shop's day before came to; told to those only who asked for it
    MUST = "must"            # something that cannot wait
    URGENT = "urgent"        # a finding that asks for action now
    CLOSE = "close"          # a day was closed
    REVIEW = "review"        # a week, month or quarter was reviewed
    FAILURE = "failure"      # a job failed


#: Kinds that are asked for until somebody takes them.
PRESSING = (LetterKind.MUST, LetterKind.URGENT)
#: Kinds that everybody is told who never said what they want.
UNASKED = (LetterKind.BRIEF, LetterKind.MUST, LetterKind.URGENT, LetterKind.FAILURE)
#: Kinds that go out with their report attached, where the channel carries files.
WITH_REPORT = (LetterKind.BRIEF, LetterKind.DAY, LetterKind.CLOSE)


class ChannelKind(StrEnum):
    """How a message reaches a person."""

    DINGTALK = "dingtalk"
    FEISHU = "feishu"
    WECOM = "wecom"
    SLACK = "slack"
    MAIL = "mail"
    WEBHOOK = "webhook"


class Sent(StrEnum):
    """What became of one attempt."""

    SENDING = "sending"      # being sent, or the process died in the middle
    DELIVERED = "delivered"  # the service said that it took it
    REFUSED = "refused"      # it was not taken; tried again
    UNKNOWN = "unknown"      # no answer: it may have arrived; tried again under the same reference
    GIVEN_UP = "given up"    # refused or unanswered as often as it is tried


@dataclass(frozen=True)
class Attempt:
    """The outcome of sending once, without any secret in `detail`."""

    outcome: Sent
    detail: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message, where its channel carries files."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One message in one person's language.  `reference` is the same each time it is sent."""

    reference: str
    title: str
    body: str
    attached: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Wishes:
    """What one person wants: kinds, quiet hours on their own clock, how long messages may wait to come together.

    `quiet_from` and `quiet_to` alike: no quiet hours.  `urgent_through`: what presses is sent in quiet hours too.
    """

    zone: str = "Asia/Shanghai"
    kinds: tuple[LetterKind, ...] = UNASKED
    quiet_from: time = time(22, 30)
    quiet_to: time = time(8)
    urgent_through: bool = False
    digest: timedelta = timedelta(0)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether the person is left alone at a moment.

        >>> Wishes().is_quiet(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))       # 23:00 in Shanghai
        True
        """
        clock = moment.astimezone(ZoneInfo(self.zone)).time()
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= clock < self.quiet_to
        return clock >= self.quiet_from or clock < self.quiet_to

    def may_be_sent_at(self, made_at: datetime, pressing: bool) -> datetime:
        """The first moment at which a message made then may be sent."""
        at = made_at if pressing else made_at + self.digest
        if (pressing and self.urgent_through) or not self.is_quiet(at):
            return at
        local = at.astimezone(ZoneInfo(self.zone))
        day = local.date() if local.time() < self.quiet_to else local.date() + timedelta(days=1)
        return datetime.combine(day, self.quiet_to, ZoneInfo(self.zone)).astimezone(UTC)
