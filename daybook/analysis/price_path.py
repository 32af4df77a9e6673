"""The path of prices nearest to what is wished: events in their order of weight, then every day by itself.

Given the prices of all events, days do not bind each other (`price_ranges.py`); so a day's nearest price is its wish, moved
to the end of its range.  Events do bind each other: each takes the nearest price that those before it leave, and one that
has no price left is left out.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from daybook.analysis.price_ranges import Prices, Windows, broken, tighten

if TYPE_CHECKING:
    from collections.abc import Callable

    from daybook.analysis.price_ranges import Flags, Whole


#: SKUs that are planned together: so many stay in a processor's cache.
BLOCK = 250


@dataclass(frozen=True)
class Path:
    """What came out.  `prices` are the ranges that keep all events that were kept.

    `room_low`, `room_high`: the range of each wished event when its turn came.  `cause`: the window that left an event no
    price, -1 none, and `cause_day` the day on which it breaks.
    """

    prices: Prices
    days: "Whole"
    events: "Whole"
    kept: "Flags"
    room_low: "Whole"
    room_high: "Whole"
    cause: "Whole"
    cause_day: "Whole"


def nearest(start: Prices, windows: Windows, wish: "Whole", wished: "Whole", order: "Whole") -> Path:
    """The path nearest to `wish` (rows, days) and to `wished` (events,).

    `order`: 0 are events that stand (filed already); they keep their range, whatever breaks.  The others take their price
    one after the other, the least number first, and of equals the first in the array.
    """
    import numpy as np

    rows, part = len(start.low), parts(windows, len(order), len(start.low))
    if rows <= BLOCK or (part != np.arange(rows)).any():
        return _block(start, windows, wish, wished, order, part)
    of = _part_of_events(windows, part, len(order))
    done: list[tuple[Whole, Whole, Path]] = []
    for first in range(0, rows, BLOCK):
        last = min(first + BLOCK, rows)
        events = np.flatnonzero((of >= first) & (of < last) | ((of < 0) & (first == 0)))
        mine = np.flatnonzero((windows.row >= first) & (windows.row < last))
        some = windows.picked(mine)
        some = Windows(np.searchsorted(events, some.event), some.row - first, some.first, some.last, some.share, some.sells)
        found = _block(Prices(start.low[first:last], start.high[first:last], start.event_low[events], start.event_high[events]),
                       some, wish[first:last], wished[events], order[events], np.arange(last - first))
        done.append((events, mine, found))
    return _together(done, len(order))


def _together(done: "list[tuple[Whole, Whole, Path]]", events: int) -> Path:
    """One path of those of blocks of rows; events and windows get their numbers back."""
    import numpy as np

    def of_events(pick: "Callable[[Path], Any]") -> "Any":
        whole = np.zeros(events, pick(done[0][2]).dtype)
        for numbers, _, path in done:
            whole[numbers] = pick(path)
        return whole

    for _, windows, path in done:
        path.cause[path.cause >= 0] = windows[path.cause[path.cause >= 0]]
    prices = Prices(np.concatenate([p.prices.low for _, _, p in done]), np.concatenate([p.prices.high for _, _, p in done]),
                    of_events(lambda p: p.prices.event_low), of_events(lambda p: p.prices.event_high))
    return Path(prices, np.concatenate([p.days for _, _, p in done]), of_events(lambda p: p.events),
                of_events(lambda p: p.kept), of_events(lambda p: p.room_low), of_events(lambda p: p.room_high),
                of_events(lambda p: p.cause), of_events(lambda p: p.cause_day))


def _block(start: Prices, windows: Windows, wish: "Whole", wished: "Whole", order: "Whole",
           part: "Whole") -> Path:
    """The path of some rows."""
    import numpy as np

    prices = _copy(start)
    turn, of = _turns(order, windows, part), _part_of_events(windows, part, len(order))
    kept = np.ones(len(order), np.bool_)
    low, high = prices.event_low.copy(), prices.event_high.copy()
    cause, cause_day = np.full(len(order), -1, np.int64), np.full(len(order), -1, np.int64)
    tighten(prices, windows.picked(turn[windows.event] == 0))
    already = _pairs(prices, windows, np.flatnonzero(turn[windows.event] == 0))
    for n in range(1, int(turn.max(initial=0)) + 1):
        before, now = _copy(prices), turn == n
        asked = np.flatnonzero((now | (kept & (turn < n)))[windows.event])
        mine_first = windows.picked(asked)
        looked = tighten(prices, mine_first, now[mine_first.event])
        new = {int(part[windows.row[w]]): (w, d)
               for w, d in sorted(_pairs(prices, windows, asked[looked]) - already, reverse=True)}
        out = now & np.isin(of, list(new))
        if out.any():
            kept[out] = False
            cause[out], cause_day[out] = np.array([new[int(p)] for p in of[out]]).T
            _put_back(prices, before, np.isin(part, of[out]), np.isin(of, of[out]))
        mine = now & kept
        low[mine], high[mine] = prices.event_low[mine], prices.event_high[mine]
        prices.event_low[mine] = prices.event_high[mine] = np.clip(wished, low, high)[mine]
        tighten(prices, mine_first, mine[mine_first.event])
    return Path(prices, np.clip(wish, prices.low, prices.high), np.clip(wished, prices.event_low, prices.event_high), kept,
                low, high, cause, cause_day)


def parts(windows: Windows, events: int, rows: int) -> "Whole":
    """Row -> a number that rows have in common where an event's windows tie them together."""
    import numpy as np

    part = np.arange(rows)
    while True:
        least = np.full(events, rows, np.int64)
        np.minimum.at(least, windows.event, part[windows.row])
        found = part.copy()
        np.minimum.at(found, windows.row, least[windows.event])
        found = np.minimum(found, found[found])
        if (found == part).all():
            return np.asarray(found)
        part = found


def _part_of_events(windows: Windows, part: "Whole", events: int) -> "Whole":
    import numpy as np

    found = np.full(events, -1, np.int64)
    found[windows.event] = part[windows.row]
    return found


def _turns(order: "Whole", windows: Windows, part: "Whole") -> "Whole":
    """In each part one event at a time; events without a window take theirs at once."""
    import numpy as np

    of = _part_of_events(windows, part, len(order))
    turn, taken = np.zeros(len(order), np.int64), dict[int, int]()
    for event in np.argsort(order, kind="stable").tolist():
        if order[event] > 0:
            turn[event] = taken[int(of[event])] = taken.get(int(of[event]), 0) + 1
    return turn


def _copy(prices: Prices) -> Prices:
    return Prices(prices.low.copy(), prices.high.copy(), prices.event_low.copy(), prices.event_high.copy())


def _pairs(prices: Prices, windows: Windows, which: "Whole") -> set[tuple[int, int]]:
    """Windows and days that are broken."""
    found = broken(prices, windows.picked(which))
    return set(zip(which[found.window].tolist(), found.day.tolist(), strict=True))


def _put_back(prices: Prices, before: Prices, rows: "Flags", events: "Flags") -> None:
    """Ranges of some rows and events as they were."""
    prices.low[rows], prices.high[rows] = before.low[rows], before.high[rows]
    prices.event_low[events], prices.event_high[events] = before.event_low[events], before.event_high[events]
