"""A pytest plugin: the records of every data folder of a run lie in a database of their own on one PostgreSQL.

`python -m pytest -p tests.on_postgres ...` with DAYBOOK_TEST_POSTGRES naming a server on which databases may be made.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

from daybook.records import connect

SERVER = os.environ["DAYBOOK_TEST_POSTGRES"]
_made: set[str] = set()


def database_of(folder: Path) -> dict[str, Any]:
    """The database of a data folder's records, made when it is first asked for."""
    name = "t" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]
    if name not in _made:
        _run(f'CREATE DATABASE "{name}"')
        _made.add(name)
    return {**connect.from_url(SERVER), "NAME": name}


def copy_records(from_: Path, to: Path) -> None:
    """The records of one data folder again for another, as copying the folder does on SQLite."""
    source, target = (hashlib.sha256(str((home / "records").resolve()).encode()).hexdigest()[:24] for home in (from_, to))
    _run(f'CREATE DATABASE "t{target}" TEMPLATE "t{source}"')
    _made.add("t" + target)


def _run(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as session:
        session.execute(statement)


connect.database = database_of
