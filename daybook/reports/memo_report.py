"""A decision memo about rivals as text and JSON."""

from collections.abc import Sequence
from typing import Any

from daybook.domain.rival_memo import KeptMemo, MemoDraft
from daybook.reports.localise import in_language
from daybook.reports.paper import Cell, Paper, table
from daybook.reports.wording import translator

Json = dict[str, Any]


def memo_paper(draft: MemoDraft, kept: Sequence[KeptMemo], language: str) -> Paper:
    """What the facts speak for, why, the trigger levels, and what was decided before."""
    w = translator(language)
    return Paper(w("{item}: memo about its rivals", item=draft.name), (), w(
        "The facts of {day} speak for: {decision}", day=w.day(draft.on), decision=w.name("memo", draft.decision)), (
        table(w("Why"), (w("What is known"),), [(Cell(in_language(one, w)),) for one in draft.reasons], w("Nothing is known.")),
        table(w("Decide again at"), (w("Level"),), [(Cell(in_language(one, w)),) for one in draft.triggers],
              w("No level is known.")),
        table(w("Kept memos"), (w("Day"), w("Decision"), w("Who"), w("Signed"), w("Text")), [
            (Cell(w.day(m.on)), Cell(w.name("memo", m.decision)), Cell(m.by), Cell(w("signed") if m.signed else "—"), Cell(m.text))
            for m in kept], w("No memo is kept of this item."))))


def memo_json(draft: MemoDraft, kept: Sequence[KeptMemo], language: str) -> Json:
    """The same for scripts."""
    w = translator(language)
    return {"item_id": draft.item_id, "name": draft.name, "on": draft.on.isoformat(), "decision": draft.decision,
            "reasons": [in_language(one, w) for one in draft.reasons], "triggers": [in_language(one, w) for one in draft.triggers],
            "kept": [{"on": m.on.isoformat(), "decision": m.decision, "text": m.text, "by": m.by, "signed": m.signed,
                      "known_at": m.known_at.isoformat(), "reasons": [in_language(one, w) for one in m.reasons],
                      "triggers": [in_language(one, w) for one in m.triggers]} for m in kept]}
