"""What people typed behind broad and phrase words: mostly the word itself, a long tail, and now and then a term that sells."""

from collections.abc import Iterator
from dataclasses import dataclass

from daybook.demo.ads import Ads, credited
from daybook.demo.effects import TYPED
from daybook.demo.planted import Incident
from daybook.demo.shops import Keyword

#: Terms of the tail, each typed once in a week or two.
_LOOKS = ("cheap", "small", "large", "black", "white", "green", "used", "mini")
_WHERE = ("near me", "for home", "for travel", "review", "sale", "set")
TAIL = tuple(f"{{}} {look} {where}" for look in _LOOKS for where in _WHERE)
#: One click in so many is of the tail, whose clicks buy half as often.
_TAIL_EVERY = 4


@dataclass(frozen=True)
class Typed:
    """One term of a word and day: clicks and what is credited of them, in cents."""

    term: str
    shown: int
    clicks: int
    spend: int
    orders: int
    gmv: int


def wanted_term(word: Keyword) -> str:
    """The term that begins to sell.

    >>> wanted_term(Keyword(0, "kettle buy", "", 0, "", "", "", "broad", 0.2, 90, 0.03))
    'kettle gift'
    """
    return f"{word.word.rsplit(' ', 1)[0]} gift"


def typed(ads: Ads, word: Keyword, day: int, age: int, incidents: tuple[Incident, ...]) -> Iterator[Typed]:
    """The terms of one broad or phrase word on one day, as credited at that age; they add up to the word's own row."""
    k = word.index
    shown, clicks, spend = (int(of[day, k]) for of in (ads.impressions, ads.clicks, ads.spend))
    orders = sum(credited(int(of[day, k]), age) for of in (ads.direct_orders, ads.indirect_orders))
    gmv = sum(int(of[day, k]) * credited(int(n[day, k]), age) // max(int(n[day, k]), 1) for of, n in (
        (ads.direct_gmv, ads.direct_orders), (ads.indirect_gmv, ads.indirect_orders)))
    parts: dict[str, tuple[int, int]] = {}
    wanted = next((i for i in incidents if i.kind == "word_to_harvest" and i.keyword == k and i.covers(day)), None)
    left, sold = clicks, orders
    if wanted is not None:
        bought = TYPED * wanted.size
        parts[wanted_term(word)] = (round(clicks * TYPED / (1 + TYPED)), bought_by(day, orders, bought / (1 + bought)))
        left, sold = left - parts[wanted_term(word)][0], sold - parts[wanted_term(word)][1]
    stem, tail = word.word.rsplit(" ", 1)[0], left // _TAIL_EVERY
    of_tail = min(bought_by(day, sold, 1 / (2 * _TAIL_EVERY)), tail)
    for n in range(tail):
        term = TAIL[(day * 7 + n * 13 + k) % len(TAIL)].format(stem)
        clicked, bought_there = parts.get(term, (0, 0))
        parts[term] = (clicked + 1, bought_there + (n < of_tail))
    if left - tail or sold - of_tail:
        parts[word.word] = (left - tail, sold - of_tail)
    for term, (own, bought_here) in parts.items():
        yield Typed(term, shown * own // max(clicks, 1), own, spend * own // max(clicks, 1), bought_here,
                    gmv * bought_here // max(orders, 1))


def bought_by(day: int, orders: int, share: float) -> int:
    """A share of a day's orders in whole ones, the rounding carried from day to day.

    >>> [bought_by(day, 1, 0.75) for day in range(4)]
    [0, 1, 1, 1]
    """
    return min(orders, int(orders * share + day * share % 1))
