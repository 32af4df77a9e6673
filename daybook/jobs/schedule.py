"""The timetable: local time, work, for whom.  A job stands here when its work exists."""

from datetime import time, timedelta

from daybook.domain.schedule import Missed, Timing
from daybook.jobs.job import MINUTE, ForWhom, Job
from daybook.workflows import rounds
from daybook.workflows.buyer_books import shops_due
from daybook.workflows.shop_words import shops_due as words_due

QUARTER_HOUR = 15 * MINUTE
WEEK = timedelta(days=7)

#: Briefs are made as known at their own due moment, however late the work is done.
JOBS: tuple[Job, ...] = (
    Job("pull", Timing(every=QUARTER_HOUR), rounds.pull_round, only=rounds.read_over_api, late=timedelta(hours=1), keep=WEEK),
    Job("inbox", Timing(every=5 * MINUTE), rounds.look_round, ForWhom.PLACES, late=timedelta(hours=1), keep=WEEK),
    Job("buyers", Timing(time(4, 30)), rounds.buyers_round, only=shops_due, together=True, late=timedelta(hours=16),
        retries=(60 * MINUTE,), steps_back=True),
    Job("words", Timing(time(5)), rounds.words_round, only=words_due, together=True, late=timedelta(hours=16),
        retries=(60 * MINUTE,), steps_back=True),
    Job("morning.early", Timing(time(8, 30)), rounds.brief_round, together=True),
    Job("measure", Timing(time(8, 45)), rounds.measure_round, only=rounds.moves_due, together=True, late=timedelta(days=1)),
    Job("morning.complete", Timing(time(9)), rounds.brief_round, together=True),
    Job("morning.rest", Timing(time(9, 15), every=QUARTER_HOUR, until=time(23, 45)), rounds.brief_round,
        only=rounds.more_landed, together=True, late=timedelta(hours=1), keep=WEEK),
    Job("watch", Timing(time(10), every=60 * MINUTE, until=time(23)), rounds.watch_round, only=rounds.live, together=True,
        late=timedelta(minutes=50), keep=WEEK),
    Job("late", Timing(time(11), every=300 * MINUTE, until=time(16)), rounds.late_round, together=True, late=timedelta(hours=2)),
    Job("close", Timing(time(22, 30)), rounds.close_round, together=True, missed=Missed.EVERY, late=timedelta(days=2)),
    Job("week", Timing(time(9, 30), weekdays=(1,)), rounds.week_round, together=True, late=timedelta(days=3)),
    Job("month", Timing(time(9, 30), days=(2,)), rounds.month_round, together=True, late=timedelta(days=7)),
    Job("quarter", Timing(time(9, 30), days=(3,), months=(1, 4, 7, 10)), rounds.quarter_round, late=timedelta(days=7)),
    Job("switch", Timing(every=QUARTER_HOUR), rounds.switch_round, only=rounds.switches_wait, together=True,
        late=timedelta(hours=1), keep=WEEK),
    Job("settle", Timing(every=QUARTER_HOUR), rounds.settle_round, ForWhom.HOUSE, only=rounds.writes_wait,
        late=timedelta(hours=1), keep=WEEK),
    Job("messages", Timing(every=MINUTE), rounds.letter_round, ForWhom.HOUSE, only=rounds.letters_wait, late=QUARTER_HOUR,
        retries=(), keep=timedelta(days=1)),
    Job("upkeep", Timing(time(3, 30)), rounds.upkeep_round, ForWhom.HOUSE, late=timedelta(hours=20),
        retries=(QUARTER_HOUR, 60 * MINUTE)),
)
