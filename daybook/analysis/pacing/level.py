"""What a day should come to before its first hour: a moving level x weekday x own promotion x event.

Each factor is a ratio of sums (total sold over total expected without the factor), so that days with nothing sold count
as they are, pulled to what all shops of the run show (empirical Bayes with a fixed strength, Buhlmann 1967).  The level
is an exponentially weighted ratio; days of an event or promotion teach it less, since their own factor is in doubt.
"""

from dataclasses import dataclass

import numpy as np

from daybook.analysis.pacing.days import Days, Flags, Floats, Ints

#: Days after which a day counts half: for the level, and for weekday and promotion.
LEVEL_HALF_LIFE, HABIT_HALF_LIFE = 10.0, 120.0
#: What days of an event and of a promotion teach about the level, against a plain day.
EVENT_WEIGHT, PROMO_WEIGHT = 0.15, 0.5
#: What days of an event teach about weekdays, against a plain day: an event moves buying between weekdays, so that they
#: teach less than about the level.  Chosen on simulated sets (`bench/judgement/pacing_sets.py`), like all numbers here.
EVENT_HABIT_WEIGHT = 0.1
#: Days' worth of the pool (weekday: of 1) that a shop's own factor is pulled by.
WEEKDAY_PULL, PROMO_PULL, EVENT_PULL = 2.0, 4.0, 3.0
#: First guesses of a promotion's and an event's factor, each worth so many days.
PROMO_GUESS, PROMO_GUESS_DAYS = 1.25, 2.0
EVENT_GUESS, EVENT_GUESS_DAYS = 1.3, 1.0
#: One day counts at most so many times what was expected, so that one giant order is not an event's factor.
MOST_RATIO = 6.0
LEAST_RATIO = 0.2
#: How strongly a shop answers to events: pulled to 1 as by so many squared logs of days, and its bounds.
ANSWER_PULL, ANSWERS = 0.5, (0.2, 2.0)
#: What is believed of the mean effect of other events on a day of one not seen before.
UNSEEN_SHARE = 0.7
SWEEPS = 3
WEEK = 7


@dataclass(frozen=True)
class Level:
    """`level` (series,) of a plain day now, `weekday` (series, 7), `promo` (series,), `events` number -> (series,),
    `any_event` (series,) of one not seen before; `expected` (series, days) what each past day should have been by the
    days before it and today's factors; `seen` event number -> (series,) whole days of it.
    """

    level: Floats
    weekday: Floats
    promo: Floats
    events: dict[int, Floats]
    any_event: Floats
    expected: Floats
    seen: dict[int, Ints]

    def of_day(self, weekday: int, promo: Flags, event: Ints) -> Floats:
        """(series,): what a day of this kind should come to."""
        out = self.level * self.weekday[:, weekday] * np.where(promo, self.promo, 1.0)
        for s, e in enumerate(event):
            if e:
                out[s] *= self.events[int(e)][s] if int(e) in self.events else self.any_event[s]
        return np.asarray(out, dtype=np.float64)


def fit_level(days: Days) -> Level:
    """The level and the factors after these days; every one of them counts as past."""
    whole, total = days.whole, days.totals
    scale = _scale(total, whole)
    habit = _ages(days, HABIT_HALF_LIFE) * whole
    plain = habit * np.where(days.event > 0, EVENT_HABIT_WEIGHT, 1.0)
    teach = whole.astype(np.float64) * np.where(days.event > 0, EVENT_WEIGHT, 1.0) * np.where(days.promo, PROMO_WEIGHT, 1.0)
    weekday, promo = np.ones((len(scale), WEEK)), np.ones(len(scale))
    events: dict[int, Floats] = {}
    answer = np.ones(len(scale))
    of_event = np.ones_like(total)
    factor = np.ones_like(total)
    for _ in range(SWEEPS):
        level = _level_around(total, factor, teach, scale)
        weekday = _weekdays(days, total / scale[:, None], level * np.where(days.promo, promo[:, None], 1.0) * of_event
                            / scale[:, None], plain)
        by_day = weekday[:, days.weekday]
        promo = _promotions(days, np.divide(total, level * by_day * of_event), habit)
        with_promo = by_day * np.where(days.promo, promo[:, None], 1.0)
        events, answer = _events(days, np.minimum(total / (level * with_promo), MOST_RATIO), whole)
        of_event = np.ones_like(total)
        for event, effect in events.items():
            of_event = np.where(days.event == event, effect[:, None], of_event)
        factor = with_promo * of_event
    before, now = _level_behind(total, factor, teach, scale)
    mean = float(np.mean([e.mean() for e in events.values()])) if events else EVENT_GUESS
    unseen = (1 + UNSEEN_SHARE * (mean - 1)) ** answer
    seen = {e: ((days.event == e) & whole).sum(axis=1) for e in events}
    return Level(now, weekday, promo, events, unseen, before * factor, seen)


def _ages(days: Days, half_life: float) -> Floats:
    count = days.amount.shape[1]
    return np.asarray(0.5 ** (np.arange(count, 0, -1) / half_life))[None, :]


def _scale(total: Floats, whole: Flags) -> Floats:
    """(series,): the size of an ordinary day, for pulls and for adding up shops of unlike size; above 0."""
    count = np.maximum(whole.sum(axis=1), 1)
    middle = np.nanmedian(np.where(whole, total, np.nan), axis=1) if whole.any(axis=1).all() else total.sum(1) / count
    return np.asarray(np.maximum(np.maximum(middle, 0.3 * total.sum(axis=1) / count), 1e-9))


def _sums_behind(values: Floats) -> Floats:
    """(series, days + 1): exponentially weighted sums of the days before each."""
    keep = 0.5 ** (1 / LEVEL_HALF_LIFE)
    from scipy.signal import lfilter  # a second in coming, which no page waits for

    sums = lfilter([keep], [1.0, -keep], values, axis=1)
    return np.asarray(np.concatenate([np.zeros((len(values), 1)), sums], axis=1))


def _level_behind(total: Floats, factor: Floats, teach: Floats, scale: Floats) -> tuple[Floats, Floats]:
    sold, asked = _sums_behind(teach * total), _sums_behind(teach * factor)
    level = (sold + 0.3 * scale[:, None]) / (asked + 0.3)
    return level[:, :-1], level[:, -1]


def _level_around(total: Floats, factor: Floats, teach: Floats, scale: Floats) -> Floats:
    """(series, days): the level by the days before and after each, without the day itself."""
    sold, asked = teach * total, teach * factor
    both = [_sums_behind(x)[:, :-1] + _sums_behind(x[:, ::-1])[:, :-1][:, ::-1] for x in (sold, asked)]
    return np.asarray((both[0] + scale[:, None]) / (both[1] + 1.0))


def _weekdays(days: Days, sold: Floats, asked: Floats, weight: Floats) -> Floats:
    out = np.ones((len(sold), WEEK))
    for k in range(WEEK):
        on = weight * (days.weekday == k)[None, :]
        out[:, k] = ((on * sold).sum(1) + WEEKDAY_PULL) / ((on * asked).sum(1) + WEEKDAY_PULL)
    return np.asarray(out / out.mean(axis=1, keepdims=True))


def _promotions(days: Days, ratio: Floats, weight: Floats) -> Floats:
    on = weight * days.promo
    sold, count = (on * ratio).sum(axis=1), on.sum(axis=1)
    pool = (sold.sum() + PROMO_GUESS * PROMO_GUESS_DAYS) / (count.sum() + PROMO_GUESS_DAYS)
    return np.asarray((sold + PROMO_PULL * pool) / (count + PROMO_PULL))


def _events(days: Days, ratio: Floats, whole: Flags) -> tuple[dict[int, Floats], Floats]:
    """Event number -> (series,) factors, and (series,) how strongly each answers to events (1 as the others do)."""
    sold, count, pools = {}, {}, {}
    for event in np.unique(days.event[whole & (days.event > 0)]):
        on = whole & (days.event == event)
        sold[int(event)], count[int(event)] = np.where(on, ratio, 0.0).sum(axis=1), on.sum(axis=1)
        pools[int(event)] = float((sold[int(event)].sum() + EVENT_GUESS * EVENT_GUESS_DAYS)
                                  / (count[int(event)].sum() + EVENT_GUESS_DAYS))
    answer = _answer(sold, count, pools, len(ratio))
    return {e: (sold[e] + EVENT_PULL * pools[e] ** answer) / (count[e] + EVENT_PULL) for e in pools}, answer


def _answer(sold: dict[int, Floats], count: dict[int, Ints], pools: dict[int, float], series: int) -> Floats:
    """The slope of a shop's own logs of events on everybody's, pulled to 1."""
    top, bottom = np.full(series, ANSWER_PULL), np.full(series, ANSWER_PULL)
    for event, pool in pools.items():
        own = np.log(np.maximum(sold[event] / np.maximum(count[event], 1), LEAST_RATIO))
        top += count[event] * np.log(pool) * own
        bottom += count[event] * np.log(pool) ** 2
    return np.asarray((top / bottom).clip(*ANSWERS))
