"""What every request passes: the content policy, API tokens, the first person's page, and the record of who saw what."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from daybook.records import models
from daybook.web.audit import write_down
from daybook.web.opened import clock
from daybook.web.tokens import token_of

#: What a page that is open asks by itself; that somebody opened the page is written down.
BY_ITSELF = frozenset({"evening_stream"})
Answer = Callable[[HttpRequest], HttpResponse]
#: No script, style, font, picture or call from anywhere but this host, and none inside a page (W3C CSP level 3).
#: Pictures may be data: the second factor's QR code and Tabler's own arrows are.
POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"))


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
