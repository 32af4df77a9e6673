"""The operating file as a report: what a new colleague reads first, then every line, the latest first."""

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from daybook.domain.entry import Entry, EntryKind
from daybook.domain.shop import Shop
from daybook.domain.work_items import minutes_told
from daybook.reports.entry_phrases import entry_words
from daybook.reports.paper import Cell, Paper, Table, table
from daybook.reports.wording import Words, translator

#: Objects and people that a newcomer is told of first.
FIRST = 12
CHANGES = frozenset({EntryKind.WRITTEN, EntryKind.DID, EntryKind.UNDONE})


def casefile_paper(shop: Shop, found: Sequence[Entry], first: str, last: str, language: str) -> Paper:
    """The lines of a shop between two days: by object, by person, and one by one."""
    w = translator(language)
    changed = sum(1 for e in found if e.kind in CHANGES)
    declined = sum(1 for e in found if e.kind in (EntryKind.DECLINED, EntryKind.REFUSED))
    noted = sum(1 for e in found if e.kind is EntryKind.NOTED)
    return Paper(
        w("{shop}: operating file", shop=shop.name), (f"{first} – {last}",),
        w("{n} lines: {changed} changes carried out, {declined} refused or declined, {noted} notes.", n=len(found),
          changed=changed, declined=declined, noted=noted),
        (_objects(shop, found, w), _people(found, w), lines_table(shop, found, w)))


def _objects(shop: Shop, found: Sequence[Entry], w: Words) -> Table:
    """What was worked on most, with the last thing that was said of it and the shop's own day of it."""
    counted = Counter(str(e.object) for e in found if e.object)
    latest: dict[str, Entry] = {}
    for entry in found:
        latest.setdefault(str(entry.object), entry)
    rows = []
    for name, n in counted.most_common(FIRST):
        said = entry_words(latest[name], w)
        rows.append((Cell(said.object, strong=True), f"{n}", w.dated(shop.day_of(latest[name].at)),
                     " ".join(p for p in (said.kind, said.what, said.change, said.note) if p)))
    return table(w("What was worked on most"), (w("Object"), w("Lines"), w("Last time"), w("What was last")), rows)


def _people(found: Sequence[Entry], w: Words) -> Table:
    people = Counter(e.person for e in found if e.person)
    return table(w("Who did what"), (w("Who"), w("Lines"), w("Minutes")),
                 [(Cell(w.name("role", name), strong=True), f"{n}", _minutes(found, name)) for name, n in
                  people.most_common(FIRST)])


def _minutes(found: Sequence[Entry], person: str) -> str:
    """How long somebody's lines took; nothing where none says it."""
    told = minutes_told(e.minutes for e in found if e.person == person)
    return "" if told is None else f"{told}"


def lines_table(shop: Shop, found: Sequence[Entry], w: Words) -> Table:
    """Every line, on the shop's own clock."""
    zone = ZoneInfo(shop.zone)
    headers = (w("When"), w("Kind"), w("Object"), w("What"), w("Change"), w("Who"), w("Minutes"), w("Expected gain"),
               w("Remark"), w("Where it stands"))
    rows = []
    for entry in found:
        said = entry_words(entry, w)
        rows.append((f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M}", said.kind, Cell(said.object, strong=True), said.what,
                     said.change, said.person, said.minutes, " ".join(p for p in (said.gain, said.gain_range) if p),
                     said.note, entry.ref))
    return table(w("Every line"), headers, rows, w("Nothing was written down in these days."))
