"""A brief for whoever writes the copy and draws the poster: what to say, with who said it first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Proof:
    """One point with its evidence: `kind` is search, praise, complaint, question or chat; `times` how often, `quote` one of
    them in the buyers' own (untrusted) words, `day` when."""

    kind: str
    point: str
    times: int
    quote: str = ""
    day: date | None = None


@dataclass(frozen=True)
class CopyBrief:
    """What the copy of a listing should say, and must not.  `forbidden` are words that buyers use and the rules forbid."""

    shop: str
    item_id: str
    title: str
    day: date
    units: int
    most: int
    price: Decimal | None
    currency: str
    proofs: tuple[Proof, ...]
    forbidden: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
