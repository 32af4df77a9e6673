"""Scores the bridges of a morning on planted causes: python -m bench.judgement.bridges [--each 40] [--seed 31].

The functions are those of the sales desk and of `daybook why`; the days are those of `bridge_days.py`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import numpy as np

from bench.judgement.bridge_days import KINDS, REVIEWED, Case, make_case
from daybook.desks.price.findings import find_price_jumps
from daybook.desks.sales.slices import Explained, explain, explain_usual
from daybook.domain.brief import BriefFinding
from daybook.domain.seen import Scope, Seen
from daybook.metrics.catalog import catalog
from daybook.metrics.compute import value_of
from daybook.workflows.why import CENT, SHARE, bridges, cuts_of

METRICS = ("paid_gmv", "visitors", "payment_cvr")
STEP = {"paid_gmv": CENT, "visitors": Decimal(1), "payment_cvr": SHARE}
LAST_WEEK = REVIEWED - timedelta(days=7)
#: Which planted dimension a scope speaks of.
SPEAKS_OF = {"source_1": "source", "item_id": "product", "device": "device", "province": "region", "buyer": "region"}


@dataclass
class Tally:
    """Counts of one kind of day, by one way of explaining."""

    cases: int = 0
    top1: int = 0
    top3: int = 0
    false: int = 0
    with_false: int = 0
    remainders: list[float] = field(default_factory=list)


def measured(seen: Seen, metric: str, days_back: tuple[int, ...]) -> Decimal:
    """A metric's mean over some days, rounded as mornings keep it."""
    values = [value_of(catalog()[metric], seen.daily, [REVIEWED - timedelta(days=n)]) for n in days_back]
    known = [v for v in values if v is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(STEP[metric])


def explained(seen: Seen, how: str) -> Iterator[tuple[tuple[Decimal, Decimal], Explained]]:
    """Every cut of every metric: against last week's day, or against what each slice usually has."""
    for metric in METRICS:
        now = measured(seen, metric, (0,))
        for cut in cuts_of(metric):
            whole = (measured(seen, metric, (7,) if how == "last week" else (7, 14, 21, 28)), now)
            found = explain(seen, cut, LAST_WEEK, REVIEWED, whole, STEP[metric]) if how == "last week" else \
                explain_usual(seen, cut, REVIEWED, whole, STEP[metric])
            if found is not None:
                yield whole, found


def told(seen: Seen, found: list[Explained]) -> list[tuple[str, str]]:
    """The causes in the order of a morning: facts of the price desk, then the cut with the most evidence; each once."""
    facts = [_cause(one.scope) for one in find_price_jumps(seen)]
    ranked = sorted(found, key=lambda e: -e.evidence)
    return list(dict.fromkeys([*facts, *(_cause(scope) for e in ranked for scope in e.local)]))


def _cause(scope: Scope) -> tuple[str, str]:
    return SPEAKS_OF[scope[0][0]], " / ".join(value for _, value in scope if value)


def add(tally: Tally, case: Case, how: str) -> None:
    """Explains a case; raises AssertionError where a bridge does not add up to the last cent."""
    made = list(explained(case.seen, how))
    for whole, one in made:
        total = sum((c.contribution for c in one.causes), one.remainder)
        assert total == whole[1] - whole[0], f"{case.kind}: {one.cut.dimension} misses {whole[1] - whole[0] - total}"
        if whole[1] != whole[0]:
            tally.remainders.append(abs(float(one.remainder / (whole[1] - whole[0]))))
    causes = told(case.seen, [one for _, one in made])
    tally.cases += 1
    tally.top1 += bool(causes) and causes[0] in case.planted
    tally.top3 += bool(case.planted) and case.planted <= set(causes[:3])
    tally.false += len(set(causes) - case.planted)
    tally.with_false += bool(set(causes) - case.planted)


def check_why(case: Case) -> list[BriefFinding]:
    """All bridges that `daybook why` prints of the case's day; raises AssertionError where one does not add up."""
    found = [one for metric in METRICS for one in bridges(case.seen, catalog()[metric], "week")]
    for one in found:
        assert one.adds_up(), f"{case.kind}: {one.id} does not add up"
    return found


def run(each: int, seed: int) -> tuple[dict[tuple[str, str], Tally], list[float], int]:
    """Tallies by way and kind, remainder shares of the bridges of `daybook why`, and how many of these there were."""
    rng = np.random.default_rng(seed)
    tallies = {(how, kind): Tally() for how in ("last week", "usual") for kind in KINDS}
    shares: list[float] = []
    count = 0
    for kind in KINDS:
        for _ in range(each):
            case = make_case(kind, rng)
            for how in ("last week", "usual"):
                add(tallies[how, kind], case, how)
            for one in check_why(case):
                count += 1
                if one.causes and one.measured != one.base and one.measured is not None and one.base is not None:
                    shares.append(abs(float(one.remainder / (one.measured - one.base))))
    return tallies, shares, count


def main() -> None:
    """Prints, per way of explaining and kind of day, hits, false causes and what the bridges left unexplained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=40)
    parser.add_argument("--seed", type=int, default=31)
    given = parser.parse_args()
    started = time.perf_counter()
    tallies, shares, count = run(given.each, given.seed)
    for (how, kind), t in tallies.items():
        hits = f"top-1 {t.top1:3d}/{t.cases}  top-3 {t.top3:3d}/{t.cases}" if kind not in ("quiet", "whole shop down") else " " * 29
        print(f"{how:10s} {kind:28s} {hits}  false causes {t.false:3d} on {t.with_false:3d} days  "
              f"{_said(t.remainders)}")
    for how in ("last week", "usual"):
        own = [t for (way, kind), t in tallies.items() if way == how and kind not in ("quiet", "whole shop down")]
        every = [r for (way, _), t in tallies.items() if way == how for r in t.remainders]
        n = sum(t.cases for t in own)
        print(f"{how:10s} ALL planted  top-1 {sum(t.top1 for t in own) / n:.3f}  top-3 {sum(t.top3 for t in own) / n:.3f}; "
              f"bridges {len(every)} all to the cent, {_said(every)}")
    seconds = (time.perf_counter() - started) / given.each / len(KINDS)
    print(f"daybook why: {count} bridges, all to the cent; of the {len(shares)} with parts, {_said(shares)}; {seconds:.2f} s a day")


def _said(remainders: list[float]) -> str:
    return f"remainder median {np.median(remainders):.3f} p90 {np.quantile(remainders, 0.9):.3f}"


if __name__ == "__main__":
    main()
