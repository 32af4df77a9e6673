"""The morning brief as a report: what its workbook and its mail are made of."""

from collections.abc import Iterator, Sequence

from daybook.domain.brief import Brief, Gain, Unit
from daybook.reports.brief_phrases import cost_note, currency_of, head, source_words
from daybook.reports.finding_phrases import finding_words
from daybook.reports.localise import in_language
from daybook.reports.number_tables import cautions, number_cell, numbers_table
from daybook.reports.paper import Cell, Paper, Table, table, text_cells
from daybook.reports.plan_phrases import left_out_words, must_words, plan_words, yesterday_words
from daybook.reports.wording import Words, translator

Row = Sequence[Cell | str]


def brief_report(brief: Brief, language: str = "zh") -> Paper:
    """The brief with a table per part."""
    w = translator(language)
    brief = in_language(brief, w)
    top = head(brief, w)
    notes = [note for note in (*brief.notes, cost_note(brief, w)) if note]
    return Paper(
        top.title, tuple(part for part in (top.reviewed, top.festival, top.written) if part), top.lead, (
            numbers_table(brief, w),
            table(w("Cannot wait"), (w("When"), w("What"), w("Object"), w("Where")),
                  [text_cells(must_words(m, brief, w)) for m in brief.must]),
            findings_table(brief, w),
            table(w("Causes"), (w("Finding"), w("Cause"), w("Part")), _causes(brief, w)),
            plan_table(brief, w),
            table(w("Left out today, and why"), (w("What"), w("Object"), w("Why")),
                  [text_cells(left_out_words(left)) for left in brief.left_out]),
            earlier_table(brief, w),
            table(w("Sources"), (w("Source"), w("State"), w("Remark")),
                  [(s.name, s.state, s.detail) for s in (source_words(r, brief, w) for r in brief.readiness)]),
            table(w("About these numbers"), (w("Remark"),), [(note,) for note in (*top.states, *cautions(brief, w), *notes)]),
        ), w("facts {digest} · code {version}", digest=brief.digest, version=brief.code_version))


def findings_table(brief: Brief, w: Words) -> Table:
    """What left the noise, with money and odds; a quiet day says so."""
    headers = (w("Finding"), w("Object"), w("Compared"), w("Before"), w("Now"), w("Change"), w("At stake"), w("Range"), w("Odds"))
    return table(w("What happened"), headers, _findings(brief, w), w("Nothing moved beyond the usual."))


def _findings(brief: Brief, w: Words) -> Iterator[Row]:
    for n, found in enumerate(brief.findings, 1):
        said, currency = finding_words(found, brief, w), currency_of(found.unit, found.currency, brief)
        yield (Cell(f"{n}. {said.label}", strong=True), said.scope, said.compared,
               number_cell(found.base, found.unit, currency, w), number_cell(found.measured, found.unit, currency, w),
               Cell(said.change, tone=said.tone), _money(found.at_stake, w, said.stake), said.stake_range, said.odds)


def _causes(brief: Brief, w: Words) -> Iterator[Row]:
    for n, found in enumerate(brief.findings, 1):
        currency = currency_of(found.unit, found.currency, brief)
        for step in finding_words(found, brief, w).bridge:
            yield f"{n}", step.label, Cell(step.text, step.value, found.unit, currency, step.tone)


def plan_table(brief: Brief, w: Words) -> Table:
    """What is to do today, with whom and what it should bring."""
    headers = (w("What"), w("Object"), w("Before"), w("After"), w("Who"), w("When"), w("Minutes"), w("Expected gain"),
               w("Range"), w("Check back"))
    rows = []
    for line in brief.plan:
        said = plan_words(line, brief, w)
        rows.append((Cell(said.what, strong=True), said.object, said.from_, said.to, said.owner, said.slot, said.minutes,
                     _money(line.gain, w, said.gain), " ".join(filter(None, (said.gain_range, said.gain_basis))),
                     Cell(w.dated(line.check_on), line.check_on)))
    return table(w("Today's plan"), headers, rows, w("No new task for today."))


def earlier_table(brief: Brief, w: Words) -> Table:
    """What came of earlier work."""
    return table(w("What came of earlier work"), (w("State"), w("What"), w("Change"), w("Effect")),
                 [text_cells(yesterday_words(line, w)) for line in brief.yesterday])


def _money(gain: Gain | None, w: Words, said: str) -> Cell:
    """The middle of a range of money, read as it is said on the page."""
    return Cell(said) if gain is None else Cell(said, gain.mid, Unit.MONEY, gain.currency)
