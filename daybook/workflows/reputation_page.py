"""The page of reviews and buyer questions (S8): what a morning knew, with what people have seen to since."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from daybook.desks import reputation
from daybook.desks.reputation.drafts import refused
from daybook.desks.reputation.lines import with_mark
from daybook.desks.reputation.table import reputation_table
from daybook.domain.errors import WrongUsage
from daybook.domain.reputation import Clock, ReputationTable
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.workflows.house import House
from daybook.workflows.products import seen_of

#: Longest word on what was done.
LONGEST = 1000


@dataclass(frozen=True)
class Mark:
    """One review that somebody saw to."""

    review: str
    done: str
    by: str
    at: datetime


def reputation_of(house: House, shop: Shop, on: date, as_of: datetime | None = None, ratings: int | None = None,
                  new_mean: Decimal | None = None) -> ReputationTable:
    """What the page shows on the morning of `on`, as known at nine of it or at a moment; marks are those of now, or of then."""
    found = reputation_table(seen_of(house, shop, on, as_of, (reputation.DESK,)), ratings, new_mean)
    marks = marks_of(shop, as_of or house.now())
    lines = tuple(with_mark(line, m.by, m.at, m.done) if (m := marks.get(line.review.review_id)) else line
                  for line in found.reviews)
    return replace(found, reviews=tuple(sorted(lines, key=lambda line: line.clock is Clock.HANDLED)))


def marks_of(shop: Shop, as_of: datetime) -> Mapping[str, Mark]:
    """review -> its last mark known at a moment."""
    from daybook.records import models

    rows = models.ReviewMark.objects.filter(shop__name=shop.name, known_at__lte=as_of).order_by("known_at", "pk")
    return {row.review: Mark(row.review, row.done, row.by, row.at) for row in rows}


def mark_review(house: House, shop_name: str, review: str, by: str, done: str) -> Mark:
    """Keeps that a person saw to a review, and what was done; the same again changes nothing.

    Raises WrongUsage without a name or a deed, and for words that offer something for a rating.
    """
    from daybook.records import models

    shop, by, done = house.shop(shop_name), by.strip(), done.strip()[:LONGEST]
    if not by or not done or not review.strip():
        raise WrongUsage("a review that is seen to says who did what", where=shop.name,
                         next_step="name the person and what was done")
    found = refused(done)
    if found is not None and found.rule == "W-PAID-REVIEW":
        raise WrongUsage(Said("no reward is offered for a rating ({words})", words=found.words), where=shop.name,
                         next_step="settle it by the platform's after-sales rules, whatever the buyer writes")
    last = marks_of(shop, house.now()).get(review)
    if last is not None and (last.by, last.done) == (by, done):
        return last
    now = house.now()
    models.ReviewMark.objects.create(shop=models.Shop.objects.get(name=shop.name), review=review.strip()[:120], done=done, by=by,
                                     at=now, known_at=now)
    return Mark(review, done, by, now)
