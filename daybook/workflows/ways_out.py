"""Which writer carries a move: the shop's API where one takes it, else an upload sheet, else a person's hands."""

from daybook.actions.writers.by_hand import ByHand
from daybook.actions.writers.writer import Writer
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.move import Move, Way
from daybook.domain.said import Said
from daybook.domain.shop import Shop
from daybook.workflows.house import House


def writer_of(house: House, shop: Shop, move: Move, way: Way | None = None) -> Writer:
    """The writer of a move, by the way wished or the best one that takes it.

    Raises WrongUsage when the way wished does not take such a move.
    """
    for writer in _writers(house, shop):
        if writer.takes(move) and way in (None, writer.way):
            return writer
    raise WrongUsage(Said("{move} of {shop} does not leave {way}", move=move.called(), shop=shop.name,
                          way=way.value if way else ""), next_step="leave the way out, or do it by hand")


def _writers(house: House, shop: Shop) -> tuple[Writer, ...]:
    return (ByHand(),)
