"""Rows of the records as scripts read them, at the prompt and over the API: money as text, moments with their offset."""

from typing import Any

from daybook.domain.entry import Entry
from daybook.domain.given import Note
from daybook.domain.work_items import Step, WorkItem
from daybook.reports.paper import Paper

Json = dict[str, Any]


def item_json(item: WorkItem) -> Json:
    """An item as scripts read it."""
    gain = item.gain
    return {
        "item": item.key, "shop": item.shop, "on": item.on.isoformat(), "line": item.line, "move": item.move,
        "what": item.what, "object": item.object, "from": item.from_, "to": item.to, "owner": item.owner,
        "holder": item.holder, "state": item.state.value, "until": item.until and item.until.isoformat(),
        "slot": item.slot, "minutes": item.minutes, "deadline": item.deadline and item.deadline.isoformat(),
        "gain": gain and {"low": str(gain.low), "mid": str(gain.mid), "high": str(gain.high), "currency": gain.currency,
                          "basis": gain.basis},
        "check_on": item.check_on.isoformat(), "steps": [_step_json(s) for s in item.steps]}


def _step_json(step: Step) -> Json:
    return {"kind": step.kind.value, "by": step.by, "at": step.at.isoformat(), "known_at": step.known_at.isoformat(),
            "note": step.note, "person": step.person, "until": step.until and step.until.isoformat(),
            "from": step.from_, "to": step.to, "minutes": step.minutes,
            "files": [{"name": f.name, "media": f.media, "sha256": f.sha256, "size": f.size} for f in step.files]}


def note_json(made: Note) -> Json:
    return {"shop": made.shop, "at": made.at.isoformat(), "object": made.object, "kind": made.kind, "from": made.from_,
            "to": made.to, "text": made.text, "known_at": made.known_at.isoformat()}


def entry_json(entry: Entry) -> Json:
    """A line of the operating file; sentences in English."""
    gain = entry.gain
    return {
        "at": entry.at.isoformat(), "known_at": entry.known_at.isoformat(), "kind": entry.kind.value, "client": entry.client,
        "shop": entry.shop, "object": str(entry.object), "person": entry.person, "what": str(entry.what),
        "from": str(entry.from_), "to": str(entry.to), "note": str(entry.note), "minutes": entry.minutes,
        "gain": gain and {"low": str(gain.low), "mid": str(gain.mid), "high": str(gain.high), "currency": gain.currency,
                          "basis": gain.basis, "per": gain.per}, "ref": entry.ref}


def paper_json(paper: Paper) -> Json:
    """A report as tables of what people read, with the number behind a cell where there is one."""
    return {"title": paper.title, "about": list(paper.about), "lead": paper.lead, "foot": paper.foot, "tables": [
        {"title": t.title, "headers": list(t.headers), "empty": t.empty,
         "rows": [[{"text": c.text, "value": None if c.value is None else str(c.value)} for c in row] for row in t.rows]}
        for t in paper.shown]}
