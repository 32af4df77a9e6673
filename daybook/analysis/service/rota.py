"""Who is on at each half hour, where that is too few, and the shift that would help most: in one piece or in two."""

from collections.abc import Sequence
from dataclasses import dataclass

HALF_HOURS = 48


@dataclass(frozen=True)
class Shift:
    """Work of one person on one day in pieces of half hours, each from..until (until not in), and how many agents short it ends."""

    pieces: tuple[tuple[int, int], ...]
    mends: int


def on_duty(spans: Sequence[tuple[int, int]]) -> list[int]:
    """People at each half hour of a day from spans in minutes of the day; only whole half hours count as covered.

    >>> on_duty([(540, 570), (540, 615)])[17:22]
    [0, 2, 1, 0, 0]
    """
    found = [0] * HALF_HOURS
    for first, last in spans:
        for slot in range(-(-first // 30), min(last // 30, HALF_HOURS)):
            found[slot] += 1
    return found


def short(needed: Sequence[int | None], there: Sequence[int]) -> list[int]:
    """By how many agents each half hour is short; 0 where the need is not known."""
    return [max((need or 0) - have, 0) for need, have in zip(needed, there, strict=True)]


def best_shift(gaps: Sequence[int], half_hours: int, pause: int = 4, begin: int = 0) -> Shift | None:
    """The shift of so many half hours that ends most agents short: whole, or split in two with `pause` between at the least.

    It begins at half hour `begin` at the earliest, or so early that it ends with the day.
    A split one is chosen only where it mends more, and of equal ones the earliest; None where nothing is short.
    """
    gap = [min(g, 1) for g in gaps]
    sums = [0]
    for g in gap:
        sums.append(sums[-1] + g)

    def mended(first: int, last: int) -> int:
        return sums[last] - sums[first]

    begin = max(min(begin, HALF_HOURS - half_hours), 0)
    whole = max(range(begin, HALF_HOURS - half_hours + 1), key=lambda s: (mended(s, s + half_hours), -s))
    best = Shift(((whole, whole + half_hours),), mended(whole, whole + half_hours))
    for one in range(4, half_hours - 3, 2):
        for first in range(begin, HALF_HOURS - half_hours - pause + 1):
            end = first + one
            for second in range(end + pause, HALF_HOURS - (half_hours - one) + 1):
                found = mended(first, end) + mended(second, second + half_hours - one)
                if found > best.mends:
                    best = Shift(((first, end), (second, second + half_hours - one)), found)
    return best if best.mends else None
