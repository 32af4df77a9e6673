"""Stock at Shopify, against a server that compares as the platform says it does: only onto the count that was seen."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from daybook.actions.writers.shopify import Shopify
from daybook.domain.errors import WriteRefused
from daybook.domain.moves.stock import StockCorrection

COUNTED = StockCorrection("KZ-041", 12, 9, "kettle")


@dataclass
class Shelf:
    """One variant's stock: units by place, and the keys of the writes that it took."""

    on_hand: list[int] = field(default_factory=lambda: [12])
    tracked: bool = True
    keys: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        query, given = asked["query"], asked["variables"]
        if "productVariants(" in query:
            product = {"id": "p1", "handle": "kettle", "title": "Kettle", "status": "ACTIVE"}
            variant = {"id": "v1", "sku": "KZ-041", "title": "black", "price": "39.00", "compareAtPrice": None, "product": product}
            return {"productVariants": {"nodes": [variant], "pageInfo": {"hasNextPage": False, "endCursor": None}}}
        if "inventorySetQuantities" in query:
            return {"inventorySetQuantities": self._set(given["i"]["quantities"][0], given["k"])}
        levels = [{"location": {"id": f"l{at}"}, "quantities": [{"name": "on_hand", "quantity": units},
                                                               {"name": "committed", "quantity": 2}]}
                  for at, units in enumerate(self.on_hand)]
        return {"productVariant": {"inventoryItem": {"id": "i1", "tracked": self.tracked, "inventoryLevels": {"nodes": levels}}}}

    def _set(self, wanted: dict[str, Any], key: str) -> dict[str, Any]:
        if key not in self.keys:
            if wanted["changeFromQuantity"] != self.on_hand[0]:
                return {"userErrors": [{"code": "CHANGE_FROM_QUANTITY_STALE", "field": [], "message": "the quantity has changed"}]}
            self.on_hand[0] = wanted["quantity"]
            self.keys.append(key)
        return {"inventoryAdjustmentGroup": {"id": "g1"}, "userErrors": []}


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    found = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            body = json.dumps({"data": found.answer(asked)}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()


def shop(shelf: Shelf) -> Shopify:
    return Shopify.of(lambda: {"url": shelf.url, "access_token": "shpat_test"})


def test_a_count_is_written_and_a_second_try_of_it_is_known_by_its_key(shelf: Shelf) -> None:
    seen = shop(shelf).read(COUNTED, "")
    assert seen is not None
    assert (seen["on_hand"], seen["allocated"]) == ("12", "2")
    for _ in range(2):
        assert shop(shelf).write(COUNTED, "p-1").along == ("allocated",)
    assert (shelf.on_hand, len(shelf.keys)) == ([9], 1)


def test_a_count_that_changed_since_it_was_seen_is_not_overwritten(shelf: Shelf) -> None:
    shelf.on_hand[0] = 11
    with pytest.raises(WriteRefused, match="the quantity has changed"):
        shop(shelf).write(COUNTED, "p-1")
    assert (shelf.on_hand, shelf.keys) == ([11], [])


@pytest.mark.parametrize(("differs", "said"), [({"on_hand": [12, 3]}, "several places"), ({"tracked": False}, "does not count")])
def test_stock_at_several_places_or_that_nobody_counts_is_not_known_and_not_written(
        shelf: Shelf, differs: dict[str, Any], said: str) -> None:
    for name, value in differs.items():
        setattr(shelf, name, value)
    before, seen = list(shelf.on_hand), shop(shelf).read(COUNTED, "")
    assert seen is not None
    assert "on_hand" not in seen
    with pytest.raises(WriteRefused, match=said):
        shop(shelf).write(COUNTED, "p-1")
    assert shelf.on_hand == before
