"""Rules held against a shop's own data: a published number beside the shop's own, and which of two rules its data support."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class CalibratedRule:
    """One number of a rule, by default and by this shop's data, with what both miss on data that neither has seen.

    `what_error` says what is missed, and `units` on how many units (words, days, moves) it was judged; `better`: whether the
    shop's own number misses less beyond doubt (False: more), None where it cannot be told or, with `why`, not be reckoned.
    """

    rule: str
    number: str
    unit: str
    what: str
    default: Decimal
    own: Decimal | None
    default_error: float | None
    own_error: float | None
    what_error: str
    units: int
    better: bool | None
    why: str = ""
    of: str = ""                 # a kind of move, where the rule is reckoned for each


@dataclass(frozen=True)
class TriedConflict:
    """Two rules that cannot both be right, and the one that this shop's data support; "" where it cannot be told.

    `evidence` says on what that rests, or what would have to be known.
    """

    first: str
    second: str
    first_what: str
    second_what: str
    about: str
    supported: str
    evidence: str


@dataclass(frozen=True)
class RulesTried:
    """All of a shop."""

    shop: str
    calibrated: tuple[CalibratedRule, ...]
    conflicts: tuple[TriedConflict, ...]
