"""The creators page (S11), one creator with the halo of his posts, and what items can bear, as known on a morning."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from daybook.desks.creators.book import BOOK, STEPS, read_books
from daybook.desks.creators.halo import halo_of
from daybook.desks.creators.table import creators_table
from daybook.desks.creators.terms import item_terms
from daybook.domain.creator_desk import CreatorLine, CreatorsTable, ItemTerms
from daybook.domain.creators import CreatorBook
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.metrics import compute, reports
from daybook.metrics.creator_book import creator_item_days
from daybook.workflows.creator_steps import steps_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.seeing import SLICED_DAYS, see_stock, whose

SEARCH = "search_visitors"


def creators_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> CreatorsTable:
    """What the page of a shop shows on the morning of `on`, as exports knew it at nine of it or at a moment.

    Steps of cooperations stand there up to now, or up to that moment where one is asked for.
    """
    return creators_table(_looked(house, shop, on, as_of)[0])


def creator_of(house: House, shop: Shop, on: date, creator_id: str,
               as_of: datetime | None = None) -> tuple[CreatorsTable, CreatorLine] | None:
    """One creator with the page that he stands on and the halo of his posts; None where there is no such creator."""
    seen, theirs = _looked(house, shop, on, as_of)
    table = creators_table(seen, halo_of(seen, creator_id, theirs))
    found = next((one for one in table.creators if one.creator_id == creator_id), None)
    return None if found is None else (table, found)


def terms_now(house: House, shop: Shop, items: tuple[str, ...], creator_id: str, now: datetime) -> tuple[ItemTerms, ...]:
    """What commission each of some items can bear, as known now."""
    seen, _ = _looked(house, shop, shop.day_of(now), now)
    book = seen.read.get(BOOK)
    brought = book.brought if isinstance(book, CreatorBook) else ()
    return tuple(item_terms(seen, item, tuple(b for b in brought if b.item_id == item and b.creator_id == creator_id))
                 for item in items)


def _looked(house: House, shop: Shop, on: date, as_of: datetime | None) -> tuple[Seen, dict[str, dict[date, Any]]]:
    moment = as_of or shop.moment(on, NINE)

    def look(session: Session) -> tuple[Seen, dict[str, dict[date, Any]]]:
        seen = see_stock(session, shop, on, moment, SLICED_DAYS)
        search = _search(session, shop, seen)
        book = read_books(session, [shop], on).get(shop.name)
        theirs = creator_item_days(session, on, SLICED_DAYS).get(shop.name, {})
        return replace(seen, daily={**seen.daily, SEARCH: search}, read={} if book is None else {BOOK: book}), theirs

    seen, theirs = reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, look)
    steps = steps_known([shop], as_of or house.now()).get(shop.name, {})
    return replace(seen, read={**seen.read, STEPS: steps}), theirs


def _search(session: Session, shop: Shop, seen: Seen) -> dict[date, Any]:
    """Visitors who came by search, by day, where a report tells them."""
    of = next((r for r in reports.DAILY if any(m.name == SEARCH for m in r.measures)), None)
    if of is None:
        return {}
    numbers = compute.daily(session, (of,), seen.reviewed - timedelta(days=SLICED_DAYS - 1), seen.reviewed)
    return dict(numbers.get(shop.name, {}).get(SEARCH, {}))
