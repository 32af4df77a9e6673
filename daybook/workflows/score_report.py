"""The score as a table: by kind of incident and over all, beside the goals that it is held against."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from daybook.workflows.score import Scored
from daybook.workflows.score_match import FIRST_CAUSES, FIRST_LINES, Outcome

#: name -> goal: shares are at least, `money` and `false_per_week` and `harmful` at most.
GOALS = {"found": 0.90, "cause_first": 0.85, "cause_in_three": 0.95, "money": 0.15, "move": 0.80,
         "false_per_week": 1.0, "harmful": 0.0}


@dataclass(frozen=True)
class Row:
    """One kind of incident (or all): shares of its incidents, the median relative error of the money told.

    `found` is by the brief of the second day, `later` the share that a later brief found.  Causes are shares of all
    incidents, found or not.
    """

    kind: str
    incidents: int
    found: float
    later: float
    cause_first: float
    cause_in_three: float
    move: float
    money: float | None


@dataclass(frozen=True)
class Table:
    """All rows, the last one over all kinds; false findings per shop and quiet week; harmful moves."""

    seeds: tuple[int, ...]
    rows: tuple[Row, ...]
    quiet_weeks: float
    false_findings: int
    false_per_week: float
    false_kinds: tuple[tuple[str, int], ...]
    harmful: tuple[str, ...]


def table_of(scored: Sequence[Scored]) -> Table:
    """The table of some seeds."""
    outcomes = [o for s in scored for o in s.outcomes]
    kinds = sorted({o.kind for o in outcomes})
    rows = [_row(kind, [o for o in outcomes if o.kind == kind]) for kind in kinds]
    told = [t for s in scored for t in s.quiet.told]
    weeks = sum(s.quiet.days for s in scored) / 7
    sorts = Counter(".".join(finding.split(".")[:3 if finding.startswith("sales.") else 2]) for _, _, finding in told)
    return Table(tuple(s.seed for s in scored), (*rows, _row("all", outcomes)), round(weeks, 1), len(told),
                 round(len(told) / weeks, 3) if weeks else 0.0, tuple(sorts.most_common()),
                 tuple(h for s in scored for h in s.harm))


def _row(kind: str, outcomes: Sequence[Outcome]) -> Row:
    errors = [o.error for o in outcomes if o.day and o.error is not None]
    return Row(kind, len(outcomes), _share(outcomes, lambda o: o.day > 0), _share(outcomes, lambda o: o.later > 0),
               _share(outcomes, lambda o: o.day > 0 and o.cause == 1),
               _share(outcomes, lambda o: o.day > 0 and 0 < o.cause <= FIRST_CAUSES),
               _share(outcomes, lambda o: 0 < o.line <= FIRST_LINES), round(median(errors), 3) if errors else None)


def _share(outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool]) -> float:
    return round(sum(map(holds, outcomes)) / len(outcomes), 3) if outcomes else 0.0


def as_json(scored: Sequence[Scored]) -> dict[str, Any]:
    """Goals, the table and every outcome, for scripts."""
    table = table_of(scored)
    return {"goals": GOALS, **asdict(table), "outcomes": [
        {**asdict(o), "told": None if o.told is None else str(o.told), "true": None if o.true is None else str(o.true)}
        for s in scored for o in s.outcomes]}


def as_text(scored: Sequence[Scored]) -> str:
    """The table in columns, then quiet weeks, false findings and harm."""
    table = table_of(scored)
    head = f"{'kind':<19}{'n':>4}{'found':>8}{'later':>8}{'cause 1':>9}{'cause 3':>9}{'move 2':>8}{'money':>8}"
    lines = [f"seeds {table.seeds[0]} to {table.seeds[-1]}" if table.seeds else "no seed", head,
             *(_line(r) for r in table.rows),
             f"{'goal':<19}{'':>4}{_percent(GOALS['found'])}{'':>8}{_percent(GOALS['cause_first']):>9}"
             f"{_percent(GOALS['cause_in_three']):>9}{_percent(GOALS['move'])}{_percent(GOALS['money'])}",
             f"{table.false_findings} findings in {table.quiet_weeks} quiet shop weeks: {table.false_per_week} a week",
             *(f"  {n:>4}  {kind}" for kind, n in table.false_kinds), f"harmful moves: {len(table.harmful)}",
             *(f"  {said}" for said in table.harmful)]
    return "\n".join(lines)


def _line(row: Row) -> str:
    money = _percent(row.money) if row.money is not None else f"{'-':>8}"
    return (f"{row.kind:<19}{row.incidents:>4}{_percent(row.found)}{_percent(row.later)}{_percent(row.cause_first):>9}"
            f"{_percent(row.cause_in_three):>9}{_percent(row.move)}{money}")


def _percent(share: float) -> str:
    return f"{share:>8.0%}"


def missed(scored: Iterable[Scored]) -> list[Outcome]:
    """Incidents of which something was not told: for those who build."""
    return [o for s in scored for o in s.outcomes if not o.day or o.cause != 1 or not 0 < o.line <= FIRST_LINES]
