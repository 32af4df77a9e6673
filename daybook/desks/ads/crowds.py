"""Crowds (人群) of a plan: whose premium goes up, down or away, by what the next click of each costs and brings.

A crowd is bid for at the bid x (1 + premium), and no report tells the premium: the step is in points, and what it gains is counted
at the premium that crowds start with (A-CROWD).  Hours have no advice: no report here tells ads by the hour.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from daybook.desks.ads.findings import plan_name
from daybook.desks.ads.judged import large_of, place_of
from daybook.desks.ads.terms import TermRow, added_once, judged_rows
from daybook.desks.gain import rule
from daybook.domain.ad_words import JudgedWord
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.rulebook.reading import load

#: What is done with a word -> with a crowd.
MOVES = {"raise": "premium_up", "lower": "premium_down", "pause": "drop_crowd"}

NO_CROWDS = Said("Crowds: no report of crowds is in for these four weeks, so no premium is advised; the crowd report of the ad "
                 "console brings them")
NO_HOURS = Said("Hours: no report read here tells ads by the hour, so no hour discount is advised; in the simulated market "
                "such discounts changed nothing")
NO_PREMIUM = Said("crowds have no premium on this platform: read it when a plan's crowds are chosen anew")


def judged_crowds(seen: Seen, rows: Sequence[TermRow]) -> tuple[JudgedWord, ...]:
    """The crowds of each plan with what to do about their premium, the largest spend first; a row's `keyword` is its crowd."""
    points, start = rule("A-CROWD", "step_down"), rule("A-CROWD", "start_low")
    of_bid = float(points / (1 + start))
    found = judged_rows(seen, added_once(rows), lambda row: row.keyword, (of_bid, of_bid))
    large = large_of({(one.plan_id, one.item_id, one.word): one.spend for one in found})
    return tuple(replace(_of_crowd(one, points, _has_premiums(seen)), plan=plan_name(seen, one.plan_id),
                         quadrant=place_of(one, (one.plan_id, one.item_id, one.word) in large)) for one in found)


def _of_crowd(one: JudgedWord, points: Decimal, known: bool) -> JudgedWord:
    if one.moves and not known:
        return replace(one, move="keep", step=0.0, gain=Decimal(0), wait_clicks=0, wait_days=None, wait_cost=Decimal(0),
                       why_not=NO_PREMIUM)
    move = MOVES.get(one.move, one.move)
    step = {"premium_up": float(points), "premium_down": -float(points)}.get(move, 0.0)
    return replace(one, move=move, step=step)


def untold(seen: Seen, rows: Sequence[TermRow]) -> tuple[str, ...]:
    """Which advice nobody can give, and why."""
    return (*((NO_CROWDS,) if _has_premiums(seen) and not rows else ()), NO_HOURS)


def _has_premiums(seen: Seen) -> bool:
    """Whether crowds have a premium on the shop's platform, by the rulebook."""
    return any(one.id == "A-CROWD" for one in load().for_(seen.shop.platform).rules)
