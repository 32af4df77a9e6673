"""Which lines answer a question: those about every concept that it names, and with enough of its other words.

A concept is a token for words that mean one thing (`rulebook/file_words.py`); what is no concept is a word of its own.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from daybook.analysis.text.search import pieces

Concepts = frozenset[str]
NONE: Concepts = frozenset()
#: Numbers of so many digits name a thing or a day: a line without them speaks of another.
_NAMES_A_THING = re.compile(r"\d{2,}")
_UNIT = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+|\d+(?:[.,\-/]\d+)*")
#: Of so many concepts in a question one may be missing from a line that answers it.
ONE_MAY_MISS = 4
#: So much of a longer name has to stand in a line, by pairs of characters.
MOST_OF_A_NAME = 0.6
#: Of two lines that have this much alike of a question, neither has more of it.
ALIKE = 0.05


@dataclass(frozen=True)
class Line:
    """A line as it is asked: its text in tokens, the concepts that it `tells` and those that its text only `mentions`, those of its
    `section`, pieces of its `subject`.

    `opened_by`: a question has to name one of them or the subject (none: any may ask).  `mainly`: what of it nobody asked for makes
    a line less of an answer.
    """

    text: str
    tells: Concepts
    mentions: Concepts = NONE
    section: Concepts = NONE
    subject: frozenset[str] = frozenset()
    opened_by: Concepts = NONE
    mainly: Concepts = NONE


@dataclass(frozen=True)
class Asking:
    """A part of a question: its text in tokens, the concepts of it that have to be told, those that need not (`soft`), those that
    the part before it named, and words that say of which one it is asked."""

    text: str
    asked: Concepts = NONE
    soft: Concepts = NONE
    before: Concepts = NONE
    bound: Sequence[str] = field(default=())
    weight: float = 1.0          # of a word that is no concept, against a concept's one

    @property
    def known(self) -> Concepts:
        """All concepts that it is about."""
        return self.asked | self.soft | self.before


@dataclass(frozen=True)
class Covered:
    """One line that has enough of a question: its place, the share that it has, how much of it the line is about, and what else."""

    at: int
    share: float
    about: int
    aside: int
    of_section: bool


class Lines:
    """Lines as they are asked."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._bags = tuple(frozenset(pieces(line.text)) for line in lines)

    def covering(self, asked: Asking, least: float, among: Collection[int] | None = None) -> list[Covered]:
        """Of some lines (None: of all) those that have at least a share of what is asked, the best first.

        Of a word that a line has in parts the part counts.
        """
        words = [tuple(pieces(unit)) for unit in _units(asked)]
        named = [p for unit in words for p in unit if _NAMES_A_THING.search(p)]
        found = list[Covered]()
        for at, (line, bag) in enumerate(zip(self.lines, self._bags, strict=True)):
            if among is not None and at not in among:
                continue
            told = line.tells | (line.mentions if line.section & asked.known else NONE)
            if not (_is_open(line, words, asked) and _has_all(told, asked) and all(n in bag or n in line.text for n in named)
                    and all(_named_in(name, line, bag) for name in asked.bound)):
                continue
            had = len(asked.known & told) + sum(1.0 if unit[0] in named else _of(unit, bag) for unit in words) * asked.weight
            whole = len(asked.asked | asked.before | (asked.soft & told)) + len(words) * asked.weight
            if whole and had / whole >= least:
                about = len(asked.known & line.tells) + sum(1 for unit in words if line.subject.intersection(unit))
                found.append(Covered(at, had / whole, about, len(line.mainly - asked.known), bool(line.section & asked.known)))
        return _best(found)


def _units(asked: Asking) -> list[str]:
    """The words that are no concepts; single characters only where there is nothing else."""
    words = [unit for unit in _UNIT.findall(asked.text) if unit not in asked.known]
    whole = [word for word in words if len(word) > 1 or word.isdigit()]
    return whole if whole or asked.known else words


def _is_open(line: Line, words: Sequence[Sequence[str]], asked: Asking) -> bool:
    """Whether a question may be answered by a line at all."""
    return not line.opened_by or bool(line.opened_by & asked.known) or any(line.subject.intersection(unit) for unit in words)


def _has_all(told: Concepts, asked: Asking) -> bool:
    """Whether every concept that is asked for is told, or all but one of many."""
    wanted = asked.asked | asked.before if asked.asked else asked.before | asked.soft
    return len(wanted - told) <= (1 if len(wanted) >= ONE_MAY_MISS and not (asked.before - told) else 0)


def _best(found: Sequence[Covered]) -> list[Covered]:
    """The lines that have most of what is asked; of those the ones that are most about it and about least else; those of the
    section first."""
    most = max((one.share for one in found), default=0.0)
    near = [one for one in found if one.share >= most - ALIKE]
    about = max((one.about for one in near), default=0)
    best = [one for one in near if one.about == about]
    aside = min((one.aside for one in best), default=0)
    return sorted((one for one in best if one.aside == aside), key=lambda one: (not one.of_section, one.at))


def _named_in(name: str, line: Line, bag: frozenset[str]) -> bool:
    """Whether a line has a name, or most of a name that people say more shortly than lists do."""
    return name in line.text or _of(pieces(name), bag) >= MOST_OF_A_NAME


def _of(unit: Sequence[str], bag: frozenset[str]) -> float:
    return sum(1 for piece in unit if piece in bag) / len(unit)
