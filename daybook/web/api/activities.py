"""Events for programs: the year with its deadlines and entries, one event with who may take part, and the next step of an entry."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest

from daybook.domain.errors import WrongUsage
from daybook.domain.rights import Right
from daybook.reports.activities_json import activities_json, activity_json, entry_json
from daybook.web.access import Seat
from daybook.web.api.door import operation
from daybook.web.api.rhythm import who
from daybook.web.api.words import EntryStepIn, Json, Name
from daybook.web.context import language_of
from daybook.web.opened import the_house
from daybook.workflows.activities_page import activities_of, activity_page
from daybook.workflows.activity_sheet import file_entry
from daybook.workflows.event_entries import activity_for, tick_entry


@operation("GET", "shop/{shop}/activities/{on}/", Right.SEE_NUMBERS, Json, "api_activities")
def activities(request: HttpRequest, seat: Seat, on: date) -> Any:
    """The year's events with their windows and sources, what closes next, entries with their history, what endangers them."""
    return activities_json(activities_of(the_house(), seat.shop, on), language_of())


@operation("GET", "shop/{shop}/activities/{on}/{edition}/", Right.SEE_NUMBERS, Json, "api_activity")
def activity(request: HttpRequest, seat: Seat, on: date, edition: Name) -> Any:
    """One event: what it asks of the shop, every SKU beside it with the failing rule, entries, plan."""
    try:
        page = activity_page(the_house(), seat.shop, on, edition, costs=seat.may(Right.SEE_COSTS))
    except WrongUsage:
        raise Http404 from None
    return activity_json(page, language_of())


@operation("POST", "shop/{shop}/activity-entries/{edition}/", Right.DO_WORK, Json, "api_entry_step")
def entry_step(request: HttpRequest, seat: Seat, edition: Name, said: EntryStepIn) -> Any:
    """Takes the entry of a product one step on, or ticks what was seen to after the event; gives it with its history."""
    if activity_for(seat.shop, edition) is None:
        raise Http404
    if said.tick:
        return entry_json(tick_entry(the_house(), seat.shop, edition, said.item, said.sku, said.tick, who(seat)))
    return entry_json(file_entry(the_house(), seat.shop, edition, said.item, said.sku, said.state, who(seat),
                                 None if said.price is None else Decimal(said.price), said.units,
                                 said.reason))
