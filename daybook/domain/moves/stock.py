"""Moves of stock, and of what is asked of platforms and suppliers: corrections, purchases, events."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from daybook.domain.moves.move import Group, Move, Way
from daybook.domain.said import Said


@dataclass(frozen=True)
class StockCorrection(Move):
    """库存校正: the units on hand of a SKU, as counted; set as a whole, since shops know no difference."""

    was: int
    to: int
    item_id: str = ""

    name: ClassVar[str] = "stock_correction"
    zh: ClassVar[str] = "库存校正"
    object_kind: ClassVar[str] = "sku"
    group: ClassVar[Group] = Group.STOCK
    field: ClassVar[str] = "on_hand"
    stays: ClassVar[str] = Said("orders taken meanwhile on that count")


@dataclass(frozen=True)
class PurchaseRequest(Move):
    """采购申请: units of a SKU asked of a supplier; it can be withdrawn until the supplier has confirmed."""

    units: int
    unit_cost: Decimal
    supplier: str
    arrives: date | None = None      # None: the supplier says when
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "purchase_request"
    zh: ClassVar[str] = "采购申请"
    object_kind: ClassVar[str] = "sku"
    group: ClassVar[Group] = Group.STOCK
    field: ClassVar[str] = "requested"
    stays: ClassVar[str] = Said("goods that the supplier has confirmed")
    ways: ClassVar[tuple[Way, ...]] = (Way.HAND,)


@dataclass(frozen=True)
class EventRegistration(Move):
    """活动报名: an item filed for an event at a price with stock; once the platform has locked it, only the platform
    lets it go."""

    event: str
    price: Decimal
    stock: int
    first: date
    last: date
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "event_registration"
    zh: ClassVar[str] = "活动报名"
    object_kind: ClassVar[str] = "item"
    group: ClassVar[Group] = Group.EVENT
    field: ClassVar[str] = "registered"
    stays: ClassVar[str] = Said("an entry that the platform has locked")
    ways: ClassVar[tuple[Way, ...]] = (Way.SHEET, Way.HAND)
