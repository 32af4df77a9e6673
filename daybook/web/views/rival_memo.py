"""The decision memo of an item's rivals: what the facts speak for, edited, signed, and every version kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.rights import Right
from daybook.domain.rival_memo import DECISIONS
from daybook.reports.localise import in_language
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.web.tables import answered
from daybook.workflows.rival_memo import keep_memo, memo_of


@screen(Right.SEE_NUMBERS)
def page(request: HttpRequest, seat: Seat, item: str) -> HttpResponse:
    """The memo of today with what was kept before."""
    request.session["shop"] = seat.shop_row.pk
    w, on = translator(language_of()), seat.shop.day_of(clock())
    try:
        draft, kept = memo_of(the_house(), seat.shop, item, on, clock(), seat.may(Right.SEE_COSTS))
    except WrongUsage as problem:           # nobody is watched for it: the page on which that is said
        messages.error(request, told(problem))
        return redirect("rivals", seat.shop_row.pk)
    today = next((m for m in kept if m.on == draft.on), None)
    return answered(request, "web/rival_memo.html", {
        "title": _("Decision memo"), "draft": draft, "speaks": w.name("memo", draft.decision), "on_words": w.full_day(on),
        "reasons": [in_language(one, w) for one in draft.reasons], "triggers": [in_language(one, w) for one in draft.triggers],
        "today": today, "chosen_decision": today.decision if today else draft.decision,
        "decisions": [(key, w.name("memo", key)) for key in DECISIONS], "may": seat.may(Right.PROPOSE),
        "kept": [(w.full_day(m.on), w.name("memo", m.decision), m, w.moment(m.known_at, seat.shop.zone, on),
                  [in_language(one, w) for one in (*m.reasons, *m.triggers)]) for m in kept]})


@require_POST
@screen(Right.PROPOSE)
def keep(request: HttpRequest, seat: Seat, item: str) -> HttpResponse:
    """Keeps a version, or signs it; a signed one is changed no more."""
    by = getattr(request.user, "name", "") or getattr(request.user, "email", "")
    try:
        draft, _kept = memo_of(the_house(), seat.shop, item, seat.shop.day_of(clock()), clock(), seat.may(Right.SEE_COSTS))
        keep_memo(the_house(), seat.shop, draft, request.POST.get("decision", "")[:20], request.POST.get("text", "")[:4000], by,
                  "sign" in request.POST)
        messages.success(request, _("Kept: the memo."))
    except DaybookError as problem:
        messages.error(request, told(problem))
        return redirect("rivals", seat.shop_row.pk)
    return redirect("rival_memo", seat.shop_row.pk, item)
