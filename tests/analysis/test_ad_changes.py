"""Words that are no longer what they were, and own bid moves as experiments: simulated accounts of which the truth is known."""

import numpy as np
import pytest

from daybook.analysis.bidding.change import price_changed, rate_changed
from daybook.analysis.bidding.moves import BidMove
from daybook.analysis.bidding.words import USUAL_RESPONSE, Steps, Word, WordDay, judge, learn_response

DAYS, CHANGED, SURE = 28, 18, 0.8
STEPS = Steps(0.10, 0.08, 0.05, SURE)


def word(text: str, seed: int, clicks: float, rates: tuple[float, float], price: float = 1.0) -> Word:
    """Days of a word whose conversion is the first of `rates` for eighteen days and the second for ten."""
    rng = np.random.default_rng(seed)
    told = rng.poisson(clicks, DAYS)
    orders = rng.poisson(told * np.where(np.arange(DAYS) < CHANGED, *rates))
    return Word(text, 0, [WordDay(float(n), n * price, float(k), 100.0 * k, 1.0, d)
                          for d, (n, k) in enumerate(zip(told, orders, strict=True))], 0.5)


def test_a_word_that_died_ten_days_ago_is_judged_by_these_ten_days() -> None:
    """Four orders of a hundred clicks at 50 each paid well; since nobody orders a click of 1 yuan brings nothing and is cut."""
    words = [word("dies", 1, 60, (0.04, 0.0)), *(word(f"stays {n}", 10 + n, 60, (0.04, 0.04)) for n in range(4))]
    found = judge(words, 1, STEPS, DAYS)
    assert found[0].sells_since in range(CHANGED - 2, CHANGED + 3)
    assert [one.sells_since for one in found[1:]] == [None] * 4
    assert found[0].move == "pause"
    mixed = judge(words, 1, Steps(0.10, 0.08, 0.05), DAYS)      # with all days as one it still seems to pay
    assert mixed[0].move != "pause"
    assert found[0].clicks == mixed[0].clicks


def test_a_promotion_that_lifts_all_words_changes_none_of_them() -> None:
    found = judge([word(f"w{n}", n, 60, (0.03, 0.06)) for n in range(6)], 1, STEPS, DAYS)
    assert [one.sells_since for one in found] == [None] * 6


def test_of_words_that_did_not_change_hardly_one_in_a_hundred_is_told_to() -> None:
    rng = np.random.default_rng(5)
    clicks = rng.poisson(30, (400, DAYS)).astype(float)
    told = [rate_changed(rng.poisson(c * 0.04).astype(float), c * 0.03, SURE) for c in clicks]
    assert sum(since is not None for since in told) <= 4


def test_a_price_that_rose_by_half_is_seen_on_its_day_and_a_wobble_is_not() -> None:
    rng = np.random.default_rng(7)
    wobble = np.exp(rng.normal(0, 0.08, DAYS))
    step = np.where(np.arange(DAYS) < CHANGED, 1.0, 1.5)
    assert price_changed(wobble * step, np.full(DAYS, 40.0), SURE) == CHANGED
    assert price_changed(wobble, np.full(DAYS, 40.0), SURE) is None


@pytest.mark.parametrize("truth", [0.8, 2.5])
def test_own_bid_moves_teach_how_clicks_follow_their_price(truth: float) -> None:
    """Twelve words of 200 clicks a day; six bids go up by a fifth.  A tide of +30 % takes all words along and teaches nothing."""
    rng = np.random.default_rng(3)
    words, moves = [], []
    for at in range(12):
        moved = at % 2 == 0
        price = np.where((np.arange(DAYS) > 14) & moved, 1.2, 1.0) * np.exp(rng.normal(0, 0.01, DAYS))
        tide = np.where(np.arange(DAYS) > 14, 1.3, 1.0)
        clicks = rng.poisson(200 * tide * price ** truth).astype(float)
        words.append(Word(f"w{at}", 0, [WordDay(c, c * p, c * 0.03, c * 3, 1.0, d) for d, (c, p) in enumerate(
            zip(clicks, price, strict=True))], 0.5))
        moves += [BidMove(at, 14, 1.2)] if moved else []
    with_moves = learn_response(words, moves)
    assert abs(with_moves - truth) < 0.45
    assert abs(with_moves - truth) <= abs(learn_response(words) - truth) + 0.05


def test_a_word_that_nobody_moved_leaves_what_is_usual() -> None:
    still = [Word("w", 0, [WordDay(50.0, 50.0, 1.0, 100.0, 1.0, d) for d in range(DAYS)], 0.5)]
    assert learn_response(still) == learn_response(still, [BidMove(0, 14, 1.01)]) == USUAL_RESPONSE
