"""Guards of ads: small steps, no edit while a plan learns, budgets that hold, stock before more people."""

from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from daybook.actions.guards.everywhere import put_back
from daybook.actions.guards.guard import Guard, not_known, refuse, rule_here, untold
from daybook.domain.moves.ads import (
    Bid,
    Budget,
    CrowdPremium,
    HourDiscount,
    KeywordAdd,
    KeywordNegative,
    KeywordPause,
    MatchType,
    PlanPause,
    TargetRoi,
)
from daybook.domain.moves.move import Move
from daybook.domain.said import Amount, Said
from daybook.domain.situation import Situation
from daybook.domain.verdict import Pass, Verdict
from daybook.rulebook.rules import Rulebook

CENT = Decimal("0.01")
HOURS = 24
MATCHES = ("exact", "phrase", "broad")
#: Plans of these edits bid by themselves and learn.
LEARNING = (TargetRoi, Budget)


def brings_more_people(move: Move) -> bool:
    """Whether a move brings more paid people to an item."""
    if isinstance(move, (Bid, Budget, CrowdPremium)):
        return move.to > move.was
    if isinstance(move, HourDiscount):
        return sum(move.to, Decimal(0)) > sum(move.was, Decimal(0))
    if isinstance(move, TargetRoi):
        return move.to < move.was
    if isinstance(move, MatchType):
        return move.to in MATCHES and move.was in MATCHES and MATCHES.index(move.to) > MATCHES.index(move.was)
    if isinstance(move, (KeywordPause, PlanPause)):
        return move.to
    return isinstance(move, KeywordAdd)


def stock_before_more_people(move: Move, now: Situation, rules: Rulebook) -> Verdict:
    """Nobody is brought to an item that runs out within the days that the client wants covered."""
    if not brings_more_people(move):
        return Pass(Said("it brings no more people"))
    cover = now.sales.cover_days()
    if cover is None:
        return not_known(rules, Said("how long the stock lasts"), Said("take in orders and stock first"))
    if cover < now.limits.min_cover_days:
        return refuse(rules, "G-COVER", Said("stock lasts {n} days, {least} wanted", n=cover, least=now.limits.min_cover_days),
                      Said("restock first, or lower what it spends"))
    return Pass(Said("stock lasts {n} days", n=cover))


def a_bid_moves_by_one_step(move: Bid | KeywordAdd, now: Situation, rules: Rulebook) -> Verdict:
    """A bid is above nothing, moves by one step a day, and stays near the market's."""
    bid = move.bid if isinstance(move, KeywordAdd) else move.to
    if not bid.is_finite() or bid < CENT:
        return refuse(rules, "G-RANGE", Said("{amount} is no bid", amount=str(bid)), Said("give a bid above 0"))
    market, times = now.ads.market_bid, rules.value("G-BID", "of_market")
    rises = isinstance(move, KeywordAdd) or move.to > move.was
    if rises and market is None and not put_back(move, now):
        word = move.word if isinstance(move, KeywordAdd) else move.object_id
        return untold(rules, now, Said("what the market bids for {word}", word=word), word, "market_bid")
    if rises and market is not None and bid > market * times:
        top = (market * times).quantize(CENT, ROUND_DOWN)
        return refuse(rules, "G-BID", Said("{bid} lies above {times} times the market's {market}", bid=_money(bid, now),
                                           times=times, market=_money(market, now)),
                      Said("bid {top} at most", top=_money(top, now)),
                      _bidding(move, top))
    if isinstance(move, KeywordAdd) or put_back(move, now):
        return Pass(Said("the bid is near the market's"))
    step = now.limits.max_bid_step
    if move.was <= 0 or abs(move.to - move.was) > move.was * step:
        low, high = (move.was * (1 - step)).quantize(CENT, ROUND_UP), (move.was * (1 + step)).quantize(CENT, ROUND_DOWN)
        return refuse(rules, "G-BID", Said("from {was} to {to} is more than one step of {step}", was=_money(move.was, now),
                                           to=_money(move.to, now), step=Amount(step, "share")),
                      Said("go to {low} or {high}", low=_money(low, now), high=_money(high, now)),
                      _bidding(move, high if rises else low))
    return Pass(Said("one step"))


def a_budget_moves_by_one_step(move: Budget, now: Situation, rules: Rulebook) -> Verdict:
    """A daily budget is above nothing, rises by one step a day, and fits the client's budget for all plans."""
    if not move.to.is_finite() or move.to < 1:
        return refuse(rules, "G-RANGE", Said("{amount} is no daily budget", amount=str(move.to)), Said("pause the plan instead"),
                      PlanPause(move.object_id, True, False, move.item_id))
    step, most = now.limits.max_budget_step, now.limits.max_ad_budget
    if move.to > move.was * (1 + step) and not put_back(move, now):
        top = (move.was * (1 + step)).quantize(CENT, ROUND_DOWN)
        return refuse(rules, "G-BUDGET", Said("from {was} to {to} is more than one step of {step}", was=_money(move.was, now),
                                              to=_money(move.to, now), step=Amount(step, "share")),
                      Said("raise it to {top} today", top=_money(top, now)), _to(move, top))
    if most is not None and move.to > move.was:
        total = now.ads.budgets_total
        if total is None:
            return untold(rules, now, Said("the daily budget of every plan that spends"), move.object_id, "daily_budget")
        if total + move.to - move.was > most:
            return refuse(rules, "G-BUDGET", Said("all plans would have {total} a day, at most {most}", most=_money(most, now),
                                                  total=_money(total + move.to - move.was, now)),
                          Said("take it from another plan"))
    return Pass(Said("one step"))


def spend_runs_as_usual(move: Budget, now: Situation, rules: Rulebook) -> Verdict:
    """A budget is not raised while money runs away much faster than usual."""
    spent, usual, burst = now.ads.spent_today, now.ads.usual_by_now, _burst(rules)
    if move.to <= move.was:
        return Pass(Said("it is not raised"))
    if put_back(move, now) and (spent is None or usual is None):
        return Pass(Said("it puts back what was there before"))
    if spent is None:
        return not_known(rules, Said("what was spent today"), Said(
            "read the console: `daybook tick --shop {shop} --at HH:MM spend=…`", shop=now.shop.name))
    if usual is None:
        return not_known(rules, Said("what is usually spent by this hour"),
                         Said("take in a week of plan reports, and orders with their hour"))
    if spent > usual * burst:
        return refuse(rules, "G-BURST", Said("{spent} was spent today, {usual} usually by now", spent=_money(spent, now),
                                             usual=_money(usual, now)), Said("look for the burst first; cap the plan meanwhile"))
    return Pass(Said("spend runs as usual"))


def _burst(rules: Rulebook) -> Decimal:
    return rules.value("A-BURST", "burst") if rule_here(rules, "A-BURST") else rules.value("G-BURST")


def a_plan_that_learns_is_left_alone(move: TargetRoi | Budget, now: Situation, rules: Rulebook) -> Verdict:
    """A plan that bids by itself is not edited while it learns."""
    stops = isinstance(move, Budget) and move.to < move.was
    if now.ads.learning is None and not stops:
        return untold(rules, now, Said("whether the plan still learns"), move.object_id, "learning")
    if now.ads.learning and not stops:
        return refuse(rules, "A-LEARN", Said("the plan still learns; an edit begins it anew"),
                      Said("leave it alone until it has learnt: that is worth something too"))
    return Pass(Said("the plan has learnt"))


def few_edits_a_day(move: TargetRoi, now: Situation, rules: Rulebook) -> Verdict:
    """A target is edited at most twice a day, and an hour apart."""
    edits, last = now.ads.edits_today, now.ads.last_edit_at
    rule = "A-QC-EDIT" if rule_here(rules, "A-QC-EDIT") else "G-TARGET"
    if edits is None:
        return not_known(rules, Said("how often the plan was edited today"), Said("look into the console's log"))
    if edits >= rules.value(rule, "edits_a_day"):
        return refuse(rules, rule, Said("it was edited {n} times today", n=edits), Said("edit it tomorrow"))
    apart = timedelta(hours=int(rules.value(rule, "apart")))
    if last is not None and now.now - last < apart:
        return refuse(rules, rule, Said("it was edited {n} minutes ago", n=int((now.now - last).total_seconds() // 60)),
                      Said("wait until an hour has passed"))
    return Pass(Said("{n} edits today", n=edits))


def a_target_moves_by_one_step(move: TargetRoi, now: Situation, rules: Rulebook) -> Verdict:
    """A target moves by five to ten percent at once."""
    rule = "A-QC-START" if rule_here(rules, "A-QC-START") else "G-TARGET"
    step = rules.value(rule, "step_high")
    if not move.to.is_finite() or move.to <= 0 or move.was <= 0 or abs(move.to - move.was) > move.was * step:
        low, high = (move.was * (1 - step)).quantize(CENT, ROUND_UP), (move.was * (1 + step)).quantize(CENT, ROUND_DOWN)
        near = low if move.to < move.was else high
        return refuse(rules, rule, Said("from {was} to {to} is more than a step of {step}", was=move.was, to=move.to,
                                        step=Amount(step, "share")), Said("go to {near}", near=near),
                      replace(move, to=near) if near > 0 else None)
    return Pass(Said("one step"))


def hours_are_a_day(move: HourDiscount, now: Situation, rules: Rulebook) -> Verdict:
    """Twenty-four factors, each within the least and the most."""
    least, most = rules.value("G-HOURS", "least"), now.limits.max_hour_factor
    if len(move.to) != HOURS or not all(f.is_finite() and least <= f <= most for f in move.to):
        return refuse(rules, "G-HOURS", Said("{n} factors; a day has 24, each from {least} to {most}", n=len(move.to), least=least,
                                             most=most), Said("give 24 factors within that"))
    return Pass(Said("24 factors"))


def a_premium_moves_by_one_step(move: CrowdPremium, now: Situation, rules: Rulebook) -> Verdict:
    """A crowd premium moves by one step a day, lies within its range, and the crowd is large enough to learn from."""
    most, step = rules.value("G-PREMIUM", "most"), now.limits.max_premium_step
    if not move.to.is_finite() or not 0 <= move.to <= most or (abs(move.to - move.was) > step and not put_back(move, now)):
        return refuse(rules, "G-PREMIUM", Said("from {was} to {to}: at most {step} a day, and {most} in all", was=move.was,
                                               to=move.to, step=step, most=most),
                      Said("go to {near}", near=max(min(move.was + step, most) if move.to > move.was else move.was - step,
                                                    Decimal(0))))
    rule = rule_here(rules, "A-CROWD")
    size = now.ads.crowd_size
    if rule is not None and size is None and move.to > move.was and not put_back(move, now):
        return untold(rules, now, Said("how many people the crowd has"), move.object_id, "crowd_size")
    if rule is not None and size is not None and move.to > move.was and size < rule.value("smallest"):
        return refuse(rules, "A-CROWD", Said("a crowd of {n} is too small, {least} at least", n=size,
                                             least=int(rule.value("smallest"))), Said("widen the crowd first"))
    return Pass(Said("one step"))


def a_word_is_one(move: KeywordAdd | KeywordNegative | MatchType, now: Situation, rules: Rulebook) -> Verdict:
    """A word is one, in a match type that there is; a plan neither holds it twice nor excludes its own words."""
    match = move.to if isinstance(move, MatchType) else move.match
    word = move.object_id if isinstance(move, MatchType) else move.word
    if not str(word).strip() or match not in MATCHES:
        return refuse(rules, "A-WORDS", Said("{word} {match} is no word in a match type", word=word or "—", match=match or "—"),
                      Said("use exact, phrase or broad"))
    if isinstance(move, MatchType):
        return Pass(Said("it is a match type"))
    words = now.ads.words
    if isinstance(move, KeywordNegative) and words is None:
        return not_known(rules, Said("the words of the plan"), Said("take in the keyword report first"))
    if move.word in (words or ()):
        return refuse(rules, "A-WORDS", Said("{word} is a word of this plan", word=move.word),
                      Said("leave it, or pause that word"))
    return Pass(Said("it is a word"))


def _bidding(move: Bid | KeywordAdd, bid: Decimal) -> Move | None:
    if bid < CENT:
        return None
    return replace(move, bid=bid) if isinstance(move, KeywordAdd) else _to(move, bid)


def _to(move: Bid | Budget, to: Decimal) -> Move | None:
    return replace(move, to=to) if to != move.was and to > 0 else None


def _money(value: Decimal, now: Situation) -> Amount:
    return Amount(value, "money", now.shop.currency)


GUARDS = (
    Guard(stock_before_more_people, (Bid, Budget, TargetRoi, HourDiscount, MatchType, KeywordAdd, KeywordPause, CrowdPremium,
                                     PlanPause), ("G-COVER", "G-KNOWN")),
    Guard(a_bid_moves_by_one_step, (Bid, KeywordAdd), ("G-BID", "G-RANGE", "G-KNOWN")),
    Guard(a_budget_moves_by_one_step, (Budget,), ("G-BUDGET", "G-RANGE", "G-KNOWN")),
    Guard(spend_runs_as_usual, (Budget,), ("G-BURST", "A-BURST", "G-KNOWN")),
    Guard(a_plan_that_learns_is_left_alone, LEARNING, ("A-LEARN", "G-KNOWN")),
    Guard(few_edits_a_day, (TargetRoi,), ("A-QC-EDIT", "G-TARGET", "G-KNOWN")),
    Guard(a_target_moves_by_one_step, (TargetRoi,), ("A-QC-START", "G-TARGET")),
    Guard(hours_are_a_day, (HourDiscount,), ("G-HOURS",)),
    Guard(a_premium_moves_by_one_step, (CrowdPremium,), ("G-PREMIUM", "A-CROWD", "G-KNOWN")),
    Guard(a_word_is_one, (KeywordAdd, KeywordNegative, MatchType), ("A-WORDS", "G-KNOWN")),
)
