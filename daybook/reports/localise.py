"""Says a brief's own sentences in the reader's language: every `Said`, `Term` and `Amount` in it."""

import dataclasses
import typing
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from daybook.domain.brief import Unit
from daybook.domain.said import Amount, Said, Term
from daybook.reports.numbers import exact, percent
from daybook.reports.wording import Words

Value = TypeVar("Value")
#: What holds no sentence.
PLAIN = frozenset({str, int, float, bool, type(None), Decimal, date, datetime})


def in_language(value: Value, w: Words) -> Value:
    """The same value with its sentences said in a language; nothing else changes."""
    said: Any = _say(value, w)
    return said  # type: ignore[no-any-return]


def _say(value: Any, w: Words) -> Any:
    if type(value) in PLAIN:
        return value
    if isinstance(value, Said):
        return w.again(value.template, {name: _inside(v, w) for name, v in value.values.items()})
    if isinstance(value, Term | Amount):
        return _inside(value, w)
    if isinstance(value, tuple):
        said = tuple([_say(v, w) for v in value])
        return said if any(a is not b for a, b in zip(said, value, strict=True)) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {name: getattr(value, name) for name in _fields(type(value))}
        changed = {name: new for name, v in held.items() if (new := _say(v, w)) is not v}
        return dataclasses.replace(value, **changed) if changed else value
    return value


@cache
def _fields(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass in which there may be a sentence."""
    hints = typing.get_type_hints(kind)
    return tuple(f.name for f in dataclasses.fields(kind) if f.init and _may_speak(hints[f.name]))


def _may_speak(kind: Any) -> bool:
    """Whether a value that is annotated so may hold a sentence, which stands in the place of a text."""
    inside = [k for k in typing.get_args(kind) if k is not Ellipsis]
    if inside:
        return any(_may_speak(k) for k in inside)
    return kind not in PLAIN - {str} and not (isinstance(kind, type) and issubclass(kind, Enum))


def _inside(value: object, w: Words) -> object:
    """A value in a sentence: days, terms and amounts as people of the language write them."""
    if isinstance(value, Said):
        return _say(value, w)
    if isinstance(value, Term):
        return value.zh if value.zh and w.language == "zh" else w.name(value.group, value.key, str(value))
    if isinstance(value, Amount):
        if value.unit == Unit.SHARE.value:
            return percent(value.value)
        return exact(value.value, Unit(value.unit), value.currency, w.language)
    if isinstance(value, date):
        return w.day(value)
    return value
