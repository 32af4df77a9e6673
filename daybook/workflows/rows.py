"""Drilling down: from a number of a morning to the rows that it counts, and to the files that they came in."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.domain.errors import WrongUsage
from daybook.domain.fact_rows import RowsBehind
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.table import Kind, Table, Type
from daybook.metrics.catalog import catalog
from daybook.metrics.metric import Definition, Metric, parts
from daybook.metrics.reported import Trailing
from daybook.workflows.given import given_known
from daybook.workflows.house import ALL_TABLES, House
from daybook.workflows.morning import NINE
from daybook.workflows.seeing import whose

if TYPE_CHECKING:
    import pyarrow as pa

PAGE, MOST = 50, 100_000
#: Hashes of people: of no use to a reader, and nobody's business.
HIDDEN = frozenset({"buyer_id", "client", "shop", "load", "part"})


def behind(name: str) -> tuple[Metric, ...]:
    """The metrics whose rows stand behind a number: itself, or the two of a ratio.  WrongUsage where it has none."""
    found: Definition | None = catalog().get(name)
    counted = tuple(m for m in parts(found) if not isinstance(m.value, Trailing)) if found else ()
    if not counted:
        raise WrongUsage(f"no rows stand behind {name}", next_step="use a name of docs/metrics.md")
    return counted


def rows_behind(house: House, shop: Shop, metric: Metric, day: date, on: date, scope: Mapping[str, str] | None = None,
                first: int = 0, most: int = PAGE, as_of: datetime | None = None) -> RowsBehind:
    """The rows that a metric of a shop counts on a day, in the order of their keys, as known at nine of `on`.

    `scope` are columns of the table with their values, such as an item.  Excluded orders are left out, as in the number.
    """
    table, moment = metric.table, as_of or shop.moment(on, NINE)
    unknown = sorted(set(scope or {}) - set(table.names))
    if unknown:
        raise WrongUsage(f"{table.zh} has no column {unknown[0]}", where=metric.name,
                         next_step="use one of: " + ", ".join(table.names))
    excluded = sorted(given_known([shop], moment)[shop.name].exclusions) if "order_id" in table.names else []
    return reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, lambda session: _read(
        session, metric, day, dict(scope or {}), excluded, max(first, 0), min(most, MOST)))


def _read(session: Session, metric: Metric, day: date, scope: Mapping[str, str], excluded: list[str], first: int,
          most: int) -> RowsBehind:
    table = metric.table
    view = session.use(table, days=(table.day, day, day)) if table.kind is Kind.REPORT else session.use(table)
    asked, values = _filter(metric, day, scope, excluded)
    shown = [c for c in table.columns if c.name not in HIDDEN]
    columns = ", ".join(f'"{c.name}"' for c in shown)
    order = ", ".join(f'"{c}"' for c in (*table.key, "landing"))
    found = session.arrow(f'SELECT shop, {columns}, landing FROM "{view}" WHERE {asked} ORDER BY {order} '
                          f"LIMIT {most} OFFSET {first}", values)
    total, added = _sums(session, metric, view, asked, values)
    return RowsBehind(
        metric.name, metric.zh, table.name, table.zh, day, tuple(c.name for c in shown), tuple(c.zh for c in shown),
        tuple(c.type.value for c in shown), _tuples(found, [c.name for c in shown]), total, added,
        _files(found["landing"].to_pylist()))


def _filter(metric: Metric, day: date, scope: Mapping[str, str], excluded: list[str]) -> tuple[str, list[object]]:
    asked, values = [f'"{metric.day}" = ?'], [day]
    listed: list[object] = [*values]
    for column, value in scope.items():
        asked.append(f'coalesce(CAST("{column}" AS VARCHAR), \'\') = ?')
        listed.append(value)
    if excluded:
        asked.append(f'"order_id" NOT IN ({", ".join("?" * len(excluded))})')
        listed += excluded
    return " AND ".join(asked), listed


def _sums(session: Session, metric: Metric, view: str, asked: str, values: list[object]) -> tuple[int, Decimal | None]:
    """How many rows there are, and what the metric's column adds up to in them."""
    column = _added(metric)
    added = f', CAST(sum("{column}") AS VARCHAR) AS added' if column else ""
    (row,) = session.arrow(f'SELECT count(*) AS n{added} FROM "{view}" WHERE {asked}', values).to_pylist()
    return int(row["n"]), Decimal(row["added"]) if row.get("added") is not None else None


#: Metrics of event tables whose value is the sum of one column.
ADDED = {"paid_gmv": "paid_amount", "units_sold": "units", "gmv": "due_amount", "line_gmv": "paid_amount",
         "line_units": "units", "refunded_by_day": "amount"}


def _added(metric: Metric) -> str:
    if metric.table.kind is Kind.EVENT:
        return ADDED.get(metric.name, "")
    column = getattr(metric.value, "column", "")
    return str(column) if type(metric.value).__name__ == "Sum" and not getattr(metric.value, "less", "") else ""


def _tuples(found: "pa.Table", columns: list[str]) -> tuple[tuple[object, ...], ...]:
    return tuple(zip(*(found[c].to_pylist() for c in columns), strict=True)) if found.num_rows else ()


def _files(landings: list[str]) -> tuple[str, ...]:
    """The names of the files that rows came in."""
    from daybook.records import models

    return tuple(models.Landing.objects.filter(key__in=set(landings)).order_by("name").values_list("name", flat=True))


def is_text(table: Table, column: str) -> bool:
    """Whether a column is shown as text, ids among them."""
    return table.column(column).type is Type.TEXT
