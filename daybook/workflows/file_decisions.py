"""Decisions with what came of them, and lessons, as claims of the operating file; read from the records of the loop."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from daybook.domain.entry import Entry, EntryKind
from daybook.domain.file_page import Claim
from daybook.domain.said import Said, Term
from daybook.domain.shop import Shop
from daybook.workflows.casefile import Asked, entries

#: How far back decisions are told, and how many; the file's lines have all of them.
DAYS, MOST = 400, 40
#: What a measurement is money of.
BASES = {"gmv": "paid_gmv", "contribution": "contribution"}
DECIDED = (EntryKind.APPROVED, EntryKind.DECLINED, EntryKind.REFUSED, EntryKind.WRITTEN, EntryKind.UNDONE, EntryKind.DID,
           EntryKind.DROPPED)


def decision_claims(shop: Shop, as_of: datetime, names: Mapping[str, str]) -> Iterator[Claim]:
    """The latest decisions, each with its outcome as measured; measurements and lessons by themselves.

    An outcome that not everybody who sees its decision may see stands by itself too.
    """
    asked = Asked(as_of - timedelta(days=DAYS), as_of, kinds=(*DECIDED, EntryKind.MEASURED, EntryKind.LEARNED))
    found = entries([shop], asked)
    outcome = {e.ref: e for e in found if e.kind is EntryKind.MEASURED}
    decided, told = [e for e in found if e.kind in DECIDED and not _told_elsewhere(e)][:MOST], set[str]()
    for entry in decided:
        brought = outcome.get(entry.ref)
        said = brought if brought and brought.needs in ("", entry.needs) else None
        told |= {entry.ref} if said else set()
        yield _claim(shop, entry, said, names)
    for entry in found:
        if entry.ref.startswith("page test "):          # told with its numbers where tests are
            continue
        if entry.kind is EntryKind.LEARNED or (entry.kind is EntryKind.MEASURED and entry.ref not in told):
            what = Said("{day} {what}", day=entry.moved_on, what=entry.what) if entry.moved_on else entry.what
            lesson = Said("{what}: {said}", what=what, said=entry.note) if entry.note else entry.what
            if entry.basis:
                lesson = Said("{lesson} ({basis})", lesson=lesson, basis=Term("metric", BASES[entry.basis]))
            subject = names.get(entry.object, entry.object)
            yield Claim("lessons", subject, lesson, entry.ref or "lesson", shop.day_of(entry.at), None, entry.needs, ("lesson",))


def _told_elsewhere(entry: Entry) -> bool:
    """Whether it is a step of a cooperation: where each creator stands is told in the creators' section."""
    return entry.ref.startswith("creator ") and entry.kind is EntryKind.DID


def _claim(shop: Shop, entry: Entry, outcome: Entry | None, names: Mapping[str, str]) -> Claim:
    said: str = Said("{day}, {kind}: {what}", day=shop.day_of(entry.at), kind=Term("entry", entry.kind.value), what=entry.what)
    if entry.person:
        said = Said("{day}, {who}, {kind}: {what}", day=shop.day_of(entry.at), who=Term("role", entry.person), what=entry.what,
                    kind=Term("entry", entry.kind.value))
    if entry.to:
        said = Said("{said}, {was} → {now}", said=said, was=entry.from_ or "—", now=_again(entry.to))
    if entry.note:
        said = Said("{said} ({note})", said=said, note=names.get(entry.note, entry.note))
    said = Said("{said}; {outcome}", said=said, outcome=outcome.note) if outcome else said
    return Claim("decisions", names.get(entry.object, entry.object) or shop.name, said, entry.ref, shop.day_of(entry.at), None,
                 entry.needs, ("decision",))


def _again(text: str) -> str:
    """A sentence that was kept as text, said in the reader's language where a catalog has it."""
    return text if isinstance(text, Said | Term) or "{" in text else Said(text)
