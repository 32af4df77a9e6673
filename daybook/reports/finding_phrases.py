"""Findings in words: the change, the money, the odds that it is noise, and the bridge that adds up."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from daybook.domain.brief import Brief, BriefFinding, Cause, Gain
from daybook.reports.brief_phrases import ARROWS, comma, currency_of, direction, judged, tone, trend_about
from daybook.reports.charts import BridgeStep
from daybook.reports.numbers import (
    ABSENT,
    change,
    estimate,
    exact,
    exact_change,
    exact_places,
    growth,
    rounded,
    shown,
    signed,
)
from daybook.reports.wording import Words

BRIDGE_ROWS = 7                # causes shown one by one; a person compares about seven bars
LIKELY_NOISE = 0.2             # from one in five on, chance is a plain explanation
HARDLY_NOISE = 0.001           # below it the exact odds say more than the model knows


@dataclass(frozen=True)
class FindingWords:
    """One finding, ready to be shown.  `facts` are (label, sentence) pairs."""

    label: str
    scope: str
    good: bool
    badge: str
    arrow: str
    change: str
    tone: str
    judged: str
    compared: str
    from_to: str
    words: str
    stake: str
    stake_range: str
    stake_basis: str
    odds: str
    facts: tuple[tuple[str, str], ...]
    bridge: tuple[BridgeStep, ...]
    cause_notes: tuple[tuple[str, str], ...]
    bridge_about: str
    trend_about: str
    trend_labels: tuple[str, str, str, str]


def finding_words(found: BriefFinding, brief: Brief, w: Words) -> FindingWords:
    """A finding in words.  Causes that do not add up are a ValueError: a wrong bridge is worse than none."""
    if not found.adds_up():
        raise ValueError(f"{found.id}: causes and remainder do not add up to measured minus base")
    found = replace(found, currency=currency_of(found.unit, found.currency, brief))
    moved = None if found.measured is None or found.base is None else found.measured - found.base
    good = (found.direction == "up") == found.higher_is_better
    compared = w.name("compared", found.base_kind)
    stake = gain_words(found.at_stake, w)
    return FindingWords(
        label=w.metric(found.metric, found.zh), scope=scope_words(found.scope, w),
        good=good, badge=w("Opportunity") if good else w("Problem"),
        arrow=ARROWS[direction(moved)], change=_change(found, moved, w),
        tone=tone(moved, found.higher_is_better, w.language),
        judged=judged(moved, found.higher_is_better, w), compared=compared, from_to=_from_to(found, w),
        words=found.words, stake=stake[0], stake_range=stake[1], stake_basis=stake[2],
        odds=_odds(found, w), facts=tuple(_facts(found, brief, w)),
        bridge=bridge_steps(found, w),
        cause_notes=tuple((cause_label(c, w), c.note) for c in found.causes if c.note),
        bridge_about=_bridge_about(found, w),
        trend_about=trend_about(found.trend, found.unit, found.currency, w),
        trend_labels=_trend_labels(found, w),
    )


def _change(found: BriefFinding, moved: Decimal | None, w: Words) -> str:
    if moved is None:
        return ABSENT
    said = change(moved, found.unit, found.currency, w.language)
    return f"{said} ({growth(moved / found.base)})" if found.base else said


def _from_to(found: BriefFinding, w: Words) -> str:
    before, after = (shown(v, found.unit, found.currency, w.language) for v in (found.base, found.measured))
    return f"{before} → {after}"


def scope_words(scope: Sequence[tuple[str, str]], w: Words) -> str:
    """Where something happened, such as "product: kettle, channel: search"; empty is the whole shop."""
    return comma([w("by {dimension}", dimension=w.name("dimension", value)) if dimension == "dimension" else
                  f"{w.name('dimension', dimension)} {value}" for dimension, value in scope if value], w)


def gain_words(gain: Gain | None, w: Words, plus: bool = False) -> tuple[str, str, str]:
    """Money with its odds: the middle, the range that holds 80 %, and what money over which time."""
    if gain is None:
        return "", "", ""

    low, mid, high = (estimate(v, gain.currency, w.language) for v in (gain.low, gain.mid, gain.high))
    if plus:
        mid = signed(mid, gain.mid)
    if gain.per:
        mid = w("{money} a {per}", money=mid, per=w.name("per", gain.per))
    low_high = w("{low} to {high} in 8 of 10 cases", low=low, high=high)
    kind = [w.name("basis", gain.basis)]
    if gain.horizon_days is not None:
        kind.append(w.many("over {n} day", "over {n} days", gain.horizon_days))
    if gain.until is not None:
        kind.append(w("until {day}", day=w.day(gain.until)))
    return mid, low_high, " · ".join(kind)


def _odds(found: BriefFinding, w: Words) -> str:
    """The odds of a change; what was counted, with no expectation beside it, is no question of chance."""
    if found.odds_noise is None and found.expected is None:
        return w("a fact of that day, no question of chance")
    return odds_words(found.odds_noise, w)


def odds_words(odds: float | None, w: Words) -> str:
    """The odds that chance alone does this, in words.  Unknown odds are said to be unknown.

    >>> from daybook.reports.wording import translator
    >>> odds_words(0.021, translator("en"))
    'about 1 in 50 that this is chance alone'
    """
    if odds is None or math.isnan(odds):
        return w("odds of chance: cannot tell yet")
    if odds < HARDLY_NOISE:
        return w("less than 1 in 1,000 that this is chance alone")
    if odds >= LIKELY_NOISE:
        return w("may well be chance alone: {n} in 100", n=round(odds * 100))
    return w("about 1 in {n} that this is chance alone", n=one_in(odds))


def one_in(odds: float) -> int:
    """Odds as "one in n", n with at most two digits that count.

    >>> one_in(0.021), one_in(0.0123), one_in(0.11)
    (50, 80, 9)
    """
    n = 1 / odds
    step = 10 ** max(int(math.log10(n)), 0) if n >= 20 else 1
    return round(n / step) * step


def _facts(found: BriefFinding, brief: Brief, w: Words) -> list[tuple[str, str]]:
    facts = []
    if found.expected is not None:
        facts.append((w("Expected"), _expected(found, w)))
    if found.since is not None:
        facts.append((w("Since"), w.dated(found.since)))
    if found.streak is not None:
        run = w.many("{n} day in a row", "{n} days in a row", found.streak.days)
        facts.append((w("Streak"), w("{run} ({rule}); {odds}", run=run, rule=found.streak.rule,
                                     odds=odds_words(found.streak.odds, w))))
    if found.deadline is not None:
        facts.append((w("Deadline"), w.moment(found.deadline, brief.zone, brief.on)))
    if found.urgency:
        facts.append((w("Urgency"), w.name("urgency", found.urgency)))
    facts += [(w("Beside it"), event) for event in found.events]
    if found.sources:
        facts.append((w("Read from"), comma([w.name("source", s) for s in found.sources], w)))
    return facts


def _expected(found: BriefFinding, w: Words) -> str:
    middle, low, high = (shown(v, found.unit, found.currency, w.language)
                         for v in (found.expected, found.low, found.high))
    if found.low is None or found.high is None:
        return middle
    return w("{middle} ({low} to {high})", middle=middle, low=low, high=high)


def cause_label(cause: Cause, w: Words) -> str:
    """A cause by its scope, such as "kettle × search", or by its kind when it has none."""
    if cause.kind == "rest":
        return w("{n} others", n=next((value for _, value in cause.scope), ""))
    if cause.name:
        return cause.name
    named = [w.name("metric", value) if dimension == "driver" else value for dimension, value in cause.scope if value]
    return " × ".join(named) or w.name("cause", cause.kind)


def bridge_steps(found: BriefFinding, w: Words) -> tuple[BridgeStep, ...]:
    """Base, causes, remainder, actual.  The shown digits add up too: the remainder takes the rounding."""
    if not found.causes or found.measured is None or found.base is None:
        return ()
    places = exact_places(found.unit, found.currency)
    base, measured = rounded(found.base, places), rounded(found.measured, places)
    shown_one_by_one, rest = _largest(found.causes)
    steps = [(cause_label(c, w), rounded(c.contribution, places), c.note) for c in shown_one_by_one]
    if rest:
        together = rounded(sum((c.contribution for c in rest), Decimal(0)), places)
        steps.append((w.many("{n} smaller cause", "{n} smaller causes", len(rest)), together, ""))
    left = measured - base - sum((value for _, value, _ in steps), Decimal(0))
    steps.append((w("not explained"), left, ""))

    def total(name: str, value: Decimal) -> BridgeStep:
        return BridgeStep(name, value, exact(value, found.unit, found.currency, w.language), total=True)

    def part(name: str, value: Decimal, note: str) -> BridgeStep:
        text = exact_change(value, found.unit, found.currency, w.language)
        return BridgeStep(name, value, text, tone=tone(value, found.higher_is_better, w.language), note=note)

    floating = [part(*step) for step in steps]
    return (total(w.name("base", found.base_kind), base), *floating, total(w("actual"), measured))


def _largest(causes: Sequence[Cause]) -> tuple[list[Cause], list[Cause]]:
    """The causes that a bridge shows, in their order, and those that it adds together."""
    if len(causes) <= BRIDGE_ROWS:
        return list(causes), []
    ranked = sorted(range(len(causes)), key=lambda i: -abs(causes[i].contribution))[:BRIDGE_ROWS - 1]
    rest = [cause for i, cause in enumerate(causes) if i not in ranked]
    return [causes[i] for i in sorted(ranked)], rest


def _bridge_about(found: BriefFinding, w: Words) -> str:
    return "; ".join(f"{step.label} {step.text}" for step in bridge_steps(found, w))


def _trend_labels(found: BriefFinding, w: Words) -> tuple[str, str, str, str]:
    known = [value for _, value in found.trend if value is not None]
    if not known:
        return "", "", "", ""
    days: list[date] = [day for day, _ in found.trend]
    least, most = (shown(v, found.unit, found.currency, w.language) for v in (min(known), max(known)))
    return least, most, w.day(days[0]), w.day(days[-1])
