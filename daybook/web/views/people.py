"""People: who has which role for which client, invitations, and who saw and did what."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from daybook.domain.rights import RIGHTS, Right
from daybook.domain.work import Role
from daybook.records import models
from daybook.web.access import Seat, screen
from daybook.web.accounts import invite as make_invitation
from daybook.web.filters import AuditFilter
from daybook.web.forms import HouseForm
from daybook.web.opened import clock
from daybook.web.tables import Col, answered, table

#: Methods by which nothing is changed; signing in has none.
LOOKING = ("GET", "HEAD", "")
#: The latest rows of the audit that a page holds; older ones are found by their days.
MOST = 2000
KEPT = timedelta(days=90)


class InviteForm(HouseForm):
    """Whom to invite, as what, for what."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    client = forms.ChoiceField(label=gettext_lazy("Client"), required=False)
    shops = forms.MultipleChoiceField(label=gettext_lazy("Only these shops"), required=False,
                                      widget=forms.CheckboxSelectMultiple,
                                      help_text=gettext_lazy("None ticked: all shops of the client."))

    def __init__(self, seat: Seat, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        everywhere = seat.runs_whole_house(Right.MANAGE_PEOPLE)
        clients = [(str(c.pk), c.name) for c in seat.clients(Right.MANAGE_PEOPLE)]
        choices: Any = self.fields
        choices["client"].choices = ([("", _("every client"))] if everywhere else []) + clients
        choices["client"].required = not everywhere
        choices["role"].choices = [(r.value, role_words(r)) for r in Role if may_give(seat, r)]
        choices["shops"].choices = [(str(s.pk), f"{s.client.name} · {s.name}") for s in seat.shops(Right.MANAGE_PEOPLE)]

    def clean(self) -> dict[str, Any]:
        """Refuses shops of another client than the one named."""
        said: dict[str, Any] = super().clean() or {}
        shops = said.get("shops") or []
        of_client = models.Shop.objects.filter(pk__in=shops, client_id=said.get("client") or None)
        if of_client.count() != len(shops):
            self.add_error("shops", _("These shops are not all of the client named."))
        return said


def role_words(role: Role) -> str:
    """A role as people say it."""
    return str(pgettext("role", role.value))


def may_give(seat: Seat, role: Role) -> bool:
    """Nobody gives more than they hold."""
    mine = frozenset().union(*(RIGHTS[h.role] for h in seat.held)) if seat.held else frozenset()
    return RIGHTS[role] <= mine


def managed(seat: Seat) -> "QuerySet[Any]":
    """Running memberships that the person manages: of their clients, or all where they manage the house."""
    rows = models.Membership.objects.filter(ended_at=None).select_related("user", "client").prefetch_related("shops")
    if not seat.runs_whole_house(Right.MANAGE_PEOPLE):
        rows = rows.filter(client__in=_whole_clients(seat))
    return rows.order_by("client__name", "user__email")


def _whole_clients(seat: Seat) -> list[int]:
    """Clients that the person manages whole, not for some shops only."""
    return [h.client for h in seat.held
            if h.client is not None and not h.shops and Right.MANAGE_PEOPLE in RIGHTS[h.role]]


@screen(Right.MANAGE_PEOPLE)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who has which role, and whom to invite."""
    return _board(request, seat, InviteForm(seat))


def _board(request: HttpRequest, seat: Seat, form: InviteForm) -> HttpResponse:
    rows = [(m, role_words(Role(m.role)), ", ".join(s.name for s in m.shops.all())) for m in managed(seat)]
    waiting = models.Invitation.objects.filter(accepted_at=None, expires_at__gt=clock()).select_related("client")
    if not seat.runs_whole_house(Right.MANAGE_PEOPLE):
        waiting = waiting.filter(client__in=_whole_clients(seat))
    return answered(request, "web/people.html", {
        "title": _("People"), "form": form, "waiting": [(i, role_words(Role(i.role))) for i in waiting],
        "table": table(request, [
            Col("person", _("Person"), lambda row: row[0].user.name or row[0].user.email),
            Col("mail", _("E-mail"), lambda row: row[0].user.email, only_sheet=True),
            Col("role", _("Role"), lambda row: row[1], choice=True),
            Col("client", _("Client"), lambda row: row[0].client.name if row[0].client else _("every client"), choice=True),
            Col("shops", _("Shops"), lambda row: row[2] or _("all")), Col("since", _("Since"), lambda row: row[0].since, down=True),
            Col("end", _("End"))], rows, title=_("People"))})


@require_POST
@screen(Right.MANAGE_PEOPLE)
def invite(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Sends an invitation by letter, and shows its link once for those whose letters do not arrive."""
    form = InviteForm(seat, request.POST)
    if not form.is_valid():
        return _board(request, seat, form)
    said = form.cleaned_data
    client = seat.clients(Right.MANAGE_PEOPLE).filter(pk=said["client"]).first() if said["client"] else None
    token = make_invitation(said["email"], Role(said["role"]), client, said["shops"], request.user, clock())
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    send_mail(_("You are invited to Daybook"), _("Choose a password here; the link is good once and for seven days: {link}").format(
        link=link), None, [said["email"]], fail_silently=True)
    return render(request, "web/invited.html", {"link": link, "email": said["email"], "title": _("Invited")})


@require_POST
@screen(Right.MANAGE_PEOPLE)
def end(request: HttpRequest, seat: Seat, membership: int) -> HttpResponse:
    """Ends a membership; the last administrator stays."""
    row = get_object_or_404(managed(seat), pk=membership)
    admins = models.Membership.objects.filter(ended_at=None, client=None, role=Role.ADMIN.value)
    if row.client_id is None and row.role == Role.ADMIN.value and admins.count() == 1:
        messages.error(request, _("This is the last administrator: make another one first."))
    elif not may_give(seat, Role(row.role)):
        messages.error(request, _("This role holds more than yours: ask somebody who has it."))
    else:
        models.Membership.objects.filter(pk=row.pk).update(ended_at=clock())
        messages.success(request, _("The role was ended; what was done with it stays readable."))
    return redirect("people")


@screen(Right.MANAGE_PEOPLE)
def seen(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who saw and did what, the latest first."""
    rows = models.Audit.objects.select_related("user", "client", "shop", "token").order_by("-pk")
    if not seat.runs_whole_house(Right.MANAGE_PEOPLE):
        rows = rows.filter(client__in=_whole_clients(seat))
    asked = AuditFilter(request.GET, queryset=rows)
    return answered(request, "web/audit.html", {
        "title": _("Who saw and did what"), "asked": asked.form, "most": MOST, "table": table(request, [
            Col("when", _("When (UTC)"), lambda row: row.at, down=True),
            Col("person", _("Person"), lambda row: str(row.user or "") or None),
            Col("token", _("Token"), lambda row: row.token.name if row.token else None, only_sheet=True),
            Col("what", _("What"), lambda row: str(pgettext("page", row.what)), choice=True),
            Col("deed", _("Deed"), lambda row: _("yes") if row.method not in LOOKING else None, only_sheet=True),
            Col("client", _("Client"), lambda row: row.client.name if row.client else None, choice=True),
            Col("shop", _("Shop"), lambda row: row.shop.name if row.shop else None, choice=True),
            Col("address", _("Address"), lambda row: row.object or None),
            Col("answer", _("Answer"), lambda row: row.status, number=True)],
            asked.qs[:MOST], title=_("Who saw and did what"))})
