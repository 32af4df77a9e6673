"""Causes from marginal tables, as exports hold them: orders by source, by product, by region and buyer type."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from daybook.analysis.margins import MarginDiagnosis, MarginTable, explain_margins

NAMES = ("source", "product", "region", "buyer")
SIZES = (6, 12, 8, 2)
TABLES = ((0,), (1,), (2, 3))
Scope = tuple[tuple[str, str], ...]
Planted = dict[Scope, float]


def margins(
    seed: int, planted: Planted, orders: float = 10_000, store: float = 1.0, error: float = 0.0
) -> tuple[list[MarginTable], Decimal, Decimal]:
    """Three tables of one day's orders, real and forecast, and their totals; `error` is the slices' forecast error."""
    rng = np.random.default_rng(seed)
    mean, forecast_error, factor = np.full(SIZES, orders), np.exp(rng.normal(0, 0.1, SIZES)), np.full(SIZES, store)
    for at, size in enumerate(SIZES):
        along = tuple(-1 if other == at else 1 for other in range(len(SIZES)))
        share = rng.permutation(np.linspace(1, 3, size))
        mean = mean * (share / share.sum()).reshape(along)
        forecast_error = forecast_error * np.exp(rng.normal(0, error, size)).reshape(along)
    for scope, moved in planted.items():
        chosen = dict(scope)
        where = tuple(int(chosen[name][1:]) if name in chosen else slice(None) for name in NAMES)
        factor[where] *= moved
    real, forecast = rng.poisson(mean * factor), mean * forecast_error
    tables = []
    for kept in TABLES:
        summed = tuple(at for at in range(len(SIZES)) if at not in kept)
        places = list(np.ndindex(*(SIZES[at] for at in kept)))
        labels = tuple(tuple(f"{NAMES[at][0]}{i}" for at, i in zip(kept, place, strict=True)) for place in places)
        sold, wanted = real.sum(summed), forecast.sum(summed)
        tables.append(
            MarginTable(
                tuple(NAMES[at] for at in kept),
                labels,
                tuple(Decimal(int(sold[place])) for place in places),
                tuple(Decimal(f"{wanted[place]:.2f}") for place in places),
            )
        )
    return tables, Decimal(int(real.sum())), Decimal(f"{forecast.sum():.2f}")


def told(found: MarginDiagnosis) -> set[Scope]:
    return {cause.scope for cause in found.causes}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("scope", [(("source", "s2"),), (("product", "p5"),), (("region", "r3"), ("buyer", "b1"))])
def test_the_slice_that_fell_is_named_in_its_own_table_only(seed: int, scope: Scope) -> None:
    """Its fall dilutes evenly into the other tables, where all slices then move alike."""
    found = explain_margins(*margins(seed, {scope: 0.4}))
    assert told(found) == {scope}
    assert found.causes[0].factor == pytest.approx(0.4, abs=0.1)
    assert found.store_factor == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_causes_in_different_tables_are_found_at_once(seed: int) -> None:
    planted: Planted = {(("source", "s2"),): 0.4, (("product", "p5"),): 1.8, (("region", "r3"),): 0.5}
    assert told(explain_margins(*margins(seed, planted, orders=30_000, error=0.02))) == set(planted)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_old_buyers_who_fell_are_not_taken_for_new_buyers_who_rose(seed: int) -> None:
    """Two slices mirror each other; the other tables and the store's total tell which one moved."""
    assert told(explain_margins(*margins(seed, {(("buyer", "b0"),): 0.5}))) == {(("buyer", "b0"),)}


@pytest.mark.parametrize("store", [0.65, 0.85, 1.4])
def test_no_local_cause_when_all_slices_move_alike(store: float) -> None:
    for seed in range(5):
        found = explain_margins(*margins(seed, {}, store=store, error=0.02))
        assert found.causes == ()
        assert found.store_factor == pytest.approx(store, rel=0.08)


def test_quiet_days_name_no_cause() -> None:
    assert [seed for seed in range(20) if explain_margins(*margins(seed, {}, error=0.03)).causes] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_table_adds_up_to_the_total_change_to_the_cent(seed: int) -> None:
    """The tables lack 37.25 that the shop's total holds: it is each table's remainder, not spread over slices."""
    tables, real, expected = margins(seed, {(("source", "s2"),): 0.4})
    found = explain_margins(tables, real + Decimal("37.25"), expected)
    for table, bridge in zip(tables, found.bridges, strict=True):
        held = sum(table.real, Decimal(0)) - sum(table.expected, Decimal(0))
        assert bridge.remainder == real + Decimal("37.25") - expected - held
        assert sum(line.change for line in bridge.slices) + bridge.remainder == found.change
        assert all(line.with_the_rest + line.own == line.change for line in bridge.slices)


def test_money_scatters_more_than_orders_and_needs_more_of_it() -> None:
    """The same table read as paid yuan at some 200 an order: 3,000 less is fifteen orders, and no news."""
    labels = (("s0",), ("s1",), ("s2",), ("s3",))
    real = tuple(Decimal(value) for value in (10_000, 10_000, 10_000, 7_000))
    table = MarginTable(("source",), labels, real, (Decimal(10_000),) * 4)
    assert told(explain_margins([table], sum(real, Decimal(0)), Decimal(40_000))) == {(("source", "s3"),)}
    assert explain_margins([table], sum(real, Decimal(0)), Decimal(40_000), unit=400.0).causes == ()


def test_a_slice_named_twice_is_refused() -> None:
    table = MarginTable(("source",), (("s0",), ("s0",)), (Decimal(1), Decimal(2)), (Decimal(1), Decimal(2)))
    with pytest.raises(ValueError, match="names a slice twice"):
        explain_margins([table], Decimal(3), Decimal(3))


def test_a_slice_of_which_nothing_was_left_is_named() -> None:
    """A product that sold 40 of 600 orders and sells none today; the Poisson odds of that are below 1 in 10^17."""
    expected = (Decimal(40), *[Decimal(56)] * 10)
    real = (Decimal(0), *(Decimal(56 + n) for n in (-7, 5, -3, 8, 0, -6, 4, 7, -5, 2)))
    table = MarginTable(("product",), tuple((f"p{n}",) for n in range(11)), real, expected)
    found = explain_margins([table], sum(real), sum(expected))
    assert told(found) == {(("product", "p0"),)}
