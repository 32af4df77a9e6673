"""A day without a single order inside an export: a closed shop, or a hole in the file?"""

from collections.abc import Sequence
from enum import StrEnum

#: Neighbours looked at on each side: a shop may close or open within days.
NEAREST = 2
#: Below the first an empty day is a hole in the file, above the second it is an empty day; between, cannot tell.
HOLE_BELOW, EMPTY_ABOVE = 0.01, 0.25
#: A weekday without orders in so many of the four weeks before is a day on which the shop is closed.
CLOSED_WEEKS = 3
#: So many public holidays of the year before, none with an order: the shop keeps them.
KEPT_HOLIDAYS = 2


class EmptyDay(StrEnum):
    """What a day without orders most likely is."""

    EMPTY = "empty"
    HOLE = "hole"
    CANNOT_TELL = "cannot_tell"


def odds_of_empty_day(before: Sequence[int], after: Sequence[int]) -> float | None:
    """The chance of no order on a day, given counts of the days before (nearest last) and after (nearest first).

    The mean is that of the quieter side; the law is geometric, the most spread-out one with that mean (maximum
    entropy, Jaynes 1957), so that the chance is not understated.  None without a day on either side.

    >>> odds_of_empty_day([144, 177], [404, 27])
    0.006191950464396285
    >>> odds_of_empty_day([7, 5], [390, 1015])
    0.14285714285714285
    """
    sides = [list(before)[-NEAREST:], list(after)[:NEAREST]]
    means = [sum(side) / len(side) for side in sides if side]
    return 1 / (1 + min(means)) if means else None


def judge_empty_day(before: Sequence[int], after: Sequence[int], same_weekday: Sequence[int] = (),
                    holiday: bool = False, holidays: Sequence[int] = (), closed_last_year: bool = False) -> EmptyDay:
    """Whether a day without orders is an empty day or a hole in the file.

    `same_weekday` are the counts of that weekday in the weeks before: a shop that is closed on it is closed.
    On a public holiday a day without orders is never called a hole; where `holidays`, the counts of earlier public
    holidays, are all 0 the shop keeps them and is closed.  `closed_last_year`: the day lies in a run of empty days
    around a public holiday, and the same date of the year before was empty too.

    >>> judge_empty_day([1, 0], [2, 1])
    <EmptyDay.EMPTY: 'empty'>
    >>> judge_empty_day([144, 177], [404, 27])
    <EmptyDay.HOLE: 'hole'>
    >>> judge_empty_day([90, 80], [70, 85], same_weekday=[0, 0, 0, 12])
    <EmptyDay.EMPTY: 'empty'>
    >>> judge_empty_day([90, 80], [70, 85], holiday=True, holidays=[0, 0, 0])
    <EmptyDay.EMPTY: 'empty'>
    >>> judge_empty_day([90, 80], [70, 85], holiday=True, holidays=[0, 31, 0])
    <EmptyDay.CANNOT_TELL: 'cannot_tell'>
    """
    if len(same_weekday) >= CLOSED_WEEKS and sum(1 for n in same_weekday if n == 0) >= CLOSED_WEEKS:
        return EmptyDay.EMPTY
    if closed_last_year or (holiday and len(holidays) >= KEPT_HOLIDAYS and not any(holidays)):
        return EmptyDay.EMPTY
    odds = odds_of_empty_day(before, after)
    if odds is not None and odds > EMPTY_ABOVE:
        return EmptyDay.EMPTY
    if odds is None or odds >= HOLE_BELOW or holiday:
        return EmptyDay.CANNOT_TELL
    return EmptyDay.HOLE
