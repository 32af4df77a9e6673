"""The same product in the client's other shops (价格穿透): what it sold for there, and the events that it is filed for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from daybook.domain.given import Given
from daybook.domain.shop import Shop
from daybook.domain.situation import Hold, Window
from daybook.workflows.given import links_known
from daybook.workflows.house import House
from daybook.workflows.price_facts import SkuPrices, lowest_of
from daybook.workflows.price_windows import Signup


@dataclass(frozen=True)
class Sibling:
    """A shop that sells the product too, and which of its items and SKUs it is; an empty SKU is all of the item's."""

    shop: Shop
    links: frozenset[tuple[str, str]]

    def is_of(self, item: str, sku: str) -> bool:
        return (item, sku) in self.links or (item, "") in self.links or ("", sku) in self.links


@dataclass(frozen=True)
class Others:
    """What was read of them."""

    siblings: Sequence[Sibling]
    prices: Mapping[str, Sequence[SkuPrices]]
    signed: Mapping[str, Sequence[Signup]]

    def lowest(self) -> dict[date, Decimal]:
        """The lowest price of the product on each day over the other shops."""
        return lowest_of([one for s in self.siblings for one in self.prices.get(s.shop.name, ()) if s.is_of(one.item_id, one.sku)])

    def windows(self) -> tuple[Window, ...]:
        """Events of the product there: nobody pays less here until they are over."""
        return tuple(replace(w, hold=Hold.ACROSS, event=f"{w.event} ({s.shop.name})") for s in self.siblings
                     for item, w in self.signed.get(s.shop.name, ()) if any(i == item for i, _ in s.links))


def objects_of(given: Given, item: str, sku: str) -> tuple[str, ...]:
    """What a promise may call a SKU besides its item: itself, or its product."""
    return tuple(name for name in (sku, given.product_of(item, sku) or "") if name)


def others_of(house: House, shop: Shop, given: Given, item: str, sku: str) -> tuple[Sibling, ...]:
    """The client's other shops that sell the product of an item's SKU for the same currency."""
    product = given.product_of(item, sku)
    if not product:
        return ()
    return siblings(house, shop).get(product, ())


def siblings(house: House, shop: Shop) -> dict[str, tuple[Sibling, ...]]:
    """Product -> the client's other shops that sell it for the same currency, as the product map says."""
    shops = [s for s in house.shops(shop.client) if s.name != shop.name and s.currency == shop.currency]
    found: dict[str, list[Sibling]] = {}
    known = links_known(shop.client, house.now()) if shops else {}
    for one in shops:
        by_product: dict[str, set[tuple[str, str]]] = {}
        for link in known.get(one.name, ()):
            by_product.setdefault(link.product, set()).add((link.item_id, link.sku))
        for product, links in by_product.items():
            found.setdefault(product, []).append(Sibling(one, frozenset(links)))
    return {product: tuple(those) for product, those in found.items()}
