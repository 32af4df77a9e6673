"""The operating file as a report: its sections as tables of claims, and what it answers to a question."""

from collections.abc import Sequence
from datetime import date

from daybook.domain.file_page import SECTIONS, Answer, Claim, OperatingFile
from daybook.reports.file_places import place_words
from daybook.reports.localise import in_language
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import CATALOGS, Words, translator


def file_paper(file: OperatingFile, language: str = "zh") -> Paper:
    """The whole file, section by section; a section that is empty says so."""
    w = translator(language)
    old = sum(1 for c in file.claims if c.stale(file.on))
    return Paper(
        w("{shop}: operating file", shop=file.shop), (file.client, w("as of {clock}", clock=w.full_day(file.on))),
        w("{n} lines, each with where it stands; {old} are older than they last.", n=len(file.claims), old=old),
        tuple(section_table(file.of(name), name, file.on, w) for name in SECTIONS))


def section_table(claims: Sequence[Claim], name: str, on: date, w: Words) -> Table:
    """One section: what it is about, what is said, since when it is known, and where it stands."""
    return table(w.name("file_section", name), (w("About"), w("What is known"), w("Known on"), w("Where it stands")),
                 [_row(c, on, w) for c in claims], w("Nothing is in the file yet."))


def _row(claim: Claim, on: date, w: Words) -> tuple[Cell | str, ...]:
    said = in_language(claim, w)
    known = w.day(claim.known_on) if claim.known_on else ""
    if claim.known_on and claim.known_on.year != on.year:
        known = f"{claim.known_on}"
    stale = claim.stale(on)
    return (Cell(said.subject, strong=True), said.text, Cell(w("{day}, old", day=known) if stale else known,
                                                             tone="red" if stale else ""),
            Cell(place_words(claim.ref, w), ref=claim.ref))


def answer_text(answer: Answer, on: date, language: str = "zh") -> str:
    """An answer for a terminal: each claim with what proves it, or that it is not in the file."""
    w = translator(language)
    if not answer.claims:
        return w("Not in the file.")
    lines = []
    for claim in answer.claims:
        said = in_language(claim, w)
        old = " · " + w("old: known on {day}", day=claim.known_on) if claim.stale(on) else ""
        lines.append(f"{said.subject}: {said.text}  [{w.name('file_section', claim.section)} · {claim.ref}]{old}")
    lines += [w("Not in the file: {parts}", parts=" · ".join(answer.missing))] if answer.missing else []
    return "\n".join(lines)


def said_in_all(claim: Claim) -> tuple[str, ...]:
    """A claim's words in every language of the house, since people ask in theirs."""
    return tuple(f"{said.subject} {said.text}" for said in (in_language(claim, translator(language)) for language in CATALOGS))
