"""Orders of one hand within a short time: the same buyer or the same door, by ids that are whole.

A masked or absent id is nobody, and never equal to another.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True)
class Placed:
    """One order for the search: who, where to, what and when (UTC).  None is not known."""

    order_id: str
    at: datetime | None
    buyer: str | None
    place: str | None
    product: str | None


@dataclass(frozen=True)
class Burst:
    """Orders of one hand, in the order of time.  `by` is "buyer" or "place"."""

    by: str
    hand: str
    orders: tuple[str, ...]
    minutes: float


def bursts(placed: Sequence[Placed], within: timedelta, least: int, shared: frozenset[str] = frozenset()) -> list[Burst]:
    """The largest run of each hand with at least `least` orders within a span; `shared` are doors of many (lockers).

    An order that stands in a burst of a buyer is not told again by its door.
    """
    found: list[Burst] = []
    taken: set[str] = set()
    for by in ("buyer", "place"):
        for hand, own in sorted(_by_hand(placed, by).items()):
            run = _longest([p for p in own if p.order_id not in taken], within) if hand not in shared else []
            if len(run) >= least:
                taken |= {p.order_id for p in run}
                found.append(Burst(by, hand, tuple(p.order_id for p in run), _minutes(run)))
    return found


def duplicates(placed: Sequence[Placed], within: timedelta, most: int) -> list[tuple[Placed, Placed]]:
    """(later, earlier) pairs: one hand took the same product again within a span; a hand with more than `most` orders
    there is a burst and no slip."""
    pairs: list[tuple[Placed, Placed]] = []
    taken: set[str] = set()
    for by in ("buyer", "place"):
        for _, own in sorted(_by_hand(placed, by).items()):
            if len(_longest(own, within)) > most:
                continue
            for earlier, later in pairwise(own):
                if later.product and later.product == earlier.product and _gap(earlier, later) <= within \
                        and later.order_id not in taken:
                    taken.add(later.order_id)
                    pairs.append((later, earlier))
    return pairs


def _by_hand(placed: Iterable[Placed], by: str) -> dict[str, list[Placed]]:
    hands: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        hand = one.buyer if by == "buyer" else one.place
        if hand and one.at is not None:
            hands[hand].append(one)
    return {hand: sorted(own, key=lambda p: (p.at or datetime.min, p.order_id)) for hand, own in hands.items()}


def _longest(own: Sequence[Placed], within: timedelta) -> list[Placed]:
    """The longest run that fits into the span; the first of equal ones."""
    best: list[Placed] = []
    first = 0
    for last, one in enumerate(own):
        while _gap(own[first], one) > within:
            first += 1
        if last - first + 1 > len(best):
            best = list(own[first:last + 1])
    return best


def _gap(earlier: Placed, later: Placed) -> timedelta:
    assert earlier.at is not None
    assert later.at is not None
    return later.at - earlier.at


def _minutes(run: Sequence[Placed]) -> float:
    return _gap(run[0], run[-1]).total_seconds() / 60
