"""Creators as JSON: money as text, moments UTC, shares 0 to 1, what is not known null."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from daybook.domain.creator_desk import Between, CreatorLine, CreatorsTable, DealLine, Grade, Halo, ItemTerms, Result
from daybook.domain.creators import DealStep
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

Json = dict[str, Any]


def creators_json(found: CreatorsTable, language: str) -> Json:
    """What is due, creators with grade and results, what items bear, samples, posts, and what cannot be told with the reason."""
    w = translator(language)
    return {
        "shop": found.shop, "platform": str(found.platform), "currency": found.currency, "on": found.on.isoformat(),
        "as_of": found.as_of.isoformat(), "ended_days": found.matured_days,
        "days_to_settle": None if found.lag is None else {"half": found.lag[0], "nine_in_ten": found.lag[1]},
        "invited_today": found.invited_today, "invitations_a_day": found.invitations_a_day,
        "deals": [deal_json(one, language) for one in found.deals], "creators": [_creator(one, w) for one in found.creators],
        "terms": [_terms(one, w) for one in found.terms],
        "samples": [{"sample_id": s.sample_id, "sent_on": _at(s.sent_on), "creator_id": s.creator_id, "item_id": s.item_id,
                     "units": s.units, "cost": _text(s.cost), "received_on": _at(s.received_on), "returned_on": _at(s.returned_on)}
                    for s in found.samples],
        "posts": [{"post_id": p.post_id, "item_id": p.item_id, "published_on": _at(p.published_on), "creator_id": p.creator_id,
                   "kind": p.kind, "views": p.views, "likes": p.likes, "comments": p.comments, "paid_orders": p.paid_orders}
                  for p in found.posts],
        "halo": [_halo(one, w) for one in found.halo],
        "untold": [{"what": what, "why": in_language(why, w)} for what, why in found.untold]}


def deal_json(one: DealLine, language: str) -> Json:
    """One cooperation with its terms, what is due and its lines."""
    w, deal = translator(language), one.deal
    return {
        "creator_id": deal.creator_id, "deal": deal.number, "name": one.name, "stage": deal.stage.value, "since": _at(deal.since),
        "due": in_language(one.due, w), "urgent": one.urgent, "items": list(deal.items), "pay": deal.pay or None,
        "commission_rate": _text(deal.commission_rate), "break_even": _text(one.break_even), "terms_lose": one.terms_lose,
        "fixed_fee": _text(deal.fixed_fee), "samples": deal.samples, "units": deal.units, "scheduled_on": _at(deal.scheduled_on),
        "published_on": _at(deal.published_on), "rights_until": _at(deal.rights_until), "rights_where": deal.rights_where or None,
        "steps": [step_json(step) for step in deal.steps]}


def step_json(one: DealStep, money: bool = True) -> Json:
    """One line of a cooperation; without its terms for who sees no numbers."""
    return {"kind": one.kind, "at": _at(one.at), "by": one.by, "items": list(one.items), "day": _at(one.day),
            "commission_rate": _text(one.commission_rate) if money else None,
            "fixed_fee": _text(one.fixed_fee) if money else None, "text": one.text}


def without_costs(found: Json) -> Json:
    """The same for somebody who sees no costs: margins and what items bear say what goods cost."""
    def closed(one: Json) -> Json:
        result = one["result"] and {**one["result"], **dict.fromkeys(("fees", "samples", "margin", "after_fees", "margin_rate")),
                                    "items": [{**item, "margin": None} for item in one["result"]["items"]]}
        return {**one, "result": result, "grade": {**one["grade"], "reasons": [s["words"] for s in one["grade"]["signs"]]}}

    return {**found, "terms": [], "creators": [closed(one) for one in found["creators"]],
            "deals": [{**deal, "break_even": None, "terms_lose": None} for deal in found["deals"]],
            "samples": [{**s, "cost": None} for s in found["samples"]]}


def _creator(one: CreatorLine, w: Words) -> Json:
    return {"creator_id": one.creator_id, "name": one.name, "grade": _grade(one.grade, w),
            "result": None if one.result is None else _result(one.result, w), "again": in_language(one.again, w),
            "again_items": list(one.items),
            "profile": None if one.profile is None else {
                "seen_on": _at(one.profile.seen_on), "category": one.profile.category, "followers": one.profile.followers,
                "level": one.profile.level, "audience_share": _text(one.profile.audience_share),
                "live_cvr": _text(one.profile.live_cvr), "lost_3s_rate": _text(one.profile.lost_3s_rate)}}


def _grade(one: Grade, w: Words) -> Json:
    return {"letter": one.letter or None, "basis": one.basis.value, "fit": _text(one.fit),
            "reasons": [in_language(r, w) for r in one.reasons],
            "signs": [{"kind": s.kind, "rule": s.rule, "words": in_language(s.words, w)} for s in one.signs]}


def _result(one: Result, w: Words) -> Json:
    return {
        "orders": one.orders, "booked": str(one.booked), "ended_orders": one.ended_orders, "ended_paid": str(one.ended_paid),
        "settled_orders": one.settled_orders, "settled_net": str(one.settled_net), "settled_share": _text(one.settled_share),
        "usual_share": _text(one.usual_share), "commission": _text(one.commission), "margin": _text(one.margin),
        "fees": _text(one.fees), "samples": _text(one.samples), "after_fees": _text(one.after_fees),
        "margin_rate": _text(one.margin_rate), "pending": str(one.pending), "expected": _between(one.expected),
        "last_on": _at(one.last_on), "why_not": in_language(one.why_not, w),
        "items": [{"item_id": i.item_id, "title": i.title, "orders": i.orders, "booked": str(i.booked),
                   "settled_net": str(i.settled_net), "margin": _text(i.margin)} for i in one.items]}


def _terms(one: ItemTerms, w: Words) -> Json:
    return {"item_id": one.item_id, "title": one.title, "break_even": _text(one.break_even), "refund_rate": _text(one.refund_rate),
            "why_not": in_language(one.why_not, w)}


def _halo(one: Halo, w: Words) -> Json:
    return {"what": one.what, "told": one.told, "posts": one.posts, "value": _text(one.value), "low": _text(one.low),
            "high": _text(one.high), "why": in_language(one.why, w)}


def _between(one: Between | None) -> Json | None:
    return None if one is None else {"low": str(one.low), "mid": str(one.mid), "high": str(one.high)}


def _at(when: date | datetime | None) -> str | None:
    return None if when is None else when.isoformat()


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
