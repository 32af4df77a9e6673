"""What a desk is: what it finds in a morning, and what it would do about it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from daybook.domain.brief import BriefFinding
from daybook.domain.seen import Seen
from daybook.domain.work import Suggestion

Find = Callable[[Seen], Iterator[BriefFinding]]
Move = Callable[[BriefFinding, Seen], Iterator[Suggestion]]


@dataclass(frozen=True)
class Desk:
    """One desk.  Every kind of finding that `finds` may yield has an entry in `moves`, be it one that yields nothing."""

    name: str
    zh: str
    finds: tuple[Find, ...]
    moves: Mapping[str, Move]
