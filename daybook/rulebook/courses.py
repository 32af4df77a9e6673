"""Courses as data: what is taught, to which roles, about which moves and which checks of the patrol."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Course:
    """One course.  `minutes` is what it takes; `where` is where it is taught."""

    id: str
    what: str
    roles: tuple[str, ...]
    moves: tuple[str, ...]
    checks: tuple[str, ...]
    minutes: int
    where: str
    seen_on: date
    confidence: str


@cache
def courses() -> tuple[Course, ...]:
    """All courses in the order of the file.

    >>> courses()[0].id
    'T-PRICE'
    """
    rows = tomllib.loads((files("daybook.rulebook") / "courses.toml").read_text(encoding="utf-8"))["course"]
    return tuple(Course(row["id"], row["what"], tuple(row["roles"]), tuple(row["moves"]), tuple(row["checks"]), row["minutes"],
                        row["where"], row["seen_on"], row["confidence"]) for row in rows)
