"""What a complaint is about, and whether it cannot wait: patterns by language from causes.toml, clause by clause.

A clause that praises is no complaint about what it names; a word of food turns "broken" into "not fresh".
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from daybook.analysis.text.grams import language_of

PATTERNS = Path(__file__).with_name("causes.toml")

#: Causes in the order in which they are told.
CAUSES = ("quality", "fake", "freshness", "taste", "size", "appearance", "mismatch", "missing", "packaging", "logistics", "price",
          "service")
#: What cannot wait, the gravest first: bodily harm, a hazard, spoiled goods, doubt that it is genuine, law and authorities.
URGENT = ("harm", "hazard", "spoiled", "authority", "fake")


@dataclass(frozen=True)
class Told:
    """What a text complains of, and why it cannot wait; `language` "" where it is in none that is known."""

    language: str
    causes: tuple[str, ...] = ()
    urgent: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Cause:
    said: re.Pattern[str] | None
    about: re.Pattern[str] | None
    food: re.Pattern[str] | None
    other: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def fits(self, clause: str, praises: bool, blames: bool, food: bool, strict: bool) -> bool:
        """Whether a clause complains of it.  `strict`: a clause that praises is left alone even by `said`."""
        if self.unless is not None and self.unless.search(clause):
            return False
        if self.said is not None and not (praises and strict) and self.said.search(clause):
            return True
        if self.about is not None and not praises and blames and self.about.search(clause):
            return True
        only = self.food if food else self.other
        return only is not None and only.search(clause) is not None


@dataclass(frozen=True)
class _Language:
    clause: re.Pattern[str]
    praise: re.Pattern[str]
    blame: re.Pattern[str]
    food: re.Pattern[str]
    not_food: re.Pattern[str]
    causes: Mapping[str, _Cause]
    urgent: Mapping[str, re.Pattern[str]]
    not_urgent: re.Pattern[str]


@lru_cache(maxsize=4096)
def told(text: str | None) -> Told:
    """What a text complains of; more than one desk asks of the same texts in a morning.

    >>> told("洗了过敏，瓶子也漏了")
    Told(language='zh', causes=('packaging',), urgent=('harm',))
    >>> told("Não gostei")
    Told(language='', causes=(), urgent=())
    """
    language = language_of(text or "")
    if not text or not language:
        return Told(language)
    one, rules = unicodedata.normalize("NFKC", text).lower(), _patterns()[language]
    food = bool(rules.food.search(one)) and not rules.not_food.search(one)
    causes: set[str] = set()
    urgent: set[str] = set()
    for clause in filter(None, rules.clause.split(one)):
        praises, blames = bool(rules.praise.search(clause)), bool(rules.blame.search(clause))
        causes |= {name for name, c in rules.causes.items() if c.fits(clause, praises, blames, food, name == "quality")}
        if not rules.not_urgent.search(clause):
            urgent |= {name for name, pattern in rules.urgent.items() if pattern.search(clause)}
    return Told(language, tuple(c for c in CAUSES if c in causes), tuple(u for u in URGENT if u in urgent))


@cache
def _patterns() -> Mapping[str, _Language]:
    with PATTERNS.open("rb") as file:
        written = tomllib.load(file)
    return {language: _read(one) for language, one in written.items()}


def _read(one: Mapping[str, object]) -> _Language:
    causes, urgent = one["causes"], one["urgent"]
    assert isinstance(causes, dict)
    assert isinstance(urgent, dict)
    plain = {name: re.compile(str(one[name])) for name in ("clause", "praise", "blame", "food", "not_food")}
    return _Language(
        **plain, causes={name: _cause(cause) for name, cause in causes.items()},
        urgent={name: re.compile("|".join(patterns)) for name, patterns in urgent.items() if name != "unless"},
        not_urgent=re.compile(urgent["unless"]))


def _cause(one: Mapping[str, Any]) -> _Cause:
    unless = one.get("unless")
    said, about, food, other = (_any(one.get(key)) for key in ("said", "about", "food", "other"))
    return _Cause(said, about, food, other, _any([unless] if unless else None))


def _any(patterns: Sequence[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns)) if patterns else None
