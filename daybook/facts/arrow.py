"""Fact tables as Arrow: the schema of a table, and columns brought into that schema."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from daybook.facts.table import BOOKKEEPING, PART, Kind, Table, Type

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_type(kind: Type) -> "pa.DataType":
    """The Arrow type of a column type: MONEY is decimal128(18, 4), RATE decimal128(18, 8), MOMENT UTC microseconds."""
    import pyarrow as pa

    types: dict[Type, pa.DataType] = {
        Type.TEXT: pa.string(),
        Type.DAY: pa.date32(),
        Type.MOMENT: pa.timestamp("us", tz="UTC"),
        Type.MONEY: pa.decimal128(18, 4),
        Type.RATE: pa.decimal128(18, 8),
        Type.COUNT: pa.int64(),
        Type.FLAG: pa.bool_(),
    }
    return types[kind]


def arrow_schema(table: Table) -> "pa.Schema":
    """The columns of a table in their order, without the lake's bookkeeping."""
    import pyarrow as pa

    return pa.schema([pa.field(c.name, arrow_type(c.type), nullable=not c.required) for c in table.columns])


def conform(table: Table, columns: "Mapping[str, pa.Array]", rows: int) -> "pa.Table":
    """Columns put into the table's order and types; a column that is absent is null in all `rows` rows.

    Raises KeyError for a name that the table does not have and for a required column that is absent.
    """
    import pyarrow as pa

    unknown = set(columns) - set(table.names)
    absent = {c.name for c in table.columns if c.required} - set(columns)
    if unknown or absent:
        raise KeyError(f"{table.name}: unknown {sorted(unknown)}, absent {sorted(absent)}")
    arrays = [
        _typed(columns[c.name], arrow_type(c.type)) if c.name in columns else pa.nulls(rows, arrow_type(c.type))
        for c in table.columns
    ]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table))


def _typed(values: "pa.Array", kind: "pa.DataType") -> "pa.Array":
    import pyarrow as pa

    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    return values if values.type == kind else values.cast(kind)


def table_schema(table: Table) -> dict[str, Type]:
    """What a reader of the lake's files sees of a table: bookkeeping, the part of reports, and its own columns."""
    return {c.name: c.type for c in (*BOOKKEEPING, *((PART,) if table.kind is Kind.REPORT else ()), *table.columns)}


def lake_schema(table: Table) -> "pa.Schema":
    """The schema of a table in the lake: its own columns, bookkeeping and the partition columns.

    All may be null there: a row that says that a key is gone has nothing but its key.
    """
    import pyarrow as pa

    parts = (PART,) if table.kind is Kind.REPORT else ()
    fields = [pa.field(c.name, arrow_type(c.type)) for c in (*table.columns, *BOOKKEEPING, *parts)]
    return pa.schema([*fields, ("month", pa.string()), ("bucket", pa.int32()), ("era", pa.string())])
