"""Scores the reading of page tests on simulated ones that are looked at every day: false positives, power, coverage.

python -m bench.judgement.page_tests [--tests 2000] [--first 1] [--step plain|again|spend|switched]

The same visitors are read by the desk's own rule, by the mixture SPRT with the lift that was planned as the deviation of its
mixture, and by Welch's interval looked at every day, which nobody should do.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np

from daybook.analysis.experiments.intervals import at_the_end, on_any_day, wider_by_days
from daybook.analysis.experiments.mixture import mixture_p
from daybook.analysis.experiments.sizes import people_needed
from daybook.analysis.experiments.splits import mismatch_p
from daybook.analysis.experiments.stops import Rule, verdict
from daybook.analysis.experiments.sums import Mean, Share, Statistic
from daybook.analysis.experiments.switched import pair_of, read_switched

ALPHA, DAYS_LEAST, LEAST = 0.05, 7, 25
#: Smallest lifts that tests are planned for, shares that buy, and days until the sample is full.
LIFTS, RATES, FULL = (0.10, 0.15, 0.25), (0.02, 0.08), (10, 28)
#: Deviation of an arm's own taste by the day, as a share, where visitors come again.
TASTE = 0.08
SETS = {"plain": 1, "again": 2, "spend": 3, "switched": 4}


@dataclass(frozen=True)
class Ran:
    """One simulated test: whether it was ever called by each rule within its days, wrongly signed, what its interval held."""

    ours: bool
    mixture: bool
    welch: bool
    once: bool
    wrong: bool
    held: bool
    uneven: bool
    day: int
    wider: float


def run(seed: int, lift: bool, kind: str = "plain") -> Ran:
    """A test of one shop from its plan to the day on which its sample is full; `lift`: as large as planned, else none.

    plain: every visitor counts once.  again: the days have tastes of their own, so that arms scatter more than people do.
    spend: what visitors spend, most of them nothing, log-normal amounts.
    """
    random = np.random.default_rng([seed, SETS[kind], int(lift)])
    smallest, rate, days = float(random.choice(LIFTS)), float(random.uniform(*RATES)), int(random.integers(*FULL))
    ratio = 1 + smallest * (float(random.choice([-1, 1])) if lift else 0)
    amounts = kind == "spend"
    # spend: mean exp(.5) and second moment exp(2) of a log-normal amount
    mean = rate * np.exp(0.5) if amounts else rate
    variance = rate * np.exp(2) - mean ** 2 if amounts else rate * (1 - rate)
    needed = people_needed(mean, variance, smallest)
    rule = Rule(needed, smallest, DAYS_LEAST, LEAST)
    each_day = 2 * needed / days
    called = mixture = welch = wrong = uneven = False
    day_called, wider = 0, 1.0
    pairs: list[tuple[Statistic, Statistic]] = []
    sums = np.zeros((2, 4))                                                 # people, did, total, squares of each arm
    lift_now, last = None, None
    for day in range(1, days + 1):
        came = int(random.poisson(each_day * random.uniform(0.7, 1.3)))
        people = int(random.binomial(came, 0.5))
        taste = random.normal(0, TASTE, 2) if kind == "again" else np.zeros(2)
        own = []
        for arm, n in enumerate((people, came - people)):
            did = int(random.binomial(n, min(rate * (ratio if arm else 1) * np.exp(taste[arm]), 0.9)))
            paid = random.lognormal(0, 1, did) if amounts else np.ones(did)
            own.append((n, did, paid.sum(), (paid ** 2).sum()))
        sums += np.array(own)
        pairs.append((_arm(own[0], amounts), _arm(own[1], amounts)))
        control, variant = (_arm(row, amounts) for row in sums)
        wider = wider_by_days(pairs) if kind == "again" else 1.0
        lift_now = on_any_day(control, variant, 2.0 * needed, ALPHA, wider=wider)
        last = at_the_end(control, variant, ALPHA)
        said = verdict(lift_now, int(sums[:, 0].min()), day, int(sums[:, 1].min()), rule)
        if said in ("won", "lost") and not called:
            called, day_called, wrong = True, day, lift and (said == "won") != (ratio > 1)
        if day >= DAYS_LEAST and sums[:, 1].min() >= LEAST:
            if not amounts:
                mixture |= mixture_p((int(sums[0][0]), int(sums[0][1])), (int(sums[1][0]), int(sums[1][1])),
                                     smallest * rate) <= ALPHA
            welch |= last is not None and last.p <= ALPHA
        uneven |= (mismatch_p([int(v) for v in sums[:, 0]], [0.5, 0.5]) or 1) < 0.001
    held = lift_now is not None and lift_now.low <= ratio - 1 <= lift_now.high
    return Ran(called, mixture, welch, last is not None and last.p <= ALPHA, wrong, held, uneven, day_called, wider)


def _arm(row: np.ndarray | tuple[float, ...], amounts: bool) -> Share | Mean:
    n, did, total, squares = row
    return Mean(int(n), float(total), float(squares)) if amounts else Share(int(n), float(did))


def switched(seed: int, lift: float, block: int = 3, left_out: int = 1, pairs: int = 6) -> tuple[bool, bool]:
    """A switchback in a shop with weekdays, a drift and days that remember each other: called, and whether its interval holds
    the lift.  What was seen on the last day of a block still sells on the first of the next."""
    random = np.random.default_rng([seed, SETS["switched"], int(lift * 1000)])
    days, memory = 2 * block * pairs, float(random.uniform(0, 0.7))
    week, noise = random.normal(0, 0.1, 7), np.zeros(days)
    for day in range(1, days):
        noise[day] = memory * noise[day - 1] + random.normal(0, 0.06)
    base = np.log(0.04) + week[np.arange(days) % 7] + noise + np.linspace(0, random.normal(0, 0.2), days)
    states = [on for _ in range(pairs) for on in ((True, False) if random.random() < 0.5 else (False, True))]
    shown = np.repeat(states, block).astype(float)
    felt = np.where(np.arange(days) % block == 0, (shown + np.roll(shown, 1)) / 2, shown)
    people = random.poisson(1500, days)
    did = random.binomial(people, np.minimum(np.exp(base + np.log1p(lift) * felt), 0.9))
    blocks = [(states[at], {d: (float(did[at * block + d]), float(people[at * block + d])) for d in range(block)})
              for at in range(len(states))]
    logs = []
    for one, other in zip(blocks[::2], blocks[1::2], strict=True):
        on, off = (one, other) if one[0] else (other, one)
        log = pair_of(on[1], off[1], left_out)
        logs += [] if log is None else [log]
    found = read_switched(logs, ALPHA)
    if found is None:
        return False, True
    inside = (found.low is None or found.low <= lift) and (found.high is None or lift <= found.high)
    return found.p <= ALPHA, inside


def figures(tests: int, first: int, kind: str) -> dict[str, float]:
    """Shares over so many tests without a lift and as many with the planned one."""
    if kind == "switched":
        quiet, real = ([switched(first + k, lift) for k in range(tests)] for lift in (0.0, 0.25))
        return {name: float(np.mean([row[at] for row in rows])) for name, rows, at in (
            ("false", quiet, 0), ("power", real, 0), ("held, none", quiet, 1), ("held, 25 %", real, 1))}
    none, some = ([run(first + k, lift, kind) for k in range(tests)] for lift in (False, True))
    told: dict[str, float] = {}
    for name, rows in (("none", none), ("lift", some)):
        for rule in ("ours", "mixture", "welch", "once"):
            told[f"{rule}, {name}"] = float(np.mean([getattr(r, rule) for r in rows]))
        told[f"held, {name}"] = float(np.mean([r.held for r in rows]))
    told["wrong sign"] = float(np.mean([r.wrong for r in some]))
    told["split told uneven"] = float(np.mean([r.uneven for r in none]))
    told["days until called"] = float(np.median([r.day for r in some if r.day] or [0]))
    return told


def main() -> None:
    """Prints a table of every kind."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--tests", type=int, default=2000)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--step", choices=sorted(SETS), default="")
    given = asked.parse_args()
    for kind in [given.step] if given.step else SETS:
        began = time.perf_counter()
        print(f"{kind}: {given.tests} tests without and as many with a lift, from seed {given.first}")
        for name, value in figures(given.tests, given.first, kind).items():
            print(f"  {name:24} {value:.4f}")
        print(f"  ({time.perf_counter() - began:.0f} s)")


if __name__ == "__main__":
    main()
