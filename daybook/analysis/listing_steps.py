"""One step of a listing's funnel, now beside before: did it move more than chance, its own mood and the others explain?

Counts of days are overdispersed (McCullagh & Nelder 1989, 4.5) and remember the day before; a few weeks tell both only roughly,
so that odds are Student's.  Absent days are left out by the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt

#: Days before, below which nothing is judged; and what must be expected of a count so that its odds mean something.
LEAST_DAYS, LEAST_EXPECTED = 10, 8.0
#: A dispersion is known as well as so many days of all listings tell, before the listing's own days are seen.
SHARED_DAYS = 14
#: No listing remembers more of the day before than this.
MOST_MEMORY = 0.7

Days = Sequence[tuple[float, float]]      # (count, exposure) of each day


@dataclass(frozen=True)
class Wobble:
    """How a kind of count scatters in a shop: variance beside a Poisson's, at least `least` (money counted in usual buyers
    scatters less than people do), and how much of a day's mood the next one keeps."""

    dispersion: float = 1.0
    memory: float = 0.0
    least: float = 1.0


@dataclass(frozen=True)
class StepMove:
    """A rate now beside what was expected of it.  `change` as a share of the expected, low and high hold 80 %; `deviations`
    with sign; `odds` that chance alone moves it so far in either direction."""

    now: float
    expected: float
    change: float
    low: float
    high: float
    deviations: float
    odds: float


def wobble_of(histories: Sequence[Days], least: float = 1.0) -> Wobble:
    """Scatter and memory of all listings' days together, each about its own rate.

    >>> wobble_of([[(50, 1000)] * 12]).dispersion
    1.0
    """
    squares, pairs, freedom = 0.0, 0.0, 0
    for days in histories:
        rate = _rate(days)
        if not rate or len(days) < LEAST_DAYS:
            continue
        rest = [(k - n * rate) / sqrt(n * rate) for k, n in days if n > 0]
        squares += sum(r * r for r in rest)
        pairs += sum(a * b for a, b in pairwise(rest))
        freedom += len(rest) - 1
    if freedom < 1:
        return Wobble(least=least)
    memory = pairs / squares if squares else 0.0
    return Wobble(max(least, squares / freedom), min(MOST_MEMORY, max(0.0, memory)), least)


def judge_step(now: Days, before: Days, others: tuple[float, float], shared: Wobble, own_error: float) -> StepMove | None:
    """A listing's rate over the days `now` beside its own of `before`, times `others`: how theirs moved between the same spans
    and the standard error of that (both on the log scale).  `own_error`: how far a rate drifts in five weeks without a reason.
    None where too little is known.
    """
    from scipy.special import stdtr, stdtrit

    rate, seen = _rate(before), [(k, n) for k, n in now if n > 0]
    if rate is None or not seen or len(before) < LEAST_DAYS:
        return None
    moved, others_error = others
    count, exposure, past = sum(k for k, _ in seen), sum(n for _, n in seen), sum(k for k, _ in before)
    expected = exposure * rate * exp(moved)
    if expected < LEAST_EXPECTED or past < LEAST_EXPECTED:
        return None
    inflated = _dispersion(before, rate, shared) * (1 + shared.memory) / (1 - shared.memory)
    error = sqrt(inflated / expected + inflated / past + others_error**2 + own_error**2)
    shift = 2 * (sqrt((count + 0.375) / (expected + 0.375)) - 1)      # near log(count / expected), steady where few are counted
    freedom = len(before) + SHARED_DAYS - 1
    low, high = (exp(log((count + 0.375) / (expected + 0.375)) + float(stdtrit(freedom, p)) * error) - 1 for p in (0.1, 0.9))
    return StepMove(count / exposure, rate * exp(moved), count / expected - 1, low, high, shift / error,
                    2 * float(stdtr(freedom, -abs(shift / error))))


def how_others_moved(now: Days, before: Days, shared: Wobble) -> tuple[float, float]:
    """Log of how the others' rate stands to what it was, and its standard error; (0, 0) where they are too few to tell."""
    rate, current = _rate(before), _rate(now)
    few = min(sum(k for k, _ in now), sum(k for k, _ in before)) < 2 * LEAST_EXPECTED
    if not rate or not current or few or len(before) < LEAST_DAYS:
        return 0.0, 0.0
    inflated = shared.dispersion * (1 + shared.memory) / (1 - shared.memory)
    error = sqrt(inflated / sum(k for k, _ in now) + inflated / sum(k for k, _ in before))
    return log(current / rate), error


def bar_of(false_lines: float, looks: float, judged: int) -> float:
    """Odds below which a step is called off its usual, so that in `looks` independent looks at `judged` steps chance alone calls
    so many: the Bonferroni bound, which also holds where steps hang together.

    >>> bar_of(1, 9, 100)
    0.0011111111111111111
    """
    return false_lines / (looks * max(judged, 1))


def below_peers(own: tuple[float, float], peers: Sequence[tuple[float, float]], shared: Wobble) -> tuple[float, float] | None:
    """The middle of the peers' rates, and how many deviations (count, exposure) `own` lies below it; each peer of whom enough is
    to be expected at the rate of all: those with enough found would be the lucky ones.  None with fewer than three."""
    whole = sum(n for _, n in peers)
    pooled = sum(k for k, _ in peers) / whole if whole > 0 else 0.0
    rates = sorted(k / n for k, n in peers if n * pooled >= LEAST_EXPECTED)
    if len(rates) < 3 or own[1] <= 0:
        return None
    half = len(rates) // 2
    middle = rates[half] if len(rates) % 2 else (rates[half - 1] + rates[half]) / 2
    expected = own[1] * middle
    if expected < LEAST_EXPECTED:
        return None
    return middle, 2 * (sqrt(expected) - sqrt(own[0] + 0.375)) / sqrt(shared.dispersion)


def _rate(days: Days) -> float | None:
    exposure = sum(n for _, n in days)
    return sum(k for k, _ in days) / exposure if exposure > 0 else None


def _dispersion(days: Days, rate: float, shared: Wobble) -> float:
    """The listing's own, pulled to all listings' by how few its days are."""
    if rate <= 0:
        return shared.dispersion
    rest = sum((k - n * rate) ** 2 / (n * rate) for k, n in days if n > 0)
    return max(shared.least, (rest + SHARED_DAYS * shared.dispersion) / (len(days) - 1 + SHARED_DAYS))
