"""What exports tell of rivals and of the market: bands and index values of days, never mixed with the shop's own numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from daybook.domain.rivals import Rival, RivalSighting


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
    """What exports tell of the last weeks: figures of rivals, and of the market."""

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


@dataclass(frozen=True)
class RivalLine:
    """One rival of an item as last seen: `gap` is what its buyers pay over what ours pay, less 1; None where either is not known.

    `age` is the time since the last look, None without one; `due`: the last slot has no look; `stale`: too old to count.
    """

    rival: Rival
    last: RivalSighting | None
    age: timedelta | None
    due: bool
    stale: bool
    gap: Decimal | None


@dataclass(frozen=True)
class ItemRivals:
    """An item beside its rivals; `own` is what a unit was last paid with, `sales` its money a day over four weeks.

    `paid` are its days, `looked` the days of each rival: the last price that a look of the day showed, coupons taken off.
    """

    item_id: str
    name: str
    own: Decimal | None
    sales: Decimal | None
    lines: tuple[RivalLine, ...]
    paid: tuple[tuple[date, Decimal | None], ...] = ()
    looked: tuple[tuple[str, tuple[tuple[date, Decimal | None], ...]], ...] = ()


@dataclass(frozen=True)
class RivalEvent:
    """One change of a rival, with the item that it is watched for first."""

    at: datetime
    item_id: str
    rival: str
    kind: str
    words: str
    hurts: bool


@dataclass(frozen=True)
class RivalBoard:
    """The market and rivals page (S11) of a shop as known at a moment.

    `bare` are core items with fewer rivals than the rule asks for, by what they sell; it asks for `wanted`, least and most.
    """

    shop: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    items: tuple[ItemRivals, ...]
    events: tuple[RivalEvent, ...]
    bands: tuple[tuple[RivalBand, Decimal | None], ...]      # with the shop's own number of that day
    newcomers: tuple[Newcomer, ...]
    words: tuple[WordMove, ...]
    size: tuple[MarketFigure, ...]
    price_bands: tuple[MarketFigure, ...]
    bare: tuple[tuple[str, str, int], ...]
    wanted: tuple[int, int]
    categories: tuple[str, ...] = ()     # of which exports tell the market

    @property
    def rivals(self) -> int:
        """How many rivals are watched, each once."""
        return len({line.rival.rival for item in self.items for line in item.lines})

    @property
    def due(self) -> int:
        """How many of them have no look of the last slot."""
        return len({line.rival.rival for item in self.items for line in item.lines if line.due})


@dataclass(frozen=True)
class WaveDay:
    """One day of a seller's listings: how many were seen with a price, how many of them are cut, the middle cut of those."""

    day: date
    seen: int
    cut: int
    cut_share: Decimal
    depth: Decimal | None


@dataclass(frozen=True)
class SellerWave:
    """A seller in a wave of prices: from which day to which many of its listings are cut, how many and how deep on its largest day.

    `late_days` are days after the day on which most joined; `deepest` is a listing with its base and its lowest price; `left` are
    listings that were not seen any more on the last day.
    """

    seller: str
    listings: int
    days: tuple[WaveDay, ...]
    joined_on: date | None
    last_on: date | None
    cut_share: Decimal | None
    depth: Decimal | None
    deepest: tuple[str, Decimal, Decimal] | None
    late_days: int | None
    left: int
