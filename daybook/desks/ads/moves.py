"""What the ads desk would do: put a bid back, refill a budget."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from daybook.desks.ads.findings import plan_name, stopped_together
from daybook.desks.ads.returns import beside_break_even
from daybook.desks.ads.units import skus_behind
from daybook.desks.gain import CENT, minutes, recovered, rule
from daybook.domain.brief import BriefFinding
from daybook.domain.moves.ads import Budget
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Scope, Seen
from daybook.domain.work import Pull, Role, Suggestion


def lower_bid(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Put the bid of the word back to where its clicks cost what they used to."""
    scope = dict(found.scope)
    word = scope.get("keyword", "")
    if found.measured is None or found.base is None:
        return
    yield Suggestion(
        id=f"lower_bid.{word}", findings=(found.id,), move="lower_bid", what=Said("Put the bid of {word} back", word=word),
        object_kind="keyword", object_id=word, object=word,
        from_=Said("{money} a click", money=Amount(found.measured, "money", seen.shop.currency)),
        to=Said("{money} a click", money=Amount(found.base, "money", seen.shop.currency)), role=Role.ADS,
        minutes=minutes("ads"), gain=recovered(seen, found.at_stake), where=Said("ad console: words of this plan"),
        how="by hand", risk=Said("impressions fall to what they were"), evidence=found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "ads"))), pull=Pull.LESS_TRAFFIC, must=False)


def raise_budget(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Refill the plan's daily budget so that it lasts the day; of materials that stopped together, the one behind them."""
    plan = _plan_of(found.scope)
    if not found.measured or not found.base:
        return
    together = next((group for group in stopped_together(seen) if _plan_of(group[0]) == plan), [])
    if not together:
        return
    spend = seen.sliced.get("plan", {}).get("ad_spend", {})
    paid = sum((spend.get(s, {}).get(seen.reviewed, Decimal(0)) for s in together), Decimal(0)).quantize(CENT)
    to = (paid * found.base / found.measured).quantize(CENT)
    beside = beside_break_even(seen, together[0])
    yield Suggestion(
        id=f"raise_budget.{plan}", findings=(found.id,), move="raise_budget",
        what=_refill(plan_name(seen, plan), len(together) - 1),
        object_kind="plan", object_id=plan, object=plan, from_=Amount(paid, "money", seen.shop.currency),
        to=Amount(to, "money", seen.shop.currency), role=Role.ADS, minutes=minutes("ads"),
        gain=recovered(seen, found.at_stake), cost=((to - paid) * int(rule("W-HORIZON"))).quantize(CENT),
        where=Said("ad console: daily budget of this plan"), how="by hand",
        risk=Said("the added clicks cost as much as the usual ones"),
        evidence=Said("{first}; {second}", first=found.words, second=beside) if beside else found.words,
        check_on=seen.on + timedelta(days=int(rule("W-CHECK", "ads"))), pull=Pull.MORE_TRAFFIC,
        touches=tuple(("sku", sku) for sku in skus_behind(seen, plan)),
        change=Budget(plan, paid, to) if len(together) == 1 else None)     # whose budget it is, no report of materials tells


def _refill(plan: str, more: int) -> Said:
    if more > 0:
        return Said("Refill the daily budget behind {plan} and {n} more", plan=plan, n=more)
    return Said("Refill the daily budget of {plan}", plan=plan)


def _plan_of(scope: Scope) -> str:
    return dict(scope).get("plan") or dict(scope).get("plan_id", "")
