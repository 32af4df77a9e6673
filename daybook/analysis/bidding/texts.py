"""Words as features: what a sparse keyword shares with others.  Latin text by words, Chinese by pairs and triples
of characters; always with its ad group, alone and crossed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from daybook.analysis.bidding.reports import Floats, Ints

LEAST = 3  # texts that must share a feature
MOST = 160  # features in all, the most frequent ones
HAN = re.compile(r"[㐀-鿿]+")
WORD = re.compile(r"[^\W_]+", re.UNICODE)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[str, ...]:
    """The distinct parts of a text, in order of appearance.

    >>> tokens("Dog bed  large")
    ('dog', 'bed', 'large')
    >>> "连衣裙" in tokens("夏季连衣裙女") and "衣裙" in tokens("夏季连衣裙女")
    True
    """
    found: list[str] = []
    for word in WORD.findall(text.casefold()):
        rest = HAN.sub(" ", word).split()
        found += rest
        for run in HAN.findall(word):
            found += _chinese(run)
    return tuple(dict.fromkeys(found))


def _chinese(run: str) -> list[str]:
    """Pairs and triples of characters: nearly all words of the trade, without a dictionary that never knows the newest."""
    return [run[at:at + size] for size in (2, 3) for at in range(len(run) - size + 1)] or [run]


def features(texts: Sequence[str], group: Ints, groups: int) -> tuple[Floats, Ints]:
    """Columns of 0 and 1 per text (intercept, group, token, token within group) and the kind 0..3 of each column."""
    parts = [tokens(text) for text in texts]
    names: list[tuple[int, object]] = [(0, 0), *((1, at) for at in range(groups))]
    rows: list[list[tuple[int, object]]] = [
        [*((2, part) for part in own), *((3, (int(g), part)) for part in own)] for own, g in zip(parts, group, strict=True)]
    counted = Counter(name for row in rows for name in row)
    names += [name for name, n in counted.most_common(MOST) if LEAST <= n < len(texts)]
    place = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(texts), len(names)))
    table[:, 0] = 1
    table[np.arange(len(texts)), 1 + group] = 1
    for at, row in enumerate(rows):
        table[at, [place[name] for name in row if name in place]] = 1
    return table, np.array([kind for kind, _ in names], np.int64)
