"""Status: which sources of which shop are in, until which day, and which files wait for a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daybook.domain.shop import Shop
from daybook.facts.tables import TABLES
from daybook.workflows.house import House
from daybook.workflows.pull import pulls_of
from daybook.workflows.readiness import spans_of


def status(house: House, shops: Sequence[Shop], now: datetime) -> list[dict[str, Any]]:
    """One entry per shop: sources with their last day and age, feeds read over APIs, and landings that were not loaded."""
    from daybook.records import models

    spans, pulls = spans_of(shops, now), pulls_of(shops)
    waiting = models.Landing.objects.filter(shop__name__in=[s.name for s in shops]).exclude(
        state__in=["loaded", "unchanged"]).order_by("received_at")
    return [{
        "shop": shop.name, "as_of": now.isoformat(),
        "sources": [_source(shop, table, [s for s in spans.get(shop.name, []) if s.table == table], now)
                    for table in TABLES if any(s.table == table for s in spans.get(shop.name, []))],
        "pulls": pulls.get(shop.name, []),
        "waiting": [{"file": row.name, "state": row.state, "problem": row.problem, "received_at":
                     row.received_at.isoformat()} for row in waiting if row.shop.name == shop.name],
    } for shop in shops]


def _source(shop: Shop, table: str, spans: Sequence[Any], now: datetime) -> dict[str, Any]:
    last = max(s.last for s in spans)
    read_at = max(s.known_at for s in spans)
    wanted = (shop.day_of(now) - last).days
    taken_same_day = all(shop.day_of(s.known_at) <= last for s in spans if s.last == last)
    state = "in" if wanted <= 1 and not taken_same_day else "partial" if wanted <= 1 else "not_in"
    first = min(s.first for s in spans)
    return {"source": table, "zh": TABLES[table].zh, "state": state, "first_day": first.isoformat(),
            "last_day": last.isoformat(), "read_at": read_at.isoformat(), "files": len(spans)}


def status_text(found: Sequence[dict[str, Any]]) -> str:
    """The same for people."""
    lines = []
    for entry in found:
        lines.append(entry["shop"])
        lines += [f"  {s['zh']} {s['source']}: {s['state']}, {s['first_day']} to {s['last_day']}, last read "
                  f"{s['read_at'][:16]}Z, {s['files']} files" for s in entry["sources"]]
        if not entry["sources"]:
            lines.append("  nothing is in yet; run `daybook ingest` or `daybook pull`")
        lines += [f"  {p['feed']}: {p['error']}; next try {p['next_try_at'][:16] or 'after that'}"
                  for p in entry["pulls"] if p["error"]]
        lines += [f"  waiting: {w['file']} ({w['state']}): {w['problem']}" for w in entry["waiting"]]
    return "\n".join(lines) or "no shop yet; register one with `daybook shop add`"
