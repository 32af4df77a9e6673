"""Bands and index values held against themselves: newcomers by growth, demand words that rise or fall."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import rule
from daybook.domain.market import Figure, MarketBook, MarketFigure, Newcomer, WordMove

#: What a newcomer's growth is taken from, the surest first.
GROWS_BY = ("paid_amount", "paid_units", "paid_buyers", "visitors")
WEEK = timedelta(days=7)
#: What a demand word's size is taken from.
WORD_BY = ("search_index", "trade_index", "click_index")
#: A word's figure of a week before is looked for so many days around that day.
NEAR = timedelta(days=3)


def newcomers(book: MarketBook, watched: frozenset[str], on: date) -> tuple[Newcomer, ...]:
    """Listings that nobody watches, known for few weeks, whose least is certain to be far above their most of a week before.

    Bands are held against bands: what lies within them is not taken for growth.  The largest growth first.
    """
    known: dict[str, list[Figure]] = defaultdict(list)
    for one in book.figures:
        if one.kind == "item" and not one.own and one.who not in watched:
            known[one.who].append(one)
    found = [new for own in known.values() if (new := _newcomer(own, on)) is not None]
    return tuple(sorted(found, key=lambda n: (-n.least_growth, n.who)))


def _newcomer(own: Sequence[Figure], on: date) -> Newcomer | None:
    for metric in GROWS_BY:
        days = {f.day: f for f in own if f.metric == metric}
        if not days:
            continue
        first, last = min(days), max(days)
        before = max((d for d in days if d <= last - WEEK), default=None)
        if before is None or (on - last).days > int(rule("K-LOOKS", "stale_days")) or (
                (last - first).days > int(rule("K-NEWCOMER", "known_days"))):
            return None
        was, now = days[before], days[last]
        if was.high is None or now.low is None or not was.high:
            return None
        growth = now.low / was.high - 1
        if growth < rule("K-NEWCOMER", "growth"):
            return None
        return Newcomer(now.who, now.name, metric, first, before, last, (was.low, was.high), (now.low, now.high),
                        growth.quantize(Decimal("0.0001")))
    return None


def word_moves(book: MarketBook) -> tuple[WordMove, ...]:
    """Demand words whose index moved within a week, among the largest of the latest day; the largest change first."""
    words = [f for f in book.market if f.cut == "word"]
    found: list[WordMove] = []
    for category in sorted({f.category for f in words}):
        for metric in WORD_BY:
            own = [f for f in words if f.category == category and f.metric == metric and f.middle]
            if own:
                found += _moved(own)
                break
    return tuple(sorted(found, key=lambda m: (-abs(m.change), m.word)))


def _moved(own: Sequence[MarketFigure]) -> Iterator[WordMove]:
    last = max(f.day for f in own)
    days = sorted({f.day for f in own if abs(f.day - (last - WEEK)) <= NEAR}, key=lambda d: (abs(d - (last - WEEK)), d))
    if not days:
        return
    before = {f.value: f for f in own if f.day == days[0]}
    today = sorted((f for f in own if f.day == last), key=lambda f: (-(f.middle or 0), f.value))
    for rank, now in enumerate(today[:int(rule("K-WORDS", "words"))], 1):
        was = before.get(now.value)
        if was is None or not was.middle or now.middle is None:
            continue
        move = WordMove(now.category, now.value, now.metric, was.day, now.day, was.middle, now.middle, rank)
        if abs(move.change) >= rule("K-WORDS", "change"):
            yield move


def latest(book: MarketBook, cut: str) -> tuple[MarketFigure, ...]:
    """The figures of a cut on the last day that has any."""
    own = [f for f in book.market if f.cut == cut]
    last = max((f.day for f in own), default=None)
    return tuple(f for f in own if f.day == last)
