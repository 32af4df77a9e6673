"""What the ads desk remembers between looks: days restated, the bids in effect, and what each term brought before its
target was exact.  Exports reach back two weeks; what a word did before that is still known here."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from daybook.analysis.bidding.auction import Curves
from daybook.analysis.bidding.delay import Restated
from daybook.analysis.bidding.reports import DayRows, Floats, Ints, Reports, Suggestions, Terms, no_floats, no_ints

Unit = tuple[int, str]  # group and text
LEARNED = 0.35  # of the difference that one day shows
TERM_DAYS = 7  # that a report of terms sums up
DAY_ROWS = ("target", "impressions", "clicks", "cost", "orders", "revenue", "share")


@dataclass
class Memory:
    """Grows with `note`; `days` tells all that is known, with the mean bid in effect."""

    by_day: dict[int, tuple[Floats, ...]] = field(default_factory=dict)
    bid_hours: dict[int, tuple[Floats, Floats]] = field(default_factory=dict)  # day -> sum of log bid x hours, hours
    first_bid: Floats = field(default_factory=no_floats)
    market: Floats = field(default_factory=no_floats)  # sum of log market bids
    market_seen: Floats = field(default_factory=no_floats)
    exact_since: dict[str, int] = field(default_factory=dict)
    week: dict[int, dict[tuple[str, str], Floats]] = field(default_factory=dict)  # day of a report -> its sums
    proposed: dict[Unit, tuple[float, float]] = field(default_factory=dict)  # searches and bid as last proposed
    proposed_seen: dict[Unit, int] = field(default_factory=dict)
    restated: Restated = field(default_factory=Restated.nothing)
    curves: Curves | None = None
    last: tuple[int, int] | None = None
    off: Floats = field(default_factory=no_floats)  # per target: how far its level is off what others are said to pay
    planned: dict[int, float] = field(default_factory=dict)  # day -> spend that was expected of its bids
    spend_factor: float = 1.0  # what is spent over what was expected
    short_days: dict[int, set[int]] = field(default_factory=dict)  # day -> plans whose money was gone

    def note(self, reports: Reports) -> None:
        """Takes in one look; the bids of the targets were in effect since the look before."""
        limits, targets = reports.limits, reports.targets
        count = len(targets.ids)
        self._bids(limits.day, limits.hour, targets.bid)
        for name in ("market", "market_seen", "first_bid"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros(count - len(old))]))
        new = self.first_bid == 0
        self.first_bid[new] = targets.bid[new]
        told = np.isfinite(targets.market_bid) & (targets.market_bid > 0)
        if limits.hour == 0 or new.any():
            use = told if limits.hour == 0 else told & (self.market_seen == 0)
            self.market[use] += np.log(targets.market_bid[use])
            self.market_seen[use] += 1
        for day in np.unique(reports.days.day):
            mine = reports.days.day == day
            self.by_day[int(day)] = tuple(np.asarray(getattr(reports.days, name)[mine], float) for name in DAY_ROWS)
        self.restated.note(reports.days, limits)
        if limits.hour == 0:
            self._spent(limits.day - 1, limits.budget)
        out = {int(p) for p in np.flatnonzero(reports.plans.ran_out >= 0)}
        self.short_days.setdefault(limits.day, set()).update(out)
        for at, target in enumerate(targets.ids):
            if targets.match[at] in ("exact", ""):
                self.exact_since.setdefault(target, limits.day if self.last else -10_000)
            else:
                self.exact_since.pop(target, None)
        if reports.terms is not None:
            self._terms(reports.terms, reports)
        if reports.suggestions is not None:
            self._proposed(reports.suggestions)
        self.last = (limits.day, limits.hour)

    def level_off(self, size: int) -> Floats:
        """The corrections of levels, 0 for units beyond the targets that they were learned of."""
        return np.concatenate([self.off, np.zeros(max(size - len(self.off), 0))])[:size]

    def _spent(self, day: int, budget: float) -> None:
        """Learns from yesterday how far expected spend is off; a day on which the money was gone tells only that it is more."""
        planned, cost = self.planned.get(day, 0.0), float(self.by_day[day][3].sum()) if day in self.by_day else 0.0
        if planned > 0 and cost > 0:
            off = float(np.clip(cost / planned, 0.5, 2.0))
            if off > self.spend_factor or not (budget > 0 and cost > 0.95 * budget):
                self.spend_factor *= (off / self.spend_factor) ** LEARNED

    def _bids(self, day: int, hour: int, bid: Floats) -> None:
        """Adds the hours since the last look to the days that they belong to."""
        if self.last is None:
            return
        before, since = self.last
        while (before, since) < (day, hour):
            until = hour if before == day else 24
            if until > since:
                total, hours = self.bid_hours.get(before, (no_floats(), no_floats()))
                size = max(len(total), len(bid))
                total = np.concatenate([total, np.zeros(size - len(total))])
                hours = np.concatenate([hours, np.zeros(size - len(hours))])
                total[:len(bid)] += np.log(bid) * (until - since)
                hours[:len(bid)] += until - since
                self.bid_hours[before] = (total, hours)
            before, since = before + 1, 0

    def _terms(self, terms: Terms, reports: Reports) -> None:
        """Keeps the rows of targets that are not exact: those of exact ones are in the days already."""
        told: dict[tuple[str, str], Floats] = {}
        columns = np.stack([terms.impressions, terms.clicks, terms.cost, terms.orders, terms.revenue], axis=1)
        for at, text in enumerate(terms.texts):
            target = reports.targets.ids[int(terms.target[at])]
            if target not in self.exact_since:
                told[target, text] = columns[at]
        self.week[reports.limits.day] = told

    def _proposed(self, suggestions: Suggestions) -> None:
        """The geometric mean of what was proposed at each time: one number is noisy."""
        for at, text in enumerate(suggestions.texts):
            key = (int(suggestions.group[at]), text)
            seen = self.proposed_seen.get(key, 0)
            now = (max(float(suggestions.searches[at]), 1.0), max(float(suggestions.bid[at]), 1e-3))
            old = self.proposed.get(key, now)
            searches, bid = (float(np.exp((np.log(o) * seen + np.log(n)) / (seen + 1))) for o, n in zip(old, now, strict=True))
            self.proposed[key] = (searches, bid)
            self.proposed_seen[key] = seen + 1

    def term_sums(self) -> dict[tuple[str, str], Floats]:
        """What each term brought while its target was not exact (views, clicks, cost, orders, revenue): reports reach back
        seven days, so every seventh is added, back from the last one."""
        last = {key[0]: day for day in sorted(self.week) for key in self.week[day]}
        found: dict[tuple[str, str], Floats] = {}
        for day, told in self.week.items():
            for key, sums in told.items():
                if (last[key[0]] - day) % TERM_DAYS == 0:
                    found[key] = found[key] + sums if key in found else sums
        return found

    def days(self) -> tuple[DayRows, Floats]:
        """All days known, and the mean bid in effect on each row's day."""
        if not self.by_day:
            return DayRows(no_ints(), no_ints(), *(no_floats() for _ in range(6))), no_floats()
        order = sorted(self.by_day)
        columns = [np.concatenate([self.by_day[day][at] for day in order]) for at in range(len(DAY_ROWS))]
        day_of = np.repeat(np.array(order), [len(self.by_day[day][0]) for day in order])
        target = columns[0].astype(np.int64)
        bids = np.concatenate([self._bid_on(day, self.by_day[day][0].astype(np.int64)) for day in order])
        return DayRows(day_of, target, *columns[1:]), bids

    def _bid_on(self, day: int, target: Ints) -> Floats:
        total, hours = self.bid_hours.get(day, (no_floats(), no_floats()))
        size = len(self.first_bid)
        total = np.concatenate([total, np.zeros(size - len(total))])[target]
        hours = np.concatenate([hours, np.zeros(size - len(hours))])[target]
        return np.asarray(np.where(hours > 0, np.exp(total / np.maximum(hours, 1e-9)), self.first_bid[target]), float)
