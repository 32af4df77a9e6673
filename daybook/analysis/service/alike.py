"""Questions that are alike: texts grouped by the pairs of signs that they share, without a model.

Texts are data of strangers: they are compared, never read as more.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

#: Shared pairs among all pairs of both texts, from which on two ask the same (Dice 1945).
ALIKE = 0.6
#: Signs that change nothing about a question.
_NOTHING = str.maketrans("", "", " 　，。！？?!,.~…、吗呢啊呀哦嘛的了吧亲")


@dataclass(frozen=True)
class Group:
    """Texts that ask the same: how often together, and the most frequent of them first."""

    asked: int
    texts: tuple[str, ...]


def plain(text: str) -> str:
    """A text as it is compared.

    >>> plain("亲，这个 防水吗？？")
    '这个防水'
    """
    return text.lower().translate(_NOTHING)


def groups(texts: Iterable[tuple[str, int]], least: int) -> list[Group]:
    """Texts with how often each was asked, grouped; groups asked at least `least` times, the most frequent first.

    Each text joins the first group whose most frequent text it is like: what is asked most makes the groups.
    """
    found: list[tuple[frozenset[str], list[str], list[int]]] = []
    counts: Counter[str] = Counter()
    said: dict[str, str] = {}
    for text, n in texts:
        key = plain(text)
        counts[key] += n
        said.setdefault(key, text)
    for key, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        pairs = _pairs(key)
        if not pairs:
            continue
        mine = next((g for g in found if _alike(pairs, g[0])), None)
        if mine is None:
            found.append((pairs, [said[key]], [n]))
        else:
            mine[1].append(said[key])
            mine[2].append(n)
    kept = [Group(sum(ns), tuple(own)) for _, own, ns in found if sum(ns) >= least]
    return sorted(kept, key=lambda g: (-g.asked, g.texts[0]))


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[n:n + 2] for n in range(len(key) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) >= ALIKE * (len(one) + len(other))
