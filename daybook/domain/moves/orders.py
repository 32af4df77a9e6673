"""Moves of orders and cases: ship, split, merge, hold, cancel, address, refund, evidence, compensation.

No address and no name of a buyer stands in a move: an address change points at the request in which the buyer wrote it.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from daybook.domain.moves.move import CannotUndo, Fields, Group, Move, Way, text_of
from daybook.domain.said import Said


@dataclass(frozen=True)
class Ship(Move):
    """发货: an order leaves with a courier under a number."""

    courier: str
    tracking: str
    was: str = ""

    name: ClassVar[str] = "ship"
    zh: ClassVar[str] = "发货"
    object_kind: ClassVar[str] = "order"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "tracking"
    once: ClassVar[str] = Said("the parcel is on its way; ask the courier to turn it back")

    @property
    def to(self) -> str:
        return self.tracking


@dataclass(frozen=True)
class SplitOrder(Move):
    """拆单: an order goes in several parcels; each part names its lines."""

    to: tuple[str, ...]
    was: tuple[str, ...] = ()

    name: ClassVar[str] = "split_order"
    zh: ClassVar[str] = "拆单"
    object_kind: ClassVar[str] = "order"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "parcels"
    stays: ClassVar[str] = Said("parcels that have left")
    ways: ClassVar[tuple[Way, ...]] = (Way.HAND,)


@dataclass(frozen=True)
class MergeOrders(Move):
    """合单: orders of one buyer to one address go in one parcel, with `object_id`."""

    to: tuple[str, ...]
    was: tuple[str, ...] = ()

    name: ClassVar[str] = "merge_orders"
    zh: ClassVar[str] = "合单"
    object_kind: ClassVar[str] = "order"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "merged_with"
    stays: ClassVar[str] = Said("the parcel that has left")
    ways: ClassVar[tuple[Way, ...]] = (Way.HAND,)


@dataclass(frozen=True)
class HoldOrder(Move):
    """暂缓发货: an order is kept back, or let go."""

    was: bool
    to: bool
    reason: str = ""

    name: ClassVar[str] = "hold_order"
    zh: ClassVar[str] = "暂缓发货"
    object_kind: ClassVar[str] = "order"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "held"
    stays: ClassVar[str] = Said("the hours that it was held")
    ways: ClassVar[tuple[Way, ...]] = (Way.API, Way.HAND)
    safety: ClassVar[bool] = True


@dataclass(frozen=True)
class CancelOrder(Move):
    """取消订单: an order that has not left is cancelled, and what was paid given back."""

    reason: str
    amount: Decimal
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "cancel_order"
    zh: ClassVar[str] = "取消订单"
    object_kind: ClassVar[str] = "order"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "cancelled"
    ways: ClassVar[tuple[Way, ...]] = (Way.API, Way.HAND)
    once: ClassVar[str] = Said("a cancelled order stays cancelled; the buyer can place it again")


@dataclass(frozen=True)
class AddressChange(Move):
    """改地址: an order goes to the address that the buyer gave in `request`; only its region stands here."""

    request: str
    province: str
    city: str
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "address_change"
    zh: ClassVar[str] = "改地址"
    object_kind: ClassVar[str] = "order"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "address_changed"
    ways: ClassVar[tuple[Way, ...]] = (Way.HAND,)
    once: ClassVar[str] = Said("the address before is not kept here; ask the buyer and change it again")


@dataclass(frozen=True)
class RefundDecision(Move):
    """退款处理: a refund is agreed to or turned down; `kind` is refund_only, return or before_dispatch.

    `was` is what was refunded of the order before, `amount` what this decision gives; a refusal gives nothing.
    """

    agree: bool
    amount: Decimal
    kind: str
    reason: str
    was: Decimal = Decimal(0)

    name: ClassVar[str] = "refund"
    zh: ClassVar[str] = "退款处理"
    object_kind: ClassVar[str] = "order"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "refunded"
    ways: ClassVar[tuple[Way, ...]] = (Way.API, Way.HAND)

    @property
    def to(self) -> Decimal:
        return self.was + self.amount if self.agree else self.was

    def after(self) -> Fields:
        return {"refunded": text_of(self.to)} if self.agree else {"refunded": text_of(self.was), "refused": "yes"}

    def undo(self) -> Move | CannotUndo:
        return CannotUndo(Said("money paid back cannot be taken again") if self.agree else
                          Said("a refusal is changed by agreeing while the case is open"))


@dataclass(frozen=True)
class DisputeEvidence(Move):
    """纠纷举证: what is laid before the platform for a case; `to` names the pieces."""

    to: tuple[str, ...]
    statement: str
    was: tuple[str, ...] = ()

    name: ClassVar[str] = "dispute_evidence"
    zh: ClassVar[str] = "纠纷举证"
    object_kind: ClassVar[str] = "case"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "evidence"
    ways: ClassVar[tuple[Way, ...]] = (Way.HAND,)
    once: ClassVar[str] = Said("evidence that was handed in stays in the case")


@dataclass(frozen=True)
class Compensation(Move):
    """补偿: money or a coupon for a buyer who was let down; `form` is cash, coupon or goods."""

    amount: Decimal
    form: str
    reason: str
    was: bool = False
    to: bool = True

    name: ClassVar[str] = "compensation"
    zh: ClassVar[str] = "补偿"
    object_kind: ClassVar[str] = "order"
    group: ClassVar[Group] = Group.ORDER
    field: ClassVar[str] = "compensated"
    ways: ClassVar[tuple[Way, ...]] = (Way.HAND,)
    once: ClassVar[str] = Said("what was given to a buyer stays given")
