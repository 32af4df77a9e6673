"""Reads the rulebook's TOML files and refuses a rule without a source, a date, a unit or a known mark."""
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from daybook.rulebook.rules import CONFIDENCE, Rule, Rulebook, RulebookError

NEEDED = ("id", "what", "values", "unit", "source", "seen_on", "platform", "category", "confidence")
ALLOWED = frozenset({*NEEDED, "units", "about", "note", "contradicts", "verify"})
UNITS = frozenset({
    "share", "points", "times", "clicks", "impressions", "orders", "units", "items", "people", "edits",
    "minutes", "hours", "days", "seconds", "clock", "score", "money", "characters", "count", "weekday",
    "month_day", "yes"})
ID = re.compile(r"[A-Z]+(-[A-Z0-9]+)+")


@cache
def load() -> Rulebook:
    """The rulebook that ships with the house.  Raises RulebookError on the first rule that is not sound."""
    folder = files("daybook.rulebook")
    rules: list[Rule] = []
    for file in sorted(folder.iterdir(), key=lambda path: path.name):
        if file.name.endswith(".toml"):
            rules += parse(file.read_text(encoding="utf-8"), file.name.removesuffix(".toml"))
    return checked(rules)


def parse(text: str, desk: str) -> list[Rule]:
    """The rules of one desk's file.  `[defaults]` fills fields that a rule leaves out."""
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as broken:
        raise RulebookError(f"not TOML: {broken}", where=f"{desk}.toml", next_step="mend that line") from broken
    defaults = content.get("defaults", {})
    return [_rule({**defaults, **row}, desk) for row in content.get("rule", ())]


def checked(rules: list[Rule]) -> Rulebook:
    """A rulebook whose ids are unique per platform and category, and whose contradictions point at rules."""
    ids = {rule.id for rule in rules}
    seen: set[tuple[str, str, str]] = set()
    for rule in rules:
        key = (rule.id, rule.platform, rule.category)
        if key in seen:
            raise RulebookError(f"twice for platform {rule.platform!r} and category {rule.category!r}",
                                where=rule.id, next_step="give one of them another id or category")
        seen.add(key)
        unknown = [other for other in rule.contradicts if other not in ids or other == rule.id]
        if unknown:
            raise RulebookError(f"contradicts {', '.join(unknown)}, which is no other rule", where=rule.id,
                                next_step="name the rule that it contradicts")
    return Rulebook(tuple(rules))


def _rule(row: Mapping[str, Any], desk: str) -> Rule:
    where = f"{desk}.toml, rule {row.get('id', '?')}"
    _check_fields(row, where)
    values = {name: _number(number, f"{where}, {name}") for name, number in row["values"].items()}
    units = {name: row.get("units", {}).get(name, row["unit"]) for name in values}
    _check_values(values, units, row, where)
    return Rule(row["id"], desk, row["what"], MappingProxyType(values), MappingProxyType(units),
                row["source"], row["seen_on"], row["platform"], row["category"], row["confidence"],
                row.get("about", row["id"]), row.get("note", ""), tuple(row.get("contradicts", ())),
                row.get("verify", False))


def _check_fields(row: Mapping[str, Any], where: str) -> None:
    missing = [name for name in NEEDED if row.get(name) in (None, "", {})]
    if missing:
        raise RulebookError(f"lacks {', '.join(missing)}", where=where, next_step="add them")
    if unknown := sorted(row.keys() - ALLOWED):
        raise RulebookError(f"has unknown fields {', '.join(unknown)}", where=where,
                            next_step=f"use {', '.join(sorted(ALLOWED))}")
    if not ID.fullmatch(row["id"]):
        raise RulebookError("an id is capitals and digits joined by hyphens, such as A-DOWN", where=where)
    if row["confidence"] not in CONFIDENCE:
        raise RulebookError(f"confidence {row['confidence']!r} is not known", where=where,
                            next_step=f"use one of {', '.join(CONFIDENCE)}")
    if not isinstance(row["seen_on"], date) or isinstance(row["seen_on"], datetime):
        raise RulebookError("seen_on must be a day such as 2026-11-22", where=where)


def _check_values(values: Mapping[str, Decimal], units: Mapping[str, str], row: Mapping[str, Any],
                  where: str) -> None:
    if strays := sorted(row.get("units", {}).keys() - values.keys()):
        raise RulebookError(f"gives a unit for {', '.join(strays)}, which it does not have", where=where)
    for name, unit in units.items():
        if unit not in UNITS:
            raise RulebookError(f"{name} has unit {unit!r}", where=where,
                                next_step=f"use one of {', '.join(sorted(UNITS))}")
        if unit == "share" and abs(values[name]) > 1:
            raise RulebookError(f"{name} is a share of {values[name]}", where=where,
                                next_step="give 15 % as 0.15, or use the unit times")
    for name, low in values.items():
        high = values.get(name.removesuffix("_low") + "_high") if name.endswith("_low") else None
        if high is not None and low > high:
            raise RulebookError(f"{name} {low} lies above its high {high}", where=where, next_step="swap them")


def _number(number: Any, where: str) -> Decimal:
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)) or not Decimal(number).is_finite():
        raise RulebookError(f"{number!r} is no number", where=where, next_step="give a plain number")
    return Decimal(number)
