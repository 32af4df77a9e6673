"""Which lines answer a question: those about every thing that it names, with all that it asks of them, and enough of its words."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from daybook.analysis.text.search import pieces

#: Numbers of so many digits name a thing or a day: a line without them speaks of another.
_NAMES_A_THING = re.compile(r"\d{2,}")
_UNIT = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+|\d+(?:[.,\-/]\d+)*")
#: Of so many known words in a question one may be missing from a line that answers it.
ONE_MAY_MISS = 4
#: Of two lines that have this much alike of a question, neither has more of it.
ALIKE = 0.05


@dataclass(frozen=True)
class Line:
    """A line as it is asked: its text in tokens, pieces of its `subject`, the tokens of what it is `about` and of its `section`."""

    text: str
    about: frozenset[str]
    section: frozenset[str]
    subject: frozenset[str] = frozenset()
    others: bool = False         # about others, whom a question has to name


@dataclass(frozen=True)
class Asking:
    """A part of a question in tokens: `things` and `matters` of it that are known, and things of the part before it."""

    text: str
    things: frozenset[str]
    matters: frozenset[str]
    before: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Covered:
    """One line that has enough of a question: its place, the share that it has, and how much of it the line is about."""

    at: int
    share: float
    about: int
    of_section: bool


class Lines:
    """Lines as they are asked, and how rare each piece is among them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._bags = tuple(frozenset(pieces(line.text)) | line.about for line in lines)
        self._often: dict[str, int] = {}
        for bag in self._bags:
            for piece in bag:
                self._often[piece] = self._often.get(piece, 0) + 1

    def weight(self, piece: str) -> float:
        """How rare a piece is; one that stands in no line weighs as much as the rarest."""
        often = self._often.get(piece, 0)
        return math.log(1 + (len(self._bags) - often + 0.5) / (often + 0.5))

    def covering(self, asked: Asking, least: float) -> list[Covered]:
        """The lines that have at least a share of what is asked, the best first; of equal ones in their order."""
        units = [tuple(pieces(unit)) for unit in _UNIT.findall(asked.text)]
        named = [p for unit in units for p in unit if _NAMES_A_THING.search(p)]
        weights = [max(map(self.weight, unit)) for unit in units]
        whole, found = sum(weights), list[Covered]()
        for n, (line, bag) in enumerate(zip(self.lines, self._bags, strict=True)):
            if not whole or not _is_of(line, bag, asked) or not all(name in bag or name in line.text for name in named):
                continue
            share = sum(w * _of(unit, bag) for w, unit in zip(weights, units, strict=True)) / whole
            if share >= least:
                known = asked.things | asked.matters | asked.before
                words = {p for unit in units for p in unit} - known
                found.append(Covered(n, share, len(known & line.about) + bool(words & line.subject),
                                     bool(line.section & (asked.things | asked.before))))
        return _best(found)


def _is_of(line: Line, bag: Collection[str], asked: Asking) -> bool:
    """Whether a line is about the things that are asked for, and has all, or all but one of many, that is asked of them.

    Things that a line only mentions count where its section is one of those that are asked for.
    """
    things, known = asked.things | asked.before, asked.things | asked.matters
    if line.others and not things & line.section:
        return False
    missing = sum(1 for token in known if token not in bag)
    if missing > (1 if len(known) >= ONE_MAY_MISS else 0):
        return False
    return things <= line.about or (bool(things & line.section) and all(t in bag for t in things))


def _best(found: Sequence[Covered]) -> list[Covered]:
    """The lines that have most of what is asked; of those the ones that are most about it; those of the section first."""
    most = max((one.share for one in found), default=0.0)
    near = [one for one in found if one.share >= most - ALIKE]
    about = max((one.about for one in near), default=0)
    return sorted((one for one in near if one.about == about), key=lambda one: (not one.of_section, one.at))


def _of(unit: Sequence[str], bag: Collection[str]) -> float:
    return sum(1 for piece in unit if piece in bag) / len(unit)
