"""Every query for Shopify against its published Admin schema: the stand-in refuses what the schema does not have."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from daybook.domain.errors import AccessRefused
from daybook.sources.api import shopify
from daybook.sources.api.feed import Access
from daybook.sources.api.transport import Patience, Transport

STUB = Path(__file__).resolve().parents[3] / "shared" / "shops" / "shopify-stub" / "start.sh"
PORT = "9317"
DOCUMENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "orders": (shopify.ORDERS, {}), "whole order": (shopify.WHOLE_ORDER, {"i": ["gid://shopify/Order/1"]}),
    "buyers": (shopify.BUYERS, {}), "stock": (shopify.STOCK, {}),
    "listings": (shopify.LISTINGS, {}), "discounts": (shopify.DISCOUNTS, {})}
pytestmark = [pytest.mark.long, pytest.mark.shared,
              pytest.mark.skipif(not STUB.exists() or not shutil.which("node"), reason="needs ../shared/shops and Node")]


@pytest.fixture(scope="module")
def stub() -> Iterator[str]:
    where = {**os.environ, "PORT": PORT}
    subprocess.run([STUB], env=where, check=True, timeout=600, capture_output=True)
    yield f"http://127.0.0.1:{PORT}"
    subprocess.run([STUB, "stop"], env=where, check=False, timeout=60)


def access(stub: str, token: str) -> Access:
    return Access(lambda: {"url": stub, "access_token": token}, Transport(Patience()), lambda: datetime.now(UTC))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_query_is_valid_and_not_too_dear(stub: str, name: str) -> None:
    query, variables = DOCUMENTS[name]
    assert shopify.ask(access(stub, "shpat_test"), query, variables).data


def test_a_wrong_token_is_refused(stub: str) -> None:
    with pytest.raises(AccessRefused, match="credential"):
        shopify.ask(access(stub, "wrong"), shopify.ORDERS, {})
