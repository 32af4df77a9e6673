"""The morning brief as Markdown, for a chat, a ticket or a page of the client's file."""

import re
from collections.abc import Iterator

from daybook.domain.brief import Brief, BriefFinding, PlanLine
from daybook.reports.brief_phrases import Compared, cost_note, head, source_words, tile_words
from daybook.reports.finding_phrases import finding_words
from daybook.reports.localise import in_language
from daybook.reports.plan_phrases import left_out_words, must_words, plan_words, yesterday_words
from daybook.reports.text_columns import clean
from daybook.reports.wording import Words, translator

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def brief_markdown(brief: Brief, language: str = "zh") -> str:
    """The brief as Markdown with one table of numbers; text from outside cannot become markup."""
    w = translator(language)
    brief = in_language(brief, w)
    parts = [_head, _tiles, _must, _findings, _movements, _plan, _left_out, _yesterday, _notes]
    return "\n".join(line for part in parts for line in part(brief, w)) + "\n"


def plain(text: str) -> str:
    """Text whose every letter stands for itself.

    >>> plain("<b>*kettle*</b> | cup")
    '\\\\<b\\\\>\\\\*kettle\\\\*\\\\</b\\\\> \\\\| cup'
    """
    return SPECIAL.sub(r"\\\1", clean(text))


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""


def _head(brief: Brief, w: Words) -> Iterator[str]:
    top = head(brief, w)
    yield f"# {plain(top.title)}"
    yield ""
    yield plain(" · ".join(part for part in (top.reviewed, top.festival, top.written) if part))
    yield ""
    yield f"**{plain(top.lead)}**"
    for sentence in top.states:
        yield ""
        yield plain(sentence)
    if brief.readiness:
        yield ""
    for source in (source_words(s, brief, w) for s in brief.readiness):
        detail = f" · {source.detail}" if source.detail else ""
        yield f"- {source.mark} " + plain(f"{source.name}: {source.state}{detail}")


def _tiles(brief: Brief, w: Words) -> Iterator[str]:
    if not brief.tiles:
        return
    yield from _section(w("Yesterday's numbers"))
    yield f"| | {w('Value')} | {w('Compared')} |"
    yield "|---|---:|---|"
    for tile in (tile_words(t, brief, w) for t in brief.tiles):
        beside = plain(tile.why) or " · ".join(_compared(one) for one in tile.compared if not one.why)
        yield f"| {plain(tile.label)} | {tile.value} | {beside} |"


def _compared(one: Compared) -> str:
    said = plain(f"{one.label} {one.arrow} {one.text} {one.judged}".strip())
    return said + (f" ({plain(one.caution)})" if one.caution else "")


def _must(brief: Brief, w: Words) -> Iterator[str]:
    if brief.must:
        yield from _section(w("Cannot wait"))
    for when, what, thing, where in (must_words(m, brief, w) for m in brief.must):
        yield f"- **{plain(when)}** {plain(what)} · {plain(thing)}" + (f" → {plain(where)}" if where else "")


def _findings(brief: Brief, w: Words) -> Iterator[str]:
    if brief.findings:
        yield from _section(w("What happened"))
    for number, found in enumerate(brief.findings, 1):
        yield from _finding(number, found, brief, w)


def _movements(brief: Brief, w: Words) -> Iterator[str]:
    if brief.movements:
        yield from _section(w("Largest movements"))
    for said in (finding_words(found, brief, w) for found in brief.movements):
        place = f" · {said.scope}" if said.scope else ""
        yield "- " + plain(f"{said.label}{place}: {said.compared} {said.arrow} {said.change} ({said.from_to})")
        yield from (f"   - {plain(step.label)}: {plain(step.text)}" for step in said.bridge)


def _finding(number: int, found: BriefFinding, brief: Brief, w: Words) -> Iterator[str]:
    said = finding_words(found, brief, w)
    place = f" · {said.scope}" if said.scope else ""
    yield f"{number}. **{plain(f'{said.badge}: {said.label}{place}')}** " + plain(
        f"{said.compared} {said.arrow} {said.change} ({said.from_to})")
    if said.words:
        yield f"   - {plain(said.words)}"
    if said.stake:
        yield f"   - {w('At stake')}: " + plain(f"{said.stake} ({said.stake_range}) · {said.stake_basis}")
    yield f"   - {plain(said.odds)}"
    for label, text in said.facts:
        yield f"   - {label}: {plain(text)}"
    for step in said.bridge:
        yield f"   - {plain(step.label)}: {plain(step.text)}"


def _plan(brief: Brief, w: Words) -> Iterator[str]:
    if brief.plan:
        yield from _section(w("Today's plan"))
    for line in brief.plan:
        yield from _card(line, brief, w)


def _card(line: PlanLine, brief: Brief, w: Words) -> Iterator[str]:
    card = plan_words(line, brief, w)
    change = f": {card.from_} → {card.to}" if card.from_ or card.to else ""
    yield f"- [ ] **{plain(card.what)}** {plain(f'· {card.object}{change}')}"
    yield "  - " + plain(" · ".join(part for part in (card.owner, card.slot, card.minutes, card.how) if part))
    odds = f" ({card.gain_range}) · {card.gain_basis}" if card.gain_range else ""
    yield f"  - {w('Expected gain')}: {plain(card.gain + odds)}"
    for label, text in card.facts:
        yield f"  - {label}: {plain(text)}"


def _left_out(brief: Brief, w: Words) -> Iterator[str]:
    if brief.left_out:
        yield from _section(w("Left out today, and why"))
    for what, thing, why in map(left_out_words, brief.left_out):
        yield f"- {plain(what)} · {plain(thing)}: {plain(why)}"


def _yesterday(brief: Brief, w: Words) -> Iterator[str]:
    if brief.yesterday:
        yield from _section(w("What came of earlier work"))
    for parts in (yesterday_words(line, w) for line in brief.yesterday):
        yield "- " + plain(" · ".join(part for part in parts if part))


def _notes(brief: Brief, w: Words) -> Iterator[str]:
    notes = [note for note in (*brief.notes, cost_note(brief, w)) if note]
    if notes:
        yield from _section(w("About these numbers"))
    for note in notes:
        yield f"- {plain(note)}"
    yield ""
    yield plain(w("facts {digest} · code {version}", digest=brief.digest, version=brief.code_version))
