"""The API for scripts: the same numbers as the pages, by a token with the scope to read."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse

from daybook.domain.rights import Right
from daybook.reports.brief_json import brief_json
from daybook.web.access import Seat, screen
from daybook.workflows.kept import kept_mornings


@screen(Right.SEE_NUMBERS, api=True)
def shops(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The shops that the token's owner sees."""
    return JsonResponse({"shops": [
        {"id": s.pk, "name": s.name, "client": s.client.name, "platform": s.platform, "zone": s.zone,
         "currency": s.currency} for s in seat.shops(Right.SEE_NUMBERS)]})


@screen(Right.SEE_NUMBERS, api=True)
def morning(request: HttpRequest, seat: Seat, on: date) -> HttpResponse:
    """A morning as docs/schemas/morning.json has it."""
    brief = kept_mornings([seat.shop], on).get(seat.shop.name)
    if brief is None:
        return JsonResponse({"problem": f"the morning of {on} is not made", "next": "make it on its page"}, status=404)
    return JsonResponse(brief_json(brief))
