"""Exports that are missing: a source that has come every day and has no file for the reviewed day."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.domain.brief import BriefFinding, State, Unit
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen

MISSING = "data.missing_export"
HABIT_DAYS = 7       # a source that came on most of these days is expected today
HABIT_MOST = 5


def find_missing_exports(seen: Seen) -> Iterator[BriefFinding]:
    """One finding per source that is expected and not in; never a number of money, since nothing is known."""
    for line in seen.readiness:
        days = seen.states.get(line.source, {})
        came = sum(1 for n in range(1, HABIT_DAYS + 1) if days.get(seen.reviewed - timedelta(days=n)) is State.IN)
        if line.state in (State.NOT_IN, State.DOUBTFUL) and came >= HABIT_MOST:
            yield BriefFinding(
                id=f"{MISSING}.{line.source}", kind=MISSING, metric="readiness", zh="数据就绪", unit=Unit.COUNT,
                scope=(("source", line.source),), direction="down", measured=None, base_kind="usual", base=None,
                since=seen.reviewed, urgency="now", sources=(line.source,), words=Said(
                    "{source} of {day} is not in, though it came on {n} of the last 7 days",
                    source=Term("source", line.source, line.zh), day=seen.reviewed, n=came))
