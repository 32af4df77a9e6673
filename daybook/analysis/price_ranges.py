"""Between which prices each day of each SKU must stay so that every event keeps the windows of prices that it asks for.

Every demand has one of two forms: an event's price is at most a share of the price of each day of a window, or the price
of a day is at most the event's.  Demands of this form have a least and a greatest solution, and for whole numbers of the
smallest coin both are found exactly by tightening ends until nothing moves (Davey and Priestley, Introduction to Lattices
and Order, 2002, on fixpoints of monotone maps; Mackworth 1977 on consistency): each end of a range is itself part of a
whole plan.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Whole = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

#: More than any price, in the smallest coin.
ANY_PRICE = 10**10


@dataclass
class Prices:
    """Ranges in the smallest coin, all both ends in: of each day, shape (rows, days), and of each event, shape (events,)."""

    low: "Whole"
    high: "Whole"
    event_low: "Whole"
    event_high: "Whole"


@dataclass(frozen=True)
class Windows:
    """Demands, one per entry of each array: for row `row`, days `first` to `last`, both in.

    `share` is in ten-thousandths: price of event <= share x price of each day.  Where `sells` is set the day is sold at the
    event's price: the price of each day is at most the event's too.
    """

    event: "Whole"
    row: "Whole"
    first: "Whole"
    last: "Whole"
    share: "Whole"
    sells: "Flags"

    def __len__(self) -> int:
        return len(self.event)

    def picked(self, which: "Whole | Flags") -> "Windows":
        return Windows(*(getattr(self, name)[which] for name in ("event", "row", "first", "last", "share", "sells")))


@dataclass(frozen=True)
class Bound:
    """Which window set an end: of each day's low (rows, days), and of each event's high with the day that did; -1 none."""

    low: "Whole"
    high: "Whole"
    event_high: "Whole"
    event_day: "Whole"


@dataclass(frozen=True)
class Broken:
    """Windows that cannot be kept, each with a day on which it breaks, by number."""

    window: "Whole"
    day: "Whole"

    def __len__(self) -> int:
        return len(self.window)


def tighten(prices: Prices, windows: Windows, begin: "Flags | None" = None) -> "Flags":
    """Moves the ends of all ranges as far as the windows force them, and gives the windows that were looked at.

    An end that would cross the other one stays.  `begin`: the windows that may move something (None: all of them); from
    the second round on only windows are looked at whose event or row moved in the round before.
    """
    import numpy as np

    seen = np.zeros(len(windows), np.bool_)
    active = np.ones(len(windows), np.bool_) if begin is None else begin
    while active.any():
        seen |= active
        events, rows = _round(prices, windows.picked(active))
        moved = np.zeros(len(prices.event_low), np.bool_)
        moved[events] = True
        touched = np.zeros(len(prices.low), np.bool_)
        touched[rows] = True
        active = moved[windows.event] | touched[windows.row]
    return seen


def broken(prices: Prices, windows: Windows) -> Broken:
    """What still does not fit after tightening: no price of its day and of its event keeps the window."""
    import numpy as np

    if not len(windows):
        return Broken(np.zeros(0, np.int64), np.zeros(0, np.int64))
    cells = _cells(windows, prices.low.shape[1])
    low, high = prices.low.ravel()[cells.flat], prices.high.ravel()[cells.flat]
    need, top = _need(prices, windows), prices.event_high[windows.event]
    above = np.repeat(windows.sells, cells.lengths) & (low > np.repeat(top, cells.lengths))
    bad = (np.repeat(need, cells.lengths) > high) | above
    which = np.repeat(np.arange(len(windows)), cells.lengths)[bad]
    return Broken(which, cells.flat[bad] % prices.low.shape[1])


def bound_by(prices: Prices, start: Prices, windows: Windows) -> Bound:
    """Which windows set the ends that moved since `start`; of several the first."""
    import numpy as np

    shape = prices.low.shape
    low, high = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
    event, day = np.full(len(prices.event_low), -1, np.int64), np.full(len(prices.event_low), -1, np.int64)
    if not len(windows):
        return Bound(low, high, event, day)
    cells = _cells(windows, shape[1])
    which, flat = np.repeat(np.arange(len(windows)), cells.lengths)[::-1], cells.flat[::-1]
    need, top = _need(prices, windows), prices.event_high[windows.event]
    sets = (need[which] == prices.low.ravel()[flat]) & (need[which] > start.low.ravel()[flat])
    low.ravel()[flat[sets]] = which[sets]
    caps = windows.sells[which] & (top[which] == prices.high.ravel()[flat]) & (top[which] < start.high.ravel()[flat])
    high.ravel()[flat[caps]] = which[caps]
    cap = prices.high.ravel()[flat] * windows.share[which] // 10_000
    of = windows.event[which]
    ends = ~windows.sells[which] & (cap == prices.event_high[of]) & (cap < start.event_high[of])
    event[of[ends]], day[of[ends]] = which[ends], flat[ends] % shape[1]
    return Bound(low, high, event, day)


@dataclass(frozen=True)
class _Cells:
    flat: "Whole"
    lengths: "Whole"
    starts: "Whole"


def _cells(windows: Windows, days: int) -> _Cells:
    """The days of all windows behind each other, as numbers into the flat grid."""
    import numpy as np

    lengths = windows.last - windows.first + 1
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    flat = np.arange(int(lengths.sum())) + np.repeat(windows.row * days + windows.first - starts, lengths)
    return _Cells(flat, lengths, starts)


def _need(prices: Prices, windows: Windows) -> "Whole":
    """What each day of a window must cost at least."""
    return -(-prices.event_low[windows.event] * 10_000 // windows.share)


def _round(prices: Prices, windows: Windows) -> tuple["Whole", "Whole"]:
    """One step along every window: from its days to its event and back.  Gives the events and rows that moved."""
    import numpy as np

    cells, events = _cells(windows, prices.low.shape[1]), windows.event
    low, high = prices.low.reshape(-1), prices.high.reshape(-1)
    before, lows, highs = (prices.event_low[events], prices.event_high[events]), low[cells.flat], high[cells.flat]
    _lower(prices.event_high, prices.event_low, events, np.minimum.reduceat(highs, cells.starts) * windows.share // 10_000)
    spread = np.repeat(windows.sells, cells.lengths)
    if spread.any():
        least = np.maximum.reduceat(lows, cells.starts)[windows.sells]
        _raise(prices.event_low, prices.event_high, events[windows.sells], least)
        _lower(high, low, cells.flat[spread], np.repeat(prices.event_high[events], cells.lengths)[spread])
    _raise(low, high, cells.flat, np.repeat(_need(prices, windows), cells.lengths))
    moved = (prices.event_low[events] != before[0]) | (prices.event_high[events] != before[1])
    days = (low[cells.flat] != lows) | (high[cells.flat] != highs)
    rows = np.logical_or.reduceat(days, cells.starts)
    return events[moved], windows.row[rows]


def _raise(values: "Whole", tops: "Whole", at: "Whole", to: "Whole") -> None:
    import numpy as np

    fits = to <= tops[at]
    np.maximum.at(values, at[fits], to[fits])


def _lower(values: "Whole", floors: "Whole", at: "Whole", to: "Whole") -> None:
    import numpy as np

    fits = to >= floors[at]
    np.minimum.at(values, at[fits], to[fits])
