"""Makes a morning now: for a shop whose brief of the day is not there yet, or that got files since."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.web.access import Seat, screen
from daybook.web.context import told
from daybook.web.opened import clock, the_house
from daybook.workflows.morning import NINE, mornings


@require_POST
@screen(Right.SEE_NUMBERS)
def make(request: HttpRequest, seat: Seat, on: date) -> HttpResponse:
    """The morning with all that is known by now; before nine it is marked early by what is still to come."""
    shop, now = seat.shop, clock()
    try:
        mornings(the_house(), [shop], on, max(shop.moment(on, NINE), now) if on == shop.day_of(now) else None)
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("The morning was made with what is known now."))
    from django.urls import reverse

    where = reverse("morning_of", args=[seat.shop_row.pk, on])
    htmx = getattr(request, "htmx", False)
    return HttpResponseClientRedirect(where) if htmx else redirect(where)
