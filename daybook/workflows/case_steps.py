"""Lines of the case files of disputes as known at a moment."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from daybook.domain.disputes import CaseStep, Exported, StepKind
from daybook.domain.shop import Shop
from daybook.facts.talk_tables import DISPUTES

#: So old an export says nothing more of a case that waits for an answer.
EXPORT_DAYS = 90


def steps_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, dict[str, tuple[CaseStep, ...]]]:
    """shop -> case -> its lines as known at a moment, in the order of time; one query."""
    from daybook.records import models

    rows = models.DisputeStep.objects.filter(shop__name__in=[s.name for s in shops], known_at__lte=as_of).select_related("shop")
    found: dict[str, dict[str, list[CaseStep]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.order_by("at", "pk"):
        found[row.shop.name][row.case_id].append(step_of(row))
    return {shop: {case: tuple(steps) for case, steps in cases.items()} for shop, cases in found.items()}


def exports_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, tuple[Exported, ...]]:
    """shop -> its loaded exports with disputes of the last weeks, as known at a moment; one query.

    A case that stands in an export as it stood before is not written again: that it was still open is told by the export.
    """
    from daybook.records import models

    rows = models.LandedTable.objects.filter(
        table=DISPUTES.name, landing__shop__name__in=[s.name for s in shops], landing__state="loaded", first_day__isnull=False,
        landing__known_at__lte=as_of, landing__known_at__gt=as_of - timedelta(days=EXPORT_DAYS))
    found: dict[str, list[Exported]] = defaultdict(list)
    for shop, *one in rows.order_by("pk").values_list("landing__shop__name", "first_day", "last_day", "rows", "landing__known_at"):
        found[shop].append(Exported(*one))
    return {shop: tuple(exports) for shop, exports in found.items()}


def step_of(row: Any) -> CaseStep:
    """A row of the records as a line."""
    return CaseStep(row.case_id, StepKind(row.kind), row.at, row.known_at, row.by, row.piece, row.text, row.value, row.file,
                    str(row.pk) if row.path else "")
