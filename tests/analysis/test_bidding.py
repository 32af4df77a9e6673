"""The ads desk's decisions on small accounts whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from daybook.analysis.bidding.advise import advise
from daybook.analysis.bidding.auction import GRID, Shown, learn_curves, learn_levels
from daybook.analysis.bidding.delay import Restated
from daybook.analysis.bidding.memory import Memory
from daybook.analysis.bidding.optimum import Demand, choose, table_of
from daybook.analysis.bidding.rates import fit_rates
from daybook.analysis.bidding.reports import DayRows, Groups, Limits, Plans, Reports, Suggestions, Targets, Terms
from daybook.analysis.bidding.texts import features

LIMITS = Limits(0, 0, 28, 1000.0, 2.0, (0.05, 20.0), 0.3, 600, 120, 3)


def account(texts: list[str], clicks: list[float], orders: list[float], *, limits: Limits = LIMITS, bid: float = 1.0,
            terms: Terms | None = None, suggestions: Suggestions | None = None, match: str = "exact") -> Reports:
    """One plan and one item of 100 with a margin of 40 %; a week in which half of the searches were won at 0.85 of the bid."""
    count, week = len(texts), range(limits.day - 10, limits.day - 3)
    target = np.tile(np.arange(count), len(week))
    each = np.tile(np.array(clicks) / len(week), len(week))
    days = DayRows(np.repeat(np.array(week), count), target, each * 20, each, each * 0.85 * bid,
                   np.tile(np.array(orders) / len(week), len(week)), np.tile(np.array(orders) * 100 / len(week), len(week)),
                   np.full(len(target), 0.5))
    return Reports(limits, Targets(tuple(f"k{n}" for n in range(count)), tuple(texts), np.zeros(count, np.int64),
                                   np.ones(count, bool), (match,) * count, np.full(count, bid), np.full(count, bid)),
                   Groups(("g",), np.zeros(1, np.int64), np.array([100.0]), np.array([0.4])),
                   Plans(("p",), np.array([limits.budget]), np.zeros(1), np.full(1, -1.0)), days, terms, suggestions)


def test_a_thin_word_is_pulled_to_what_its_text_does() -> None:
    """Words with 'used' convert a tenth as often: one that was never clicked is expected to do so too, one that sells is not."""
    texts = [f"{kind} mat {n}" for kind in ("large", "used") for n in range(20)] + ["used mat", "large mat", "used mat red"]
    clicks = np.array([200.0] * 40 + [0, 0, 2000])
    orders = np.array([10.0] * 20 + [1.0] * 20 + [0, 0, 100])
    table, kind = features(texts, np.zeros(len(texts), np.int64), 1)
    rates = fit_rates(orders, clicks, table, kind, 0.03)
    assert rates.rate[40] < 0.5 * rates.rate[41]
    assert rates.rate[42] == pytest.approx(0.05, rel=0.1)
    assert rates.variance[40] > rates.variance[42]


def test_chinese_words_share_what_their_parts_share() -> None:
    texts = [f"{size}{kind}狗窝" for size in ("大号", "小号", "灰色", "黑色") for kind in ("二手", "新款")] + ["二手狗垫子"]
    orders = np.array([1.0, 30.0] * 4 + [0.0])
    table, kind = features(texts, np.zeros(len(texts), np.int64), 1)
    rates = fit_rates(orders, np.array([500.0] * 8 + [0.0]), table, kind, 0.03)
    assert rates.rate[-1] < 0.02 < rates.rate[1]


def test_the_auction_is_learned_from_what_bids_won() -> None:
    """Shares drawn from a steeper curve than is believed before, clicks at 0.7 of the bid; one target's level is 30 % higher."""
    random = np.random.default_rng(4)
    x = random.uniform(-1, 1, 4000)
    target = random.integers(0, 40, 4000)
    off = np.where(target == 7, 0.3, 0.0)
    share = 1 / (1 + np.exp(-5 * (x - off)))
    views = random.binomial(300, share).astype(float)
    clicks = random.binomial(views.astype(int), 0.05).astype(float)
    shown = Shown(x, np.full(4000, 300.0), views, views * 0.05, clicks, clicks * 0.7 * np.exp(x), clicks * np.exp(x))
    curves = learn_curves(shown)
    assert np.interp([-0.5, 0.5], GRID, curves.share) == pytest.approx([1 / (1 + np.exp(2.5)), 1 / (1 + np.exp(-2.5))], abs=0.05)
    assert np.interp(0.0, GRID, curves.price) == pytest.approx(0.7, abs=0.03)
    levels = learn_levels(curves, target, 40, shown)
    assert levels[7] == pytest.approx(0.3, abs=0.08)
    assert abs(np.delete(levels, 7)).max() < 0.1


def test_bids_stop_where_the_next_click_costs_what_it_brings() -> None:
    """Against every bid of a fine grid no other brings more; with half of the money bids fall until it suffices."""
    random = np.random.default_rng(5)
    x = random.uniform(-1, 1, 2000)
    views = random.binomial(300, 1 / (1 + np.exp(-4 * x))).astype(float)
    clicks = views * 0.05
    curves = learn_curves(Shown(x, np.full(2000, 300.0), views, clicks, clicks, clicks * 0.8 * np.exp(x), clicks * np.exp(x)))
    demand = Demand(np.full(3, 1000.0), np.full(3, 0.05), np.array([0.5, 1.0, 3.0]), np.array([1.0, 2.0, 6.0]), np.ones(3))
    table = table_of(demand, curves, (0.05, 20.0))
    free = choose(demand, table, np.inf, 0.0)
    profit = table.clicks * demand.worth[:, None] - table.cost
    assert free.gain == pytest.approx(profit.max(axis=1))
    assert (np.diff(free.bid) > 0).all()
    assert free.marginal_cpc[2] < 1.3 * demand.worth[2]
    half = choose(demand, table, free.cost.sum() / 2, 0.0)
    assert half.cost.sum() <= free.cost.sum() / 2
    assert (half.bid <= free.bid).all()
    assert half.dearness > 0
    floor = choose(demand, table, np.inf, 5.0)
    assert (floor.clicks * demand.revenue).sum() >= 5.0 * floor.cost.sum()


def test_orders_still_to_come_are_counted_as_the_shop_restates_them() -> None:
    """A shop that had told 60 % of a day's orders by its end tells as much of yesterday."""
    restated = Restated.nothing()
    for look in range(20):
        days = list(range(look - 14, look))
        known = [60 if look - d == 1 else 85 if look - d == 2 else 100 for d in days]
        restated.note(DayRows(np.array(days), np.zeros(len(days), np.int64), *(np.array(known, float) for _ in range(6))),
                      Limits(look, 0, 28, 0, 0, (0.05, 20), 0.3, 600, 120, 3))
    shares = restated.shares(np.array([19.0, 18.0, 10.0]), Limits(20, 0, 28, 0, 0, (0.05, 20), 0.3, 600, 120, 3))
    assert shares == pytest.approx([0.6, 0.85, 1.0], abs=0.02)


def test_moves_keep_to_what_the_platform_allows() -> None:
    """A word that sells is raised and one that does not is lowered, no bid by more than a step, budgets within the account's."""
    texts = [f"word {n}" for n in range(30)]
    advices = advise(account(texts, [400.0] * 30, [60.0] * 15 + [0.0] * 15, limits=replace(LIMITS, budget=10_000.0)), Memory())
    bids = {a.target: a.value for a in advices if a.kind == "bid"}
    assert all(0.7 <= to <= 1.3 for to in bids.values())
    assert bids["k0"] > 1.0
    assert bids["k29"] < 1.0
    assert sum(a.value for a in advices if a.kind == "budget") <= 10_000
    why = next(a.evidence for a in advices if a.kind == "bid" and a.target == "k0")
    assert why.cvr[0] < 60 / 400 < why.cvr[2]
    assert why.orders == pytest.approx(60, rel=0.2)
    assert why.gain > 0


def test_a_term_that_sells_becomes_an_exact_word() -> None:
    """Searched under a broad word, nine orders of sixty clicks; the one without an order in the same clicks stays out."""
    terms = Terms(np.array([0, 0]), ("dog bed xl", "dog bed used"), np.array([1200.0, 1200.0]), np.array([60.0, 600.0]),
                  np.array([50.0, 500.0]), np.array([9.0, 0.0]), np.array([900.0, 0.0]))
    advices = advise(account(["dog bed", "dog bed large"], [300.0, 300.0], [15.0, 15.0], terms=terms, match="broad"), Memory())
    added = {a.text: a for a in advices if a.kind == "add"}
    assert "dog bed xl" in added
    assert "dog bed used" not in added
    assert added["dog bed xl"].match == "exact"
    assert added["dog bed xl"].value > 0.05
    assert {a.target for a in advices if a.kind == "match"} == {"k0", "k1"}


def test_an_account_without_tables_is_left_alone() -> None:
    assert advise(account([], [], []), Memory()) == []
    without = account(["dog bed"], [0.0], [0.0], suggestions=Suggestions(np.zeros(0, np.int64), (), np.zeros(0), np.zeros(0)))
    assert all(a.kind in ("bid", "budget", "pause") for a in advise(without, Memory()))
