"""What the data desk would do: fetch the export, since every judgement on it waits."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.data_in.findings import is_gap
from daybook.desks.gain import minutes, rule
from daybook.domain.brief import BriefFinding, Readiness
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.domain.work import Role, Suggestion


def fetch_export(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Fetch one missing export and take it in; the brief is then completed."""
    source = dict(found.scope)["export"]
    line = next((r for r in seen.readiness if r.source == source), None)
    name = Term("source", source, line.zh if line else "")
    yield Suggestion(
        id=f"fetch.{source}", findings=(found.id,), move="fetch_export",
        what=_what(seen, line, name), object_kind="source",
        object_id=source, object=name, to=Said("in"),
        from_=Said("missing in the file") if line and is_gap(seen, line) else Said("not in yet"), role=Role.OPERATOR,
        minutes=minutes("fetch"), gain=None, where=Said("the platform's console, then `daybook ingest`"), how="by hand",
        risk="", evidence=found.words, check_on=seen.on + timedelta(days=int(rule("W-CHECK", "data"))), must=True)


def _what(seen: Seen, line: Readiness | None, name: Term) -> Said:
    if line and is_gap(seen, line):
        return Said("Export {source} of {day} again, or leave it if the shop was closed", source=name, day=seen.reviewed)
    return Said("Fetch the export: {source} of {day}", source=name, day=seen.reviewed)


def note_definition(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Write the change down, so that nobody compares across it."""
    yield Suggestion(
        id="note_definition", findings=(found.id,), move="note_definition",
        what=Said("Note that visitors are counted otherwise from {day} on", day=found.since or seen.reviewed),
        object_kind="shop", object_id=seen.shop.name, object=seen.shop.name, from_="",
        to=Said("visitors and conversion compared within one definition only"), role=Role.OPERATOR,
        minutes=minutes("note"), gain=None, where=Said("the platform's notices, then `daybook note`"), how="by hand",
        risk="", evidence=found.words, check_on=seen.on + timedelta(days=int(rule("W-CHECK", "data"))), must=False)
