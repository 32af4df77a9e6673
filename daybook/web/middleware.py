"""What every request passes: probes, the log, the content policy, API tokens, the first person's page, and who saw what."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from daybook.records import models
from daybook.web.audit import write_down
from daybook.web.opened import clock, the_house
from daybook.web.tokens import token_of

#: What a page that is open asks by itself; that somebody opened the page is written down.
BY_ITSELF = frozenset({"evening_stream"})
Answer = Callable[[HttpRequest], HttpResponse]
#: Asked by machines that watch the house, by its address rather than its name and over plain HTTP: before every other check.
ALIVE, READY = "/health/", "/ready/"
log = logging.getLogger("daybook.web")
#: No script, style, font, picture or call from anywhere but this host, and none inside a page (W3C CSP level 3).
#: Pictures may be data: the second factor's QR code and Tabler's own arrows are.
POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"))


def probes(answer: Answer) -> Answer:
    """Health: the process answers.  Readiness: it can do its work (503 where not), check by check and naming no client."""
    def asked(request: HttpRequest) -> HttpResponse:
        if request.path == ALIVE:
            return JsonResponse({"alive": True}, headers={"Cache-Control": "no-store"})
        if request.path == READY:
            from daybook.workflows.condition import condition

            found = condition(the_house())
            return JsonResponse({"ready": found.ready, "checks": {one.name: one.light for one in found.checks}},
                                status=200 if found.ready else 503, headers={"Cache-Control": "no-store"})
        return answer(request)

    return asked


def logged(answer: Answer) -> Answer:
    """A line per request where the log is asked for: which page of which shop, for whom, how it ended, how long it took.

    Numbers of rows stand for shop and person; no name, no word of a form and no query is in it.
    """
    def asked(request: HttpRequest) -> HttpResponse:
        begun = time.monotonic()
        response = answer(request)
        if log.isEnabledFor(logging.INFO):
            match: Any = request.resolver_match
            log.info("request", extra={
                "page": match.url_name or match.route if match else None, "shop": match.kwargs.get("shop") if match else None,
                "method": request.method, "status": response.status_code, "ms": round((time.monotonic() - begun) * 1000),
                "person": getattr(getattr(request, "user", None), "pk", None)})
        return response

    return asked


def content_security(answer: Answer) -> Answer:
    """Adds the content policy; pages with a client's numbers are kept by no cache between."""
    def asked(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        response.setdefault("Cache-Control", "private, no-store")
        return response

    return asked


def by_token(answer: Answer) -> Answer:
    """A request with a bearer token is its owner's, within the token's scopes, and needs no CSRF token."""
    def asked(request: HttpRequest) -> HttpResponse:
        said = request.headers.get("Authorization", "")
        request.token = None
        if said.lower().startswith("bearer "):
            found = token_of(said[7:].strip(), clock())
            if found is not None:
                request.token, request.user = found, found.user
            else:
                from django.contrib.auth.models import AnonymousUser

                request.user = AnonymousUser()
        return answer(request)

    return asked


def first_user(answer: Answer) -> Answer:
    """While nobody is registered, every page leads to the one where the first person is."""
    someone: list[bool] = []

    def asked(request: HttpRequest) -> HttpResponse:
        if not someone and request.path != reverse("setup") and not request.path.startswith("/language/"):
            if not models.User.objects.exists():
                return HttpResponseRedirect(reverse("setup"))
            someone.append(True)
        return answer(request)

    return asked


def written_down(answer: Answer) -> Answer:
    """One row per page that a person or a token opened: what, of which shop, with which answer."""
    def asked(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        match: Any = request.resolver_match
        if match is not None and match.url_name not in BY_ITSELF and request.user.is_authenticated:
            write_down(request, match.url_name or match.route, response.status_code)
        return response

    return asked
