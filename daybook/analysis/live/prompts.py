"""What to say to the host now: one line by the rules of the live desk, where the last minutes are below what is usual.

A rule speaks when its measure falls short by the rule's share, and chance alone would show so little seldom enough; a published
limit (conversion of 2 %) never speaks where a shop is usually there.  The same rule speaks again after a while only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daybook.analysis.live.learning import Fitted
from daybook.analysis.live.minutes import Minutes
from daybook.analysis.live.usual import Beside, beside_usual


@dataclass(frozen=True)
class Rule:
    """One rule: which measure, by what share it must fall short of the usual, and a limit under which it must lie besides.

    `unless_low` names a measure that must not itself be short: what is clicked less cannot be said to be clicked and not bought.
    """

    id: str
    measure: str
    short: float
    limit: float | None = None
    unless_low: str = ""


@dataclass(frozen=True)
class Rules:
    """The rules with what all share: the last minutes looked at, the chance, how long until the same is said again, the minutes
    read after a prompt, and the fewest quiet moments from which anything is said."""

    rules: tuple[Rule, ...]
    last: int
    odds: float
    again: int
    read: tuple[int, int]
    fewest: int


@dataclass(frozen=True)
class Due:
    """A prompt that a rule gives at a minute of the show."""

    rule: str
    measure: str
    minute: int
    beside: Beside


def due_at(rules: Rules, learnt: Mapping[str, Fitted], minutes: Minutes, until: int,
           said: Sequence[tuple[str, int]] = ()) -> tuple[Due, ...]:
    """The prompts that rules give by the minutes before `until`, the least likely by chance first.

    `said` are (rule, minute) of what was said already.
    """
    found = []
    for rule in rules.rules:
        if any(one == rule.id and until - at < rules.again for one, at in said):
            continue
        beside = _short(rule, rules, learnt, minutes, until)
        if beside is not None:
            found.append(Due(rule.id, rule.measure, until, beside))
    return tuple(sorted(found, key=lambda due: due.beside.chance))


def _short(rule: Rule, rules: Rules, learnt: Mapping[str, Fitted], minutes: Minutes, until: int) -> Beside | None:
    fitted = learnt.get(rule.measure)
    if fitted is None or fitted.moments < rules.fewest:
        return None
    found = beside_usual(fitted, minutes, until, rules.last)
    if found is None or found.chance > rules.odds or (rule.limit is not None and found.now >= rule.limit):
        return None
    short = found.ratio - 1 if fitted.measure.upside_down else 1 - found.ratio
    if short < rule.short:
        return None
    other = beside_usual(learnt.get(rule.unless_low), minutes, until, rules.last) if rule.unless_low else None
    return None if other is not None and other.ratio < 1 - rule.short / 2 else found


def due_in(rules: Rules, learnt: Mapping[str, Fitted], minutes: Minutes) -> tuple[Due, ...]:
    """Every prompt that the rules would have given in a show, minute by minute, each as if it had been said."""
    found: list[Due] = []
    for until in range(2 * rules.last, len(minutes) * minutes.step + 1, max(minutes.step, 1)):
        due = due_at(rules, learnt, minutes, until, [(d.rule, d.minute) for d in found])
        found += due[:1]
    return tuple(found)
