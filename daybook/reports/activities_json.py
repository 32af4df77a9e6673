"""Activities as JSON: money as text, days as they are, states by their English word; what is not known is null."""

from decimal import Decimal
from typing import Any

from daybook.domain.activities import Candidate, Check, Entry
from daybook.domain.activity_pages import ActivitiesTable, ActivityPage, InEvent
from daybook.domain.event_calendar import Activity, Span
from daybook.domain.mega_sale import PlanRow, SalePlan
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator

Json = dict[str, Any]


def activities_json(found: ActivitiesTable, language: str) -> Json:
    """The year's events with their windows, deadlines, entries, and what endangers them."""
    w = translator(language)
    return {
        "shop": found.shop.name, "platform": str(found.shop.platform), "currency": found.shop.currency,
        "on": found.on.isoformat(), "as_of": found.as_of.isoformat(),
        "events": [event_json(one, w) for one in found.year],
        "deadlines": [{"event": d.activity.key, "window": in_language(d.span.name, w), "until": d.span.last.isoformat(),
                       "days": d.days, "filed": d.filed, "drafts": d.drafts} for d in found.deadlines],
        "entries": [entry_json(e) for _, e in found.entries], "signed": [_signed(one) for one in found.signed],
        "states": {state.value: n for state, n in found.states.items()},
        "risks": [{"kind": r.kind, "scope": dict(r.scope), "says": in_language(r.words, w)} for r in found.risks]}


def activity_json(page: ActivityPage, language: str) -> Json:
    """One event: windows, checks of the shop, every SKU with its checks, entries and the plan."""
    w = translator(language)
    return {
        "shop": page.shop.name, "platform": str(page.shop.platform), "currency": page.shop.currency, "on": page.on.isoformat(),
        "as_of": page.as_of.isoformat(), "event": event_json(page.activity, w),
        "shop_checks": [_check(one, w) for one in page.shop_checks],
        "candidates": [_candidate(one, w) for one in page.candidates], "entries": [entry_json(one) for one in page.entries],
        "signed": [_signed(one) for one in page.signed],
        "plan": [{"kind": p.kind, "name": p.name, "value": _text(p.value), "due": p.due.isoformat() if p.due else None,
                  "text": p.text, "by": p.by, "at": p.at.isoformat()} for p in page.plan]}


def plan_json(plan: SalePlan, language: str) -> Json:
    """The plan of an event: every line as drafted and as set, and a day by the hour."""
    w = translator(language)
    return {
        "shop": plan.shop.name, "platform": str(plan.shop.platform), "currency": plan.shop.currency, "on": plan.on.isoformat(),
        "as_of": plan.as_of.isoformat(), "event": event_json(plan.activity, w), "total": _text(plan.total),
        "kept_by": plan.agreed.by if plan.agreed else None, "kept_at": plan.agreed.at.isoformat() if plan.agreed else None,
        "lines": [_plan_row(row, w) for row in plan.rows],
        "hours": {"on": plan.hours_of.isoformat(), "parts": [str(part) for part in plan.hours]}, "entries": [], "signed": []}


def _plan_row(row: PlanRow, w: Words) -> Json:
    here = in_language(row, w)
    return {"kind": row.kind, "name": row.name, "what": here.said_of, "unit": row.unit.value, "value": _text(row.value),
            "drafted": _text(row.drafted), "basis": here.basis, "aside": here.aside, "short": row.short,
            "first": row.first.isoformat() if row.first else None, "last": row.last.isoformat() if row.last else None,
            "due": row.due_on.isoformat() if row.due_on else None, "done": row.done, "by": row.line.by if row.line else None,
            "at": row.line.at.isoformat() if row.line else None}


def event_json(one: Activity, w: Words) -> Json:
    """One event with its windows, where it comes from and how sure it is."""
    return {"key": one.key, "id": one.id, "name": in_language(one.term, w), "level": one.level.value, "kind": one.kind,
            "big": one.big, "first": one.first.isoformat(), "last": one.last.isoformat(),
            "closes": one.closes.isoformat() if one.closes else None, "estimated": one.estimated, "source": one.source,
            "seen_on": one.seen_on.isoformat(), "confidence": one.confidence, "categories": list(one.categories),
            "windows": [_span(span, w) for span in one.spans]}


def entry_json(one: Entry) -> Json:
    """An entry with its history."""
    return {"event": one.activity, "item_id": one.item_id, "sku": one.sku, "state": one.state.value, "price": _text(one.price),
            "units": one.units, "reason": one.reason, "ticked": list(one.ticked),
            "steps": [{"state": s.state.value, "at": s.at.isoformat(), "by": s.by, "price": _text(s.price), "units": s.units,
                       "reason": s.reason, "tick": s.tick} for s in one.steps]}


def _span(span: Span, w: Words) -> Json:
    return {"stage": span.stage.value, "name": in_language(span.name, w), "first": span.first.isoformat(),
            "last": span.last.isoformat(), "estimated": span.estimated, "source": span.source, "confidence": span.confidence}


def _signed(one: InEvent) -> Json:
    return {"event": one.event, "object": one.object, "item_id": one.item_id, "first": one.first.isoformat(),
            "last": one.last.isoformat(), "price": _text(one.price), "units": one.units, "stands": one.stands, "says": one.said}


def _candidate(one: Candidate, w: Words) -> Json:
    return {"item_id": one.item_id, "sku": one.sku, "title": one.title, "usual": _text(one.usual), "price": _text(one.price),
            "high": _text(one.high), "left": _text(one.left), "units": one.units, "on_hand": one.on_hand, "units_30": one.units_30,
            "eligible": one.eligible, "state": one.filed.state.value if one.filed else one.export_state,
            "checks": [_check(check, w) for check in one.checks]}


def _check(one: Check, w: Words) -> Json:
    return {"name": one.name, "met": one.met.value, "rule": one.rule, "has": _text(one.has), "asked": _text(one.asked),
            "day": one.day.isoformat() if one.day else None, "do": in_language(one.do, w)}


def _text(value: Decimal | str | None) -> str | None:
    return None if value is None else str(value)
