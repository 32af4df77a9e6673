"""Work items in words: what is to do, where it stands, and what somebody did with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from daybook.domain.work_items import Step, StepKind, WorkItem
from daybook.reports.finding_phrases import gain_words
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator


@dataclass(frozen=True)
class ItemWords:
    """One work item, ready to be shown."""

    what: str
    object: str
    change: str              # from → to
    state: str
    holder: str
    minutes: str
    gain: str
    gain_range: str
    gain_basis: str
    where: str
    risk: str
    evidence: str
    how: str
    since: str               # for what was carried over: which morning asked for it
    check_on: str


def item_words(item: WorkItem, language: str) -> ItemWords:
    """An item in a language.  A gain that nobody can estimate is said to be unknown."""
    w = translator(language)
    said = in_language(item, w)
    mid, low_high, basis = gain_words(item.gain, w, plus=True)
    return ItemWords(
        what=said.what, object=item.object, change=f"{said.from_} → {said.to}" if said.from_ or said.to else "",
        state=state_words(item, w), holder=w.name("role", item.holder), minutes=w("{n} min", n=item.minutes),
        gain=mid or w("cannot tell"), gain_range=low_high, gain_basis=basis, where=said.where, risk=said.risk,
        evidence=said.evidence, how=w.name("how", item.how), since=w.dated(item.on), check_on=w.dated(item.check_on))


def state_words(item: WorkItem, w: Words) -> str:
    """Where an item stands, in a word or two."""
    if item.until is not None:
        return w("put off until {day}", day=w.day(item.until))
    return w.name("work", item.state.value)


def step_words(step: Step, language: str) -> str:
    """What somebody did with an item, as one sentence."""
    w = translator(language)
    said = _SAID[step.kind](step, w)
    return w("{sentence}: {note}", sentence=said, note=step.note) if step.note and step.kind is not StepKind.CARRY else said


def _done(step: Step, w: Words) -> str:
    minutes = w("{n} min", n=step.minutes)
    if step.from_ or step.to:
        return w("{person} did it in {minutes}, {change}", person=step.by, minutes=minutes,
                 change=f"{step.from_ or '?'} → {step.to or '?'}")
    return w("{person} did it in {minutes}", person=step.by, minutes=minutes)


_SAID: dict[StepKind, Callable[[Step, Words], str]] = {
    StepKind.TAKE: lambda s, w: w("{person} took it", person=s.by),
    StepKind.DONE: _done,
    StepKind.SNOOZE: lambda s, w: w("{person} put it off until {day}", person=s.by, day=w.day(s.until or s.at.date())),
    StepKind.HAND: lambda s, w: w("{person} handed it over to {other}", person=s.by, other=s.person),
    StepKind.DROP: lambda s, w: w("{person} dropped it", person=s.by),
    StepKind.REOPEN: lambda s, w: w("{person} opened it again", person=s.by),
    StepKind.CARRY: lambda s, w: w("went on in the plan of {day}", day=w.day(date.fromisoformat(s.note))),
}
