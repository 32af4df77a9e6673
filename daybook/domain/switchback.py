"""A switchback: a move that is switched on and off again in blocks of days drawn by lot, so that its effect stands out."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from daybook.domain.moves.move import Move


@dataclass(frozen=True)
class Block:
    """Days first..last, both in, on which the move is on or off."""

    first: date
    last: date
    on: bool


@dataclass(frozen=True)
class Switchback:
    """A planned switchback.  `move` is the move as it is switched on; `stopped_on` the day from which it is off for good,
    None where nobody stopped it."""

    key: str
    shop: str
    client: str
    move: Move
    blocks: tuple[Block, ...]
    planned_by: str
    planned_at: datetime
    why: str = ""
    stopped_on: date | None = field(default=None)

    @property
    def first(self) -> date:
        return self.blocks[0].first

    @property
    def last(self) -> date:
        """The last day of the plan, or the day before it was stopped."""
        end = self.blocks[-1].last
        return end if self.stopped_on is None else min(end, self.stopped_on - timedelta(days=1))

    def wants(self, day: date) -> bool:
        """Whether the move is to be on on a day."""
        return day <= self.last and any(b.on for b in self.blocks if b.first <= day <= b.last)

    def block_on(self, day: date) -> int | None:
        """The number of the block of a day, from 1 on."""
        return next((n for n, b in enumerate(self.blocks, 1) if b.first <= day <= b.last), None)

    def since(self, day: date) -> date:
        """The day on which the block of a day began; from its end on the day after the last."""
        over = self.last + timedelta(days=1)
        return over if day >= over else next((b.first for b in self.blocks if b.first <= day <= b.last), self.first)
