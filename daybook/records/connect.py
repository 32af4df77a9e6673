"""Opens the records of one data folder: settings, connection and migrations."""

from pathlib import Path
from typing import Any


def database(folder: Path) -> dict[str, Any]:
    """SQLite as several processes need it: WAL, a write lock from the start of a transaction, 20 seconds patience."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "records.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE", "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def connect(home: Path) -> None:
    """Makes `home`'s records the ones that models use in this process, and brings them up to date.

    A process works in one data folder at a time; connecting to another closes the first.
    """
    import django
    from django.conf import settings

    folder = home / "records"
    folder.mkdir(parents=True, exist_ok=True)
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=["daybook.records"], DATABASES={"default": database(folder)}, USE_TZ=True,
            TIME_ZONE="UTC", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", LOGGING_CONFIG=None)
        django.setup()
    else:
        _point_at(folder)
    _migrate()


def _point_at(folder: Path) -> None:
    from django.db import connections

    wanted = database(folder)["NAME"]
    connection = connections["default"]
    if str(connection.settings_dict["NAME"]) != wanted:
        connection.close()
        connection.settings_dict["NAME"] = wanted
        connections.databases["default"]["NAME"] = wanted


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def overwrite_deleted() -> None:
    """Writes the records anew, so that what was deleted is not on the disk any more (SQLite keeps freed pages)."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
