"""What an object shows now, before a change of it is thought of: by the shop's API, else by the last exports."""

from dataclasses import dataclass

from daybook.domain.errors import DaybookError
from daybook.domain.moves.kinds import KINDS, blank, was_of
from daybook.domain.moves.move import Fields, Way
from daybook.workflows.house import House
from daybook.workflows.situation import look_at
from daybook.workflows.ways_out import writer_of


@dataclass(frozen=True)
class LookedUp:
    """The fields that an object shows (None: nothing tells), the move's own value of them as JSON, and the way out.

    `problem` is why the shop could not be asked.
    """

    shown: Fields | None
    was: object
    way: Way
    problem: DaybookError | None = None


def look_up(house: House, shop_name: str, kind_name: str, object_id: str, item_id: str = "") -> LookedUp:
    """What the object of a kind of move shows now."""
    shop, kind = house.shop(shop_name), KINDS[kind_name]
    move = blank(kind, object_id, item_id)
    sight = look_at(house, shop)
    way = Way.API                           # where its access is not whole, the shop has one all the same
    try:
        writer = writer_of(house, shop, move, None, sight.shown)
        way = writer.way
        shown = writer.read(move, "")
    except DaybookError as problem:         # the change can be proposed all the same: who writes it looks first
        return LookedUp(None, None, way, problem)
    value = (shown or {}).get(kind.field)
    return LookedUp(shown, None if value is None else was_of(kind, value), way)
