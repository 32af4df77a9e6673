"""The book of buyers: made of all purchases once a week and kept; mornings and pages read what was kept.

Nobody stands in a book by name or hash: it counts groups, and names the size of a crowd from the least one on.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from daybook.domain.buyers import BuyerBook
from daybook.domain.given import Given
from daybook.domain.plain_json import plain
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.rulebook.reading import load
from daybook.workflows.buyer_books_kept import books_known
from daybook.workflows.buyers_described import book_of
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.purchases import Purchases, read_purchases
from daybook.workflows.seeing import whose

#: Shops whose purchases are in memory at once.
AT_ONCE = 20


def make_books(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None) -> dict[str, BuyerBook]:
    """shop -> its book on the morning of `on`, as known at nine of it or at a moment; nothing is kept."""
    found: dict[str, BuyerBook] = {}
    for first in range(0, len(shops), AT_ONCE):
        some = shops[first:first + AT_ONCE]
        moment = as_of or max(s.moment(on, NINE) for s in some)
        givens = given_known(some, moment)

        def look(session: Session, some: Sequence[Shop] = some, givens: Mapping[str, Given] = givens) -> dict[str, Purchases]:
            return read_purchases(session, some, on, givens)

        bought = reading(house.lake, house.books, whose(some), moment, ALL_TABLES, look)
        found |= {s.name: book_of(s, on, moment, bought.get(s.name)) for s in some}
    return found


def keep_books(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None,
               known_from: datetime | None = None) -> dict[str, BuyerBook]:
    """Makes the books as known at `as_of` and keeps them; mornings read them from `known_from` on, else from `as_of`.

    A book that is made after its moment says when it came, so that a morning told without it is told without it again.
    """
    from daybook.records import models

    made = make_books(house, shops, on, as_of)
    rows = {row.name: row for row in models.Shop.objects.filter(name__in=made)}
    for name, book in made.items():
        models.BuyerBookKept.objects.create(shop=rows[name], on=on, as_of=known_from or book.as_of, made_at=house.now(),
                                            content=plain(book))
    return made


def shops_due(house: House, names: Sequence[str], due: datetime) -> list[str]:
    """Shops whose newest book is as old as the days between two books, or that have none; one too late for its morning is none."""
    from daybook.records import models

    between, shops = _between(), {s.name: s for s in house.shops()}
    kept = models.BuyerBookKept.objects.filter(shop__name__in=names, on__gt=due.date() - between - timedelta(days=1))
    fresh = {name for name, on, known in kept.values_list("shop__name", "on", "as_of")
             if on + between > shops[name].day_of(due) and known <= shops[name].moment(on, NINE)}
    return [n for n in names if n not in fresh]


def book_for_page(house: House, shop: Shop, on: date) -> BuyerBook:
    """The newest kept book of a shop up to a morning; made where there is none or it is too old, and kept as known from now on.

    Of a morning that is still to come none is kept.
    """
    kept, now = books_known([shop], on, None).get(shop.name), house.now()
    if kept is not None and kept.on + _between() > on:
        return kept
    as_of = min(shop.moment(on, NINE), now)
    if on > shop.day_of(now):
        return make_books(house, [shop], on, as_of)[shop.name]
    return keep_books(house, [shop], on, as_of, known_from=now)[shop.name]


def _between() -> timedelta:
    return timedelta(days=int(load().value("B-READ", "between")))
