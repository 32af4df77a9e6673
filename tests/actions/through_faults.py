"""Many changes carried out through a line that breaks: what a caller does who only follows what it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal as D

from daybook.actions.execute import UNDER_WAY, Hands, Looking, execute
from daybook.actions.writers.line import Line
from daybook.actions.writers.vendure import Vendure, session
from daybook.domain.errors import BusyPlatform, OutcomeUnknown
from daybook.domain.moves.move import Fields, Way
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.proposal import Approval, Attempt, Outcome, Proposal, Receipt, Story
from daybook.domain.verdict import NeedsApproval, Pass, Refuse, Verdict
from daybook.domain.work import Role

ASKED = (NeedsApproval((Role.ACCOUNT_MANAGER,), "a person agrees"),)
MOST_TRIES = 60


@dataclass
class Kept:
    """Attempts and receipts of one story, in memory."""

    story: Story
    log: list[Attempt | Receipt] = field(default_factory=list)

    def begin(self, attempt: Attempt, touches: tuple[tuple[str, str], ...]) -> None:
        assert attempt.number not in [a.number for a in self.story.attempts], "an attempt twice"
        self.story = Story(self.story.proposal, self.story.approvals, (*self.story.attempts, attempt), self.story.receipts)

    def end(self, receipt: Receipt) -> None:
        self.story = Story(self.story.proposal, self.story.approvals, self.story.attempts, (*self.story.receipts, receipt))


@dataclass
class Time:
    """A clock that goes on when somebody waits."""

    moment: datetime = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    at_long_wait: Callable[[], None] = lambda: None

    def __call__(self) -> datetime:
        return self.moment

    def pause(self, seconds: float) -> None:
        """Goes on by so many seconds; over minutes, whatever was on its way has arrived."""
        self.moment += timedelta(seconds=seconds)
        if seconds >= UNDER_WAY.total_seconds():
            self.at_long_wait()


def writer(url: str, time: Time, timeout: float) -> Vendure:
    """The house's writer, whose pauses are the test's."""
    def known() -> dict[str, str]:
        return {"username": "superadmin", "password": "superadmin"}

    place = f"{url}/admin-api"
    return Vendure(Line(place, session(known, place), timeout=timeout, pause=time.pause))


def story_of(key: str, move: ItemDiscount, now: datetime) -> Story:
    """An approved proposal."""
    said = Proposal(key, "lund", "Nord", move, move.before(), Way.API, "", "Bo", "cli", now, now + timedelta(days=30), ASKED)
    return Story(said, (Approval(key, said.fingerprint, "Mei", (Role.ACCOUNT_MANAGER,), True, now),))


def carried_out(story: Story, vendure: Vendure, time: Time) -> Kept:
    """Asks until there is a receipt that ends it, waiting when told to; a refusal right before the write is asked again."""
    move = story.proposal.move
    kept = Kept(story)

    def ask(current: Fields | None) -> tuple[Verdict, ...]:
        wanted = dict(move.before())
        seen = {k: v for k, v in (current or {}).items() if k in wanted}
        return (*ASKED, Pass("as seen")) if seen == wanted else (Refuse("not as seen", "look again"),)

    for _ in range(MOST_TRIES):
        try:
            receipt = execute(kept.story, Hands(vendure, ask, kept, time, "Bo", Looking(pause=time.pause)))
        except (OutcomeUnknown, BusyPlatform):
            time.pause(UNDER_WAY.total_seconds() + 1)
            continue
        if receipt.outcome in (Outcome.DONE, Outcome.CHANGED_ELSEWHERE):
            return kept
    return kept


def discount(sku: str, was: int, to: int) -> ItemDiscount:
    """A discount between two net prices in cents, as buyers see them."""
    return ItemDiscount(sku, D(round(was * 1.2)) / 100, D(round(to * 1.2)) / 100)
