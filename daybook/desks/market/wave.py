"""A wave of prices over many listings: which sellers cut, on which day, how deep, until when, and who joined late.

A listing's base is what it cost on the first day on which it was seen; one that costs more than the line (rule K-PRICE5) below it
is cut.  A seller has joined from the first day on which at least so many of its listings (rule K-WAVE) are cut.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from daybook.desks.gain import rule
from daybook.domain.market import SellerWave, WaveDay
from daybook.domain.rivals import RivalSighting
from daybook.domain.shop import Shop

CENT, SHARE = Decimal("0.01"), Decimal("0.0001")
Prices = Mapping[date, Decimal]


def price_wave(shop: Shop, sightings: Iterable[RivalSighting]) -> tuple[SellerWave, ...]:
    """One line per seller whose listings were seen, those that cut first by day, then by share; the others after them.

    A look without a price says nothing of that day.
    """
    found: dict[str, dict[str, dict[date, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for one in sorted(sightings, key=lambda s: s.at):
        if one.seller and one.pays is not None and one.pays > 0:
            found[one.seller][one.rival][shop.day_of(one.at)] = one.pays
    made = [_seller(seller, listings) for seller, listings in found.items()]
    joined = Counter(one.joined_on for one in made if one.joined_on is not None)
    usual = max(joined, key=lambda day: (joined[day], -day.toordinal()), default=None)
    told = [one if one.joined_on is None or usual is None else _late(one, usual) for one in made]
    return tuple(sorted(told, key=lambda s: (s.joined_on or date.max, -(s.cut_share or Decimal(0)), s.seller)))


def cut_line() -> Decimal:
    """The share of its base by which a listing must be cheaper to be cut."""
    return rule("K-PRICE5", "change")


def _seller(seller: str, listings: Mapping[str, Prices]) -> SellerWave:
    days = sorted({day for prices in listings.values() for day in prices})
    told = tuple(_day(day, listings) for day in days)
    least = rule("K-WAVE", "share")
    within = [d for d in told if d.cut_share >= least]
    deepest = max(within, key=lambda d: (d.cut_share, -d.day.toordinal()), default=None)
    last = within[-1].day if within else None
    return SellerWave(
        seller, len(listings), told, within[0].day if within else None, last, deepest.cut_share if deepest else None,
        deepest.depth if deepest else None, _deepest(listings), None,
        sum(1 for prices in listings.values() if max(prices) < days[-1]))


def _day(day: date, listings: Mapping[str, Prices]) -> WaveDay:
    line = 1 - cut_line()
    seen = [(prices[min(prices)], prices[day]) for prices in listings.values() if day in prices]
    cuts = sorted(1 - now / base for base, now in seen if now < base * line)
    return WaveDay(day, len(seen), len(cuts), (Decimal(len(cuts)) / len(seen)).quantize(SHARE), _middle(cuts))


def _middle(cuts: Sequence[Decimal]) -> Decimal | None:
    return None if not cuts else ((cuts[(len(cuts) - 1) // 2] + cuts[len(cuts) // 2]) / 2).quantize(SHARE)


def _deepest(listings: Mapping[str, Prices]) -> tuple[str, Decimal, Decimal] | None:
    """The listing with the largest cut: its id, its base and its lowest price; None where none was cut."""
    found = [(min(prices.values()) / prices[min(prices)], listing) for listing, prices in listings.items()]
    share, listing = min(found)
    prices = listings[listing]
    return None if share >= 1 - cut_line() else (listing, prices[min(prices)], min(prices.values()))


def _late(one: SellerWave, usual: date) -> SellerWave:
    return replace(one, late_days=(one.joined_on - usual).days if one.joined_on is not None else None)
