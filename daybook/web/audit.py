"""Who saw and did what: rows that are only added to."""

from typing import Any

from django.http import HttpRequest

from daybook.records import models
from daybook.web.opened import clock


def write_down(request: HttpRequest, what: str, status: int, subject: str = "") -> None:
    """One row about a request.  `subject` names the object where the URL does not."""
    seat: Any = getattr(request, "seat", None)
    user: Any = request.user
    models.Audit.objects.create(
        at=clock(), user=user if user.is_authenticated else None, token=getattr(request, "token", None),
        client=seat.client_row if seat else None, shop=seat.shop_row if seat else None, what=what[:80],
        method=request.method or "", object=(subject or request.path)[:300], status=status)


def listen() -> None:
    """Signing in, failing to, and signing out are written down too."""
    from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

    user_logged_in.connect(_signed_in, dispatch_uid="daybook.in")
    user_logged_out.connect(_signed_out, dispatch_uid="daybook.out")
    user_login_failed.connect(_failed, dispatch_uid="daybook.failed")


def _signed_in(request: Any = None, user: Any = None, **_: Any) -> None:
    _row(user, "signed_in", 200)


def _signed_out(request: Any = None, user: Any = None, **_: Any) -> None:
    _row(user, "signed_out", 200)


def _failed(credentials: Any = None, **_: Any) -> None:
    said = (credentials or {}).get("email") or (credentials or {}).get("username") or ""
    _row(None, "sign_in_failed", 403, str(said))


def _row(user: Any, what: str, status: int, subject: str = "") -> None:
    models.Audit.objects.create(at=clock(), user=user, what=what, method="", object=subject[:300], status=status)
