"""What came in after the moment of a brief: no part of the brief, but a person who asks should hear of it."""

from datetime import datetime

from daybook.domain.brief import Brief
from daybook.workflows.house import House


def known_later(house: House, brief: Brief) -> datetime | None:
    """When a file with the reviewed day was first known, if only after the brief's moment; None otherwise."""
    from daybook.records import models

    spans = models.LandedTable.objects.filter(
        landing__shop__name=brief.shop, landing__state="loaded", first_day__lte=brief.reviewed,
        last_day__gte=brief.reviewed)
    if spans.filter(landing__known_at__lte=brief.as_of).exists():
        return None
    first: datetime | None = spans.order_by("landing__known_at").values_list("landing__known_at", flat=True).first()
    return first
