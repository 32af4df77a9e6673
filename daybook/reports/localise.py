"""Says a brief's own sentences in the reader's language: every `Said`, `Term` and `Amount` in it."""

import dataclasses
from datetime import date
from typing import Any, TypeVar

from daybook.domain.brief import Unit
from daybook.domain.said import Amount, Said, Term
from daybook.reports.numbers import exact
from daybook.reports.wording import Words

Value = TypeVar("Value")


def in_language(value: Value, w: Words) -> Value:
    """The same value with its sentences said in a language; nothing else changes."""
    said: Any = _say(value, w)
    return said  # type: ignore[no-any-return]


def _say(value: Any, w: Words) -> Any:
    if isinstance(value, Said):
        return w.again(value.template, {name: _inside(v, w) for name, v in value.values.items()})
    if isinstance(value, Term | Amount):
        return _inside(value, w)
    if isinstance(value, tuple):
        return tuple(_say(v, w) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _say(getattr(value, f.name), w) for f in dataclasses.fields(value) if f.init}
        return dataclasses.replace(value, **changed)
    return value


def _inside(value: object, w: Words) -> object:
    """A value in a sentence: days, terms and amounts as people of the language write them."""
    if isinstance(value, Said):
        return _say(value, w)
    if isinstance(value, Term):
        return value.zh if value.zh and w.language == "zh" else w.name(value.group, value.key, str(value))
    if isinstance(value, Amount):
        return exact(value.value, Unit(value.unit), value.currency, w.language)
    if isinstance(value, date):
        return w.day(value)
    return value
