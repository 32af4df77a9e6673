"""Spark as the engine: the same session over the same files of the lake, on a cluster of workers.

The only file that knows pyspark.  Spark reads the files that the Delta log of the published version names (no Delta
package for Spark is needed: decision 0013); what it makes is committed by the one writer, through the lake.  Queries are
Ibis expressions compiled for Spark, and the session's own SQL translated.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybook.domain.errors import WrongUsage
from daybook.domain.published import Published
from daybook.facts.arrow import table_schema
from daybook.facts.engine import Scope, Session, filled
from daybook.facts.lake import FilesMoved, Lake, LakeFile
from daybook.facts.table import Table, Type

if TYPE_CHECKING:
    import pyarrow as pa

SPARK_TYPE = {
    Type.TEXT: "STRING", Type.DAY: "DATE", Type.MOMENT: "TIMESTAMP", Type.MONEY: "DECIMAL(18,4)",
    Type.RATE: "DECIMAL(18,8)", Type.COUNT: "BIGINT", Type.FLAG: "BOOLEAN",
}
#: What results rest on; size of workers and the like are the business of `spark-defaults.conf`.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",                       # a sum that does not fit is an error, not null
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",                    # least; Spark adds none for small rows
    "spark.log.level": "ERROR",
}
#: The name of the column that the translation of QUALIFY leaves behind.
_LEFT_BEHIND = "_w"


class Cluster:
    """A connection to a Spark master.  One process has one, which lives until `close`."""

    def __init__(self, master: str, settings: Mapping[str, str] | None = None) -> None:
        """`master`: spark://HOST:PORT, or local[N] for a cluster inside this process.

        Raises WrongUsage where pyspark is not installed or the master does not answer.
        """
        try:
            from pyspark.sql import SparkSession
        except ImportError as problem:
            raise WrongUsage("Spark is not installed", where=master,
                             next_step="install it with `pip install 'daybook-ops[cluster]'`, and Java 17") from problem
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(master).appName("daybook")
        own = {"spark.executorEnv.PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        if "127.0.0.1" in master or master.startswith("local"):
            own |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        for name, value in {**SETTINGS, **own, **(settings or {})}.items():
            builder = builder.config(name, value)
        try:
            self.spark: Any = builder.getOrCreate()
        except Exception as problem:
            raise WrongUsage(f"the Spark master does not answer: {type(problem).__name__}", where=master,
                             next_step="start it with `make cluster`, or see that its address is right") from problem
        self._files = 0

    def close(self) -> None:
        self.spark.stop()

    def frame(self, table: Table, files: Sequence[LakeFile]) -> Any:
        """A Spark frame of all rows of these files, in the table's columns; what an older file does not have is null."""
        schema = {name: SPARK_TYPE[kind] for name, kind in table_schema(table).items()}
        ddl = ", ".join(f"`{name}` {kind}" for name, kind in schema.items())
        if not files:
            return self.spark.sql("SELECT " + ", ".join(f"CAST(NULL AS {kind}) AS `{name}`" for name, kind in schema.items())
                                  + " WHERE false")
        if files[0].path.startswith("s3://"):
            return self._fetched(files, ddl)
        reader = self.spark.read.schema(ddl).option("recursiveFileLookup", "true")    # no partition columns out of paths
        with missing_files_are_told():
            return reader.parquet(*(f.path for f in files))

    def _fetched(self, files: Sequence[LakeFile], ddl: str) -> Any:
        """Files of object storage, each read by a worker through Arrow: Spark's own way there is in no Python package."""
        from pyspark.sql.types import StructType

        names = tuple(StructType.fromDDL(ddl).fieldNames())
        listed = self.spark.createDataFrame([(f.path,) for f in files], "path STRING").repartition(len(files))
        return listed.mapInArrow(lambda batches: rows_of_objects(batches, names), ddl)

    def view(self, table: Table, files: Sequence[LakeFile]) -> str:
        """Such a frame as a view under a name of its own."""
        self._files += 1
        name = f"files_{self._files}"
        self.frame(table, files).createOrReplaceTempView(name)
        return name

    def connection(self) -> "_Connection":
        """Statements in DuckDB's dialect, carried out here."""
        return _Connection(self.spark)

    @property
    def cores(self) -> int:
        """Cores that the cluster has given so far, or its least."""
        return max(1, int(self.spark.sparkContext.defaultParallelism))

    def keep(self, items: Any) -> None:
        """Keeps what `each` gave on the workers until it is used again; what a dead one held is made again."""
        from pyspark import StorageLevel

        items.persist(StorageLevel.DISK_ONLY)

    def each(self, items: Sequence[Any], work: Callable[[Any], Any]) -> Any:
        """Items, one a task, with `work` done to each on a worker; a task of a worker that dies is done again elsewhere."""
        return self.spark.sparkContext.parallelize(list(items), max(len(items), 1)).map(work)


def rows_of_objects(batches: "Iterator[pa.RecordBatch]", names: Sequence[str]) -> "Iterator[pa.RecordBatch]":
    """On a worker: the rows of the files whose addresses come in; a column that an older file does not have is null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from daybook.facts.object_lake import storage

    for batch in batches:
        for address in batch["path"].to_pylist():
            file = pq.ParquetFile(storage().open_input_file(address.removeprefix("s3://")))
            held = file.schema_arrow.names
            for rows in file.iter_batches(columns=[n for n in names if n in held]):
                yield pa.RecordBatch.from_arrays([rows[n] if n in held else pa.nulls(rows.num_rows) for n in names], list(names))


class ClusterSession(Session):
    """A session whose queries Spark answers: the same tables, the same rows, the same second check."""

    con: "_Connection"

    def __init__(self, cluster: Cluster, lake: Lake, published: Published, scope: Scope, as_of: datetime,
                 tables: Mapping[str, Table]) -> None:
        self.cluster = cluster
        super().__init__(lake, published, scope, as_of, tables)

    def rows_in(self, table: Table, files: Sequence[LakeFile]) -> str:
        return f"SELECT * FROM {self.cluster.view(table, files)}"

    def take(self, name: str, rows: "pa.Table") -> None:
        if self._taken.get(name) is not rows:
            self._taken[name] = rows
            self.cluster.spark.createDataFrame(rows).createOrReplaceTempView(name)

    def write_down(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        named = ", ".join(f"`{c}`" for c in columns)
        lines = ", ".join("(" + ", ".join(map(_text, row)) + ")" for row in rows)
        sql = f"SELECT * FROM VALUES {lines} AS told({named})" if rows else (
            "SELECT " + ", ".join(f"CAST(NULL AS STRING) AS `{c}`" for c in columns) + " WHERE false")
        self.cluster.spark.sql(sql).createOrReplaceTempView(name)

    def locally(self, sql: str, *names: str) -> "pa.Table":
        import duckdb

        with duckdb.connect(":memory:") as con:
            con.execute("SET TimeZone='UTC'")
            for name in names:
                con.register(name, self.cluster.spark.table(name).toArrow())
            return con.execute(sql).to_arrow_table()

    def ask(self, expression: Any) -> "pa.Table":
        import ibis

        with missing_files_are_told():
            found = self.cluster.spark.sql(str(ibis.to_sql(expression, dialect="pyspark"))).toArrow()
        self._check(found)
        return found

    def _connect(self, threads: int) -> "_Connection":
        return self.cluster.connection()

    def _run(self, sql: str, parameters: Iterable[object] = ()) -> "_Answer":
        return self.con.execute(filled(sql, tuple(parameters)))


class _Answer:
    """What a statement gave, as DuckDB's connection would give it."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def to_arrow_table(self) -> "pa.Table":
        with missing_files_are_told():
            return self._frame.toArrow()

    def fetchall(self) -> list[tuple[Any, ...]]:
        with missing_files_are_told():
            return [tuple(row) for row in self._frame.collect()]


class _Connection:
    """DuckDB's statements of a session carried out by Spark.

    A table that a statement makes is a view of a frame that is kept; one that is written to is another frame under the
    same name.
    """

    def __init__(self, spark: Any) -> None:
        self._spark = spark
        self._kept: list[Any] = []

    def execute(self, sql: str) -> _Answer:
        import sqlglot
        from sqlglot import exp

        told = sqlglot.parse_one(sql, read="duckdb")
        if isinstance(told, exp.Create):
            frame = self._frame(told.expression)
            if told.kind == "TABLE":
                self._keep(frame)
            frame.createOrReplaceTempView(told.this.name)
            return _Answer(frame)
        if isinstance(told, exp.Insert):
            name, more = told.this.name, self._frame(told.expression)
            there = self._spark.table(name)
            both = there.unionByName(more) if told.args.get("by_name") else there.union(more)
            self._keep(both)
            both.createOrReplaceTempView(name)
            return _Answer(both)
        return _Answer(self._frame(told))

    def close(self) -> None:
        for frame in self._kept:
            frame.unpersist()

    def _frame(self, query: Any) -> Any:
        with missing_files_are_told():
            return self._spark.sql(for_spark(query)).drop(_LEFT_BEHIND)

    def _keep(self, frame: Any) -> None:
        from pyspark import StorageLevel

        self._kept.append(frame.persist(StorageLevel.MEMORY_AND_DISK))


def _text(value: str) -> str:
    """A text as Spark's SQL: a raw one but for what would end it.

    >>> _text("it's a \\\\ ")
    "'it\\\\'s a \\\\\\\\ '"
    """
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def for_spark(query: Any) -> str:
    """A query of DuckDB's dialect (text or parsed) in Spark's.

    >>> for_spark("SELECT epoch_us(known_at)::HUGEINT AS at, x IS DISTINCT FROM y FROM t ORDER BY at")
    'SELECT CAST(UNIX_MICROS(known_at) AS DECIMAL(38, 0)) AS at, x IS DISTINCT FROM y FROM t ORDER BY at NULLS LAST'
    """
    import sqlglot
    from sqlglot import exp

    told = sqlglot.parse_one(query, read="duckdb") if isinstance(query, str) else query.copy()
    for cast in told.find_all(exp.Cast):
        if cast.to.this in (exp.DataType.Type.INT128, exp.DataType.Type.UINT128):
            cast.set("to", exp.DataType.build("DECIMAL(38, 0)"))
    for call in told.find_all(exp.Anonymous):
        if call.name.lower() == "epoch_us":
            call.set("this", "UNIX_MICROS")
    return str(told.sql(dialect="spark"))


@contextmanager
def missing_files_are_told() -> Iterator[None]:
    """FilesMoved where Spark does not find a file that the pinned version names; what else goes wrong is raised as it is."""
    try:
        yield
    except Exception as problem:
        if any(said in str(problem) for said in ("PATH_NOT_FOUND", "FILE_NOT_EXIST", "does not exist", "FileNotFoundException")):
            raise FilesMoved(str(problem).splitlines()[0], next_step="open the session again on what is published now") from problem
        raise


def spark_home() -> Path:
    """Where the scripts that start a master and workers lie: in the package.  Raises WrongUsage where it is not installed."""
    from importlib.util import find_spec

    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise WrongUsage("Spark is not installed", next_step="install it with `pip install 'daybook-ops[cluster]'`, and Java 17")
    return Path(found.origin).parent
