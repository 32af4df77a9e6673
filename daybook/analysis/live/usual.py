"""How a show stands beside what is usual at this minute of it: by its own level so far and the course that shows take."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from daybook.analysis.live.learning import LONG, WARM, Fitted, below, foretold, told_at
from daybook.analysis.live.minutes import Minutes, pair_of

#: Minutes of one point of the curve.
BLOCK = 5
#: The band holds eight in ten.
BAND = (0.1, 0.9)


@dataclass(frozen=True)
class Beside:
    """The last minutes of a measure beside what is usual: rates, the events behind, and the chance of so little (or so much,
    where less is better) by noise alone."""

    now: float
    usual: float
    came: float
    expected: float
    chance: float

    @property
    def ratio(self) -> float:
        """Now over usual."""
        return self.now / self.usual if self.usual else float("nan")


@dataclass(frozen=True)
class Point:
    """One block of the curve, by the minute of the show at which it begins; `came` None: still to come or not told."""

    minute: int
    came: float | None
    low: float
    middle: float
    high: float


def beside_usual(fitted: Fitted | None, minutes: Minutes, until: int, last: int) -> Beside | None:
    """The `last` minutes before `until`, beside what the show before them foretold; None where it cannot be said."""
    pair = None if fitted is None else pair_of(minutes, fitted.measure)
    if fitted is None or pair is None or not np.isfinite(fitted.usual_spread) or until - last < WARM:
        return None
    told = told_at(minutes, pair, fitted.course, fitted.rate, (0, last), [until - last])
    rows = until // minutes.step - last // minutes.step, until // minutes.step
    under = pair.between(*rows)[1]
    if not len(told.over) or under <= 0:
        return None
    came, expected = float(told.over[0]), float(foretold(told, LONG)[0])
    chance = float(below(told.over, np.array([expected]), fitted.usual_spread)[0])
    return Beside(came / under, expected / under, came, expected, 1 - chance if fitted.measure.upside_down else chance)


def curve(fitted: Fitted, minutes: Minutes, ahead: int = 0) -> tuple[Point, ...]:
    """A measure by blocks of five minutes: what came, and the band foretold from the blocks before; `ahead` minutes more are
    foretold from all that came, by as many under the line as in the last half hour.  Rates of what is read per minute."""
    pair = pair_of(minutes, fitted.measure)
    if pair is None:
        return ()
    length, spread = len(minutes) * minutes.step, fitted.usual_spread if np.isfinite(fitted.usual_spread) else 0.5
    found = []
    for at in range(0, length + ahead, BLOCK):
        told = told_at(minutes, pair, fitted.course, fitted.rate, (0, BLOCK), [min(at, length)])
        rows = at // minutes.step, (at + BLOCK) // minutes.step
        over, under = pair.between(*rows)
        known = at + BLOCK <= length and under > 0
        if known:
            rate = float(foretold(told, LONG)[0]) / under
        else:
            so_far = pair.between(0, length // minutes.step)
            rate = _level(fitted, so_far, minutes) * float(np.exp(fitted.course[min(at // 10, len(fitted.course) - 1)]))
            under = pair.between(max(0, (length - 30) // minutes.step), length // minutes.step)[1] * BLOCK / max(min(length, 30), 1)
        low, high = band(rate * under, spread)
        bounds = ((x / under if under else 0.0) for x in (low, rate * under, high))
        found.append(Point(at, over / under if known else None, *bounds))
    return tuple(found)


def _level(fitted: Fitted, so_far: tuple[float, float], minutes: Minutes) -> float:
    """The show's own level so far, by a flat course."""
    places = np.minimum(np.arange(len(minutes)) * minutes.step // 10, len(fitted.course) - 1)
    mean = float(np.exp(fitted.course[places]).mean()) if len(places) else 1.0
    return (so_far[0] + LONG.prior) / (so_far[1] * mean + LONG.prior / fitted.rate)


def band(expected: float, spread: float) -> tuple[float, float]:
    """The tenth and ninetieth of a hundred, by a gamma with the scatter of counting and of the rate."""
    scatter = expected + (np.exp(spread ** 2) - 1) * expected ** 2
    if expected <= 0:
        return 0.0, 0.0
    low, high = (float(gammaincinv(expected ** 2 / scatter, share)) * scatter / expected for share in BAND)
    return low, high
