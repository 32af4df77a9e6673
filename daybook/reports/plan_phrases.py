"""Today's plan in words: the tasks, what cannot wait, what was left out, and what came of yesterday."""

from dataclasses import dataclass

from daybook.domain.brief import Brief, LeftOut, Must, PlanLine, Unit, Yesterday
from daybook.reports.finding_phrases import gain_words
from daybook.reports.numbers import shown
from daybook.reports.wording import Words


@dataclass(frozen=True)
class PlanWords:
    """One task, ready to be shown.  `because` numbers the findings it answers; `facts` are (label, text)."""

    what: str
    object: str
    from_: str
    to: str
    owner: str
    slot: str
    minutes: str
    how: str
    gain: str
    gain_range: str
    gain_basis: str
    status: str
    deadline: str
    because: tuple[int, ...]
    facts: tuple[tuple[str, str], ...]


def plan_words(line: PlanLine, brief: Brief, w: Words) -> PlanWords:
    """A card of the plan.  A gain that nobody can estimate is said to be unknown."""
    numbers = {found.id: n for n, found in enumerate(brief.findings, 1)}
    mid, low_high, basis = gain_words(line.gain, w, plus=True)
    return PlanWords(
        what=line.what, object=line.object, from_=line.from_, to=line.to,
        owner=w.name("role", line.owner), slot=line.slot, minutes=w("{n} min", n=line.minutes),
        how=w.name("how", line.how),
        gain=mid or w("cannot tell"), gain_range=low_high, gain_basis=basis,
        status="" if line.status == "open" else w.name("status", line.status),
        deadline="" if line.deadline is None else w.moment(line.deadline, brief.zone, brief.on),
        because=tuple(numbers[f] for f in line.findings if f in numbers),
        facts=tuple((label, text) for label, text in _facts(line, brief, w) if text),
    )


def _facts(line: PlanLine, brief: Brief, w: Words) -> list[tuple[str, str]]:
    cost = "" if line.cost is None else shown(line.cost, Unit.MONEY, brief.currency, w.language)
    return [
        (w("Why"), line.evidence),
        (w("Risk"), line.risk),
        (w("Guard"), line.guard),
        (w("Cost"), cost),
        (w("Where"), line.where),
        (w("Check back"), w.dated(line.check_on)),
    ]


def must_words(must: Must, brief: Brief, w: Words) -> tuple[str, str, str, str]:
    """What cannot wait: by when, what, on which object, and where to click."""
    when = w("now")
    if must.deadline is not None:
        when = w("by {at}", at=w.moment(must.deadline, brief.zone, brief.on))
    return when, must.what, must.object, must.where


def left_out_words(left: LeftOut) -> tuple[str, str, str]:
    """What was not chosen, on which object, and why."""
    return left.what, left.object, left.why


def yesterday_words(line: Yesterday, w: Words) -> tuple[str, str, str, str]:
    """An earlier task: whether it was done, what it was, from and to, and what it brought."""
    done = f"✓ {w('done')}" if line.done else f"✗ {w('not done')}"
    from_to = f"{line.from_} → {line.to}" if line.from_ or line.to else ""
    return done, line.what, from_to, w.name("effect", line.effect)
