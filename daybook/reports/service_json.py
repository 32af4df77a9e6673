"""The service page as JSON: shares and money as text, moments UTC, what nobody can tell apart from what is nought."""

from decimal import Decimal
from typing import Any

from daybook.domain.service import Replies
from daybook.domain.service_page import Conversion, InquiryLine, ServiceTable
from daybook.reports.localise import in_language
from daybook.reports.wording import translator

Json = dict[str, Any]


def service_json(found: ServiceTable, language: str) -> Json:
    """Rates with how they are counted, agents, people by the half hour, inquiries, questions, tests, flags and samples."""
    w = translator(language)
    return {
        "shop": found.shop, "currency": found.currency, "on": found.on.isoformat(), "reviewed": found.reviewed.isoformat(),
        "as_of": found.as_of.isoformat(), "until": None if found.until is None else found.until.isoformat(),
        "rates": [{"days": r.days, "hits": r.hits, "of": r.of, "rate": _text(r.value), "how": in_language(r.how, w)}
                  for r in found.rates],
        "waiting": None if found.waiting is None else {
            "buyers": found.waiting[0], "at": found.waiting[1].isoformat(), "from": found.waiting[2]},
        "replies": _replies(found.day), "window": _replies(found.window),
        "agents": [{"agent": a.agent, "replies": None if a.replies is None else _replies(a.replies), "usual_rate": _text(a.usual),
                    "inquirers": a.inquirers, "buyers": a.buyers} for a in found.agents],
        "people": {"at_once": found.at_once, "talk_seconds": found.talk_seconds, "robot_share": _text(found.robots.share),
                   "robot_share_said_on": None if found.robots.said_on is None else found.robots.said_on.isoformat(),
                   "roster": [{"person": s.person, "day": s.day, "hours": s.hours, "chats": s.chats, "valid_from":
                               None if s.valid_from is None else s.valid_from.isoformat()} for s in found.roster],
                   "shift": found.shift, "half_hours": [
                       {"slot": h.slot, "asks": _round(h.asks), "high": _round(h.high), "needed": h.needed, "there": h.there,
                        "asked": h.yesterday, "late": h.late} for h in found.halves]},
        "conversion": None if found.conversion is None else _conversion(found.conversion),
        "spent": None if found.spent is None else {
            "served": found.spent.served, "served_amount": str(found.spent.served_amount), "silent": found.spent.silent,
            "silent_amount": str(found.spent.silent_amount), "silent_cvr": _text(found.spent.silent_cvr)},
        "lost": [{"reason": one.reason, "inquirers": one.inquirers, "share": _text(one.share), "usual": _text(one.usual)}
                 for one in found.lost],
        "topics": [{"topic": t.topic, "talks": t.talks, "usual": _text(t.usual), "item_id": t.item_id, "fix": t.fix,
                    "examples": [q.text for q in t.examples]} for t in found.topics],
        "unknown": [{"times": one.times, "texts": list(one.texts)} for one in found.unknown],
        "again": {"days": found.again_days, "topics": [
            {"topic": a.topic, "askers": a.askers, "again": a.again, "usual": _text(a.usual)} for a in found.again]},
        "handed": [{"day": None if h.day is None else h.day.isoformat(), "answered": h.answered, "passed": h.passed,
                    "wanted": h.wanted, "unserved": h.unserved} for h in found.handed],
        "between": [{"first": b.first, "last": b.last, "chats": b.chats} for b in found.between],
        "tests": [{"topic": t.topic, "first": t.first, "second": t.second, "first_of": list(t.first_of),
                   "second_of": list(t.second_of),
                   "mid": _round(t.mid), "low": _round(t.low), "high": _round(t.high), "told": t.told,
                   "still_needed": t.still_needed} for t in found.tests],
        "flagged": [{"why": f.why, "words": f.words, "agent": f.agent, "chat_id": f.chat_id,
                     "at": None if f.at is None else f.at.isoformat(), "text": f.text} for f in found.flagged],
        "samples": [{"chat_id": s.chat_id, "agent": s.agent, "lines": [
            {"at": None if line.at is None else line.at.isoformat(), "direction": line.direction, "text": line.text}
            for line in s.lines]} for s in found.samples],
        "reported": [{"day": r.day.isoformat(), "agent": r.agent, "inquirers": r.inquirers, "buyers": r.buyers, "cvr": _text(r.cvr),
                      "first_reply_seconds": _text(r.first_reply_seconds), "mean_reply_seconds": _text(r.mean_reply_seconds),
                      "reply_3min_rate": _text(r.reply_3min_rate), "csat": _text(r.csat),
                      "rated": r.rated, "dissatisfied": r.dissatisfied, "handed_over": r.handed_over} for r in found.reported],
        "untold": [{"what": what, "why": in_language(why, w)} for what, why in found.untold]}


def _conversion(one: Conversion) -> Json:
    return {"day": one.day.isoformat(), "of_day": None if one.of_day is None else _line(one.of_day),
            "before": None if one.before is None else _line(one.before), "window_days": one.window_days,
            "attribution": one.attribution, "items": [_line(i) for i in one.items], "hours": [_line(h) for h in one.hours]}


def _line(one: InquiryLine) -> Json:
    return {"name": one.name, "inquirers": one.inquirers, "buyers": one.buyers, "amount": str(one.amount), "cvr": _text(one.cvr)}


def _replies(one: Replies) -> Json:
    return {"rounds": one.rounds, "in_time": one.in_time, "rate": _text(one.rate), "mean_seconds": _text(one.mean),
            "first_seconds": _text(one.first_mean)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.quantize(Decimal('0.0001')).normalize():f}"


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)

