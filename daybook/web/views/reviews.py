"""Reviews of weeks, months and quarters: what is kept, and one made now."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.review import Review, Span, last_whole
from daybook.domain.rights import Right
from daybook.reports.review_costs import without_costs
from daybook.reports.review_paper import review_paper
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import answered, paper_table
from daybook.web.views.review_words import around, span_named
from daybook.workflows.kept import kept_report, kept_report_days
from daybook.workflows.review import reviews


@screen(Right.SEE_NUMBERS)
def latest(request: HttpRequest, seat: Seat, span: str = "week") -> HttpResponse:
    """The last whole week, month or quarter."""
    first, _last = last_whole(span_named(span), seat.shop.day_of(clock()))
    return _page(request, seat, span_named(span), first)


@screen(Right.SEE_NUMBERS)
def of_span(request: HttpRequest, seat: Seat, span: str, on: date) -> HttpResponse:
    """A week, month or quarter by its first day."""
    return _page(request, seat, span_named(span), on)


def _page(request: HttpRequest, seat: Seat, span: Span, first: date) -> HttpResponse:
    request.session["shop"] = seat.shop_row.pk
    shop, w = seat.shop, translator(language_of())
    found = kept_report(span.value, shop, first, Review)
    found = found if found is None or seat.may(Right.SEE_COSTS) else without_costs(found)
    last, _end = last_whole(span, shop.day_of(clock()))
    days = kept_report_days(span.value, shop)
    beside = around(seat, found, span, first)
    paper = review_paper(found, w.language, beside["told"]) if found else None
    return answered(request, "web/review.html", beside | {
        "title": _("Weeks and months"), "kind": span.value, "on": first, "span": span.value, "first": first, "paper": paper,
        "days": [(d, _short(span, d)) for d in days[:16]],
        "spans": [(Span.WEEK.value, _("Week")), (Span.MONTH.value, _("Month")), (Span.QUARTER.value, _("Quarter"))],
        "report": found, "may": seat.may(Right.DO_WORK) and first <= last,
        "tables": [paper_table(request, t, f"t{n}") for n, t in enumerate(paper.shown, 1)] if paper else []})


def _short(span: Span, first: date) -> str:
    if span is Span.QUARTER:
        return f"{first.year} Q{(first.month + 2) // 3}"
    return f"{first:%Y-%m}" if span is Span.MONTH else f"{first:%m-%d}"


@require_POST
@screen(Right.DO_WORK)
def make(request: HttpRequest, seat: Seat, span: str, on: date) -> HttpResponse:
    """Reviews a whole span now, by its first day; made again, the later one is shown."""
    wanted, shop = span_named(span), seat.shop
    newest, _end = last_whole(wanted, shop.day_of(clock()))
    if on > newest:
        messages.error(request, _("It is not over yet."))
    else:
        day = on + timedelta(days={Span.WEEK: 7, Span.MONTH: 32, Span.QUARTER: 93}[wanted])
        reviews(the_house(), [shop], wanted, day.replace(day=1) if wanted is not Span.WEEK else day, clock())
        messages.success(request, _("The review was made with what is known now."))
    if seat.may(Right.SEE_NUMBERS):
        return redirect("review_of", seat.shop_row.pk, span, on)
    return redirect("plan", seat.shop_row.pk)
