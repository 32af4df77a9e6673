"""The day's schedule: deadlines first, then the set of tasks that gains most within the team's minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from daybook.domain.brief import LeftOut, PlanLine
from daybook.domain.said import Said
from daybook.domain.work import Suggestion, Worker

#: More lines than this are not read at nine o'clock (domain F6).
MOST_LINES = 7
#: And so many of what was left out; the largest of them come first.
MOST_LEFT = 7
#: Minutes are planned in steps of this; finer is false precision.
STEP = 5
START_MINUTE, BREAK_FROM, BREAK_TO = 9 * 60 + 40, 12 * 60, 13 * 60 + 30


@dataclass(frozen=True)
class Planned:
    """The plan and what was left out."""

    lines: tuple[PlanLine, ...]
    left_out: tuple[LeftOut, ...]


def plan_day(suggestions: Sequence[Suggestion], team: Sequence[Worker],
             refused: Sequence[tuple[Suggestion, str]] = (), most: int = MOST_LINES) -> Planned:
    """What is done today; `refused` are suggestions that may not be done, with the reason.

    What a person set down for this morning comes first, then what must be done by deadline; the rest is chosen for the
    greatest sum of expected gains that fits each role's minutes (0/1 knapsack, exact in steps of five minutes).  Without
    a roster for a role its minutes do not bind; the number of lines does.
    """
    must = sorted((s for s in suggestions if s.must), key=_by_deadline)[:most]
    minutes = _minutes_left(team, must)
    free = [s for s in suggestions if not s.must]
    chosen, skipped = _best_set(free, minutes, most - len(must))
    ordered = [*must, *sorted(chosen, key=_by_gain_per_minute)]
    late = [s for s in suggestions if s.must and s not in must]
    left = [*refused, *((s, Said("no line left today; do it first tomorrow")) for s in late),
            *((s, _why_skipped(s, minutes)) for s in skipped)]
    return Planned(tuple(_lines(ordered, team)), tuple(LeftOut(s.what, s.object, why) for s, why in left[:MOST_LEFT]))


def _minutes_left(team: Sequence[Worker], must: Iterable[Suggestion]) -> dict[str, int]:
    left: dict[str, int] = {}
    for worker in team:
        left[worker.role] = left.get(worker.role, 0) + worker.minutes
    for one in must:
        if one.role in left:
            left[one.role] = max(0, left[one.role] - one.minutes)
    return left


def _best_set(free: Sequence[Suggestion], minutes: dict[str, int],
              lines: int) -> tuple[list[Suggestion], list[Suggestion]]:
    """The best set over all roles: per role and number of lines the best gain, then the best split of lines."""
    roles = sorted({s.role for s in free})
    tables = {role: _knapsack([s for s in free if s.role == role], minutes.get(role), lines) for role in roles}
    best: list[tuple[Decimal, list[Suggestion]]] = [(Decimal(0), [])] * (lines + 1)
    for role in roles:
        best = [max((_joined(best[n - k], tables[role][k]) for k in range(n + 1)), key=lambda pair: pair[0])
                for n in range(lines + 1)]
    chosen = best[lines][1] if lines >= 0 and best else []
    return chosen, [s for s in free if s not in chosen]


def _joined(one: tuple[Decimal, list[Suggestion]],
            other: tuple[Decimal, list[Suggestion]]) -> tuple[Decimal, list[Suggestion]]:
    return one[0] + other[0], [*one[1], *other[1]]


def _knapsack(items: Sequence[Suggestion], minutes: int | None,
              lines: int) -> list[tuple[Decimal, list[Suggestion]]]:
    """Per number of lines 0..lines the best worth and its tasks within the minutes (None: not bound)."""
    capacity = sum(_steps(i) for i in items) if minutes is None else minutes // STEP
    table: list[list[tuple[Decimal, list[Suggestion]]]] = [
        [(Decimal(0), []) for _ in range(capacity + 1)] for _ in range(lines + 1)]
    for item in items:
        for n in range(lines, 0, -1):
            for room in range(capacity, _steps(item) - 1, -1):
                worth, tasks = table[n - 1][room - _steps(item)]
                if worth + _worth(item) > table[n][room][0]:
                    table[n][room] = (worth + _worth(item), [*tasks, item])
    return [row[capacity] for row in table]


def _steps(one: Suggestion) -> int:
    return -(-one.minutes // STEP)


def _worth(one: Suggestion) -> Decimal:
    """Expected money; a task without money is worth a little, so that it is done when minutes are left."""
    return one.gain.mid if one.gain is not None and one.gain.mid > 0 else Decimal("0.01")


def _by_deadline(one: Suggestion) -> tuple[bool, datetime, str]:
    return not one.first, one.until or datetime.max.replace(tzinfo=UTC), one.id


def _by_gain_per_minute(one: Suggestion) -> tuple[Decimal, str]:
    return -_worth(one) / max(one.minutes, 1), one.id


def _why_skipped(one: Suggestion, minutes: dict[str, int]) -> str:
    if one.role in minutes and minutes[one.role] < one.minutes:
        return Said("no minutes left for this role today")
    return Said("other tasks gain more in the same minutes")


def _lines(ordered: Sequence[Suggestion], team: Sequence[Worker]) -> Iterable[PlanLine]:
    clock: dict[str, int] = {}
    people = {w.role: w.person for w in reversed(team)}
    for one in ordered:
        start = clock.get(one.role, START_MINUTE)
        if start < BREAK_TO and start + one.minutes > BREAK_FROM:
            start = BREAK_TO
        clock[one.role] = start + one.minutes
        yield PlanLine(
            id=one.id, findings=one.findings, what=one.what, object=one.object, from_=one.from_, to=one.to,
            owner=one.person or people.get(one.role, one.role.value), slot=f"{start // 60:02d}:{start % 60:02d}",
            minutes=one.minutes, gain=one.gain, cost=one.cost, where=one.where, how=one.how, risk=one.risk,
            evidence=one.evidence, check_on=one.check_on, move=one.move, deadline=one.until, guard=one.guard,
            change=one.change)
