"""JSON and JSON lines as tables: each list of objects is one, its columns named by the path to the value.

Numbers keep the digits that the file has.  What stands beside the lists goes above the header.
"""

import json
from collections.abc import Iterator
from typing import Any

from daybook.domain.errors import BrokenFile
from daybook.sources.unpack import AGAIN

#: name, rows above the header, header, rows.
JsonTable = tuple[str, list[list[str]], list[str], list[list[str]]]


def is_json(text: str) -> bool:
    """Whether the text begins as an object or a list of objects; a CSV whose first cell is `{` does not go on so."""
    head = text[:4096].lstrip("\ufeff \t\r\n")
    return head[:1] in ("{", "[") and head[1:].lstrip()[:1] in ('"', "{", "}", "]")


def json_tables(name: str, text: str) -> list[JsonTable]:
    """Every list of objects of the file.  Raises BrokenFile when it is cut off or holds none."""
    document = _loaded(name, text.lstrip("\ufeff"))
    beside: list[list[str]] = []
    lists: list[tuple[str, list[dict[str, Any]]]] = []
    if isinstance(document, list):
        lists.append((name, document))
    else:
        for key, value in document.items():
            if isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
                lists.append((key, value))
            else:
                beside += [[path, said] for path, said in _leaves(value, key)]
        lists = lists or [(name, [document])]
    found = [_table(title, beside, objects) for title, objects in lists if objects]
    if not found:
        raise BrokenFile("the JSON holds no object, so no table", where=name, next_step=AGAIN)
    return found


def _loaded(name: str, text: str) -> Any:
    try:
        document = json.loads(text, parse_float=str, parse_int=str)
    except RecursionError as error:
        raise BrokenFile("the JSON is nested too deep for an export", where=name, next_step=AGAIN) from error
    except ValueError:
        document = _lines(name, text)
    if not isinstance(document, dict) and not all(isinstance(one, dict) for one in document):
        raise BrokenFile("the JSON is a list of something else than objects", where=name, next_step=AGAIN)
    return document


def _lines(name: str, text: str) -> list[dict[str, Any]]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line, parse_float=str, parse_int=str))
            except (ValueError, RecursionError) as error:
                raise BrokenFile(f"the JSON is cut off or damaged (line {number})", where=name,
                                 next_step=AGAIN) from error
    return found


def _table(title: str, beside: list[list[str]], objects: list[dict[str, Any]]) -> JsonTable:
    flat = [dict(_leaves(one, "")) for one in objects]
    header = list(dict.fromkeys(path for row in flat for path in row))
    return title, beside, header, [[row.get(path, "") for path in header] for row in flat]


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """`a.b` and the text of each value below; a list is kept as its JSON."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _leaves(below, f"{path}.{key}" if path else key)
    elif value is None:
        yield path, ""
    elif isinstance(value, bool):
        yield path, "TRUE" if value else "FALSE"
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
