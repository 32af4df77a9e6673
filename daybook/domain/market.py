"""What exports tell of rivals and of the market: bands and index values of days, never mixed with the shop's own numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Figure:
    """One figure of a shop or listing watched on a day, at least `low` and at most `high`; None: no such end."""

    day: date
    kind: str                     # shop, item
    who: str
    name: str
    own: bool
    metric: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class MarketFigure:
    """One value of a category: of the whole (`cut` size), of a demand word, or of a price band."""

    day: date
    category: str
    cut: str
    value: str
    metric: str
    low: Decimal | None
    high: Decimal | None

    @property
    def middle(self) -> Decimal | None:
        """The single number of an index, or the middle of a band; None where an end is open."""
        return None if self.low is None or self.high is None else (self.low + self.high) / 2


@dataclass(frozen=True)
class MarketBook:
    """What exports tell of five weeks: figures of rivals, and of the market."""

    figures: Sequence[Figure] = ()
    market: Sequence[MarketFigure] = ()


@dataclass(frozen=True)
class RivalBand:
    """What rival shops did on the latest day that an export tells: the lowest and the highest end among `shops` of them."""

    metric: str
    day: date
    shops: int
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Newcomer:
    """A listing nobody watches whose figure grew: its least now is above `growth` times its most of a week before.

    `least_growth` is the growth that is certain: least now over most then, less 1.
    """

    who: str
    name: str
    metric: str
    first_on: date
    before_on: date
    day: date
    was: tuple[Decimal | None, Decimal]
    now: tuple[Decimal, Decimal | None]
    least_growth: Decimal


@dataclass(frozen=True)
class WordMove:
    """A demand word whose index rose or fell within a week; `rank` is its place among the words of the day."""

    category: str
    word: str
    metric: str
    before_on: date
    day: date
    was: Decimal
    now: Decimal
    rank: int

    @property
    def change(self) -> Decimal:
        """Now over then, less 1."""
        return self.now / self.was - 1
