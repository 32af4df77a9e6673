"""S1, the morning: readiness, eight tiles, what cannot wait, what happened, the plan, what earlier work brought."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from daybook.domain.rights import Right
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.morning import SaidMorning, said_morning
from daybook.web.opened import clock
from daybook.web.views.work import state_of
from daybook.workflows.kept import kept_days, said_of_day, said_up_to
from daybook.workflows.work import items_of_morning


@screen(Right.SEE_NUMBERS)
def show(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """A morning by its day, as it was last made.  Of no day: today's, and before that is made the last one with its date."""
    if request.session.get("shop") != seat.shop_row.pk:
        request.session["shop"] = seat.shop_row.pk
    shop, w, before_today = seat.shop, translator(language_of()), on is None
    today = shop.day_of(clock())
    on, kept = said_up_to(shop, today) if on is None else (on, said_of_day(shop, on))
    said = said_morning(kept, seat.shop_row.pk, w.language)
    if said is None and before_today:
        on = today
    days = kept_days(shop)
    around = {"on": on, "on_words": w.full_day(on), "today": today, "kept": days,
              "before": next((d for d in days if d < on), None), "after": next((d for d in reversed(days) if d > on), None),
              "last": next((d for d in days if d <= on), None)}
    if said is None:
        return render(request, "web/morning_missing.html", around | {"future": on > today + timedelta(days=1)})
    return render(request, "web/morning.html", around | {
        "before_today": before_today, "head": said.head, "today_words": w.full_day(today),
        "body": said.page(_states(request, seat, on, said))})


def _states(request: HttpRequest, seat: Seat, on: date, said: SaidMorning) -> dict[str, str]:
    """Plan line -> where its work stands, with what the reader may do about it."""
    items = items_of_morning(seat.shop.name, on) if said.lines else {}
    around = {"chosen": seat.shop_row, "may_do": seat.may(Right.DO_WORK), "csrf_token": get_token(request)}
    return {line: render_to_string("web/parts/work_state.html", around | {"state": state_of(items[line[:200]])})
            for line in said.lines if line[:200] in items}
