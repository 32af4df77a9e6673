"""A morning's page as far as it is the same for all who may see it: said once for each brief and language.

It hangs on the brief's bytes alone.  Where its work stands, and what the reader may do, is put in for every request.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from daybook.domain.brief import Brief, Readiness, State
from daybook.reports.brief_phrases import MAIN_TILES, Head, cost_note, distinct_cautions, head, source_words, tile_words
from daybook.reports.charts import waterfall
from daybook.reports.finding_phrases import finding_words
from daybook.reports.localise import in_language
from daybook.reports.plan_phrases import left_out_words, must_words, plan_words, yesterday_words
from daybook.reports.wording import Words, translator
from daybook.web.tiles import EXPLAINED, tiles_html
from daybook.workflows.kept import from_bytes

#: Mornings that stay said, some 100 KB each.
STAYS = 600
#: Stands where a card says how its work goes; no text of anybody can hold it.
PLACE = mark_safe(secrets.token_hex(16))


@dataclass(frozen=True)
class SaidMorning:
    """A morning in words: its head, its plan's lines in order, and the page with a gap at each of them."""

    head: Head
    lines: tuple[str, ...]
    pieces: tuple[str, ...]

    def page(self, states: Mapping[str, str]) -> str:
        """The page with what is said of each line's work."""
        said = [piece for line, before in zip(self.lines, self.pieces, strict=False) for piece in (before, states.get(line, ""))]
        joined: str = SafeString("".join((*said, self.pieces[-1])))
        return joined


@lru_cache(maxsize=STAYS)
def said_morning(said: bytes, shop: int, language: str) -> SaidMorning | None:
    """A kept morning in words; None where other code kept it so that this cannot read it."""
    brief, w = from_bytes(said), translator(language)
    if brief is None:
        return None
    brief = in_language(brief, w)
    words = _words_of(brief, shop, w)
    page = render_to_string("web/parts/morning_said.html", words | {"chosen": {"pk": shop}, "on": brief.on})
    return SaidMorning(words["head"], tuple(line.id for line in brief.plan), tuple(page.split(PLACE)))


def _words_of(brief: Brief, shop: int, w: Words) -> dict[str, Any]:
    """Everything that the page says, in the reader's language."""
    tiles = [tile_words(tile, brief, w) for tile in brief.tiles]
    shown = list(zip(brief.tiles, tiles, strict=True))
    findings = [finding_words(found, brief, w) for found in brief.findings]
    return {
        "brief": brief, "head": head(brief, w), "tiles": mark_safe(tiles_html(shown[:MAIN_TILES], 1, shop, brief.on, w)),
        "more_tiles": mark_safe(tiles_html(shown[MAIN_TILES:], MAIN_TILES + 1, shop, brief.on, w)),
        "cautions": distinct_cautions(tiles, w),
        "sources": [(source_words(s, brief, w), _tone(s)) for s in brief.readiness],
        "sources_in": sum(1 for s in brief.readiness if s.state is State.IN),
        "must": [must_words(must, brief, w) for must in brief.must],
        "findings": [(found, said, waterfall(said.bridge, f"bridge-{n}", said.label, said.bridge_about),
                      found.metric in EXPLAINED)
                     for n, (found, said) in enumerate(zip(brief.findings, findings, strict=True), 1)],
        "plan": [(plan_words(line, brief, w), PLACE) for line in brief.plan],
        "minutes": sum(line.minutes for line in brief.plan),
        "movements": [(said, waterfall(said.bridge, f"movement-{n}", said.label, said.bridge_about)) for n, said in
                      enumerate((finding_words(found, brief, w) for found in brief.movements), 1)],
        "left_out": [left_out_words(left) for left in brief.left_out],
        "yesterday": [yesterday_words(line, w) for line in brief.yesterday],
        "notes": [note for note in (*brief.notes, cost_note(brief, w)) if note],
    }


def _tone(source: Readiness) -> str:
    """How a source's chip looks: green when in, amber when awaited, quiet when it is not due at this hour."""
    if source.state is State.IN:
        return "in"
    return "wait" if source.due else "quiet"
