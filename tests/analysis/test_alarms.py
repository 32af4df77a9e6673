"""One alarm per change, and silence on noise, on simulated shops with planted changes."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from daybook.analysis.alarms import (
    bar_for_budget,
    find_alarms,
    find_outages,
    kind_of,
    looks_a_step,
    odds_of_alarm,
)
from daybook.analysis.day_watch import DAILY_WINDOWS, Alarm
from daybook.analysis.rhythm import Column, Readings, calendar_columns

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "bench" / "anomaly"
Floats = NDArray[np.float64]
FIRST_DAY = 738_521  # a Monday


def wobble(shops: int, n: int, rho: float, noise: float, seed: int) -> Floats:
    """AR(1) noise of standard deviation `noise` in logs, (shops, n)."""
    rng = np.random.default_rng(seed)
    fresh = rng.normal(0, noise * np.sqrt(1 - rho**2), (shops, n))
    out = np.zeros((shops, n))
    for t in range(1, n):
        out[:, t] = rho * out[:, t - 1] + fresh[:, t]
    return out


def visitors_of(log_wobble: Floats, seed: int, level: float = 1500.0) -> Floats:
    return np.random.default_rng(seed).poisson(level * np.exp(log_wobble)).astype(float)


def alarms_of(visitors: Floats, events: NDArray[np.str_] | None = None) -> list[Alarm]:
    days = np.arange(FIRST_DAY, FIRST_DAY + visitors.shape[1], dtype=np.int64)
    calendar = {"visitors": calendar_columns(days, events, None, 1.0)}
    return list(find_alarms({"visitors": Readings("count", visitors)}, calendar).alarms)


def trade_rule_episodes(values: Floats) -> int:
    """Episodes of the trade's rule: four values in strictly falling order."""
    falls = np.diff(values, axis=1) < 0
    three = falls[:, 2:] & falls[:, 1:-1] & falls[:, :-2]
    return int((three[:, 1:] & ~three[:, :-1]).sum())


@pytest.mark.parametrize(("rho", "most"), [(0.0, 0.25), (0.5, 0.5), (0.7, 0.8)])
def test_a_quiet_series_stays_quiet(rho: float, most: float) -> None:
    """White noise keeps the declared budget of 0.25 a year; persistent noise at most thrice that, where the trade's
    rule of three falling days rings more than ten times a year."""
    visitors = visitors_of(wobble(80, 376, rho, 0.06, seed=21), seed=22)
    years = 80 * 355 / 365
    assert len(alarms_of(visitors)) / years < most
    assert trade_rule_episodes(visitors) / years > 10


CHANGES = {
    "point": [0.62],
    "streak": [0.75] * 5,
    "shift": [0.80] * 25,
    "drift": list(1 - 0.35 * np.arange(1, 13) / 12),
    "a rise": [1.3] * 6,
}


def test_a_planted_change_is_found_once_and_its_end_is_no_alarm() -> None:
    """Twelve shops of each kind, each with the change on another day of the last months: nearly all found, and once."""
    visitors = visitors_of(wobble(12 * len(CHANGES), 330, 0.3, 0.05, seed=31), seed=32)
    starts = 220 + 4 * np.arange(12)
    for at, shape in enumerate(CHANGES.values()):
        for shop, start in enumerate(starts):
            visitors[12 * at + shop, start : start + len(shape)] *= shape
    alarms = alarms_of(visitors)
    for at, (kind, shape) in enumerate(CHANGES.items()):
        found = twice = 0
        for shop, start in enumerate(starts):
            near = [a for a in alarms if a.series == 12 * at + shop and start <= a.at <= start + len(shape) + 14]
            found += bool(near) and near[0].at <= start + 8
            twice += len(near) > 1
        assert found >= 11, kind
        assert twice <= 1, kind


def test_an_alarm_tells_onset_size_and_when_it_ended() -> None:
    visitors = visitors_of(wobble(6, 260, 0.0, 0.04, seed=41), seed=42)
    visitors[2, 200:212] *= 0.6
    (alarm,) = [a for a in alarms_of(visitors) if a.series == 2]
    assert alarm.onset == alarm.at == 200
    assert alarm.size == pytest.approx(np.log(0.6), abs=0.12)
    assert alarm.ended in (212, 213, 214)


def test_a_change_that_stays_rings_once_and_becomes_the_level() -> None:
    visitors = visitors_of(wobble(6, 400, 0.0, 0.04, seed=43), seed=44)
    visitors[1, 200:] *= 0.7
    mine = [a for a in alarms_of(visitors) if a.series == 1 and a.at >= 200]
    assert len(mine) == 1
    assert mine[0].ended is None


def test_a_known_festival_is_no_alarm_even_the_first_time() -> None:
    visitors = visitors_of(wobble(20, 300, 0.2, 0.05, seed=51), seed=52)
    events = np.full(visitors.shape, "", dtype="U16")
    visitors[:, 200:205] *= np.random.default_rng(53).uniform(1.6, 2.0, (20, 1))
    events[:, 200:205] = "mid_year"
    assert [a for a in alarms_of(visitors, events) if 200 <= a.at <= 212] == []


def test_a_day_on_which_all_shops_fall_alike_is_not_an_alarm_in_each() -> None:
    visitors = visitors_of(wobble(30, 250, 0.0, 0.05, seed=54), seed=55)
    visitors[:, 220] *= 0.88
    assert len([a for a in alarms_of(visitors) if a.at == 220]) <= 2


def test_spend_that_moves_with_visitors_is_demand_and_alone_is_a_change() -> None:
    """The same fall of 16 % for four days rings far surer when spend does not share it."""
    shared = wobble(24, 300, 0.3, 0.07, seed=61)
    rng = np.random.default_rng(62)
    spend = 300 * np.exp(shared + rng.normal(0, 0.03, shared.shape))
    visitors = visitors_of(shared, seed=63)
    visitors[:12, 250:254] *= 0.84
    days = np.arange(FIRST_DAY, FIRST_DAY + 300, dtype=np.int64)
    panel = {"visitors": Readings("count", visitors), "ad_spend": Readings("money", spend)}
    calendar = {name: calendar_columns(days, None, None, 1.0) for name in panel}
    told = [a for a in find_alarms(panel, calendar).alarms if 250 <= a.at <= 254]
    assert len({a.series for a in told if a.metric == "visitors" and a.series < 12}) >= 10
    assert len([a for a in told if a.metric == "ad_spend"]) <= 2
    alone = [a for a in alarms_of(visitors) if 250 <= a.at <= 254]
    assert len(alone) < 10


def test_a_conversion_of_few_orders_is_not_alarmed_by_a_day_without_one() -> None:
    """Three orders a day: a day with none is ordinary; two weeks at a quarter are not."""
    rng = np.random.default_rng(71)
    visitors = np.full((8, 300), 100.0)
    orders = rng.binomial(100, 0.03, (8, 300)).astype(float)
    orders[0, 250] = 0
    orders[1, 250:264] = rng.binomial(100, 0.0075, 14)
    days = np.arange(FIRST_DAY, FIRST_DAY + 300, dtype=np.int64)
    panel = {"conversion": Readings("share", orders, visitors)}
    alarms = find_alarms(panel, {"conversion": calendar_columns(days, None, None, 0.2)}).alarms
    assert [a for a in alarms if a.series == 0 and 250 <= a.at <= 252] == []
    assert [a.size < 0 for a in alarms if a.series == 1 and 250 <= a.at <= 264] == [True]


def test_no_later_day_changes_an_alarm() -> None:
    visitors = visitors_of(wobble(10, 300, 0.3, 0.06, seed=81), seed=82)
    visitors[::2, 230:240] *= 0.75
    told = [(a.series, a.at, a.onset, a.size) for a in alarms_of(visitors) if a.at < 250]
    assert told
    assert [(a.series, a.at, a.onset, a.size) for a in alarms_of(visitors[:, :250])] == told


def test_an_outage_of_some_hours_is_found_within_three_and_a_rise_is_none() -> None:
    rng = np.random.default_rng(91)
    hours = np.arange(24 * 40)
    mean = 200 * (1 + 0.6 * np.sin(2 * np.pi * (hours % 24 - 8) / 24))
    visitors = rng.poisson(mean * np.exp(rng.normal(0, 0.05, (6, len(hours))))).astype(float)
    starts = 24 * 30 + 10 + np.arange(6) * 24
    for shop, start in enumerate(starts):
        visitors[shop, start : start + 5] *= 0.4 if shop < 5 else 1.8
    calendar = {"visitors": (Column((hours % 24)[None], 24, 1.0, 0.25),)}
    alarms = find_outages({"visitors": Readings("count", visitors)}, calendar).alarms
    assert sorted({a.series for a in alarms}) == [0, 1, 2, 3, 4]
    assert all(starts[a.series] <= a.at <= starts[a.series] + 2 for a in alarms)


def test_a_smaller_budget_raises_the_bar() -> None:
    bars = [bar_for_budget(budget, DAILY_WINDOWS, 365) for budget in (4.0, 1.0, 0.25, 0.01)]
    assert bars == sorted(bars)
    assert 3.4 < bars[2] < 3.9


def test_odds_of_an_alarm_count_every_window_that_looked() -> None:
    alarm = Alarm("visitors", 0, 10, 8, 3, -0.3, -4.0, 1.0)
    assert 1 < looks_a_step(DAILY_WINDOWS) < len(DAILY_WINDOWS)
    assert odds_of_alarm(alarm) == pytest.approx(6.33e-5 * looks_a_step(DAILY_WINDOWS), rel=0.01)


def test_kinds_are_told_by_length_and_shape() -> None:
    def alarm(length: int, half: float) -> Alarm:
        return Alarm("visitors", 0, 10, 10 - length + 1, length, -0.3, -4.0, half)

    assert [kind_of(alarm(1, 1.0)), kind_of(alarm(3, 0.9)), kind_of(alarm(7, 0.95)), kind_of(alarm(7, 0.4))] == [
        "point",
        "streak",
        "shift",
        "drift",
    ]


@pytest.mark.long
@pytest.mark.shared
def test_the_shared_set_is_judged_no_worse_than_it_was(tmp_path: Path) -> None:
    """Floors on F1 with room for small changes; the reference methods have 0.40 daily and 0.42 hourly."""
    if not SHARED.exists():
        pytest.skip("the shared anomaly set is not beside the checkout")
    from bench.judgement.anomaly import score
    from daybook.workflows.judging.anomaly import judge

    judge(SHARED / "data" / "input", tmp_path / "flags.csv")
    got = score(SHARED, tmp_path / "flags.csv")
    assert got["daily"].f1() >= 0.80
    assert got["daily"].false / got["daily"].series_years <= 0.4
    assert got["daily"].on_events <= 3
    assert got["hourly"].f1() >= 0.77
    assert got["hourly"].false / got["hourly"].series_years <= 2.0


def test_a_fresh_set_is_judged_above_its_floor(tmp_path: Path) -> None:
    """A small set of a seed that was never looked at while building."""
    from bench.judgement.anomaly import run
    from bench.judgement.anomaly_sets import write_set

    write_set(tmp_path, seed=424_242, shops=16, days=560, hourly_shops=12, hourly_days=42)
    scores, _ = run(tmp_path)
    planted = json.loads((tmp_path / "data" / "truth" / "events.json").read_text(encoding="utf-8"))["events"]
    assert scores["daily"].planted + scores["hourly"].planted == len(planted)
    assert scores["daily"].f1() >= 0.70
    assert scores["daily"].false / scores["daily"].series_years <= 0.5


def test_a_metric_is_judged_alike_alone_and_beside_others() -> None:
    """Metrics take their steps together; what is expected of one, and its alarms, are to the last bit as without them."""
    rng = np.random.default_rng(81)
    visitors = visitors_of(wobble(9, 90, 0.3, 0.1, seed=82), seed=83, level=400.0)
    orders = rng.binomial(visitors.astype(int), 0.03).astype(float)
    spend, money = 50 * np.exp(wobble(9, 90, 0.3, 0.1, seed=84)), orders * 80 + 1
    visitors[1, 70:] *= 0.5
    visitors[2, 40:50], spend[3, 60:63] = np.nan, np.nan
    days = np.arange(FIRST_DAY, FIRST_DAY + 90, dtype=np.int64)
    events = np.full((9, 90), "", dtype="<U8")
    events[:5, 80:84] = "sale"
    panel = {"ad_spend": Readings("money", spend), "aov": Readings("money", money, orders),
             "visitors": Readings("count", visitors), "paid_orders": Readings("count", orders),
             "payment_cvr": Readings("share", np.where(np.isfinite(visitors), orders, np.nan), visitors)}
    calendar = {m: calendar_columns(days, events, None, reach) for m, reach in zip(panel, (1, 0.17, 1, 1, 0.2), strict=True)}
    beside = find_alarms(panel, calendar, {})
    assert beside.alarms
    for metric, readings in panel.items():
        alone = find_alarms({metric: readings}, {metric: calendar[metric]}, {})
        assert [a for a in beside.alarms if a.metric == metric] == list(alone.alarms)
        for told in ("expected", "variance"):
            both = getattr(beside.watched, told)[metric], getattr(alone.watched, told)[metric]
            np.testing.assert_array_equal(*both)
