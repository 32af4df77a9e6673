"""What lies beside a change: notes, edits noted or seen, campaigns that began or ended, what ran out, data that came late."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from daybook.calendar.events import events_on
from daybook.calendar.where import country_of
from daybook.desks.sales.outside_edits import outside_edits
from daybook.desks.sales.own_events import own_events
from daybook.domain.brief import State
from daybook.domain.said import Said, Term
from daybook.domain.seen import Seen

MOST = 6        # more than this nobody reads beside one number
MOST_EDITS = 3  # a list of many small edits does not push out what ran out


def beside(seen: Seen, since: date, objects: Iterable[str] = ()) -> tuple[str, ...]:
    """Named events from the day before `since` to the reviewed day, those on `objects` first, at most six."""
    edits = list(outside_edits(seen, since))[:MOST_EDITS]
    found = [*_notes(seen, since, set(objects)), *_campaigns(seen, since), *edits, *_stock(seen, since), *_data(seen)]
    return tuple(found[:MOST])


def _notes(seen: Seen, since: date, objects: set[str]) -> Iterator[str]:
    notes = seen.given.notes_between(since - timedelta(days=1), seen.reviewed)
    for note in sorted(notes, key=lambda n: (n.object not in objects, n.at, n.object)):
        yield Said("{day} {kind}: {object} {text}", day=seen.shop.day_of(note.at), kind=Term("note", note.kind),
                   object=note.object, text=note.text or f"{note.from_} → {note.to}")


def _campaigns(seen: Seen, since: date) -> Iterator[str]:
    """Events of the platform and the shop that run on one side of the change and not on the other."""
    country = country_of(seen.shop.platform, seen.shop.currency)
    own = own_events(seen)
    before = {(e.id, e.phase): e for e in events_on(since - timedelta(days=1), seen.shop.platform, country, own)}
    now = {(e.id, e.phase): e for e in events_on(seen.reviewed, seen.shop.platform, country, own)}
    for key in sorted(now.keys() - before.keys()):
        yield Said("{event} began on {day}", event=now[key].words, day=now[key].first)
    for key in sorted(before.keys() - now.keys()):
        yield Said("{event} ended on {day}", event=before[key].words, day=before[key].last)


def _stock(seen: Seen, since: date) -> Iterator[str]:
    """SKUs that had stock before the change and have none now."""
    for scope, days in sorted(seen.sliced.get("stock", {}).get("sellable_units", {}).items()):
        level, was = days.get(seen.reviewed), days.get(since - timedelta(days=1))
        if level is not None and level <= 0 and was is not None and was > Decimal(0):
            yield Said("{sku} is out of stock", sku=dict(scope).get("sku") or dict(scope).get("item_id", ""))


def _data(seen: Seen) -> Iterator[str]:
    """Sources that are not in or that restated earlier days since the last morning."""
    for line in seen.readiness:
        name = Term("source", line.source, line.zh)
        if line.expected and line.state in (State.NOT_IN, State.PARTIAL, State.DOUBTFUL):
            yield Said("{source} is not whole for this day", source=name)
