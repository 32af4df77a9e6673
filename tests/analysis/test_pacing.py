"""The evening's forecast: within the day, beside a target, on events, and on thin shops."""

import json
from pathlib import Path

import numpy as np
import pytest

from bench.judgement.pacing import SHARED, score
from bench.judgement.pacing_sets import write_set
from daybook.analysis.pacing.days import HOURS, Days
from daybook.analysis.pacing.forecast import Pace, fit, pace, paces
from daybook.analysis.pacing.level import fit_level
from daybook.analysis.pacing.noise import Noise
from daybook.analysis.pacing.shape import fit_shape
from daybook.analysis.pacing.spread import spread_at
from daybook.workflows.judging.pacing import judge

CURVE = np.array([1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 8, 9, 8, 5, 4], dtype=float)


def shop(a_day: float = 4800.0, days: int = 70, series: int = 1, noise: float = 0.1, seed: int = 1) -> Days:
    """A shop that sells `a_day` a day along the curve, give or take."""
    rng = np.random.default_rng(seed)
    amount = a_day * CURVE / CURVE.sum() * rng.gamma(1 / noise**2, noise**2, (series, days, HOURS))
    none = np.zeros((series, days), dtype=np.int64)
    return Days(amount, none, none > 0, np.arange(days) % 7)


def at(days: Days, hour: int, times: float = 1.0) -> Pace:
    """The last day's forecast at an hour when so many times the usual is in."""
    fitted = fit(days, days.amount.shape[1] - 1)
    assert fitted is not None
    return pace(fitted, 0, hour, times * 4800 * CURVE[:hour].sum() / CURVE.sum())


def test_a_usual_morning_foretells_a_usual_day_and_the_band_narrows_toward_midnight() -> None:
    bands = []
    for hour in (6, 12, 18, 22):
        told = at(shop(), hour)
        assert told.quantile(0.5) == pytest.approx(4800, rel=0.05)
        bands.append(told.quantile(0.9) - told.quantile(0.1))
    assert bands == sorted(bands, reverse=True)


def test_a_morning_above_the_usual_is_believed_in_part_and_the_day_is_never_below_what_is_in() -> None:
    low, high = at(shop(), 12, 0.6).quantile(0.5), at(shop(), 12, 1.5).quantile(0.5)
    assert low < 4800 < high < 1.5 * 4800
    told = at(shop(), 20, 3.0)
    assert told.quantile(0.01) >= told.so_far


def test_the_chance_of_a_target_falls_with_the_target_and_is_one_when_it_is_in() -> None:
    told = at(shop(), 18)
    chances = [told.chance(target) for target in (4000, 4600, 4800, 5200, 6500)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.9 > 0.1 > chances[-1]
    assert told.chance(told.so_far) == 1


def test_hours_that_are_not_known_are_not_zero() -> None:
    days = shop()
    gone = days.amount.copy()
    gone[0, 30:40, 20:] = np.nan
    with_holes = Days(gone, days.event, days.promo, days.weekday)
    assert at(with_holes, 18).quantile(0.5) == pytest.approx(at(days, 18).quantile(0.5), rel=0.03)


def test_a_shop_without_two_weeks_of_whole_days_is_told_nothing() -> None:
    days = shop(days=13)
    assert paces(days, 12, [(0, 18)]) == [None]


def test_a_shop_that_answers_weakly_to_one_event_is_expected_to_answer_weakly_to_the_next() -> None:
    days = shop(days=80, series=6)
    amount, event = days.amount.copy(), days.event.copy()
    event[:, 20:24] = 1
    amount[1:, 20:24] *= 2.0                        # the first shop's sales do not rise
    event[:, 60:64] = 2
    amount[1:, 60] *= 2.0
    level = fit_level(Days(amount, event, days.promo, days.weekday).before(61, 400))
    assert level.events[2][0] < 1.25 < 1.6 < level.events[2][1]


def test_what_comes_later_changes_no_earlier_answer(tmp_path: Path) -> None:
    write_set(tmp_path, 41, shops=3)
    given = tmp_path / "data" / "input"
    judge(given, tmp_path / "all.csv")
    rows = (given / "hourly.csv").read_text().splitlines()
    (given / "hourly.csv").write_text("\n".join([rows[0], *(r for r in rows[1:] if r.split(",")[1] <= "2023-04-01")]))
    asked = (given / "queries.csv").read_text().splitlines()
    (given / "queries.csv").write_text("\n".join([asked[0], *(r for r in asked[1:] if r.split(",")[1] <= "2023-04-01")]))
    judge(given, tmp_path / "cut.csv")
    early = [r for r in (tmp_path / "all.csv").read_text().splitlines()[1:] if r.split(",")[1] <= "2023-04-01"]
    assert early == (tmp_path / "cut.csv").read_text().splitlines()[1:]


def test_fresh_shops_are_foretold_better_than_by_their_run_rate(tmp_path: Path) -> None:
    write_set(tmp_path, 43, shops=4)
    found = score(tmp_path)["all"]
    assert found["wape"] < 0.9 * found["run rate"] < found["last week"]
    assert 0.7 <= found["cover80"] <= 0.92


@pytest.mark.long
@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/bench")
def test_the_shared_set_keeps_its_figures(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(SHARED / "data")
    found = score(tmp_path)
    assert found["all"]["wape"] < 10.2
    assert found["18 h"]["wape"] < 7.6
    assert found["21 h"]["wape"] < 4.95
    assert 0.75 <= found["all"]["cover80"] <= 0.85
    assert found["all"]["n"] == len(json.loads((SHARED / "data" / "truth" / "totals.json").read_text()))


def test_hours_below_zero_are_refused() -> None:
    days = shop()
    with pytest.raises(ValueError, match="before refunds"):
        Days(-days.amount, days.event, days.promo, days.weekday)


@pytest.mark.parametrize(("evening", "spread"), [((1.0, 1.0), 0.7), ((0.3, 1.7), 2.0)])
def test_the_width_is_what_past_days_showed_at_this_hour(evening: tuple[float, float], spread: float) -> None:
    """Twelve weeks alike bring the least width; evenings that swing though their days did not, the greatest."""
    amount = np.full((1, 84, HOURS), 100.0)
    amount[0, ::2, 18:] *= evening[0]
    amount[0, 1::2, 18:] *= evening[1]
    past = Days(amount, np.zeros((1, 84), dtype=np.int64), np.zeros((1, 84), dtype=bool), np.arange(84) % 7)
    level = fit_level(past)
    shape = fit_shape(past, 0, level.level)
    calm = Noise(np.array([1.0]), np.array([0.003]), 0.05)
    assert spread_at(past, level, shape, calm, 18) == pytest.approx(spread)
