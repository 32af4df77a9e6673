"""Days on which a shop closes with the country: public holidays, and the days around them that it took off last year."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from daybook.calendar.days import day_kind

#: Earlier public holidays that are looked at: a year of them.
LOOK_BACK_DAYS = 365
#: A closing around a holiday is no longer than this; a longer run without orders is something else.
LONGEST_CLOSING = 14
STEP = timedelta(days=1)


class Holidays:
    """What a shop did on public holidays: `counts` are its orders by day, `held` tells whether a file holds a day."""

    def __init__(self, country: str, counts: Mapping[date, int], held: Callable[[date], bool]) -> None:
        self._country = country
        self._counts = counts
        self._held = held
        self._first = min(counts, default=date.max)

    def keeps(self, day: date) -> bool:
        """Whether a day is a public holiday of the buyers' country."""
        return day_kind(day, self._country).public_holiday is not None

    def before(self, day: date) -> list[int]:
        """Orders of the public holidays of the year before that the files hold."""
        days = (day - timedelta(days=n) for n in range(1, LOOK_BACK_DAYS + 1))
        return [self._counts.get(d, 0) for d in days if self._known(d) and self.keeps(d)]

    def in_closing(self, day: date) -> bool:
        """Whether an empty day lies in a run of empty days, no longer than a closing, with a public holiday in
        it or beside it."""
        run = self._run(day)
        return len(run) <= LONGEST_CLOSING and any(self.keeps(d) for d in (*run, min(run) - STEP, max(run) + STEP))

    def closed_last_year(self, day: date) -> bool:
        """Whether a day lies in a run of empty days with a public holiday in it or beside it, and its date was empty
        last year."""
        if not self.in_closing(day):
            return False
        last_year = (date(day.year - 1, day.month, min(day.day, 28)) if (day.month, day.day) == (2, 29)
                     else day.replace(year=day.year - 1))
        return self._known(last_year) and not self._counts.get(last_year)

    def _known(self, day: date) -> bool:
        return day >= self._first and self._held(day)

    def _run(self, day: date) -> list[date]:
        """The days without an order around a day, at most one more on each side than a closing has."""
        run = [day]
        for step in (-STEP, STEP):
            at = day + step
            while self._known(at) and not self._counts.get(at) and len(run) <= 2 * LONGEST_CLOSING:
                run.append(at)
                at += step
        return run
