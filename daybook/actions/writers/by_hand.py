"""By hand: a person does it in the platform's console and says so; the receipt waits for that."""

from collections.abc import Callable
from dataclasses import dataclass

from daybook.actions.writers.writer import Sent
from daybook.domain.moves.move import Fields, Move, Way, said_of
from daybook.domain.said import Said
from daybook.domain.situation import Case


@dataclass(frozen=True)
class ByHand:
    """Writes nothing: it says what is to be done, and what has to be seen before."""

    shown: Callable[[Move], Fields | None]      # what the exports say that the object shows
    way: Way = Way.HAND
    name: str = "by hand"

    def takes(self, move: Move) -> bool:
        return Way.HAND in move.ways

    def read(self, move: Move, mark: str) -> Fields | None:
        return self.shown(move)

    def case_of(self, move: Move) -> Case:
        return Case()

    def write(self, move: Move, mark: str) -> Sent:
        return Sent(Said("look that {object} shows {before}, then make it {after}, and say that it is done",
                         object=move.object_id, before=said_of(move.before()), after=said_of(move.after())))
