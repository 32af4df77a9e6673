"""One's own account: name, password, second factor, and API tokens."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from daybook.domain.rights import SCOPES, Right, Scope
from daybook.records import models
from daybook.web.access import Seat, screen
from daybook.web.forms import HouseForm
from daybook.web.opened import clock
from daybook.web.tables import Col, answered, table
from daybook.web.tokens import make_token
from daybook.web.views.people import role_words


class TokenForm(HouseForm):
    """What a token is for, and for how long."""

    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=120)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("May"), widget=forms.CheckboxSelectMultiple, choices=[
        (Scope.READ.value, pgettext_lazy("scope", "read")), (Scope.UPLOAD.value, pgettext_lazy("scope", "upload")),
        (Scope.PROPOSE.value, pgettext_lazy("scope", "propose")), (Scope.WORK.value, pgettext_lazy("scope", "work")),
        (Scope.GOALS.value, pgettext_lazy("scope", "goals"))])
    days = forms.TypedChoiceField(label=gettext_lazy("Ends after"), coerce=int, initial=90, choices=[
        (30, gettext_lazy("30 days")), (90, gettext_lazy("90 days")), (365, gettext_lazy("a year"))])


@require_http_methods(["GET", "POST"])
@screen(Right.SEE_RULES)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Tokens with their scopes and last use; a new one is shown once."""
    form, made = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = make_token(request.user, said["name"], [Scope(s) for s in said["scopes"]], clock(), said["days"])
        form = TokenForm()
    rows = models.ApiToken.objects.filter(user=request.user, revoked_at=None).order_by("-created_at")
    roles: list[Any] = [(role_words(h.role), models.Client.objects.filter(pk=h.client).first()) for h in seat.held]
    from allauth.mfa.utils import is_mfa_enabled

    return answered(request, "web/account.html", {
        "title": _("My account"), "form": form, "made": made, "rows": rows, "table": table(request, [
            Col("name", _("What it is for"), lambda row: row.name), Col("may", _("May"), lambda row: ", ".join(row.scopes)),
            Col("ends", _("Ends"), lambda row: row.expires_at, down=True),
            Col("used", _("Last used"), lambda row: row.last_used_at, down=True), Col("revoke", _("Revoke"))], rows,
            title=_("API tokens")), "now": clock(), "roles": roles,
        "second_factor": is_mfa_enabled(request.user), "scopes": list(SCOPES)})


@require_POST
@screen(Right.SEE_RULES)
def revoke(request: HttpRequest, seat: Seat, token: int) -> HttpResponse:
    """Ends one of one's own tokens."""
    row = get_object_or_404(models.ApiToken, pk=token, user=request.user, revoked_at=None)
    models.ApiToken.objects.filter(pk=row.pk).update(revoked_at=clock())
    messages.success(request, _("The token does not count any more."))
    return redirect("tokens")
