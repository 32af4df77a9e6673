"""Opens the records of one data folder: settings, connection and migrations.

The command line configures the records alone and stays light.  The workbench configures the same records and its
own applications beside them (`extra`), in the same database, and brings those up to date by `migrate_all`.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: The folder of the records that this process works in.
_connected: list[Path] = []


def database(folder: Path) -> dict[str, Any]:
    """The records' database: the one that DATABASE_URL names, else SQLite in the data folder.

    SQLite as several processes need it: WAL, a write lock from the start of a transaction, 20 seconds patience.
    """
    url = os.environ.get("DATABASE_URL", "")
    if url:
        return from_url(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "records.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE", "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def from_url(url: str) -> dict[str, Any]:
    """A PostgreSQL database by its address; anything else is a WrongUsage.

    >>> from_url("postgresql://mei:s%20t@127.0.0.1:5433/daybook?sslmode=require")["PASSWORD"]
    's t'
    """
    from daybook.domain.errors import WrongUsage

    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise WrongUsage("DATABASE_URL names no PostgreSQL database",
                         next_step="write it as postgresql://user:password@host:5432/name, or leave it unset for SQLite")
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""), "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "", "PORT": str(parts.port or ""), "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def settings_of(folder: Path) -> dict[str, Any]:
    """What Django needs to know for the records alone."""
    return {
        "INSTALLED_APPS": ["daybook.records"], "DATABASES": {"default": database(folder)}, "USE_TZ": True,
        "TIME_ZONE": "UTC", "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField", "LOGGING_CONFIG": None,
        "AUTH_USER_MODEL": "records.User",
    }


def connect(home: Path, extra: Mapping[str, Any] | None = None, *, migrate: bool = True) -> None:
    """Makes `home`'s records the ones that models use in this process, and brings them up to date (`migrate`).

    A process works in one data folder at a time; connecting to another closes the first.  `extra` are the settings
    of a door that shows pages; they count when they are given first in the process.
    """
    import django
    from django.conf import settings

    folder = home / "records"
    folder.mkdir(parents=True, exist_ok=True)
    _connected[:] = [folder]
    if not settings.configured:
        settings.configure(**{**settings_of(folder), **(extra or {})})
        django.setup()
    else:
        _point_at(folder)
    if migrate:
        _migrate(folder)


def _point_at(folder: Path) -> None:
    from django.db import connections

    wanted = database(folder)["NAME"]
    connection = connections["default"]
    if str(connection.settings_dict["NAME"]) != wanted:
        connection.close()
        connection.settings_dict["NAME"] = wanted
        connections.databases["default"]["NAME"] = wanted


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time makes tables here; the others wait for it.  A process that dies lets go."""
    import fcntl

    with (folder / "tables.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(folder: Path) -> None:
    """The records' own tables; those of the workbench are made when it is served."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from daybook.records.added_only import stand_guard
    from daybook.records.first_tables import make_first_tables

    executor = MigrationExecutor(connection)
    _know(executor)
    if executor.migration_plan(executor.loader.graph.leaf_nodes("records")):
        with _alone(folder):
            if not make_first_tables(connection, MigrationExecutor(connection)):
                call_command("migrate", "records", verbosity=0, interactive=False)
    stand_guard()


def _know(executor: Any) -> None:
    """Raises NewerData where the records went through a change that this code does not know; nothing is touched then."""
    from daybook import __version__
    from daybook.domain.errors import NewerData

    unknown = sorted(name for app, name in executor.loader.applied_migrations
                     if app == "records" and (app, name) not in executor.loader.disk_migrations)
    if unknown:
        raise NewerData(f"the records were changed by a newer Daybook: {', '.join(unknown)} is not known to {__version__}",
                        next_step="install that Daybook; nothing was touched")


def migrate_all() -> None:
    """The tables of every application of this process: the records' and the workbench's."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with _alone(_connected[-1]):
            call_command("migrate", verbosity=0, interactive=False)


def holds_clients() -> bool:
    """Whether the records hold any client; they need not be up to date."""
    from django.db import connection

    if "records_client" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM records_client")
        return cursor.fetchone() is not None


def overwrite_deleted() -> None:
    """Writes the records anew, so that what was deleted is not on the disk any more (SQLite keeps freed pages)."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
