"""What a move is: one change to one object, from a state to a state, with its undo and the ways by which it leaves.

The moves themselves stand beside this by subject; `kinds.py` names them all and turns them into JSON and back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from daybook.domain.said import Said, Term, listed

#: What an object shows, by field, each value as `text_of` writes it.
Fields = Mapping[str, str]


class Way(StrEnum):
    """How a change leaves the house."""

    API = "api"
    SHEET = "sheet"          # an upload sheet in the platform's batch layout
    HAND = "by hand"         # a person does it in the console and gives a receipt


class Group(StrEnum):
    """The subject of a move, by which its guards are picked."""

    PRICE = "price"
    LISTING = "listing"
    ADS = "ads"
    STOCK = "stock"
    EVENT = "event"
    ORDER = "order"
    MESSAGE = "message"


@dataclass(frozen=True)
class CannotUndo:
    """Why nothing can be put back, and what is left to do instead."""

    why: str


@dataclass(frozen=True)
class Move:
    """One change to one object.

    Every move has `was` and `to`, what the object's `field` shows before and after; a move that makes something has
    `was` False and `to` True.  `item_id` is the item (链接) behind the object, "" where there is none or the object is it.
    """

    object_id: str

    name: ClassVar[str] = ""
    zh: ClassVar[str] = ""
    object_kind: ClassVar[str] = ""
    group: ClassVar[Group]
    field: ClassVar[str] = ""
    ways: ClassVar[tuple[Way, ...]] = (Way.API, Way.SHEET, Way.HAND)
    once: ClassVar[str] = ""             # why it cannot be undone; "" when it can
    stays: ClassVar[str] = ""            # what an undo does not bring back; "" for nothing worth a word
    safety: ClassVar[bool] = False       # it stops a loss: no quiet hours hold it back

    def before(self) -> Fields:
        """What the object must show for this move to be written."""
        return {self.field: text_of(getattr(self, "was"))}     # noqa: B009 (every move has it, each of its own type)

    def after(self) -> Fields:
        """What the object shows once it is done."""
        return {self.field: text_of(getattr(self, "to"))}      # noqa: B009

    def undo(self) -> "Move | CannotUndo":
        """The move that puts the old state back, or why there is none."""
        if self.once:
            return CannotUndo(self.once)
        swapped: dict[str, Any] = {"was": getattr(self, "to"), "to": getattr(self, "was")}     # noqa: B009
        return replace(self, **swapped)

    def item(self) -> str:
        """The item that it touches, "" for none."""
        return self.object_id if self.object_kind == "item" else str(getattr(self, "item_id", ""))

    def touches(self) -> tuple[tuple[str, str], ...]:
        """Every object that it changes, as (kind, id)."""
        own = (self.object_kind, self.object_id)
        return (own, ("item", self.item())) if self.item() and own != ("item", self.item()) else (own,)

    def what(self) -> Said:
        """The change in one line."""
        return Said("{move}: {object}, {was} → {to}", move=self.called(), object=self.object_id,
                    was=shown(getattr(self, "was")), to=shown(getattr(self, "to")))     # noqa: B009

    def called(self) -> str:
        """Its name in the trade's words."""
        from daybook.domain.said import Term

        return Term("move", self.name, self.zh)


def said_of(fields: Fields) -> str:
    """What an object shows, in the trade's words; a dash for what it does not show."""
    return listed(Said("{field} {value}", field=Term("field", name), value=value or "—") for name, value in fields.items())


def text_of(value: Any) -> str:
    """A value in the one way in which states are compared.

    >>> text_of(Decimal("199.00")), text_of(True), text_of(("a", "b")), text_of(None)
    ('199', 'yes', '["a", "b"]', '')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps([[text_of(p) for p in v] if isinstance(v, tuple) else text_of(v) for v in value],
                          ensure_ascii=False)
    return "" if value is None else str(value)


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if isinstance(value, bool):
        return Said("yes") if value else Said("no")
    if isinstance(value, tuple):
        pairs = (f"{v[0]}={shown(v[1])}" if isinstance(v, tuple) else shown(v) for v in value)
        return ", ".join(pairs) or "—"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if value not in (None, "") else "—"
