"""The calendar ahead: events of the platform with their windows, and the shop's own."""

from dataclasses import dataclass
from datetime import date, timedelta

from daybook.calendar.editions import phases_in
from daybook.calendar.where import country_of
from daybook.domain.given import Given
from daybook.domain.said import Said, Term
from daybook.domain.shop import Shop


@dataclass(frozen=True)
class EventLine:
    """One event or one window of it (蓄水, 预售, 价保, ...); both days are in.  `own` is the shop's own."""

    name: str
    name_zh: str
    window: str
    window_zh: str
    first: date
    last: date
    own: bool
    source: str = ""
    estimated: bool = False      # by the usual pattern: not announced yet

    @property
    def term(self) -> str:
        """What it is called, in the language of whoever reads it; the shop's own as the shop calls it."""
        return self.name if self.own else Term("event", self.name, self.name_zh)

    @property
    def words(self) -> str:
        """The event and its window."""
        return self.name if self.own else Said("{event} {window}", event=self.term, window=Term(
            "phase", self.window, self.window_zh))

    def runs_on(self, day: date) -> bool:
        return self.first <= day <= self.last


def events_ahead(shop: Shop, given: Given, on: date, days: int = 90) -> tuple[EventLine, ...]:
    """What runs on a day or begins within some days after it, by first day; windows of an event one by one."""
    until, country = on + timedelta(days=days), country_of(shop.platform, shop.currency)
    theirs = [EventLine(e.name, e.zh, e.phase.value, e.phase.zh, e.first, e.last, False, e.source, e.estimated)
              for year in (on.year - 1, on.year, on.year + 1) for e in phases_in(year, shop.platform) if e.runs_in(country)]
    own = [EventLine(e.name, e.name, e.kind, e.kind, e.first, e.last, True) for e in given.own_events]
    return tuple(sorted((e for e in (*theirs, *own) if e.last >= on and e.first <= until),
                        key=lambda e: (e.first, e.last, e.name, e.window)))
