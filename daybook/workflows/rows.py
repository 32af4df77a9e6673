"""Drilling down: from a number of a morning to the rows that it counts, and to the files that they came in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from daybook.domain.errors import WrongUsage
from daybook.domain.fact_rows import Look, RowsBehind
from daybook.domain.shop import Shop
from daybook.facts.engine import Session, reading
from daybook.facts.table import Column, Kind, Table, Type
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
#: One day's rows, in the order of their keys.
ALL = Look()
#: Hashes of people: of no use to a reader, and nobody's business.
HIDDEN = frozenset({"buyer_id", "client", "shop", "load", "part"})


#: Numbers that are reckoned from what others count: the metrics whose rows they begin with.
RECKONED: dict[str, tuple[str, ...]] = {
    "contribution": ("line_gmv", "ad_spend"), "contribution_before_ads": ("line_gmv",), "break_even_roi": ("line_gmv",),
    "month_to_date": ("paid_gmv",)}


def behind(name: str) -> tuple[Metric, ...]:
    """The metrics whose rows stand behind a number: itself, the two of a ratio, or those that it is reckoned from.

    WrongUsage where it has none.
    """
    found: list[Definition] = [d for one in RECKONED.get(name, (name,)) if (d := catalog().get(one)) is not None]
    counted = tuple(m for d in found for m in parts(d) if not isinstance(m.value, Trailing))
    if not counted:
        raise WrongUsage(f"no rows stand behind {name}", next_step="use a name of docs/metrics.md")
    return counted


def rows_behind(house: House, shop: Shop, metric: Metric, day: date, on: date, scope: Mapping[str, str] | None = None,
                first: int = 0, most: int = PAGE, as_of: datetime | None = None, look: Look = ALL) -> RowsBehind:
    """The rows that a metric of a shop counts on a day, in the order of their keys, as known at nine of `on`.

    `scope` are columns of the table with their values, such as an item.  Excluded orders are left out, as in the number.
    """
    table, moment = metric.table, as_of or shop.moment(on, NINE)
    _columns_are_known(metric, [*(scope or {}), *([look.sort.lstrip("-")] if look.sort else [])])
    excluded = sorted(given_known([shop], moment)[shop.name].exclusions) if "order_id" in table.names else []
    return reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES, lambda session: _read(
        session, metric, day, _filter(metric, day, dict(scope or {}), excluded, look), max(first, 0), min(most, MOST), look,
        shop.moment(day, NINE).astimezone(ZoneInfo(shop.zone)).utcoffset() or timedelta(0)))


def _columns_are_known(metric: Metric, asked: Iterable[str]) -> None:
    unknown = sorted(set(asked) - {name for name in metric.table.names if name not in HIDDEN})
    if unknown:
        raise WrongUsage(f"{metric.table.zh} has no column {unknown[0]}", where=metric.name, next_step="use one of: " + ", ".join(
            name for name in metric.table.names if name not in HIDDEN))


Filter = tuple[str, list[object]]


def _read(session: Session, metric: Metric, day: date, asked: Filter, first: int, most: int, look: Look,
          ahead: timedelta) -> RowsBehind:
    table = metric.table
    view = session.use(table, days=(table.day, look.since or day, day)) if table.kind is Kind.REPORT else session.use(table)
    shown = shown_columns(table)
    columns = ", ".join(f'"{c.name}"' for c in shown)
    sort = [_order(table.column(look.sort.lstrip("-")), look.sort.startswith("-"))] if look.sort else []
    order = ", ".join([*sort, *(f'"{c}"' for c in (*table.key, "landing"))])
    fits, values = _found(asked, shown, look.find, ahead)
    found = session.arrow(f'SELECT shop, {columns}, landing FROM "{view}" WHERE {fits} ORDER BY {order} '
                          f"LIMIT {most} OFFSET {first}", values)
    total, added = _sums(session, metric, view, *asked)
    holds = _sums(session, metric, view, fits, values)[0] if look.find else total
    return RowsBehind(
        metric.name, metric.zh, table.name, table.zh, day, tuple(c.name for c in shown), tuple(c.zh for c in shown),
        tuple(c.type.value for c in shown), _tuples(found, [c.name for c in shown]), total, added,
        _files(found["landing"].to_pylist()), look.since, holds)


def shown_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table that people see: no hashes of people, no marks of the house."""
    return tuple(c for c in table.columns if c.name not in HIDDEN)


def _order(sort: Column, down: bool) -> str:
    """Texts regardless of case; what is absent last, whichever way."""
    key = f'lower("{sort.name}")' if sort.type is Type.TEXT else f'"{sort.name}"'
    return f'{key} {"DESC" if down else "ASC"} NULLS LAST'


def _found(asked: Filter, shown: Sequence[Column], find: str, ahead: timedelta) -> Filter:
    """The rows that hold every word in any column, moments as the shop's clock showed them: `ahead` of UTC."""
    said, values = asked
    text = "lower(concat_ws(' ', " + ", ".join(_text(c, ahead) for c in shown) + "))"
    words = find.casefold().split()
    return " AND ".join([said, *(f"contains({text}, ?)" for _ in words)]), [*values, *words]


def _text(column: Column, ahead: timedelta) -> str:
    if column.type is Type.MOMENT:
        micros = round(ahead.total_seconds()) * 1_000_000
        return f"strftime(make_timestamp(epoch_us(\"{column.name}\") + {micros}), '%Y-%m-%d %H:%M')"
    return f'CAST("{column.name}" AS VARCHAR)'


def _filter(metric: Metric, day: date, scope: Mapping[str, str], excluded: list[str], look: Look) -> Filter:
    asked, listed = [f'"{metric.day}" BETWEEN ? AND ?'], [look.since or day, day]
    values: list[object] = [*listed]
    for column, value in scope.items():
        asked.append(f'coalesce(CAST("{column}" AS VARCHAR), \'\') = ?')
        values.append(value)
    if excluded:
        asked.append(f'"order_id" NOT IN ({", ".join("?" * len(excluded))})')
        values += excluded
    return " AND ".join(asked), values


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

