"""A decision memo about an item's rivals: keep, adjust or change, with its reasons and the levels at which it is due again."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

#: What can be decided.
DECISIONS = {"keep": "保持", "adjust": "调整", "change": "改变"}


@dataclass(frozen=True)
class Room:
    """Between what the item's best-selling SKU costs today and the least that it may cost by all that binds it; None: not known.

    `margin` False: for somebody who may not see costs, so that no margin bounds it.
    """

    sku: str
    usual: Decimal | None
    lowest: Decimal | None
    margin: bool = True


@dataclass(frozen=True)
class MemoDraft:
    """What the facts of a morning say: the decision that they speak for, the reasons, and the trigger levels."""

    item_id: str
    name: str
    on: date
    decision: str
    reasons: tuple[str, ...]
    triggers: tuple[str, ...]


@dataclass(frozen=True)
class KeptMemo:
    """One version of a memo as a person kept it; a signed one is changed no more."""

    item_id: str
    on: date
    decision: str
    reasons: tuple[str, ...]
    triggers: tuple[str, ...]
    text: str
    by: str
    signed: bool
    known_at: datetime
