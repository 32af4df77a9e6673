"""Lines of the case files of disputes as known at a moment."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from daybook.domain.disputes import CaseStep, StepKind
from daybook.domain.shop import Shop


def steps_known(shops: Sequence[Shop], as_of: datetime) -> dict[str, dict[str, tuple[CaseStep, ...]]]:
    """shop -> case -> its lines as known at a moment, in the order of time; one query."""
    from daybook.records import models

    rows = models.DisputeStep.objects.filter(shop__name__in=[s.name for s in shops], known_at__lte=as_of).select_related("shop")
    found: dict[str, dict[str, list[CaseStep]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.order_by("at", "pk"):
        found[row.shop.name][row.case_id].append(step_of(row))
    return {shop: {case: tuple(steps) for case, steps in cases.items()} for shop, cases in found.items()}


def step_of(row: Any) -> CaseStep:
    """A row of the records as a line."""
    return CaseStep(row.case_id, StepKind(row.kind), row.at, row.known_at, row.by, row.piece, row.text, row.value, row.file,
                    str(row.pk) if row.path else "")
