"""Earlier plans: what the morning before asked for, beside what was noted as done since."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from daybook.domain.shop import Shop


@dataclass(frozen=True)
class Asked:
    """One line of the plan of the morning before."""

    id: str
    what: str
    object: str
    from_: str
    to: str
    check_on: date


def earlier_plans(shops: Sequence[Shop], on: date) -> Mapping[str, tuple[Asked, ...]]:
    """shop -> the plan lines of its last stored brief of the day before `on`."""
    from daybook.records import models

    rows = models.Morning.objects.filter(
        shop__name__in=[s.name for s in shops], on=on - timedelta(days=1)).order_by("made_at").values_list(
        "shop__name", "content")
    found: dict[str, tuple[Asked, ...]] = {}
    for name, content in rows:
        plan = json.loads(bytes(content)).get("plan", [])
        found[name] = tuple(Asked(p["id"], p["what"], p["object"], p["from"], p["to"],
                                  date.fromisoformat(p["check_on"])) for p in plan)
    return found
