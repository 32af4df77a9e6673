"""What the market and rivals page shows (S11), from what was known at a moment."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from daybook.desks.gain import rule
from daybook.desks.market.book import book_of
from daybook.desks.market.figures import latest, newcomers, word_moves
from daybook.desks.market.looks import Look, due, looks_of, stale, stale_after
from daybook.desks.market.own import item_name, own_price, paid_by_day, usual_sales
from daybook.desks.rival_bands import BESIDE, rival_band
from daybook.domain.market import ItemRivals, RivalBand, RivalBoard, RivalEvent, RivalLine
from daybook.domain.rivals import Rival, RivalSighting, by_rival, last_known
from daybook.domain.seen import Seen

#: Days of prices that are drawn, and of changes that are listed.
DRAWN, LISTED = 42, 30
SHARE = Decimal("0.0001")


def rival_board(seen: Seen, sightings: Sequence[RivalSighting], events: Sequence[RivalEvent]) -> RivalBoard:
    """The page of a moment; `sightings` reach as far back as prices are drawn, `events` are what they show, newest first."""
    book, looks = book_of(seen), {look.rival.rival: look for look in looks_of(seen.given, seen.on)}
    watched, seen_of = seen.given.watched(seen.on), by_rival(sightings)
    items = tuple(sorted((_item(seen, item, rivals, looks, seen_of) for item, rivals in watched.items()),
                         key=lambda one: (-(one.sales or Decimal(0)), one.item_id)))
    known = frozenset(looks)
    return RivalBoard(
        seen.shop.name, seen.shop.zone, seen.shop.currency, seen.on, seen.as_of, items, tuple(events),
        tuple(_bands(seen)), newcomers(book, known, seen.on), word_moves(book), latest(book, "size"), latest(book, "price_band"),
        tuple(_bare(seen, {item: len(own) for item, own in watched.items()})), wanted(),
        tuple(sorted({one.category for one in book.market if one.category})))


def _item(seen: Seen, item: str, rivals: Sequence[Rival], looks: dict[str, Look],
          seen_of: Mapping[str, Sequence[RivalSighting]]) -> ItemRivals:
    own, days = own_price(seen, item), [seen.on - timedelta(days=n) for n in range(DRAWN, -1, -1)]
    paid = paid_by_day(seen).get(item, {})
    return ItemRivals(
        item, item_name(seen, item), own, usual_sales(seen, item), tuple(_line(seen, looks[r.rival], r, own) for r in rivals),
        tuple((d, paid.get(d)) for d in days),
        tuple((r.name, _looked(seen, seen_of.get(r.rival, ()), days)) for r in rivals))


def _line(seen: Seen, look: Look, rival: Rival, own: Decimal | None) -> RivalLine:
    last = look.last
    pays = last.pays if last is not None else None
    gap = (pays / own - 1).quantize(SHARE) if pays is not None and own and not stale(look, seen.as_of) else None
    return RivalLine(rival, last, None if last is None else seen.as_of - last.at, due(look, seen.shop, seen.as_of),
                     stale(look, seen.as_of), gap)


def _looked(seen: Seen, looks: Sequence[RivalSighting], days: Sequence[date]) -> tuple[tuple[date, Decimal | None], ...]:
    """The last price of each day that was looked at; a day without a look is a hole.  A coupon that a look left open is that of
    the look before it."""
    found: dict[date, Decimal] = {}
    for n, one in enumerate(looks, 1):
        told = last_known(looks[:n], one.at - stale_after())
        if one.price is not None and told is not None and told.pays is not None:
            found[seen.shop.day_of(one.at)] = told.pays
    return tuple((d, found.get(d)) for d in days)


def _bands(seen: Seen) -> Iterator[tuple[RivalBand, Decimal | None]]:
    for metric in BESIDE:
        found = rival_band(book_of(seen), metric, seen.reviewed)
        if found is not None:
            yield found, seen.value(metric, found.day)


def wanted() -> tuple[int, int]:
    """How many rivals of a core item are to be watched: at least, at most."""
    return int(rule("K-RIVALS", "rivals_low")), int(rule("K-RIVALS", "rivals_high"))


def _bare(seen: Seen, count: dict[str, int]) -> Iterator[tuple[str, str, int]]:
    """Hero items, or without roles the three that sell most, with fewer rivals than are to be watched."""
    items = {dict(scope).get("item_id", "") for scope in seen.sliced.get("product", {}).get("line_gmv", {})} - {""}
    named = sorted(items | {r.item_id for r in seen.given.roles})
    heroes = [i for i in named if (role := seen.given.role_of(i, seen.on)) is not None and role.role == "hero"]
    best = sorted(items, key=lambda i: (-(usual_sales(seen, i) or Decimal(0)), i))[:3]
    for item in heroes or best:
        if count.get(item, 0) < wanted()[0]:
            yield item, item_name(seen, item), count.get(item, 0)
