"""Questions to the operating file: answered by its own claims with the place that proves them, or said not to be in it."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from daybook.analysis.text.asked import Asking, Line, Lines
from daybook.analysis.text.search import pieces, search
from daybook.domain.file_page import Answer, Claim, OperatingFile
from daybook.rulebook.file_words import (
    Period,
    about,
    in_tokens,
    matters,
    names,
    of_others,
    period_of,
    subject_of,
    things,
)
from daybook.rulebook.reading import load

#: Claims that are shown for one part of a question.
MOST = 6
#: Kinds of claims that name many things and are about none of them.
LISTS = ("source",)
#: What stands between two parts of a question.
_BETWEEN = re.compile(r"[、,;:。?!](?!\d)|还是|或者|以及|和|与|\band\b|\bor\b", re.I)
_HAS_WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z0-9]")
_WORD = re.compile(r"[a-z]+")
Says = Callable[[Claim], Sequence[str]]


def lines_of(file: OperatingFile, says: Says) -> list[Line]:
    """The claims as they are searched; `says` gives a claim's words in the languages in which people ask."""
    return [_line(claim, " ".join((*says(claim), claim.ref))) for claim in file.claims]


def _line(claim: Claim, text: str) -> Line:
    said = text if set(claim.kinds) & set(LISTS) else in_tokens(text)
    subject = in_tokens(claim.subject) if claim.subject else ""
    mentioned = frozenset(_WORD.findall(said)) & names()
    section = frozenset(about(claim.section).split())
    mine = frozenset(about(claim.section, claim.kinds).split()) | (frozenset(_WORD.findall(subject)) & things())
    return Line(said, mine | mentioned, section & things(), frozenset(pieces(subject)), of_others(claim.section))


def ask(file: OperatingFile, question: str, says: Says) -> Answer:
    """The claims that answer a question, part by part, and the parts that no claim has enough of (rule R-FIND).

    A part that names no thing of its own asks of the thing that the part before it named.
    """
    lines, least = Lines(lines_of(file, says)), float(load().value("R-FIND", "share"))
    plain, period = period_of(unicodedata.normalize("NFKC", question), file.on)
    found, missing, before = dict[int, None](), list[str](), frozenset[str]()
    for part, subject in _parts(plain):
        words = frozenset(_WORD.findall(subject.lower()))
        named = words & things()
        hits = [c.at for c in lines.covering(Asking(subject, named, words & matters(), frozenset() if named else before), least)]
        within = [at for at in hits if period is None or _within(file.claims[at], lines.lines[at].text, period)]
        if within and not words - named:         # asked for things and nothing of them: the first kind of claim about them
            within = [at for at in within if file.claims[at].kinds[:1] == file.claims[within[0]].kinds[:1]]
        found |= dict.fromkeys(within[:MOST])
        missing += [] if within else [part]
        before = named or before
    return Answer(question, tuple(file.claims[at] for at in found), tuple(missing))


def _parts(question: str) -> Iterator[tuple[str, str]]:
    """(as it was asked, its subject in tokens) of every part that asks something."""
    for part in _BETWEEN.split(question):
        subject = subject_of(in_tokens(part))
        if _HAS_WORDS.search(subject):
            yield part.strip(), subject


def _within(claim: Claim, line: str, period: Period) -> bool:
    """Whether a claim speaks of days within a period, or was known in it."""
    first, last = period
    if claim.known_on is not None and first <= claim.known_on <= last:
        return True
    months = {f"{first + timedelta(days=n):%Y-%m}" for n in range((last - first).days + 1)}
    return (last - first).days > 7 and any(month in line for month in months)


def found_in(file: OperatingFile, text: str, says: Says) -> tuple[Claim, ...]:
    """Claims that have some of the words looked for, the best first."""
    lines = [f"{line.text} {' '.join(sorted(line.about))}" for line in lines_of(file, says)]
    return tuple(file.claims[hit.at] for hit in search(lines, in_tokens(text)))
