"""A shop that answers as Vendure does, kept in memory, and a proxy that breaks what passes through it."""

import contextlib
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

TAX = 20
FAULTS = ("429", "500 before", "500 after", "cut before", "cut after", "hang", "stale", "twice")


@dataclass
class Served:
    """An HTTP server of a test; use it as a context."""

    def __enter__(self) -> Any:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                outer.answer(self, body)

            def log_message(self, *said: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.http.shutdown()
        self.http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}"

    def answer(self, call: Any, body: bytes) -> None:
        raise NotImplementedError


def send(call: Any, status: int, content: bytes, headers: dict[str, str] | None = None, cut: bool = False) -> None:
    call.send_response(status)
    said = {"content-type": "application/json", "content-length": str(len(content)), "connection": "close", **(headers or {})}
    for key, value in said.items():
        call.send_header(key, value)
    call.end_headers()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):        # who asked has gone
        call.wfile.write(content[: len(content) // 2] if cut else content)
    call.close_connection = True


@dataclass
class PriceShop(Served):
    """Variants with a net price in cents.  `writes` counts what was carried out, by SKU and net cents."""

    prices: dict[str, int] = field(default_factory=dict)
    writes: Counter[tuple[str, int]] = field(default_factory=Counter)
    at_write: Callable[[str], None] = lambda sku: None
    lock: Any = field(default_factory=threading.Lock)

    def answer(self, call: Any, body: bytes) -> None:
        said = json.loads(body)
        query, variables = said["query"], said["variables"]
        if "login(" in query:
            send(call, 200, b'{"data":{"login":{"__typename":"CurrentUser"}}}', {"vendure-auth-token": "t"})
        elif query.startswith("mutation"):
            with self.lock:
                for change in variables["i"]:
                    self.prices[change["id"]] = change["price"]
                    self.writes[change["id"], change["price"]] += 1
            self.at_write(variables["i"][0]["id"])
            send(call, 200, json.dumps({"data": {"updateProductVariants": variables["i"]}}).encode())
        else:
            found = [self._variant(variables["s"])] if variables["s"] in self.prices else []
            send(call, 200, json.dumps({"data": {"productVariants": {"items": found}}}).encode())

    def _variant(self, sku: str) -> dict[str, Any]:
        net = self.prices[sku]
        return {"id": sku, "sku": sku, "name": sku, "enabled": True, "price": net, "priceWithTax": round(net * (100 + TAX) / 100),
                "trackInventory": "INHERIT", "outOfStockThreshold": 0, "taxRateApplied": {"value": TAX},
                "stockLevels": [{"stockOnHand": 5, "stockAllocated": 0, "stockLocation": {"id": "1"}}]}


@dataclass
class FaultProxy(Served):
    """Passes requests to a shop; a share of them meets a fault, seeded.  `met` counts them."""

    shop: str = ""
    share: float = 0.3
    seed: int = 1
    hang: float = 0.6
    hangs: int = 10 ** 9                # so often at most: each costs its whole patience
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.before: dict[str, bytes] = {}      # the last answer to each query, for stale reads
        self.lock, self.under_way = threading.Lock(), 0

    def answer(self, call: Any, body: bytes) -> None:
        with self.lock:
            self.under_way += 1
        try:
            self._answer(call, body)
        finally:
            with self.lock:
                self.under_way -= 1

    def drained(self) -> None:
        """Returns when nothing is on its way any more, as after the minutes that the house waits."""
        while self.under_way:
            time.sleep(0.005)

    def _answer(self, call: Any, body: bytes) -> None:
        said = json.loads(body)
        writing, login = said["query"].startswith("mutation"), "login(" in said["query"]
        key = json.dumps([said["query"], said["variables"]])
        with self.lock:
            fault = "" if login or self.chance.random() > self.share else self.chance.choice(FAULTS)
        if (fault == "stale" and (writing or key not in self.before)) or (fault == "twice" and not writing):
            fault = ""
        if fault == "hang":
            self.hangs -= 1
            fault = fault if self.hangs >= 0 else "cut after"
        self.met[f"{fault or 'none'} {'write' if writing else 'read'}"] += 1
        if fault == "429":
            send(call, 429, b"{}", {"retry-after": "1"})
        elif fault == "500 before":
            send(call, 500, b"{}")
        elif fault == "cut before":
            call.close_connection = True
        elif fault == "stale":
            send(call, 200, self.before[key])
        else:
            self._pass(call, body, fault, key)

    def _pass(self, call: Any, body: bytes, fault: str, key: str) -> None:
        status, content, headers = self._forward(call, body)
        if fault == "twice":
            status, content, headers = self._forward(call, body)
        if status == 200 and not key.startswith('["mutation'):
            self.before.setdefault(key, content)
            if self.chance.random() < 0.5:
                self.before[key] = content
        if fault == "500 after":
            send(call, 500, b"{}")
        elif fault == "hang":
            time.sleep(self.hang)
            call.close_connection = True
        else:
            send(call, status, content, headers, cut=fault == "cut after")

    def _forward(self, call: Any, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        where = urlsplit(self.shop)
        line = HTTPConnection(where.hostname or "", where.port, timeout=60)
        keep = {k: v for k, v in call.headers.items() if k.lower() in ("authorization", "content-type", "vendure-auth-token")}
        line.request("POST", call.path, body, keep)
        answer = line.getresponse()
        content = answer.read()
        token = answer.getheader("vendure-auth-token")
        line.close()
        return answer.status, content, {"vendure-auth-token": token} if token else {}
