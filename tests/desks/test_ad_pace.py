"""Ad spend as it was read during a day, beside the day's curve: still, ahead, behind, or on pace."""

from datetime import UTC, datetime
from decimal import Decimal as D

import pytest

from daybook.desks.ads.pace import Curve, OffPace, judge_pace
from daybook.domain.ticks import Tick

#: Nothing at night, one part an hour from 8 to 18, two from 19 to 23: 21 parts; a day of ads costs 2,100, so a part is 100.
DAY = Curve((D(0),) * 8 + (D(1),) * 11 + (D(2),) * 5, D(2100))


def judged(read: str, cap: str = "") -> OffPace | None:
    """`read` as "11:00 300, 15:00 700": moments of the shop's clock and what was spent since midnight."""
    found = []
    for one in read.split(", "):
        clock, spent = one.split()
        at = datetime(2026, 11, 24, *map(int, clock.split(":")), tzinfo=UTC)
        found.append((at, Tick("tmall", at, None, None, D(spent), None, at)))
    return judge_pace(found, DAY, D(cap) if cap else None, "CNY")


@pytest.mark.parametrize("read", [
    "11:00 310", "15:00 560", "15:00 950", "11:00 300, 15:00 720, 19:30 1200, 22:00 1700", "08:30 200"])
def test_a_day_within_its_usual_scatter_says_nothing(read: str) -> None:
    """By 15:00 usually 700: 560 and 950 happen.  At half past eight it is too early for any word."""
    assert judged(read) is None


def test_ads_that_stood_still_since_a_reading_say_since_when_and_what_of_the_day_is_left() -> None:
    """700 at 15:00 and 720 at 19:30, where 500 is usual between them: 20 is under a fifth; nine parts of 21 are still to come."""
    found = judged("11:00 300, 15:00 700, 19:30 720")
    assert found is not None
    assert found.kind == "still"
    assert "20.00 CNY since 15:00, usual over these hours: 500.00 CNY" in found.why
    assert "43 % of a day's sales are still to come" in found.why


def test_a_stretch_in_which_little_is_usual_is_no_stop() -> None:
    """Between 10:30 and 11:00 half a part is usual: an earlier reading is asked, and it spent on."""
    assert judged("08:30 40, 10:30 290, 11:00 295") is None


def test_spend_that_runs_ahead_says_when_the_cap_is_reached() -> None:
    """1,050 by 15:00 is one and a half times 700: the day comes to 3,150.  A cap of 2,100 is two thirds of that, and two
    thirds of a day are over when 14 of 21 parts are: at half past 20."""
    plain, capped = judged("15:00 1050"), judged("15:00 1050", cap="2100")
    assert plain is not None
    assert capped is not None
    assert (plain.kind, capped.kind) == ("ahead", "ahead")
    assert "the day comes to 3150.00 CNY" in plain.why
    assert "the cap of 2100.00 CNY is reached at about 20:30, before 33 % of a day's sales" in capped.why


def test_spend_at_half_of_the_usual_lags() -> None:
    found = judged("11:00 140")
    assert found is not None
    assert (found.kind, "140.00 CNY by 11:00, usual by then: 300.00 CNY" in found.why) == ("behind", True)
