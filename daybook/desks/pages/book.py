"""What the pages desk has read: days of splits, the tests that were planned, and briefs that wait for the designer."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.desk import Read
from daybook.desks.gain import rule
from daybook.domain.page_tests import DesignBrief, PageBook, PageTest
from daybook.domain.reputation import TalkBook
from daybook.domain.seen import Seen
from daybook.domain.service import ServiceBook
from daybook.domain.shop import Shop
from daybook.facts.engine import Session
from daybook.metrics.page_tests import arm_days

BOOK = "pages.book"
#: Put there by the workflow that builds `Seen`: tests and briefs as known at its moment.
TESTS, BRIEFS = "pages.tests", "pages.briefs"
#: What the desks of customer service and of reviews have read; a page looks at the same.
TALKS, WRITTEN = "service.book", "reputation.book"
#: Days of sales by which heroes are chosen where nobody named any.
SOLD_DAYS = 28


def read_books(session: Session, shops: Sequence[Shop], on: date) -> Mapping[str, PageBook]:
    """shop -> days of its splits, twice as many as a test may take: one that nobody decided in time is still read whole."""
    return {name: PageBook(found) for name, found in arm_days(session, on, 2 * int(rule("T-PAGE", "most_days"))).items()}


def book_of(seen: Seen) -> PageBook:
    """Days of splits of a morning; none where no sheet is in."""
    found = seen.read.get(BOOK)
    return found if isinstance(found, PageBook) else PageBook()


def tests_of(seen: Seen) -> tuple[PageTest, ...]:
    """Tests of the shop, the latest planned first."""
    found = seen.read.get(TESTS)
    return found if isinstance(found, tuple) else ()


def briefs_of(seen: Seen) -> tuple[DesignBrief, ...]:
    """Briefs for the designer, the latest first."""
    found = seen.read.get(BRIEFS)
    return found if isinstance(found, tuple) else ()


def talks_of(seen: Seen) -> ServiceBook:
    """Chats as customer service has them read; empty where none are in."""
    found = seen.read.get(TALKS)
    return found if isinstance(found, ServiceBook) else ServiceBook()


def written_of(seen: Seen) -> TalkBook:
    """Reviews and questions; empty where none are in."""
    found = seen.read.get(WRITTEN)
    return found if isinstance(found, TalkBook) else TalkBook()


def item_name(seen: Seen, item: str) -> str:
    """What a listing was last called; its id where no export names it."""
    return seen.names.get("item_id", {}).get(item) or item


def heroes_of(seen: Seen) -> tuple[str, ...]:
    """Items that somebody named heroes; else the first by sales of four weeks."""
    named = [item for item in seen.names.get("item_id", {}) if (role := seen.given.role_of(item, seen.reviewed)) is not None
             and role.role == "hero"]
    if named:
        return tuple(named)
    sold = {item: money for item in _sold(seen) if (money := usual_gmv(seen, item, SOLD_DAYS)) is not None}
    return tuple(sorted(sold, key=lambda item: (-sold[item], item))[:int(rule("T-UNANSWERED", "heroes"))])


def usual_gmv(seen: Seen, item: str, days: int = 14) -> Decimal | None:
    """What an item sells a day: the mean of its last days that are in; None where its sales are not known."""
    found = _sold(seen).get(item)
    if found is None:
        return None
    known = [d for n in range(days) if (d := seen.reviewed - timedelta(days=n)) in seen.daily.get("paid_gmv", {})]
    return sum((found.get(d, Decimal(0)) for d in known), Decimal(0)) / len(known) if known else None


def _sold(seen: Seen) -> dict[str, dict[date, Decimal]]:
    """Item -> paid amount by day, from order lines; reckoned once a morning."""
    kept = seen.reckoned.get("pages.sold")
    if isinstance(kept, dict):
        return kept
    found: dict[str, dict[date, Decimal]] = {}
    for scope, days in seen.sliced.get("product", {}).get("line_gmv", {}).items():
        own = found.setdefault(dict(scope).get("item_id", ""), {})
        for day, value in days.items():
            own[day] = own.get(day, Decimal(0)) + value
    found.pop("", None)
    seen.reckoned["pages.sold"] = found
    return found


READ = Read(BOOK, read_books)
