"""What may be done with a listing's words, ladder and place on the shelf (S3): advice with the evidence beside it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class MissingAttribute:
    """An attribute that a listing lacks: values that may be chosen or that others have (none: anything), and why it is wanted."""

    name: str
    fill: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class TitleWord:
    """A search word beside a title: people and buyers of four weeks and of the four before; `inside`: the title has it all.

    `beyond`: its people moved beyond chance, by `moved` of what was usual; `from_ads`: told by the words of the
    listing's ads alone.
    """

    word: str
    visitors: Decimal
    before: Decimal | None
    buyers: Decimal | None
    inside: bool
    moved: float | None = None
    odds: float | None = None
    from_ads: bool = False
    beyond: bool = False


@dataclass(frozen=True)
class TitleAdvice:
    """A title with its units and its words.

    `missing`: words that sell and stand in no title place, the most buyers first; `lost` and `gained`: words of the title whose
    people moved; `idle`: parts of the title that none of the words people came by holds; `forbidden` pairs of words and rule.
    """

    item_id: str
    title: str
    units: int
    most: int
    missing: tuple[TitleWord, ...]
    lost: tuple[TitleWord, ...]
    gained: tuple[TitleWord, ...]
    kept: tuple[TitleWord, ...]
    idle: tuple[str, ...]
    forbidden: tuple[tuple[str, str], ...]
    known: bool

    @property
    def spare(self) -> int:
        """Half-width units that are free."""
        return self.most - self.units


@dataclass(frozen=True)
class Rung:
    """One SKU on the ladder: its price, units of five weeks and of the last, whether it is sold out, what a unit leaves."""

    sku: str
    price: Decimal | None
    units: Decimal
    units_week: Decimal
    share: Decimal | None
    share_before: Decimal | None
    sellable: Decimal | None
    margin: Decimal | None


@dataclass(frozen=True)
class LadderAdvice:
    """A listing's SKUs from the way in to the dearest, and what is to be said of them.

    `entry` is the least honest price of a new entry SKU by the guards' rule and margin, None where it cannot be told.
    """

    item_id: str
    rungs: tuple[Rung, ...]
    said: tuple[str, ...]
    entry: Decimal | None
    entry_why: str


@dataclass(frozen=True)
class ShelfTime:
    """When a listing rolls over in the seven-day cycle: weekday 0..6 and hour of the shop's clock; `next_on` the next time.

    `good`: near the peak that hero items want (L-SHELF-PEAK).
    """

    item_id: str
    name: str
    weekday: int
    hour: int
    next_on: date
    good: bool
