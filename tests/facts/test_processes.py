"""Several processes on one lake, and a disk that is full: nobody sees half a state, and nothing is lost."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from daybook.facts.lake import Lake
from tests.facts.child import scripted
from tests.facts.killing import Jobs
from tests.facts.naive import Naive, lake_answers
from tests.facts.shops import Home, nine, open_home


def _as_known(naive: Naive, home: Home, last: int) -> None:
    for moment in (last // 2, last):
        assert lake_answers(home, nine(moment, 12)) == naive.answers(nine(moment, 12))


def test_two_imports_at_once_both_arrive_whole(home: Home, tmp_path: Path) -> None:
    """Two processes load three deliveries each, of shops that share tables, at the same time."""
    with Jobs(tmp_path, "first") as one, Jobs(tmp_path, "second") as two:
        one.begin("load", numbers=[1, 4, 7])
        two.begin("load", numbers=[2, 5, 8])
        assert [one.end().code, two.end().code] == [0, 0]
    naive = Naive()
    naive.take(*(scripted(n) for n in (1, 2, 4, 5, 7, 8)))
    _as_known(naive, home, 12)
    assert home.books.published().load == 6


def test_a_reader_sees_whole_states_while_another_process_writes(home: Home, tmp_path: Path) -> None:
    """Every answer is one of the states between deliveries, never part of one; states only go forward."""
    home.load(scripted(1))
    states = [Naive([scripted(1), *(scripted(n) for n in (4, 7, 10, 13)[:k])]) for k in range(5)]
    expected = [s.answers(nine(40)) for s in states]
    seen = []
    with Jobs(tmp_path) as jobs:
        child = jobs.begin("load", numbers=[4, 7, 10, 13])
        while _runs(child):
            seen.append(expected.index(lake_answers(home, nine(40))))
        assert jobs.end().code == 0
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert lake_answers(home, nine(40)) == expected[-1]


def _runs(process: int) -> bool:
    return Path(f"/proc/{process}").exists() if Path("/proc/self").exists() else _answers_signals(process)


def _answers_signals(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_files_that_may_not_grow_publish_nothing_and_the_next_run_works(home: Home, tmp_path: Path) -> None:
    """The system refuses to let a file grow, as it does when a quota is used up."""
    home.load(scripted(1))
    before = home.books.published()
    with Jobs(tmp_path) as jobs:
        assert jobs.run("load", numbers=[4], largest_file=2000).code == 17
        assert home.books.published() == before
        _as_known(Naive([scripted(1)]), home, 12)
        assert jobs.run("load", numbers=[4]).code == 0
    _as_known(Naive([scripted(1), scripted(4)]), home, 12)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 640 kB, where the system lets this user make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=640k", "tmpfs", str(place)], capture_output=True,
                          check=False)
    if made.returncode:
        pytest.skip("only root can mount a small disk here; the test of files that may not grow stands in")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_publishes_nothing_and_the_next_run_works(tmp_path: Path, small_disk: Path) -> None:
    records = open_home(tmp_path / "home")
    home = Home(small_disk, Lake(small_disk / "lake"), records.books)
    home.load(scripted(1))
    with (small_disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(b"0" * 4096)
    before = home.books.published()
    with pytest.raises(OSError, match="No space left"):
        home.load(scripted(4))
    assert home.books.published() == before
    _as_known(Naive([scripted(1)]), home, 12)
    (small_disk / "ballast").unlink()
    home.load(scripted(4))
    _as_known(Naive([scripted(1), scripted(4)]), home, 12)
    home.vacuum()
    _as_known(Naive([scripted(1), scripted(4)]), home, 12)
