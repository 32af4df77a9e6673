"""Questions to the operating file: answered by its own claims with the place that proves them, or said not to be in it."""

import re
from collections.abc import Callable, Sequence

from daybook.analysis.text.search import pieces, search
from daybook.domain.file_page import Answer, Claim, OperatingFile
from daybook.rulebook.file_words import one_word, subject_of, words_of
from daybook.rulebook.reading import load

#: Claims that are shown for one question.
MOST = 3
#: Numbers of so many digits name a thing or a day: a claim without them speaks of another.
_NAMES_A_THING = re.compile(r"\d{2,}")
Says = Callable[[Claim], Sequence[str]]


def lines_of(file: OperatingFile, says: Says) -> list[str]:
    """The claims as they are searched; `says` gives a claim's words in the languages in which people ask."""
    return [one_word(" ".join((*says(claim), words_of(claim.section), claim.ref))) for claim in file.claims]


def ask(file: OperatingFile, question: str, says: Says) -> Answer:
    """The claims that answer a question, the best first; none where no claim has enough of it (rule R-FIND), or where it names
    a number or an id that stands in none."""
    lines, asked = lines_of(file, says), one_word(subject_of(question))
    named = [p for p in pieces(asked) if _NAMES_A_THING.search(p)]
    least = float(load().value("R-FIND", "share"))
    hits = [hit for hit in search(lines, asked) if hit.covered >= least
            and all(name in lines[hit.at] or name in pieces(lines[hit.at]) for name in named)]
    best = sorted(hits, key=lambda hit: (-round(hit.covered, 2), -hit.score, hit.at))
    return Answer(question, tuple(file.claims[hit.at] for hit in best[:MOST]))


def found_in(file: OperatingFile, text: str, says: Says) -> tuple[Claim, ...]:
    """Claims that have some of the words looked for, the best first."""
    return tuple(file.claims[hit.at] for hit in search(lines_of(file, says), one_word(text)))
