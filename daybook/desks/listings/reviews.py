"""Bad reviews that came together on one item, and the conversion that it lost since."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import rule
from daybook.desks.listings.findings import is_likely, loss_finding, name_of, shown, steadied
from daybook.desks.listings.items import Loss, items_of, lost_conversion
from daybook.domain.brief import BriefFinding
from daybook.domain.said import Said
from daybook.domain.seen import Seen

REVIEWED = "listings.bad_review"
#: Days for which reviews that came at once are news without an effect.
NEWS_DAYS = 3
#: Weeks before, from which the usual number of bad reviews in a day is taken.
WINDOW = 28


def find_bad_reviews(seen: Seen) -> Iterator[BriefFinding]:
    """Items with several bad reviews on one of the last days, many more than usual, whose conversion fell since; many at
    once are answered at once (R-4H): they are told before the fall is sure, as long as it is likelier than none.

    Weekly exports bring reviews days later: the fall itself is then told before its cause is known.
    """
    items = items_of(seen)
    for scope, days in sorted(seen.sliced.get("review", {}).get("bad_reviews", {}).items()):
        item = dict(scope).get("item_id", "")
        day = _worst(seen, days)
        if item not in items or day is None:
            continue
        since = min(day + timedelta(days=1), seen.reviewed)
        loss = lost_conversion(seen, items, item, since)
        if loss is None or (loss.deviations < float(rule("L-BAD-REVIEWS", "deviations")) and not _at_once(seen, days, day, loss)):
            continue
        words = Said("{name} got {n} bad reviews on {day}; since then it converts at {now}, usually {usual}",
                     name=name_of(seen, item), n=days[day].quantize(Decimal(1)), day=day,
                     now=shown(loss.metric, loss.measured), usual=shown(loss.metric, loss.usual))
        yield loss_finding(seen, REVIEWED, item, (loss, steadied(loss)), since, words)


def _at_once(seen: Seen, days: Mapping[date, Decimal], day: date, loss: Loss) -> bool:
    """Whether so many came on one of the last days that they cost buyers more likely than not, by what is seen so far."""
    if (seen.reviewed - day).days >= NEWS_DAYS or days[day] < rule("L-BAD-REVIEWS", "at_once"):
        return False
    return is_likely(loss, rule("L-BAD-REVIEWS", "odds"))


def _worst(seen: Seen, days: Mapping[date, Decimal]) -> date | None:
    """The day of the last week with the most bad reviews, where they are many and unusual."""
    recent = [seen.reviewed - timedelta(days=n) for n in range(int(rule("L-BAD-REVIEWS", "days")))]
    day = max(recent, key=lambda d: (days.get(d, Decimal(0)), d))
    past = [days.get(recent[-1] - timedelta(days=n), Decimal(0)) for n in range(1, WINDOW + 1)]
    many = days.get(day, Decimal(0)) >= rule("L-BAD-REVIEWS", "least")
    return day if many and days[day] > 2 * max(past) else None
