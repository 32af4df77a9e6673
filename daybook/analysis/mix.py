"""Slices of a change: what each carries, mix against rate, and people counted in more than one slice.

Products of factors are split in `decomposition.py`; the invariant of a bridge is in `bridge.py`.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from daybook.analysis.bridge import CENT, Bridge, Number, Part, Scope, build, exact, round_together, to_step
from daybook.analysis.decomposition import Factor, factors_from_levels, split_part, split_product

OVERLAP = "overlap"     # 去重重叠: people counted in more than one slice
VOLUME, MIX, RATE = "volume", "mix", "rate"
#: A ten-thousandth of a percentage point: finer than any screen shows a rate.
RATE_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class Slice:
    """One slice on both days: outcome `over` (orders) and what its rate is a share of, `under` (visitors)."""
    value: str
    base_under: Number
    base_over: Number
    actual_under: Number
    actual_over: Number


def split_by_slice(dimension: str, base: Mapping[str, Number], actual: Mapping[str, Number],
                   totals: tuple[Number, Number] | None = None, step: Decimal = CENT) -> Bridge:
    """What each slice of an additive number (money, orders) carries of its change; absent slices are 0.

    `totals` (base, actual) where the whole is known apart; what the slices miss of it is the remainder.
    """
    values = sorted({*base, *actual})
    amounts = [exact(actual.get(value, 0)) - exact(base.get(value, 0)) for value in values]
    parts = [Part(value, Decimal(0), ((dimension, value),)) for value in values]
    whole = totals or (sum((exact(x) for x in base.values()), Fraction(0)),
                       sum((exact(x) for x in actual.values()), Fraction(0)))
    return build(whole[0], whole[1], parts, amounts, step)


def split_people(dimension: str, base: Mapping[str, int], actual: Mapping[str, int],
                 totals: tuple[int, int]) -> Bridge:
    """Changes of de-duplicated people (visitors, buyers) by slice, with the overlap as a part of its own.

    Product visitors do not sum to shop visitors, since one person sees several products.  The overlap is
    what the slices count twice.  Where the slices together hold fewer people than the whole on either
    day they do not cover it, and the gap is the remainder, never called overlap.
    """
    twice = sum(base.values()) - totals[0], sum(actual.values()) - totals[1]
    bridge = split_by_slice(dimension, base, actual, totals, Decimal(1))
    if min(twice) < 0:
        return bridge
    overlap = Part(OVERLAP, Decimal(twice[0] - twice[1]), ((dimension, OVERLAP),))
    return Bridge(bridge.base, bridge.actual, (*bridge.parts, overlap), Decimal(0))


@dataclass(frozen=True)
class _Exact:
    """A slice's shares of the whole and its rates; a rate over nothing takes the other day's value."""
    base_share: Fraction
    actual_share: Fraction
    base_rate: Fraction
    actual_rate: Fraction


def split_mix_and_rate(dimension: str, slices: Sequence[Slice], step: Decimal = CENT) -> Bridge:
    """The change of a sum over slices: volume (more of all), mix (better slices), rate (better in each).

    Orders = visitors x sum of share x conversion.  Midpoint weights (Marshall and Edgeworth) leave no
    cross term, so the three add up exactly.  Parts: volume; mix and rate, each with a child per slice.
    A slice's mix part is its change of share times how far its rate lies above the whole's.
    """
    under = _total(slices, "base_under"), _total(slices, "actual_under")
    over = _total(slices, "base_over"), _total(slices, "actual_over")
    if not under[0] or not under[1]:
        return build(over[0], over[1], [Part(VOLUME, Decimal(0))], [over[1] - over[0]], step)
    rates = over[0] / under[0], over[1] / under[1]
    mid_under, mid_rate = (under[0] + under[1]) / 2, (rates[0] + rates[1]) / 2
    mixes, inner = _mix_and_rate(slices, under, mid_rate)
    volume = (under[1] - under[0]) * mid_rate
    amounts = [volume, mid_under * sum(mixes), mid_under * sum(inner)]
    bridge = build(over[0], over[1], [Part(name, Decimal(0)) for name in (VOLUME, MIX, RATE)], amounts, step)
    with_slices = [_by_slice(dimension, part, slices, [mid_under * x for x in each], step)
                   for part, each in zip(bridge.parts[1:], (mixes, inner), strict=True)]
    return Bridge(bridge.base, bridge.actual, (bridge.parts[0], *with_slices), bridge.remainder)


def split_rate(dimension: str, slices: Sequence[Slice], step: Decimal = RATE_STEP) -> Bridge | None:
    """The change of a ratio of sums (the shop's conversion) by mix and rate; None if a day has nothing under.

    The base and actual are sums over sums, never means of the slices' rates.
    """
    under = _total(slices, "base_under"), _total(slices, "actual_under")
    if not under[0] or not under[1]:
        return None
    rates = _total(slices, "base_over") / under[0], _total(slices, "actual_over") / under[1]
    mixes, inner = _mix_and_rate(slices, under, (rates[0] + rates[1]) / 2)
    bridge = build(rates[0], rates[1], [Part(name, Decimal(0)) for name in (MIX, RATE)],
                   [sum(mixes, Fraction(0)), sum(inner, Fraction(0))], step)
    parts = tuple(_by_slice(dimension, part, slices, each, step)
                  for part, each in zip(bridge.parts, (mixes, inner), strict=True))
    return Bridge(bridge.base, bridge.actual, parts, bridge.remainder)


def _total(slices: Sequence[Slice], field: str) -> Fraction:
    return sum((exact(getattr(one, field)) for one in slices), Fraction(0))


def _mix_and_rate(slices: Sequence[Slice], under: tuple[Fraction, Fraction],
                  mid_rate: Fraction) -> tuple[list[Fraction], list[Fraction]]:
    mixes, inner = [], []
    for one in (_in_shares(each, under) for each in slices):
        centre = (one.base_rate + one.actual_rate) / 2 - mid_rate
        mixes.append((one.actual_share - one.base_share) * centre)
        inner.append((one.actual_share + one.base_share) / 2 * (one.actual_rate - one.base_rate))
    return mixes, inner


def _in_shares(one: Slice, under: tuple[Fraction, Fraction]) -> _Exact:
    for count, outcome, day in ((one.base_under, one.base_over, "base"),
                                (one.actual_under, one.actual_over, "actual")):
        if not exact(count) and exact(outcome):
            raise ValueError(f"slice {one.value!r} has {outcome} over nothing on the {day} day: "
                             "give it a row under which they happened, or leave it to the remainder")
    before = exact(one.base_over) / exact(one.base_under) if exact(one.base_under) else None
    after = exact(one.actual_over) / exact(one.actual_under) if exact(one.actual_under) else None
    known = before if before is not None else (after if after is not None else Fraction(0))
    return _Exact(exact(one.base_under) / under[0], exact(one.actual_under) / under[1],
                  known, after if after is not None else known)


def _by_slice(dimension: str, part: Part, slices: Sequence[Slice], amounts: Sequence[Fraction],
              step: Decimal) -> Part:
    rounded = round_together(amounts, part.amount, step)
    return replace(part, children=tuple(Part(one.value, amount, ((dimension, one.value),))
                                        for one, amount in zip(slices, rounded, strict=True)))


def split_slices_by_factor(dimension: str, slices: Mapping[str, Sequence[Factor]],
                           totals: tuple[Number, Number] | None = None, step: Decimal = CENT) -> Bridge:
    """Each slice's change, and inside it each factor's: which channel, and by visitors, conversion or spend.

    A slice that opened or closed is carried by its first factor, since its ratios are unknown on one day.
    """
    bridges = {value: split_product(factors, step=step) for value, factors in slices.items()}
    base = {value: bridge.base for value, bridge in bridges.items()}
    actual = {value: bridge.actual for value, bridge in bridges.items()}
    ends = None if totals is None else (to_step(exact(totals[0]), step), to_step(exact(totals[1]), step))
    whole = split_by_slice(dimension, base, actual, ends, step)
    parts = tuple(replace(part, children=bridges[part.name].parts) for part in whole.parts)
    return Bridge(whole.base, whole.actual, parts, whole.remainder)


@dataclass(frozen=True)
class Levels:
    """A chain of levels (visitors, buyers, paid GMV) on both days, of the whole or of one slice."""
    base: tuple[Number, ...]
    actual: tuple[Number, ...]


def split_drivers(names: Sequence[str], whole: Levels, dimension: str, slices: Mapping[str, Levels],
                  step: Decimal = CENT) -> Bridge:
    """Drivers of the whole's last level, each split over slices: paid GMV by visitors, conversion, spend.

    The first driver's children are the slices' own changes and, where people are de-duplicated, the
    overlap; a ratio's children are mix and rate per slice.  What slices miss of a driver (the overlap
    of a ratio's base, slices not reported) is a child of its own, so every level adds up.
    """
    bridge = split_product(factors_from_levels(names, whole.base, whole.actual), step=step)
    parts = [_first_driver(bridge.parts[0], whole, dimension, slices, step)]
    for i in range(1, len(names)):
        rows = [Slice(value, one.base[i - 1], one.base[i], one.actual[i - 1], one.actual[i])
                for value, one in slices.items()]
        parts.append(split_part(bridge.parts[i], _ratio_changes(dimension, rows), step))
    return Bridge(bridge.base, bridge.actual, tuple(parts), bridge.remainder)


def _first_driver(part: Part, whole: Levels, dimension: str, slices: Mapping[str, Levels],
                  step: Decimal) -> Part:
    changes = [(value, ((dimension, value),), exact(one.actual[0]) - exact(one.base[0]))
               for value, one in slices.items()]
    twice = [sum(exact(one[0]) for one in days) - exact(all_[0]) for days, all_ in (
        ([one.base for one in slices.values()], whole.base),
        ([one.actual for one in slices.values()], whole.actual))]
    if min(twice) >= 0 and max(twice) > 0:
        changes.append((OVERLAP, ((dimension, OVERLAP),), twice[0] - twice[1]))
    return split_part(part, changes, step)


def _ratio_changes(dimension: str, slices: Sequence[Slice]) -> list[tuple[str, Scope, Number]]:
    under = _total(slices, "base_under"), _total(slices, "actual_under")
    if not under[0] or not under[1]:
        return []
    over = _total(slices, "base_over"), _total(slices, "actual_over")
    mixes, inner = _mix_and_rate(slices, under, (over[0] / under[0] + over[1] / under[1]) / 2)
    return [(kind, ((dimension, one.value),), amount) for kind, each in ((MIX, mixes), (RATE, inner))
            for one, amount in zip(slices, each, strict=True)]
