"""What a desk is: what it finds in a morning, what it would do about it, and what it reads besides the numbers of all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from daybook.domain.brief import BriefFinding, Must
from daybook.domain.seen import Seen
from daybook.domain.shop import Shop
from daybook.domain.work import Suggestion
from daybook.facts.engine import Session

Find = Callable[[Seen], Iterator[BriefFinding]]
Move = Callable[[BriefFinding, Seen], Iterator[Suggestion]]
Wait = Callable[[Seen], Iterator[Must]]


@dataclass(frozen=True)
class Read:
    """What a desk has read for itself, once for all shops of a run: `Seen.read[name]` of each shop is what `of` gives for it.

    `of` gets the session of these shops, the shops and the day of the morning; a shop that it leaves out has nothing.
    """

    name: str
    of: Callable[[Session, Sequence[Shop], date], Mapping[str, object]]


@dataclass(frozen=True)
class Desk:
    """One desk.  Every kind of finding that `finds` may yield has an entry in `moves`, be it one that yields nothing.

    `waits` tells what cannot wait (a deadline), which is never ranked by gain; `reads` what no number of all desks holds.
    """

    name: str
    zh: str
    finds: tuple[Find, ...]
    moves: Mapping[str, Move]
    waits: tuple[Wait, ...] = ()
    reads: tuple[Read, ...] = ()
