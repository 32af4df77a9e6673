"""What buyers wrote of a morning, for the tests of the reputation desk: a Tmall shop on Tuesday 15 September 2026 at nine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from daybook.domain.reputation import QuestionSeen, ReviewSeen, TalkBook, Written
from daybook.domain.seen import Seen
from tests.desks.seen import ON, seen

NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)              # nine in Shanghai
EXPORTED = NINE - timedelta(minutes=25)
TOLD = frozenset({"rating", "written_at", "variant"})


def review(number: str, hours_ago: float, text: str, **more: Any) -> ReviewSeen:
    """A bad review of kettle 1, written so many hours before nine and exported at 08:35."""
    at = NINE - timedelta(hours=hours_ago)
    day = (at + timedelta(hours=8)).date()
    return replace(ReviewSeen(number, EXPORTED, day, at, "1", "白色", "bad", None, text), **more)


def question(number: str, days_ago: int, text: str, **more: Any) -> QuestionSeen:
    """A question about kettle 1, without an answer."""
    return replace(QuestionSeen(number, ON - timedelta(days=days_ago), "1", text), **more)


def written(item: str, days: int, a_day: int, poor: int = 0) -> list[Written]:
    """So many reviews of an item a day, on each of the days until yesterday; `poor` of each day's are poor."""
    return [Written(item, ON - timedelta(days=n), a_day, a_day - poor, poor) for n in range(1, days + 1)]


def morning(*reviews: ReviewSeen, told: frozenset[str] = TOLD, **book: Any) -> Seen:
    """A morning on which these reviews are known; kettle 1 sells most."""
    made = seen(product={"line_gmv": {(("item_id", "1"),): {}}})
    return replace(made, on=ON, as_of=NINE, names={"item_id": {"1": "壶"}},
                   read={"reputation.book": TalkBook(reviews, told=told, **{k: tuple(v) for k, v in book.items()})})
