"""The bridge (归因桥) from a base to an actual number: parts that add up to the last cent, remainder shown.

Bridges are made in `decomposition.py` and `mix.py`; this file holds what must be true of every one.
"""
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

CENT = Decimal("0.01")
Number = Decimal | Fraction | int
Scope = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """One step of a bridge: how much of the change it carries, in the bridge's own unit.

    `scope` says where, as (dimension, value) pairs; `per_unit` is what one unit more of the factor is
    worth (None where the part is no factor); `children` split the part and add up to it exactly.
    """
    name: str
    amount: Decimal
    scope: Scope = ()
    per_unit: Fraction | None = None
    children: tuple["Part", ...] = ()

    def __post_init__(self) -> None:
        if self.children and sum((child.amount for child in self.children), Decimal(0)) != self.amount:
            raise ValueError(f"the parts of {self.name!r} do not add up to {self.amount}")


@dataclass(frozen=True)
class Bridge:
    """`base` + all parts + `remainder` == `actual`, exactly, or the bridge is not built."""
    base: Decimal
    actual: Decimal
    parts: tuple[Part, ...]
    remainder: Decimal

    def __post_init__(self) -> None:
        explained = sum((part.amount for part in self.parts), self.remainder)
        if self.base + explained != self.actual:
            raise ValueError(f"the bridge from {self.base} to {self.actual} explains {explained}, not "
                             f"{self.actual - self.base}")

    @property
    def change(self) -> Decimal:
        return self.actual - self.base


def exact(number: Number) -> Fraction:
    """A Decimal, Fraction or int without loss.  A float is refused: it carries no exact cents."""
    if isinstance(number, float):
        raise TypeError(f"{number!r} is a float: give money and counts as Decimal, Fraction or int")
    return Fraction(number)


def to_step(number: Fraction, step: Decimal = CENT) -> Decimal:
    """A fraction on the grid of `step`, halves away from zero, as `domain.money.to_cents` rounds.

    >>> to_step(Fraction(-5, 1000))
    Decimal('-0.01')
    """
    doubled = abs(number) / Fraction(step) * 2
    units = (doubled.numerator // doubled.denominator + 1) // 2
    return (units if number >= 0 else -units) * step


def share_out(amounts: Sequence[Fraction], total: Decimal, step: Decimal = CENT) -> tuple[Decimal, ...]:
    """Round amounts to `step` so that they add up to `total` exactly (largest remainder, Hamilton).

    No amount moves by a whole step or more.  Raises ValueError if the amounts are not within rounding
    of the total: a gap of that size belongs in the remainder, where a reader can see it.

    >>> share_out([Fraction(1, 3)] * 3, Decimal("1.00"))
    (Decimal('0.34'), Decimal('0.33'), Decimal('0.33'))
    """
    grid = Fraction(step)
    units = [amount / grid for amount in amounts]
    floors = [unit.numerator // unit.denominator for unit in units]
    short = Fraction(total) / grid - sum(floors)
    if short.denominator != 1 or not 0 <= short <= len(amounts):
        raise ValueError(f"parts that sum to {float(sum(amounts)):.4f} cannot be rounded to sum to {total}")
    order = sorted(range(len(units)), key=lambda i: (floors[i] - units[i], i))
    for i in order[:int(short)]:
        floors[i] += 1
    return tuple(floor * step for floor in floors)


def round_together(amounts: Sequence[Fraction], total: Decimal, step: Decimal = CENT) -> tuple[Decimal, ...]:
    """`share_out` after spreading evenly what the total itself lost by being rounded.

    For totals that stand for the same sum as the amounts; the gap is then below one step.
    """
    if not amounts:
        return ()
    gap = (Fraction(total) - sum(amounts, Fraction(0))) / len(amounts)
    return share_out([amount + gap for amount in amounts], total, step)


def build(base: Number, actual: Number, parts: Sequence[Part], amounts: Sequence[Fraction],
          step: Decimal = CENT) -> Bridge:
    """A bridge from unrounded amounts: parts rounded together, what they leave open is the remainder.

    `parts` give names and scopes, `amounts` their exact sizes in the same order.  Base and actual are
    rounded to `step` first.  What the amounts do not explain is shown as the remainder.
    """
    first, last = to_step(exact(base), step), to_step(exact(actual), step)
    left_open = to_step(exact(actual) - exact(base) - sum(amounts, Fraction(0)), step)
    remainder = left_open if amounts else last - first
    rounded = round_together(amounts, last - first - remainder, step)
    done = tuple(replace(part, amount=amount) for part, amount in zip(parts, rounded, strict=True))
    return Bridge(first, last, done, remainder)
