"""Clients and their shops: what is registered, and how to register more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.forms import ZONES, ShopForm
from daybook.web.opened import the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.house import add_shop


@screen(Right.RUN_HOUSE)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """All clients with their shops."""
    return _board(request, seat, ShopForm())


def _board(request: HttpRequest, seat: Seat, form: ShopForm) -> HttpResponse:
    w = translator(language_of())
    rows = [(row, w.name("platform", row.platform)) for row in seat.shops(Right.RUN_HOUSE).order_by("client__name", "name")]
    return answered(request, "web/clients.html", {
        "title": _("Clients and shops"), "rows": rows, "table": table(request, [
            Col("shop", _("Shop"), lambda row: row[0].name),
            Col("client", _("Client"), lambda row: row[0].client.name, only_sheet=True),
            Col("platform", _("Platform"), lambda row: row[1], choice=True), Col("zone", _("Time zone"), lambda row: row[0].zone),
            Col("currency", _("Currency"), lambda row: row[0].currency),
            Col("since", _("Since"), lambda row: row[0].created_at, down=True)], rows, title=_("Clients and shops"),
            group=lambda row: (row[0].client_id, row[0].client.name)), "form": form, "zones": ZONES,
        "may_add": seat.runs_whole_house(Right.RUN_HOUSE)})


@require_POST
@screen(Right.RUN_HOUSE)
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Registers a shop, and its client where that is new; who runs one client adds shops to that one only."""
    form = ShopForm(request.POST)
    if not form.is_valid():
        return _board(request, seat, form)
    said = form.cleaned_data
    mine = seat.clients(Right.RUN_HOUSE).filter(name=said["client"]).exists()
    if not seat.runs_whole_house(Right.RUN_HOUSE) and not mine:
        form.add_error("client", _("You add shops of your own clients only."))
        return _board(request, seat, form)
    try:
        made = add_shop(the_house(), said["shop"], said["client"], said["platform"], said["zone"], said["currency"])
    except DaybookError as problem:
        form.add_error(None, told(problem))
        return _board(request, seat, form)
    messages.success(request, _("{shop} is registered. Drop its exports next.").format(shop=made.name))
    return redirect("clients")
