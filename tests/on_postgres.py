"""A pytest plugin: the records of every data folder of a run lie in a database of their own on one PostgreSQL.

`python -m pytest -p tests.on_postgres ...` with DAYBOOK_TEST_POSTGRES naming a server on which databases may be made.  A mark in
the folder says which database is its: a folder that was moved keeps it, one that was copied gets a copy, as on SQLite.
"""

import os
import uuid
from pathlib import Path
from typing import Any

from daybook.records import connect

SERVER = os.environ["DAYBOOK_TEST_POSTGRES"]
MARK = ".postgres"


def database_of(folder: Path) -> dict[str, Any]:
    """The database of a data folder's records, made when it is first asked for."""
    mark, here = folder / MARK, folder.stat().st_ino
    name, was = mark.read_text().split() if mark.exists() else ("", "")
    if was != str(here):
        template = f' TEMPLATE "{name}"' if name else ""
        name = f"t{uuid.uuid4().hex}"
        _run(f'CREATE DATABASE "{name}"{template}')
        mark.write_text(f"{name} {here}")
    return {**connect.from_url(SERVER), "NAME": name}


def _run(statement: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as session:
        session.execute(statement)


connect.database = database_of
