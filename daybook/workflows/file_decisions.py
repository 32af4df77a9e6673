"""Decisions with what came of them, and lessons, as claims of the operating file; read from the records of the loop."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from daybook.domain.entry import Entry, EntryKind
from daybook.domain.file_page import Claim
from daybook.domain.said import Said, Term
from daybook.domain.shop import Shop
from daybook.workflows.casefile import Asked, entries

#: How far back decisions are told, and how many; the file's lines have all of them.
DAYS, MOST = 400, 40
DECIDED = (EntryKind.APPROVED, EntryKind.DECLINED, EntryKind.REFUSED, EntryKind.WRITTEN, EntryKind.UNDONE, EntryKind.DID,
           EntryKind.DROPPED)


def decision_claims(shop: Shop, as_of: datetime) -> Iterator[Claim]:
    """The latest decisions, each with its outcome as measured; measurements and lessons by themselves.

    An outcome that not everybody who sees its decision may see stands by itself too.
    """
    asked = Asked(as_of - timedelta(days=DAYS), as_of, kinds=(*DECIDED, EntryKind.MEASURED, EntryKind.LEARNED))
    found = entries([shop], asked)
    outcome = {e.ref: e for e in found if e.kind is EntryKind.MEASURED}
    decided, told = [e for e in found if e.kind in DECIDED][:MOST], set[str]()
    for entry in decided:
        brought = outcome.get(entry.ref)
        said = brought if brought and brought.needs in ("", entry.needs) else None
        told |= {entry.ref} if said else set()
        yield _claim(shop, entry, said)
    for entry in found:
        if entry.kind is EntryKind.LEARNED or (entry.kind is EntryKind.MEASURED and entry.ref not in told):
            yield Claim("lessons", entry.object, Said("{what}: {said}", what=entry.what, said=entry.note), entry.ref or "lesson",
                        shop.day_of(entry.at), None, entry.needs)


def _claim(shop: Shop, entry: Entry, outcome: Entry | None) -> Claim:
    change = Said("{was} → {now}", was=entry.from_ or "—", now=entry.to) if entry.to else ""
    said = Said("{day}, {kind} {who}: {what} {change} {note}", day=shop.day_of(entry.at), kind=Term("entry", entry.kind.value),
                who=Term("role", entry.person) if entry.person else "", what=entry.what, change=change, note=entry.note)
    text = Said("{said}; {outcome}", said=said, outcome=outcome.note) if outcome else said
    return Claim("decisions", entry.object or shop.name, text, entry.ref, shop.day_of(entry.at), None, entry.needs)
