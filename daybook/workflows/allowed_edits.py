"""What may be edited of one listing today (改动红绿灯), before anybody proposes anything: the guards' own answers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from daybook.actions.guards.before import ask_before, light_of
from daybook.domain.allowed import AllowedEdit, Light
from daybook.domain.moves.listing import Attributes, Images, Listed, SkuAdd, SkuRemove, Title
from daybook.domain.moves.move import Move, Way
from daybook.domain.moves.price import Coupon, ItemDiscount, ListPrice
from daybook.domain.shop import Shop
from daybook.domain.situation import Prices, Situation
from daybook.domain.verdict import Verdict
from daybook.workflows.house import House
from daybook.workflows.situation import Sight, look_at

#: The smallest step of a price: what a price guard says of it, it says of every larger one down.
CENT = Decimal("0.01")
STRICTEST = (Light.STOP, Light.ASK, Light.GO)


def allowed_edits(house: House, shop: Shop, item: str) -> tuple[AllowedEdit, ...]:
    """One light per kind of edit of a listing, as of this moment."""
    sight = look_at(house, shop)
    found = [_light(name, move, sight) for name, move in _probes(sight, item)]
    last = next((n for n, one in enumerate(found) if one.edit == "sku_add"), len(found))
    return (*found[:last], _coupon(sight, item), *found[last:], *_removals(sight, item))


def _light(name: str, move: Move, sight: Sight) -> AllowedEdit:
    said = _said(move, sight)
    return AllowedEdit(name, light_of(said), said, move)


def _said(move: Move, sight: Sight) -> tuple[Verdict, ...]:
    found: Situation = sight.of(move, Way.HAND, sight.shown(move) if isinstance(move, ItemDiscount | ListPrice) else None)
    return ask_before(move, found, sight.rules)


def _probes(sight: Sight, item: str) -> Iterator[tuple[str, Move]]:
    """One move of each kind on the listing; their values mean nothing but for the price, which is one cent lower."""
    yield "title", Title(item, "", " ")
    yield "images", Images(item, (), (" ",))
    yield "attributes", Attributes(item, (("material", ""),), (("material", " "),))
    yield "identity", Attributes(item, (("category", ""),), (("category", " "),))
    sku = next(iter(skus_of(sight, item)), None)
    shown = sight.shown(ListPrice(sku, Decimal(0), Decimal(0), item)) if sku else None
    if sku and shown:
        listed, deal = Decimal(str(shown["list_price"])), Decimal(str(shown["deal_price"]))
        yield "discount", ItemDiscount(sku, deal, deal - CENT, item)
        yield "list_price", ListPrice(sku, listed, listed - CENT, item)
    yield "sku_add", SkuAdd(item, "", "", "variant", Decimal(1), 1, Decimal(1))
    yield "delist", Listed(item, True, False)


def _coupon(sight: Sight, item: str) -> AllowedEdit:
    """A coupon takes off every SKU of the listing: each is asked with the price that it shows, and the strictest answer binds.

    The probe takes the smallest step off for a week from today on.
    """
    today = sight.shop.day_of(sight.now)
    move = Coupon(item, "", 2 * CENT, CENT, today, today + timedelta(days=6), 1)
    found = sight.of(move, Way.HAND, None)
    told = [ask_before(move, replace(found, prices=prices), sight.rules) for prices in _prices_of(sight, item)]
    said = min(told or [ask_before(move, found, sight.rules)], key=lambda one: STRICTEST.index(light_of(one)))
    return AllowedEdit("coupon", light_of(said), said, move)


def _prices_of(sight: Sight, item: str) -> Iterator[Prices]:
    """What each SKU of a listing shows and was paid for, where an export shows its price."""
    for sku in skus_of(sight, item):
        probe = ItemDiscount(sku, Decimal(0), Decimal(0), item)
        shown = sight.shown(probe)
        if shown is not None:
            yield sight.of(probe, Way.HAND, shown).prices


def _removals(sight: Sight, item: str) -> Iterator[AllowedEdit]:
    """Deleting a SKU, said once for all of them: safe, for some only, or for none."""
    skus = skus_of(sight, item)
    lights = [_light("sku_remove", SkuRemove(sku, item), sight) for sku in skus]
    if lights:
        worst = next((one for one in lights if one.light is Light.STOP), lights[0])
        mixed = len({one.light for one in lights}) > 1
        yield AllowedEdit("sku_remove", Light.ASK if mixed else worst.light, worst.said, worst.move)


def skus_of(sight: Sight, item: str) -> tuple[str, ...]:
    """SKUs of a listing that orders or lists of stock name, what sold most first."""
    units: dict[str, Decimal] = {}
    for cut, metric in (("product", "line_units"), ("stock", "sellable_units")):
        for scope, days in sight.seen.sliced.get(cut, {}).get(metric, {}).items():
            named = dict(scope)
            if named.get("item_id") == item and named.get("sku"):
                sold = sum(days.values(), Decimal(0)) if cut == "product" else Decimal(0)
                units[named["sku"]] = units.get(named["sku"], Decimal(0)) + sold
    return tuple(sorted(units, key=lambda sku: (-units[sku], sku)))
