"""Where a claim of the operating file stands, as people say it: the kind of its reference by name, and which one of them.

A reference begins with its kind in one word or two (`given term fee_rate`, `morning 2026-11-29`); `known` gives both parts, so that
pages can link and papers can say it.
"""

import re
from datetime import date

from daybook.reports.wording import Words

#: Kinds of two words; every other kind has one.
TWO_WORDS = ("given term", "given target", "given limit", "given cost", "given team", "given roster", "given script", "page test")
#: All kinds that the file refers to; each has a name in the catalogs.
KINDS = ("shop", "status", "metric", "promise", "note", "calendar", "work", "morning", "people", "line", "item", "ads", "proposal",
         "given", "event", "lesson", "case", "creator", "brief", "rivals", "creators", "reputation", "stock", "orders", "reply",
         "disputes", "live",
         "client_reports", *TWO_WORDS)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def kind_and_which(ref: str) -> tuple[str, str]:
    """(kind, which one) of a reference; a kind that is not known is "" and the whole of it says which.

    >>> kind_and_which("given term fee_rate"), kind_and_which("status"), kind_and_which("W-17")
    (('given term', 'fee_rate'), ('status', ''), ('', 'W-17'))
    """
    for kind in (*TWO_WORDS, ref.partition(" ")[0]):
        if kind in KINDS and (ref == kind or ref.startswith(f"{kind} ")):
            return kind, ref[len(kind) + 1:]
    return "", ref


def place_words(ref: str, w: Words) -> str:
    """A reference in the reader's language; what names a thing inside (an id, a key) stays as it is."""
    kind, which = kind_and_which(ref)
    if not kind:
        return which
    name = w.name("file_place", kind.replace(" ", "_"))
    if kind == "metric":
        metric, _, on = which.partition(" ")
        which = f"{w.name('metric', metric)} {on}"
    if kind in ("given term", "given limit"):
        which = w.name(kind.removeprefix("given "), which, which)
    if kind == "given target":
        metric, _, month = which.partition(" ")
        which = f"{w.name('metric', metric)} {month}"
    return f"{name} {DAY.sub(lambda d: w.day(date.fromisoformat(d[0])), which)}".strip() if which else name
