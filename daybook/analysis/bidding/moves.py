"""Own bid moves as experiments: how clicks followed the price of a click where somebody moved a bid.

The move is the instrument: clicks and price of the word in the week after it beside the week before, less what the words that
nobody moved did meanwhile (a ratio of two differences in differences; Angrist and Pischke 2009, chapter 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

#: Days on either side; the day of the move itself is of both prices.
SIDE, LEAST = 7, 3
#: A smaller move is no experiment; clicks of a word scatter by so much from week to week beyond counting.
LEAST_MOVE, SCATTER = 0.03, 0.15


@dataclass(frozen=True)
class BidMove:
    """A bid of a word (its place among the words) moved on a day (an ordinal) by a factor."""

    word: int
    day: int
    factor: float


@dataclass(frozen=True)
class Told:
    """Clicks and cost of one word by day (an ordinal)."""

    clicks: Mapping[int, float]
    cost: Mapping[int, float]


def response_of_moves(words: Sequence[Told], moves: Sequence[BidMove]) -> tuple[float, float] | None:
    """Percent more clicks for one percent more a click, and its variance; None where no move tells."""
    calm = [one for at, one in enumerate(words) if at not in {m.word for m in moves}]
    real = [move for move in moves if abs(log(move.factor)) >= LEAST_MOVE]
    found = [seen for move in real if (seen := _seen(words, calm, moves, move)) is not None]
    pull = sum(z * price / error for z, price, _, error in found)
    if pull <= 0:
        return None
    slope = sum(z * clicks / error for z, _, clicks, error in found) / pull
    spread = sum((z / error) ** 2 * max((clicks - slope * price) ** 2, error) for z, price, clicks, error in found)
    return slope, spread / pull ** 2


def _seen(words: Sequence[Told], calm: Sequence[Told], moves: Sequence[BidMove],
          move: BidMove) -> tuple[float, float, float, float] | None:
    """The move's size, what the price and the clicks did (in logs), and the variance of the latter."""
    others = [m.day for m in moves if m.word == move.word and m.day != move.day]
    before = range(max([move.day - SIDE, *(d + 1 for d in others if d < move.day)]), move.day)
    after = range(move.day + 1, min([move.day + SIDE + 1, *(d for d in others if d > move.day)]))
    own = words[move.word]
    sides = [[d for d in side if own.clicks.get(d) and own.cost.get(d)] for side in (before, after)]
    if min(map(len, sides)) < LEAST:
        return None
    clicks, cost = ([sum(of[d] for d in side) for side in sides] for of in (own.clicks, own.cost))
    rate = log(clicks[1] / len(sides[1])) - log(clicks[0] / len(sides[0]))
    price = log(cost[1] / clicks[1]) - log(cost[0] / clicks[0])
    error = 1 / clicks[0] + 1 / clicks[1] + 2 * SCATTER ** 2
    tide = [sum(one.clicks.get(d, 0.0) for one in calm for d in side) / len(side) for side in sides]
    if min(tide) > 0:
        rate -= log(tide[1] / tide[0])
        error += sum(1 / (t * len(s)) for t, s in zip(tide, sides, strict=True))
    return log(move.factor), price, rate, error
