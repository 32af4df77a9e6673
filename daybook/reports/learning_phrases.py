"""Changes of rules and calendars, and what suggests a course, in words."""

from decimal import Decimal
from typing import Any

from daybook.domain.calibrated import CalibratedRule
from daybook.domain.learning import Changed, Changes, EventChange, OwnChange, RuleChange
from daybook.domain.limits import LIMITS
from daybook.domain.said import Term
from daybook.reports.localise import in_language
from daybook.reports.numbers import percent
from daybook.reports.report import plain
from daybook.reports.wording import Words


def rule_words(one: RuleChange, w: Words) -> str:
    """A rule with its numbers before and after; the first numbers of a new one."""
    said = [f"{w.name('rule number', n.name, n.name.replace('_', ' '))} "
            f"{number_words(n.before, n.unit, w)} → {number_words(n.after, n.unit, w)}" if one.kind is Changed.CHANGED else
            f"{w.name('rule number', n.name, n.name.replace('_', ' '))} "
            f"{number_words(n.after if n.after is not None else n.before, n.unit, w)}" for n in one.numbers]
    if one.kind is Changed.CHANGED and not said:
        said = [w("its words, source or date")]
    return w("{label}: {text}", label=w.name("rule", one.what), text=" · ".join(said))


def number_words(value: Decimal | None, unit: str, w: Words) -> str:
    """A number of a rule with its unit; a dash where there is none."""
    if value is None:
        return "—"
    if unit == "share":
        return percent(value)
    if unit == "yes":
        return w.name("answer", "yes" if value else "no")
    return f"{value.normalize():f} {w.name('rule unit', unit)}".strip()


def event_words(one: EventChange, w: Words) -> str:
    """A window of an event with its days before and after."""
    def days(span: Any) -> str:
        return "—" if span is None else f"{w.day(span[0])} – {w.day(span[1])}"

    name = in_language(Term("event", one.name, one.zh), w)
    phase = w.name("phase", one.phase, one.phase.replace("_", " "))
    when = f"{days(one.before)} → {days(one.after)}" if one.kind is Changed.CHANGED else days(one.after or one.before)
    return w("{label}: {text}", label=f"{name} {phase} ({w.name('platform', one.platform)})", text=when) + (
        " · " + w("by the usual pattern, not announced yet") if one.estimated else "")


def own_words(one: OwnChange, w: Words) -> str:
    """What people set for a shop."""
    where = one.shop or w("all shops of {client}", client=one.client)
    name = one.name
    if one.what == "limit" and one.name in LIMITS:
        name = LIMITS[one.name][1] if w.language == "zh" else one.name.replace("_", " ")
    return w("{label}: {text}", label=where, text=f"{name} {one.value}")


def changes_json(found: Changes) -> dict[str, Any]:
    """The digest as scripts read it."""
    made: dict[str, Any] = plain(found)
    return made


def error_words(error: float | None, one: CalibratedRule, w: Words) -> str:
    """What a number misses: money of words, else a share."""
    if error is None:
        return "—"
    return f"{error:,.0f}" if one.unit == "clicks" else f"{error:.1%}"


def tried_words(one: CalibratedRule, w: Words) -> str:
    """What a number is of: its rule, or what of the planned gain of a kind of move comes."""
    if not one.of:
        return w.name("rule", one.what)
    return w("{label}: {text}", label=w.name("move", one.of, one.of.replace("_", " ")), text=w("of a planned gain comes"))
