"""Full-text search over a few hundred lines: Chinese by pairs of characters, Latin by words, numbers and ids whole.

Needs no word list and no database of its own, so that it finds the same on either of them.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

#: Saturation and length of Okapi BM25 (Robertson and Zaragoza 2009, Foundations and Trends in Information Retrieval 3, 333).
K1, B = 1.2, 0.75
_PART = re.compile(r"[\u4e00-\u9fff]+|[a-z]+|\d+(?:[.\-/]\d+)*")
_NUMBER = re.compile(r"(?<=\d),(?=\d{3})")


def pieces(text: str) -> list[str]:
    """A text as it is searched: pairs of neighbouring Chinese characters, words without their plural s, numbers whole.

    >>> pieces("双11价保 to 2026-11-15, ¥1,299.00")
    ['双', '11', '价保', 'to', '2026-11-15', '1299']
    """
    found: list[str] = []
    for part in _PART.findall(_NUMBER.sub("", unicodedata.normalize("NFKC", text).lower())):
        if "\u4e00" <= part[0] <= "\u9fff":
            found += [part[n:n + 2] for n in range(len(part) - 1)] or [part]
        elif part[0].isdigit():
            found.append(re.sub(r"\.0+$", "", part))
        else:
            found.append(part[:-1] if len(part) > 3 and part.endswith("s") and not part.endswith("ss") else part)
    return found


@dataclass(frozen=True)
class Hit:
    """One line that was found: its place among the lines, its score, and how much of what was asked, by weight, it has."""

    at: int
    score: float
    covered: float


def search(lines: Sequence[str], asked: str) -> list[Hit]:
    """Lines by their likeness to what is asked, the best first; none that has none of it.

    `covered` weighs each piece of the question by how rare it is among the lines; a piece that stands in no line weighs as
    much as the rarest, so that a question about something that is nowhere is covered little.
    """
    bags = [Counter(pieces(line)) for line in lines]
    wanted = _without_seams(list(dict.fromkeys(pieces(asked))), {p for bag in bags for p in bag})
    if not bags or not wanted:
        return []
    usual = sum(sum(bag.values()) for bag in bags) / len(bags) or 1.0
    weight = {p: math.log(1 + (len(bags) - n + 0.5) / (n + 0.5)) for p in wanted for n in [sum(1 for bag in bags if p in bag)]}
    whole = sum(weight.values())
    found = [Hit(n, sum(_bm25(bag, p, usual) * weight[p] for p in wanted), sum(weight[p] for p in wanted if p in bag) / whole)
             for n, bag in enumerate(bags)]
    return sorted((hit for hit in found if hit.score > 0), key=lambda hit: (-hit.score, hit.at))


def _without_seams(wanted: list[str], known: Collection[str]) -> list[str]:
    """What is asked without pairs that only lie across two words: unknown, between two that are known."""
    return [p for n, p in enumerate(wanted) if p in known or not (
        0 < n < len(wanted) - 1 and len(p) == 2 and not p.isascii() and wanted[n - 1][-1] == p[0] and wanted[n + 1][0] == p[1]
        and wanted[n - 1] in known and wanted[n + 1] in known)]


def _bm25(bag: Counter[str], piece: str, usual: float) -> float:
    often = bag[piece]
    return often * (K1 + 1) / (often + K1 * (1 - B + B * sum(bag.values()) / usual)) if often else 0.0
