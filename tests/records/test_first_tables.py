"""Records that are empty are made at once, and equal those that went through every migration."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from daybook.records.connect import connect

ROOT = Path(__file__).resolve().parents[2]
Ask = Callable[[str], list[tuple[Any, ...]]]


def tables() -> dict[str, Any]:
    """Table -> its columns, its references, and its indexes with their columns; the order of columns aside."""
    from django.db import connection

    with connection.cursor() as cursor:
        def ask(sql: str) -> list[tuple[Any, ...]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        return (_on_sqlite if connection.vendor == "sqlite" else _on_postgres)(ask)


def _on_sqlite(ask: Ask) -> dict[str, Any]:
    found = {}
    for (name,) in ask("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'records%'"):
        indexes = {(unique, partial, tuple(c for _, _, c in ask(f"PRAGMA index_info('{index}')")),
                    None if index.startswith("sqlite_autoindex") else index)
                   for _, index, unique, _, partial in ask(f"PRAGMA index_list('{name}')")}
        found[name] = ({row[1:] for row in ask(f"PRAGMA table_info('{name}')")},
                       {row[2:] for row in ask(f"PRAGMA foreign_key_list('{name}')")}, indexes)
    return found


def _on_postgres(ask: Ask) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for sql in ("SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns",
                "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint",
                "SELECT tablename, indexdef FROM pg_indexes"):
        for name, *said in ask(sql):
            if name.startswith("records"):
                found.setdefault(name, set()).add(tuple(said))
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


OPEN = """
import sys
from pathlib import Path
from daybook.web.opened import open_workbench
sys.stdin.readline()
open_workbench(Path(sys.argv[1]))
"""


def test_processes_that_open_a_new_folder_at_once_all_find_its_tables(tmp_path: Path) -> None:
    """As when the pages are served and the first person is added in the same second."""
    running = [subprocess.Popen([sys.executable, "-c", OPEN, str(tmp_path / "home")], stdin=subprocess.PIPE, text=True, cwd=ROOT,
                                env={**os.environ, "DAYBOOK_KEYS": str(tmp_path / "keys")}) for _ in range(3)]
    for one in running:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    assert [one.wait(300) for one in running] == [0, 0, 0]
