"""Forgetting a client in backups: its key, its part, and its names in what belongs to no client."""

import io
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from daybook.domain.errors import DaybookError
from daybook.sources.sealed import opened, seal_to
from daybook.workflows.backup_place import HOUSE, HOUSE_KEY, Place, mark_of, passphrase_given
from daybook.workflows.house import House

MASK = "forgotten"


def forget_in_backups(house: House, client: str, names: Iterable[str], environment: Mapping[str, str]) -> list[str]:
    """Takes a client out of every known backup place; gives the places that could not be reached.

    Those stay written down: `daybook backup` and the next `forget` try them again.
    """
    from daybook.records import models

    missed = []
    for row in models.BackupPlace.objects.order_by("path"):
        waiting = [*row.unforgotten, {"client": client, "names": sorted({client, *names})}]
        row.unforgotten = _in_place(row.path, waiting, environment)
        row.save()
        if row.unforgotten:
            missed.append(row.path)
    return missed


def try_again(environment: Mapping[str, str]) -> list[str]:
    """Takes clients out of places that could not be reached when they were forgotten; gives those still missed."""
    from daybook.records import models

    missed = []
    for row in models.BackupPlace.objects.exclude(unforgotten=[]):
        row.unforgotten = _in_place(row.path, row.unforgotten, environment)
        row.save()
        if row.unforgotten:
            missed.append(row.path)
    return missed


def _in_place(path: str, waiting: list[dict[str, Any]], environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Works off what waits at one place; gives what could not be done."""
    place = Place(Path(path))
    if not (place.folder / "BACKUP.json").exists():
        return waiting
    try:
        passphrase = passphrase_given(environment)
        keys = place.keys(passphrase)
    except DaybookError:
        return waiting
    for one in waiting:
        client, names = str(one["client"]), [str(n) for n in one["names"]]
        mark = mark_of(client, keys[HOUSE_KEY])
        if keys.pop(client, None) is not None:
            place.keep_keys(keys, passphrase)       # from here on nobody can open the client's part
        shutil.rmtree(place.part(mark), ignore_errors=True)
        _mask(place, keys[HOUSE_KEY], names)
    return []


def _mask(place: Place, key: bytes, names: list[str]) -> None:
    """Writes the house's records of every moment anew, without the client's names in any text."""
    for moment in place.moments():
        file = place.records(HOUSE, moment.name)
        if not file.exists():
            continue
        text = opened(file, key).decode()
        masked = "".join(_masked(line, names) for line in text.splitlines(keepends=True))
        if masked != text:
            seal_to(io.BytesIO(masked.encode()), file, key)


def _masked(line: str, names: list[str]) -> str:
    """One row with the names replaced in all its texts; longer names first, so that none is left in part.

    >>> _masked('{"model": "records.run", "cells": {"object": "jade: 2 files", "rows": 2}}', ["jade"])
    '{"model": "records.run", "cells": {"object": "forgotten: 2 files", "rows": 2}}\\n'
    """
    row = json.loads(line)
    spoken = "|".join(rf"(?<!\w){re.escape(n)}(?!\w)" if n.isascii() else re.escape(n)
                      for n in sorted(names, key=len, reverse=True))
    row["cells"] = _walked(row["cells"], re.compile(spoken))
    return json.dumps(row, ensure_ascii=False) + "\n"


def _walked(value: Any, spoken: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return spoken.sub(MASK, value)
    if isinstance(value, list):
        return [_walked(v, spoken) for v in value]
    if isinstance(value, dict):
        return {spoken.sub(MASK, k): _walked(v, spoken) for k, v in value.items()}
    return value
