"""What records keep for a desk: steps of cases, books, entries, tests; read where the desk is asked, a query a kind for all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from daybook.desks import activities, buyers, creators, disputes, pages, reputation
from daybook.desks.activities.book import KEPT
from daybook.desks.buyers.book import BOOK
from daybook.desks.creators.book import STEPS as CREATOR_STEPS
from daybook.desks.desk import Desk
from daybook.desks.disputes.book import EXPORTS, STEPS
from daybook.desks.pages.book import BRIEFS, TESTS
from daybook.desks.reputation.words import WORDS
from daybook.domain.shop import Shop
from daybook.workflows.buyer_books_kept import books_known
from daybook.workflows.case_steps import exports_known, steps_known
from daybook.workflows.creator_steps import steps_known as creator_steps_known
from daybook.workflows.event_entries import kept_known
from daybook.workflows.page_tests import briefs_known, tests_known
from daybook.workflows.shop_words_kept import words_known

Shops = Sequence[Shop]
ByShop = Mapping[str, Any]
#: Desk -> the names under which its desk finds what records keep, and how each is read as known at a moment.
RECORDED: Mapping[str, Mapping[str, Callable[[Shops, date, datetime], ByShop]]] = {
    disputes.DESK.name: {STEPS: lambda shops, on, as_of: steps_known(shops, as_of),
                         EXPORTS: lambda shops, on, as_of: exports_known(shops, as_of)},
    activities.DESK.name: {KEPT: lambda shops, on, as_of: kept_known(shops, as_of)},
    buyers.DESK.name: {BOOK: books_known},
    reputation.DESK.name: {WORDS: words_known},
    creators.DESK.name: {CREATOR_STEPS: lambda shops, on, as_of: creator_steps_known(shops, as_of)},
    pages.DESK.name: {TESTS: lambda shops, on, as_of: tests_known(shops, as_of),
                      BRIEFS: lambda shops, on, as_of: briefs_known(shops, as_of)},
}


def recorded(asked: Iterable[Desk], shops: Shops, on: date, as_of: datetime) -> dict[str, ByShop]:
    """name -> shop -> what is kept, for the desks that are asked."""
    return {name: read(shops, on, as_of) for desk in asked for name, read in RECORDED.get(desk.name, {}).items()}
