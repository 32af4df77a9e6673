"""Every query for Shopify against its published Admin schema: the stand-in refuses what the schema does not have."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from daybook.domain.errors import AccessRefused
from daybook.sources.api import shopify
from daybook.sources.api.feed import Access
from daybook.sources.api.transport import Patience, Transport
from tests.shopify_stub import NEEDS_STUB, TOKEN, shopify_stub

DOCUMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "orders": (shopify.ORDERS, {}), "whole order": (shopify.WHOLE_ORDER, {"i": ["gid://shopify/Order/1"]}),
    "buyers": (shopify.BUYERS, {}), "stock": (shopify.STOCK, {}),
    "listings": (shopify.LISTINGS, {}), "discounts": (shopify.DISCOUNTS, {})}
pytestmark = NEEDS_STUB


@pytest.fixture(scope="module")
def stub() -> Iterator[str]:
    with shopify_stub(9317) as url:
        yield url


def access(stub: str, token: str) -> Access:
    return Access(lambda: {"url": stub, "access_token": token}, Transport(Patience()), lambda: datetime.now(UTC))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_query_is_valid_and_not_too_dear(stub: str, name: str) -> None:
    query, variables = DOCUMENTS[name]
    assert shopify.ask(access(stub, TOKEN), query, variables).data


def test_a_wrong_token_is_refused(stub: str) -> None:
    with pytest.raises(AccessRefused, match="credential"):
        shopify.ask(access(stub, "wrong"), shopify.ORDERS, {})
