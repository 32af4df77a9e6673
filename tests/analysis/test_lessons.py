"""Lessons: expected against measured, pooled over object, shop, group and all shops."""

import pytest

from daybook.analysis.lessons import FIRST_RATIO, FIRST_WIDTH, Lessons, Outcome


def outcomes(kind: str, shop: str, ratio: float, times: int, error: float = 20.0) -> list[Outcome]:
    """Moves that were to bring 100 a day and brought a share of it."""
    return [Outcome(kind, "taobao", shop, f"item{n}", 100.0, 100.0 * ratio, error) for n in range(times)]


def test_before_anything_is_measured_the_first_belief_stands() -> None:
    ratio = Lessons([]).ratio("title", "taobao", "jade", "1")
    assert ratio.mean == FIRST_RATIO
    assert ratio.error > FIRST_WIDTH


def test_one_noisy_measurement_hardly_moves_a_kind_and_many_do() -> None:
    once = Lessons(outcomes("title", "jade", 0.0, 1, error=200.0)).ratio("title", "taobao", "jade", "new")
    often = Lessons(outcomes("title", "jade", 0.0, 30)).ratio("title", "taobao", "jade", "new")
    assert FIRST_RATIO - once.mean < 0.1
    assert often.mean < 0.1
    assert often.error < once.error


def test_a_new_shop_begins_with_what_the_kind_brought_elsewhere_and_another_kind_is_not_touched() -> None:
    lessons = Lessons(outcomes("title", "jade", 0.2, 20) + outcomes("title", "onyx", 0.3, 20))
    assert lessons.ratio("title", "taobao", "new shop", "1").mean == pytest.approx(0.25, abs=0.1)
    assert lessons.ratio("title", "douyin", "new shop", "1").mean == pytest.approx(0.27, abs=0.15)
    assert lessons.ratio("budget", "taobao", "jade", "1").mean == FIRST_RATIO


def test_a_shop_that_differs_keeps_its_own_ratio() -> None:
    lessons = Lessons(outcomes("title", "jade", 0.1, 25) + outcomes("title", "onyx", 0.9, 25))
    assert lessons.ratio("title", "taobao", "jade", "new").mean == pytest.approx(0.15, abs=0.12)
    assert lessons.ratio("title", "taobao", "onyx", "new").mean == pytest.approx(0.85, abs=0.12)
