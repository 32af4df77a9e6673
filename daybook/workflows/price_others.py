"""The same product in the client's other shops (价格穿透): what it sold for there, and the events that it is filed for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from daybook.domain.given import Given
from daybook.domain.shop import Shop
from daybook.domain.situation import Hold, Window
from daybook.workflows.given import links_known
from daybook.workflows.house import House
from daybook.workflows.price_facts import Named, SkuPrices, lowest_of
from daybook.workflows.price_windows import Signup, by_item


@dataclass(frozen=True)
class Sibling:
    """A shop that sells the product too, and which of its items and SKUs it is.

    An empty SKU is all of the item's, an empty item the SKU wherever it is sold.
    """

    shop: Shop
    links: frozenset[tuple[str, str]]


class Elsewhere:
    """What was read of them, found by item and SKU: of many SKUs each looks for its own."""

    def __init__(self, prices: Mapping[str, Sequence[SkuPrices]], signed: Mapping[str, Sequence[Signup]]) -> None:
        self._signed = {shop: by_item(those) for shop, those in signed.items()}
        self._prices: dict[tuple[str, str, str], list[SkuPrices]] = defaultdict(list)
        for shop, skus in prices.items():
            for one in skus:
                for item, sku in {(one.item_id, one.sku), (one.item_id, ""), ("", one.sku)}:
                    self._prices[shop, item, sku].append(one)

    def lowest(self, siblings: Sequence[Sibling]) -> dict[date, Decimal]:
        """The lowest price of a product on each day over its other shops."""
        return lowest_of([one for s in siblings for one in self._of(s)])

    def windows(self, siblings: Sequence[Sibling]) -> tuple[Window, ...]:
        """Events of the product there: nobody pays less here until they are over."""
        found = []
        for one in siblings:
            items = {item for item, _ in one.links} | {sold.item_id for sold in self._of(one)}
            for item in sorted(items & self._signed.get(one.shop.name, {}).keys() - {""}):
                found += [replace(w, hold=Hold.ACROSS, event=f"{w.event} ({one.shop.name})")
                          for _, w in self._signed[one.shop.name][item]]
        return tuple(found)

    def _of(self, sibling: Sibling) -> list[SkuPrices]:
        return [one for item, sku in sibling.links for one in self._prices.get((sibling.shop.name, item, sku), ())]


def objects_of(given: Given, item: str, sku: str) -> tuple[str, ...]:
    """What a promise may call a SKU besides its item: itself, or its product."""
    return tuple(name for name in (sku, given.product_of(item, sku) or "") if name)


def others_of(house: House, shop: Shop, given: Given, item: str, sku: str) -> tuple[Sibling, ...]:
    """The client's other shops that sell the product of an item's SKU for the same currency."""
    product = given.product_of(item, sku)
    if not product:
        return ()
    return siblings(house, shop, house.now()).get(product, ())


def siblings(house: House, shop: Shop, as_of: datetime) -> dict[str, tuple[Sibling, ...]]:
    """Product -> the client's other shops that sell it for the same currency, as the product map said at a moment."""
    shops = [s for s in house.shops(shop.client) if s.name != shop.name and s.currency == shop.currency]
    found: dict[str, list[Sibling]] = {}
    known = links_known(shop.client, as_of) if shops else {}
    for one in shops:
        by_product: dict[str, set[tuple[str, str]]] = {}
        for link in known.get(one.name, ()):
            by_product.setdefault(link.product, set()).add((link.item_id, link.sku))
        for product, links in by_product.items():
            found.setdefault(product, []).append(Sibling(one, frozenset(links)))
    return {product: tuple(those) for product, those in found.items()}


def with_siblings(named: Sequence[Named], given: Given, others: Mapping[str, Sequence[Sibling]]) -> list[Named]:
    """Some items and SKUs with what their products are called in the client's other shops."""
    products = {product for item, sku in named if (product := given.product_of(item, sku))}
    links = {link for product in products for one in others.get(product, ()) for link in one.links}
    return [*named, *sorted(links - set(named))]
