"""Tests and pages as JSON: shares 0 to 1, days as dates, moments UTC, what nobody can tell null."""

from typing import Any

from daybook.domain.page_tests import (
    ArmSum,
    DesignBrief,
    Evidence,
    PageCheck,
    PageExit,
    PagesTable,
    PageTest,
    SeenTest,
    Told,
)
from daybook.reports.localise import in_language
from daybook.reports.wording import translator

Json = dict[str, Any]


def pages_json(found: PagesTable, language: str) -> Json:
    """Everything that the page shows."""
    w = translator(language)
    return {
        "shop": found.shop, "currency": found.currency, "on": found.on.isoformat(), "as_of": found.as_of.isoformat(),
        "tests": [seen_test_json(one) for one in found.tests], "checks": [_check(one) for one in found.checks],
        "exits": [_exit(one) for one in found.exits], "briefs": [brief_json(one) for one in found.briefs],
        "lessons": [{"change": t.change, "own": t.own, "all": t.all, "won": t.won, "lift": t.lift, "error": t.error}
                    for t in found.lessons],
        "untold": [{"what": what, "why": in_language(why, w)} for what, why in found.untold]}


def page_test_json(one: PageTest) -> Json:
    """A test as it was planned, with its steps."""
    return {
        "key": one.key, "item_id": one.item_id, "change": one.change, "what": one.what, "hypothesis": one.hypothesis,
        "metric": one.metric, "design": one.design.value, "smallest": one.smallest, "needed": one.needed,
        "usual": None if one.usual is None else str(one.usual), "first": one.first.isoformat(), "last": one.last.isoformat(),
        "guards": list(one.guards), "shares": list(one.shares), "code": one.code, "planned_by": one.planned_by,
        "stage": one.stage.value, "started_on": one.started_on.isoformat() if one.started_on else None,
        "over_on": one.over_on.isoformat() if one.over_on else None,
        "blocks": [{"first": b.first.isoformat(), "last": b.last.isoformat(), "on": b.on} for b in one.blocks],
        "steps": [{"kind": s.kind.value, "on": s.on.isoformat(), "at": s.at.isoformat(), "by": s.by, "text": s.text}
                  for s in one.steps]}


def seen_test_json(one: SeenTest) -> Json:
    """A test with how it stands."""
    return page_test_json(one.test) | {
        "verdict": one.verdict, "may_be_stopped": one.stops, "arms": [_arm(a) for a in one.arms], "lift": _told(one.lift),
        "chance": one.chance, "days": one.days, "days_left": one.left, "each": one.each, "missing_days": one.missing,
        "split_p": one.split_p, "people": list(one.people) if one.people else None, "wider": round(one.wider, 4),
        "guards_seen": [{"metric": g.metric, "arms": [_arm(a) for a in g.arms], "apart": _told(g.apart), "broken": g.broken}
                        for g in one.guards],
        "curve": [{"day": day.isoformat(), **(_told(t) or {})} for day, t in one.curve],
        "edited_on": [d.isoformat() for d in one.edits]}


def brief_json(one: DesignBrief) -> Json:
    """A brief with its evidence and what became of it."""
    return {"key": one.key, "item_id": one.item_id, "part": one.part, "topic": one.topic, "what": one.what,
            "stage": one.stage.value, "due": one.due.isoformat() if one.due else None, "made_by": one.made_by,
            "made_at": one.made_at.isoformat(),
            "evidence": [_evidence(e) for e in one.evidence],
            "steps": [{"stage": s.stage.value, "on": s.on.isoformat(), "at": s.at.isoformat(), "by": s.by, "text": s.text}
                      for s in one.steps]}


def _check(one: PageCheck) -> Json:
    return {"item_id": one.item_id, "item": one.item, "hero": one.hero, "topic": one.topic, "part": one.part, "times": one.times,
            "share": one.share, "usual": one.usual, "odds": one.odds, "brief": one.brief, "told": one.told,
            "evidence": [_evidence(e) for e in one.evidence]}


def _exit(one: PageExit) -> Json:
    return {"item_id": one.item_id, "item": one.item, "odds": one.odds, **{
        name: None if (v := getattr(one, name)) is None else str(v)
        for name in ("bounce", "bounce_before", "dwell", "dwell_before", "visitors")}}


def _evidence(one: Evidence) -> Json:
    return {"source": one.source, "times": one.times, "quote": one.quote, "last": one.last.isoformat() if one.last else None}


def _arm(one: ArmSum) -> Json:
    return {"arm": one.arm, "over": str(one.over), "under": str(one.under),
            "rate": None if one.rate is None else str(round(one.rate, 8))}


def _told(one: Told | None) -> Json | None:
    return None if one is None else {"value": one.value, "low": one.low, "high": one.high, "p": one.p}
