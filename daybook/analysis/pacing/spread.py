"""How much more the rest of a day strays than its known sources say: measured on past days, at the same hour.

Shares and factors are estimates themselves, and no shop is as the model has it; what past days show of that is one number
for all shops of the run, so that the band holds what it says on data of any kind.
"""

import numpy as np

from daybook.analysis.pacing.credible import credible
from daybook.analysis.pacing.days import Days
from daybook.analysis.pacing.level import Level
from daybook.analysis.pacing.noise import LEAST, Noise
from daybook.analysis.pacing.shape import Shape

#: Newest days that are looked back on, and what is believed before any of them, worth so many days.
RECENT, GUESS, GUESS_DAYS = 84, 1.15, 30.0
#: One day counts at most as four standard errors, so that one giant order does not widen every band.
MOST = 16.0
BOUNDS = (0.7, 2.0)


def spread_at(past: Days, level: Level, shape: Shape, noise: Noise, hour: int) -> float:
    """The variance of what came after an hour over what was said of it, on days without an event; 1 is as said.

    `past` are the days that taught the others; each is told by today's factors and by its own hours before `hour`.
    """
    recent = slice(max(past.amount.shape[1] - RECENT, 0), None)
    amount, expected = np.nan_to_num(past.amount[:, recent]), level.expected[:, recent]
    plain = past.whole[:, recent] & (past.event[:, recent] == 0) & (expected > 0)
    done = shape.own[:, :hour].sum(axis=1)[:, None]
    by_now, to_come = np.maximum(expected * done, LEAST), expected * (1 - done)
    grain = noise.grain[:, None]
    times, doubt = credible(amount[:, :, :hour].sum(axis=2) / by_now, noise.mood[:, None], grain / by_now)
    mean = np.maximum(times * to_come, LEAST)
    square = (amount[:, :, hour:].sum(axis=2) - mean) ** 2 / np.maximum(mean**2 * doubt + grain * mean, LEAST)
    seen = np.where(plain, np.minimum(square, MOST), 0.0).sum()
    return float(np.clip((seen + GUESS * GUESS_DAYS) / (plain.sum() + GUESS_DAYS), *BOUNDS))
