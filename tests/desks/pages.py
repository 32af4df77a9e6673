"""Tests of pages for the tests of the pages desk: a Tmall shop on Tuesday 15 September 2026."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from typing import Any

from daybook.domain.page_tests import ArmDay, Design, DesignBrief, PageBook, PageLine, PageStep, PageTest
from daybook.domain.reputation import QuestionSeen, TalkBook
from daybook.domain.seen import Seen
from daybook.domain.switchback import Block
from tests.desks.seen import ON, REVIEWED, seen

PLANNED = datetime(2026, 8, 1, tzinfo=UTC)
FIRST = date(2026, 9, 1)


def a_test(*steps: PageLine, **more: Any) -> PageTest:
    """A split of item 1 by conversion, half and half, for a lift of a tenth with 40,000 in each arm; it runs since 1 September."""
    plan = PageTest("pt-1", "kettles", "mei", "1", "first_screen", "capacity on the first picture", "more know the size",
                    "payment_cvr", Design.SPLIT, 0.1, 40_000, FIRST, date(2026, 9, 28), "Bo", PLANNED)
    return replace(plan, steps=steps or (PageLine(PageStep.STARTED, FIRST, PLANNED),), **more)


def arms(days: int, a: tuple[int, int], b: tuple[int, int], carts: tuple[int, int] = (100, 100), test: str = "pt-1",
         refunds: tuple[int, int] = (2, 2)) -> list[ArmDay]:
    """So many days that end on the reviewed one, each with (visitors, buyers) of both arms, people with carts, buyers refunded."""
    return [ArmDay(test, arm, REVIEWED - timedelta(days=n), of[0], of[1], carts[k], refunds[k])
            for n in range(days - 1, -1, -1) for k, (arm, of) in enumerate((("A", a), ("B", b)))]


def morning(*tests: PageTest, rows: Sequence[ArmDay] = (), briefs: Sequence[DesignBrief] = (),
            questions: Sequence[tuple[str, str]] = (), **sliced: Any) -> Seen:
    """A morning with tests, days of their arms, briefs, and questions as (item, text), one a day."""
    asked = tuple(QuestionSeen(f"q{n}", ON - timedelta(days=n % 25 + 1), item, text) for n, (item, text) in enumerate(questions))
    found = seen(None, **sliced)
    return replace(found, read={"pages.book": PageBook(tuple(rows)), "pages.tests": tests, "pages.briefs": tuple(briefs),
                                "reputation.book": TalkBook(questions=asked)})


def switched(pairs: int = 6, first: date = date(2026, 8, 10)) -> PageTest:
    """A switchback of item 1 in blocks of three days, the old page first in odd pairs."""
    blocks = [Block(first + timedelta(days=3 * n), first + timedelta(days=3 * n + 2), (n % 2 == 0) != (n // 2 % 2 == 0))
              for n in range(2 * pairs)]
    return a_test(PageLine(PageStep.STARTED, first, PLANNED), design=Design.SWITCHBACK, blocks=tuple(blocks), first=first,
                  last=blocks[-1].last, needed=pairs)


def traffic(of: dict[date, tuple[int, int]], item: str = "1", **rates: dict[date, D]) -> dict[str, Any]:
    """The product report of an item: day -> (visitors, buyers), with rates by name."""
    scope = (("item_id", item),)
    names = ("product_visitors", "product_paid_buyers")
    counted = {name: {d: D(day[at]) for d, day in of.items()} for at, name in enumerate(names)}
    return {name: {scope: days} for name, days in {**counted, **rates}.items()}
