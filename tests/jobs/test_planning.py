"""What is due becomes rows, each once, in every zone; what nobody did is made up by its policy and said."""

from datetime import UTC, datetime, time, timedelta

import pytest

from daybook.domain.schedule import Missed, Timing
from daybook.jobs.job import ForWhom, Job
from daybook.jobs.planning import plan, tidy
from daybook.jobs.schedule import JOBS
from daybook.jobs.whose import due_for
from daybook.workflows.clock import set_time, timetable
from daybook.workflows.house import House
from daybook.workflows.rounds import brief_round
from tests.conftest import Clock
from tests.jobs.clockwork import NEW_YORK, SHANGHAI, with_shops

EARLY = Job("morning.early", Timing(time(8, 30)), brief_round, together=True)
CLOSE = Job("close", Timing(time(23, 30)), brief_round, missed=Missed.EVERY, late=timedelta(days=3))
HOUR = timedelta(hours=1)


@pytest.fixture
def agency(house: House, clock: Clock) -> House:
    """Five shops of two zones, registered on 1 November 2026."""
    clock.moment = datetime(2026, 11, 1, tzinfo=UTC)
    with_shops(house)
    clock.moment = datetime(2026, 11, 23, 0, 31, tzinfo=UTC)         # 8:31 in Shanghai, evening in New York
    return house


def rows(job: str = "", **more: object) -> list[tuple[str, str, str, int]]:
    """(zone, due in UTC, state, missed) in the order of time."""
    from daybook.records.models import ScheduledRun

    found = ScheduledRun.objects.filter(**({"job": job} if job else {}), **more).order_by("due_at", "zone")
    return [(r.zone, f"{r.due_at:%m-%dT%H:%M}", r.state, r.missed) for r in found]


def test_each_zone_has_its_due_row_and_the_next_one_to_come(agency: House, clock: Clock) -> None:
    """In New York it is 19:31: the early brief of 8:30 there is 11 hours old and still worth making."""
    plan(agency, [EARLY], clock())
    assert rows() == [(NEW_YORK, "11-22T13:30", "waiting", 0), (SHANGHAI, "11-23T00:30", "waiting", 0),
                      (NEW_YORK, "11-23T13:30", "waiting", 0), (SHANGHAI, "11-24T00:30", "waiting", 0)]


def test_planning_again_adds_nothing(agency: House, clock: Clock) -> None:
    plan(agency, [EARLY], clock())
    before = rows()
    assert plan(agency, [EARLY], clock()) == 0
    assert rows() == before


def test_a_shop_that_was_registered_later_is_not_owed_what_came_before(house: House, clock: Clock) -> None:
    clock.moment = datetime(2026, 11, 23, 4, tzinfo=UTC)             # noon in Shanghai
    with_shops(house)
    plan(house, [EARLY], clock())
    assert [r for r in rows() if r[1] < "11-23T04:00"] == []


def test_an_early_brief_missed_for_a_week_is_made_once(agency: House, clock: Clock) -> None:
    """The row planned before the machine went down says that it was missed, the new one for how many it stands."""
    from daybook.records.models import ScheduledRun

    plan(agency, [EARLY], clock())
    ScheduledRun.objects.filter(due_at__lte=clock()).update(state="done", claims=1)
    clock.moment += timedelta(days=7)
    plan(agency, [EARLY], clock())
    mine = [r for r in rows() if r[0] == SHANGHAI]
    assert mine == [(SHANGHAI, "11-23T00:30", "done", 0), (SHANGHAI, "11-24T00:30", "missed", 0),
                    (SHANGHAI, "11-30T00:30", "waiting", 6), (SHANGHAI, "12-01T00:30", "waiting", 0)]
    clock.moment += timedelta(minutes=1)
    plan(agency, [EARLY], clock())
    assert [r for r in rows() if r[0] == SHANGHAI] == mine


def test_what_is_too_late_for_anybody_is_only_said(agency: House, clock: Clock) -> None:
    """At 22:00 in Shanghai nobody reads an early brief any more (twelve hours)."""
    from daybook.records.models import ScheduledRun

    plan(agency, [EARLY], clock())
    ScheduledRun.objects.filter(due_at__lte=clock()).update(state="done", claims=1)
    clock.moment = datetime(2026, 11, 25, 14, tzinfo=UTC)
    plan(agency, [EARLY], clock())
    assert [r for r in rows() if r[0] == SHANGHAI][1:] == [
        (SHANGHAI, "11-24T00:30", "missed", 0), (SHANGHAI, "11-25T00:30", "missed", 1),
        (SHANGHAI, "11-26T00:30", "waiting", 0)]


def test_days_that_were_not_closed_are_each_closed_later_but_not_after_three_days(agency: House, clock: Clock) -> None:
    from daybook.records.models import ScheduledRun

    plan(agency, [CLOSE], clock())
    ScheduledRun.objects.filter(due_at__lte=clock()).update(state="done", claims=1)
    clock.moment += timedelta(days=5)
    plan(agency, [CLOSE], clock())
    assert [due for zone, due, state, _ in rows() if zone == SHANGHAI and state == "waiting"] == [
        "11-25T15:30", "11-26T15:30", "11-27T15:30", "11-28T15:30"]


def test_a_shop_may_have_its_brief_at_another_time_or_not_at_all(agency: House, clock: Clock) -> None:
    set_time(agency, "morning.early", ["morning.early"], "jade", time(7, 45))
    set_time(agency, "morning.early", ["morning.early"], "rugs", off=True)
    plan(agency, [EARLY], clock())
    dues = [datetime.fromisoformat(f"2026-{due}:00+00:00") for zone, due, *_ in rows() if zone == SHANGHAI]
    assert [(f"{d:%H:%M}", due_for(agency, EARLY, SHANGHAI, d)) for d in dues[:2]] == [
        ("23:45", ["jade"]), ("00:30", ["lamps"])]


def test_a_changed_time_takes_the_row_to_come_away(agency: House, clock: Clock) -> None:
    plan(agency, [EARLY], clock())
    set_time(agency, "morning.early", ["morning.early"], at=time(10))
    plan(agency, [EARLY], clock())
    assert [due for zone, due, *_ in rows() if zone == SHANGHAI and due > "11-23T00:31"] == ["11-23T02:00"]


def test_an_hourly_job_over_the_day_on_which_clocks_change(agency: House, clock: Clock) -> None:
    """New York's 1 November 2026 had 25 hours; all of them were due once."""
    hourly = Job("hourly", Timing(every=HOUR), brief_round, missed=Missed.EVERY, late=timedelta(days=2))
    clock.moment = datetime(2026, 11, 2, 5, 1, tzinfo=UTC)          # 00:01 on 2 November there
    plan(agency, [hourly], clock())
    mine = [due for zone, due, *_ in rows() if zone == NEW_YORK and "11-01T04:00" <= due < "11-02T05:00"]
    assert len(mine) == 25


def test_a_job_of_the_house_is_due_once_in_the_zone_of_most_shops(agency: House, clock: Clock) -> None:
    plan(agency, [Job("upkeep", Timing(time(3, 30)), brief_round, ForWhom.HOUSE)], clock())
    assert {zone for zone, *_ in rows()} == {SHANGHAI}
    assert due_for(agency, Job("upkeep", Timing(time(3, 30)), brief_round, ForWhom.HOUSE), SHANGHAI,
                   datetime(2026, 11, 22, 19, 30, tzinfo=UTC)) == ["house"]


def test_a_job_that_left_the_timetable_leaves_no_row_to_come(agency: House, clock: Clock) -> None:
    plan(agency, [EARLY, CLOSE], clock())
    plan(agency, [EARLY], clock())
    assert rows("close") == []


def test_the_timetable_says_what_is_next(agency: House, clock: Clock) -> None:
    plan(agency, JOBS, clock())
    found = {(one.job, one.zone): one.next_due_at for one in timetable(agency)}
    assert found["morning.complete", SHANGHAI] == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert found["morning.early", NEW_YORK] == datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    assert found["upkeep", SHANGHAI] == datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
    assert ("inbox", "UTC") not in found


def test_old_runs_that_went_well_are_removed_and_failures_stay(agency: House, clock: Clock) -> None:
    from daybook.records.models import ScheduledRun

    plan(agency, JOBS, clock())
    ScheduledRun.objects.filter(job="pull", due_at__lte=clock(), zone=SHANGHAI).update(state="done", claims=1)
    ScheduledRun.objects.filter(job="pull", due_at__lte=clock(), zone=NEW_YORK).update(state="failed", claims=1)
    clock.moment += timedelta(days=8)
    tidy(JOBS, clock())
    assert [(zone, state) for zone, _, state, _ in rows("pull", due_at__lt=clock() - timedelta(days=7), claims=1)] == [
        (NEW_YORK, "failed")]
