"""One client's shops on several platforms show one product once."""

from datetime import UTC, datetime
from decimal import Decimal as D

import pytest

from daybook.domain.errors import GrainError
from daybook.domain.given import Given, ProductLink
from daybook.metrics.definitions.sales import LINE_GMV, LINE_ORDERS, LINE_UNITS
from daybook.metrics.products import ProductKey, ShopSlices, by_product

KNOWN = datetime(2026, 11, 1, tzinfo=UTC)


def slices(shop: str, currency: str, links: tuple[tuple[str, str, str], ...],
           *sold: tuple[str, str, str]) -> ShopSlices:
    given = Given(products=[ProductLink(shop, item, sku, product, KNOWN) for item, sku, product in links])
    return ShopSlices(shop, currency, {(("item_id", i), ("sku", k)): D(v) for i, k, v in sold}, given.product_of)


TMALL = slices("mei-tmall", "CNY", (("1", "", "KZ041"),), ("1", "KZ-041-BLK", "199"), ("1", "KZ-041-WHT", "398"))
DOUYIN = slices("mei-douyin", "CNY", (("77", "041b", "KZ041"),), ("77", "041b", "189"), ("78", "x", "20"))
US = slices("mei-us", "USD", (("", "KZ-041-BLK", "KZ041"),), ("9", "KZ-041-BLK", "49"))


def test_a_product_of_two_platforms_is_one_line_and_unmapped_items_stay_themselves() -> None:
    found = by_product(LINE_GMV, [TMALL, DOUYIN])
    assert [(p.key, p.value) for p in found] == [
        (ProductKey("KZ041", "CNY"), D(786)), (ProductKey("", "CNY", "mei-douyin", "78", "x"), D(20))]
    assert found[0].by_shop == {"mei-tmall": D(597), "mei-douyin": D(189)}


def test_money_of_two_currencies_is_not_added_but_units_are() -> None:
    assert [p.key for p in by_product(LINE_GMV, [TMALL, US])] == [
        ProductKey("KZ041", "CNY"), ProductKey("KZ041", "USD")]
    assert [p.value for p in by_product(LINE_UNITS, [TMALL, US])] == [D(646)]


def test_orders_are_not_added_over_items() -> None:
    with pytest.raises(GrainError, match="line_orders"):
        by_product(LINE_ORDERS, [TMALL])
