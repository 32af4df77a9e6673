"""Blocks of a switchback: so many days long as the rulebook says, in pairs of one on and one off, drawn by lot.

Randomised blocks longer than what carries over from one day to the next: Bojinov, Simchi-Levi and Zhao 2023, "Design and
Analysis of Switchback Experiments".  Pairs keep on and off days near each other when the shop drifts.
"""

from datetime import date, timedelta
from random import Random

from daybook.domain.moves.move import CannotUndo, Move
from daybook.domain.switchback import Block
from daybook.rulebook.reading import load

RULE = "W-SWITCH"


def block_days(move: Move) -> int | None:
    """Days of a block for a kind of move; None for one that is not switched back and forth."""
    days = load().rule(RULE).values.get(move.name)
    return None if days is None or isinstance(move.undo(), CannotUndo) else int(str(days))


def blocks_of(first: date, days: int, pairs: int, seed: int) -> tuple[Block, ...]:
    """Blocks of `days` days from `first` on, two a pair; the same seed draws the same order."""
    rng = Random(seed)
    states = [on for _ in range(pairs) for on in ((True, False) if rng.random() < 0.5 else (False, True))]
    return tuple(Block(first + timedelta(days=n * days), first + timedelta(days=(n + 1) * days - 1), on)
                 for n, on in enumerate(states))
