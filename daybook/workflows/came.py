"""What moves were expected to bring against what they brought, added up per shop and per kind of move, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from daybook.domain.agency import Came
from daybook.domain.shop import Shop
from daybook.rulebook.reading import load

RULE = "W-CAME"


@dataclass(frozen=True)
class CameAll:
    """Per shop, and per (currency, kind of move) over the shops that were asked."""

    by_shop: dict[str, Came]
    by_kind: dict[tuple[str, str], Came]


def came_of(shops: Sequence[Shop], as_of: datetime) -> CameAll:
    """Moves measured in the days of W-CAME up to a moment, those alone that had an expected gain and were measured."""
    from daybook.records import models

    since = as_of - timedelta(days=int(load().value(RULE)))
    rows: Any = models.MeasuredMove.objects.filter(
        shop__name__in=[s.name for s in shops], measured_at__gt=since, measured_at__lte=as_of, own_error__gt=0).exclude(
        expected=None).exclude(own_value=None).order_by("pk").values_list(
        "shop__name", "kind", "currency", "expected", "own_value", "own_error")
    by_shop: dict[str, Came] = {}
    by_kind: dict[tuple[str, str], Came] = {}
    for shop, kind, currency, expected, value, error in rows:
        one = Came(1, expected, value, error)
        by_shop[shop] = by_shop[shop].plus(one) if shop in by_shop else one
        key = currency, kind
        by_kind[key] = by_kind[key].plus(one) if key in by_kind else one
    return CameAll(by_shop, dict(sorted(by_kind.items(), key=lambda pair: (-pair[1].moves, pair[0]))))


