"""Next month's target as tables: from above and from below, day by day, and the hours of an ordinary day."""

from collections.abc import Iterator
from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.review import Review
from daybook.domain.review_parts import NextTarget
from daybook.reports.numbers import grouped, shown, with_symbol
from daybook.reports.paper import Cell, Table, table
from daybook.reports.wording import WEEKDAYS, Words

#: Hours that stand in one row, so that a day's 24 are read at a glance.
HOURS_A_ROW = 6


def goal_tables(one: Review, w: Words) -> Iterator[Table]:
    """The target of the month after a reviewed one."""
    goal = one.goal
    if goal is None:
        return
    month = f"{goal.month:%Y-%m}"

    def money(value: Decimal | None) -> Cell:
        return Cell(shown(value, Unit.MONEY, one.currency, w.language), value, Unit.MONEY, one.currency)

    rows = [(Cell(w("From above"), strong=True), money(goal.top), goal.top_why),
            (Cell(w("From below"), strong=True), money(goal.bottom), goal.bottom_why),
            (Cell(w("Put forward"), strong=True), money(goal.proposed), goal.said)]
    if goal.wanted is not None:
        rows.append((Cell(w("Set already"), strong=True), money(goal.wanted), w("what the plan goes by, until another is set")))
    yield table(w("Target of {month}: paid amount", month=month), (w("View"), w("Paid amount"), w("How")), rows)
    if goal.days:
        yield _weeks(goal, one, w)
    if goal.hours:
        yield _hours(goal, one, w)


def _weeks(goal: NextTarget, one: Review, w: Words) -> Table:
    """A calendar: one row per week, each day with its part and what runs on it."""
    headers = WEEKDAYS[w.language]
    rows: list[list[Cell | str]] = []
    for line in goal.days:
        if not rows or line.day.weekday() == 0:
            rows.append([""] * 7)
        text = f"{line.day.day}: {with_symbol(grouped(line.part, 0), one.currency)}"
        rows[-1][line.day.weekday()] = f"{text} {line.event}" if line.event else text
    return table(w("Target by day"), headers, rows)


def _hours(goal: NextTarget, one: Review, w: Words) -> Table:
    rows: list[list[Cell | str]] = []
    for first in range(0, len(goal.hours), HOURS_A_ROW):
        rows.append([f"{hour:02}:00 {with_symbol(grouped(goal.hours[hour], 0), one.currency)}"
                     for hour in range(first, first + HOURS_A_ROW)])
    return table(w("Target by hour of an ordinary day"), ("",) * HOURS_A_ROW, rows)
