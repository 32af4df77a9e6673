"""Reads the platforms' events from TOML: editions as announced, patterns for years without one."""
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from daybook.calendar.festivals import black_friday, spring_festival
from daybook.domain.said import Said, Term

ANCHORS: dict[str, Callable[[int], date]] = {
    "spring_festival": spring_festival, "black_friday": black_friday}
NEEDED = ("id", "name", "zh", "platforms", "countries", "big", "price_protection_days", "slump_days",
          "source", "seen_on", "confidence")
CONFIDENCE = frozenset({"R", "C", "S", "K", "own"})


class Phase(StrEnum):
    """Where in an event a day stands."""
    WARM_UP = "warm_up"
    PRESALE = "presale"
    FIRST_WAVE = "first_wave"
    MAIN_WAVE = "main_wave"
    SALE = "sale"
    PRICE_PROTECTION = "price_protection"

    @property
    def zh(self) -> str:
        return PHASE_ZH[self]


PHASE_ZH = {Phase.WARM_UP: "蓄水期", Phase.PRESALE: "预售", Phase.FIRST_WAVE: "第一波",
            Phase.MAIN_WAVE: "正式期", Phase.SALE: "活动", Phase.PRICE_PROTECTION: "价保期"}


@dataclass(frozen=True)
class Event:
    """One phase of one edition of an event; `first` and `last` are days of the shop, both in.

    `starts_at` is the hour of the first day (None: midnight).  `estimated` means that the dates come from
    the usual pattern because the platform's announcement is not in the calendar yet.  `confidence` is
    R (platform rule), C (convention), S (single source), K (known in the trade) or own.
    """
    id: str
    name: str
    zh: str
    platform: str
    phase: Phase
    first: date
    last: date
    starts_at: time | None
    big: bool
    estimated: bool
    slump_days: int
    source: str
    seen_on: date
    confidence: str
    countries: tuple[str, ...] = ()
    edition_year: int = 0

    @property
    def term(self) -> Term:
        """What the event is called, in the language of whoever reads it; the shop's own as the shop calls it."""
        return Term("event", self.name, self.zh)

    @property
    def words(self) -> Said:
        """The event and where in it the phase lies: Double 11 main wave, 双11 正式期."""
        return Said("{event} {window}", event=self.term, window=Term("phase", self.phase.value, self.phase.zh))

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last

    def runs_in(self, country: str) -> bool:
        """An event without countries runs in all."""
        return not self.countries or country in self.countries


@lru_cache(maxsize=256)
def phases_in(year: int, platform: str) -> tuple[Event, ...]:
    """All phases of all events of a platform in one year's editions, by first day."""
    found = (phase for row in _rows() if platform in row["platforms"]
             for phase in _edition(row, year, platform))
    return tuple(sorted(found, key=lambda event: (event.first, event.id)))


def event_ids(platform: str) -> tuple[str, ...]:
    """Ids of every event of a platform that the calendar knows, dated or not."""
    return tuple(row["id"] for row in _rows() if platform in row["platforms"])


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    folder = files("daybook.calendar") / "platforms"
    rows: list[Mapping[str, Any]] = []
    for file in sorted(folder.iterdir(), key=lambda path: path.name):
        if file.name.endswith(".toml"):
            rows += _checked(file.name, tomllib.loads(file.read_text(encoding="utf-8"))["event"])
    return tuple(rows)


def _checked(file: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for row in rows:
        missing = [field for field in NEEDED if field not in row]
        if missing:
            raise ValueError(f"{file}: event {row.get('id')!r} lacks {', '.join(missing)}: add them")
        if row["confidence"] not in CONFIDENCE:
            raise ValueError(f"{file}: event {row['id']!r} has confidence {row['confidence']!r}: "
                             f"use one of {', '.join(sorted(CONFIDENCE))}")
    return rows


def _edition(row: Mapping[str, Any], year: int, platform: str) -> Iterator[Event]:
    for edition in row.get("edition", ()):
        if edition["year"] == year:
            spans = [_dated(span) for span in edition["phases"]]
            yield from _phases({**row, **edition}, year, platform, spans, estimated=False)
            return
    spans = [_from_pattern(row, span, year) for span in row.get("pattern", ())]
    yield from _phases(row, year, platform, spans, estimated=True)


Span = tuple[Phase, date, date, time | None]


def _dated(span: Mapping[str, Any]) -> Span:
    return Phase(span["phase"]), span["first"], span["last"], _hour(span)


def _from_pattern(row: Mapping[str, Any], span: Mapping[str, Any], year: int) -> Span:
    if "anchor" in row:
        zero = ANCHORS[row["anchor"]](year)
        first, last = (zero + timedelta(days=span[key]) for key in ("first_offset", "last_offset"))
    else:
        first, last = (date.fromisoformat(f"{year}-{span[key]}") for key in ("first", "last"))
    return Phase(span["phase"]), first, last, _hour(span)


def _hour(span: Mapping[str, Any]) -> time | None:
    return time.fromisoformat(span["starts_at"]) if "starts_at" in span else None


def _phases(row: Mapping[str, Any], year: int, platform: str, spans: list[Span],
            estimated: bool) -> Iterator[Event]:
    """The event's own phases, then the days of price protection (价保) after the last of them."""
    if not spans:
        return
    protected = row["price_protection_days"]
    last_sale = max(last for _, _, last, _ in spans)
    if protected:
        spans = [*spans, (Phase.PRICE_PROTECTION, last_sale + timedelta(days=1),
                          last_sale + timedelta(days=protected), None)]
    for phase, first, last, hour in spans:
        slump = row["slump_days"] if last == last_sale else 0
        yield Event(row["id"], row["name"], row["zh"], platform, phase, first, last, hour, row["big"],
                    estimated, slump, row["source"], row["seen_on"], row["confidence"],
                    tuple(row["countries"]), year)
