"""The minutes of one show as numbers, and what is measured in a stretch of them: one count over another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Measure:
    """What is read of a stretch: the sum of `over` by the sum of `under` ("": by the minutes told).

    `level`: what stands over the line is how many there are at a moment, not how many came in a row's minutes.
    """

    name: str
    over: str
    under: str = ""
    level: bool = False
    upside_down: bool = False       # less is better: leavers per minute of a viewer


#: Names are those of metrics where there is one (docs/live.md).
ONLINE = Measure("concurrent", "concurrent", level=True)
ENTRY = Measure("entered", "entered")
TALK = Measure("comment_rate", "comments", "concurrent")
LEAVING = Measure("leaving_rate", "left", "concurrent", upside_down=True)
SEEING = Measure("item_exposure_rate", "item_viewers", "concurrent")
CLICKING = Measure("item_click_rate", "item_clickers", "item_viewers")
PAYING = Measure("click_to_paid_rate", "paid_orders", "item_clickers")
CONVERTING = Measure("payment_cvr", "paid_orders", "entered")
MEASURES: Mapping[str, Measure] = {m.name: m for m in (
    ONLINE, ENTRY, TALK, LEAVING, SEEING, CLICKING, PAYING, CONVERTING)}


@dataclass(frozen=True)
class Minutes:
    """The rows of one show in the order of time, `step` minutes each; NaN was not told.

    Row i begins `i * step` minutes after the first.  `prompted` are minutes after the first at which the host was told
    something.
    """

    step: int
    counts: Mapping[str, Floats]
    prompted: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(next(iter(self.counts.values()), ()))


@dataclass(frozen=True)
class Pair:
    """One measure's two sums by row; a row in which either was not told has nothing of both."""

    over: Floats
    under: Floats
    step: int = 1
    _sums: tuple[Floats, Floats] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sums", (_running(self.over), _running(self.under)))

    def between(self, first: int, end: int) -> tuple[float, float]:
        """The sums over rows first..end-1."""
        first, end = max(first, 0), min(max(end, 0), len(self.over))
        if end <= first:
            return 0.0, 0.0
        return tuple(float(s[end] - s[first]) for s in self._sums)  # type: ignore[return-value]


def pair_of(minutes: Minutes, measure: Measure) -> Pair | None:
    """A measure's rows; None where the show's file has no such column."""
    over = minutes.counts.get(measure.over)
    if over is None or (measure.under and measure.under not in minutes.counts):
        return None
    under = minutes.counts[measure.under] if measure.under else np.full(len(over), 1.0)
    told = np.isfinite(over) & np.isfinite(under)
    by_minutes = measure.under == ONLINE.over or (not measure.under and not measure.level)
    scale = float(minutes.step) if by_minutes else 1.0
    return Pair(np.where(told, over, 0.0), np.where(told, under, 0.0) * scale, minutes.step)


def _running(values: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)])


def rows_in(minutes: Minutes, low: int, high: int) -> tuple[int, int]:
    """The rows (first, end) that begin in minutes low..high-1 of the show.

    >>> rows_in(Minutes(5, {"entered": np.zeros(12)}), 8, 13)
    (2, 3)
    """
    return -(-low // minutes.step), -(-high // minutes.step)
