"""What a writer is: it reads what an object shows, and writes one change, once."""

from dataclasses import dataclass
from typing import Protocol

from daybook.domain.moves.move import Fields, Move, Way


@dataclass(frozen=True)
class Sent:
    """What left: a note for the receipt, and the upload sheet that was made, "" for none."""

    note: str = ""
    file: str = ""


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

    def write(self, move: Move, mark: str) -> Sent:
        """Writes the change once.

        Raises WriteRefused when the platform said that it did not write, and OutcomeUnknown when nothing tells.
        """
        ...
