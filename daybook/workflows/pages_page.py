"""The page of tests and pages (S9): what exports knew on a morning, with tests and briefs as people left them since."""

from dataclasses import replace
from datetime import date, datetime

from daybook.desks import pages, reputation, service
from daybook.desks.pages.book import BRIEFS, TESTS
from daybook.desks.pages.table import pages_table
from daybook.domain.page_tests import MEASURES, PagesTable
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.workflows.house import House
from daybook.workflows.page_tests import briefs_known, lessons_of, tests_known
from daybook.workflows.products import seen_of

READS = (pages.DESK, reputation.DESK, service.DESK)


def pages_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> PagesTable:
    """What the page shows on the morning of `on`, as exports knew it at nine of it or at a moment; what people did since stands."""
    return pages_table(pages_seen(house, shop, on, as_of), lessons_of(shop, as_of or house.now()))


def without_money(found: PagesTable) -> PagesTable:
    """The page for those who may see no amounts: a test of an amount keeps its lift, and not what was paid or is usual."""
    return replace(found, tests=tuple(one if MEASURES[one.test.metric].share else replace(
        one, arms=(), test=replace(one.test, usual=None)) for one in found.tests))


def pages_seen(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> Seen:
    """What tests are planned and read from: the books of this desk, of reviews and of customer service, and records as of now."""
    seen, now = seen_of(house, shop, on, as_of, READS), as_of or house.now()
    own = {TESTS: tests_known([shop], now).get(shop.name, ()), BRIEFS: briefs_known([shop], now).get(shop.name, ())}
    return replace(seen, read={**seen.read, **own})
