"""Reported numbers: what platforms count per day, read from report tables as rollups are read from theirs.

Counts and money are summed over rows; people are the platform's own count of one row and are never added.
"""

from dataclasses import dataclass
from typing import Any

from daybook.domain.brief import Unit
from daybook.domain.errors import GrainError
from daybook.facts.table import Kind, Table, Type
from daybook.metrics.metric import Metric

_SQL_TYPE = {Type.MONEY: "DECIMAL(18,4)", Type.RATE: "DECIMAL(18,8)", Type.COUNT: "BIGINT"}


@dataclass(frozen=True)
class Sum:
    """The sum of a column over the rows of a day, `less` that of another; unknown when no row knows it."""

    column: str
    less: str = ""

    def __call__(self, t: Any) -> Any:
        return t[self.column].sum() - t[self.less].sum() if self.less else t[self.column].sum()

    @property
    def sql(self) -> str:
        return f'sum("{self.column}")' + (f' - sum("{self.less}")' if self.less else "")


@dataclass(frozen=True)
class Fractions:
    """The sum of a count that comes in fractions, such as conversions that several clicks share; unknown when no row knows it."""

    column: str

    def __call__(self, t: Any) -> Any:
        return t[self.column].sum()

    @property
    def sql(self) -> str:
        return f'sum("{self.column}")'


@dataclass(frozen=True)
class Own:
    """The platform's own number where one row holds it; unknown where several rows would have to be joined.

    `among` = (columns, values) takes the rows in which one of the columns has one of the values.
    """

    column: str
    among: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def __call__(self, t: Any) -> Any:
        import ibis

        rows = ibis.literal(True)
        if self.among:
            columns, values = self.among
            rows = ibis.or_(*(t[c].isin(values) for c in columns))
        return ibis.ifelse(t.count(where=rows) == 1, t[self.column].max(where=rows), ibis.null(t[self.column].type()))

    @property
    def sql(self) -> str:
        rows = "true"
        if self.among:
            columns, values = self.among
            listed = ", ".join("'" + v.replace("'", "''") + "'" for v in values)
            rows = " OR ".join(f'"{c}" IN ({listed})' for c in columns)
        return f'CASE WHEN count(*) FILTER ({rows}) = 1 THEN max("{self.column}") FILTER ({rows}) END'


@dataclass(frozen=True)
class Rows:
    """How many rows know a column; with `empty` how many of them have none left of it."""

    column: str
    empty: bool = False

    def __call__(self, t: Any) -> Any:
        return (t[self.column] <= 0).cast("int64").sum() if self.empty else t[self.column].count()

    @property
    def sql(self) -> str:
        if self.empty:
            return f'CASE WHEN count("{self.column}") > 0 THEN count(*) FILTER ("{self.column}" <= 0) END'
        return f'nullif(count("{self.column}"), 0)'


Read = Sum | Fractions | Own | Rows


@dataclass(frozen=True)
class Trailing:
    """The mean of another metric's last days: made of daily values once they are read (`windows.add_trailing`)."""

    of: str
    days: int

    def __call__(self, t: Any) -> Any:
        raise GrainError(f"the mean of {self.days} days of {self.of} is no aggregate of one day's rows",
                         next_step="read it from daily values")


@dataclass(frozen=True)
class Reported:
    """A report table read by shop, day and `dims`.

    `named` is the column with the readable name of the last dim.  `absent_is_zero`: a day that is in and has no
    row had none of it (a day without ads), where other tables then do not tell.  `prefix` begins the names of
    measures that are another one by this dimension: `source_visitors` may be asked for as `visitors`.
    `one_day` reads of a table of periods those of a single day.
    Raises GrainError for people or rates that would be added over rows.
    """

    name: str
    table: Table
    dims: tuple[str, ...]
    measures: tuple[Metric, ...]
    named: str = ""
    absent_is_zero: bool = False
    prefix: str = ""
    one_day: bool = False

    def __post_init__(self) -> None:
        if self.table.kind is not Kind.REPORT:
            raise GrainError(f"{self.name}: {self.table.name} is no report table")
        for measure in self.measures:
            read = reading_of(measure)
            if measure.table is not self.table or read.column not in self.table.names:
                raise GrainError(f"{measure.name} is not kept in {self.table.name}")
            if isinstance(read, Sum) and (measure.unit is Unit.PEOPLE or measure.type is Type.RATE):
                raise GrainError(f"{measure.name} ({measure.zh}) may not be added over rows",
                                 next_step="read the platform's own number of one row")

    def sql(self, view: str) -> str:
        """The numbers of first..last (two parameters), by shop, the dims and day in order."""
        dims = "".join(f', "{d}"' for d in self.dims)
        values = ", ".join(f'CAST({reading_of(m).sql} AS {_SQL_TYPE[m.type]}) AS "{m.name}"' for m in self.measures)
        day = f'"{self.table.day}"'
        single = f'AND "first_on" = {day} ' if self.one_day else ""
        return (f'SELECT shop{dims}, {day} AS day, {values} FROM "{view}" WHERE {day} BETWEEN ? AND ? {single}'
                f"GROUP BY ALL ORDER BY shop{dims}, day")


def reading_of(metric: Metric) -> Read:
    """How a metric is read from a report table.  Raises GrainError for one that is computed otherwise."""
    if isinstance(metric.value, Sum | Fractions | Own | Rows):
        return metric.value
    raise GrainError(f"{metric.name} ({metric.zh}) is not read from a report table")
