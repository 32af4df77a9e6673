"""Records that are empty are made at once, and equal those that went through every migration."""

from pathlib import Path
from typing import Any

from daybook.records.connect import connect


def tables() -> dict[str, tuple[set[Any], set[Any], set[Any]]]:
    """Table -> its columns, its references, and its indexes with their columns; the order of columns aside."""
    from django.db import connection

    with connection.cursor() as cursor:
        def ask(sql: str) -> list[tuple[Any, ...]]:
            return cursor.execute(sql).fetchall()

        found = {}
        for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'records%'"):
            indexes = {(unique, partial, tuple(c for _, _, c in ask(f"PRAGMA index_info('{index}')")),
                        None if index.startswith("sqlite_autoindex") else index)
                       for _, index, unique, _, partial in ask(f"PRAGMA index_list('{name}')")}
            found[name] = ({row[1:] for row in ask(f"PRAGMA table_info('{name}')")},
                           {row[2:] for row in ask(f"PRAGMA foreign_key_list('{name}')")}, indexes)
        return found


def applied() -> set[tuple[str, str]]:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return {key for key in MigrationRecorder(connection).applied_migrations() if key[0] == "records"}


def test_tables_made_at_once_are_those_of_every_migration(tmp_path: Path) -> None:
    from django.core.management import call_command

    connect(tmp_path / "at once")
    at_once = (tables(), applied())
    connect(tmp_path / "step by step", migrate=False)
    call_command("migrate", "records", verbosity=0, interactive=False)
    assert at_once == (tables(), applied())
    assert len(at_once[0]) > 30


def test_records_that_hold_something_are_not_made_again(tmp_path: Path) -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from daybook.records.first_tables import make_first_tables

    connect(tmp_path)
    assert not make_first_tables(connection, MigrationExecutor(connection))
