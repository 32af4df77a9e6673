"""Each case with its clock, its proof, and whether fighting or settling leaves more."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from daybook.analysis.disputes.odds import WinOdds, win_odds
from daybook.analysis.disputes.value import CENT, advice_of, lost_cost, settle_cost, worth_of_fighting
from daybook.desks.disputes.book import book_of, exports_of, rules_of, steps_of
from daybook.desks.disputes.rates import rates_of
from daybook.domain.disputes import (
    ANSWERED,
    CaseFile,
    CaseStep,
    Choice,
    Claimant,
    DisputeSeen,
    Ended,
    Piece,
    Range,
    StepKind,
    decided_by,
)
from daybook.domain.refund_reasons import Reason
from daybook.domain.said import Said
from daybook.domain.seen import Seen

OPEN, DECIDED, GIVEN, LATE, UNSEEN, CLOSED = "open", "decided", "answered", "overdue", "unseen", "closed"
#: States in which somebody still has something to do.
WAITING = (OPEN, DECIDED, LATE)
#: Reason -> the rule of what proves it.
PROOF: Mapping[Reason, str] = {
    Reason.QUALITY: "D-EV-QUALITY", Reason.DAMAGED: "D-EV-DAMAGED", Reason.DESCRIBED: "D-EV-PAGE", Reason.WRONG: "D-EV-SENT",
    Reason.MISSING: "D-EV-SENT", Reason.NOT_RECEIVED: "D-EV-WAY", Reason.LATE: "D-EV-WAY", Reason.FRAUD: "D-EV-FRAUD",
    Reason.CHANGED_MIND: "D-EV-PAGE", Reason.OTHER: "D-EV-PAGE"}
#: Reasons for which the buyer himself pays the way back.
BUYER_PAYS = (Reason.CHANGED_MIND,)
NOUGHT = Range(Decimal(0), Decimal(0), Decimal(0))
FEN = ("low", "mid", "high")
#: Steps by which a person says how a case ended, where no export does.
ENDS = {StepKind.WON: Ended.WON, StepKind.LOST: Ended.LOST}


def cases_of(seen: Seen) -> tuple[CaseFile, ...]:
    """Every case: those that wait for somebody first, then by deadline, then by money."""
    known = seen.reckoned.get("disputes.cases")
    if not isinstance(known, tuple):
        late = datetime.max.replace(tzinfo=seen.as_of.tzinfo)
        made = [_case(one, seen) for one in book_of(seen).cases]
        known = seen.reckoned["disputes.cases"] = tuple(sorted(made, key=lambda c: (
            c.state not in WAITING, c.state == CLOSED, c.deadline or late, -(c.seen.amount or Decimal(0)), c.seen.case_id)))
    return known


def _case(one: DisputeSeen, seen: Seen) -> CaseFile:
    steps = steps_of(seen).get(one.case_id, ())
    deadline = one.answer_by or _by_rule(one, seen)
    left = (Decimal((deadline - seen.as_of).total_seconds()) / 3600).quantize(Decimal("0.1"))
    pieces = pieces_of(one, steps, seen)
    state = _state(one, steps, deadline, seen)
    complete = sum((p.weight for p in pieces if p.there), Decimal(0))
    claims = next((c for c in book_of(seen).claimants if one.buyer_id and c.buyer_id == one.buyer_id), None)
    return CaseFile(one, deadline, one.answer_by is not None, state, left, pieces, _choice(one, complete, claims, seen), steps,
                    claims)


def _by_rule(one: DisputeSeen, seen: Seen) -> datetime:
    """The deadline by the platform's rule; where only the day is told, from its first minute on, so that none is missed."""
    began = one.opened_at or seen.shop.moment(one.opened_on, time.min)
    return began + timedelta(seconds=float(rules_of(seen).value("D-CLOCK", "hours") * 3600))


def _state(one: DisputeSeen, steps: Sequence[CaseStep], deadline: datetime, seen: Seen) -> str:
    """Where a case stands; of what people decided, the last holds."""
    if one.closed or any(step.kind in ENDS for step in steps):
        return CLOSED
    decided = decided_by(steps)
    if decided in ANSWERED:
        return GIVEN
    if deadline <= seen.as_of:
        return LATE if one.known_at >= deadline or _shown_after(one, deadline, seen) else UNSEEN   # else it may be closed by now
    return OPEN if decided is None else DECIDED


def _shown_after(one: DisputeSeen, when: datetime, seen: Seen) -> bool:
    """Whether an export that was known from `when` on shows the case as it stands: one of the day on which it was opened that
    holds as many cases as are known of its days.  One that holds fewer may have left it out."""
    cases = book_of(seen).cases
    return any(e.known_at >= when and e.first <= one.opened_on <= e.last
               and e.cases >= sum(1 for c in cases if e.first <= c.opened_on <= e.last) for e in exports_of(seen))


def pieces_of(one: DisputeSeen, steps: Sequence[CaseStep], seen: Seen) -> tuple[Piece, ...]:
    """What proves the case, the weightiest first: shown by an export, or ticked or handed in by a person."""
    shown = {"scan": one.scanned_at or one.delivered_at, "delivery": one.delivered_at, "chat": one.chats}
    ticked: dict[str, str] = {}
    for step in steps:
        if step.kind in (StepKind.TICKED, StepKind.FILE) and step.piece:
            ticked[step.piece] = step.by or step.file or "?"
        elif step.kind is StepKind.UNTICKED:
            ticked.pop(step.piece, None)
    rule = rules_of(seen).rule(PROOF[one.reason])
    made = [Piece(name, weight, bool(shown.get(name)) or name in ticked,
                  "export" if shown.get(name) else ticked.get(name, "")) for name, weight in rule.values.items()]
    return tuple(sorted(made, key=lambda p: -p.weight))


def _choice(one: DisputeSeen, complete: Decimal, claims: Claimant | None, seen: Seen) -> Choice | None:
    """What fighting leaves more than settling; None where no amount is told."""
    if one.amount is None or one.amount <= 0:
        return None
    rules, unknown = rules_of(seen), []
    back, said = _comes_back(one, seen)
    unknown += said
    freight, said = _freight(one, seen)
    unknown += said
    settle = settle_cost(one.amount, back, freight)
    penalty = Range(*((one.amount * rules.value("D-PENALTY", n)).quantize(CENT) for n in FEN))
    rate, said = _rate_cost(seen)
    unknown += said
    lost = lost_cost(settle, penalty, rate)
    unknown += [] if one.buyer_id else [Said("whether this buyer claims again and again")]
    odds, full = (_odds(one, share, claims, seen) for share in (complete, Decimal(1)))
    effort = rules.value("D-EFFORT", "amount")
    worth, whole = (worth_of_fighting(o, settle, lost, effort) for o in (odds, full))
    return Choice(advice_of(worth, rules.value("D-EFFORT", "gain")), (odds.low, odds.mid, odds.high), full.mid, settle, lost, worth,
                  whole.mid, odds.own, tuple(unknown))


def _odds(one: DisputeSeen, complete: Decimal, claims: Claimant | None, seen: Seen) -> WinOdds:
    rules = rules_of(seen)
    extra = float(rules.value("D-WIN-WORTH", "claimant")) if claims and again_and_again(claims, seen) else 0.0
    prior = {name: float(value) for name, value in rules.rule("D-WIN").values.items()}
    return win_odds(one.reason.value, prior, float(rules.value("D-WIN-WORTH", "cases")), ended_by_reason(seen), float(complete),
                    float(rules.value("D-WIN-WORTH", "usual")), float(rules.value("D-WIN-WORTH", "lift")), extra)


def again_and_again(one: Claimant, seen: Seen) -> bool:
    """Whether a buyer's claims are many, and a large share of his orders."""
    rules = rules_of(seen)
    return one.claims >= rules.value("D-CLAIMANT", "claims") and one.claims >= rules.value("D-CLAIMANT", "share") * one.orders


def ended_by_reason(seen: Seen) -> dict[str, tuple[int, int]]:
    """Reason -> (won, all) of the shop's ended cases.  A closed one of which only the money is told counts by it; one of which
    no export tells the end, by what a person said of it."""
    known = seen.reckoned.get("disputes.ended")
    if isinstance(known, dict):
        return known
    found: dict[str, tuple[int, int]] = {}
    for reason, ended in (*book_of(seen).past, *_said_ended(seen)):
        won, tried = found.get(reason.value, (0, 0))
        found[reason.value] = (won + (ended in (Ended.WON, Ended.KEPT)), tried + 1)
    seen.reckoned["disputes.ended"] = found
    return found


def _said_ended(seen: Seen) -> Iterator[tuple[Reason, Ended]]:
    """How cases ended of which only people say it, the last word of each."""
    for one in book_of(seen).cases:
        said = [ENDS[step.kind] for step in steps_of(seen).get(one.case_id, ()) if step.kind in ENDS]
        if said and one.ended is None:
            yield one.reason, said[-1]


def _comes_back(one: DisputeSeen, seen: Seen) -> tuple[Range, list[str]]:
    """What the goods are worth that come back: their cost as far as they can be sold again, else a share of the money."""
    if one.with_return is None:
        return NOUGHT, [Said("whether the goods come back")]
    if not one.with_return or one.amount is None:
        return NOUGHT, []
    cost = seen.given.unit_cost(one.sku, seen.reviewed) if one.sku else None
    again = seen.given.terms(seen.reviewed).resaleable_share
    if cost is None:
        rules = rules_of(seen)
        return (Range(*((one.amount * rules.value("D-GOODS-WORTH", n)).quantize(CENT) for n in FEN)),
                [Said("what the returned goods cost")])
    worth = min(cost.unit_cost * (one.units or 1) * (Decimal(1) if again is None else again), one.amount).quantize(CENT)
    return Range(worth, worth, worth), [] if again is not None else [Said("which share of returned goods can be sold again")]


def _freight(one: DisputeSeen, seen: Seen) -> tuple[Decimal, list[str]]:
    """The way back where the goods come back and the shop pays it."""
    if not one.with_return or one.reason in BUYER_PAYS:
        return Decimal(0), []
    given = seen.given.terms(seen.reviewed).ship_back_cost
    if given is not None:
        return given, []
    return rules_of(seen).value("D-FREIGHT", "amount"), [Said("the freight of the way back")]


def _rate_cost(seen: Seen) -> tuple[Range, list[str]]:
    """What one more lost case does through the rate: its part of the way to the line, times the chance that the line is crossed,
    times what crossing it costs; of a rate beyond its line, one case's part of all that it may have."""
    known = seen.reckoned.get("disputes.rate_cost")
    if not isinstance(known, tuple):
        known = seen.reckoned["disputes.rate_cost"] = _rate_cost_now(seen)
    return known


def _rate_cost_now(seen: Seen) -> tuple[Range, list[str]]:
    rate = next((r for r in rates_of(seen) if r.name == "dispute_rate"), None)
    if rate is None or rate.rate is None or rate.line is None:
        return NOUGHT, [Said("what one more lost case does to the rate")]
    month = [seen.value("paid_gmv", seen.reviewed - timedelta(days=n)) for n in range(rate.days)]
    paid = sum((v for v in month if v is not None), Decimal(0))
    parts = rate.left or max(int(rate.line * rate.under), 1)
    chance = Decimal(str(rate.chance or 0))
    return Range(*((paid * rules_of(seen).value("D-RATE-COST", n) * chance / parts).quantize(CENT) for n in FEN)), []
