"""A price plan as numbers: SKUs by days with what is known, asked and wished, solved at once, each end with who set it.

Prices go in and come out in the smallest coin; a `tag` is a number by which the caller knows what asked for something.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from daybook.analysis.price_path import Path, nearest
from daybook.analysis.price_ranges import ANY_PRICE, Bound, Prices, Windows, bound_by, broken

if TYPE_CHECKING:
    from daybook.analysis.price_ranges import Whole

#: Nothing set it.
NOBODY = -1


class Asked(NamedTuple):
    """An event's window: its price is at most `share` (ten-thousandths) of each day's of `row`, `first` to `last`, both in.

    `sells`: the days are sold at its price.
    """

    event: int
    row: int
    first: int
    last: int
    share: int
    sells: bool
    tag: int


#: Whole numbers of a window that is asked.
WIDTH = len(Asked._fields)


class Asks:
    """Windows in the order in which they were asked, as one row of whole numbers: of many SKUs there are half a million."""

    def __init__(self) -> None:
        self._flat = array("q")

    def append(self, *said: int) -> None:
        self._flat.extend(said)

    def __len__(self) -> int:
        return len(self._flat) // WIDTH

    def __getitem__(self, number: int) -> Asked:
        event, row, first, last, share, sells, tag = self._flat[number * WIDTH : (number + 1) * WIDTH]
        return Asked(event, row, first, last, share, sells == 1, tag)

    @property
    def columns(self) -> "Whole":
        """A row of numbers for each part of what is asked, shape (parts, windows)."""
        import numpy as np

        return np.array(self._flat, np.int64).reshape(-1, WIDTH).T.copy()

    def of_row(self, row: int) -> Iterator[Asked]:
        """Those of a row; rows are asked for one after the other."""
        def of(number: int) -> int:
            return self._flat[number * WIDTH + 1]

        every = range(len(self))
        return (self[n] for n in range(bisect_left(every, row, key=of), bisect_right(every, row, key=of)))


@dataclass
class Problem:
    """What is put in, row after row, days by number from 0.  Windows and ends beyond the days there are cut or left out.

    `known`: row, day and price of days that are over.  `ends`: row, first, last, price, whether it is the least (else the
    most), tag.  `events`: least, most and wished price, and the order in which they take one (0: it stands).
    """

    rows: int
    days: int
    known: list[tuple[int, int, int]] = field(default_factory=list)
    ends: list[tuple[int, int, int, int, bool, int]] = field(default_factory=list)
    events: list[tuple[int, int, int, int]] = field(default_factory=list)
    asked: Asks = field(default_factory=Asks)
    wished: list[tuple[int, int, int, int]] = field(default_factory=list)

    def ask(self, event: int, row: int, first: int, last: int, share: int, sells: bool, tag: int) -> None:
        """Adds a window, cut to the days that there are."""
        first, last = first if first > 0 else 0, last if last < self.days else self.days - 1
        if first <= last:
            self.asked.append(event, row, first, last, share, sells, tag)

    def end(self, row: int, first: int, last: int, price: int, least: bool, tag: int) -> None:
        """Adds an end of the range of some days, cut to the days that there are."""
        first, last = max(first, 0), min(last, self.days - 1)
        if first <= last:
            self.ends.append((row, first, last, price, least, tag))


@dataclass(frozen=True)
class End:
    """One end of a range: the price (None: nothing bounds it), the tag of what set it, and whose event that is of."""

    price: int | None
    tag: int = NOBODY
    event: int = NOBODY


@dataclass(frozen=True)
class Solved:
    """A solved plan, asked by row, day and event."""

    problem: Problem
    windows: Windows
    start: Prices
    path: Path
    low_tags: "Whole"
    high_tags: "Whole"

    def range_of(self, row: int, day: int) -> tuple[End, End]:
        """The least and the greatest price of a day."""
        low, high = int(self.path.prices.low[row, day]), int(self.path.prices.high[row, day])
        by_low, by_high = int(self._bound.low[row, day]), int(self._bound.high[row, day])
        return (self._end(low if low > 0 else None, by_low, int(self.low_tags[row, day])),
                self._end(high if high < ANY_PRICE else None, by_high, int(self.high_tags[row, day])))

    def _end(self, price: int | None, window: int, tag: int) -> End:
        if price is None:
            return End(None)
        if window < 0:
            return End(price, tag)
        asked = self.problem.asked[int(self._kept[window])]
        return End(price, asked.tag, asked.event)

    def day(self, row: int, day: int) -> int:
        """The price of the day nearest to its wish."""
        return int(self.path.days[row, day])

    def event(self, event: int) -> tuple[int | None, int | None, int | None]:
        """Price of an event that is kept, and the least and the greatest that it could have; None: none."""
        low, high = int(self.path.room_low[event]), int(self.path.room_high[event])
        if not self.path.kept[event]:
            return None, None, None
        return int(self.path.events[event]), low, high if high < ANY_PRICE else None

    def held_down(self, event: int) -> tuple[int, int]:
        """The tag and day of what keeps the greatest price of an event down, or leaves it none; NOBODY where nothing does."""
        cause = int(self.path.cause[event])
        if cause >= 0:
            return self.problem.asked[cause].tag, int(self.path.cause_day[event])
        return self._tops.get(event, (NOBODY, NOBODY))

    def breaks(self) -> list[tuple[Asked, int, int]]:
        """Windows of events that stand and cannot be kept: the window, the day, and the most that day can cost."""
        found = broken(self.path.prices, self._kept_windows)
        asked = [self.problem.asked[n] for n in self._kept[found.window].tolist()]
        return [(one, day, int(self.path.prices.high[one.row, day]))
                for one, day in zip(asked, found.day.tolist(), strict=True)]

    @cached_property
    def _kept(self) -> "Whole":
        import numpy as np

        return np.flatnonzero(self.path.kept[self.windows.event])

    @cached_property
    def _kept_windows(self) -> Windows:
        return self.windows.picked(self._kept)

    @cached_property
    def _bound(self) -> Bound:
        return bound_by(self.path.prices, self.start, self._kept_windows)

    @cached_property
    def _tops(self) -> dict[int, tuple[int, int]]:
        """Event -> the window that gives it its greatest price, and the day that does, given all that is fixed now."""
        import numpy as np

        windows, high = self._kept_windows, self.path.prices.high
        found: dict[int, tuple[int, int]] = {}
        wishes = np.array([e[3] > 0 for e in self.problem.events], np.bool_)
        for number in np.flatnonzero(wishes[windows.event] & ~windows.sells).tolist():
            asked = self.problem.asked[int(self._kept[number])]
            if asked.event not in found:
                cells = high[asked.row, asked.first : asked.last + 1]
                day = int(cells.argmin())
                if int(cells[day]) * asked.share // 10_000 == int(self.path.room_high[asked.event]):
                    found[asked.event] = (asked.tag, asked.first + day)
        return found


def solve(problem: Problem) -> Solved:
    """The ranges and the path of a problem."""
    import numpy as np

    shape = (problem.rows, problem.days)
    start = Prices(np.zeros(shape, np.int64), np.full(shape, ANY_PRICE, np.int64),
                   np.array([e[0] for e in problem.events], np.int64), np.array([e[1] for e in problem.events], np.int64))
    low_tags, high_tags = np.full(shape, NOBODY, np.int64), np.full(shape, NOBODY, np.int64)
    for row, first, last, price, least, tag in problem.ends:
        days = slice(first, last + 1)
        ends, tags = (start.low, low_tags) if least else (start.high, high_tags)
        nearer = ends[row, days] < price if least else ends[row, days] > price
        ends[row, days][nearer], tags[row, days][nearer] = price, tag
    if problem.known:
        rows, days_, prices = np.array(problem.known, np.int64).T
        start.low[rows, days_] = start.high[rows, days_] = prices
        low_tags[rows, days_] = high_tags[rows, days_] = NOBODY
    crossed = start.low > start.high            # a least above a most: the least goes before, since below it money is lost
    start.high[crossed] = start.low[crossed]
    event, of_row, begin, end, share, sells, _ = problem.asked.columns
    windows = Windows(event, of_row, begin, end, share, sells.astype(np.bool_))
    wish = np.full(shape, ANY_PRICE, np.int64)
    for row, first, last, price in problem.wished:
        wish[row, max(first, 0) : last + 1] = price
    path = nearest(start, windows, wish, np.array([e[2] for e in problem.events], np.int64),
                   np.array([e[3] for e in problem.events], np.int64))
    return Solved(problem, windows, start, path, low_tags, high_tags)
