"""Whatever is delivered, in whatever order, compacted and vacuumed at whatever moment: the lake answers for each
moment as a few dicts do that keep every delivery whole."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybook.facts.delivery import Delivery
from tests.facts.naive import Naive, lake_answers
from tests.facts.shops import ads, delivery, line, lines, nine, open_home, order, orders, report

MOMENTS = range(2, 8)


@st.composite
def _order_lines(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """One order with its lines; the day it was ordered belongs to its number and never changes."""
    number = draw(st.integers(1, 4))
    ordered = {1: 1, 2: 2, 3: 31, 4: 33}[number]
    paid = draw(st.sampled_from([None, ordered, ordered + 1, 36]))
    amount = draw(st.sampled_from(["10", "12.5"]))
    buyer = draw(st.sampled_from(["b1", "b2", "b1", None]))
    head = order(f"o{number}", ordered, paid, amount, buyer_id=buyer,
                 refund_amount=Decimal(draw(st.sampled_from(["0", "3"]))))
    kept = draw(st.lists(st.sampled_from(["l1", "l2", "l3"]), min_size=1, max_size=3, unique=True))
    return head, [line(f"o{number}", k, ordered, paid, amount, sku=draw(st.sampled_from(["k1", "k2"]))) for k in kept]


@st.composite
def _contents(draw: st.DrawFn) -> dict[str, Any]:
    """What one delivery holds, as plain rows."""
    whole = draw(st.lists(_order_lines(), min_size=1, max_size=4, unique_by=lambda o: o[0]["order_id"]))
    reports = []
    for part in draw(st.lists(st.sampled_from(["search", "feed"]), max_size=2, unique=True)):
        days = draw(st.lists(st.integers(1, 3), max_size=3, unique=True))
        rows = [ads(d, p, draw(st.sampled_from(["5", "6"]))) for d in days for p in ("p1", "p2")]
        reports.append((part, draw(st.sampled_from([(1, 3), None])), rows))
    return {"orders": [head for head, _ in whole], "lines": [one for _, some in whole for one in some],
            "reports": reports}


@st.composite
def _steps(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Deliveries (some repeated as they were), rewrites and vacuums."""
    steps: list[tuple[Any, ...]] = []
    for n in range(draw(st.integers(2, 7))):
        what = draw(st.sampled_from(["load", "load", "load", "again", "compact", "vacuum"]))
        loads = [s for s in steps if s[0] == "load"]
        if what == "load" or (what == "again" and not loads):
            steps.append(("load", f"L{n}", draw(st.sampled_from(["kettles", "lamps"])),
                          draw(st.sampled_from(MOMENTS)), draw(_contents())))
        else:
            steps.append(draw(st.sampled_from(loads)) if what == "again" else (what,))
    return steps


def _delivery(landing: str, shop: str, moment: int, held: dict[str, Any]) -> Delivery:
    reports = (report(*rows, covers=covers, part=part) for part, covers, rows in held["reports"])
    return delivery(shop, landing, nine(moment), orders(*held["orders"]), lines(*held["lines"]), *reports)


def _compare(steps: list[tuple[Any, ...]], folder: Path) -> None:
    home, naive = open_home(folder), Naive()
    for what, *rest in steps:
        if what == "compact":
            home.compact()
        elif what == "vacuum":
            home.vacuum()
        else:
            one = _delivery(*rest)
            again = [one, *naive.later(one)]
            home.load(*again)
            naive.take(*again)
    for moment in (1, *MOMENTS):
        assert lake_answers(home, nine(moment, 12)) == naive.answers(nine(moment, 12)), f"as of {moment} January"


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(_steps())
def test_every_moment_is_answered_as_if_all_deliveries_were_kept_whole(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _compare(steps, Path(folder))


@pytest.mark.long
@settings(max_examples=300, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck))
@given(_steps())
def test_every_moment_is_answered_so_in_hundreds_of_histories(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _compare(steps, Path(folder))
