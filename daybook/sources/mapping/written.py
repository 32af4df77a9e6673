"""A mapping written as its TOML text again, for a person who said column by column what a table is."""

import json
from collections.abc import Mapping as Said
from typing import Any

from daybook.sources.mapping.spec import TARGETS

_RULES = ("refund_when", "skip_when", "keep_when")


def write(said: Said[str, Any]) -> str:
    """The text of a mapping given as TOML would give it: table, columns, status and rules; empty values are left out.

    >>> print(write({"table": {"kind": "orders", "dates": ""}, "columns": {"order_id": "No"}}).strip())
    [table]
    kind = "orders"
    <BLANKLINE>
    [columns]
    order_id = "No"
    """
    columns = {t: said.get("columns", {}).get(t) for t in TARGETS}
    parts = [_section("table", said.get("table", {})), _section("columns", columns), _section("status", said.get("status", {}))]
    parts += [f"[[{name}]]\n{_lines(rule)}" for name in _RULES for rule in said.get(name, [])]
    return "\n".join(part for part in parts if part)


def _section(name: str, values: Said[str, Any]) -> str:
    lines = _lines({k: v for k, v in values.items() if v})
    return f"[{name}]\n{lines}" if lines else ""


def _lines(values: Said[str, Any]) -> str:
    return "".join(f"{k if k.isidentifier() and k.isascii() else _quoted(k)} = {_quoted(v)}\n" for k, v in values.items())


def _quoted(value: Any) -> str:
    """JSON's strings and booleans are TOML's too, but for the sign DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
