"""Words that praise or blame whoever says them of whatever: what labelled texts of a few categories cannot teach of the others.

The list stands in `lexicon.toml`.  Each word has two places behind the hashed pieces of its text (`grams.py`): one for itself,
one for where it is denied ("not comfortable").  What a word leans by is where training starts from; labelled texts move it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

LIST = Path(__file__).with_name("lexicon.toml")
#: What a denied word leans by beside the word itself: praise denied is blame, blame denied is faint praise.
PRAISE_DENIED, BLAME_DENIED = -1.0, -0.25
#: How many signs before a word are looked at for what denies it.
BEFORE = 4

_DIGITS = re.compile(r"\d+")


@cache
def _listed() -> dict[str, dict[str, Any]]:
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


@cache
def leanings() -> dict[str, float]:
    """Word -> what it leans by, above 0 praise; one that both praise and blame use is left out."""
    found: dict[str, float] = {}
    both: set[str] = set()
    for area in _listed().values():
        for side, sign in (("praise", 1.0), ("blame", -1.0)):
            for said in area.get(side, "").split():
                word, value = _DIGITS.sub("0", unicodedata.normalize("NFKC", said).lower()), sign * area["strength"]
                if found.setdefault(word, value) * value < 0:
                    both.add(word)
                found[word] = max(found[word], value, key=abs)
    return {word: found[word] for word in sorted(found.keys() - both)}


@cache
def _places() -> dict[str, int]:
    return {word: 2 * n for n, word in enumerate(leanings())}


@cache
def _sizes() -> dict[str, tuple[int, ...]]:
    """First sign of a word -> the lengths of words that begin with it, the longest first."""
    found: dict[str, set[int]] = {}
    for word in leanings():
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


def places() -> int:
    """How many places the list takes."""
    return 2 * len(leanings())


def heard(text: str) -> Iterator[int]:
    """The places of the words of a plain text (`grams.plain`), longest words first and none within another.

    >>> [list(leanings())[n // 2] + ("?" if n % 2 else "") for n in heard("面料很舒服,版型不是很好看")]
    ['舒服', '好看?']
    """
    words, sizes, at = _places(), _sizes(), 0
    while at < len(text):
        for size in sizes.get(text[at], ()):
            place = words.get(text[at:at + size])
            if place is not None:
                yield place + _is_denied(text, at)
                at += size
                break
        else:
            at += 1


@cache
def _signs() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """What denies a word, and what may stand between the two, at the end of what goes before."""
    signs = _listed()["signs"]
    return tuple(signs["denies"].split()), re.compile("(?:" + "|".join(signs["between"].split()) + ")+$")


def _is_denied(text: str, at: int) -> bool:
    denies, between = _signs()
    return text[at] not in denies and between.sub("", text[max(0, at - BEFORE):at]).endswith(denies)


def leaning() -> "NDArray[Any]":
    """What each place leans by, (places,)."""
    import numpy as np

    pairs = ((value, value * (PRAISE_DENIED if value > 0 else BLAME_DENIED)) for value in leanings().values())
    return np.array([value for pair in pairs for value in pair], dtype=np.float32)
