"""Which parts of the method are at work: all of them, unless a bench takes one away to see what it is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """Parts by name; numbers are in the unit of their comment."""

    harvest: bool = True  # terms that people searched become exact words
    suggestions: bool = True  # words that the platform proposes are taken where they pay
    exact: bool = True  # phrase and broad words become exact
    marginal: bool = True  # bids by what the next click costs, not by mean return
    text: bool = True  # thin words are pulled to what their text does, not to their group alone
    delay: bool = True  # orders still to come are counted
    levels: bool = True  # a target's own bids correct what others are said to pay
    budgets: bool = True  # money moves between plans
    lately: bool = True  # a group whose orders changed is followed
    curiosity: float = 0.3  # standard deviations of the benefit of the doubt at the beginning
    dead_band: float = 0.03  # a smaller change of a bid is not worth an edit
    least_gain: float = 0.02  # expected contribution a day below which a new word is not taken


ALL = Policy()
