"""How much the hours that are in say of their day: a credibility of the expectation and of what was seen (Buhlmann 1967)."""

import numpy as np

from daybook.analysis.pacing.days import Floats

#: From this relative variance of the hours that are in on, they are weighed linearly and not in logs.
FEW = 0.1


def credible(ratio: Floats | float, mood: Floats | float, stray: Floats | float) -> tuple[Floats, Floats]:
    """How many times its expectation the day is, and the relative variance left, by the ratio seen so far.

    >>> times, doubt = credible(1.4, 0.03, 0.03)
    >>> bool(1.15 < times < 1.25), float(doubt)
    (True, 0.015)
    """
    weight = np.asarray(mood / (mood + stray))
    few = np.minimum(1.0, np.asarray(stray) / FEW)
    linear = np.maximum(1 + weight * (np.asarray(ratio) - 1), 0.02)
    logs = np.exp(weight * np.log(np.maximum(ratio, 1e-3)))
    return np.asarray(few * linear + (1 - few) * logs), np.asarray(weight * stray)
