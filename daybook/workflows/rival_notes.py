"""What changed at rivals' pages, as notes that nobody had to type: the diagnosis names them beside a change of the shop's own."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from daybook.domain.given import Note
from daybook.domain.rivals import Rival, RivalChange, RivalSighting, by_rival, changes_of, watched_on
from daybook.domain.said import Amount, Said
from daybook.domain.shop import Shop
from daybook.rulebook.rival_lines import change_lines

#: A change that takes buyers is a note about a rival; any other is told beside numbers and is no cause by itself.
RIVAL, MOVED = "rival", "rival_moved"


def rival_notes(shop: Shop, rivals: Sequence[Rival], sightings: Iterable[RivalSighting]) -> tuple[Note, ...]:
    """The changes of watched rivals, one note for each item that a rival is watched for, in the order of time."""
    watched = {one.rival for one in rivals}
    looks = by_rival(one for one in sightings if one.rival in watched)
    found = [note for own in looks.values() for note in _of_rival(shop, rivals, own)]
    return tuple(sorted(found, key=lambda n: (n.at, n.object, n.text)))


def _of_rival(shop: Shop, rivals: Sequence[Rival], looks: Sequence[RivalSighting]) -> Iterator[Note]:
    known = {look.at: look.known_at for look in looks}
    for change in changes_of(looks, change_lines()):
        for item, own in watched_on(rivals, shop.day_of(change.at)).items():
            for rival in own:
                if rival.rival == change.rival:
                    yield Note(shop.name, change.at, item, RIVAL if change.hurts else MOVED, change.was, change.now,
                               change_words(change, rival.name, shop.currency), known[change.at])


def change_words(change: RivalChange, rival: str, currency: str) -> Said:
    """A change as a sentence that names the rival."""
    if change.kind in ("price_cut", "price_up", "coupon_up", "coupon_down"):
        was, now = (Amount(Decimal(text), "money", currency) for text in (change.was, change.now))
        by = f"{abs(change.size):.0%}" if change.size is not None else ""
        return {
            "price_cut": Said("{rival} cut its price from {was} to {now} ({by})", rival=rival, was=was, now=now, by=by),
            "price_up": Said("{rival} raised its price from {was} to {now} ({by})", rival=rival, was=was, now=now, by=by),
            "coupon_up": Said("{rival} gives a coupon of {now}, before {was}", rival=rival, was=was, now=now),
            "coupon_down": Said("{rival} gives a coupon of {now} only, before {was}", rival=rival, was=was, now=now),
        }[change.kind]
    was_text, now_text = change.was, change.now
    return {
        "joined": Said("{rival} joined an event: {now}", rival=rival, now=now_text),
        "left": Said("{rival} left its event: {was}", rival=rival, was=was_text),
        "sold_out": Said("{rival} is sold out", rival=rival), "back": Said("{rival} can be bought again", rival=rival),
        "gone": Said("{rival} is taken off sale", rival=rival), "image": Said("{rival} has another main image", rival=rival),
        "title": Said("{rival} is titled {now}, before {was}", rival=rival, now=now_text, was=was_text),
        "skus": Said("{rival} has {now} SKUs, before {was}", rival=rival, now=now_text, was=was_text),
        "rank": Said("{rival} ranks {now}, before {was}", rival=rival, now=now_text, was=was_text),
        "sales": Said("{rival} shows sales of {now}, before {was} (a band)", rival=rival, now=now_text, was=was_text),
        "reviews": Said("{rival} has {now} reviews, before {was}", rival=rival, now=now_text, was=was_text),
    }[change.kind]
