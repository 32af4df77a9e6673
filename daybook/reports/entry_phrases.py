"""Lines of the operating file in words: what happened, to what, from and to, by whom, and why."""

from dataclasses import dataclass

from daybook.domain.entry import Entry
from daybook.reports.finding_phrases import gain_words
from daybook.reports.localise import in_language
from daybook.reports.wording import Words


@dataclass(frozen=True)
class EntryWords:
    """One line, ready to be shown."""

    kind: str
    what: str
    object: str
    change: str              # from → to
    person: str
    note: str
    minutes: str
    gain: str
    gain_range: str


def entry_words(entry: Entry, w: Words) -> EntryWords:
    """A line in a language."""
    said = in_language(entry, w)
    gain, low_high, basis = gain_words(entry.gain, w, plus=True)
    change = f"{said.from_} → {said.to}" if said.from_ else said.to
    return EntryWords(
        w.name("entry", entry.kind.value), said.what, said.object, change, w.name("role", said.person), said.note,
        "" if entry.minutes is None else w("{n} min", n=entry.minutes), gain,
        " ".join(part for part in (low_high, basis) if part))
