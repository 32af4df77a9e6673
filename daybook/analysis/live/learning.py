"""What shows of one account are usually like: their course since the beginning, how fast a deviation fades, how much scatters.

Learnt at quiet moments (no prompt near) of shows that are known, by foretelling at each what the next minutes would bring and
comparing.  How to foretell is chosen by those errors, and so is how wide an interval must be to hold nine in ten of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, product

import numpy as np
from scipy.special import betainc, gammaincc

from daybook.analysis.live.minutes import Floats, Measure, Minutes, Pair, pair_of, rows_in

#: Minutes of one step of the course that shows take.
BIN = 10
#: Steps of the course that are told apart; what lasts longer stays as it was.
BINS = 60
#: A course known from few shows is drawn towards a flat one as if by so many flat ones.
FLAT_SHOWS = 3.0
#: Minutes after a prompt in which it may act.
ACTS = 20
#: A moment is quiet without a prompt in so many minutes before it, or within those read after it.
QUIET_BEFORE = 15
#: Minutes of a show that must have passed before it is foretold from.
WARM = 20
#: The share of quiet moments that an interval must hold.
HELD = 0.90


@dataclass(frozen=True)
class Way:
    """How the next minutes are foretold: the show so far (with earlier shows worth `prior` events), drawn by `pull` to its
    last minutes (half-life in minutes, worth their own events against `steady`), and `momentum` of their drift."""

    prior: float
    half_life: float
    steady: float
    pull: float
    momentum: float


WAYS = tuple(Way(*w) for w in product((2.0, 20.0, 200.0), (4.0, 12.0), (2.0, 12.0, 60.0), (0.0, 0.3, 0.6, 0.85, 1.0),
                                      (0.0, 0.5, 1.0)))
LONG = Way(20.0, 12.0, 60.0, 0.0, 0.0)


@dataclass(frozen=True)
class Fitted:
    """One measure as learnt: the usual `rate`, its `course` by steps (log, around 0), the way to foretell and its scatter.

    `spread` and `usual_spread` are the standard deviation of the log of the true rate around what `way`, and the show so far
    alone, foretell, beyond the scatter of counting.  `moments` is how many quiet moments they were learnt at.
    """

    measure: Measure
    rate: float
    course: Floats
    way: Way
    spread: float
    usual_spread: float
    moments: int
    shows: int


@dataclass(frozen=True)
class Told:
    """Quiet moments of one show: what was before, by `Way`-independent sums, and what came in the minutes read after."""

    over: Floats            # events expected to be foretold, shape (moments,)
    under: Floats           # and what they are counted by, corrected for the course
    so_far: tuple[Floats, Floats]
    last: dict[float, tuple[Floats, Floats, Floats, Floats]]    # by half-life: sums now, and five minutes earlier
    rate: Floats            # of the other shows


def fit(shows: Sequence[Minutes], measure: Measure, read: tuple[int, int]) -> Fitted | None:
    """What a measure usually is; `read` = (low, high) are the minutes after a prompt that are read.

    None where no show has the measure.
    """
    pairs = [(m, p) for m in shows if (p := pair_of(m, measure)) is not None and p.under.sum() > 0]
    calm = [without_prompted(m, p) for m, p in pairs]
    total_over, total_under = (sum(float(x.sum()) for x in xs) for xs in zip(*((p.over, p.under) for p in calm), strict=True)
                               ) if calm else (0.0, 0.0)
    if not pairs or total_over <= 0 or total_under <= 0:
        return None
    courses = np.array([course_of(p) for p in calm])
    told = []
    for n, (minutes, pair) in enumerate(pairs):
        others_over, others_under = total_over - calm[n].over.sum(), total_under - calm[n].under.sum()
        rate = others_over / others_under if others_over > 0 and others_under > 0 else total_over / total_under
        rest = np.delete(courses, n, axis=0)
        told.append(quiet_moments(minutes, pair, mean_course(rest), rate, read))
    whole = _joined(told)
    rate, course = total_over / total_under, mean_course(courses)
    if not len(whole.over):
        return Fitted(measure, rate, course, LONG, float("nan"), float("nan"), 0, len(pairs))
    way = min(WAYS, key=lambda w: _loss(foretold(whole, w), whole.over))
    return Fitted(measure, rate, course, way, spread_of(foretold(whole, way), whole.over),
                  spread_of(foretold(whole, LONG), whole.over), len(whole.over), len(pairs))


def without_prompted(minutes: Minutes, pair: Pair) -> Pair:
    """The rows of a show without those on which a prompt may act: hosts are told things at the same minutes of many shows, and
    what that brought must not pass for the course that shows take."""
    keep = np.ones(len(pair.over), dtype=bool)
    for prompt in minutes.prompted:
        first, end = rows_in(minutes, max(prompt, 0), max(prompt + ACTS, 0))
        keep[first:end] = False
    return Pair(np.where(keep, pair.over, 0.0), np.where(keep, pair.under, 0.0), pair.step)


def course_of(pair: Pair) -> Floats:
    """The log of a show's rate in each step of its course over its rate in the whole, shape (BINS,); NaN where it has none."""
    rows = BIN // pair.step if pair.step <= BIN else 1
    found = np.full(BINS, np.nan)
    whole = (pair.over.sum() + 0.5) / max(pair.under.sum(), 1e-9)
    for n in range(min(BINS, -(-len(pair.over) // rows))):
        over, under = pair.between(n * rows, (n + 1) * rows)
        if under > 0:                                   # few events say little: drawn to the whole by two
            found[n] = np.log((over + 2.0) / (under * whole + 2.0))
    return found


def mean_course(courses: Floats) -> Floats:
    """The mean of some shows' courses, drawn to flat where few shows went so far; what none reached stays as before."""
    if not len(courses):
        return np.zeros(BINS)
    told = np.isfinite(courses)
    drawn = np.where(told, courses, 0.0).sum(axis=0) / (told.sum(axis=0) + FLAT_SHOWS)
    last = int(np.flatnonzero(told.any(axis=0)).max(initial=0))
    drawn[last + 1:] = drawn[last]
    return np.asarray(drawn, dtype=np.float64)


def course_at(course: Floats, pair: Pair) -> Floats:
    """The course as a factor for each row."""
    places = np.minimum(np.arange(len(pair.over)) * pair.step // BIN, BINS - 1)
    return np.asarray(np.exp(course[places]), dtype=np.float64)


def quiet_moments(minutes: Minutes, pair: Pair, course: Floats, rate: float, read: tuple[int, int]) -> Told:
    """Every other minute of a show at which nothing was told to the host nearby."""
    length = len(pair.over) * minutes.step
    at = [t for t in range(WARM, length - read[1] + 1, max(2, minutes.step)) if not any(
        p - read[1] < t < p + QUIET_BEFORE for p in minutes.prompted)]
    return told_at(minutes, pair, course, rate, read, at)


def told_at(minutes: Minutes, pair: Pair, course: Floats, rate: float, read: tuple[int, int], at: Sequence[int]) -> Told:
    """What was before some minutes of a show, and what came in the minutes read after each."""
    even = Pair(pair.over, pair.under * course_at(course, pair), pair.step)
    calm = without_prompted(minutes, even)
    after = np.array([even.between(*rows_in(minutes, t + read[0], t + read[1])) for t in at]).reshape(-1, 2)
    rows = [rows_in(minutes, t, t)[0] for t in at]
    so_far = np.array([calm.between(0, row) for row in rows]).reshape(-1, 2)
    last = {}
    for half_life in {w.half_life for w in WAYS}:
        over, under = (_fading(x, 0.5 ** (minutes.step / half_life)) for x in (calm.over, calm.under))
        earlier = [max(row - max(5 // minutes.step, 1), 0) for row in rows]
        last[half_life] = (over[rows], under[rows], over[earlier], under[earlier])
    told = after[:, 1] > 0 if len(after) else np.zeros(0, bool)
    return Told(after[told, 0], after[told, 1], (so_far[told, 0], so_far[told, 1]),
                {h: tuple(x[told] for x in xs) for h, xs in last.items()},  # type: ignore[misc]
                np.full(int(told.sum()), rate))


def foretold(told: Told, way: Way) -> Floats:
    """The events that were to be expected in the minutes read after each moment."""
    over, under = told.so_far
    usual = (over + way.prior) / (under + way.prior / told.rate)
    now_over, now_under, then_over, then_under = told.last[way.half_life]
    now = (now_over + way.steady) / (now_under + way.steady / usual)
    then = (then_over + way.steady) / (then_under + way.steady / usual)
    return np.asarray(told.under * usual * (now / usual) ** way.pull * (now / then) ** way.momentum, dtype=np.float64)


def below(count: Floats, expected: Floats, spread: float) -> Floats:
    """The chance of fewer events than `count`, half of those with as many included (mid-p), where the true rate scatters around
    the expected one by `spread`: negative binomial, Poisson without spread."""
    expected = np.maximum(expected, 1e-9)
    if spread < 1e-3:
        upto, less = gammaincc(count + 1, expected), np.where(count > 0, gammaincc(np.maximum(count, 1e-9), expected), 0.0)
    else:
        size = 1 / (np.exp(spread ** 2) - 1)
        share = size / (size + expected)
        upto = betainc(size, count + 1, share)
        less = np.where(count > 0, betainc(size, np.maximum(count, 1e-9), share), 0.0)
    return np.asarray((upto + less) / 2, dtype=np.float64)


def spread_of(expected: Floats, came: Floats) -> float:
    """The smallest spread by which nine in ten quiet moments lie within their interval, and no smaller than what the scatter of
    all of them shows: where a window holds a handful of events the first alone would be nothing."""
    wanted = min(HELD * (len(came) + 5) / len(came), 0.99) if len(came) else 1.0
    beyond = float(np.mean((came - expected) ** 2 - expected) / max(float(np.mean(expected ** 2)), 1e-9)) if len(came) else 0.0
    low, high = float(np.sqrt(np.log1p(min(max(beyond, 0.0), 20.0)))), 3.0
    for _ in range(16):
        middle = (low + high) / 2
        chance = below(came, expected, middle)
        held = ((chance > (1 - HELD) / 2) & (chance < (1 + HELD) / 2)).mean()
        low, high = (low, middle) if held >= wanted else (middle, high)
    return high


def _loss(expected: Floats, came: Floats) -> float:
    scatter = expected + (0.2 * expected) ** 2
    return float(np.mean(np.log(scatter) + (came - expected) ** 2 / scatter))


def _fading(values: Floats, keep: float) -> Floats:
    """Sums of all rows before each, fading by `keep` a row; shape (rows + 1,)."""
    return np.array(list(accumulate(values.tolist(), lambda whole, value: whole * keep + value, initial=0.0)))


def _joined(told: Sequence[Told]) -> Told:
    return Told(np.concatenate([t.over for t in told]), np.concatenate([t.under for t in told]),
                (np.concatenate([t.so_far[0] for t in told]), np.concatenate([t.so_far[1] for t in told])),
                {h: tuple(np.concatenate([t.last[h][k] for t in told]) for k in range(4))  # type: ignore[misc]
                 for h in told[0].last}, np.concatenate([t.rate for t in told]))
