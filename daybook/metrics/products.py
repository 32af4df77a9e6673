"""One product across shops and platforms: slices by item and SKU merged by product (货号)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from daybook.metrics.metric import Metric

Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShopSlices:
    """One shop's values of a metric by slice, each scope with `item_id` and `sku`.

    `product_of` gives the product of an item's SKU, None where nobody said it (`Given.product_of`).
    """

    shop: str
    currency: str
    values: Mapping[Scope, Decimal]
    product_of: Callable[[str, str], str | None]


@dataclass(frozen=True, order=True)
class ProductKey:
    """A product in one currency; `shop`, `item_id` and `sku` stand only where no product is known for them."""

    product: str
    currency: str
    shop: str = ""
    item_id: str = ""
    sku: str = ""


@dataclass(frozen=True)
class ProductValue:
    """A product's value over all shops, and what each shop has of it; the parts add up to the value."""

    key: ProductKey
    value: Decimal
    by_shop: Mapping[str, Decimal]


def by_product(metric: Metric, shops: Iterable[ShopSlices]) -> tuple[ProductValue, ...]:
    """A client's products, each once, largest value first; money of different currencies stays apart.

    Raises GrainError for a metric that may not be summed over items, SKUs or shops, such as orders or buyers.
    """
    for dimension in ("item_id", "sku", "shop"):
        metric.may_sum_over(dimension)
    sums: dict[ProductKey, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in shops:
        for scope, value in one.values.items():
            sums[_key(metric, one, dict(scope))][one.shop] += value
    found = (ProductValue(key, sum(parts.values(), Decimal(0)), dict(parts)) for key, parts in sums.items())
    return tuple(sorted(found, key=lambda p: (-p.value, p.key)))


def _key(metric: Metric, one: ShopSlices, scope: Mapping[str, str]) -> ProductKey:
    item, sku = scope.get("item_id", ""), scope.get("sku", "")
    currency = one.currency if metric.unit.value == "money" else ""
    product = one.product_of(item, sku)
    return ProductKey(product, currency) if product else ProductKey("", currency, one.shop, item, sku)
