"""The listings desk as one value: of a shop, and of one listing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from daybook.domain.edit_watch import WatchedEdit
from daybook.domain.listing_advice import LadderAdvice, MissingAttribute, ShelfTime, TitleAdvice
from daybook.domain.listing_lines import ListingLine, ListingLines
from daybook.domain.listing_lives import Launch, Leaving

#: A rank that was read: the fact, what it is of, and its days.
Ranks = tuple[tuple[str, str, tuple[tuple[date, Decimal], ...]], ...]


@dataclass(frozen=True)
class ShopDesk:
    """All listings of a shop; `shelf` None: the platform has no listing cycle."""

    lines: ListingLines
    edits: tuple[WatchedEdit, ...]
    launches: tuple[Launch, ...]
    leaving: tuple[Leaving, ...]
    shelf: tuple[ShelfTime, ...] | None


@dataclass(frozen=True)
class ListingDesk:
    """One listing; None where no export tells of it."""

    lines: ListingLines
    line: ListingLine
    edits: tuple[WatchedEdit, ...]
    title: TitleAdvice | None
    ladder: LadderAdvice | None
    ranks: Ranks
    launch: Launch | None
    leaving: Leaving | None
    attributes: tuple[MissingAttribute, ...] | None = None
