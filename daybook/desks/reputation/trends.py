"""Causes that rise at one item, and what may lie behind: one variant, or a delivery that came in before."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.analysis.reputation.rising import Blamed, rises
from daybook.desks.gain import rule
from daybook.desks.reputation.book import Poor, book_of, poor_of
from daybook.desks.reputation.lines import item_name
from daybook.domain.reputation import Rise
from daybook.domain.seen import Seen

RISES = "reputation.rises"
Pair = tuple[str, str]


def rises_of(seen: Seen) -> tuple[Rise, ...]:
    """Causes that rose in the late days of the rulebook, the surest first."""
    kept = seen.reckoned.get(RISES)
    if isinstance(kept, tuple):
        return kept
    since = seen.on - timedelta(days=int(rule("R-RISE", "days")) - 1)
    by_pair: dict[Pair, list[Poor]] = defaultdict(list)
    for one in _once_each(poor_of(seen)):
        for cause in one.told.causes:
            by_pair[one.review.item_id or "", cause].append(one)
    blamed = {pair: _blamed(seen, pair, by_pair, since) for pair in by_pair if pair[0]}
    found = rises(blamed, int(rule("R-RISE", "least")), float(rule("R-RISE", "odds")))
    made = tuple(_rise(seen, pair, by_pair[pair], blamed[pair], odds, since) for pair, odds in found.items())
    seen.reckoned[RISES] = made
    return made


def _once_each(poor: Sequence[Poor]) -> list[Poor]:
    """Each review whose words nobody else wrote of that item: the same words again are one voice, or none."""
    found: dict[tuple[str, str], Poor] = {}
    for one in reversed(poor):                       # the first who wrote them counts
        found.setdefault((one.review.item_id or "", one.review.text or one.review.review_id), one)
    return list(reversed(found.values()))


def _blamed(seen: Seen, pair: Pair, by_pair: dict[Pair, list[Poor]], since: date) -> Blamed:
    item, cause = pair
    written = book_of(seen).written
    of = sum(w.reviews for w in written if w.item_id == item and w.day >= since)
    of_before = sum(w.reviews for w in written if w.item_id == item and w.day < since)
    of_others = sum(w.reviews for w in written if w.item_id != item)
    recent = sum(one.review.written_on >= since for one in by_pair[pair])
    others = sum(len(ones) for (other, named), ones in by_pair.items() if named == cause and other and other != item)
    before = len(by_pair[pair]) - recent
    return Blamed(recent, max(of, recent), before, max(of_before, before), others, max(of_others, others))


def _rise(seen: Seen, pair: Pair, ones: Sequence[Poor], blamed: Blamed, odds: float, since: date) -> Rise:
    recent = [one.review for one in ones if one.review.written_on >= since]
    rate = Decimal(blamed.before + blamed.others) / (blamed.of_before + blamed.of_others or 1)
    began = min(r.written_on for r in recent)
    variants = Counter(r.variant for r in recent if r.variant)
    variant, n = variants.most_common(1)[0] if variants else ("", 0)
    one_of_many = len({r.variant for r in book_of(seen).reviews if r.item_id == pair[0] and r.variant}) > 1
    mine = variant if one_of_many and n >= rule("R-RISE", "variant") * len(recent) else ""
    usual = (rate * blamed.of).quantize(Decimal("0.1"))
    return Rise(pair[0], item_name(seen, pair[0]), pair[1], blamed.recent, blamed.of, usual, odds, began, mine or "",
                arrived_before(seen, pair[0], began), tuple(r.review_id for r in recent))


def arrived_before(seen: Seen, item: str, since: date) -> date | None:
    """The last day before a rise on which the item's stock went up: the batch that the complaints may be about.

    A rise of the level by less than it sells in a day or two is a correction and no delivery.
    """
    first = since - timedelta(days=int(rule("R-RISE", "delivery")))
    level: dict[date, Decimal] = defaultdict(Decimal)
    for scope, days in seen.sliced.get("stock", {}).get("sellable_units", {}).items():
        if dict(scope).get("item_id") == item:
            for day, units in days.items():
                level[day] += units
    days_known = sorted(day for day in level if first <= day < since)
    ups = [day for day in days_known if day - timedelta(days=1) in level
           and level[day] > level[day - timedelta(days=1)] * rule("R-RISE", "rise") + rule("R-RISE", "units")]
    return ups[-1] if ups else None
