"""A shop's server for tests: real HTTP on the loopback, with orders as Vendure's Admin API gives them, and its faults.

Faults are used up one per request: "429", "500", "hang", "cut", "half", "forbidden", "expired".
"""

import json
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

USER, PASSWORD = "reader", "s3cret-of-the-shop"
FIRST = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LISTS = ("orders", "customers", "productVariants", "products", "promotions")


def written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def order(number: int, placed: datetime, total: int = 0, **other: Any) -> dict[str, Any]:
    """One paid order of one line: 5.00 freight, the rest goods; `total` in cents."""
    total = total or 1500 + number
    variant = {"id": "7", "sku": "KZ-041", "name": "Kettle black", "product": {"id": "3", "name": "Kettle"}}
    line = {"id": f"{number}-1", "quantity": 1, "orderPlacedQuantity": 1, "unitPriceWithTax": total - 500,
            "proratedUnitPriceWithTax": total - 500, "proratedLinePriceWithTax": total - 500, "productVariant": variant}
    return {
        "id": str(number), "code": f"O{number:05}", "state": "PaymentSettled", "updatedAt": written(placed),
        "orderPlacedAt": written(placed), "currencyCode": "EUR", "totalWithTax": total, "shippingWithTax": 500,
        "couponCodes": [], "customer": {"id": "1", "emailAddress": f"buyer{number}@example.com"},
        "shippingAddress": {"city": "Lund", "province": None, "countryCode": "SE"}, "discounts": [],
        "payments": [{"id": str(number), "createdAt": written(placed), "state": "Settled", "amount": total, "refunds": []}],
        "fulfillments": [], "lines": [line], **other}


def orders(count: int, at_once: int = 7, every: int = 1) -> list[dict[str, Any]]:
    """Orders from FIRST on, several within the same second, as a shop has them that keeps whole seconds."""
    return [order(n, FIRST + timedelta(seconds=n // at_once * every)) for n in range(1, count + 1)]


def paid(found: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(o["payments"][0]["amount"]) for o in found), Decimal(0)) / 100


@dataclass
class ShopServer:
    """Use it as a context; `url` is its address, `asked` every list asked for, with its options."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in LISTS})
    faults: list[str] = field(default_factory=list)
    forbidden: set[str] = field(default_factory=set)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    logins: int = 0
    password: str = PASSWORD
    patience: float = 3.0               # seconds that "hang" takes
    at_page: Any = None                 # called with the number of pages asked for so far
    token: str = ""

    def __enter__(self) -> "ShopServer":
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                server._answer(self, body)

            def log_message(self, *said: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"

    def _answer(self, call: Any, body: dict[str, Any]) -> None:
        if "login" in body["query"]:
            self._login(call, body["variables"])
            return
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "expired":
            self.token = "gone"
        if call.headers.get("authorization") != f"Bearer {self.token}" or fault == "forbidden":
            self._send(call, 200, {"errors": [{"message": "You are not currently authorized to perform this action",
                                               "path": ["orders"], "extensions": {"code": "FORBIDDEN"}}], "data": None})
        elif fault in ("429", "500"):
            self._send(call, int(fault), {}, {"retry-after": "3"} if fault == "429" else {})
        elif fault == "hang":
            time.sleep(self.patience)
            call.close_connection = True
        else:
            self._list(call, body, fault)

    def _login(self, call: Any, said: dict[str, str]) -> None:
        self.logins += 1
        good = said == {"u": USER, "p": self.password}
        if good:
            self.token = f"token-{self.logins}"
        kind = "CurrentUser" if good else "InvalidCredentialsError"
        self._send(call, 200, {"data": {"login": {"__typename": kind}}},
                   {"vendure-auth-token": self.token} if good else {})

    def _list(self, call: Any, body: dict[str, Any], fault: str) -> None:
        name = next(n for n in LISTS if f"{{{n}(" in body["query"])
        options = body["variables"]["o"]
        self.asked.append((name, options))
        if self.at_page:
            self.at_page(len(self.asked))
        if name in self.forbidden or options["take"] > 100:
            self._send(call, 200, {"errors": [{"message": "not allowed", "path": [name],
                                               "extensions": {"code": "FORBIDDEN"}}], "data": None})
            return
        found = self._chosen(name, options)
        page = found[options["skip"]:options["skip"] + options["take"]]
        answer = {"data": {name: {"totalItems": len(found), "items": page}}}
        if fault == "half":             # data beside errors: a resolver failed for one row
            answer = {"data": {name: {"totalItems": len(found), "items": page[:1]}},
                      "errors": [{"message": "a resolver failed", "path": [name, "items", 1]}]}   # type: ignore[dict-item]
        self._send(call, 200, answer, cut=fault == "cut")

    def _chosen(self, name: str, options: dict[str, Any]) -> list[dict[str, Any]]:
        found = list(self.rows[name])
        for wanted in options.get("filter", {}).get("_and", ()):
            for column, condition in wanted.items():
                if "after" in condition:
                    found = [r for r in found if r[column] > condition["after"]]
                if "before" in condition:
                    found = [r for r in found if r[column] < condition["before"]]
        return sorted(found, key=lambda r: tuple(int(r[k]) if k == "id" else r[k] for k in options["sort"]))

    def _send(self, call: Any, status: int, answer: Any, headers: dict[str, str] | None = None, cut: bool = False) -> None:
        content = json.dumps(answer).encode()
        call.send_response(status)
        for key, value in {"content-type": "application/json", "content-length": str(len(content)),
                           **(headers or {})}.items():
            call.send_header(key, value)
        call.end_headers()
        call.wfile.write(content[: len(content) // 2] if cut else content)
        call.close_connection = True
