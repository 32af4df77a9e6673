"""The morning brief for a terminal: plain text, with colour only where a person watches."""

from collections.abc import Iterator

from daybook.domain.brief import Brief, BriefFinding, PlanLine
from daybook.reports.brief_phrases import (
    MAIN_TILES,
    Compared,
    cost_note,
    distinct_cautions,
    head,
    source_words,
    tile_words,
)
from daybook.reports.charts import BridgeStep
from daybook.reports.finding_phrases import finding_words
from daybook.reports.localise import in_language
from daybook.reports.plan_phrases import left_out_words, must_words, plan_words, yesterday_words
from daybook.reports.text_columns import clean, clipped, columns, padded, wrapped
from daybook.reports.wording import Words, translator

WIDTH = 88                   # columns of a page that is read without turning the head
LABEL, VALUE, BAR = 24, 16, 24
CAUSE = 36                   # a cause is named by product and channel
CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32"}     # ECMA-48 select graphic rendition


def brief_text(brief: Brief, language: str = "zh", width: int = WIDTH, colour: bool = False) -> str:
    """The brief as lines of at most `width` columns; `colour` adds terminal codes and changes no letter."""
    w = translator(language)
    brief = in_language(brief, w)
    pen = Pen(width, colour)
    parts = [_head, _tiles, _must, _findings, _movements, _plan, _left_out, _yesterday, _notes]
    return "\n".join(line.rstrip() for part in parts for line in part(brief, w, pen)) + "\n"


class Pen:
    """Writes lines: cleans what came from outside, wraps it, and paints it where wanted."""

    def __init__(self, width: int, colour: bool) -> None:
        self.width = width
        self.colour = colour

    def paint(self, text: str, style: str) -> str:
        """The text in a style; unchanged without colour or style."""
        if not self.colour or not style or not text:
            return text
        return f"\x1b[{CODES[style]}m{text}\x1b[0m"

    def lines(self, text: str, indent: int = 0, style: str = "", hang: int = 0) -> Iterator[str]:
        """A paragraph, wrapped, `indent` blanks before it and `hang` more from the second line on."""
        for number, line in enumerate(wrapped(clean(text), self.width - indent - hang)):
            yield " " * (indent + (hang if number else 0)) + self.paint(line, style)

    def title(self, text: str) -> Iterator[str]:
        """A section's title with a rule behind it."""
        yield ""
        yield self.paint(text + " " + "─" * max(self.width - columns(text) - 1, 0), "bold")


def findings_text(brief: Brief, language: str = "zh", width: int = WIDTH, colour: bool = False) -> str:
    """Only the findings of a brief: the answer of `daybook why`."""
    w = translator(language)
    brief = in_language(brief, w)
    return "\n".join(line.rstrip() for line in _findings(brief, w, Pen(width, colour))) + "\n"


def _head(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    top = head(brief, w)
    yield from pen.lines(top.title, style="bold")
    yield from pen.lines(" · ".join(part for part in (top.reviewed, top.festival, top.written) if part))
    yield ""
    yield from pen.lines(top.lead, style="bold")
    for sentence in top.states:
        yield from pen.lines(sentence)
    if brief.readiness:
        yield from pen.title(w("Sources"))
    for source in (source_words(s, brief, w) for s in brief.readiness):
        text = " · ".join(part for part in (source.state, source.detail) if part)
        yield from pen.lines(f"{source.mark} " + w("{label}: {text}", label=source.name, text=text), hang=2)


def _tiles(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    if brief.tiles:
        yield from pen.title(w("Yesterday's numbers"))
    tiles = [tile_words(t, brief, w) for t in brief.tiles]
    for number, tile in enumerate(tiles):
        if number == MAIN_TILES:
            yield from pen.lines(w("{n} more numbers", n=len(tiles) - MAIN_TILES), style="dim")
        name = padded(clipped(clean(tile.label), LABEL - 1), LABEL)
        if not tile.is_in:
            yield from _absent(name + padded(tile.value, VALUE, right=True) + "  ", tile.why, pen)
        else:
            yield from _compared(name + pen.paint(padded(tile.value, VALUE, right=True), "bold"), tile.compared, pen)
        if tile.streak:
            yield from pen.lines(tile.streak, indent=LABEL + VALUE + 2, style="dim")
    for caution in distinct_cautions(tiles, w):
        yield from pen.lines(f"! {caution}", hang=2, style="dim")


def _absent(start: str, why: str, pen: Pen) -> Iterator[str]:
    """A number that is not in: its dash, and why."""
    first, *rest = wrapped(clean(why), pen.width - columns(start))
    yield start + pen.paint(first, "dim")
    yield from (" " * columns(start) + line for line in rest)


def _compared(line: str, comparisons: tuple[Compared, ...], pen: Pen) -> Iterator[str]:
    """A number with what it is compared with behind it, on as many lines as the page's width asks for."""
    used = LABEL + VALUE
    for one in comparisons:
        if one.why:
            continue
        text = " ".join(part for part in (one.arrow, one.text, one.judged) if part)
        needed = 3 + columns(one.label) + columns(text)
        if used + needed > pen.width and used > LABEL + VALUE:
            yield line
            line, used = " " * (LABEL + VALUE), LABEL + VALUE
        line, used = f"{line}  {one.label} {pen.paint(text, one.tone)}", used + needed
    yield line


def _must(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    if brief.must:
        yield from pen.title(w("Cannot wait"))
    for when, what, thing, where in (must_words(m, brief, w) for m in brief.must):
        yield from pen.lines(f"! {when}  {what} · {thing}" + (f" → {where}" if where else ""), hang=2)


def _findings(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    if brief.findings:
        yield from pen.title(w("What happened"))
    for number, found in enumerate(brief.findings, 1):
        yield from _finding(number, found, brief, w, pen)


def _movements(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    """The largest movements, noise or not, each in a line and its bridge."""
    if brief.movements:
        yield from pen.title(w("Largest movements"))
    for said in (finding_words(found, brief, w) for found in brief.movements):
        place = f" · {said.scope}" if said.scope else ""
        yield from pen.lines(f"{said.label}{place}  {said.compared} {said.arrow} {said.change} · {said.from_to}",
                             style=said.tone, hang=3)
        yield from _bridge(said.bridge, pen)


def _finding(number: int, found: BriefFinding, brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    said = finding_words(found, brief, w)
    yield ""
    place = f" · {said.scope}" if said.scope else ""
    yield from pen.lines(f"{number}. [{said.badge}] {said.label}{place}", style="bold", hang=3)
    moved = f"{said.arrow} {said.change}" + (f" {said.judged}" if said.judged else "")
    if found.measured is not None or found.base is not None:
        yield from pen.lines(f"{said.compared} {moved} · {said.from_to}", indent=3, style=said.tone)
    if said.words:
        yield from pen.lines(said.words, indent=3)
    if said.stake:
        yield from pen.lines(w("{label}: {text}", label=w("At stake"),
                               text=f"{said.stake} · {said.stake_range} · {said.stake_basis}"), indent=3, hang=2)
    yield from pen.lines(said.odds, indent=3)
    for label, text in said.facts:
        yield from pen.lines(w("{label}: {text}", label=label, text=text), indent=3, hang=2)
    yield from _bridge(said.bridge, pen)


def _bridge(steps: tuple[BridgeStep, ...], pen: Pen) -> Iterator[str]:
    """The bridge as rows of bars: full for growth, light for decline, as long as the share of the largest."""
    largest = max((abs(step.value) for step in steps if not step.total), default=0)
    room = max(min(BAR, pen.width - CAUSE - VALUE - 5), 0)
    for step in steps:
        length = 0 if step.total or not largest else round(float(abs(step.value) / largest) * room)
        bar = ("░" if step.value < 0 else "█") * length
        name = padded(clipped(clean(step.label), CAUSE - 1), CAUSE)
        yield "   " + name + padded(step.text, VALUE, right=True) + "  " + pen.paint(bar, step.tone)


def _plan(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    if brief.plan:
        yield from pen.title(w("Today's plan"))
    for number, line in enumerate(brief.plan, 1):
        yield from _card(number, line, brief, w, pen)


def _card(number: int, line: PlanLine, brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    card = plan_words(line, brief, w)
    yield ""
    yield from pen.lines(f"{number}. {card.what} · {card.object}", style="bold", hang=3)
    if card.from_ or card.to:
        yield from pen.lines(f"{card.from_} → {card.to}", indent=3, style="bold")
    who = [card.owner, card.slot, card.minutes, card.how, card.status]
    due = w("by {at}", at=card.deadline) if card.deadline else ""
    yield from pen.lines(" · ".join(part for part in [*who, due] if part), indent=3)
    gain = " · ".join(part for part in (card.gain, card.gain_range, card.gain_basis) if part)
    yield from pen.lines(w("{label}: {text}", label=w("Expected gain"), text=gain), indent=3)
    for label, text in card.facts:
        yield from pen.lines(w("{label}: {text}", label=label, text=text), indent=3, hang=2)


def _left_out(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    if brief.left_out:
        yield from pen.title(w("Left out today, and why"))
    for what, thing, why in map(left_out_words, brief.left_out):
        yield from pen.lines("- " + w("{label}: {text}", label=f"{what} · {thing}", text=why), hang=2)


def _yesterday(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    if brief.yesterday:
        yield from pen.title(w("What came of earlier work"))
    for done, what, from_to, effect in (yesterday_words(line, w) for line in brief.yesterday):
        yield from pen.lines(" · ".join(part for part in (done, what, from_to, effect) if part), hang=2)


def _notes(brief: Brief, w: Words, pen: Pen) -> Iterator[str]:
    notes = [note for note in (*brief.notes, cost_note(brief, w)) if note]
    if notes:
        yield from pen.title(w("About these numbers"))
    for note in notes:
        yield from pen.lines(f"- {note}", hang=2)
    yield ""
    yield from pen.lines(w("facts {digest} · code {version}", digest=brief.digest, version=brief.code_version),
                         style="dim")
