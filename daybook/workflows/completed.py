"""Completed: what the first brief of a morning said beside what the last one says, and which data made the difference."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from daybook.domain.completed import Changed, Completed
from daybook.domain.errors import WrongUsage
from daybook.domain.shop import Shop
from daybook.workflows.house import House

Json = Mapping[str, Any]


def completed(house: House, shop: Shop, on: date) -> Completed:
    """The changes between the earliest and the latest moment for which a brief of that morning was stored.

    Of one moment the brief made last counts.  Raises WrongUsage where no brief is stored.
    """
    from daybook.records import models

    rows = models.Morning.objects.filter(shop__name=shop.name, on=on).order_by("as_of", "made_at")
    by_moment: dict[datetime, Json] = {row.as_of: json.loads(bytes(row.content)) for row in rows}
    if not by_moment:
        raise WrongUsage(f"no brief of {on} is stored", where=shop.name,
                         next_step=f"run `daybook morning --shop {shop.name} --on {on} --as-of now`")
    moments = sorted(by_moment)
    then, now = by_moment[moments[0]], by_moment[moments[-1]]
    return Completed(shop.name, moments[0], moments[-1], bool(now["early"]), tuple(changes_between(then, now)))


def changes_between(then: Json, now: Json) -> list[Changed]:
    """What two briefs as JSON say differently: sources, tiles, findings and plan lines, in the order of the later one."""
    sources = list(_sources(then, now))
    why = "; ".join(f"{s.what}: {s.then or 'not there'} → {s.now}" for s in sources)
    return [*sources, *_each("tile", then["tiles"], now["tiles"], "metric", _tile, why),
            *_each("finding", then["findings"], now["findings"], "id", _finding, why),
            *_each("plan", then["plan"], now["plan"], "id", _line, why)]


def _sources(then: Json, now: Json) -> Iterator[Changed]:
    before = {s["source"]: s for s in then["readiness"]}
    for source in now["readiness"]:
        was = before.get(source["source"])
        said, had = _read(source), "" if was is None else _read(was)
        if said != had:
            yield Changed("source", source["source"], source["zh"], had, said)


def _read(source: Json) -> str:
    restated = f", {source['restated_days']} days restated" if source["restated_days"] else ""
    return f"{source['state']}{restated}" + (f", read {source['read_at'][:16]}Z" if source["read_at"] else "")


def _each(kind: str, then: Sequence[Json], now: Sequence[Json], key: str, say: Any, why: str) -> Iterator[Changed]:
    before, after = {one[key]: one for one in then}, {one[key]: one for one in now}
    for id_ in [*after, *(k for k in before if k not in after)]:
        had = say(before[id_]) if id_ in before else ""
        said = say(after[id_]) if id_ in after else ""
        if had != said:
            one = after.get(id_) or before[id_]
            yield Changed(kind, id_, one.get("zh") or one.get("what") or id_, had, said, why)


def _tile(one: Json) -> str:
    return one["value"] if one["value"] is not None else f"— ({one['why_not']})"


def _finding(one: Json) -> str:
    stake = one["at_stake"]
    money = f", at stake {stake['mid']} {stake['currency']}" if stake else ""
    return f"{one['direction']} to {one['measured']} from {one['base']['value']}{money}"


def _line(one: Json) -> str:
    gain = one["gain"]
    return f"{one['what']} {one['object']} {one['from']} → {one['to']}" + (f", gain {gain['mid']}" if gain else "")
