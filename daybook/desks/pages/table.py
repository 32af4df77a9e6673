"""The page of tests and pages as data: tests as they stand, what pages do not answer, how visitors leave them, and briefs."""

from collections.abc import Sequence

from daybook.desks.pages.book import book_of, briefs_of, item_name, talks_of, tests_of, written_of
from daybook.desks.pages.checks import page_checks, page_exits
from daybook.desks.pages.results import seen_test
from daybook.domain.page_tests import PagesTable, Stage, Taught
from daybook.domain.said import Said
from daybook.domain.seen import Seen

#: Stages in the order in which a team reads them.
ORDER = (Stage.RUNNING, Stage.STOPPED, Stage.DRAFT, Stage.DECIDED, Stage.ARCHIVED)


def pages_table(seen: Seen, lessons: Sequence[Taught] = ()) -> PagesTable:
    """What the page of a morning shows, running tests first."""
    tests = sorted((seen_test(one, seen, drawn=True) for one in tests_of(seen)), key=lambda t: (
        ORDER.index(t.test.stage), not t.stops, -t.test.planned_at.timestamp()))
    named = {t.test.item_id for t in tests} | {b.item_id for b in briefs_of(seen)}
    return PagesTable(
        seen.shop.name, seen.shop.zone, seen.shop.currency, seen.on, seen.as_of, tuple(tests), page_checks(seen), page_exits(seen),
        briefs_of(seen), {item: item_name(seen, item) for item in sorted(named)}, tuple(lessons), _untold(seen))


def _untold(seen: Seen) -> tuple[tuple[str, str], ...]:
    """(what, why nobody can tell): neither found nor excluded."""
    found = []
    if not talks_of(seen).topics:
        found.append(("chat", Said("no chats with their items are in")))
    if not written_of(seen).questions:
        found.append(("question", Said("no export with buyer questions is in")))
    if not written_of(seen).reviews and not written_of(seen).written:
        found.append(("review", Said("no export with reviews is in")))
    if not seen.sliced.get("product_traffic", {}).get("product_bounce_rate"):
        found.append(("exit", Said("no export tells how visitors leave single pages")))
    if any(t.stage is Stage.RUNNING for t in tests_of(seen)) and not book_of(seen).arms and not any(
            t.blocks for t in tests_of(seen) if t.stage is Stage.RUNNING):
        found.append(("split", Said("no sheet with the days of a split is in")))
    return tuple(found)
