"""A house whose shop is read from a server on the loopback, and what it then knows."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from daybook.facts.engine import Session, reading
from daybook.sources.api.transport import Patience
from daybook.workflows.house import ALL_TABLES, House, add_shop, open_house
from daybook.workflows.pull import FeedReport, Wanted, pull
from daybook.workflows.seeing import whose
from tests.sources.shop_server import PASSWORD, USER, ShopServer

SHOP = "lund"
ORDERS = Wanted(feeds=("vendure.orders",))


def registered(house: House) -> None:
    add_shop(house, SHOP, "Nord", "vendure", "Europe/Stockholm", "EUR")


def variables(server: ShopServer, password: str = PASSWORD) -> dict[str, str]:
    return {"DAYBOOK_API_LUND_VENDURE_URL": server.url, "DAYBOOK_API_LUND_VENDURE_USERNAME": USER,
            "DAYBOOK_API_LUND_VENDURE_PASSWORD": password}


def impatient(waits: list[float] | None = None, tries: int = 4, timeout: float = 60) -> Patience:
    """Waits are written down and not sat through; half a minute and more is for a busy machine, a server that hangs gets less."""
    return Patience(tries=tries, timeout=timeout, pause=(waits if waits is not None else []).append)


def read(house: House, wanted: Wanted = ORDERS, waits: list[float] | None = None, timeout: float = 60) -> tuple[FeedReport, ...]:
    return pull(house, SHOP, wanted, patience=impatient(waits, timeout=timeout))


def rows(house: House, table: str) -> list[dict[str, Any]]:
    """The rows of a table as known now."""
    def taken(session: Session) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = session.arrow(f'SELECT * FROM "{session.use(ALL_TABLES[table])}"').to_pylist()
        return found

    return reading(house.lake, house.books, whose([house.shop(SHOP)]), house.now(), ALL_TABLES, taken)


def total(found: list[dict[str, Any]], column: str = "paid_amount") -> Decimal:
    return sum((r[column] for r in found), Decimal(0))


if __name__ == "__main__":      # a pull in a process of its own, to be killed
    from tests.conftest import Clock

    read(open_house(Path(sys.argv[1]), Clock()))
