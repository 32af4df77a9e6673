"""Events as claims of the operating file: what runs when, what is filed until when, and what the last ones brought."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.calendar.taking_part import activities_between
from daybook.calendar.where import country_of
from daybook.domain.activity_pages import ActivitiesTable, InEvent
from daybook.domain.file_page import Claim
from daybook.domain.given import EVENT_KINDS, OwnEvent
from daybook.domain.review import Span, year_before
from daybook.domain.said import Amount, Said, Term, listed
from daybook.domain.seen import Seen
from daybook.workflows.activity_review import review
from daybook.workflows.calendar_ahead import events_ahead
from daybook.workflows.file_prices import days_of
from daybook.workflows.file_products import NUMBERS

#: How long events that are over are told, and how many deadlines ahead.
AHEAD, PROTECTED = 60, timedelta(days=45)        # days of the calendar ahead; protections that ended within them are told
BACK, MOST_DEADLINES, MOST_REVIEWS = timedelta(days=90), 5, 2
STEP = Decimal("0.001")


def event_claims(seen: Seen, table: ActivitiesTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """The calendar, deadlines, entries, and what was sold and brought by the events that are over."""
    for own in sorted(seen.given.own_events, key=lambda e: e.first):
        if own.last >= seen.on:
            yield Claim("events", own.name, Said(
                "{kind}, {first}–{last}", kind=Term("event_kind", own.kind, EVENT_KINDS.get(own.kind, "")),
                **days_of(own.first, own.last)), "calendar", seen.shop.day_of(own.known_at), None, "", ("calendar",))
    for event in events_ahead(seen.shop, seen.given, seen.on - PROTECTED, AHEAD + PROTECTED.days):
        if not event.own and (event.last >= seen.on or event.window == "price_protection"):
            span: str = Said("{first} to {last}", **days_of(event.first, event.last))
            if event.estimated and event.first > seen.on:
                span = Said("{span} (reckoned, not announced)", span=span)
            yield Claim("events", event.words, span, "calendar", seen.on,
                        None, "", ("protected" if event.window == "price_protection" else "calendar",))
    yield from _deadlines(table)
    yield from _entries(table, names)
    yield from _reviews(seen)
    for own in sorted(seen.given.own_events, key=lambda e: e.first, reverse=True):
        yield from _sold(seen, own)


def _sold(seen: Seen, own: OwnEvent) -> Iterator[Claim]:
    """What was paid on the days of an event that is over; nothing where a day of it is not in."""
    paid = _paid(seen, own.first, own.last)
    if own.last < seen.on and own.last >= seen.on - BACK and paid is not None:
        said: str = Said("{first}–{last}: {paid} paid in {n} days", paid=_money(paid, seen), n=(own.last - own.first).days + 1,
                         **days_of(own.first, own.last))
        before = _paid(seen, *year_before(Span.MONTH, own.first, own.last))
        if before:
            change = Amount((paid / before - 1).quantize(STEP), "share")
            said = Said("{said}; {before} on the same days a year before ({change})", said=said, before=_money(before, seen),
                        change=change)
        yield Claim("events", own.name, said, f"metric paid_gmv {own.last}", own.last, None, NUMBERS, ("event_sold",))


def _paid(seen: Seen, first: date, last: date) -> Decimal | None:
    """What was paid on some days; None where one of them is not in."""
    paid = [seen.value("paid_gmv", first + timedelta(days=n)) for n in range((last - first).days + 1)]
    known = [v for v in paid if v is not None]
    return sum(known, Decimal(0)) if len(known) == len(paid) else None


def _deadlines(table: ActivitiesTable) -> Iterator[Claim]:
    for one in table.deadlines[:MOST_DEADLINES]:
        yield Claim("events", one.activity.term, Said(
            "enrolment ends on {day}, in {n} days; {filed} products filed", day=f"{one.span.last}", n=one.days, filed=one.filed),
            f"event {one.activity.key}", table.on, None, "", ("signup",))


def _entries(table: ActivitiesTable, names: Mapping[str, str]) -> Iterator[Claim]:
    """Of every event that is not over which products stand, and which were turned down with what was said."""
    by_event: dict[tuple[str, date, date], list[InEvent]] = defaultdict(list)
    for one in table.signed:
        if one.last >= table.on - BACK:
            by_event[one.event, one.first, one.last].append(one)
    for (event, first, last), own in sorted(by_event.items(), key=lambda pair: (pair[0][1], pair[0][0]), reverse=True):
        stand = sorted({one.item_id for one in own if one.stands})
        if stand:
            yield Claim("events", event, Said(
                "filed for {first}–{last}: {items}", items=listed(names.get(i, i) for i in stand), **days_of(first, last)),
                "event", table.on, None, "", ("event_entry",))
        for one in own:
            if not one.stands:
                yield Claim("events", event, Said(
                    "turned down, {first}–{last}: {item} ({said})", item=names.get(one.item_id, one.item_id),
                    said=one.said or Said("no reason told"), **days_of(first, last)), "event", one.since or table.on, None, "",
                    ("rejected",))


def _reviews(seen: Seen) -> Iterator[Claim]:
    """What the last big events brought over ordinary days, with the range that holds eight in ten."""
    country = country_of(seen.shop.platform, seen.shop.currency)
    over = [a for a in activities_between(seen.on - BACK, seen.on, seen.shop.platform, country) if a.last < seen.on and a.big]
    for activity in sorted(over, key=lambda a: a.last, reverse=True)[:MOST_REVIEWS]:
        found = review(seen, activity)
        live = next((p for p in found.parts if p.part == "live"), None)
        if live is None:
            said: str = Said("what it brought cannot be told: {why}", why=found.why_not)
        elif live.low is None or live.high is None:
            said = Said("{paid} paid, {brought} more than ordinary days; no range is known",
                        **_brought(live.paid, live.brought, seen))
        else:
            said = Said("{paid} paid, {brought} more than ordinary days (80 %: {low} to {high})",
                        low=_money(live.low, seen), high=_money(live.high, seen), **_brought(live.paid, live.brought, seen))
        yield Claim("events", activity.term, Said("{first}–{last}: {said}", said=said, **days_of(activity.first, activity.last)),
                    f"event {activity.key}", activity.last, None, NUMBERS, ("event_review",))


def _brought(paid: Decimal, brought: Decimal, seen: Seen) -> dict[str, Amount]:
    return {"paid": _money(paid, seen), "brought": _money(brought, seen)}


def _money(value: Decimal, seen: Seen) -> Amount:
    return Amount(value, "money", seen.shop.currency)
