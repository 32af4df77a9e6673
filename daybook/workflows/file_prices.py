"""What was promised on prices, what runs, how low was sold, and who changed what, as claims of the operating file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from daybook.domain.file_page import Claim
from daybook.domain.given import Note
from daybook.domain.price_plan import PriceGist, Promise
from daybook.domain.said import Amount, Said, listed
from daybook.domain.seen import Seen
from daybook.domain.situation import Hold, Window
from daybook.rulebook.file_words import in_tokens, token
from daybook.sources.grammar import number
from daybook.workflows.file_products import NUMBERS, role_kind
from daybook.workflows.price_list import PriceList

#: Products whose lowest price is told, and of how many of them what they are listed at.
MOST_ITEMS, MOST_LISTED = 10, 5


def price_claims(seen: Seen, prices: PriceList, names: Mapping[str, str]) -> Iterator[Claim]:
    """Promises by their last day, coupons that run, the lowest prices of a month, and changes of prices."""
    yield from _promises(seen, prices, names)
    for coupon in seen.given.coupons:
        if coupon.last >= seen.on:
            yield Claim("prices", coupon.name, Said(
                "{off} off from {threshold} on, {first}–{last}: {object}", off=_money(coupon.off, seen), threshold=_money(
                    coupon.threshold, seen), first=f"{coupon.first}", last=f"{coupon.last}",
                object=names.get(coupon.object, coupon.object) or Said("the whole shop")), "promise", seen.shop.day_of(
                    coupon.known_at), None, NUMBERS, ("coupon",))
    yield from lowest_claims(seen, prices.skus, names)
    for note in seen.given.notes:
        if is_change_of_price(note):
            of_word = note.object in _keywords(seen)
            yield Claim("keywords" if of_word else "prices", _named(note.object, names, prices), Said(
                "{was} → {now}: {text}", was=note.from_ or "—", now=note.to, text=note.text), f"note {seen.shop.day_of(note.at)}",
                seen.shop.day_of(note.at), None, NUMBERS, ("bidchange" if of_word else "pricechange",))


def is_change_of_price(note: Note) -> bool:
    """Whether a note tells from which number to which something was changed."""
    try:
        return note.kind in ("edit", "coupon", "promo") and number(note.to) is not None
    except ValueError:                   # a title or a picture
        return False


def _keywords(seen: Seen) -> frozenset[str]:
    return frozenset(dict(scope).get("keyword", "") for of in seen.sliced.get("keyword", {}).values() for scope in of)


def _promises(seen: Seen, prices: PriceList, names: Mapping[str, str]) -> Iterator[Claim]:
    """Each promise once: SKUs of one item that were promised something together stand in one claim with their prices."""
    alike: dict[tuple[str, Hold, str, date, date, str], list[Promise]] = defaultdict(list)
    items = {one.sku: one.item_id for one in prices.skus}
    for one in prices.promises:
        window = one.window
        item = one.object if one.object in names else items.get(one.object, one.object)
        alike[item, window.hold, window.event, window.first, window.last, one.to].append(one)
    for (item, *_), same in alike.items():
        one = same[0]
        said, kind = _held(one.window, _prices(same, item, seen))
        to = "" if one.to in (seen.shop.platform.value, "") else one.to
        source = one.ref if to and one.ref else ""
        said = Said("{said}; to {whom}", said=said, whom=to) if to else said
        said = Said("{said} ({source})", said=said, source=source) if source else said
        claim = Claim("prices", names.get(item, item), said, f"promise {source or one.window.event}", one.said_on, None, NUMBERS,
                      (kind, *role_kind(seen, item)))
        yield claim
        if token("creator") in in_tokens(to):
            yield replace(claim, section="creators", subject=to, text=Said("{item}: {said}", item=claim.subject, said=said),
                          kinds=("creator_promise", kind))


def _prices(same: Sequence[Promise], item: str, seen: Seen) -> str:
    """What was promised of an item: one price, or that of each SKU."""
    priced = {p.object: p.window.price for p in same}
    if set(priced.values()) == {None}:
        return Said("no price of its own")
    if len(set(priced.values())) == 1:
        return _money(next(v for v in priced.values() if v is not None), seen)
    return listed(Said("{sku} {price}", sku=sku, price=_money(v, seen)) for sku, v in sorted(priced.items()) if v is not None)


def _held(window: Window, price: str) -> tuple[str, str]:
    """What a promise does to a price, and the kind of its claim."""
    said = {"price": price, "event": window.event, **days_of(window.first, window.last)}
    if window.hold is Hold.LEAST:
        return Said("buyers are to pay no less than {price} here, {first}–{last}: {event}", **said), "least"
    if window.hold is Hold.MOST:
        return Said("buyers are to pay no more than {price} here, {first}–{last}: {event}", **said), "most"
    if window.hold is Hold.PROTECT:
        return Said("price protected at {price}, {first}–{last}: {event}", **said), "protection"
    if window.hold is Hold.WISH:
        return Said("wished for {event} at {price}, {first}–{last}; not filed yet", **said), "wish"
    return Said("filed for {event} at {price}, {first}–{last}; the price is locked", **said), "lock"


def lowest_claims(seen: Seen, skus: Sequence[PriceGist], names: Mapping[str, str]) -> Iterator[Claim]:
    """The lowest price of an item within 30 days, and what it costs now."""
    lows: dict[str, list[PriceGist]] = defaultdict(list)
    for one in skus:
        if one.low_30 is not None:
            lows[one.item_id].append(one)
    pace = {item: sum((o.units_per_day for o in own), Decimal(0)) for item, own in lows.items()}
    for place, item in enumerate(sorted(lows, key=lambda i: (-pace[i], i))[:MOST_ITEMS]):
        low = min(lows[item], key=lambda o: (o.low_30 or Decimal(0), o.sku))
        now = [o.now for o in lows[item] if o.now is not None]
        assert low.low_30 is not None
        said: str = Said("lowest price within 30 days {low} ({sku}, {day})", low=_money(low.low_30, seen), sku=low.sku,
                         day=f"{low.low_30_on}")
        if now:
            said = Said("{said}; last {now}", said=said, now=_money(min(now), seen))
        said = _listed(low, said, seen) if place < MOST_LISTED else said
        yield Claim("prices", names.get(item, item), said, f"item {item}", seen.reviewed, None, NUMBERS,
                    ("lowest", *role_kind(seen, item)))


def _listed(one: PriceGist, said: str, seen: Seen) -> str:
    """What a SKU is listed at, and since when it is not what it was listed at before."""
    if one.listed is None:
        return said
    said = Said("{said}; listed at {price}", said=said, price=_money(one.listed, seen))
    if one.listed_was is None or one.listed_since is None:
        return said
    return Said("{said} since {day}, at {was} before", said=said, day=f"{one.listed_since}", was=_money(one.listed_was, seen))


def _named(thing: str, names: Mapping[str, str], prices: PriceList) -> str:
    """An item by its title, a SKU by its item's and its own name."""
    item = next((one.item_id for one in prices.skus if one.sku == thing), "")
    return f"{names[item]} {thing}" if item in names else names.get(thing, thing)


def _money(value: Decimal, seen: Seen) -> Amount:
    return Amount(value, "money", seen.shop.currency)


def days_of(first: date, last: date) -> dict[str, str]:
    """Days with their year, since a file holds several."""
    return {"first": f"{first}", "last": f"{last}"}

