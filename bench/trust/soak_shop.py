"""The far side of a soak: shops that are read and written over HTTP, and that count by themselves what was written to them.

Reads meet the faults of `tests/sources/shop_server.py`, a write may be carried out without an answer, or ends the process
that sent it.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.trust.soak_days import Order
from tests.sources.shop_server import ShopServer, order

#: Faults that a read may meet; "hang" breaks off after `patience` seconds without an answer.
READ_FAULTS = ("500", "500", "429", "hang", "cut", "half", "expired")
ON_HAND = 60
ZONE = "Europe/Stockholm"


@dataclass
class FarShop(ShopServer):
    """One shop.  `written` is its own log of writes: (SKU, units) -> how often; `at_write` is called once per write."""

    written: Counter[tuple[str, int]] = field(default_factory=Counter)
    stock: dict[str, int] = field(default_factory=dict)
    at_write: Callable[[str], None] = lambda sku: None
    silent: set[str] = field(default_factory=set)           # SKUs whose write is done and never answered
    met: Counter[str] = field(default_factory=Counter)
    lock: Any = field(default_factory=threading.Lock)
    sold: list[Order] = field(default_factory=list)

    def sell(self, number: int, at: datetime, cents: int) -> None:
        """An order that is placed and paid now."""
        with self.lock:
            self.rows["orders"].append(order(number, at, cents, state="Delivered"))
            self.sold.append(Order(f"O{number:05}", at.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None), cents))

    def trouble(self, faults: list[str]) -> None:
        self.met.update(faults)
        self.faults.extend(faults)

    def _answer(self, call: Any, body: dict[str, Any]) -> None:
        query, said = body["query"], body["variables"]
        if "login" in query or "o" in said:
            super()._answer(call, body)
        elif query.startswith("mutation"):
            self._write(call, said["i"])
        else:
            found = [self._variant(said["s"])] if said.get("s") in self.stock else []
            self._send(call, 200, {"data": {"productVariants": {"items": found}}})

    def _write(self, call: Any, changes: list[dict[str, Any]]) -> None:
        for change in changes:
            sku, units = change["id"], change["stockLevels"][0]["stockOnHand"]
            with self.lock:
                self.stock[sku] = units
                self.written[sku, units] += 1
            self.at_write(sku)
        if changes[0]["id"] in self.silent:
            call.close_connection = True
            return
        self._send(call, 200, {"data": {"updateProductVariants": [{"id": c["id"], "price": 100} for c in changes]}})

    def _variant(self, sku: str) -> dict[str, Any]:
        level = {"stockOnHand": self.stock[sku], "stockAllocated": 0, "stockLocation": {"id": "1"}}
        return {"id": sku, "sku": sku, "name": sku, "enabled": True, "price": 1000, "priceWithTax": 1200, "trackInventory": "TRUE",
                "outOfStockThreshold": 0, "taxRateApplied": {"value": 20}, "stockLevels": [level]}


@dataclass
class Sales:
    """Orders of the far shops as the day goes, drawn from the seed: some every hour of the shop's day."""

    shops: dict[str, FarShop]
    seed: int
    until: datetime
    number: int = 0

    def go_on(self, now: datetime) -> None:
        """Sells what was sold until a moment; a clock that goes back sells nothing twice."""
        while self.until + timedelta(hours=1) <= now:
            self.until += timedelta(hours=1)
            chance = random.Random(f"{self.seed} sales {self.until:%F %H}")
            for far in self.shops.values():
                for _ in range(chance.randrange(3) if 6 <= self.until.hour <= 20 else 0):
                    self.number += 1
                    far.sell(self.number, self.until - timedelta(minutes=chance.randrange(1, 50)), chance.randrange(900, 40_000))


def variables(name: str, far: FarShop) -> dict[str, str]:
    """How processes of the house reach a far shop."""
    start = f"DAYBOOK_API_{name.upper().replace('-', '_')}_VENDURE"
    return {f"{start}_URL": far.url, f"{start}_USERNAME": "reader", f"{start}_PASSWORD": far.password}


def as_json(shops: dict[str, FarShop]) -> dict[str, Any]:
    """What came to each far shop, by its own log."""
    return {name: {"writes": sum(s.written.values()), "orders": len(s.sold), "faults": dict(s.met), "pages read": len(s.asked)}
            for name, s in shops.items()}
