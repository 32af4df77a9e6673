"""What a job is: a time, the work, for whom, and what becomes of it when it is missed or fails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from daybook.domain.schedule import Missed, Timing
from daybook.workflows.house import House

#: Shops (or folders, or mailboxes) by name and the due moment in; per name what there is to say of it out.
Work = Callable[[House, Sequence[str], datetime], Mapping[str, str]]
MINUTE = timedelta(minutes=1)


def everyone(house: House, names: Sequence[str], due: datetime) -> Sequence[str]:
    """All of them: the job has something to do for each."""
    return names


class ForWhom(StrEnum):
    """Whose work it is, and so in which zones it is due."""

    SHOPS = "shops"          # every shop, in its own zone
    PLACES = "places"        # every folder and mailbox that is looked into
    HOUSE = "house"          # the data folder as a whole, in the zone of most of its shops


@dataclass(frozen=True)
class Job:
    """One line of the timetable.

    `only` leaves out those for whom there is nothing to do, so that they take no room in the run's outcomes.
    `together`: all shops of a zone are done in one call (a look at the lake costs the same for one as for all);
    when that fails, halves are tried, so that only those shops fail which cannot be done.  `late`: so long after its
    moment it is still worth doing.  `retries`: how long after each failure it is tried again.  `keep`: how long runs
    that went well stay in the list.  `steps_back`: it is begun when nothing else is due, however long it has been due itself.
    """

    name: str
    timing: Timing
    work: Work
    for_whom: ForWhom = ForWhom.SHOPS
    only: Callable[[House, Sequence[str], datetime], Sequence[str]] = everyone
    together: bool = False
    missed: Missed = Missed.LATEST
    late: timedelta = timedelta(hours=12)
    retries: tuple[timedelta, ...] = (MINUTE, 5 * MINUTE, 15 * MINUTE)
    keep: timedelta = timedelta(days=400)
    steps_back: bool = False

    def again_after(self, tries: int) -> timedelta | None:
        """How long to wait after the n-th failure; None: it is not tried again by itself."""
        return self.retries[tries - 1] if tries <= len(self.retries) else None
