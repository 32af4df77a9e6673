"""All records as plain rows and back, on either database: what a backup keeps of them.

A row is dumped with the client that it belongs to, so that it can be sealed under that client's key.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

#: What is not worth keeping or is made again by itself: sign-in sessions.
LEFT_OUT = ("sessions",)
CHUNK = 500


@dataclass(frozen=True)
class DumpedRow:
    """One row: its model as app.model, the client it belongs to ("" for none), its cells as JSON knows them."""

    model: str
    client: str
    cells: Mapping[str, Any]


@contextmanager
def one_moment() -> Iterator[None]:
    """All reads inside see the records as of one moment; writers are not held up."""
    from django.db import connection, transaction

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield


def dumped() -> Iterator[DumpedRow]:
    """Every row of every model, models that others point at first.

    Raises DaybookError when there are tables of an application that this process did not load.
    """
    from django.apps import apps
    from django.db import connection

    from daybook.domain.errors import DaybookError

    unknown = set(applied()) - {a.label for a in apps.get_app_configs()} - set(LEFT_OUT)
    if unknown:
        raise DaybookError(f"the records hold tables of {', '.join(sorted(unknown))} that would be left out",
                           next_step="use `daybook backup`")
    there = set(connection.introspection.table_names())     # the workbench's are made when it is first opened
    models = [m for m in apps.get_models(include_auto_created=True) if _kept(m) and m._meta.db_table in there]
    for model in _ordered(models):
        path = client_path(model)
        rows = model._base_manager.order_by("pk")
        rows = rows.select_related("__".join(path)) if path else rows
        for row in rows.iterator(chunk_size=CHUNK):
            yield DumpedRow(model._meta.label_lower, _owner(row, path), _cells(row))


def client_path(model: Any) -> tuple[str, ...] | None:
    """The names of the foreign keys that lead from a model to its client, shortest first; None where none does."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [(model, ())]
    seen = set()
    while waiting:
        here, path = waiting.pop(0)
        if here._meta.label_lower == "records.client":
            return path
        if here in seen:
            continue
        seen.add(here)
        waiting += [(f.related_model, (*path, f.name)) for f in here._meta.concrete_fields if f.many_to_one or f.one_to_one]
    return None


def applied() -> dict[str, str]:
    """The last applied migration of each app."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    found: dict[str, str] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found[app] = max(name, found.get(app, ""))
    return found


def load_rows(rows: Iterable[DumpedRow], migrations: Mapping[str, str]) -> dict[str, int]:
    """Puts dumped rows into records that hold nothing else, then brings them up to date; gives rows per model.

    Raises NewerData when the dump knows migrations that this code does not.
    """
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    from daybook.domain.errors import NewerData
    from daybook.records.added_only import stand_guard

    executor = MigrationExecutor(connection)
    targets = [(app, name) for app, name in sorted(migrations.items()) if app not in LEFT_OUT]
    unknown = [f"{app} {name}" for app, name in targets if (app, name) not in executor.loader.graph.nodes]
    if unknown:
        raise NewerData(f"the backup was made by a newer Daybook: {', '.join(unknown)} is not known here",
                        next_step="install that Daybook; nothing was touched")
    executor.migrate(targets)
    models = executor.loader.project_state(targets).apps
    with transaction.atomic():
        counted = _load(models, rows)
        _reset_sequences([m for m in models.get_models(include_auto_created=True) if m._meta.managed])
    call_command("migrate", verbosity=0, interactive=False)
    stand_guard()
    return counted


def _load(models: Any, rows: Iterable[DumpedRow]) -> dict[str, int]:
    kept = _ordered([m for m in models.get_models(include_auto_created=True) if _kept(m)])
    for model in reversed(kept):
        model._base_manager.all()._raw_delete("default")
    counted: dict[str, int] = {}
    waiting: dict[str, list[Any]] = {m._meta.label_lower: [] for m in kept}
    by_name = {m._meta.label_lower: m for m in kept}
    for row in rows:
        if row.model not in by_name:
            continue
        model = by_name[row.model]
        made = model(**{f.attname: f.to_python(row.cells[f.attname]) for f in model._meta.concrete_fields
                        if f.attname in row.cells})
        waiting[row.model].append(made)
        counted[row.model] = counted.get(row.model, 0) + 1
        if len(waiting[row.model]) >= CHUNK:
            _write(kept, waiting)
    _write(kept, waiting)
    return counted


def _write(kept: list[Any], waiting: dict[str, list[Any]]) -> None:
    """Writes all that waits, models that others point at first."""
    for model in kept:
        rows = waiting[model._meta.label_lower]
        if rows:
            model._base_manager.bulk_create(rows)
            rows.clear()


def _reset_sequences(models: list[Any]) -> None:
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _kept(model: Any) -> bool:
    return model._meta.managed and not model._meta.proxy and model._meta.app_label not in LEFT_OUT


def _ordered(models: list[Any]) -> list[Any]:
    """Models such that each comes after those it points at; a circle is left as it stands."""
    left = sorted(models, key=lambda m: m._meta.label_lower)
    done: list[Any] = []
    while left:
        ready = [m for m in left if not (_targets(m) & set(left) - {m})]
        done += ready or left
        left = [m for m in left if m not in done]
    return done


def _targets(model: Any) -> set[Any]:
    return {f.related_model for f in model._meta.concrete_fields if f.many_to_one or f.one_to_one}


def _owner(row: Any, path: tuple[str, ...] | None) -> str:
    here = row
    for name in path if path is not None else ():
        here = getattr(here, name)
        if here is None:
            return ""
    return "" if path is None or here.forgotten_at is not None else str(here.name)


def _cells(row: Any) -> dict[str, Any]:
    return {f.attname: None if f.value_from_object(row) is None else f.value_to_string(row)
            for f in row._meta.concrete_fields}
