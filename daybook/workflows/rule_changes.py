"""Digest of changes: what the rulebook and the platforms' calendars say otherwise than before, and what people set since.

The house keeps what it goes by each time that changes (nightly, and whenever somebody asks), so that it can be compared.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from daybook.calendar.editions import phases_in
from daybook.domain.given import LimitSet, OwnEvent
from daybook.domain.learning import Changed, Changes, EventChange, NumberChange, OwnChange, RuleChange
from daybook.domain.said import Said, Term
from daybook.domain.shop import Platform, Shop
from daybook.rulebook.reading import load
from daybook.rulebook.rules import ANY, FAMILY
from daybook.workflows.house import House

Content = Mapping[str, Any]
#: Changes that a review of a week lists.
MOST = 8


def keep_edition(house: House) -> bool:
    """Keeps the rules and calendars that the house goes by now, where they are others than those kept last."""
    from daybook.records import models

    now = house.now()
    said, mark = _now(now.year)
    last = models.RuleEdition.objects.order_by("pk").values_list("mark", flat=True).last()
    if last == mark:
        return False
    models.RuleEdition.objects.create(at=now, mark=mark, content=json.loads(said))
    return True


@cache
def _now(year: int) -> tuple[str, str]:
    rules = {f"{r.id}|{r.platform}|{r.category}": {
        "id": r.id, "desk": r.desk, "what": r.what, "platform": r.platform, "source": r.source, "seen_on": r.seen_on.isoformat(),
        "confidence": r.confidence, "note": r.note, "values": {n: [str(v), r.units[n]] for n, v in r.values.items()}}
        for r in load().rules}
    years = [year, year + 1]
    events = {f"{e.id}|{platform}|{e.phase.value}|{y}": {
        "name": e.name, "zh": e.zh, "phase": e.phase.value, "platform": platform.value, "year": y, "first": e.first.isoformat(),
        "last": e.last.isoformat(), "estimated": e.estimated}
        for platform in Platform for y in years for e in phases_in(y, platform)}
    said = json.dumps({"rules": rules, "events": events, "years": years}, ensure_ascii=False, sort_keys=True)
    return said, hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Editions:
    """What the house went by at two moments; `base` as in `Changes`.  Read once for many shops."""

    before: Content | None
    after: Content | None
    base: datetime | None

    def rules(self) -> tuple[RuleChange, ...]:
        """Rules that changed between the two."""
        return () if self.before is None or self.after is None else _rules(self.before, self.after)

    def events(self, platforms: set[str]) -> tuple[EventChange, ...]:
        """Windows of events on some platforms that changed between the two."""
        return () if self.before is None or self.after is None else _events(self.before, self.after, platforms)


def editions_between(since: datetime, until: datetime) -> Editions:
    """The last edition kept by a moment (or the first, where none was), and the last by another; three queries."""
    from daybook.records import models

    editions = models.RuleEdition.objects.filter(at__lte=until).order_by("at", "pk")
    first = editions.filter(at__lte=since).last() or editions.first()
    last = editions.last()
    base = first.at if first is not None and first.at > since else None
    if first is None or last is None or first.pk == last.pk:
        return Editions(None, None, base)
    return Editions(first.content, last.content, base)


def changes(house: House, shops: Sequence[Shop], since: datetime, until: datetime) -> Changes:
    """What changed after a moment up to another: rules, events of the shops' platforms, and what people set for the shops.

    Compared is the last edition kept by `since` with the last by `until`.  Where the first edition is later than `since`, that
    one is compared, and said.
    """
    found = editions_between(since, until)
    platforms = {str(s.platform) for s in shops}
    return Changes(since, until, found.base, found.rules(), found.events(platforms), _own(shops, since, until))


def _rules(before: Content, after: Content) -> tuple[RuleChange, ...]:
    was, now = before["rules"], after["rules"]
    found = []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        if old != new:
            shown, kind = _shown(old, new)
            found.append(RuleChange(kind, shown["id"], shown["desk"], shown["what"], shown["platform"], shown["source"],
                                    date.fromisoformat(shown["seen_on"]), _numbers((old or {}).get("values", {}), (new or {}).get(
                                        "values", {}))))
    return tuple(found)


def _numbers(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[NumberChange, ...]:
    def number(row: Any) -> Decimal | None:
        return None if row is None else Decimal(row[0])

    return tuple(NumberChange(name, (new.get(name) or old[name])[1], number(old.get(name)), number(new.get(name)))
                 for name in (*new, *(n for n in old if n not in new)) if old.get(name) != new.get(name))


def _shown(old: Any, new: Any) -> tuple[Any, Changed]:
    """The row that is told of, and what became of it."""
    if old is None:
        return new, Changed.ADDED
    return (old, Changed.REMOVED) if new is None else (new, Changed.CHANGED)


def _events(before: Content, after: Content, platforms: set[str]) -> tuple[EventChange, ...]:
    """Years that only one of both editions looked at are no change."""
    years = set(before["years"]) & set(after["years"])

    def of(content: Content) -> dict[str, Any]:
        return {k: e for k, e in content["events"].items() if e["year"] in years and e["platform"] in platforms}

    def days(event: Any) -> tuple[date, date] | None:
        return None if event is None else (date.fromisoformat(event["first"]), date.fromisoformat(event["last"]))

    was, now = of(before), of(after)
    found = []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        if old != new:
            shown, kind = _shown(old, new)
            found.append(EventChange(kind, shown["name"], shown["zh"], shown["phase"], shown["platform"], days(old), days(new),
                                     shown["estimated"]))
    return tuple(sorted(found, key=lambda e: (e.after or e.before or (date.min, date.min), e.platform, e.name)))


def _own(shops: Sequence[Shop], since: datetime, until: datetime) -> tuple[OwnChange, ...]:
    from daybook.records.given_rows import known_rows

    names, clients = {s.name for s in shops}, sorted({s.client for s in shops})
    found = []
    for kind in ("calendar", "limit"):
        for client, value in known_rows(kind, clients, until):
            if value.known_at > since and value.shop in ("", *names):
                if isinstance(value, OwnEvent):
                    days = f"{value.first} – {value.last}"
                    found.append(OwnChange("event", client, value.shop, value.name, days, value.known_at))
                elif isinstance(value, LimitSet):
                    found.append(OwnChange("limit", client, value.shop, value.limit, str(value.value), value.known_at))
    return tuple(sorted(found, key=lambda one: (one.known_at, one.client, one.shop, one.name), reverse=True))


def last_look(user: Any) -> datetime | None:
    """When a person last said that they read the changes; None: never."""
    from daybook.records import models

    found: datetime | None = models.RulesSeen.objects.filter(user=user).order_by("pk").values_list("at", flat=True).last()
    return found


def looked(user: Any, at: datetime) -> None:
    """A person has read what changed until a moment."""
    from daybook.records import models

    models.RulesSeen.objects.create(user=user, at=at)


def changes_said(rules: Sequence[RuleChange], events: Sequence[EventChange], platform: str) -> tuple[str, ...]:
    """The same as sentences for a shop's week: rules that hold on its platform, then events; the first MOST, and how many more."""
    mine = [_rule_said(one) for one in rules if one.platform in (ANY, platform, FAMILY.get(platform))]
    lines = [*mine, *(_event_said(one) for one in events)]
    more = [Said("and {n} more changes", n=len(lines) - MOST)] if len(lines) > MOST else []
    return (*lines[:MOST], *more)


def _rule_said(one: RuleChange) -> Said:
    what = Term("rule", one.what)
    if one.kind is Changed.ADDED:
        return Said("new rule {rule}: {what}", rule=one.rule, what=what)
    if one.kind is Changed.REMOVED:
        return Said("rule {rule} is gone: {what}", rule=one.rule, what=what)
    numbers = ", ".join(f"{_plain(n.before, n.unit)} → {_plain(n.after, n.unit)}" for n in one.numbers)
    if not numbers:
        return Said("rule {rule} has other words or another source: {what}", rule=one.rule, what=what)
    return Said("rule {rule} has other numbers ({numbers}): {what}", rule=one.rule, numbers=numbers, what=what)


def _plain(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "—"
    return f"{(value * 100).normalize():f} %" if unit == "share" else f"{value.normalize():f}"


def _event_said(one: EventChange) -> Said:
    event, phase = Term("event", one.name, one.zh), Term("phase", one.phase)
    before, after = (f"{span[0]} – {span[1]}" if span else "—" for span in (one.before, one.after))
    if one.kind is Changed.CHANGED:
        return Said("{event} {phase} has other days: {before}, now {after}", event=event, phase=phase, before=before, after=after)
    if one.kind is Changed.ADDED:
        return Said("{event} {phase} is in the calendar: {after}", event=event, phase=phase, after=after)
    return Said("{event} {phase} of {before} is out of the calendar", event=event, phase=phase, before=before)
