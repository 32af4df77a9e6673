"""Listings one by one in words: each line says which step is off, by how much with its odds, what it costs and what to do first."""

from decimal import Decimal

from daybook.domain.brief import Unit
from daybook.domain.listing_lines import STEPS, ListingLine, ListingLines, ListingStep, Standing
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, percent, shown
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import Words, translator

#: Listings on a printed table.
SHOWN = 200
TONES = {Standing.OFF: "red", Standing.WEAK: "amber", Standing.UP: "green", Standing.STEADY: "green", Standing.UNKNOWN: "quiet"}


def listings_paper(found: ListingLines, language: str) -> Paper:
    """The lines of a shop, most money at stake first."""
    w = translator(language)
    rows = [(Cell(line.name or line.item_id, strong=True), money(line.gmv, found.currency, w), standing_words(line, w),
             cost_words(line, found.currency, w), first_words(line, w)) for line in found.lines[:SHOWN]]
    heads = (w("Product"), w("Paid a day"), w("What is off"), w("What it costs"), w("What to do first"))
    return Paper(w("{shop}: listings one by one", shop=found.shop), (w.full_day(found.day),), lead(found, w),
                 (table(w("Listings"), heads, rows, w("No listing is known of the last five weeks.")),), budget_words(found, w))


def steps_paper(found: ListingLines, line: ListingLine, language: str) -> Paper:
    """One listing step by step."""
    w = translator(language)
    rows = [(step_name(s.name, w), *step_cells(s, found.currency, w)) for s in line.steps]
    heads = (w("Step"), w("Now"), w("Usual"), w("Change"), w("Chance"), w("Peers"), w("A day"))
    said = " · ".join(part for part in (standing_words(line, w), cost_words(line, found.currency, w), first_words(line, w))
                      if part != "—")
    return Paper(line.name or line.item_id, (found.shop, w.full_day(found.day)), said,
                 (table(w("Steps"), heads, rows, w("No report of visits or orders names it.")),), budget_words(found, w))


def step_cells(step: ListingStep, currency: str, w: Words) -> tuple[str, ...]:
    """Now, usual, change, odds, peers and money of a step."""
    change = "—" if step.change is None else f"{signed(step.change[0])} ({signed(step.change[1])} … {signed(step.change[2])})"
    told = step.money if step.off else step.gap
    return (number(step, step.now, currency, w), number(step, step.usual, currency, w), change, odds_words(step.odds),
            number(step, step.peers, currency, w), money(told, currency, w) if told is not None else "—")


def lead(found: ListingLines, w: Words) -> str:
    """The sentence that it comes down to."""
    return w("{off} of {n} listings have a step off its usual.", off=len(found.off), n=len(found.lines)) if found.lines else ""


def budget_words(found: ListingLines, w: Words) -> str:
    """How many false lines the bar allows, and what the exports do not tell."""
    said = w("The last seven days beside the four weeks before, what all listings have in common taken out. {judged} steps were "
             "looked at; a step is off where chance makes it less often than once in {once}: about {n} false line a month.",
             judged=found.judged, once=f"{1 / found.bar:,.0f}", n=found.budget)
    if found.unknown:
        said += " " + w("The exports do not tell: {steps}.", steps=" · ".join(step_name(name, w) for name in found.unknown))
    return said


def step_name(name: str, w: Words) -> str:
    """What a step is called."""
    return STEPS[name][1] if w.language == "zh" else w.name("step", name, name.replace("_", " "))


def standing_words(line: ListingLine, w: Words) -> str:
    """What is off about a listing, in a sentence."""
    step = line.step
    if line.standing is Standing.UNKNOWN:
        return w("Too little is counted to tell")
    if step is None:
        return w("As usual")
    if line.standing is Standing.WEAK:
        return w("{step} {now}, its peers' middle is {peers}", step=step_name(step.name, w), now=number(step, step.now, "", w),
                 peers=number(step, step.peers, "", w))
    return w("{step} {now}, usually {usual}: {change} ({low} to {high}); chance {odds}", step=step_name(step.name, w),
             now=number(step, step.now, "", w), usual=number(step, step.usual, "", w), odds=odds_words(step.odds),
             **{name: signed(value) for name, value in zip(("change", "low", "high"), step.change or (0, 0, 0), strict=True)})


def cost_words(line: ListingLine, currency: str, w: Words) -> str:
    """What it costs, brings, or could bring a day."""
    value = line.money
    if value is None:
        return "—"
    if line.standing is Standing.WEAK:
        return w("{money} a day to be won", money=money(value, currency, w))
    return (w("{money} a day", money=money(value, currency, w)) if value >= 0
            else w("{money} a day more", money=money(-value, currency, w)))


def first_words(line: ListingLine, w: Words) -> str:
    """What to do first and why."""
    if line.first is None:
        return "—"
    return w("{what} ({because})", what=in_language(line.first.what, w), because=in_language(line.first.because, w))


def number(step: ListingStep, value: Decimal | None, currency: str, w: Words) -> str:
    """A value of a step as people read it."""
    unit = STEPS[step.name][0]
    if value is None:
        return "—"
    if unit is Unit.SHARE:
        return percent(value)
    return shown(value.quantize(Decimal("0.1") if value < 100 else Decimal(1)), unit, currency, w.language)


def signed(value: float) -> str:
    """A change as a signed share.

    >>> signed(-0.314)
    '-31%'
    """
    return f"{value:+.0%}"


def odds_words(odds: float | None) -> str:
    """Odds of chance as people read them.

    >>> odds_words(0.0004), odds_words(0.25)
    ('<0.1%', '25%')
    """
    if odds is None:
        return "—"
    return "<0.1%" if odds < 0.001 else f"{odds:.1%}" if odds < 0.1 else f"{odds:.0%}"


def money(value: Decimal | None, currency: str, w: Words) -> str:
    """An amount, or that nobody knows."""
    return "—" if value is None else exact(value, Unit.MONEY, currency, w.language)


def tone(line: ListingLine) -> str:
    """Colour of the standing."""
    return TONES[line.standing]
