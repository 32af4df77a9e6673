"""Frozen dataclasses as plain JSON and back, by their own types: for what is kept whole and read by the same code.

A field that a newer version added takes its default; one that is gone is left out.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from daybook.domain.said import Said
from daybook.domain.said_json import said_from, said_json


def plain(value: Any) -> Any:
    """A value as JSON: decimals and moments as text, sentences with their places.

    >>> plain((Decimal("1.50"), date(2026, 3, 1), None))
    ['1.50', '2026-03-01', None]
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Said):
        return said_json(value)
    if isinstance(value, (Decimal, Enum)):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, (tuple, list)) else value


def from_plain(kind: Any, value: Any) -> Any:
    """The value of that type that `plain` wrote."""
    if value is None:
        return None
    origin, args = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return from_plain(next(a for a in args if a is not type(None)), value)
    if origin is tuple:
        parts = [args[0]] * len(value) if args[-1] is Ellipsis else args
        return tuple(from_plain(part, one) for part, one in zip(parts, value, strict=True))
    if origin in (dict, Mapping):
        return {k: from_plain(args[1], v) for k, v in value.items()}
    if is_dataclass(kind):
        made: Any = kind
        hints = _hints(made)
        return made(**{f.name: from_plain(hints[f.name], value[f.name]) for f in fields(kind)
                       if f.name in value or (f.default is MISSING and f.default_factory is MISSING)})
    if kind is str:
        return said_from(value)
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, Enum)):
        return kind(value)
    return kind.fromisoformat(value) if kind in (date, datetime) else value


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
