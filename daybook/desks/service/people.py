"""Who must be there: asks to come by half hour, agents needed, the roster beside it, and the shift that would help most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import nan
from zoneinfo import ZoneInfo

from daybook.analysis.service.asks import Asks, asks_of_day
from daybook.analysis.service.queues import Service
from daybook.analysis.service.rota import HALF_HOURS, Shift, best_shift, on_duty, short
from daybook.calendar.events import UNUSUAL, events_on
from daybook.calendar.where import country_of
from daybook.desks.gain import minutes, rule
from daybook.desks.service.book import book_of, hours_of, rules_of
from daybook.desks.service.findings import clock_span
from daybook.domain.brief import BriefFinding, Cause, Must, Unit
from daybook.domain.given import Given
from daybook.domain.roster import OnDuty
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.service import SlotDay
from daybook.domain.service_page import Robots
from daybook.domain.shop import Shop
from daybook.domain.work import Role, Suggestion
from daybook.rulebook.reading import load

SHORT = "service.roster_short"
#: A transcript older than this says nothing of who waits now.
STILL = timedelta(hours=2)


@dataclass(frozen=True)
class People:
    """One day by half hour: asks to come, agents needed (None: outside the counted hours, or not known) and there; `service` says
    by which numbers; `there` None: nobody gave a roster; `shift` is of what is not over yet."""

    on: date
    asks: Asks
    needed: tuple[int | None, ...]
    there: tuple[int, ...] | None
    service: Service
    shift: Shift | None

    @property
    def gaps(self) -> tuple[int, ...]:
        """Agents missing at each half hour; nothing where nobody gave a roster."""
        return tuple(short(self.needed, self.there)) if self.there is not None else ()


def robots_of(given: Given, on: date, seen_share: Decimal | None) -> Robots:
    """The share of talks that robots end: what somebody said of it, while it counts (rule G-FRESH), else what transcripts show."""
    said = given.fact("shop", "robot_share", on)
    if said is not None and (on - said.valid_from).days <= load().value("G-FRESH", "robot_share"):
        return Robots(Decimal(said.value), said.valid_from)
    return Robots(seen_share, None)


def gone_of(shop: Shop, on: date, as_of: datetime) -> int:
    """Half hours of the shop's day that are over, by its clock: on a day when clocks change these are not the hours gone by.

    Below 0 before the day, 48 and more after it.
    """
    local = as_of.astimezone(ZoneInfo(shop.zone))
    return (local.date() - on).days * HALF_HOURS + local.hour * 2 + local.minute // 30


def people_of(seen: Seen) -> People | None:
    """The morning's own day; None where fewer than two weeks of transcripts are known.  Reckoned once."""
    if "service.people" not in seen.reckoned:
        book = book_of(seen)
        seen.reckoned["service.people"] = people_on(
            seen.shop, seen.on, book.slots, seen.given, book.talk_seconds, book.robot_share,
            gone_of(seen.shop, seen.on, seen.as_of))
    kept = seen.reckoned["service.people"]
    return kept if isinstance(kept, People) else None


def people_on(shop: Shop, on: date, slots: Sequence[SlotDay], given: Given, talk_seconds: Decimal | None,
              robot_share: Decimal | None, gone: int) -> People | None:
    """Asks and people of a day from the half hours of the days before it; a shift is for what is not `gone` of it."""
    rules = load().for_(str(shop.platform))
    asks = _asks(shop, on, slots, given)
    if asks is None:
        return None
    roster, robots = given.roster(on), robots_of(given, on, robot_share)
    service = Service(
        float(talk_seconds or rules.value("S-TALK-LENGTH")), _at_once(roster, rules.value("S-AT-ONCE")), float(robots.share or 0),
        float(rules.value("S-PATIENCE")))
    first, last = hours_of(str(shop.platform))
    share, seconds = (float(rules.value("S-NEED", n)) for n in ("share", "seconds"))
    needed = tuple(service.agents_for(asks.mean[s], share, seconds)
                   if first * 2 <= s < last * 2 else None for s in range(HALF_HOURS))
    there = None if roster is None else tuple(on_duty([span for one in roster for span in one.spans]))
    gaps = [] if there is None else [gap if s >= gone else 0 for s, gap in enumerate(short(needed, there))]
    shift = best_shift(gaps, int(rules.value("S-SHORT", "shift")) * 2, begin=gone) if any(gaps) else None
    return People(on, asks, needed, there, service, shift)


def _asks(shop: Shop, on: date, slots: Sequence[SlotDay], given: Given) -> Asks | None:
    known = sorted({one.day for one in slots if one.day < on})
    if not known:
        return None
    days = [known[0] + timedelta(days=n) for n in range((on - known[0]).days)]
    counts = {d: [0.0] * HALF_HOURS if d in set(known) else [nan] * HALF_HOURS for d in days}
    for one in slots:
        if one.day < on:
            counts[one.day][one.slot] = float(one.asks)
    country, names = country_of(shop.platform, shop.currency), dict[str, int]()
    events, promos = [], []
    for day in (*days, on):
        theirs = [e for e in events_on(day, shop.platform, country) if e.phase in UNUSUAL]
        name = f"{theirs[0].id} {theirs[0].phase}" if theirs else ""
        events.append(names.setdefault(name, len(names) + 1) if name else 0)
        promos.append(any(e.kind == "promotion" and e.first <= day <= e.last for e in given.own_events))
    return asks_of_day([counts[d] for d in days], events, promos, [d.weekday() for d in (*days, on)])


def _at_once(roster: Sequence[OnDuty] | None, usual: Decimal) -> float:
    said = [one.chats for one in roster or () if one.chats]
    return sum(said) / len(said) if said else float(usual)


def find_short(seen: Seen) -> Iterator[BriefFinding]:
    """Half hours of today for which the roster has fewer people than will be needed on the mean forecast."""
    found, rules = people_of(seen), rules_of(seen)
    if found is None or found.there is None:
        return
    gone = gone_of(seen.shop, seen.on, seen.as_of)
    gaps = [g if s >= gone and g >= rules.value("S-SHORT", "people") else 0 for s, g in enumerate(found.gaps)]
    missing = [s for s, g in enumerate(gaps) if g]
    if len(missing) < rules.value("S-SHORT", "half_hours"):
        return
    first, last = worst_run(gaps)
    hours = clock_span(first, last)
    words = Said("between {hours} {needed} agents are needed and {there} are rostered; {n} half hours of the day are short",
                 hours=hours, needed=max(found.needed[s] or 0 for s in range(first, last)),
                 there=min(found.there[first:last]), n=len(missing))
    lacking = Decimal(sum(gaps)) / 2
    yield BriefFinding(
        id=f"{SHORT}.{hours}", kind=SHORT, metric="agent_hours_short", zh="缺岗人时", unit=Unit.COUNT, scope=(("hour", hours),),
        direction="up", measured=lacking, base_kind="expected", base=Decimal(0), since=seen.on,
        causes=(Cause("slice", (("hour", hours),), Decimal(sum(gaps[first:last])) / 2),),
        remainder=lacking - Decimal(sum(gaps[first:last])) / 2, sources=("chat_messages",), urgency="today",
        higher_is_better=False, words=words)


def worst_run(gaps: Sequence[int]) -> tuple[int, int]:
    """The run of half hours without a break that misses most.

    >>> worst_run([0, 1, 0, 2, 2, 0])
    (3, 5)
    """
    best, begin = (0, 0, 0), 0
    for s in range(len(gaps) + 1):
        if s == len(gaps) or not gaps[s]:
            best = max(best, (sum(gaps[begin:s]), -begin, s))
            begin = s + 1
    return -best[1], best[2]


def add_shift(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Bring somebody in for the hours that lack people, split where they lie apart."""
    people = people_of(seen)
    pieces = people.shift.pieces if people is not None and people.shift is not None else ()
    hours = " + ".join(clock_span(a, b) for a, b in pieces) or found.scope[0][1]
    yield Suggestion(
        id=f"add_shift.{found.scope[0][1]}", findings=(found.id,), move="add_shift",
        what=Said("Bring one more agent in: {hours}", hours=hours), object_kind="hour", object_id=found.scope[0][1],
        object=found.scope[0][1], from_=Said("{n} agent hours short", n=found.measured),
        to=Said("one more from {hours}", hours=hours),
        role=Role.SERVICE, minutes=minutes("contact"), gain=None, where=Said("roster; service page"), how="by hand",
        risk=Said("one more shift costs its wage whether buyers come or not"), evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "data"))))


def what_cannot_wait(seen: Seen) -> Iterator[Must]:
    """Buyers who wait for an answer by a transcript of this morning."""
    book = book_of(seen)
    late = [at for at in book.open if book.until is not None and seen.as_of - book.until <= STILL]
    if late and book.until is not None:
        yield Must(Said("Answer buyers who wait, the oldest first"), Said("{n} buyers", n=len(late)),
                   Said("service page; the console's chats"), None, "waiting")
