"""Words of a console's reports judged one by one: what a click is worth, what the next one costs, which move that makes.

Exports tell neither bids nor shares of searches: how clicks follow their price is learned from the account's own changes of
price (each word against its own mean, each day against the account's), pulled to what is usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np

from daybook.analysis.bidding.change import BEHIND, price_changed, rate_changed
from daybook.analysis.bidding.moves import BidMove, Told, response_of_moves
from daybook.analysis.bidding.rates import Rates, fit_rates
from daybook.analysis.bidding.reports import Flags, Floats, Ints
from daybook.analysis.bidding.texts import features
from daybook.analysis.bidding.zero import interval, judge_words

USUAL_RESPONSE, RESPONSE_DOUBT = 1.5, 0.5  # clicks rise by so many percent for one percent of price; standard deviation
STILL = 1e-6  # variance of log prices under which nothing moved but the last digit
RESPONSE = (0.5, 4.0)  # outside of these one does not believe it
LEAST_CLICKS = 5  # of a day from which a price is read
ORDERS_BEHIND_VALUE = 5.0
CLICKS_BEHIND_PRICE = 5.0
USUAL_CVR = 0.03
OTHERS = 20.0  # clicks at the account's conversion behind that of the other words on one day
SURE = 0.2  # chance of being wrong above which one waits instead of moving
LONGEST_WAIT = 28.0  # days: what takes longer to know is left as it is
WORTH_AN_EDIT = 0.05  # share by which worth and price of the next click must differ


@dataclass(frozen=True)
class WordDay:
    """One day of a word; `known` is the share of its orders that is known by now."""

    clicks: float
    cost: float
    orders: float
    gmv: float
    known: float
    day: int


@dataclass(frozen=True)
class Word:
    """A word with its group (plan or item) and what an order leaves of its amount before ads; None: not known."""

    text: str
    group: int
    days: Sequence[WordDay]
    margin: float | None


@dataclass(frozen=True)
class Judgement:
    """All that a person needs to agree or not; money a day in shop currency, `move` raise, lower, pause, wait or keep."""

    clicks: float
    orders: float  # with those still to come
    cvr: tuple[float, float, float]  # low, mid, high: 80 %
    cpc: float
    marginal_cpc: float
    worth: float | None
    pays: float | None  # chance that it earns what it costs
    move: str
    step: float  # share by which its bid should move
    gain: float
    wrong: float | None
    wait_clicks: float
    wait_days: float | None
    wait_cost: float
    sells_since: int | None = None  # the day since which it sells otherwise, and from which it is judged
    costs_since: int | None = None  # the same of what a click costs


@dataclass(frozen=True)
class Steps:
    """How far one edit may go, and how sure a change has to be before what was before it is left out, by the rulebook."""

    up: float
    down: float
    risk: float
    change: float = 1.0


@dataclass(frozen=True)
class _Since:
    """A word's days from its changes on, and the days (ordinals) of these."""

    sold: Sequence[WordDay]
    paid: Sequence[WordDay]
    sells: int | None
    costs: int | None


def judge(words: Sequence[Word], groups: int, steps: Steps, window: int, usual_value: float | None = None,
          moves: Sequence[BidMove] = ()) -> list[Judgement]:
    """Every word of an account over `window` days; a word without clicks is kept.  `usual_value` is what an order comes to,
    for an account without any: without it nothing is judged there.  A word that changed is judged by what came since."""
    sums = np.array([[sum(getattr(d, name) for d in word.days) for name in ("clicks", "cost", "orders", "gmv")] for word in words]
                    or np.zeros((0, 4)), float).reshape(-1, 4)
    if not len(words) or not sums[:, 0].sum():
        return [_silent() for _ in words]
    trials = np.array([_known(word.days) for word in words])
    since = _since_changes(words, steps.change)
    sold = np.array([[sum(d.orders for d in one.sold), _known(one.sold)] for one in since])
    table, kind = features([word.text for word in words], np.array([word.group for word in words], np.int64), groups)
    changed = np.array([one.sells is not None for one in since])
    rates = _anew(fit_rates(sold[:, 0], sold[:, 1], table, kind, USUAL_CVR), sold, changed)
    if not sums[:, 2].sum() and usual_value is None:
        words = [replace(word, margin=None) for word in words]      # nobody has said what an order is worth
    ordered = float(sums[:, 2].sum())
    mean_value = (usual_value or 0.0) if not ordered else (sums[:, 3].sum() + 1e-9) / max(ordered, 1.0)
    value = (sums[:, 3] + ORDERS_BEHIND_VALUE * mean_value) / (sums[:, 2] + ORDERS_BEHIND_VALUE)
    cpc = np.where(sums[:, 0] > 0, sums[:, 1] / np.maximum(sums[:, 0], 1e-9), 0.0)
    paid = np.array([[sum(getattr(d, name) for d in one.paid) for name in ("clicks", "cost")] for one in since])
    group = np.array([word.group for word in words], np.int64)
    price, whole = _price(paid, group, groups), _price(sums[:, :2], group, groups)
    margin = np.array([np.nan if word.margin is None else word.margin for word in words])
    order = margin * value
    needed = np.where(order > 0, price / np.where(order > 0, order, 1.0), np.inf)
    odds = judge_words(rates, needed, steps.risk)
    response = learn_response(words, moves)
    made = [_judged(word, (sums[at], float(trials[at])), rates, at, (float(cpc[at]), float(price[at]), float(whole[at])),
                    float(order[at]),
                    (float(odds.pays[at]), bool(odds.cut[at]), float(odds.clicks_to_wait[at])), response, steps, window)
            for at, word in enumerate(words)]
    return [replace(one, sells_since=of.sells, costs_since=of.costs) for one, of in zip(made, since, strict=True)]


def _anew(rates: Rates, sold: Floats, changed: Flags) -> Rates:
    """The rates, of words that changed by what came since: one order's worth of what their text says stands behind it, as in the
    odds of the change itself, since such a word is no longer what its text says.  `sold` is orders and clicks, a row per word."""
    rate = rates.prior * (sold[:, 0] + BEHIND) / (rates.prior * sold[:, 1] + BEHIND)
    variance = 1 / (sold[:, 0] + BEHIND)
    return replace(rates, rate=np.where(changed, rate, rates.rate), variance=np.where(changed, variance, rates.variance))


def _known(days: Sequence[WordDay]) -> float:
    """Clicks of which the orders are known."""
    return sum(d.clicks * d.known for d in days)


def _since_changes(words: Sequence[Word], sure: float) -> list[_Since]:
    """Each word's days since its conversion, beside that of the others on the same days, and its price changed."""
    orders: dict[int, float] = {}
    trials: dict[int, float] = {}
    for day in (d for word in words for d in word.days):
        orders[day.day] = orders.get(day.day, 0.0) + day.orders
        trials[day.day] = trials.get(day.day, 0.0) + day.clicks * day.known
    mean = sum(orders.values()) / max(sum(trials.values()), 1e-9)
    found = []
    for word in words:
        days = sorted(word.days, key=lambda d: d.day)
        expected = np.array([d.clicks * d.known * (orders[d.day] - d.orders + OTHERS * mean) / (
            trials[d.day] - d.clicks * d.known + OTHERS) for d in days])
        clicked = [d for d in days if d.clicks > 0]
        sells = rate_changed(np.array([d.orders for d in days], float), expected, sure)
        costs = price_changed(np.array([d.cost / d.clicks for d in clicked], float), np.array([d.clicks for d in clicked], float),
                              sure)
        found.append(_Since(days[sells or 0:], clicked[costs:] if costs else days, None if sells is None else days[sells].day,
                            None if costs is None else clicked[costs].day))
    return found


def _price(sums: Floats, group: Ints, groups: int) -> Floats:
    """What a click costs: that of few clicks is pulled to its group's and the group's to the account's, since one dear click is
    no reason to cut a word."""
    clicks, spend = np.bincount(group, sums[:, 0], groups), np.bincount(group, sums[:, 1], groups)
    of_group = (spend + CLICKS_BEHIND_PRICE * spend.sum() / clicks.sum()) / (clicks + CLICKS_BEHIND_PRICE)
    return np.asarray((sums[:, 1] + CLICKS_BEHIND_PRICE * of_group[group]) / (sums[:, 0] + CLICKS_BEHIND_PRICE))


def _silent() -> Judgement:
    return Judgement(0, 0, (0.0, 0.0, 0.0), 0, 0, None, None, "keep", 0, 0, None, 0, None, 0)


def _judged(word: Word, counted: tuple[Floats, float], rates: Rates, at: int, prices: tuple[float, float, float], order: float,
            odds: tuple[float, bool, float], response: float, steps: Steps, window: int) -> Judgement:
    cpc, price, whole = prices      # as it was, as it is expected to be, and so over all days
    clicks, orders, trials = float(counted[0][0]), float(counted[0][2]), counted[1]
    low, high = interval(rates, at)
    rate = float(rates.rate[at])
    adjusted = orders + rate * max(clicks - trials, 0.0)
    marginal = price * (1 + 1 / response)
    a_day = clicks / window
    told = (clicks, adjusted, (low, rate, high), cpc, marginal)
    if word.margin is None or not clicks:
        return Judgement(*told, None, None, "keep", 0, 0, None, 0, None, 0)
    worth, (pays, cut, wait) = rate * order, odds
    if cut:
        return Judgement(*told, worth, pays, "pause", -1.0, a_day * (whole - worth), pays, 0, 0.0, 0)
    if pays < 0.5 and 0 < wait <= LONGEST_WAIT * a_day:
        return Judgement(*told, worth, pays, "wait", 0, 0, pays, wait, wait / a_day, wait * price)
    move = "raise" if worth > marginal * (1 + WORTH_AN_EDIT) else "lower" if worth < marginal * (1 - WORTH_AN_EDIT) else "keep"
    wrong = _wrong(worth, marginal, float(rates.variance[at]))
    step = min(steps.up, worth / marginal - 1) if move == "raise" else -min(steps.down, 1 - worth / marginal)
    spread = float(rates.variance[at])
    more = _clicks_until(rate, spread, worth, marginal, steps.risk if wrong <= SURE else SURE)
    waiting = (more, more / a_day, more * price)
    if move == "keep" or (wrong > SURE and waiting[1] > LONGEST_WAIT):
        return Judgement(*told, worth, pays, "keep", 0, 0, wrong, 0, None, 0)
    if wrong > SURE:
        return Judgement(*told, worth, pays, "wait", 0, 0, wrong, *waiting)
    return Judgement(*told, worth, pays, move, step, gain_of_step(a_day, price, worth, step, response), wrong, *waiting)


def _wrong(worth: float, marginal: float, variance: float) -> float:
    """Chance that the worth of a click lies on the other side of what the next click costs (log-normal)."""
    return 1 - NormalDist().cdf(abs(log(max(worth, 1e-9) / max(marginal, 1e-9))) / sqrt(max(variance, 1e-9)))


def _clicks_until(rate: float, variance: float, worth: float, marginal: float, risk: float) -> float:
    """More clicks after which, at the rate that is expected, the odds of being wrong are `risk`: the variance of a gamma's
    logarithm falls as 1 / orders."""
    wanted = (log(max(worth, 1e-9) / max(marginal, 1e-9)) / NormalDist().inv_cdf(1 - risk)) ** 2
    orders_more = max(1 / max(wanted, 1e-4) - 1 / max(variance, 1e-9), 0.0)
    return float(np.ceil(orders_more / max(rate, 1e-4)))


def gain_of_step(a_day: float, cpc: float, worth: float, step: float, response: float) -> float:
    """Contribution a day that the step brings: clicks follow their price, all of them at the new one."""
    after = a_day * exp(response * log(1 + step))
    return after * (worth - cpc * (1 + step)) - a_day * (worth - cpc)


def best_step(cpc: float, worth: float, response: float) -> float:
    """The share by which the price of a click should move until the next one costs what a click brings.

    >>> round(best_step(1.0, 2.0, 1.5), 3)
    0.2
    """
    return worth / (1 + 1 / response) / max(cpc, 1e-9) - 1


def learn_response(words: Sequence[Word], moves: Sequence[BidMove] = ()) -> float:
    """Percent more clicks for one percent more a click, from the account's own changes of price and from its own bid `moves`,
    each weighing by how well it tells; what is usual stands behind both.

    Weeks of a word against its own mean and the account's week; the wobble of single days is taken out of the price's variance
    (errors in variables), so an account that never changed a price tells nothing and gets what is usual.
    """
    told = [one for one in (_of_weeks(words), _of_moves(words, moves)) if one is not None]
    pull = 1 / RESPONSE_DOUBT ** 2
    weight = pull + sum(1 / spread for _, spread in told)
    return float(np.clip((USUAL_RESPONSE * pull + sum(slope / spread for slope, spread in told)) / weight, *RESPONSE))


def _of_moves(words: Sequence[Word], moves: Sequence[BidMove]) -> tuple[float, float] | None:
    if not moves:
        return None
    return response_of_moves([Told({d.day: d.clicks for d in word.days}, {d.day: d.cost for d in word.days}) for word in words],
                             moves)


def _of_weeks(words: Sequence[Word]) -> tuple[float, float] | None:
    """The slope that weeks tell and its variance; None where prices stood."""
    weeks = [week for at, word in enumerate(words) for week in _weeks(at, word)]
    if len(weeks) < 12:
        return None
    word, when = (np.unique([w[n] for w in weeks], return_inverse=True)[1] for n in (0, 1))
    price, clicks, weight, wobble = (np.array([w[n] for w in weeks]) for n in (2, 3, 4, 5))
    for _ in range(4):
        for of in (word, when):
            under = np.bincount(of, weight)
            price = price - (np.bincount(of, weight * price) / under)[of]
            clicks = clicks - (np.bincount(of, weight * clicks) / under)[of]
    moved = float((weight * (price ** 2 - wobble)).sum())
    told = float((weight * price ** 2).sum())
    if told <= STILL * float(weight.sum()) or moved <= 0.5 * told:
        return None
    slope = float((weight * price * clicks).sum()) / moved
    spread = max(float((weight ** 2 * (clicks - slope * price) ** 2 * price ** 2).sum()) / moved ** 2, 1e-4)
    return slope, spread


def _weeks(at: int, word: Word) -> list[tuple[int, int, float, float, float, float]]:
    """Word, week, mean log price, log clicks a day, clicks, and the variance of that mean price."""
    found = []
    by_week: dict[int, list[WordDay]] = {}
    for day in word.days:
        by_week.setdefault(day.day // 7, []).append(day)
    for week, days in by_week.items():
        priced = [d for d in days if d.clicks >= LEAST_CLICKS and d.cost > 0]
        if len(priced) >= 4:
            prices = np.array([log(d.cost / d.clicks) for d in priced])
            clicks = sum(d.clicks for d in priced)
            found.append((at, week, float(prices.mean()), log(clicks / len(priced)), clicks,
                          float(prices.var(ddof=1)) / len(priced)))
    return found
