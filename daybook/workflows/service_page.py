"""The service page (S5): replies, people by the half hour, inquiries and questions, as known on a morning."""

from datetime import date, datetime, timedelta

from daybook.desks import service
from daybook.desks.service.table import service_table
from daybook.domain.service_page import ServiceTable
from daybook.domain.shop import Shop
from daybook.workflows.house import House
from daybook.workflows.products import seen_of
from daybook.workflows.ticks import readings_since


def service_of(house: House, shop: Shop, on: date, as_of: datetime | None = None) -> ServiceTable:
    """What the page of a shop shows on the morning of `on`, as known at nine of it or at a moment."""
    seen = seen_of(house, shop, on, as_of, (service.DESK,))
    read = [(t.waiting, t.at, "tick") for t in readings_since([shop], seen.as_of - timedelta(days=1), seen.as_of)
            if t.waiting is not None and not t.carrier]
    return service_table(seen, max(read, key=lambda one: one[1], default=None))
