"""One clock of one order: met, late, running, due, overdue, or nobody can tell.

An order is only known as it was when it was last exported: that it is late is said only when that was after its promise.
"""

from datetime import datetime, timedelta

from daybook.domain.order_book import ClockState


def read_clock(deadline: datetime | None, done: datetime | None, last_seen: datetime, as_of: datetime,
               soon: timedelta, told: bool = True) -> ClockState:
    """Where a clock stands at `as_of`.

    `deadline` is when the promise ends (None: no promise is known), `done` when it happened, `last_seen` when the order
    was last exported, `soon` how long before its end it is due, `told` whether exports tell the fact at all.

    >>> from datetime import UTC
    >>> at = lambda hour: datetime(2026, 9, 15, hour, tzinfo=UTC)
    >>> read_clock(at(8), None, at(9), at(10), timedelta(hours=6))
    <ClockState.OVERDUE: 'overdue'>
    >>> read_clock(at(9), None, at(8), at(10), timedelta(hours=6))
    <ClockState.UNSEEN: 'unseen'>
    """
    if done is not None:
        return ClockState.LATE if deadline is not None and done > deadline else ClockState.MET
    if not told or deadline is None:
        return ClockState.UNTOLD
    if last_seen >= deadline:
        return ClockState.OVERDUE
    if as_of >= deadline:
        return ClockState.UNSEEN
    return ClockState.DUE if deadline - as_of <= soon else ClockState.RUNNING
