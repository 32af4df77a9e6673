"""Pages for what went wrong: each says what happened and what to do next."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

log = logging.getLogger("daybook.web")


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: seen, but not theirs to do."""
    return _page(request, 403, _("Your role does not include this"),
                 _("Ask whoever manages people for your client; the page was not changed."))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: not there, or not theirs to see."""
    return _page(request, 404, _("There is no such page, or not for you"),
                 _("Choose a shop from the list, or go to the first page."))


def broken(request: HttpRequest) -> HttpResponse:
    """500: a mistake of the house; it has no menu, since that may be what broke."""
    return HttpResponse(f"<!doctype html><title>500</title><h1>{_('Something broke here')}</h1>"
                        f"<p>{_('Nothing was changed. Load the page again; the log of the server says what broke.')}</p>",
                        status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was not this site's, or that stood open longer than the session."""
    return _page(request, 403, _("This form is too old"), _("Go back, load the page again and send it once more."))


def _page(request: HttpRequest, status: int, what: str, next_step: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        from django.http import JsonResponse

        return JsonResponse({"problem": what, "next": next_step}, status=status)
    return render(request, "web/problem.html", {"what": what, "next_step": next_step, "status": status}, status=status)
