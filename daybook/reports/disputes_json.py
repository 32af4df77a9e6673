"""Disputes as JSON: money as text, moments UTC, shares 0 to 1, what nobody can tell apart from what is nought."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from daybook.domain.disputes import CaseFile, CaseStep, ChatLine, Choice, DisputesTable, Range, RateSeen
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

Json = dict[str, Any]


def disputes_json(found: DisputesTable, language: str) -> Json:
    """Rates with their lines, every case, causes, claimants, and what cannot be told with the reason."""
    w = translator(language)
    return {
        "shop": found.shop, "platform": str(found.platform), "currency": found.currency, "on": found.on.isoformat(),
        "as_of": found.as_of.isoformat(), "rates": [_rate(one, w) for one in found.rates],
        "cases": [case_json(one, language) for one in found.cases],
        "clusters": [{"item_id": c.item_id, "refunds": c.refunds, "usual": str(c.usual), "since": c.since.isoformat(),
                      "odds": c.odds, "why": in_language(c.why, w)} for c in found.clusters],
        "claimants": [{"orders": c.orders, "claims": c.claims, "amount": _text(c.amount), "last_on": c.last_on.isoformat(),
                       "order_ids": list(c.order_ids)} for c in found.claimants],
        "untold": [{"what": what, "why": in_language(why, w)} for what, why in found.untold]}


def case_json(one: CaseFile, language: str, chat: tuple[ChatLine, ...] = ()) -> Json:
    """One case with its clock, proof, choice and lines."""
    w, seen = translator(language), one.seen
    return {
        "case_id": seen.case_id, "state": one.state, "opened_on": seen.opened_on.isoformat(), "deadline": _at(one.deadline),
        "deadline_stated": one.stated, "hours_left": _text(one.hours_left), "order_id": seen.order_id, "item_id": seen.item_id,
        "reason": seen.reason.value, "said_reason": seen.said_reason, "status": seen.status, "liable": seen.liable,
        "amount": _text(seen.amount), "closed_on": _at(seen.closed_on), "ended": seen.ended.value if seen.ended else None,
        "evidence": [{"piece": p.name, "weight": str(p.weight), "there": p.there, "by": p.by} for p in one.pieces],
        "choice": None if one.choice is None else _choice(one.choice, w), "steps": [step_json(step) for step in one.steps],
        "chat": [{"at": _at(c.at), "on": c.on.isoformat(), "direction": c.direction, "agent": c.agent, "text": c.text}
                 for c in chat]}


def without_costs(found: Json) -> Json:
    """The same for somebody who sees no costs: what settling and losing cost says what goods cost."""
    cases = [{**case, "choice": case["choice"] and {**case["choice"], "settle": None, "lost": None}} for case in found["cases"]]
    return {**found, "cases": cases}


def _rate(one: RateSeen, w: Words) -> Json:
    return {"name": one.name, "zh": one.zh, "over": one.over, "under": one.under, "rate": _text(one.rate), "line": _text(one.line),
            "rule": one.rule, "days": one.days, "left": one.left, "cross_on": _at(one.cross_on), "chance": one.chance,
            "why_not": in_language(one.why_not, w)}


def _choice(one: Choice, w: Words) -> Json:
    return {"advice": one.advice, "odds": list(one.odds), "odds_full": one.full, "worth": _range(one.worth),
            "worth_full": str(one.worth_full), "settle": _range(one.settle), "lost": _range(one.lost), "own_cases": one.own,
            "assumed": [in_language(what, w) for what in one.unknown]}


def _range(one: Range) -> Json:
    return {"low": str(one.low), "mid": str(one.mid), "high": str(one.high)}


def step_json(one: CaseStep, numbers: bool = True) -> Json:
    """One line of a case; what it was worth only for those who see the shop's numbers."""
    return {"kind": one.kind.value, "at": one.at.isoformat(), "by": one.by, "piece": one.piece, "text": one.text,
            "value": _text(one.value) if numbers else None, "file": one.file}


def _at(when: date | datetime | None) -> str | None:
    return None if when is None else when.isoformat()


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
