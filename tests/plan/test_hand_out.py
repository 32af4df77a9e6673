"""Work handed out fairly: nobody over their minutes while others have room, and no more is moved than helps."""

import pytest

from daybook.plan.hand_out import Handing, Piece, fair_hand_out

BOTH = ("Bo", "Lin")


def test_what_nobody_holds_goes_to_whom_it_leaves_least_full() -> None:
    """Lin has twice Bo's minutes: the long task is hers, then the short one leaves Bo at 20/60 and her at 80/120."""
    made = fair_hand_out([Piece(1, "operator", 60, BOTH), Piece(2, "operator", 20, BOTH)], {"Bo": 60, "Lin": 120}, {})
    assert made == (Handing(1, "operator", "Lin", True), Handing(2, "operator", "Bo", True))


def test_a_person_with_too_much_gives_away_what_helps_most_and_no_more() -> None:
    """Bo has 150 of 100: either task away leaves the fuller of both at 90, so the shorter one goes; one step is enough."""
    pieces = [Piece(1, "Bo", 60, BOTH), Piece(2, "Bo", 90, BOTH)]
    assert fair_hand_out(pieces, {"Bo": 100, "Lin": 100}, {}) == (Handing(1, "Bo", "Lin", False),)


@pytest.mark.parametrize(("pieces", "minutes", "busy"), [
    ([Piece(1, "Bo", 60, BOTH)], {"Bo": 60, "Lin": 60}, {}),                    # full, and not over
    ([Piece(1, "Bo", 70, ("Bo",))], {"Bo": 60, "Lin": 60}, {}),                 # nobody else may do it
    ([Piece(1, "Bo", 70, BOTH)], {"Bo": 60, "Lin": 60}, {"Lin": 60}),           # the other has no room either
    ([Piece(1, "Bo", 62, BOTH)], {"Bo": 60, "Lin": 61}, {}),                    # it would help by less than the rule's share
    ([Piece(1, "operator", 30, ())], {"Bo": 60}, {}),                           # nobody of the roster has that role
])
def test_nothing_moves_where_nothing_helps(pieces: list[Piece], minutes: dict[str, int], busy: dict[str, int]) -> None:
    assert fair_hand_out(pieces, minutes, busy) == ()


def test_whoever_has_no_minutes_left_in_the_roster_gives_away_what_they_hold() -> None:
    made = fair_hand_out([Piece(1, "Bo", 30, BOTH)], {"Bo": 0, "Lin": 60}, {})
    assert made == (Handing(1, "Bo", "Lin", False),)
