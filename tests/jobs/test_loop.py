"""A run is done by one process, shop by shop or together; one shop's failure is its own; nothing done is done again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daybook.domain.errors import AccessRefused, LakeError
from daybook.domain.schedule import RunState
from daybook.jobs.claims import LEASE, MOST_DEATHS, ClaimLost, claim, due_now
from daybook.jobs.job import Job
from daybook.jobs.loop import Loop
from daybook.jobs.planning import plan
from daybook.jobs.queue import NoQueue
from daybook.workflows.clock import retry, what_ran
from daybook.workflows.house import House
from tests.conftest import Clock
from tests.jobs.clockwork import NEW_YORK, Ledger, job, with_shops

MINUTE = timedelta(minutes=1)


@pytest.fixture
def agency(house: House, clock: Clock) -> House:
    clock.moment = datetime(2026, 11, 1, tzinfo=UTC)
    with_shops(house)
    clock.moment = datetime(2026, 11, 23, 0, 31, tzinfo=UTC)
    return house


def work(house: House, *jobs: Job) -> None:
    """Plans and does everything that is due now."""
    loop = Loop(house, jobs, NoQueue())
    loop.tick()
    while loop.work_one():
        pass


def test_each_shop_is_done_once_and_a_second_look_does_nothing(agency: House, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    work(agency, job("count", ledger))
    work(agency, job("count", ledger))
    assert sorted(name for _, name in ledger.done()) == ["jade", "lamps", "mugs", "rugs", "teas"]
    assert {(r.zone, r.state, len(r.done)) for r in what_ran(agency)} == {
        ("Asia/Shanghai", RunState.DONE, 3), (NEW_YORK, RunState.DONE, 2)}


@pytest.mark.parametrize("together", [False, True])
def test_one_shops_failure_is_its_own(agency: House, clock: Clock, tmp_path: Path, together: bool) -> None:
    """Rugs cannot be done: tried three times (now, after a minute, after five more), then failed with the reason."""
    ledger = Ledger(tmp_path / "ledger", fails=("rugs",))
    count = job("count", ledger, together=together)
    work(agency, count)
    assert {name for _, name in ledger.done()} == {"jade", "lamps", "mugs", "teas"}
    for wait in (MINUTE, 5 * MINUTE):
        clock.moment += wait
        work(agency, count)
    [run] = what_ran(agency, only_failed=True)
    assert [(f.subject, f.reason, f.tries) for f in run.failures] == [("rugs", "ValueError: cannot do rugs", 3)]
    assert [name for name, _ in run.done] == ["jade", "lamps"]
    assert len(ledger.done()) == len(set(ledger.done()))


def test_what_a_person_has_to_mend_is_not_tried_again_by_itself(agency: House, clock: Clock) -> None:
    def refuse(house: House, names: Sequence[str], due: datetime) -> Mapping[str, str]:
        raise AccessRefused("the credential lacks a right", where=names[0], next_step="set another")

    count = replace(job("count", Ledger(Path("unused"))), work=refuse)
    work(agency, count)
    assert {(r.state, r.failures[0].tries, r.next_try_at) for r in what_ran(agency)} == {(RunState.FAILED, 1, None)}


def test_a_broken_lake_fails_all_at_once_and_is_asked_once(agency: House) -> None:
    calls = []

    def broken(house: House, names: Sequence[str], due: datetime) -> Mapping[str, str]:
        calls.append(list(names))
        raise LakeError("the ledger cannot be read")

    work(agency, replace(job("count", Ledger(Path("unused")), together=True), work=broken))
    assert sorted(calls) == [["jade", "lamps", "rugs"], ["mugs", "teas"]]
    assert {f.reason for r in what_ran(agency) for f in r.failures} == {"the ledger cannot be read"}


def test_a_person_may_have_it_tried_again_for_those_that_failed(agency: House, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", fails=("rugs",))
    work(agency, job("count", ledger, retries=()))
    [failed] = what_ran(agency, only_failed=True)
    with pytest.raises(Exception, match="there is no run"):
        retry(agency, failed.id, shops=["jade"])
    retry(agency, failed.id, shops=["rugs", "jade"])
    work(agency, job("count", replace(ledger, fails=()), retries=()))
    assert what_ran(agency, only_failed=True) == []
    assert len(ledger.done()) == len(set(ledger.done())) == 5


def test_a_run_that_failed_in_a_shop_of_another_client_is_not_shown(agency: House, tmp_path: Path) -> None:
    work(agency, job("count", Ledger(tmp_path / "ledger", fails=("rugs",)), retries=()))
    [mine] = what_ran(agency, shops=["jade", "lamps"])
    assert mine.failures == ()
    assert [name for name, _ in mine.done] == ["jade", "lamps"]


def test_a_claim_keeps_others_away_until_its_lease_ends(agency: House, clock: Clock, tmp_path: Path) -> None:
    count = job("count", Ledger(tmp_path / "ledger"))
    plan(agency, [count], clock())
    first, second = claim(["count"], "a", clock()), claim(["count"], "b", clock())
    assert first is not None
    assert second is not None
    assert first.pk != second.pk
    assert claim(["count"], "c", clock()) is None
    clock.moment += LEASE
    taken = claim(["count"], "c", clock())
    assert taken is not None
    assert taken.fence == 2
    with pytest.raises(ClaimLost):
        (first if taken.pk == first.pk else second).went_well({}, ["jade"], 1.0)


def test_two_runs_of_one_job_in_one_zone_are_never_done_at_once(agency: House, clock: Clock, tmp_path: Path) -> None:
    count = job("count", Ledger(tmp_path / "ledger"), every=timedelta(minutes=15))
    plan(agency, [count], clock())
    assert claim(["count"], "a", clock()) is not None
    assert claim(["count"], "a", clock()) is not None
    clock.moment += LEASE / 2
    plan(agency, [count], clock() + 15 * MINUTE)
    assert claim(["count"], "b", clock()) is None


def test_work_that_ends_its_process_three_times_is_given_up_for_that_shop_alone(
        agency: House, clock: Clock, tmp_path: Path) -> None:
    """A killed process leaves the claim with what it had begun; here it is left on purpose."""
    ledger = Ledger(tmp_path / "ledger")
    count = job("count", ledger, together=True)
    plan(agency, [count], clock())
    for _ in range(MOST_DEATHS):
        left = claim(["count"], "killed", clock())
        assert left is not None
        left.begin(["rugs"])
        clock.moment += LEASE
    work(agency, count)
    [failed] = what_ran(agency, only_failed=True)
    assert [(f.subject, f.reason) for f in failed.failures] == [("rugs", "work on it ended the process 3 times")]
    assert len(failed.done) == 2


def test_the_early_brief_of_real_shops_is_stored_once_per_moment(agency: House, clock: Clock) -> None:
    from daybook.jobs.schedule import JOBS
    from daybook.records.models import Morning

    early = [j for j in JOBS if j.name.startswith("morning.")]
    work(agency, *early)
    clock.moment = datetime(2026, 11, 23, 1, 1, tzinfo=UTC)
    work(agency, *early)
    work(agency, *early)
    made = sorted(Morning.objects.filter(shop__name="jade").values_list("on", "as_of"))
    assert [f"{as_of:%H:%M}" for _, as_of in made] == ["00:30", "01:00"]
    assert not what_ran(agency, only_failed=True)


def test_work_that_steps_back_is_begun_when_nothing_else_is_due(agency: House, tmp_path: Path) -> None:
    ledgers = {name: Ledger(tmp_path / name) for name in ("books", "morning")}
    books = replace(job("books", ledgers["books"], together=True), steps_back=True)
    loop = Loop(agency, (books, job("morning", ledgers["morning"])), NoQueue())
    loop.tick()
    waiting = due_now(["books"], agency.now())
    while loop.work_one(waiting[0]) and not ledgers["books"].lines():      # called for by name, and yet the others go first
        pass
    assert len(ledgers["morning"].done()) == 5
    assert ledgers["books"].done()


def test_a_clock_that_was_ahead_and_is_put_right_stops_no_work(agency: House, clock: Clock, tmp_path: Path) -> None:
    """Six hours ahead for a while: what was done there for moments to come is done again when they come, and the process
    that saw the wrong time goes on at once."""
    ledger = Ledger(tmp_path / "ledger")
    hourly = job("hourly", ledger, every=timedelta(hours=1), together=True)
    loop, right = Loop(agency, [hourly], NoQueue()), clock.moment

    def go_on() -> None:
        loop.tick()
        while loop.work_one():
            pass

    go_on()
    clock.moment = right + timedelta(hours=6)
    go_on()
    ahead = {due for due, _ in ledger.done()}
    for passed in (MINUTE, *(timedelta(hours=n) for n in range(1, 8))):
        clock.moment = right + passed
        go_on()
    done = [due for due, name in ledger.done() if name == "jade"]
    assert [done.count(f"2026-11-23T{hour:02}:00:00+00:00") for hour in range(8)] == [1, 1, 1, 1, 1, 1, 2, 1]
    assert "2026-11-23T06:00:00+00:00" in ahead


def test_what_another_process_did_a_minute_early_is_not_done_again(agency: House, clock: Clock, tmp_path: Path) -> None:
    """Clocks of two machines differ by a little."""
    ledger = Ledger(tmp_path / "ledger")
    hourly = job("hourly", ledger, every=timedelta(hours=1), together=True)
    clock.moment = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    work(agency, hourly)
    clock.moment -= MINUTE
    work(agency, hourly)
    clock.moment += MINUTE
    work(agency, hourly)
    assert [due for due, name in ledger.done() if name == "jade"].count("2026-11-23T02:00:00+00:00") == 1
