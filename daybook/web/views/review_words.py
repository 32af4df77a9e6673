"""What people add to a review: their words, promises, the accepted target and a signature."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from daybook.domain.errors import WrongUsage
from daybook.domain.review import Review, Span
from daybook.domain.review_told import PLACES, ReviewTold
from daybook.domain.rights import Right
from daybook.reports.review_told_tables import days_said, promise_said
from daybook.reports.wording import translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.opened import clock, the_house
from daybook.workflows.review_accept import accept_goal
from daybook.workflows.review_told import PROMISED, drop_promise, promise, promises_of, sign, told_of, write

#: Days over which the promises of a span are measured unless somebody says otherwise.
FOLLOWING = {Span.WEEK: 7, Span.MONTH: 31, Span.QUARTER: 92}


def span_named(name: str) -> Span:
    """A span by its name in an address; what is none is not found."""
    if name not in set(Span):
        raise Http404
    return Span(name)


class WordsForm(HouseForm):
    """One part of a review in a person's words, a line each."""

    place = forms.ChoiceField(label=gettext_lazy("Part"))
    text = forms.CharField(label=gettext_lazy("In your words, a line each; empty takes the draft back"), required=False,
                           max_length=8000, widget=forms.Textarea({"rows": 5}))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        w = translator(language_of())
        self.fields["place"].choices = [(place, w.name("review_place", place)) for place in PLACES]


class PromiseForm(HouseForm):
    """A number, a level and the days over which it is measured."""

    metric = forms.ChoiceField(label=gettext_lazy("Number"))
    way = forms.ChoiceField(label=gettext_lazy("Way"), choices=[
        ("least", gettext_lazy("at least")), ("most", gettext_lazy("at most"))])
    level = forms.CharField(label=gettext_lazy("Level (a share as 0.035)"), max_length=24)
    first = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    last = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    text = forms.CharField(label=gettext_lazy("Said as"), required=False, max_length=400)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        w = translator(language_of())
        self.fields["metric"].choices = [(name, w.name("metric", name)) for name in PROMISED]


def around(seat: Seat, found: Review | None, span: Span, first: date) -> dict[str, Any]:
    """What the page of a review shows beside it: what was added, and the forms of those who may add."""
    said = told_of(seat.shop, span, first, clock()) if found else ReviewTold()
    begins = found.last + timedelta(days=1) if found else first
    ends = begins + timedelta(days=FOLLOWING[span] - 1)
    sets, today, w = seat.may(Right.SET_GOALS), seat.shop.day_of(clock()), translator(language_of())
    promises = [(p.key, promise_said(p, seat.shop.currency, w), days_said(p, w), p.by, p.first > today) for p in said.promises]
    return {"told": said, "promises": promises, "words_form": WordsForm() if found and sets else None,
            "promise_form": PromiseForm(initial={"first": begins, "last": ends}) if found and sets else None,
            "may_sign": found is not None and seat.may(Right.APPROVE),
            "goal": found.goal if found and sets and found.goal and found.goal.proposed is not None else None}


@require_POST
@screen(Right.SET_GOALS)
def write_part(request: HttpRequest, seat: Seat, span: str, on: date) -> HttpResponse:
    """A person's words in the place of a draft."""
    form = WordsForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        _try(request, lambda: write(the_house(), seat.shop, span_named(span), on, said["place"], said["text"], str(seat.user)),
             _("Your words stand in the review; the draft is kept."))
    else:
        messages.error(request, _("Nothing was kept: name the part."))
    return redirect("review_of", seat.shop_row.pk, span, on)


@require_POST
@screen(Right.SET_GOALS)
def promise_part(request: HttpRequest, seat: Seat, span: str, on: date) -> HttpResponse:
    """A promise with a number and days; the next reviews say whether it was kept."""
    form = PromiseForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        _try(request, lambda: promise(
            the_house(), seat.shop, span_named(span), on, said["metric"], said["way"] == "least", said["level"], said["first"],
            said["last"], str(seat.user), said["text"]), _("Promised. The review of those days says whether it was kept."))
    else:
        messages.error(request, _("Nothing was kept: a promise needs a number, a level and its days."))
    return redirect("review_of", seat.shop_row.pk, span, on)


@require_POST
@screen(Right.SET_GOALS)
def drop_part(request: HttpRequest, seat: Seat, span: str, on: date, key: str) -> HttpResponse:
    """Takes a promise back whose days have not begun."""
    if not promises_of([seat.shop], clock(), key=key):
        raise Http404
    _try(request, lambda: drop_promise(the_house(), seat.shop, key, str(seat.user)), _("The promise is taken back."))
    return redirect("review_of", seat.shop_row.pk, span, on)


@require_POST
@screen(Right.APPROVE)
def sign_part(request: HttpRequest, seat: Seat, span: str, on: date) -> HttpResponse:
    """Somebody stands for the review as it is."""
    _try(request, lambda: sign(the_house(), seat.shop, span_named(span), on, str(seat.user)), _("Signed as it stands."))
    return redirect("review_of", seat.shop_row.pk, span, on)


@require_POST
@screen(Right.SET_GOALS)
def accept_part(request: HttpRequest, seat: Seat, span: str, on: date) -> HttpResponse:
    """The target that a month's review puts forward becomes the plan's."""
    _try(request, lambda: accept_goal(the_house(), seat.shop, on, request.POST.get("value", "")),
         _("It is the target of next month from now on."))
    return redirect("review_of", seat.shop_row.pk, span, on)


def _try(request: HttpRequest, act: Any, done: str) -> None:
    try:
        act()
    except WrongUsage as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, done)
