"""Ways in: the first person, an invitation, and the language of the page."""

import secrets
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from daybook.domain.errors import DaybookError
from daybook.domain.work import Role
from daybook.records import models
from daybook.web.access import public
from daybook.web.accounts import accept, add_user, give_role, invitation_of
from daybook.web.context import told
from daybook.web.forms import ZONES, FirstForm, PasswordForm
from daybook.web.opened import clock, the_house
from daybook.web.serve import setup_code
from daybook.workflows.house import add_shop

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """The first person and their first shop; gone as soon as somebody is registered."""
    if models.User.objects.exists():
        raise Http404
    form = FirstForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if not secrets.compare_digest(said["code"].strip(), setup_code(Path(the_house().home))):
            form.add_error("code", _("This is not the code that the terminal shows."))
        else:
            user = _first(form, said)
            if user is not None:
                login(request, user, backend=BACKEND)
                return redirect("home")
    return render(request, "web/setup.html", {"form": form, "zones": ZONES})


def _first(form: FirstForm, said: dict[str, Any]) -> Any:
    """The first person as administrator of the house, with a shop; None when the form has to be mended."""
    try:
        with transaction.atomic():
            user = add_user(said["email"], said["password"], said["name"], clock())
            give_role(user, Role.ADMIN, None, (), clock())
            add_shop(the_house(), said["shop"], said["client"], said["platform"], said["zone"], said["currency"])
    except DaybookError as problem:
        form.add_error(None, told(problem))
        return None
    return user


@public
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Takes an invitation: a new person chooses a password, somebody with an account only agrees."""
    found = invitation_of(token, clock())
    if found is None:
        return render(request, "web/invitation_gone.html", status=410)
    known = models.User.objects.filter(email=found.email).exists()
    form = None if known else PasswordForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        said: dict[str, Any] = form.cleaned_data if form else {"name": "", "password": None}
        user = accept(found, said["name"], said["password"], clock())
        if user is not None and not known:
            login(request, user, backend=BACKEND)
        messages.success(request, _("Welcome. You see the shops that you were invited to."))
        return redirect("home")
    return render(request, "web/invitation.html", {"form": form, "invitation": found})


@public
@require_http_methods(["POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Changes the language of this browser, and of the person who is signed in."""
    answer: HttpResponse = set_language(request)
    if request.user.is_authenticated:
        models.User.objects.filter(pk=request.user.pk).update(language=request.POST.get("language", "")[:10])
    return answer
