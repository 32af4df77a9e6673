"""Bids that somebody moved, as experiments for how clicks follow their price: receipts of moves and notes of edits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from daybook.domain.seen import Seen

if TYPE_CHECKING:
    from daybook.analysis.bidding.moves import BidMove


@dataclass(frozen=True)
class OwnBid:
    """A word's bid moved on a day of the shop, in shop currency."""

    word: str
    on: date
    was: Decimal
    to: Decimal


def noted_bids(seen: Seen) -> tuple[OwnBid, ...]:
    """Edits of words that people noted with both numbers."""
    words = {dict(s).get("keyword", "") for s in seen.sliced.get("keyword", {}).get("keyword_clicks", {})}
    found = [OwnBid(n.object, n.at.astimezone(ZoneInfo(seen.shop.zone)).date(), was, to) for n in seen.given.notes
             if n.kind == "edit" and n.object in words and (was := number(n.from_)) and (to := number(n.to))]
    return tuple(found)


def bids_once(noted: Iterable[OwnBid], done: Iterable[OwnBid]) -> tuple[OwnBid, ...]:
    """Receipts first; a note on the same word and day tells of the same move."""
    kept = list(done)
    there = {(one.word, one.on) for one in kept}
    return (*kept, *(one for one in noted if (one.word, one.on) not in there))


def number(text: str) -> Decimal | None:
    """A positive number, or None.

    >>> number("1.20"), number("0"), number("")
    (Decimal('1.20'), None, None)
    """
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


def as_moves(bids: Sequence[OwnBid], words: Sequence[str]) -> "list[BidMove]":
    """The moves of words that are judged, by their place among them."""
    from daybook.analysis.bidding.moves import BidMove

    return [BidMove(at, one.on.toordinal(), float(one.to / one.was)) for one in bids for at, word in enumerate(words)
            if word == one.word]
