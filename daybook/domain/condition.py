"""How the house itself stands: what must hold for it to answer, and what whoever runs it should look at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from daybook.domain.said import Said


class Light(StrEnum):
    """How a check came out."""

    GOOD = "good"
    WATCH = "watch"          # it answers; somebody should look
    BAD = "bad"              # it cannot do its work


@dataclass(frozen=True)
class Check:
    """One check of the house by its name, what was found, and what to do where it is not good.  `needed`: pages cannot be answered
    without it."""

    name: str
    light: Light
    found: Said
    next_step: Said | None = None
    needed: bool = False


@dataclass(frozen=True)
class Condition:
    """All checks at one moment, with the version of the code and the kind of database."""

    at: datetime
    version: str
    database: str
    checks: tuple[Check, ...]

    @property
    def ready(self) -> bool:
        """Whether requests can be answered."""
        return all(one.light is not Light.BAD for one in self.checks if one.needed)
