"""A morning brief as JSON for scripts: decimals as strings, days ISO, moments UTC, equal bytes for equals."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from daybook.domain.brief import (
    Brief,
    BriefFinding,
    Cause,
    Comparison,
    Gain,
    LeftOut,
    Must,
    PlanLine,
    Readiness,
    Tile,
    Yesterday,
)
from daybook.domain.patrol import Check
from daybook.reports.brief_phrases import currency_of
from daybook.reports.json_lines import indented

Json = dict[str, Any]
COMPARED_WITH = ("yesterday", "last_week", "target", "peers")


def brief_json(brief: Brief) -> Json:
    """The brief with the keys of `docs/schemas/morning.json`.  Causes that do not add up are a ValueError."""
    return {
        "shop": brief.shop, "client": brief.client, "platform": brief.platform,
        "zone": brief.zone, "currency": brief.currency,
        "on": _day(brief.on), "reviewed": _day(brief.reviewed), "festival": brief.festival,
        "as_of": _moment(brief.as_of), "early": brief.early, "state": brief.state,
        "digest": brief.digest, "code_version": brief.code_version,
        "cost_known_share": _number(brief.cost_known_share),
        "capacity_minutes": brief.capacity_minutes,
        "readiness": [_readiness(source) for source in brief.readiness],
        "tiles": [_tile(tile, brief) for tile in brief.tiles],
        "must": [_must(must) for must in brief.must],
        "patrol": [_check(check) for check in brief.patrol],
        "findings": [_finding(found, brief) for found in brief.findings],
        "movements": [_finding(found, brief) for found in brief.movements],
        "plan": [_plan_line(line) for line in brief.plan],
        "left_out": [_left_out(left) for left in brief.left_out],
        "yesterday": [_yesterday(line) for line in brief.yesterday],
        "notes": list(brief.notes),
    }


def brief_json_text(brief: Brief) -> str:
    """The same as text, one final newline; equal briefs give equal bytes."""
    return indented(brief_json(brief)) + "\n"


def plain_number(value: Decimal) -> str:
    """A decimal without exponent and without idle zeros, so that 120 and 120.00 are written alike.

    >>> plain_number(Decimal("120.50")), plain_number(Decimal("1E+3")), plain_number(Decimal("-0.0"))
    ('120.5', '1000', '0')
    """
    if not value.is_finite():
        raise ValueError(f"{value} is no number to show: what could not be computed is None")
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(at: datetime | None) -> str | None:
    if at is None:
        return None
    if at.tzinfo is None:
        raise ValueError(f"{at} names no zone: moments are UTC")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _scope(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    scope: dict[str, str] = {}
    for dimension, value in pairs:
        if scope.setdefault(dimension, value) != value:
            raise ValueError(f"scope names {dimension} twice: {scope[dimension]!r} and {value!r}")
    return scope


def _readiness(source: Readiness) -> Json:
    return {
        "source": source.source, "zh": source.zh, "state": source.state.value,
        "last_day": _day(source.last_day), "read_at": _moment(source.read_at),
        "note": source.note, "restated_days": source.restated_days,
    }


def _tile(tile: Tile, brief: Brief) -> Json:
    age = None if tile.read_at is None else int((brief.as_of - tile.read_at).total_seconds())
    made = {comparison.with_: comparison for comparison in tile.comparisons}
    for kind in COMPARED_WITH:
        made.setdefault(kind, Comparison(kind, None, None, why_not="not compared"))
    first = [made.pop(kind) for kind in COMPARED_WITH]
    return {
        "metric": tile.metric, "zh": tile.zh, "unit": tile.unit.value,
        "currency": currency_of(tile.unit, tile.currency, brief),
        "value": _number(tile.value), "why_not": tile.why_not,
        "age": age, "read_at": _moment(tile.read_at),
        "comparisons": [_comparison(comparison) for comparison in [*first, *made.values()]],
        "trend": _trend(tile.trend),
        "streak": tile.streak and {"days": tile.streak.days, "rule": tile.streak.rule, "odds": tile.streak.odds},
        "higher_is_better": tile.higher_is_better, "note": tile.note,
    }


def _comparison(comparison: Comparison) -> Json:
    return {
        "with": comparison.with_, "base_day": _day(comparison.base_day),
        "value": _number(comparison.value), "change": _number(comparison.change),
        "change_rate": _number(comparison.change_rate),
        "why_not": comparison.why_not, "caution": comparison.caution,
        "low": _number(comparison.low) if comparison.shops else None,
        "high": _number(comparison.high) if comparison.shops else None, "shops": comparison.shops or None,
    }


def _trend(trend: Iterable[tuple[date, Decimal | None]]) -> list[Json]:
    return [{"day": _day(day), "value": _number(value)} for day, value in trend]


def _must(must: Must) -> Json:
    return {
        "what": must.what, "object": must.object, "where": must.where,
        "deadline": _moment(must.deadline), "kind": must.kind,
    }


def _check(check: Check) -> Json:
    tick = check.ticked
    return {
        "check": check.check, "what": check.what, "state": check.state.value, "by_facts": check.by_facts.value,
        "objects": list(check.objects), "why": check.why,
        "ticked": tick and {"found": tick.found, "note": tick.note, "by": tick.by, "at": _moment(tick.at)},
    }


def _finding(found: BriefFinding, brief: Brief) -> Json:
    if not found.adds_up():
        raise ValueError(f"{found.id}: causes and remainder do not add up to measured minus base")
    streak = found.streak
    return {
        "id": found.id, "kind": found.kind, "metric": found.metric, "zh": found.zh,
        "unit": found.unit.value, "currency": currency_of(found.unit, found.currency, brief),
        "scope": _scope(found.scope), "direction": found.direction,
        "measured": _number(found.measured),
        "base": {"kind": found.base_kind, "value": _number(found.base)},
        "expected": _number(found.expected), "low": _number(found.low), "high": _number(found.high),
        "odds_noise": found.odds_noise, "at_stake": _gain(found.at_stake),
        "urgency": found.urgency, "deadline": _moment(found.deadline), "since": _day(found.since),
        "streak": streak and {"days": streak.days, "rule": streak.rule, "odds": streak.odds},
        "causes": [_cause(cause) for cause in found.causes],
        "remainder": _number(found.remainder),
        "sources": list(found.sources), "words": found.words, "events": list(found.events),
        "higher_is_better": found.higher_is_better,
        "trend": _trend(found.trend),
        "band": [{"day": _day(d), "low": _number(low), "high": _number(high)} for d, low, high in found.band],
    }


def _cause(cause: Cause) -> Json:
    return {
        "kind": cause.kind, "scope": _scope(cause.scope),
        "contribution": _number(cause.contribution), "note": cause.note,
    }


def _gain(gain: Gain | None) -> Json | None:
    if gain is None:
        return None
    return {
        "low": _number(gain.low), "mid": _number(gain.mid), "high": _number(gain.high),
        "basis": gain.basis, "horizon": gain.horizon_days, "currency": gain.currency,
        "per": gain.per, "until": _day(gain.until),
    }


def _plan_line(line: PlanLine) -> Json:
    return {
        "id": line.id, "findings": list(line.findings), "what": line.what, "object": line.object,
        "from": line.from_, "to": line.to, "owner": line.owner, "slot": line.slot,
        "deadline": _moment(line.deadline), "minutes": line.minutes, "gain": _gain(line.gain),
        "cost": _number(line.cost), "risk": line.risk, "evidence": line.evidence, "guard": line.guard,
        "where": line.where, "how": line.how, "check_on": _day(line.check_on),
        "status": line.status, "move": line.move,
    }


def _left_out(left: LeftOut) -> Json:
    return {"what": left.what, "object": left.object, "why": left.why}


def _yesterday(line: Yesterday) -> Json:
    return {
        "plan_id": line.plan_id, "what": line.what, "done": line.done,
        "from": line.from_, "to": line.to, "effect": line.effect,
    }
