"""Where the first page leads, and the agency board: every shop that the person sees, by the money at risk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from daybook.domain.rights import Right
from daybook.domain.work import Role
from daybook.web.access import Seat, screen
from daybook.web.board import board_html, board_sheet, seen_of
from daybook.web.context import language_of
from daybook.web.frame import with_token
from daybook.web.opened import clock


@screen(Right.SEE_RULES)
def home(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The page a person starts at: the owner's five numbers, the only shop's morning, or the board."""
    if not seat.held:
        return render(request, "web/nothing.html")
    if seat.roles == {Role.OWNER}:
        return redirect("owner")
    shops = list(seat.shops(Right.SEE_NUMBERS)[:2])
    if len(shops) == 1:
        return redirect("morning", shops[0].pk)
    return redirect("agency" if shops or seat.runs_whole_house(Right.RUN_HOUSE) else "tokens")


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Shops by money at risk, with what is in, what is off and how much work it makes."""
    seen, asked, language = seen_of(seat, clock()), request.GET.urlencode(), language_of()
    if request.GET.get("as") == "xlsx" and (answer := board_sheet(seen, asked, language)) is not None:
        return answer
    body = with_token(board_html(seen, asked, language), request)
    return render(request, "web/agency.html", {"title": _("All shops"), "body": body})
