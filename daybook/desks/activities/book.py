"""What a morning knows of a shop's events: its calendar, and every product that is filed, from whichever hand it is known."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache

from daybook.calendar.taking_part import activities_between
from daybook.calendar.where import country_of
from daybook.desks.desk import Read
from daybook.domain.activities import ENDS, HELD, ActivityBook, Kept
from daybook.domain.activity_pages import InEvent
from daybook.domain.event_calendar import Activity, Level
from daybook.domain.promises import EVENT
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.activity_book import activity_books
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook

BOOK = "activities.book"
#: What people wrote down of entries and plans; put there by the workflow that builds `Seen`.
KEPT = "activities.kept"
#: Windows that begin later are not spoken of in the morning.
AHEAD = 60
ENTRY = "activity "
FILED = "activities.filed"


def read_books(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, ActivityBook]:
    """shop -> its sign-ups in exports."""
    return activity_books(session, on)


def book_of(seen: Seen) -> ActivityBook:
    """The sign-ups of a morning; none where no export tells any."""
    found = seen.read.get(BOOK)
    return found if isinstance(found, ActivityBook) else ActivityBook()


def kept_of(seen: Seen) -> Kept:
    """What people wrote down of entries and plans."""
    found = seen.read.get(KEPT)
    return found if isinstance(found, Kept) else Kept()


def activities_of(seen: Seen, back: int = 0, ahead: int = AHEAD) -> tuple[Activity, ...]:
    """The events of the shop's platform with a window near the morning."""
    shop = seen.shop
    return activities_between(seen.on - timedelta(days=back), seen.on + timedelta(days=ahead), shop.platform,
                              country_of(shop.platform, shop.currency))


def filed_of(seen: Seen) -> tuple[InEvent, ...]:
    """Every product that is filed for an event that is not long over, each once: exports before entries before promises.

    Reckoned once a morning, since every finding asks for it.
    """
    kept = seen.reckoned.get(FILED)
    if isinstance(kept, tuple):
        return kept
    found: dict[tuple[str, date], InEvent] = {}
    for one in (*_exported(seen), *_entered(seen), *_promised(seen)):
        found.setdefault((one.object, one.first), one)
    made = tuple(found.values())
    seen.reckoned[FILED] = made
    return made


def _exported(seen: Seen) -> Iterator[InEvent]:
    """Sign-ups of exports; where a product was turned down and filed again, the one that stands comes first."""
    for one in sorted(book_of(seen).signed, key=lambda s: not s.stands):
        yield InEvent(one.event, one.item_id, one.item_id, one.first, one.last, one.price, one.units, one.signed_up_on, one.stands,
                      one.said)


def _entered(seen: Seen) -> Iterator[InEvent]:
    by_key = {a.key: a for a in activities_of(seen, back=AHEAD)}
    for one in kept_of(seen).entries:
        activity = by_key.get(one.activity)
        if activity is not None and (one.state in HELD or one.state in ENDS):
            since = seen.shop.day_of(one.filed_at) if one.filed_at else None
            yield InEvent(activity.zh if seen.shop.currency == "CNY" else activity.name, one.sku or one.item_id, one.item_id,
                          activity.first, activity.last, one.price, one.units, since, one.state not in ENDS)


def _promised(seen: Seen) -> Iterator[InEvent]:
    """Registrations that somebody wrote down; those that stand for entries were told already."""
    for one in seen.given.promises:
        if one.kind == EVENT and one.object and not one.source.startswith(ENTRY):
            yield InEvent(one.name, one.object, items_of(seen).get(one.object, one.object), one.first, one.last, one.price, None,
                          seen.shop.day_of(one.known_at))


def items_of(seen: Seen) -> Mapping[str, str]:
    """SKU -> its item, as sales tell it."""
    known = seen.reckoned.get("activities.items")
    if not isinstance(known, dict):
        known = {dict(s).get("sku", ""): dict(s).get("item_id", "")
                 for s in seen.sliced.get("product", {}).get("line_units", {})}
        seen.reckoned["activities.items"] = known
    return known


def is_of(one: InEvent, activity: Activity) -> bool:
    """Whether a registration is for an event: its days meet those on which the event sells, and of a smaller one its name fits."""
    meets = one.first <= activity.last and activity.first <= one.last
    named = any(word in one.event or one.event in word for word in (activity.name, activity.zh, activity.key))
    return meets and (named or activity.level is Level.PLATFORM)


def rules_of(seen: Seen) -> Rulebook:
    """The rules of the shop's platform."""
    return _rules(seen.shop.platform)


@cache
def _rules(platform: str) -> Rulebook:
    return load().for_(platform)


READ = Read(BOOK, read_books)
