"""The shop's own events as the calendar's, so that a day of one is no ordinary base."""

from daybook.calendar.editions import Event
from daybook.calendar.events import own_event
from daybook.domain.seen import Seen


def own_events(seen: Seen) -> tuple[Event, ...]:
    """Events that the shop set for itself, as known then."""
    return tuple(own_event(e.name, e.name, e.first, e.last) for e in seen.given.own_events)
