"""kill -9 while a change is carried out leaves "not done", "done and recorded", or "unknown, being read"; never two effects."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time as clock
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType

import pytest

from daybook.actions.stage import stage_of
from daybook.domain.proposal import Outcome, Stage, Story

from .killed import STEPS
from .price_shop import PriceShop
from .through_faults import Time, discount, story_of

ROOT = Path(__file__).resolve().parents[2]
START = Time().moment
#: Where a death leaves the change not made, or made with nobody to say so.
UNKNOWN_AFTER = ("begin after", "write before", "write after", "look", "end before")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records with one shop in them."""
    folder: Path = tmp_path_factory.mktemp("killed")
    from daybook.records.connect import connect

    connect(folder)
    from daybook.records import models

    client = models.Client.objects.create(name="Nord", created_at=START)
    models.Shop.objects.create(name="lund", client=client, platform="vendure", zone="UTC", currency="USD", created_at=START)
    return folder


def kept(key: str, was: int, to: int) -> Story:
    """An approved proposal in the records."""
    from daybook.records.action_rows import add_approval, add_proposal

    story = story_of(key, discount("S", was, to), START)
    add_proposal(story.proposal)
    add_approval(story.approvals[0])
    return story


def now_of(key: str) -> Story:
    from daybook.records import models
    from daybook.records.action_rows import stories

    return stories(models.Proposal.objects.select_related("shop__client").filter(key=key))[0]


class Jobs:
    """A process that forks one child a job; use it as a context."""

    def __init__(self, home: Path, name: str = "one") -> None:
        self.home, self.out = home, home / f"{name}.out"

    def __enter__(self) -> "Jobs":
        self.process = subprocess.Popen([sys.executable, "-m", "tests.actions.killed", str(self.home)], cwd=ROOT, text=True,
                                        bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(60)

    def begin(self, url: str, key: str, at: str = "", now: datetime = START) -> int:
        """Starts a job; gives its process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.out.unlink(missing_ok=True)
        said = {"url": url, "key": key, "at": at, "now": now.isoformat(), "out": str(self.out)}
        self.process.stdin.write(json.dumps(said) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self) -> tuple[int, str]:
        """Waits for the job; gives how it ended (-9: killed) and what it said."""
        assert self.process.stdout is not None
        return int(self.process.stdout.readline()), self.out.read_text() if self.out.exists() else ""

    def run(self, url: str, key: str, at: str = "", now: datetime = START) -> tuple[int, str]:
        self.begin(url, key, at, now)
        return self.end()


@pytest.fixture(scope="module")
def jobs(home: Path) -> Iterator[Jobs]:
    with Jobs(home) as made:
        yield made


def brought_to_an_end(jobs: Jobs, url: str, key: str) -> Story:
    """Asks again every three minutes until it is done, as the clock of the house does."""
    now = START
    for _ in range(4):
        story = now_of(key)
        if stage_of(story, now) is Stage.DONE:
            break
        now += timedelta(minutes=3)
        jobs.run(url, key, now=now)
    return now_of(key)


@pytest.mark.parametrize("at", STEPS)
def test_a_death_at_any_step_has_one_effect_and_one_word(jobs: Jobs, at: str) -> None:
    with PriceShop(prices={"S": 10_000}) as shop:
        key = kept(f"p-{at.replace(' ', '-')}", 10_000, 9_900).proposal.key
        code, _ = jobs.run(shop.url, key, at)
        assert code == -9
        story = now_of(key)
        stage = stage_of(story, START)
        assert stage is (Stage.UNKNOWN if at in UNKNOWN_AFTER else Stage.DONE if at == "end after" else Stage.APPROVED)
        written = shop.writes["S", 9_900]
        assert written == (at in ("write after", "look", "end before", "end after"))
        if stage is Stage.UNKNOWN:
            code, said = jobs.run(shop.url, key)          # at once: it may still be under way
            assert "being written" in said
            assert shop.writes["S", 9_900] == written
        story = brought_to_an_end(jobs, shop.url, key)
        assert story.receipts[-1].outcome is Outcome.DONE
        assert shop.writes["S", 9_900] == 1
        assert jobs.run(shop.url, key, now=START + timedelta(minutes=30)) == (0, "done")
        assert shop.writes["S", 9_900] == 1


def test_two_processes_at_once_write_once(home: Path, jobs: Jobs) -> None:
    with PriceShop(prices={"S": 10_000}, at_write=lambda sku: clock.sleep(0.5)) as shop:
        key = kept("p-race", 10_000, 9_800).proposal.key
        with Jobs(home, "two") as second:
            for one in (jobs, second):
                one.begin(shop.url, key)
            said = [one.end() for one in (jobs, second)]
        assert shop.writes["S", 9_800] == 1, said
        assert len(now_of(key).attempts) == 1


@pytest.mark.long
def test_two_hundred_deaths_at_any_moment_lose_and_double_nothing(jobs: Jobs) -> None:
    """Killed after a random time, again and again, until it is done; each change has one write, or one found undone."""
    chance = random.Random(17)
    killed = changes = 0
    with PriceShop(prices={"S": 20_000}, at_write=lambda sku: clock.sleep(chance.uniform(0, 0.05))) as shop:
        price, window = 20_000, 0.2         # the window follows the machine: half of the jobs die within it
        while killed < 200 and changes < 400:
            key = kept(f"p-long-{changes}", price, price - 10).proposal.key
            now = START
            for _ in range(3):
                child = jobs.begin(shop.url, key, now=now)
                clock.sleep(chance.uniform(0, window))
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                died = jobs.end()[0] == -9
                killed += died
                window *= 1.25 if died else 0.8
                now += timedelta(minutes=3)
            story = brought_to_an_end(jobs, shop.url, key)
            assert story.receipts[-1].outcome is Outcome.DONE, story
            price -= 10
            changes += 1
            undone = sum(r.outcome is Outcome.NOT_DONE for r in story.receipts)
            assert 1 <= shop.writes["S", price] <= 1 + undone
            assert shop.prices["S"] == price
    assert killed >= 200
