"""Moves of price: what a buyer pays, by a discount, a coupon or the list price itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from daybook.domain.moves.move import Group, Move
from daybook.domain.said import Said


@dataclass(frozen=True)
class ItemDiscount(Move):
    """单品折扣: a SKU sells at another price by the platform's discount tool; its list price stays."""

    was: Decimal
    to: Decimal
    item_id: str = ""
    first: date | None = None        # None: from now
    last: date | None = None         # None: until it is taken back

    name: ClassVar[str] = "item_discount"
    zh: ClassVar[str] = "单品折扣"
    object_kind: ClassVar[str] = "sku"
    group: ClassVar[Group] = Group.PRICE
    field: ClassVar[str] = "deal_price"
    stays: ClassVar[str] = Said("who bought meanwhile paid this price")


@dataclass(frozen=True)
class ListPrice(Move):
    """一口价: the list price of a SKU itself."""

    was: Decimal
    to: Decimal
    item_id: str = ""

    name: ClassVar[str] = "list_price"
    zh: ClassVar[str] = "改一口价"
    object_kind: ClassVar[str] = "sku"
    group: ClassVar[Group] = Group.PRICE
    field: ClassVar[str] = "list_price"
    stays: ClassVar[str] = Said("the rank that the edit cost")


@dataclass(frozen=True)
class Coupon(Move):
    """优惠券: so much off from so much on, for an item; coupons that buyers hold stay good when it is taken back."""

    code: str
    threshold: Decimal
    off: Decimal
    first: date
    last: date
    quantity: int
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "coupon"
    zh: ClassVar[str] = "优惠券"
    object_kind: ClassVar[str] = "item"
    group: ClassVar[Group] = Group.PRICE
    field: ClassVar[str] = "running"
    stays: ClassVar[str] = Said("coupons that buyers hold stay good")
