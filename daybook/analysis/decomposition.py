"""Splits a change of a product over its factors so that the parts add up to the change exactly.

Money is visitors x conversion x spend per buyer (or any other chain of factors).  Mix against rate, and
slices, are in `mix.py`; rounding and the invariant are in `bridge.py`.
"""
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations
from math import factorial, prod

from daybook.analysis.bridge import CENT, Bridge, Number, Part, Scope, build, exact, round_together

#: Digits of the logarithms: money of 18 digits stays exact to the cent with room for cancellation.
LOG_DIGITS = 50
#: Shapley visits every subset of factors; twelve are 4,096 subsets, and no identity of the trade is longer.
MOST_FACTORS = 12


@dataclass(frozen=True)
class Factor:
    """One factor of an identity on both days.  None: the ratio has nothing under it, so it is unknown."""
    name: str
    base: Number | None
    actual: Number | None


def factors_from_levels(names: Sequence[str], base: Sequence[Number],
                        actual: Sequence[Number]) -> tuple[Factor, ...]:
    """Factors of a chain of levels: the first level itself, then each level over the one before it.

    Levels (visitors, buyers, paid GMV) give the factors visitors, conversion and spend per buyer, whose
    product is the last level exactly, whatever the screens round.
    """
    if not len(names) == len(base) == len(actual):
        raise ValueError("names, base and actual must have one entry per level")
    return tuple(Factor(name, _over(base, i), _over(actual, i)) for i, name in enumerate(names))


def _over(levels: Sequence[Number], i: int) -> Fraction | None:
    if i == 0:
        return exact(levels[0])
    below = exact(levels[i - 1])
    return exact(levels[i]) / below if below else None


def split_product(factors: Sequence[Factor], base: Number | None = None, actual: Number | None = None,
                  step: Decimal = CENT) -> Bridge:
    """The change of a product, one part per factor, exact to `step`.

    All factors positive on both days: log-mean Divisia index, LMDI-I (Ang 2004, Energy Policy 32, 1131);
    otherwise, at a zero, a refund below zero or an unknown ratio, the Shapley value (Shorrocks 2013,
    J. Econ. Inequality 11, 99).  `base` and `actual` are the totals where they are known apart from the
    factors; what the factors miss of them is the remainder.
    """
    pairs = [_both(factor) for factor in factors]
    products = prod(pair[0] for pair in pairs), prod(pair[1] for pair in pairs)
    amounts, worth = _log_mean(pairs) if all(x > 0 for pair in pairs for x in pair) else _shapley(pairs)
    parts = [Part(factor.name, Decimal(0), per_unit=unit)
             for factor, unit in zip(factors, worth, strict=True)]
    return build(Fraction(products[0]) if base is None else base,
                 Fraction(products[1]) if actual is None else actual, parts, amounts, step)


def _both(factor: Factor) -> tuple[Fraction, Fraction]:
    """A ratio unknown on one day takes the other day's value, so that it explains nothing by itself."""
    base, actual = factor.base, factor.actual
    if base is None and actual is None:
        return Fraction(0), Fraction(0)
    if base is None or actual is None:
        known = exact(actual if base is None else base)  # type: ignore[arg-type]
        return known, known
    return exact(base), exact(actual)


Split = tuple[list[Fraction], list[Fraction]]


def _log_mean(pairs: Sequence[tuple[Fraction, Fraction]]) -> Split:
    """LMDI-I: amount_i = L(V1, V0) ln(x1/x0), and what a unit of x_i is worth, L(V1, V0) / L(x1, x0).

    The amounts miss the change by the rounding of the logarithms only (1e-48 of it); the largest part
    takes that up, so that their sum is the change as a fraction.
    """
    change = prod(x for _, x in pairs) - prod(x for x, _ in pairs)
    scale = log_mean(Fraction(prod(x for x, _ in pairs)), Fraction(prod(x for _, x in pairs)))
    worth = [scale / log_mean(base, actual) for base, actual in pairs]
    amounts = [unit * (actual - base) for unit, (base, actual) in zip(worth, pairs, strict=True)]
    largest = max(range(len(amounts)), key=lambda i: abs(amounts[i]))
    amounts[largest] += change - sum(amounts)
    return amounts, worth


def log_mean(one: Fraction, other: Fraction) -> Fraction:
    """Logarithmic mean (a - b) / ln(a/b) of two positive numbers; a where they are equal.

    >>> round(float(log_mean(Fraction(1), Fraction(2))), 6)
    1.442695
    """
    if one == other:
        return one
    with localcontext() as context:
        context.prec = LOG_DIGITS
        ratio = other / one
        logarithm = (Decimal(ratio.numerator) / Decimal(ratio.denominator)).ln()
        return (other - one) / Fraction(logarithm) if logarithm else one


def _shapley(pairs: Sequence[tuple[Fraction, Fraction]]) -> Split:
    """Mean effect of a factor over all orders in which the factors could have moved.  Exact."""
    count = len(pairs)
    if count > MOST_FACTORS:
        raise ValueError(f"{count} factors are too many for an exact split, at most {MOST_FACTORS}")
    worth = [_mean_of_the_others(pairs, i) for i in range(count)]
    return [unit * (pair[1] - pair[0]) for unit, pair in zip(worth, pairs, strict=True)], worth


def _mean_of_the_others(pairs: Sequence[tuple[Fraction, Fraction]], i: int) -> Fraction:
    count, others = len(pairs), [j for j in range(len(pairs)) if j != i]
    total = Fraction(0)
    for size in range(count):
        weight = Fraction(factorial(size) * factorial(count - size - 1), factorial(count))
        for moved in combinations(others, size):
            total += weight * prod(pairs[j][1 if j in moved else 0] for j in others)
    return total


def split_part(part: Part, changes: Sequence[tuple[str, Scope, Number]], step: Decimal = CENT,
               rest: str = "not broken down") -> Part:
    """A driver's part, split over what moved the driver: channels, products, keywords.

    `changes` are (name, scope, change of the driver in the driver's own unit); each is worth `per_unit`.
    What they do not explain of the part is a child of its own named `rest`, so children always add up.
    """
    if part.per_unit is None:
        raise ValueError(f"{part.name!r} is no factor: it has no worth per unit to split by")
    amounts = [part.per_unit * exact(change) for _, _, change in changes]
    children = [Part(name, Decimal(0), scope) for name, scope, _ in changes]
    gap = Fraction(part.amount) - sum(amounts, Fraction(0))
    if abs(gap) >= Fraction(step) or not amounts:
        amounts, children = [*amounts, gap], [*children, Part(rest, Decimal(0))]
    rounded = round_together(amounts, part.amount, step)
    done = tuple(replace(child, amount=amount) for child, amount in zip(children, rounded, strict=True))
    return replace(part, children=done)
