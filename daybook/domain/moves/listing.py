"""Moves of the listing (链接): on sale or off, title, images, attributes, and SKUs added or taken off."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from daybook.domain.moves.move import Group, Move
from daybook.domain.said import Said

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listed(Move):
    """上下架: an item goes on sale or off; on Taobao that starts its shelf time anew."""

    was: bool
    to: bool

    name: ClassVar[str] = "listed"
    zh: ClassVar[str] = "上下架"
    object_kind: ClassVar[str] = "item"
    group: ClassVar[Group] = Group.LISTING
    field: ClassVar[str] = "listed"
    stays: ClassVar[str] = Said("its shelf time begins anew")


@dataclass(frozen=True)
class Title(Move):
    """标题."""

    was: str
    to: str

    name: ClassVar[str] = "title"
    zh: ClassVar[str] = "改标题"
    object_kind: ClassVar[str] = "item"
    group: ClassVar[Group] = Group.LISTING
    field: ClassVar[str] = "title"
    stays: ClassVar[str] = Said("the searches that it lost meanwhile")


@dataclass(frozen=True)
class Images(Move):
    """主图: the whole list of an item's images, the first of them the main one."""

    was: tuple[str, ...]
    to: tuple[str, ...]

    name: ClassVar[str] = "images"
    zh: ClassVar[str] = "改主图"
    object_kind: ClassVar[str] = "item"
    group: ClassVar[Group] = Group.LISTING
    field: ClassVar[str] = "images"
    stays: ClassVar[str] = Said("the clicks that it lost meanwhile")


@dataclass(frozen=True)
class Attributes(Move):
    """属性: attributes of an item by name, only those that change; category, brand and SKU dimensions are such names."""

    was: Pairs
    to: Pairs

    name: ClassVar[str] = "attributes"
    zh: ClassVar[str] = "改属性"
    object_kind: ClassVar[str] = "item"
    group: ClassVar[Group] = Group.LISTING
    field: ClassVar[str] = "attributes"
    stays: ClassVar[str] = Said("the searches that it lost meanwhile")

    def changed(self) -> tuple[str, ...]:
        """Names of the attributes that get another value, come or go."""
        old, new = dict(self.was), dict(self.to)
        return tuple(name for name in {**old, **new} if old.get(name) != new.get(name))


@dataclass(frozen=True)
class SkuAdd(Move):
    """新增SKU: an honest entry SKU of the same product (trial size, single piece, accessory); taken back it is put off
    sale, never deleted."""

    sku: str
    option: str                      # the value of the SKU dimension, such as "trial size 50 ml"
    kind: str                        # trial, single, accessory, refill, variant, other
    price: Decimal
    stock: int
    main_price: Decimal              # of the item's main SKU, which stays
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "sku_add"
    zh: ClassVar[str] = "新增SKU"
    object_kind: ClassVar[str] = "item"
    group: ClassVar[Group] = Group.LISTING
    field: ClassVar[str] = "on_sale"
    stays: ClassVar[str] = Said("the SKU is there, off sale")


@dataclass(frozen=True)
class SkuRemove(Move):
    """删除SKU: a SKU is deleted from its item."""

    item_id: str
    was: bool = True
    to: bool = False

    name: ClassVar[str] = "sku_remove"
    zh: ClassVar[str] = "删除SKU"
    object_kind: ClassVar[str] = "sku"
    group: ClassVar[Group] = Group.LISTING
    field: ClassVar[str] = "exists"
    once: ClassVar[str] = Said("a deleted SKU loses its sales record; a new one starts from nothing")
