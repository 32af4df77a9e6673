"""What the creators desk makes of the book: results by settled margin, grades with reasons, terms, halo, and the page as data."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from daybook.domain.creators import Deal, Post, Profile, Sample


@dataclass(frozen=True)
class Between:
    """Money or a share with an interval that holds eight in ten."""

    low: Decimal
    mid: Decimal
    high: Decimal


@dataclass(frozen=True)
class ItemTerms:
    """What a commission on an item may be at most, as a share of what settles, before the creator's work earns nothing.

    `refund_rate` (of paid money) is the one by which it is reckoned; None with `why_not` where a cost is not known.
    """

    item_id: str
    title: str
    break_even: Decimal | None
    refund_rate: Decimal | None
    why_not: str = ""


@dataclass(frozen=True)
class ItemResult:
    """One creator's item: orders that have ended (settled or gone back) and what they left; `margin` None: not known."""

    item_id: str
    title: str
    orders: int
    booked: Decimal
    settled_net: Decimal
    margin: Decimal | None
    why_not: str = ""


@dataclass(frozen=True)
class Result:
    """One creator by what settled.

    `booked` and `orders` are all that consoles show within the days read.  Of orders old enough to have ended: `ended_paid` and
    `ended_orders`, `settled_net` what settled after refunds, `settled_share` its share of the money, `usual_share` that of the
    shop's other creators.  `commission` is what settled orders cost, `margin` what all ended orders left after goods, refunds,
    fees and commission; `fees` are fixed fees agreed and `samples` what samples cost, None where nobody told; `after_fees` is the
    margin less both.  `pending` is what still waits, `expected` what of it will settle.
    """

    creator_id: str
    name: str
    orders: int
    booked: Decimal
    ended_orders: int
    ended_paid: Decimal
    settled_orders: int
    settled_net: Decimal
    settled_share: Decimal | None
    usual_share: Decimal | None
    commission: Decimal | None
    margin: Decimal | None
    fees: Decimal | None
    samples: Decimal | None
    after_fees: Decimal | None
    pending: Decimal
    expected: Between | None
    last_on: date
    items: tuple[ItemResult, ...] = ()
    why_not: str = ""

    @property
    def margin_rate(self) -> Decimal | None:
        """What is left of a yuan that settled."""
        return None if self.after_fees is None or self.settled_net <= 0 else (self.after_fees / self.settled_net).quantize(
            Decimal("0.0001"))


@dataclass(frozen=True)
class Sign:
    """One sign that numbers were made, with what was seen; `rule` is the row of the rulebook that it is told by."""

    kind: str
    rule: str
    words: str
    strength: float


class Basis(StrEnum):
    """What a grade rests on: settled margin here, fit alone, or nothing that is known."""

    PAST = "past"
    FIT = "fit"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Grade:
    """A to D, "" where nothing is known; `fit` is the share of known parts that fit, None where none is known."""

    letter: str
    basis: Basis
    fit: Decimal | None
    reasons: tuple[str, ...]
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True)
class Halo:
    """What the days around a creator's posts brought beside his own orders, a day; `told` is gain, loss or cannot tell."""

    what: str
    told: str
    posts: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    why: str = ""


@dataclass(frozen=True)
class DealLine:
    """One cooperation as the page shows it: what is due now, "" for nothing; terms beside the lowest break-even of items."""

    deal: Deal
    name: str
    due: str
    urgent: bool
    break_even: Decimal | None
    terms_lose: bool | None
    sample: Sample | None = None


@dataclass(frozen=True)
class CreatorLine:
    """One creator with grade, result and profile; what to book again for, "" where nothing speaks for it."""

    creator_id: str
    name: str
    grade: Grade
    result: Result | None
    profile: Profile | None
    again: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class CreatorsTable:
    """The creators' page of one morning."""

    shop: str
    platform: str
    zone: str
    currency: str
    on: date
    as_of: datetime
    deals: tuple[DealLine, ...]
    creators: tuple[CreatorLine, ...]
    terms: tuple[ItemTerms, ...]
    samples: tuple[Sample, ...]
    posts: tuple[Post, ...]
    lag: tuple[int, int] | None
    matured_days: int
    untold: tuple[tuple[str, str], ...]
    halo: tuple[Halo, ...] = ()
    invited_today: int = 0
    invitations_a_day: int | None = None
