"""The page of poor reviews as data: how its four hours stand, what it is about, whose it is, and a draft to answer with."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from daybook.desks.gain import rule
from daybook.desks.reputation.book import Poor, limits, poor_of
from daybook.desks.reputation.drafts import drafts
from daybook.domain.reputation import Clock, ReviewLine
from daybook.domain.seen import Seen
from daybook.domain.work import Role

#: Cause -> (where it goes, who sees to it there): the product, the warehouse, the courier, the page, or customer service.
ROUTES: Mapping[str, tuple[str, Role]] = {
    "quality": ("product", Role.OPERATOR), "fake": ("product", Role.OPERATOR), "taste": ("product", Role.OPERATOR),
    "price": ("page", Role.OPERATOR), "freshness": ("warehouse", Role.WAREHOUSE), "missing": ("warehouse", Role.WAREHOUSE),
    "packaging": ("warehouse", Role.WAREHOUSE), "logistics": ("courier", Role.WAREHOUSE), "size": ("page", Role.DESIGNER),
    "appearance": ("page", Role.DESIGNER), "mismatch": ("page", Role.DESIGNER), "service": ("service", Role.SERVICE)}
#: A review that names nothing is answered by customer service.
PLAIN = ("service", Role.SERVICE)


def review_lines(seen: Seen) -> tuple[ReviewLine, ...]:
    """Every poor review of the weeks that are read: what cannot wait first, then by the end of its four hours."""
    far = datetime.max.replace(tzinfo=seen.as_of.tzinfo)
    rank = {Clock.OPEN: 0, Clock.DAY_ONLY: 1, Clock.LATE: 1, Clock.OLD: 2, Clock.ANSWERED: 3, Clock.HANDLED: 3}
    lines = [line_of(one, seen) for one in poor_of(seen)]
    return tuple(sorted(lines, key=lambda line: (
        rank[line.clock], not line.urgent, line.limit or far if line.clock is Clock.OPEN else far,
        -line.review.written_on.toordinal(), line.review.review_id)))


def line_of(one: Poor, seen: Seen) -> ReviewLine:
    """One poor review for the page."""
    review, told = one.review, one.told
    where, who = ROUTES.get(told.causes[0], PLAIN) if told.causes else PLAIN
    until = limits(review)
    return ReviewLine(
        review, item_name(seen, review.item_id), _clock(one, seen), until[0] if until else None, until[1] if until else None,
        told.causes, told.urgent, Role.ACCOUNT_MANAGER.value if told.urgent else who.value, where, told.language, one.by_words,
        drafts(told.causes, told.urgent))


def with_mark(line: ReviewLine, by: str, at: datetime, done: str) -> ReviewLine:
    """The same once somebody said that he had seen to it."""
    return replace(line, clock=Clock.HANDLED, handled_by=by, handled_at=at, done=done)


def _clock(one: Poor, seen: Seen) -> Clock:
    until = limits(one.review)
    if one.review.reply:
        return Clock.ANSWERED
    if (seen.on - one.review.written_on).days > int(rule("R-NEW", "open")):
        return Clock.OLD
    if until is None:
        return Clock.DAY_ONLY
    return Clock.OPEN if seen.as_of <= until[1] else Clock.LATE


def item_name(seen: Seen, item: str | None) -> str:
    """An item by its name and id; "" where the review names none."""
    name = seen.names.get("item_id", {}).get(item or "", "")
    return f"{name} ({item})" if name and item else item or ""
