"""Killed at any moment, the lake shows the old state or the new one, whole, and the next job goes on from there."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from daybook.facts.tables import ORDERS
from tests.facts.child import scripted
from tests.facts.killing import Ended, Jobs, way_to_die
from tests.facts.naive import Naive, lake_answers
from tests.facts.shops import AD_DAYS, CLIENT, Home, nine, open_home


def _without(naive: Naive, client: str) -> Naive:
    return Naive([d for d in naive.loaded if d.client != client])


class _Story:
    """A history of loads, rewrites, vacuums and forgetting, each killed once and then done."""

    def __init__(self, home: Home, jobs: Jobs, seed: int) -> None:
        self.home, self.jobs, self.chance = home, jobs, random.Random(seed)
        self.naive, self.number = Naive(), 0
        self.deaths: Counter[str] = Counter()
        self.usual_seconds: dict[str, float] = {}

    def live(self, kills: int) -> None:
        while sum(self.deaths.values()) < kills:
            what = self.chance.choices(["load", "compact", "vacuum", "forget"], [12, 4, 1, 2])[0]
            self.one_job("load" if not self.naive.loaded else what)

    def one_job(self, what: str) -> None:
        """Killed until it happens to finish or twice at most, then carried out; readers are asked after each."""
        details, after = self._task(what)
        for _ in range(self.chance.randint(1, 2)):
            ended = self._killed(what, details)
            if ended.code == 0:
                break
            assert ended.code == -9, ended
            self.deaths[ended.where] += 1
            self._readers_see(self.naive, after)
        begun = time.monotonic()
        assert self.jobs.run(what, **details).code == 0
        self.usual_seconds[what] = time.monotonic() - begun
        self._readers_see(after)
        self.naive = after

    def _task(self, what: str) -> tuple[dict[str, object], Naive]:
        if what == "load":
            self.number += 1
            after = Naive(list(self.naive.loaded))
            after.take(scripted(self.number))
            return {"numbers": [self.number]}, after
        if what == "forget":
            client = CLIENT[self.chance.choice(["kettles", "lamps", "rugs"])]
            return {"client": client}, _without(self.naive, client)
        return {}, self.naive

    def _killed(self, what: str, details: dict[str, object]) -> Ended:
        if self.chance.random() < 0.4:
            usual = self.usual_seconds.get(what, 0.5)
            return self.jobs.kill_after(self.chance.uniform(0, usual), what, **details)
        return self.jobs.run(what, die=way_to_die(self.chance, what), **details)

    def _readers_see(self, *states: Naive) -> None:
        """One of the states, whole: in all tables, now and on an earlier day.

        The lake is opened anew, as a process would: nothing is remembered from before the kill.
        """
        home = Home(self.home.folder, type(self.home.lake)(self.home.lake.folder), self.home.books)
        for moment in (self.number + 4, self.number // 2 + 2):
            seen = lake_answers(home, nine(moment, 12))
            assert any(seen == s.answers(nine(moment, 12)) for s in states), f"as of {moment}"


def _nothing_is_doubled(home: Home) -> None:
    for table, key in ((ORDERS, ("shop", "order_id", "known_at")), (AD_DAYS, ("shop", "day", "ad_plan", "known_at"))):
        stored = Counter(tuple(r[k] for k in key) for r in home.stored(table))
        assert set(stored.values()) <= {1}, table.name


def _live(folder: Path, kills: int, seed: int) -> Counter[str]:
    home = open_home(folder)
    with Jobs(folder) as jobs:
        story = _Story(home, jobs, seed)
        story.live(kills)
        _nothing_is_doubled(home)
        assert jobs.run("vacuum").code == 0
        published = home.books.published()
        needed = {f.path for t, v in published.versions.items() for f in home.lake.files(t, v)}
        assert {str(p) for p in home.parquet_files() if p.parent.name != "_delta_log"} == needed
    return story.deaths


def test_five_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    assert sum(_live(tmp_path, 5, seed=11).values()) >= 5


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_kills_lose_nothing_and_double_nothing(tmp_path: Path, seed: int) -> None:
    """Fifty kills on each of four lakes; the figures go to docs/lake.md."""
    deaths = _live(tmp_path, 50, seed)
    print(dict(deaths))
    assert sum(deaths.values()) >= 50
    assert {"inside append", "between tables", "inside rewrite"} <= set(deaths)
