"""Orders, lines and reports of invented shops as deliveries, and the lake of one data folder to load them into."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from daybook.domain.published import Published
from daybook.facts.arrow import arrow_schema
from daybook.facts.compact import Compacted, compact, vacuum
from daybook.facts.delivery import Batch, Change, Delivery
from daybook.facts.engine import Scope, Session, open_session
from daybook.facts.lake import Lake
from daybook.facts.load import Loaded, load
from daybook.facts.rollups import Rollup
from daybook.facts.table import Column, Kind, Table, Type
from daybook.facts.tables import ORDER_LINES, ORDERS, TABLES
from daybook.metrics.rollups import BUYERS_DAY, SALES_DAY, SALES_PRODUCT
from daybook.records.connect import connect

NEW_YEAR = date(2026, 1, 1)
#: A report as a platform's ad console gives it: a whole day at a time, one file per kind of plan.
AD_DAYS = Table(
    "ad_days", "推广日报", Kind.REPORT, "one row per ad plan and day", day="day", key=("day", "ad_plan"),
    columns=(Column("day", Type.DAY, required=True), Column("ad_plan", Type.TEXT, required=True),
             Column("ad_spend", Type.MONEY), Column("clicks", Type.COUNT)))
ROLLUPS: tuple[Rollup, ...] = (SALES_DAY, BUYERS_DAY, SALES_PRODUCT)
FACTS: Mapping[str, Table] = {**TABLES, AD_DAYS.name: AD_DAYS}
ALL: Mapping[str, Table] = {**FACTS, **{r.name: r.table for r in ROLLUPS}}
#: The fixed cast: whose shop each is.
CLIENT = {"kettles": "Jade", "teapots": "Jade", "lamps": "Onyx", "rugs": "Opal"}


def day(n: int) -> date:
    """The n-th of January 2026; n may pass the end of the month."""
    return NEW_YEAR + timedelta(days=n - 1)


def nine(n: int, hour: int = 9) -> datetime:
    """Nine o'clock of that day, UTC."""
    return datetime.combine(day(n), datetime.min.time(), UTC) + timedelta(hours=hour)


def order(order_id: str, ordered: int = 1, paid: int | None = None, amount: str = "10", **more: Any) -> dict[str, Any]:
    """One row of ORDERS; days by number."""
    return {"order_id": order_id, "ordered_on": day(ordered), "paid_on": day(paid) if paid else None,
            "paid_amount": Decimal(amount if paid else 0), "due_amount": Decimal(amount), "units": 1,
            "refund_amount": Decimal(0), "buyer_id": "b1", "country": "CN", "province": "浙江", "currency": "CNY",
            **more}


def line(order_id: str, line_id: str, ordered: int = 1, paid: int | None = None, amount: str = "10",
         **more: Any) -> dict[str, Any]:
    """One row of ORDER_LINES; days by number."""
    return {"order_id": order_id, "line_id": line_id, "ordered_on": day(ordered),
            "paid_on": day(paid) if paid else None, "item_id": "i1", "sku": "k1", "units": 1,
            "paid_amount": Decimal(amount if paid else 0), "currency": "CNY", **more}


def ads(on: int, ad_plan: str, spend: str, clicks: int = 1) -> dict[str, Any]:
    """One row of AD_DAYS."""
    return {"day": day(on), "ad_plan": ad_plan, "ad_spend": Decimal(spend), "clicks": clicks}


def rows_of(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as the reader would give them."""
    schema = arrow_schema(table)
    listed = list(rows)
    return pa.table([pa.array([r.get(f.name) for r in listed], f.type) for f in schema], schema=schema)


def delivery(shop: str, landing: str, known_at: datetime, *batches: Batch) -> Delivery:
    return Delivery(CLIENT[shop], shop, landing, known_at, batches)


def orders(*rows: Mapping[str, Any]) -> Batch:
    return Batch(ORDERS, rows_of(ORDERS, rows))


def lines(*rows: Mapping[str, Any]) -> Batch:
    return Batch(ORDER_LINES, rows_of(ORDER_LINES, rows))


def report(*rows: Mapping[str, Any], covers: tuple[int, int] | None = None, part: str = "") -> Batch:
    return Batch(AD_DAYS, rows_of(AD_DAYS, rows), (day(covers[0]), day(covers[1])) if covers else None, part)


@dataclass
class Home:
    """The lake and the books of one data folder, with what the tests ask them."""

    folder: Path
    lake: Lake
    books: Any                      # RecordBooks; facts.ledger.Books

    def load(self, *deliveries: Delivery) -> Loaded:
        return load(self.lake, self.books, deliveries, ROLLUPS, FACTS)

    def changes(self, *deliveries: Delivery) -> tuple[Change, ...]:
        return self.load(*deliveries).changes

    def compact(self) -> Compacted:
        return compact(self.lake, self.books, ALL)

    def vacuum(self, keep: Sequence[Published] = ()) -> int:
        return vacuum(self.lake, self.books, keep)

    def ask(self, sql: str, as_of: datetime, *shops: str, pinned: Published | None = None) -> list[dict[str, Any]]:
        """The answer of a query in which {name} stands for a table's view, for some shops (none: all)."""
        with open_session(self.lake, self.books, scope(*shops), as_of, ALL, pinned) as session:
            return answer(session, sql)

    def stored(self, table: Table) -> list[dict[str, Any]]:
        """Every row of a table that readers may reach, superseded ones too."""
        with open_session(self.lake, self.books, scope(), nine(4000), ALL) as session:
            return list(session.arrow(f"SELECT * FROM ({session.raw(table)}) ORDER BY ALL").to_pylist())

    def parquet_files(self) -> list[Path]:
        return sorted(self.lake.folder.rglob("*.parquet"))


def scope(*shops: str) -> Scope:
    return Scope({s: CLIENT[s] for s in shops or CLIENT})


def answer(session: Session, sql: str) -> list[dict[str, Any]]:
    names = {name: session.use(ALL[name]) for name in ALL if "{" + name + "}" in sql}
    return list(session.arrow(sql.format(**names)).to_pylist())


def open_home(folder: Path) -> Home:
    """The records of a process are in one folder at a time; their models can be imported once it is known."""
    connect(folder)
    from daybook.records.books import RecordBooks

    return Home(folder, Lake(folder / "lake"), RecordBooks(lambda: datetime(2026, 7, 1, tzinfo=UTC)))


#: Homes that several tests begin with, made once a process: what fills them -> a copy of the folder as it then was.
FILLED: dict[object, Path] = {}


def filled_home(home: Home, fill: Callable[[Home], object]) -> Home:
    """`home`, which is empty, as `fill` leaves it: filled the first time, copied from then on."""
    from django.db import connection

    if fill in FILLED:
        connection.close()
        shutil.copytree(FILLED[fill], home.folder, dirs_exist_ok=True)
        return open_home(home.folder)
    fill(home)
    connection.close()                  # so that nothing of it is still in the journal
    FILLED[fill] = Path(shutil.copytree(home.folder, Path(tempfile.mkdtemp(prefix="filled-")) / "home"))
    open_home(FILLED[fill])             # on PostgreSQL the copy gets its own database now, before this one goes on
    connection.close()
    return open_home(home.folder)
