"""How many people a test needs before it begins, and what it can tell with those who come.

Power as GrowthBook reckons it: the chance that the interval at the end leaves out 0, fixed or always valid, both sides.
"""

from math import ceil, log, sqrt

from daybook.analysis.experiments.intervals import mixing
from daybook.analysis.tails import moved_t_over, normal_reach, normal_under, t_reach


def error_of(mean: float, variance: float, lift: float, each: float) -> float:
    """Standard error of a relative lift with `each` people in both arms, where one person's number has a mean and variance."""
    return sqrt(variance / (mean ** 2 * each) + variance * (mean * (1 + lift)) ** 2 / (mean ** 4 * each))


def power(mean: float, variance: float, lift: float, each: float, alpha: float = 0.05, tuned: float | None = None) -> float:
    """Chance to tell a lift with `each` people in both arms; `tuned` for the always-valid interval, None for one look."""
    error = error_of(mean, variance, lift, each)
    if tuned:
        error *= _looked(2 * each, tuned, alpha) / normal_reach(1 - alpha / 2)
    bar = normal_reach(1 - alpha / 2)
    return normal_under(lift / error - bar) + normal_under(-bar - lift / error)


def smallest_lift(mean: float, variance: float, each: float, target: float = 0.8, alpha: float = 0.05,
                  tuned: float | None = None) -> float | None:
    """The smallest lift that is told with chance `target`; None where so few people tell no lift at all."""
    z = normal_reach(1 - alpha / 2) + normal_reach(target)
    if tuned:
        variance *= (_looked(2 * each, tuned, alpha) / normal_reach(1 - alpha / 2)) ** 2
    noise = z ** 2 * variance / each
    if noise >= mean ** 2:
        return None
    # (lift * mean)^2 = noise * (1 + (1 + lift)^2), the larger root
    first, second, last = 1 - noise / mean ** 2, -2 * mean, mean ** 2 - noise
    root = (-second + sqrt(second ** 2 - 4 * first * last)) / (2 * first)
    return root / mean - 1


def people_needed(mean: float, variance: float, lift: float, target: float = 0.8, alpha: float = 0.05, *,
                  looked: bool = True) -> int:
    """People in each arm for a lift to be told with chance `target`.

    `looked`: with the always-valid interval, tuned to the very sample that comes out (its two arms together).
    """
    low, high = 1, 2
    while not _enough(mean, variance, lift, high, target, alpha, looked):
        low, high = high, high * 2
        if high > 10 ** 12:
            raise ValueError("no sample tells a lift of nothing")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _enough(mean, variance, lift, middle, target, alpha, looked) else (middle, high)
    return high


def days_needed(people: int, a_day: float, arms: int = 2) -> int | None:
    """Days until every arm has so many people, where `a_day` come to all arms together; None where nobody comes."""
    return ceil(people * arms / a_day) if a_day > 0 else None


def pairs_needed(scatter: float, lift: float, target: float = 0.8, alpha: float = 0.05, most: int = 60) -> int | None:
    """Pairs of blocks for a switchback to tell a lift, where differences of a pair's logs scatter by `scatter`; None beyond `most`.

    Fewer than make 2^(1 - pairs) at most alpha can never tell anything: the lot has too few outcomes.
    """
    fewest = ceil(1 - log(alpha) / log(2))
    for pairs in range(max(fewest, 2), most + 1):
        away = log(1 + lift) / (scatter / sqrt(pairs)) if scatter > 0 else float("inf")
        bar = t_reach(1 - alpha / 2, pairs - 1)
        if away > 30 or moved_t_over(bar, pairs - 1, away) >= target:
            return pairs
    return None


def _enough(mean: float, variance: float, lift: float, each: int, target: float, alpha: float, looked: bool) -> bool:
    return power(mean, variance, abs(lift), each, alpha, 2.0 * each if looked else None) >= target


def _looked(n: float, tuned: float, alpha: float) -> float:
    """Standard errors in half of the always-valid interval after n people."""
    grown = n * mixing(tuned, alpha) ** 2
    return sqrt(2 * (grown + 1) / grown * log(sqrt(grown + 1) / alpha))
