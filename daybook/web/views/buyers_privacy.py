"""What is kept of buyers, where from, how long, who took crowds out; and forgetting one of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.reports.localise import in_language
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.web.tables import answered
from daybook.workflows.buyers_privacy import forget_buyer, privacy_of


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The privacy page of a shop."""
    request.session["shop"] = seat.shop_row.pk
    w, found = translator(language_of()), privacy_of(seat.shop)
    today = seat.shop.day_of(clock())

    def when(at: object) -> str:
        return w.moment(at, seat.shop.zone, today)  # type: ignore[arg-type]

    return answered(request, "web/buyers_privacy.html", {
        "title": _("Privacy of buyers"), "may_forget": seat.may(Right.APPROVE), "books": found.books,
        "kept": [(w.name("table", k.table, k.zh) if w.language != "zh" else k.zh, [w.name("buyer_column", c) for c in k.columns],
                  k.files, ", ".join(k.readers), k.first, k.last) for k in found.kept],
        "taken": [(when(t.at), t.by, w.name("crowd_kind", t.kind.value), t.crowd, t.size, t.rows, in_language(t.refused, w))
                  for t in found.taken],
        "forgotten": [(when(at), by, rows) for at, by, rows in found.forgotten]})


@require_POST
@screen(Right.APPROVE)
def forget(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Cuts the links between one person and the client's rows."""
    by = getattr(request.user, "name", "") or getattr(request.user, "email", "")
    try:
        rows = forget_buyer(the_house(), seat.shop.client, request.POST.get("who", ""), by)
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, ngettext("{n} row leads to nobody now.", "{n} rows lead to nobody now.", rows).format(n=rows))
    return redirect("buyers_privacy", seat.shop_row.pk)
