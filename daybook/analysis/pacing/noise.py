"""How far days and hours stray: the noise of hours, and the day's own mood.

An hour's takings are orders of uneven size: their variance is `grain` x their mean (compound Poisson: grain is about
E[basket^2] / E[basket]; what makes whole hours restless is in it, since it is measured where most is sold).  A day as a
whole is above or below its expectation by `mood`, a relative variance.  Both are moments of past days, per shop; mood is
pulled to the shops of the run.
"""

from dataclasses import dataclass

import numpy as np

from daybook.analysis.pacing.days import Days, Floats
from daybook.analysis.pacing.level import Level

HALF_LIFE = 90.0
#: Hours straying more than this share of all are held there, so that one giant order is not the grain.
MOST = 0.999
#: First guess of the mood and its worth in days; and how much more a day strays than the days that taught its factors.
MOOD_GUESS, GUESS_DAYS, UNSEEN = 0.03, 30.0, 1.25
LEAST_MOOD, LEAST = 0.003, 1e-9
#: The mood of a day of an event that was not seen before, and the bounds of one that was.
EVENT_NEW, EVENT_KNOWN = 0.25, (0.02, 0.15)


@dataclass(frozen=True)
class Noise:
    """(series,) each: `grain` in units of the amount, `mood` a relative variance; `event_known` is the mood of a day of
    an event that was seen before."""

    grain: Floats
    mood: Floats
    event_known: float


def fit_noise(past: Days, level: Level, shares: Floats) -> Noise:
    """Noise after these days, given what each should have come to and the (series, 24) shares of an ordinary day."""
    whole, total = past.whole, past.totals
    count = past.amount.shape[1]
    plain = 0.5 ** (np.arange(count, 0, -1) / HALF_LIFE)[None, :] * whole * (past.event == 0)
    grain = _grain(past, plain, total, shares)
    stray = np.where(whole, (total / np.maximum(level.expected, LEAST)).clip(0.05, 6.0), 1.0)
    mood = _mood(stray, plain * ~past.promo, grain[:, None] / np.maximum(level.expected, LEAST))
    known = [np.log(stray[whole & (past.event == e)]) for e in level.events]
    event = float(np.mean(np.concatenate(known) ** 2)) if known else EVENT_KNOWN[1]
    return Noise(grain, mood, float(np.clip(event, *EVENT_KNOWN)))


def _grain(past: Days, weight: Floats, total: Floats, shares: Floats) -> Floats:
    """The squares of hours' strays over what the hour should have been, weighted by the latter."""
    asked = total[:, :, None] * shares[:, None, :]
    square = (np.nan_to_num(past.amount) - asked) ** 2 / np.maximum(1 - shares[:, None, :], LEAST)
    heavy = weight[:, :, None] * (asked > 0)
    ratio = np.where(heavy > 0, square / np.maximum(asked, LEAST), np.nan)
    bar = np.nan_to_num(np.nanquantile(ratio, MOST, axis=(1, 2), keepdims=True))
    ratio = np.nan_to_num(np.minimum(ratio, bar))
    return np.asarray((heavy * ratio * asked).sum((1, 2)) / np.maximum((heavy * asked).sum((1, 2)), LEAST))


def _mood(stray: Floats, weight: Floats, counting: Floats) -> Floats:
    """The variance of days beyond counting noise, pulled to all shops'."""
    own = (weight * ((stray - 1).clip(-1, 1.5) ** 2 - counting)).sum(axis=1)
    worth = weight.sum(axis=1)
    pool = max((own.sum() + MOOD_GUESS * GUESS_DAYS) / (worth.sum() + GUESS_DAYS), LEAST_MOOD)
    return np.asarray(UNSEEN * np.maximum((own + GUESS_DAYS * pool) / (worth + GUESS_DAYS), LEAST_MOOD))
