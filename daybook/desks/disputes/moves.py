"""What the disputes desk would do: answer, fight with the proof that is missing, settle, mend the cause."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from daybook.desks.disputes.cases import LATE, OPEN, cases_of
from daybook.desks.gain import CENT, minutes, recovered, rule
from daybook.domain.brief import BriefFinding, Gain
from daybook.domain.disputes import CaseFile
from daybook.domain.said import Said, Term, listed
from daybook.domain.seen import Seen
from daybook.domain.work import Role, Suggestion

#: Cases that a task names.
NAMED = 3


def answer_late(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Ask the platform at once whether a case can still be answered, and hand in what there is."""
    late = [c for c in cases_of(seen) if c.state == LATE]
    yield _task(found, seen, "answer_late_case", _orders(late) or seen.shop.name, Said(
        "Look whether the cases can still be answered, and hand in what there is"), Role.SERVICE,
        _kept(found.at_stake), Said("an answer after the time may count for nothing"), Said("each answered, or known to be lost"))


def decide_cases(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Fight where that leaves more, with the proof that is missing; settle where it does not."""
    cases = [c for c in cases_of(seen) if c.state == OPEN and c.choice]
    for one in [c for c in cases if c.choice and c.choice.advice == "fight"][:NAMED]:
        missing = listed(Term("evidence", name) for name in one.missing[:NAMED])
        what = Said("Fight the case; get {pieces}", pieces=missing) if missing else Said("Fight the case: the proof is whole")
        yield _case_task(found, seen, "fight_case", one, what, Said("a lost case counts in the dispute rate"),
                         Said("handed in before its time ends"))
    settle = [c for c in cases if c.choice and c.choice.advice == "settle"]
    if settle:
        yield _task(found, seen, "settle_cases", _orders(settle), Said("Pay back what would be lost: {n} cases", n=len(settle)),
                    Role.SERVICE, _saved(settle, seen), Said("a buyer who is paid at once may ask again"),
                    Said("agreed before the platform judges"))


def keep_rate(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Keep cases from the platform: settle those that would be lost and call buyers back; of quality, mend the product."""
    if found.metric == "quality_refund_rate":
        item = next((dict(c.scope).get("item_id", "") for c in found.causes), "")
        yield _task(found, seen, "keep_rate", seen.shop.name, Said(
            "Mend the product that most refunds for quality are about, before the rate reaches its line: {item}",
            item=seen.names.get("item_id", {}).get(item, item) or seen.shop.name), Role.OPERATOR, _kept(found.at_stake),
            Said("the rate falls only as old refunds leave the thirty days"), Said("fewer refunds for quality in a week"))
        return
    yield _task(found, seen, "keep_rate", seen.shop.name, Said(
        "Settle what would be lost before it is judged, and call back buyers whose refunds wait"), Role.SERVICE,
        _kept(found.at_stake), Said("paying back at once costs money that some buyers would not have asked for"),
        Said("no new case at the platform for a week"))


def fix_cause(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Stop what is wrong with a product: hold the batch and look at it, or have the courier answer for it."""
    item = dict(found.scope).get("item_id", "")
    yield _task(found, seen, "fix_cause", item, Said(
        "Hold the product's stock, look at it, and mend the batch, the packing or the page"), Role.WAREHOUSE,
        recovered(seen, found.at_stake), Said("held stock sells nothing"), Said("cause found, stock let go or sent back"),
        kind="item")


def check_claimant(found: BriefFinding, seen: Seen) -> Iterator[Suggestion]:
    """Answer a buyer who claims again and again with all his cases, and report him where they are no honest ones."""
    order = dict(found.scope).get("order_id", "")
    yield _task(found, seen, "check_claimant", order, Said(
        "Lay all claims of this buyer side by side, and answer the newest with them"), Role.SERVICE, _kept(found.at_stake),
        Said("an honest buyer who was unlucky is treated as a fraud"), Said("answered with proof, or paid back"), kind="order")


def _case_task(found: BriefFinding, seen: Seen, move: str, one: CaseFile, what: str, risk: str, to: str) -> Suggestion:
    worth = one.choice.worth if one.choice else None
    gain = None if worth is None else Gain(max(worth.low, Decimal(0)), worth.mid, max(worth.high, worth.mid), seen.shop.currency,
                                           "cash", per="")
    made = _task(found, seen, move, one.seen.order_id or one.seen.case_id, what, Role.SERVICE, gain, risk, to, kind="case")
    return replace(made, id=f"{move}.{one.seen.case_id}", until=one.deadline)


def _orders(cases: list[CaseFile]) -> str:
    return " / ".join(c.seen.order_id or c.seen.case_id for c in cases[:NAMED])


def _saved(cases: list[CaseFile], seen: Seen) -> Gain:
    """What settling saves against losing, summed."""
    worth = [c.choice.worth for c in cases if c.choice]
    low, mid, high = (sum((max(-getattr(w, n), Decimal(0)) for w in worth), Decimal(0)).quantize(CENT)
                      for n in ("high", "mid", "low"))
    return Gain(low, mid, high, seen.shop.currency, "cash", per="")


def _kept(stake: Gain | None) -> Gain | None:
    """The part of what is at risk that the right move keeps, once and not by the day."""
    if stake is None:
        return None
    low, mid, high = ((getattr(stake, n) * rule("W-RECOVER", n)).quantize(CENT) for n in ("low", "mid", "high"))
    return replace(stake, low=min(low, mid), mid=mid, high=max(mid, high, Decimal(0)), per="")


def _task(found: BriefFinding, seen: Seen, move: str, about: str, what: str, role: Role, gain: Gain | None, risk: str, to: str,
          kind: str = "case") -> Suggestion:
    return Suggestion(
        id=f"{move}.{about}", findings=(found.id,), move=move, what=what, object_kind=kind, object_id=about,
        object=seen.names.get("item_id", {}).get(about, about) if kind == "item" else about,
        from_=_from(found), to=to, role=role,
        minutes=minutes("look"), gain=gain, where=Said("disputes page; the shop's console"), how="by hand", risk=risk,
        evidence=found.words, check_on=seen.on + timedelta(days=int(rule("W-CHECK", "data"))), until=found.deadline)


def _from(found: BriefFinding) -> str:
    """How many there are now, as the finding counts them; nothing of a rate."""
    if found.unit != "count":
        return ""
    n = int(found.measured or 0)
    return Said("{n} refunds for quality", n=n) if found.metric == "quality_refunds" else Said("{n} cases", n=n)
