"""The orders page as JSON: money as text, moments UTC, what nobody can tell apart from what is nought."""

from typing import Any

from daybook.domain.brief import Gain
from daybook.domain.order_book import Abnormal, OrdersTable
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

Json = dict[str, Any]


def orders_json(found: OrdersTable, language: str) -> Json:
    """Lights per clock, every abnormal order, and what cannot be told with the reason."""
    w = translator(language)
    return {
        "shop": found.shop, "currency": found.currency, "on": found.on.isoformat(), "as_of": found.as_of.isoformat(),
        "last_seen": None if found.last_seen is None else found.last_seen.isoformat(), "stale": found.stale,
        "clocks": {kind.value: {state.value: n for state, n in states.items()} for kind, states in found.lights.items()},
        "abnormal": [_abnormal(one, w) for one in found.abnormal],
        "untold": [{"what": what, "why": in_language(why, w)} for what, why in found.untold]}


def _abnormal(one: Abnormal, w: Words) -> Json:
    return {"kind": one.kind, "order_id": one.order.order_id, "ordered_on": one.order.ordered_on.isoformat(), "owner": one.owner,
            "deadline": None if one.deadline is None else one.deadline.isoformat(),
            "age_hours": None if one.age_hours is None else str(one.age_hours), "at_risk": _gain(one.at_risk),
            "why": in_language(one.why, w), "act": in_language(one.act, w), "script": in_language(one.script, w),
            "sure": one.sure}


def _gain(gain: Gain | None) -> Json | None:
    return None if gain is None else {"low": str(gain.low), "mid": str(gain.mid), "high": str(gain.high), "currency": gain.currency}
