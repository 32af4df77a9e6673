"""What the data desk would do: fetch the export, since every judgement on it waits."""

from collections.abc import Iterator
from datetime import timedelta

from daybook.desks.gain import minutes, rule
from daybook.domain.brief import BriefFinding
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen
from daybook.domain.work import Role, Suggestion


def fetch_export(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Fetch one missing export and take it in; the brief is then completed."""
    source = dict(found.scope)["source"]
    line = next((r for r in seen.readiness if r.source == source), None)
    name = Term("source", source, line.zh if line else "")
    yield Suggestion(
        id=f"fetch.{source}", findings=(found.id,), move="fetch_export",
        what=Said("Fetch the export: {source} of {day}", source=name, day=seen.reviewed), object_kind="source",
        object_id=source, object=name, from_=Said("not in yet"), to=Said("in"), role=Role.OPERATOR,
        minutes=minutes("fetch"), gain=None, where=Said("the platform's console, then `daybook ingest`"), how="by hand",
        risk="", evidence=found.words, check_on=seen.on + timedelta(days=int(rule("W-CHECK", "data"))), must=True)
