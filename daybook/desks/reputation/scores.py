"""The shop's scores beside their goal: how many good ratings are missing, what a bad one costs, and by when it is reached."""

from datetime import timedelta
from decimal import Decimal

from daybook.analysis.reputation.scores import bad_costs, days_to_goal, good_needed
from daybook.desks.gain import rule
from daybook.desks.reputation.book import book_of
from daybook.domain.reputation import ScoreLine, ScoreSeen
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load
from daybook.rulebook.rules import RulebookError

#: Scores that the rule of the plain mean is about.
MEANS = ("description", "service", "logistics")


def score_lines(seen: Seen, ratings: int | None = None, new_mean: Decimal | None = None) -> tuple[ScoreLine, ...]:
    """The newest value of each score; `ratings` within the window and the mean of new ones, where a person gave them."""
    newest: dict[str, ScoreSeen] = {}
    for one in book_of(seen).scores:
        newest[one.score] = max(newest.get(one.score, one), one, key=lambda s: s.day)
    return tuple(score_line(seen, one, ratings, new_mean) for _, one in sorted(newest.items()))


def score_line(seen: Seen, one: ScoreSeen, ratings: int | None, new_mean: Decimal | None) -> ScoreLine:
    """What moves one score.  Without the platform's averaging rule, or the number of ratings, it says what is missing."""
    goal, before = goal_of(one), week_ago(seen, one)
    window = _window(seen, one.score)
    if window is None:
        return ScoreLine(one, goal, before, None, None, None, None, None,
                         Said("how the platform averages this score is not known"))
    days, worst, best = window
    soon = days_to_goal(one.value, goal, new_mean, days) if new_mean is not None else None
    if not ratings:
        return ScoreLine(one, goal, before, days, None, 0 if one.value >= goal else None, None, soon,
                         Said("no export tells how many ratings the last {days} days hold: give the number", days=days))
    return ScoreLine(one, goal, before, days, ratings, good_needed(one.value, ratings, goal, best),
                     bad_costs(one.value, ratings, worst), soon)


def goal_of(one: ScoreSeen) -> Decimal:
    """What to aim at: the export's own target, else the rulebook's."""
    return one.target if one.target is not None else rule("R-DSR", "goal")


def week_ago(seen: Seen, one: ScoreSeen) -> Decimal | None:
    """The score at least the rulebook's days before; None where it is not known."""
    until = one.day - timedelta(days=int(rule("R-SCORE-FALL", "days")))
    earlier = [s for s in book_of(seen).scores if s.score == one.score and s.day <= until]
    return max(earlier, key=lambda s: s.day).value if earlier else None


def _window(seen: Seen, score: str) -> tuple[int, Decimal, Decimal] | None:
    if score not in MEANS:
        return None
    try:
        found = load().for_(seen.shop.platform).rule("R-DSR-MEAN")
    except RulebookError:
        return None
    return int(found.value("days")), found.value("worst"), found.value("best")
