"""What a writer is: it reads what an object shows, and writes one change, once."""

from dataclasses import dataclass
from typing import Protocol

from daybook.domain.moves.move import Fields, Move, Way
from daybook.domain.situation import Case


@dataclass(frozen=True)
class Sent:
    """What left: a note for the receipt, the upload sheet that was made ("" for none), and fields that this shop moves along
    with the one written, such as the list price where it keeps only one price."""

    note: str = ""
    file: str = ""
    along: tuple[str, ...] = ()


class Writer(Protocol):
    """One way out of the house.  Only one of its methods changes anything outside."""

    @property
    def way(self) -> Way: ...

    @property
    def name(self) -> str: ...

    def takes(self, move: Move) -> bool:
        """Whether it can write such a move."""
        ...

    def read(self, move: Move, mark: str) -> Fields | None:
        """Everything that the object shows and that the write could disturb; None where it cannot be read.

        `mark` is the proposal's key, by which what a write made is found again.  Raises DaybookError.
        """
        ...

    def case_of(self, move: Move) -> Case:
        """What the shop says of the order or case of a move; an empty case where it says nothing."""
        ...

    def write(self, move: Move, mark: str) -> Sent:
        """Writes the change once.

        Raises WriteRefused when the platform said that it did not write, and OutcomeUnknown when nothing tells.
        """
        ...
