"""Exports that are missing: a source that has come every day and has no file for the reviewed day."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.gain import rule
from daybook.domain.brief import BriefFinding, Readiness, State, Unit
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen

MISSING = "data.missing_export"
HABIT_DAYS = 7       # a source that came on most of these days is expected today
HABIT_MOST = 5
WINDOW = 28          # four whole weeks, so that every weekday weighs the same


def find_missing_exports(seen: Seen) -> Iterator[BriefFinding]:
    """One finding per source that is expected and not in; never a number of money, since nothing is known."""
    for line in seen.readiness:
        days = seen.states.get(line.source, {})
        came = sum(1 for n in range(1, HABIT_DAYS + 1) if days.get(seen.reviewed - timedelta(days=n)) is State.IN)
        missing = line.state in (State.NOT_IN, State.DOUBTFUL) and came >= HABIT_MOST
        if missing and (line.due or is_gap(seen, line)) and not may_be_none(seen, line):
            yield BriefFinding(
                id=f"{MISSING}.{line.source}", kind=MISSING, metric="readiness", zh="数据就绪", unit=Unit.COUNT,
                scope=(("export", line.source),), direction="down", measured=None, base_kind="usual", base=None,
                since=seen.reviewed, urgency="now", sources=(line.source,), words=_words(seen, line, came))


def may_be_none(seen: Seen, line: Readiness) -> bool:
    """Whether a day without a row is believable: a shop of few refunds has days without one, and its export is empty; and a day
    whose refunds came has no case where the same export tells cases."""
    if line.source == "disputes":
        return seen.states.get("refunds", {}).get(seen.reviewed) is State.IN
    if line.source != "refunds":
        return False
    days = [seen.reviewed - timedelta(days=n) for n in range(1, WINDOW + 1)]
    known = [v for d in days if (v := seen.value("refunds_by_day", d)) is not None]
    return not known or sum(known) / len(known) < rule("D-REFUNDS-NONE")


def is_gap(seen: Seen, line: Readiness) -> bool:
    """Whether a file holds orders after the reviewed day and none of it: a gap, not a file that never came."""
    return line.state is State.DOUBTFUL or (line.source == "orders" and line.last_day is not None
                                            and line.last_day > seen.reviewed)


def _words(seen: Seen, line: Readiness, came: int) -> Said:
    source = Term("source", line.source, line.zh)
    if line.state is State.DOUBTFUL:
        return Said("{source}: the file holds the days around {day} and nothing of it; either the export left the day "
                    "out or the shop took none", source=source, day=seen.reviewed)
    if is_gap(seen, line):
        return Said("{source}: the file holds the days around {day} and nothing of it; days as busy as its neighbours "
                    "are not empty, so the export left it out", source=source, day=seen.reviewed)
    return Said("{source}: no file holds {day} yet, though {n} of the 7 days before came in", source=source,
                day=seen.reviewed, n=came)
