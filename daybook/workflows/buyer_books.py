"""The book of buyers: made of all purchases once a week and kept; mornings and pages read what was kept.

Nothing of one buyer stands in a book: groups, and none smaller than the least crowd where a slice is shown.
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


def keep_books(house: House, shops: Sequence[Shop], on: date, as_of: datetime | None = None) -> dict[str, BuyerBook]:
    """Makes the books and keeps them; a book of the same morning is kept once more where it says something else."""
    from daybook.records import models

    made = make_books(house, shops, on, as_of)
    rows = {row.name: row for row in models.Shop.objects.filter(name__in=made)}
    for name, book in made.items():
        models.BuyerBookKept.objects.create(shop=rows[name], on=on, as_of=book.as_of, made_at=house.now(), content=plain(book))
    return made


def shops_due(house: House, names: Sequence[str], due: datetime) -> list[str]:
    """Shops whose newest book is as old as the days between two books, or that have none."""
    from django.db.models import Max

    from daybook.records import models

    between = timedelta(days=int(load().value("B-READ", "between")))
    newest = dict(models.BuyerBookKept.objects.filter(shop__name__in=names).values_list("shop__name").annotate(Max("on")))
    return [n for n in names if n not in newest or newest[n] + between <= house.shop(n).day_of(due)]


def book_for_page(house: House, shop: Shop, on: date) -> BuyerBook:
    """The newest kept book of a shop up to a morning; made and kept where there is none or it is too old."""
    moment = shop.moment(on, NINE)
    kept = books_known([shop], on, moment).get(shop.name)
    between = timedelta(days=int(load().value("B-READ", "between")))
    return kept if kept is not None and kept.on + between > on else keep_books(house, [shop], on)[shop.name]
