"""What buyers ask and say, as lists of words: topics with where each is answered for good, reasons, and signs of a question."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class AskTopic:
    """A topic of questions: its words as one pattern; `fix` says where it is answered for good: page, script or service."""

    name: str
    pattern: str
    fix: str


@cache
def topics() -> Mapping[str, AskTopic]:
    """Topics by name, in the order of the file.

    >>> topics()["dispatch"].fix
    'page'
    """
    return MappingProxyType({row["name"]: AskTopic(row["name"], joined(row["patterns"]), row["fix"]) for row in _rows()["topic"]})


@cache
def reasons() -> Mapping[str, str]:
    """Reasons for not buying: name -> pattern; the first that fits counts."""
    return MappingProxyType({row["name"]: joined(row["patterns"]) for row in _rows()["reason"]})


@cache
def known_by(name: str) -> str:
    """The pattern by which a question, or the wish for a person, is known."""
    return next(joined(row["patterns"]) for row in _rows()["known_by"] if row["name"] == name)


def joined(patterns: Iterable[str]) -> str:
    """Several patterns as one."""
    return "|".join(f"(?:{pattern})" for pattern in patterns)


@cache
def _rows() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((files("daybook.rulebook") / "service_words.toml").read_text(encoding="utf-8"))
