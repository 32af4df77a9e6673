"""One shop's purchases as its book of buyers: what is counted, fitted and told, by the rules of the buyers desk."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from daybook.analysis.buyers.coming_back import chance_active
from daybook.analysis.buyers.described import (
    WEEK,
    Buyers,
    Ints,
    Visits,
    binned,
    buyers_of,
    by_bin,
    cohorts_of,
    item_gaps,
    visits_of,
)
from daybook.analysis.buyers.gaps import Gaps, gaps_of
from daybook.analysis.buyers.together import pairs_bought_together
from daybook.analysis.buyers.worth import Worth, worth_of
from daybook.domain.buyers import (
    BoughtTogether,
    BuyerBook,
    BuyerSlice,
    BuyerWeek,
    Cohort,
    CohortMonth,
    Crowd,
    DiscountHabit,
    Identity,
    Interval,
    Lifetime,
    Range,
    RfmCell,
)
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.metrics.buyer_book import PARTS
from daybook.rulebook.reading import load
from daybook.rulebook.rules import Rulebook
from daybook.workflows.crowd_sizes import PRESETS, chosen
from daybook.workflows.purchases import UNKNOWN, Purchases

EPOCH = date(1970, 1, 1)
CENT, STEP = Decimal("0.01"), Decimal("0.0001")
#: Weeks that a book tells; regions and items that are named one by one.
WEEKS, REGIONS = 16, 12
#: Units of a basket that are told one by one; the last stands for more.
BASKET = 4
#: Price bands: shares of orders at which the next begins.
BANDS = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True)
class Bought:
    """The purchases with what is reckoned of them once."""

    p: Purchases
    today: int
    visits: Visits
    buyers: Buyers
    first: Ints                      # of each order: the first day of its buyer, -1 without one

    @property
    def back(self) -> Any:
        """Orders by who had bought on an earlier day."""
        return (self.p.buyer >= 0) & (self.first < self.p.day)


def bought_of(p: Purchases, on: date) -> Bought:
    """The same of one shop on the morning of `on`."""
    visits = visits_of(p.buyer, p.day, p.net)
    buyers = buyers_of(visits)
    first = np.full(len(p.ids) + 1, -1, dtype=np.int64)
    first[buyers.buyer] = buyers.first
    return Bought(p, (on - EPOCH).days - 1, visits, buyers, first[p.buyer])


def book_of(shop: Shop, on: date, as_of: datetime, p: Purchases | None) -> BuyerBook:
    """The book of one shop; what nobody can tell is said in it."""
    rules = load().for_(shop.platform)
    known = 0 if p is None else int((p.buyer >= 0).sum())
    identity = Identity(0 if p is None else len(p.day), known)
    empty = BuyerBook(shop.name, on, as_of, shop.currency, None if p is None else _day(int(p.day.min())), identity)
    if p is None:
        return replace(empty, untold=(("all", Said("no paid order was known then")),))
    share = identity.share or Decimal(0)
    made = bought_of(p, on)
    whole = replace(empty, slices=tuple(_slices(made, share >= rules.value("B-READ", "share"))), pairs=_pairs(made, rules))
    if share < rules.value("B-READ", "share"):
        why = Said("buyers are masked or absent in {part} of {n} orders, and a masked buyer is nobody", part=_percent(1 - share),
                   n=len(p.day))
        return replace(whole, untold=(("buyers", why),))
    return _described(whole, made, rules)


def _described(book: BuyerBook, made: Bought, rules: Rulebook) -> BuyerBook:
    worth, why = _worth(made, rules, book)
    recency = _edges(rules, "B-RECENCY")
    frequency = _edges(rules, "B-FREQUENCY")
    told = bool((made.p.discount != UNKNOWN).any())
    untold = [] if why is None else [("lifetime", why)]
    if not told:
        untold.append(("discount", Said("no export of the shop tells what was taken off an order")))
    if (made.p.margin == UNKNOWN).all():
        untold.append(("margin", Said("no unit cost is known: cohorts show money, not what is left of it")))
    if book.identity.known < book.identity.orders:
        untold.append(("part", Said("{n} of {all} orders carry no buyer; all that is told of buyers leaves them out",
                                    n=book.identity.orders - book.identity.known, all=book.identity.orders)))
    return replace(
        book, buyers=len(made.buyers.buyer), weeks=tuple(_weeks(made, told)), cohorts=tuple(_cohorts(made, worth)),
        recency_days=recency, frequencies=frequency, rfm=tuple(_rfm(made, worth, recency, frequency)),
        again=_interval("", "", gaps_of(made.visits.gap[made.visits.gap > 0], made.today - made.buyers.last,
                                        int(rules.value("B-AGAIN", "gaps"))), None, None),
        items=tuple(_items(made, rules)), lifetime=_lifetime(made, worth, rules), habit=_habit(made) if told else None,
        crowds=tuple((one.name, _size(made, one, rules)) for one in PRESETS if told or one.discount is None),
        untold=tuple(untold))


def _worth(made: Bought, rules: Rulebook, book: BuyerBook) -> tuple[Worth | None, str | None]:
    """What each buyer is worth by cohort; else why nobody can tell."""
    repeats = int((made.buyers.visits > 1).sum())
    least, back = int(rules.value("B-READ", "buyers")), int(rules.value("B-READ", "back"))
    if len(made.buyers.buyer) < least or repeats < back:
        return None, Said("{n} buyers, {back} of whom came back, are too few to foretell: {least} and {enough} are needed",
                          n=len(made.buyers.buyer), back=repeats, least=least, enough=back)
    ahead = int(rules.value("B-AHEAD"))
    seed = zlib.crc32(f"{book.shop} {book.on}".encode())
    found = worth_of(made.buyers.history(made.today), made.buyers.mean / PARTS, ahead / WEEK, seed, _months(made.buyers.first))
    if found is None or found.coming_back.covariance is None:
        return None, Said("the model could not be fitted to what buyers did so far")
    return found, None


def _months(days: Ints) -> Ints:
    """The month of each day, counted from 1970."""
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))


def _weeks(made: Bought, told: bool) -> Iterator[BuyerWeek]:
    """The last whole weeks up to the reviewed day, the oldest first."""
    p, back = made.p, made.back
    oldest = int(p.day.min())
    for n in reversed(range(WEEKS)):
        last = made.today - n * WEEK
        if last - WEEK + 1 < oldest:
            continue
        here = (p.day > last - WEEK) & (p.day <= last) & (p.buyer >= 0)
        new, old = here & ~back, here & back
        known = old & (p.discount != UNKNOWN)
        again = np.unique(p.buyer[old])
        yield BuyerWeek(_day(last), len(np.setdiff1d(p.buyer[new], again)), len(again), int(new.sum()), int(old.sum()),
                        _money(p.net[new].sum()), _money(p.net[old].sum()), int(known.sum()) if told else 0,
                        int((p.discount[known] > 0).sum()))


def _cohorts(made: Bought, worth: Worth | None) -> Iterator[Cohort]:
    """Buyers by the month of their first purchase, the oldest first; no month is over before orders of its end are in."""
    p = made.p
    month, now = _months(p.day), int(_months(np.array([int(p.day.max()) + 1]))[0])
    found = cohorts_of(p.buyer, month, _months(np.maximum(made.first, 0)), p.net, p.margin, UNKNOWN, now)
    for row, start in enumerate(found.starts):
        months = tuple(CohortMonth(age, int(found.buyers[row, age]), _money(found.net[row, age]),
                                   _money(found.margin[row, age]) if found.told[row, age] else None)
                       for age in range(found.buyers.shape[1]) if found.buyers[row, age] >= 0)
        ahead = None if worth is None else worth.by_group.get(int(start))
        yield Cohort(date(1970 + int(start) // 12, int(start) % 12 + 1, 1), int(found.size[row]), months, _range(ahead))


def _rfm(made: Bought, worth: Worth | None, recency: tuple[int, ...], frequency: tuple[int, ...]) -> Iterator[RfmCell]:
    """Buyers by how long ago their last visit was and how often they came."""
    bins = (binned(made.today - made.buyers.last, recency), binned(made.buyers.visits, frequency))
    shape = (len(recency) + 1, len(frequency) + 1)
    many, money = by_bin(bins, shape), by_bin(bins, shape, made.buyers.net)
    ahead = None if worth is None else by_bin(bins, shape, worth.mid)
    for r in range(shape[0]):
        for f in range(shape[1]):
            yield RfmCell(r, f, int(many[r, f]), _money(money[r, f]), None if ahead is None else _cents(float(ahead[r, f])))


def _slices(made: Bought, recognised: bool) -> Iterator[BuyerSlice]:
    """Orders by region, hour, units of the basket, price band and discount."""
    p = made.p
    back = made.back if recognised else np.zeros(len(p.day), dtype=bool)
    if len(p.regions):
        many = np.bincount(p.region[p.region >= 0], minlength=len(p.regions))
        for place in np.argsort(-many, kind="stable")[:REGIONS]:
            yield _slice(p, back, "region", p.regions[place], p.region == place)
    if (p.hour != UNKNOWN).any():
        for hour in range(24):
            yield _slice(p, back, "hour", f"{hour:02d}", p.hour == hour)
    if (p.units != UNKNOWN).any():
        for units in range(1, BASKET + 1):
            here = p.units == units if units < BASKET else p.units >= BASKET
            yield _slice(p, back, "basket", str(units) if units < BASKET else f"{BASKET}+", here)
    edges = sorted({_round(float(v)) for v in np.quantile(p.paid / PARTS, BANDS)})
    bands = binned(p.paid, tuple(int(e * PARTS) for e in edges))
    for n in range(len(edges) + 1):
        name = f"< {_edge(edges[0])}" if n == 0 else f"≥ {_edge(edges[-1])}" if n == len(edges) else (
            f"{_edge(edges[n - 1])} – {_edge(edges[n])}")
        yield _slice(p, back, "price_band", name, bands == n)
    if (p.discount != UNKNOWN).any():
        yield _slice(p, back, "discount", "with", p.discount > 0)
        yield _slice(p, back, "discount", "without", p.discount == 0)


def _slice(p: Purchases, back: Any, dimension: str, value: str, here: Any) -> BuyerSlice:
    return BuyerSlice(dimension, value, int(here.sum()), int((here & back).sum()), _money(p.paid[here].sum()))


def _round(value: float) -> float:
    """Two leading digits: an edge that a person would draw.

    >>> _round(237.4), _round(0.0)
    (240.0, 0.0)
    """
    return float(f"{value:.2g}")


def _edge(value: float) -> str:
    """An edge as people write it.

    >>> _edge(1_200_000.0), _edge(0.5)
    ('1200000', '0.5')
    """
    return f"{value:.12g}"


def _items(made: Bought, rules: Rulebook) -> Iterator[Interval]:
    """Items that are bought again, the best sold first."""
    p, least = made.p, int(rules.value("B-AGAIN", "gaps"))
    buyer, day = p.buyer[p.line_order], p.day[p.line_order]
    sold = np.bincount(p.item, minlength=len(p.items))
    told = 0
    for place in np.argsort(-sold, kind="stable")[:5 * int(rules.value("B-AGAIN", "items"))]:
        gaps, since, _ = item_gaps(buyer, day, p.item, int(place), made.today)
        found = gaps_of(gaps, since, least)
        if found is None:
            continue
        crowd = Crowd(item_id=p.items[place], last_from_days=found.early, last_to_days=found.late)
        paid = p.paid[np.unique(p.line_order[p.item == place])]
        yield _interval(p.items[place], p.titles.get(p.items[place], ""), found, _size(made, crowd, rules),
                        _money(paid.mean()))
        told += 1
        if told == int(rules.value("B-AGAIN", "items")):
            return


def _size(made: Bought, crowd: Crowd, rules: Rulebook) -> int | None:
    """How many buyers a crowd holds; None below the least that anybody is shown."""
    size = int(chosen(made, crowd).sum())
    return size if size >= rules.value("B-CROWD") else None


def _interval(item: str, title: str, found: Gaps | None, due: int | None, paid: Decimal | None) -> Any:
    if found is None:
        return None
    return Interval(item, title, found.count, found.early, found.middle, found.low, found.high, found.late,
                    None if found.again is None else Decimal(str(found.again)), due, paid)


def _pairs(made: Bought, rules: Rulebook) -> tuple[BoughtTogether, ...]:
    """Pairs of items that meet oftener than chance, the surest first."""
    p = made.p
    found = pairs_bought_together(p.line_order, p.item, len(p.day), int(rules.value("B-PAIR", "baskets")),
                                  float(rules.value("B-PAIR", "false")), int(rules.value("B-PAIR", "largest")))
    return tuple(BoughtTogether(
        p.items[one.first], p.items[one.second], p.titles[p.items[one.first]], p.titles[p.items[one.second]], one.both,
        _step(one.support), _step(one.confidence[0]), _step(one.confidence[1]), _cents(one.lift), _cents(one.over_chance),
        _cents(one.low), _cents(one.high), round(one.q, 6)) for one in found[:int(rules.value("B-PAIR", "told"))])


def _lifetime(made: Bought, worth: Worth | None, rules: Rulebook) -> Lifetime | None:
    """What all buyers bring in the days ahead, and the part of the dearest tenth."""
    if worth is None:
        return None
    n, ordered = len(worth.mid), np.sort(worth.mid)[::-1]
    total = _range(worth.total)
    assert total is not None
    mean = Range(*((v / n).quantize(CENT) for v in (total.low, total.mid, total.high)))
    top = float(ordered[:max(n // 10, 1)].sum() / max(ordered.sum(), 1e-9))
    back, spends = worth.coming_back, worth.spending
    models = {"r": back.r, "alpha": back.alpha, "a": back.a, "b": back.b, "p": spends.p, "q": spends.q, "gamma": spends.gamma}
    active = float(chance_active(back, made.buyers.history(made.today)).sum())
    return Lifetime(int(rules.value("B-AHEAD")), total, mean, _cents(active), _step(top),
                    {k: round(v, 4) for k, v in models.items()})


def _habit(made: Bought) -> DiscountHabit:
    """Buyers of two visits or more who never paid without a discount; orders that do not tell leave their buyers out."""
    p = made.p
    size = len(p.ids)
    known = p.buyer >= 0
    full, untold = (np.bincount(p.buyer[known & here], minlength=size) for here in (p.discount == 0, p.discount == UNKNOWN))
    regular = np.zeros(size, dtype=bool)
    regular[made.buyers.buyer] = made.buyers.visits > 1
    told = regular & (untold == 0)
    return DiscountHabit(int(told.sum()), int((told & (full == 0)).sum()))


def _edges(rules: Rulebook, rule: str) -> tuple[int, ...]:
    return tuple(int(v) for v in rules.rule(rule).values.values())


def _day(number: int) -> date:
    return EPOCH + timedelta(days=number)


def _money(parts: Any) -> Decimal:
    """Money of its smallest parts."""
    return (Decimal(int(parts)) / PARTS).quantize(CENT)


def _cents(value: float) -> Decimal:
    return Decimal(str(round(value, 2))).quantize(CENT)


def _step(value: float) -> Decimal:
    return Decimal(str(round(value, 4))).quantize(STEP)


def _range(of: tuple[float, float, float] | None) -> Range | None:
    return None if of is None else Range(*(_cents(v) for v in of))


def _percent(share: Decimal) -> Any:
    from daybook.domain.said import Amount

    return Amount(share, "share")
