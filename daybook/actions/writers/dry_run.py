"""Dry run: a writer that writes into nothing but its own memory, begun with what the object really shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from daybook.actions.writers.writer import Sent
from daybook.domain.moves.move import Fields, Move, Way
from daybook.domain.said import Said
from daybook.domain.situation import Case


@dataclass
class DryRun:
    """Goes the whole way of a write, and changes nothing outside."""

    shows: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    way: Way = Way.API
    name: str = "dry run"
    writes: int = 0

    @classmethod
    def beginning_with(cls, move: Move, shows: Mapping[str, str]) -> "DryRun":
        """A dry run whose object shows what the real one does."""
        return cls({(move.object_kind, move.object_id): dict(shows)})

    def takes(self, move: Move) -> bool:
        return True

    def read(self, move: Move, mark: str) -> Fields | None:
        found = self.shows.get((move.object_kind, move.object_id))
        return None if found is None else dict(found)

    def case_of(self, move: Move) -> Case:
        return Case()

    def write(self, move: Move, mark: str) -> Sent:
        self.writes += 1
        self.shows.setdefault((move.object_kind, move.object_id), {}).update(move.after())
        return Sent(Said("dry run: nothing left the house"))
