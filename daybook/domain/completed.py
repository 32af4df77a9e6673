"""What changed between two briefs of one morning: the early one and the one after the rest came in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Changed:
    """One thing that is said otherwise.  `kind`: source, tile, finding, plan; `then` or `now` is "" where it is not there.

    `why` names the sources that came in or changed in between and on which it rests.
    """

    kind: str
    id: str
    what: str
    then: str
    now: str
    why: str = ""


@dataclass(frozen=True)
class Completed:
    """The changes between two stored briefs of a shop's morning, by their moments."""

    shop: str
    then_at: datetime
    now_at: datetime
    early: bool                  # whether the later one still lacks sources
    changes: tuple[Changed, ...]
