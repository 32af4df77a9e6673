"""Simulated live shows with planted effects of prompts to the host.  Imports nothing that judges.

A show is a room: people enter in waves (a course since the beginning, a level of its own, slow drift, short bursts, scatter), leave
after a while, see listings, click, pay.  Each rate has a level of its own and a slow drift in each show, so that what is low now
is higher later without anybody's doing.  Half of the prompts are given when a rate is low (as rules give them), half at random
minutes.  A planted effect rises over three minutes, holds for nine, and is gone after twenty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: What prompts act on -> the count that is read over the one under it.
TARGETS = {"concurrent": ("concurrent", ""), "comment_rate": ("comments", "concurrent"),
           "item_click_rate": ("item_clickers", "item_viewers"), "click_to_paid_rate": ("paid_orders", "item_clickers"),
           "payment_cvr": ("paid_orders", "entered")}
#: Planted changes: four in ten prompts do nothing.
CHANGES = (0.0, 0.0, 0.0, 0.0, 0.15, 0.3, 0.3, 0.5, 0.5, -0.2)
APART = 22


@dataclass(frozen=True)
class Planted:
    """One prompt: its minute, what it acts on, the change, whether it was given because the rate was low, and the true ratio of
    what came in minutes 5 to 9 after it to what would have come (of the means, without scatter of counting)."""

    at: int
    target: str
    change: float
    on_low: bool
    truth: float


@dataclass(frozen=True)
class Simulated:
    """One show by minute, and its prompts."""

    counts: dict[str, Floats]
    prompts: tuple[Planted, ...]


@dataclass(frozen=True)
class Account:
    """What shows of an account have in common; rates per minute, or shares."""

    entries: float
    leaving: float
    seeing: float
    clicking: float
    paying: float
    talking: float
    level: float        # spread of a show's own level, log
    drift: float        # spread of the slow drift, log


def account(random: np.random.Generator, crowd: float = 1.0) -> Account:
    """An account with between 8 and 80 entering a minute; `crowd` makes it larger or smaller."""
    return Account(crowd * float(np.exp(random.uniform(np.log(8), np.log(80)))), random.uniform(0.3, 0.8), random.uniform(0.3, 0.7),
                   random.uniform(0.08, 0.25), random.uniform(0.04, 0.14), random.uniform(0.03, 0.2),
                   random.uniform(0.25, 0.6), random.uniform(0.08, 0.2))


def show(random: np.random.Generator, told: Account, minutes: int = 0, prompts: int = 7,
         changes: tuple[float, ...] = CHANGES) -> Simulated:
    """One show of 150 to 280 minutes."""
    length = minutes or int(random.integers(150, 280))
    rate = {name: _drift(random, length, told) for name in ("entered", "left", "seen", "clicked", "paid", "talked")}
    rate["entered"] = rate["entered"] * _course(length) * _bursts(random, length)
    effect = {name: np.ones(length + 60) for name in TARGETS}
    counts = {name: np.zeros(length) for name in ("entered", "left", "concurrent", "item_viewers", "item_clickers", "comments",
                                                  "likes", "paid_orders")}
    given: list[tuple[int, str, float, bool]] = []
    people = told.entries * 2
    rooms = np.zeros(length)
    for t in range(length):
        planned = _next(random, t, length, given, counts, prompts)
        if planned is not None:
            target, low = planned
            change = float(random.choice(changes))
            given.append((t, target, change, low))
            effect[target][t + 1:t + 21] *= 1 + change * _hold()
        rooms[t] = people
        people = _minute(random, t, people, told, rate, effect, counts)
    planted = [Planted(t, target, change, low, _truth(t, target, change, told, rate, rooms))
               for t, target, change, low in given]
    return Simulated(counts, tuple(planted))


def _minute(random: np.random.Generator, t: int, people: float, told: Account, rate: dict[str, Floats],
            effect: dict[str, Floats], counts: dict[str, Floats]) -> float:
    """Fills one minute; gives who is in the room at its end."""
    stay = effect["concurrent"][t]
    came = float(random.poisson(told.entries * rate["entered"][t] * np.sqrt(stay)))
    gone = float(random.binomial(int(people), min(told.leaving * rate["left"][t] / np.sqrt(stay), 0.95)))
    here = people
    seen = float(random.binomial(int(here), min(told.seeing * rate["seen"][t], 0.95)))
    clicked = float(random.binomial(int(seen), min(told.clicking * rate["clicked"][t] * effect["item_click_rate"][t], 0.95)))
    paying = told.paying * rate["paid"][t] * effect["click_to_paid_rate"][t] * effect["payment_cvr"][t]
    counts["entered"][t], counts["left"][t], counts["concurrent"][t] = came, gone, here
    counts["item_viewers"][t], counts["item_clickers"][t] = seen, clicked
    counts["paid_orders"][t] = float(random.binomial(int(clicked), min(paying, 0.95)))
    counts["comments"][t] = float(random.poisson(here * told.talking * rate["talked"][t] * effect["comment_rate"][t]))
    counts["likes"][t] = float(random.poisson(here * 0.4))
    return people + came - gone


def _truth(t: int, target: str, change: float, told: Account, rate: dict[str, Floats], rooms: Floats) -> float:
    """The ratio in minutes 5 to 9 after; of the room itself by two rooms without chance, one with the prompt."""
    if target != "concurrent":
        return 1 + change
    with_it = without = rooms[t]
    both = np.zeros((5, 2))
    for n in range(10):
        if n >= 5:
            both[n - 5] = with_it, without
        at = min(t + n, len(rooms) - 1)
        factor = 1 + change * _hold()[n - 1] if n >= 1 else 1.0
        came, gone = told.entries * rate["entered"][at], told.leaving * rate["left"][at]
        with_it += came * np.sqrt(factor) - with_it * min(gone / np.sqrt(factor), 0.95)
        without += came - without * min(gone, 0.95)
    return float(both[:, 0].sum() / both[:, 1].sum())


def _next(random: np.random.Generator, t: int, length: int, given: list[tuple[int, str, float, bool]],
          counts: dict[str, Floats], most: int) -> tuple[str, bool] | None:
    """Whether the host is told something this minute: what is acted on, and whether it is because it is low."""
    last = given[-1][0] if given else -APART
    if t < 30 or t > length - 15 or t - last < APART or len(given) >= most:
        return None
    for target in random.permutation(list(TARGETS)):
        if len(given) % 2 == 0 and _rate(counts, target, t - 10, t) < 0.8 * _rate(counts, target, 0, t - 10):
            return str(target), True
    if len(given) % 2 == 1 and random.random() < 0.15:
        return str(random.choice(list(TARGETS))), False
    return None


def _rate(counts: dict[str, Floats], target: str, first: int, end: int) -> float:
    over, under = TARGETS[target]
    by = counts[under][first:end].sum() if under else end - first
    return float(counts[over][first:end].sum() / by) if by else 1.0


def _hold() -> Floats:
    return np.concatenate([[1 / 3, 2 / 3], np.ones(10), np.linspace(1, 0, 9)[1:]])


def _drift(random: np.random.Generator, length: int, told: Account) -> Floats:
    """A level of the show's own, and a slow drift around it with a half-life of 8 to 25 minutes."""
    keep = 0.5 ** (1 / random.uniform(8, 25))
    steps = random.normal(0, told.drift * np.sqrt(1 - keep ** 2), length)
    value, found = random.normal(0, told.drift), np.zeros(length)
    for n in range(length):
        value = value * keep + steps[n]
        found[n] = value
    return np.asarray(np.exp(found + random.normal(0, told.level) + random.normal(0, 0.05, length)))


def _course(length: int) -> Floats:
    """The first half hour fills the room; the last twenty minutes empty it."""
    t = np.arange(length)
    return np.asarray((0.5 + 0.7 * np.minimum(t / 35, 1) - 0.2 * t / length) * np.minimum((length - t) / 20, 1) ** 0.5)


def _bursts(random: np.random.Generator, length: int) -> Floats:
    """The platform sends a wave now and then: up to twice as many for some minutes."""
    found = np.ones(length)
    for start in random.integers(0, length, 4):
        found[start:start + int(random.integers(3, 9))] *= random.uniform(1.2, 2.0)
    return found
