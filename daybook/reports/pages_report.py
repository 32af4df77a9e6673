"""Tests and pages as a report, and the brief queue of the designer: each with its counts and quotes."""

from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.page_tests import (
    MEASURES,
    BriefStage,
    Design,
    DesignBrief,
    PageCheck,
    PageExit,
    PagesTable,
    SeenTest,
    Stage,
    Taught,
    Told,
)
from daybook.reports.localise import in_language
from daybook.reports.numbers import ABSENT, shown
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import Words, translator

#: Checks that a printed table names.
SHOWN = 40


def pages_paper(found: PagesTable, language: str) -> Paper:
    """Running tests first, then what pages do not answer, briefs, and what earlier tests taught."""
    w = translator(language)
    untold = [w("Cannot be told: {what}, {why}", what=w.name("page_untold", what), why=in_language(why, w))
              for what, why in found.untold]
    running = found.of_stage(Stage.RUNNING)
    lead = w("{n} tests run, {stop} of them may be stopped; {open} topics are not answered; {briefs} briefs wait", n=len(running),
             stop=sum(t.stops for t in running), open=len(found.checks),
             briefs=sum(b.stage in (BriefStage.OPEN, BriefStage.MADE) for b in found.briefs))
    return Paper(w("{shop}: tests and pages", shop=found.shop), (*untold, w.full_day(found.on)), lead, (
        _tests(found, w), _checks(found, w), briefs_table(found.briefs, found, w), _lessons(found, w)))


def briefs_paper(found: PagesTable, language: str) -> Paper:
    """The brief queue alone, as it is sent to the designer."""
    w = translator(language)
    waiting = [b for b in found.briefs if b.stage in (BriefStage.OPEN, BriefStage.MADE)]
    return Paper(w("{shop}: briefs for the designer", shop=found.shop), (w.full_day(found.on),),
                 w("Each says what the page leaves open, how often it came up and one of the buyers' own sentences."),
                 (briefs_table(waiting, found, w),), w("Buyers' words are quoted as they stand, not checked."))


def _tests(found: PagesTable, w: Words) -> Table:
    rows = [(Cell(found.names.get(t.test.item_id, t.test.item_id), strong=True), Cell(w.name("page_part", t.test.change)),
             Cell(w.name("page_stage", t.test.stage.value)), Cell(verdict_words(t, w)), Cell(lift_words(t.lift, w)),
             Cell(progress_words(t, w)), Cell(guard_words(t, w))) for t in found.tests if t.test.stage is not Stage.ARCHIVED]
    heads = (w("Page"), w("Part of the page"), w("State"), w("Verdict"), w("Lift"), w("Sample until now"), w("Guards"))
    return table(w("Tests"), heads, rows, w("No test is planned."))


def _checks(found: PagesTable, w: Words) -> Table:
    rows = [(Cell(c.item, strong=c.hero), Cell(w.name("ask_topic", c.topic)), Cell(w.name("page_part", c.part)),
             Cell(str(c.times), Decimal(c.times), Unit.COUNT), Cell(evidence_words(c, w)), Cell(c.evidence[0].quote))
            for c in found.checks[:SHOWN]]
    heads = (w("Page"), w("Topic"), w("Part of the page"), w("Times in 28 days"), w("Where it came up"), w("One of them"))
    return table(w("What pages do not answer"), heads, rows, w("No topic came up often enough."))


def briefs_table(briefs: "tuple[DesignBrief, ...] | list[DesignBrief]", found: PagesTable, w: Words) -> Table:
    """Briefs, those that wait first."""
    rank = {BriefStage.OPEN: 0, BriefStage.MADE: 1, BriefStage.LIVE: 2, BriefStage.DROPPED: 3}
    rows = [(Cell(w.name("brief_stage", b.stage.value)), Cell(found.names.get(b.item_id, b.item_id), strong=True),
             Cell(w.name("page_part", b.part)), Cell(what_words(b, w)), Cell(proof_words(b, w)),
             Cell(next((e.quote for e in b.evidence if e.quote), "")), Cell(w.day(b.due) if b.due else ABSENT), Cell(b.made_by))
            for b in sorted(briefs, key=lambda b: (rank[b.stage], b.due or found.on, b.key))]
    heads = (w("State"), w("Page"), w("Part of the page"), w("What it should say"), w("Why"), w("One of them"), w("Due"),
             w("Asked for by"))
    return table(w("Briefs for the designer"), heads, rows, w("No brief waits."))


def _lessons(found: PagesTable, w: Words) -> Table:
    rows = [(Cell(w.name("page_part", t.change)), Cell(str(t.own)), Cell(str(t.all)), Cell(str(t.won)), Cell(taught_words(t, w)))
            for t in found.lessons]
    heads = (w("Part of the page"), w("Here"), w("In all"), w("Won"), w("The next may bring"))
    return table(w("What earlier tests taught"), heads, rows)


def verdict_words(one: SeenTest, w: Words) -> str:
    """What its rule says today."""
    if one.broken:
        return w("a guard is broken: put the page back")
    if one.test.decision is not None:
        return w.name("page_step", one.test.decision.kind.value)
    return w.name("page_verdict", one.verdict if one.test.stage is not Stage.DRAFT else "draft")


def lift_words(lift: Told | None, w: Words) -> str:
    """A lift with its interval; what bounds nothing says so."""
    if lift is None:
        return ABSENT
    if lift.low is None and lift.high is None:
        return w("{lift} until now, not bounded yet", lift=signed(lift.value))
    low, high = (w("open") if v is None else signed(v) for v in (lift.low, lift.high))
    return w("{lift} ({low} to {high})", lift=signed(lift.value), low=low, high=high)


def signed(value: float) -> str:
    """A lift in percent with its sign.

    >>> signed(0.125), signed(-0.03)
    ('+12.5 %', '−3.0 %')
    """
    return f"{value * 100:+.1f} %".replace("-", "−")


def progress_words(one: SeenTest, w: Words) -> str:
    """How much of its sample it has, and how long it still takes."""
    if one.test.stage is Stage.DRAFT:
        return w("{n} in each arm, {days} days", n=one.test.needed, days=(one.test.last - one.test.first).days + 1) \
            if one.test.design is Design.SPLIT else w("{n} pairs of blocks, {days} days", n=one.test.needed,
                                                      days=(one.test.last - one.test.first).days + 1)
    said = w("{each} of {needed} in each arm after {days} days", each=one.each, needed=one.test.needed, days=one.days) \
        if one.test.design is Design.SPLIT else w("{each} of {needed} pairs of blocks", each=one.each, needed=one.test.needed)
    return said if one.left is None else w("{said}, {left} days to go", said=said, left=one.left)


def guard_words(one: SeenTest, w: Words) -> str:
    """Numbers that must not suffer, each with both rates."""
    return "; ".join(f"{w.metric(g.metric, MEASURES[g.metric].zh)} {rates_words(g.arms, g.metric)}{' ✕' if g.broken else ''}"
                     for g in one.guards) or ABSENT


def rates_words(arms: object, metric: str, currency: str = "") -> str:
    """Both rates, the page as it was first."""
    return f"{rate_words(arms, 0, metric, currency)} → {rate_words(arms, 1, metric, currency)}"


def rate_words(arms: object, at: int, metric: str, currency: str = "") -> str:
    """The rate of an arm as a person reads it."""
    value = arms[at].rate if isinstance(arms, tuple) and len(arms) == 2 else None
    return shown(value, Unit.MONEY if metric == "uv_value" else Unit.SHARE, currency)


def evidence_words(one: PageCheck, w: Words) -> str:
    """Where a topic came up and how often."""
    return ", ".join(f"{w.name('page_source', e.source)} {e.times}" for e in one.evidence)


def what_words(one: DesignBrief, w: Words) -> str:
    """What a page should say: a person's words, or the topic that it leaves open."""
    if one.what != one.topic:
        return one.what
    return w("answer what buyers ask: {topic}", topic=w.name("ask_topic", one.topic))


def proof_words(one: DesignBrief, w: Words) -> str:
    """Why a brief was made."""
    return ", ".join(f"{w.name('page_source', e.source)} {e.times}" for e in one.evidence) or ABSENT


def taught_words(one: Taught, w: Words) -> str:
    """What the next test of a part may bring, with one standard error to each side."""
    return w("{lift} ({low} to {high})", lift=signed(one.lift), low=signed(one.lift - one.error), high=signed(one.lift + one.error))


def exit_words(one: PageExit, w: Words) -> str:
    """How visitors leave a page, lately and before."""
    now, before = (shown(v, Unit.SHARE) for v in (one.bounce, one.bounce_before))
    return w("{now} leave at once, {before} before", now=now, before=before)
