"""Small random price plans and what trying out every price says of them: the judge of the planner, written without it."""

from dataclasses import dataclass
from itertools import product
from random import Random

import numpy as np

from daybook.analysis.price_ranges import Prices, Windows

TOP = 6


@dataclass(frozen=True)
class Case:
    """Ranges of days and events before anything is asked, windows as tuples, wishes, and the order of the events."""

    low: tuple[tuple[int, ...], ...]
    high: tuple[tuple[int, ...], ...]
    event_low: tuple[int, ...]
    event_high: tuple[int, ...]
    windows: tuple[tuple[int, int, int, int, int, bool], ...]
    wish: tuple[tuple[int, ...], ...]
    wished: tuple[int, ...]
    order: tuple[int, ...]

    @property
    def prices(self) -> Prices:
        return Prices(*(np.array(p, np.int64) for p in (self.low, self.high, self.event_low, self.event_high)))

    def asks(self, events: set[int] | None = None) -> Windows:
        rows = [w for w in self.windows if events is None or w[0] in events]
        columns = list(zip(*rows, strict=True)) or [()] * 6
        return Windows(*(np.array(c, np.int64) for c in columns[:5]), np.array(columns[5], np.bool_))


def case_of(seed: int) -> Case:
    """One or two SKUs, three to five days of which some are over and known, one to three events filed or wished."""
    chance = Random(seed)
    rows, days, events = chance.choice((1, 1, 2)), chance.randint(3, 5), chance.randint(1, 3)
    low, high = [], []
    for _ in range(rows):
        over = chance.randint(0, 2)
        spans = [sorted((chance.randint(0, TOP), chance.randint(0, TOP))) for _ in range(days)]
        own = [[p, p] if d < over and (p := chance.randint(2, TOP)) else s if chance.random() < 0.4 else [0, TOP]
               for d, s in enumerate(spans)]
        low.append(tuple(s[0] for s in own))
        high.append(tuple(s[1] for s in own))
    filed = [chance.random() < 0.4 for _ in range(events)]
    fixed = [chance.randint(1, TOP) for _ in range(events)]
    windows = []
    for event in range(events):
        row, first = chance.randrange(rows), chance.randrange(1, days)
        last = chance.randint(first, days - 1)
        windows.append((event, row, first, last, 10_000, True))
        for _ in range(chance.randint(1, 2)):
            begin = chance.randrange(days)
            windows.append((event, chance.randrange(rows), begin, chance.randint(begin, days - 1),
                            chance.choice((10_000, 10_000, 10_000, 9_500, 8_000)), False))
    return Case(tuple(low), tuple(high), tuple(f if s else 0 for f, s in zip(fixed, filed, strict=True)),
                tuple(f if s else TOP for f, s in zip(fixed, filed, strict=True)), tuple(windows),
                tuple(tuple(chance.randint(0, TOP + 2) for _ in range(days)) for _ in range(rows)),
                tuple(chance.randint(0, TOP + 2) for _ in range(events)),
                tuple(0 if s else chance.randint(1, 3) for s in filed))


def tried_out(case: Case, events: set[int], event_prices: dict[int, int] | None = None) -> tuple[
        list[list[set[int]]], list[set[int]]] | None:
    """Every price of each day and event that is part of some whole plan which keeps the windows of `events`.

    None where there is no plan.  For given prices of all events the days are free of each other, so they are tried one by one.
    """
    spans = [range(case.event_low[e], case.event_high[e] + 1) if e not in (event_prices or {}) else [event_prices[e]]  # type: ignore[index]
             for e in range(len(case.order))]
    days: list[list[set[int]]] = [[set() for _ in row] for row in case.low]
    found: list[set[int]] = [set() for _ in case.order]
    for chosen in product(*(spans[e] if e in events else [0] for e in range(len(case.order)))):
        fits = [[{p for p in range(case.low[r][d], case.high[r][d] + 1) if _day_fits(case, chosen, events, r, d, p)}
                 for d in range(len(case.low[r]))] for r in range(len(case.low))]
        if all(cell for row in fits for cell in row):
            for r, row in enumerate(fits):
                for d, cell in enumerate(row):
                    days[r][d] |= cell
            for e, price in enumerate(chosen):
                found[e].add(price)
    return (days, found) if days[0][0] else None


def _day_fits(case: Case, chosen: tuple[int, ...], events: set[int], row: int, day: int, price: int) -> bool:
    return all(chosen[e] * 10_000 <= share * price and (not sells or price <= chosen[e])
               for e, r, first, last, share, sells in case.windows if e in events and r == row and first <= day <= last)
