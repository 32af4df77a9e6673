"""What to do beyond single bids: money between plans, the target of a plan that bids by itself, and match types; each with what
speaks for it, and with leaving it alone where that is worth more."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from daybook.desks.ads.judged import WINDOW
from daybook.desks.ads.matching import match_advice
from daybook.desks.ads.terms import TermRow
from daybook.desks.gain import CENT, rule
from daybook.desks.worth import shop_margin
from daybook.domain.ad_words import AdAccount, AdAdvice, JudgedPlan, JudgedWord
from daybook.domain.said import Amount, Said
from daybook.domain.seen import Seen

if TYPE_CHECKING:
    from daybook.analysis.bidding.plans import Edit, Side


def advised(seen: Seen, words: Sequence[JudgedWord], plans: Sequence[JudgedPlan], rows: Sequence[TermRow],
            account: AdAccount | None) -> tuple[AdAdvice, ...]:
    """All of it, what brings most first."""
    found = [*_between_plans(seen, words, plans), *_targets(seen, plans, account), *match_advice(seen, rows)]
    return tuple(sorted(found, key=lambda one: (not one.moves, -one.gain, one.object)))


def _between_plans(seen: Seen, words: Sequence[JudgedWord], plans: Sequence[JudgedPlan]) -> Iterator[AdAdvice]:
    """From the plan whose next yuan brings least to the one where it brings most, where that is over 1."""
    from daybook.analysis.bidding.plans import shift_of_budget
    from daybook.analysis.bidding.words import USUAL_RESPONSE

    known = [p for p in plans if p.next_yuan is not None and not p.whole_site and p.spend > 0]
    if len(known) < 2:
        return
    giver, taker = (pick(known, key=lambda p: p.next_yuan or Decimal(0)) for pick in (min, max))
    if (taker.next_yuan or Decimal(0)) <= max(giver.next_yuan or Decimal(0), Decimal(1)):
        return
    of = {p.plan_id: [w for w in words if w.plan_id == p.plan_id] for p in (giver, taker)}
    sides = tuple(_side(p, of[p.plan_id]) for p in (giver, taker))
    sure = float(rule("A-PLANS", "sure"))
    shift = shift_of_budget(sides[0], sides[1], float(rule("A-PLANS", "share")), USUAL_RESPONSE, sure)
    if shift.gain * float(rule("A-EDIT", "days")) <= float(rule("A-PLANS", "least")) * shift.amount:
        return
    every = [w for own in of.values() for w in own]
    clicks, cost = sum(w.clicks for w in every), sum((w.spend for w in every), Decimal(0))
    a_day = sum(side.clicks for side in sides)
    amount = Amount(_money(shift.amount), "money", seen.shop.currency)
    yield AdAdvice(
        "budget" if shift.wrong <= sure else "wait", "plan", giver.plan_id,
        Said("{one} to {other}", one=giver.plan, other=taker.plan), Said("{money} a day", money=amount), clicks,
        sum(w.orders for w in every), None, (cost / max(clicks, 1)).quantize(CENT), None, _money(shift.gain), shift.wrong,
        int(shift.wait_clicks), shift.wait_clicks / a_day if a_day else None,
        _money(shift.wait_clicks * float(cost) / max(clicks, 1)),
        Said("the next 1 brings {low} in {one} and {high} in {other}", low=giver.next_yuan, one=giver.plan, high=taker.next_yuan,
             other=taker.plan), taker.plan_id)


def _side(plan: JudgedPlan, words: Sequence[JudgedWord]) -> "Side":
    from daybook.analysis.bidding.plans import Side, variance_of

    told = [w for w in words if w.worth is not None]
    whole = float(sum((w.spend for w in told), Decimal(0))) or 1.0
    variance = sum((float(w.spend) / whole) ** 2 * variance_of(w.cvr) for w in told)
    return Side(float(plan.spend) / WINDOW, float(plan.next_yuan or 0), variance, sum(w.clicks for w in words) / WINDOW)


def _targets(seen: Seen, plans: Sequence[JudgedPlan], account: AdAccount | None) -> Iterator[AdAdvice]:
    """The target of whole-site plans, by what all sales gained and not by what the console credits; an edit restarts learning."""
    from daybook.analysis.bidding.plans import Target, best_edit
    from daybook.analysis.bidding.words import USUAL_RESPONSE

    margin = shop_margin(seen)
    if account is None or account.more is None or margin is None:
        return
    low, high = (float(rule("A-QC-START", n)) for n in ("step_low", "step_high"))
    brings = tuple(max(value, 0.0) * float(margin) for value in account.more)
    for plan in (p for p in plans if p.whole_site and p.spend > 0):
        learn = float(rule("A-QC-LEARN", "days")), float(rule("A-RELEARN"))
        edit = best_edit(Target(float(plan.spend) / WINDOW, (brings[0], brings[1], brings[2])), (-high, -low, low, high),
                         USUAL_RESPONSE, learn, float(rule("A-EDIT", "days")))
        yield _edit_of(seen, plan, edit)


def _edit_of(seen: Seen, plan: JudgedPlan, edit: "Edit") -> AdAdvice:
    costs, brings = (Amount(_money(v), "money", seen.shop.currency) for v in (edit.learning, edit.gain))
    pays = edit.net > 0 and edit.wrong <= float(rule("A-PLANS", "sure"))
    clicks, orders = (int(_of_plan(seen, metric, plan.plan_id)) for metric in ("clicks", "ad_orders"))
    to = Said("target ROI {step}", step=f"{edit.step:+.0%}") if pays else Said("leave the target ROI as it is")
    gain = _money(edit.net / float(rule("A-EDIT", "days"))) if pays else Decimal(0)
    return AdAdvice(
        "target_roi" if pays else "keep", "plan", plan.plan_id, plan.plan, to, clicks, orders, None,
        (plan.spend / clicks).quantize(CENT) if clicks else None, None, gain, edit.wrong, 0, None, Decimal(0),
        Said("a step of {step} would bring {gain} a day once learned, and learning it anew costs {cost}; at most {n} edits a day",
             step=f"{edit.step:+.0%}", gain=brings, cost=costs, n=int(rule("A-QC-EDIT", "edits_a_day"))))


def _of_plan(seen: Seen, metric: str, plan: str) -> Decimal:
    told = seen.sliced.get("plan", {}).get(metric, {})
    return sum((v for scope, days in told.items() if dict(scope).get("plan_id") == plan for v in days.values()), Decimal(0))


def _money(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(CENT)
