"""A real Vendure server: placed, cancelled and refunded orders come in equal to what the shop answered, to the cent.

It needs the shared folder beside the checkout and Node; it starts the server with SQLite and stops it again.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.pull import Wanted, pull
from tests.workflows.pulling import rows, total

SHOPS = Path(__file__).resolve().parents[3] / "shared" / "shops"
PORT = "3317"
pytestmark = [pytest.mark.long, pytest.mark.shared,
              pytest.mark.skipif(not SHOPS.is_dir() or not shutil.which("node"),
                                 reason="needs ../shared/shops and Node")]


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    where = {**os.environ, "DB": "sqlite", "PORT": PORT}
    subprocess.run([SHOPS / "vendure/start.sh", "reset"], env=where, check=True, timeout=600, capture_output=True)
    yield f"http://127.0.0.1:{PORT}"
    subprocess.run([SHOPS / "vendure/start.sh", "stop"], env=where, check=True, timeout=60)


@pytest.fixture
def vendure(shop: str, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    for field, value in (("URL", shop), ("USERNAME", "superadmin"), ("PASSWORD", "superadmin")):
        monkeypatch.setenv(f"DAYBOOK_API_LUND_VENDURE_{field}", value)
    house = open_house(tmp_path / "home", lambda: datetime.now(UTC))
    add_shop(house, "lund", "Nord", "vendure", "UTC", "USD")
    return house


def placed(shop: str, count: int, seed: int) -> list[dict[str, object]]:
    """Orders placed as shoppers would, as the shop answered them."""
    run = subprocess.run([sys.executable, SHOPS / "gen_orders.py", "--engine", "vendure", "--base", shop, "--n", str(count),
                          "--seed", str(seed), "--refund", ".15", "--cancel", ".1"],
                         check=True, capture_output=True, text=True, timeout=600)
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def backdated(days: int) -> None:
    """Spreads the placed orders over past days, oldest first, straight in the server's database."""
    folder = Path(os.environ.get("SHOP_DIR", Path(os.environ.get("TMPDIR", "/var/tmp")) / "shops/vendure/app"))
    with sqlite3.connect(folder / "data-sqlite" / "vendure.sqlite", timeout=20) as database:
        ids = [n for n, in database.execute('select id from "order" where orderPlacedAt is not null order by id')]
        for at, number in enumerate(ids):
            back = f"-{days - days * at // len(ids)} days"
            database.execute('update "order" set createdAt=datetime(createdAt,?), updatedAt=datetime(updatedAt,?), '
                             "orderPlacedAt=datetime(orderPlacedAt,?) where id=?", (back, back, back, number))


def test_every_order_is_in_to_the_cent_and_news_follow(vendure: House, shop: str) -> None:
    truth = placed(shop, 130, 7)
    backdated(40)
    assert [r.problem for r in pull(vendure, "lund", Wanted())] == [None] * 6
    _equals(vendure, truth)
    truth += placed(shop, 20, 8)
    report = pull(vendure, "lund", Wanted(feeds=("vendure.orders",)))[0]
    assert report.problem is None
    _equals(vendure, truth)
    stock = rows(vendure, "stock_day")
    assert len(stock) == 88
    assert all(s["price"] > 0 and s["sellable_units"] is not None for s in stock)
    assert {o["buyer_id"] for o in rows(vendure, "orders")} <= {b["buyer_id"] for b in rows(vendure, "buyers")} | _later(
        vendure)


def _later(house: House) -> set[str]:
    """Buyers of the orders placed after the buyers were read."""
    last = sorted(rows(house, "orders"), key=lambda o: o["ordered_at"])[-20:]
    return {o["buyer_id"] for o in last}


def _equals(house: House, truth: list[dict[str, object]]) -> None:
    cent = D("0.01")
    found = {o["order_id"]: o for o in rows(house, "orders")}
    assert found.keys() == {t["code"] for t in truth}
    for told in truth:
        mine, owed = found[str(told["code"])], D(str(told["total"])).quantize(cent)
        assert (mine["paid_amount"], mine["due_amount"]) == (owed, owed), told
        refunded = owed if told.get("after") == "refund" else D(0)
        assert mine["refund_amount"] == refunded, told
        assert (mine["status"] == "closed") == (told.get("after") == "cancel")
    lines = [x for t in truth for x in t["lines"]]       # type: ignore[attr-defined]
    assert total(rows(house, "order_lines")) == sum((D(str(x["amount"])).quantize(cent) for x in lines), D(0))
    refunds = [D(str(t["total"])).quantize(cent) for t in truth if t.get("after") == "refund"]
    assert total(rows(house, "refunds"), "amount") == sum(refunds, D(0))
    assert len(refunds) > 5
