"""Asks to come and the people for them: peaks that a roster does not cover, and what is left of one shop's evening."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from daybook.desks.service.book import read_slots
from daybook.desks.service.findings import clock_span
from daybook.desks.service.people import gone_of, people_on, worst_run
from daybook.domain.evening import ServiceHalf, ServiceTonight
from daybook.domain.given import Given
from daybook.domain.said import Said
from daybook.domain.service import ServiceBook
from daybook.domain.shop import Shop
from daybook.domain.ticks import Tick
from daybook.domain.watch import Alert
from daybook.domain.work import Role
from daybook.facts.engine import Session, reading
from daybook.rulebook.reading import load
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.seeing import whose


def rostered_service(session: Session, shops: Sequence[Shop], as_of: datetime,
                     givens: Mapping[str, Given]) -> dict[str, ServiceBook]:
    """shop -> what people are reckoned from, of shops with a roster and transcripts; others have none."""
    rostered = [s for s in shops if givens[s.name].shifts]
    found: dict[str, ServiceBook] = {}
    for on in sorted({s.day_of(as_of) for s in rostered}):
        found |= read_slots(session, [s for s in rostered if s.day_of(as_of) == on], on)
    return found


def peak_ahead(shop: Shop, book: ServiceBook, as_of: datetime, given: Given) -> Alert | None:
    """The peak of today's next hours for which too few are rostered; None where there is none."""
    on = shop.day_of(as_of)
    begins = gone_of(shop, on, as_of)
    people = people_on(shop, on, book.slots, given, book.talk_seconds, book.robot_share, begins)
    if people is None or people.there is None:
        return None
    ends = begins + int(load().value("S-AHEAD") * 2)
    gaps = [gap if begins <= slot < ends else 0 for slot, gap in enumerate(people.gaps)]
    if not any(gaps):
        return None
    first, last = worst_run(gaps)
    hours = clock_span(first, last)
    why = Said("between {hours} {needed} agents are needed and {there} are rostered", hours=hours,
               needed=max(people.needed[s] or 0 for s in range(first, last)), there=min(people.there[first:last]))
    return Alert(f"watch people {first // 4}", Said("Bring one more agent in: {hours}", hours=hours), shop.name, why, Role.SERVICE)


def service_tonight(house: House, shop: Shop, as_of: datetime, given: Given, ticks: Sequence[Tick],
                    peak: Alert | None, book: ServiceBook | None) -> ServiceTonight:
    """Service of what is left of a shop's day; `ticks` are the day's readings of the whole shop, `peak` and `book` what the watch
    told and read (of a shop without a roster it reads none, and the transcripts are read here)."""
    on, read = shop.day_of(as_of), [t for t in ticks if t.waiting is not None]
    if book is None:
        book = reading(house.lake, house.books, whose([shop]), as_of, ALL_TABLES,
                       lambda session: read_slots(session, [shop], on)).get(shop.name, ServiceBook())
    gone = gone_of(shop, on, as_of)
    people = people_on(shop, on, book.slots, given, book.talk_seconds, book.robot_share, gone)
    halves = () if people is None else tuple(
        ServiceHalf(shop.moment(on, time(s // 2, s % 2 * 30)), people.asks.mean[s], people.asks.high[s], people.needed[s],
                    None if people.there is None else people.there[s])
        for s in range(max(gone, 0), len(people.needed)) if people.needed[s] is not None)
    today = [one for one in book.slots if one.day == on]
    why_not = "" if halves else Said("fewer than two weeks of transcripts are known") if people is None else Said(
        "the hours in which answers count are over")
    return ServiceTonight(
        read[-1].waiting if read else None, read[-1].at if read else None, sum(s.asks for s in today) if today else None,
        sum(s.late for s in today) if today else None, book.until if today else None, halves,
        peak.why if peak is not None else "", why_not)
