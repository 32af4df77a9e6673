"""Lessons: expected against measured, pooled over object, shop, category, platform and all shops."""

import pytest

from daybook.analysis.lessons import FIRST_RATIO, FIRST_WIDTH, Lessons, Outcome


def outcomes(kind: str, shop: str, ratio: float, times: int, error: float = 20.0,
             category: str = "home") -> list[Outcome]:
    """Moves that were to bring 100 a day and brought a share of it."""
    return [Outcome(kind, "taobao", category, shop, f"item{n}", 100.0, 100.0 * ratio, error) for n in range(times)]


def test_before_anything_is_measured_the_first_belief_stands() -> None:
    ratio = Lessons([]).ratio("title", "taobao", "home", "jade", "1")
    assert ratio.mean == FIRST_RATIO
    assert ratio.error > FIRST_WIDTH


def test_one_noisy_measurement_hardly_moves_a_kind_and_many_do() -> None:
    once = Lessons(outcomes("title", "jade", 0.0, 1, error=200.0)).ratio("title", "taobao", "home", "jade", "new")
    often = Lessons(outcomes("title", "jade", 0.0, 30)).ratio("title", "taobao", "home", "jade", "new")
    assert FIRST_RATIO - once.mean < 0.1
    assert often.mean < 0.1
    assert often.error < once.error


def test_a_new_shop_begins_with_what_the_kind_brought_elsewhere_and_another_kind_is_not_touched() -> None:
    lessons = Lessons(outcomes("title", "jade", 0.2, 20) + outcomes("title", "onyx", 0.3, 20))
    assert lessons.ratio("title", "taobao", "home", "new shop", "1").mean == pytest.approx(0.25, abs=0.1)
    assert lessons.ratio("title", "douyin", "home", "new shop", "1").mean == pytest.approx(0.27, abs=0.15)
    assert lessons.ratio("budget", "taobao", "home", "jade", "1").mean == FIRST_RATIO


def test_a_shop_that_differs_keeps_its_own_ratio() -> None:
    lessons = Lessons(outcomes("title", "jade", 0.1, 25) + outcomes("title", "onyx", 0.9, 25))
    assert lessons.ratio("title", "taobao", "home", "jade", "new").mean == pytest.approx(0.15, abs=0.12)
    assert lessons.ratio("title", "taobao", "home", "onyx", "new").mean == pytest.approx(0.85, abs=0.12)


def test_what_a_category_brings_reaches_a_new_shop_of_it_and_not_one_of_another() -> None:
    lessons = Lessons([one for shop in ("jade", "onyx", "opal") for one in (
        *outcomes("discount", shop, 1.1, 12, category="home"), *outcomes("discount", shop, 0.3, 12, category="beauty"))])
    home, beauty, unknown = (lessons.ratio("discount", "taobao", c, "new shop", "1") for c in ("home", "beauty", ""))
    assert home.mean == pytest.approx(1.0, abs=0.15)
    assert beauty.mean == pytest.approx(0.4, abs=0.15)
    assert beauty.mean < unknown.mean < home.mean
    assert unknown.error > home.error


def test_measurements_of_one_object_weigh_as_much_as_they_are_good_for() -> None:
    once = Lessons([Outcome("title", "taobao", "home", "jade", "1", 100.0, 40.0, 10.0)])
    twice = Lessons([Outcome("title", "taobao", "home", "jade", "1", 100.0, 40.0, 10.0 * 2**0.5)] * 2)
    for asked in ("1", "new"):
        assert once.ratio("title", "taobao", "home", "jade", asked).mean == pytest.approx(
            twice.ratio("title", "taobao", "home", "jade", asked).mean)
