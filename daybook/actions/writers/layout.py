"""One batch tool's sheet: its name in the console, its columns, and the row of a move."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from daybook.domain.moves.move import Move

Row = Sequence[str]


def any_move(move: Move) -> bool:
    """Every move of the kind fits."""
    return True


@dataclass(frozen=True)
class Layout:
    """`tabs`: a tab-separated text; `fits` says of a move whether the sheet can name what it is about."""

    tool: str
    columns: tuple[str, ...]
    row: Callable[[Move], Row]
    tabs: bool = False
    fits: Callable[[Move], bool] = any_move
