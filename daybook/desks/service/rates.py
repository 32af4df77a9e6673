"""The 3-minute rate as each platform counts it, and inquiry conversion of settled days: numbers of the page and of findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.service.book import book_of, hours_of, rules_of
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.service import Converted, ServiceBook
from daybook.domain.shop import Platform

#: Platforms whose rate counts people, and those that look at the mean reply and at who was dissatisfied.
BY_ASKER, BY_MEAN = (Platform.PINDUODUO,), (Platform.DOUYIN,)
BY_ROUND = (Platform.TAOBAO, Platform.TMALL)


@dataclass(frozen=True)
class Rate:
    """A platform's rate over some days: `hits` of `of` (0: not known), and how it is counted, in words."""

    hits: int
    of: int
    how: str

    @property
    def value(self) -> Decimal | None:
        return Decimal(self.hits) / self.of if self.of else None


def three_minutes(book: ServiceBook, seen: Seen, days: Sequence[date]) -> Rate:
    """The 3-minute rate over some days in the definition of the shop's platform."""
    first, last = hours_of(str(seen.shop.platform))
    wanted, hours = set(days), Said("{first}:00 to {last}:00", first=first, last=last)
    if seen.shop.platform in BY_ASKER:
        found = [one for one in book.askers if one.day in wanted]
        return Rate(sum(a.askers - a.late for a in found), sum(a.askers for a in found), Said(
            "people without any message unanswered for 3 minutes among all who asked, {hours} ({platform})", hours=hours,
            platform=seen.shop.platform.value))
    replies = [one.replies for one in book.agents if one.day in wanted]
    hits, of = sum(r.in_time for r in replies), sum(r.rounds for r in replies)
    if seen.shop.platform in BY_ROUND:
        return Rate(hits, of, Said("rounds answered by people within 3 minutes among all rounds, {hours} ({platform})", hours=hours,
                                   platform=seen.shop.platform.value))
    how = Said("rounds answered by people within 3 minutes, {hours}: this house's own count; the platform looks at the mean reply "
               "and at dissatisfied buyers", hours=hours) if seen.shop.platform in BY_MEAN else Said(
        "rounds answered by people within 3 minutes, {hours}: this house's own count, the platform tells none", hours=hours)
    return Rate(hits, of, how)


def settled_day(seen: Seen) -> date:
    """The last day of asking whose window of buying is over: what was asked since may still be bought."""
    return seen.reviewed - timedelta(days=int(rules_of(seen).value("S-INQ-WINDOW", "days")))


def conversions(book: ServiceBook, by: str, name: str = "") -> list[Converted]:
    """Conversion by day of the shop, or of one agent, listing or hour."""
    return [one for one in book.converted if one.by == by and (by == "" or one.name == name)]


def worth_of_buyer(seen: Seen) -> tuple[Decimal, Decimal] | None:
    """What part of inquirers buys and what one of them pays, over the settled days; None where nobody can be followed."""
    found = [one for one in conversions(book_of(seen), "") if one.day <= settled_day(seen)]
    inquirers, buyers = sum(c.inquirers for c in found), sum(c.buyers for c in found)
    amount = sum((c.amount for c in found), Decimal(0))
    return (Decimal(buyers) / inquirers, amount / buyers) if inquirers and buyers else None
