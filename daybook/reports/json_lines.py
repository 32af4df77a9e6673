"""JSON with an indent of two, as `json.dumps` writes it: that one is slow as soon as it indents."""

from json.encoder import encode_basestring as quoted
from math import isfinite
from typing import Any


def indented(value: Any) -> str:
    """The text of dicts with text keys, lists, texts, finite numbers, truth values and None; nothing else.

    >>> indented({"a": [1, None], "b": {}})
    '{\\n  "a": [\\n    1,\\n    null\\n  ],\\n  "b": {}\\n}'
    """
    written: list[str] = []
    _write(value, "\n", written.append)
    return "".join(written)


def _write(value: Any, line: str, add: Any) -> None:
    if isinstance(value, str):
        add(quoted(value))
    elif value is None or isinstance(value, bool):
        add({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int):
        add(int.__repr__(value))
    elif isinstance(value, float):
        if not isfinite(value):
            raise ValueError(f"{value} is no JSON number: what could not be computed is None")
        add(float.__repr__(value))
    elif isinstance(value, dict):
        _write_all(((f"{quoted(key)}: ", one) for key, one in value.items()), "{}", line, add)
    elif isinstance(value, list | tuple):
        _write_all((("", one) for one in value), "[]", line, add)
    else:
        raise TypeError(f"{type(value).__name__} is not written as JSON: decimals and days are texts")


def _write_all(held: Any, ends: str, line: str, add: Any) -> None:
    inner, before = line + "  ", ends[0]
    for name, one in held:
        add(f"{before}{inner}{name}")
        _write(one, inner, add)
        before = ","
    add(f"{line}{ends[1]}" if before == "," else ends)
