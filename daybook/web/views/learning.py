"""Learning: what changed in rules and calendars since one last looked, and what people's results suggest to learn next."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.learning import Changes, KindResult, PersonLearning
from daybook.domain.patrol import CHECKS
from daybook.domain.rights import Right
from daybook.reports.learning_phrases import event_words, own_words, rule_words
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, house_shops, screen
from daybook.web.context import language_of, told
from daybook.web.forms import HouseForm
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.rule_changes import changes, keep_edition, last_look, looked
from daybook.workflows.training import all_courses, learning_of, take_course

#: Whoever never looked is told what changed in so many days.
FIRST_LOOK = timedelta(days=30)


class CourseForm(HouseForm):
    """A course that somebody took."""

    person = forms.CharField(label=gettext_lazy("Person"), max_length=120)
    course = forms.ChoiceField(label=gettext_lazy("Course"))
    on = forms.DateField(label=gettext_lazy("Taken on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=0, max_value=100_000, required=False)
    score = forms.IntegerField(label=gettext_lazy("Score, 0 to 100"), min_value=0, max_value=100, required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=400, required=False)

    def __init__(self, seat: Seat, w: Words, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["course"].choices = [(c.id, w.name("course", c.what)) for c in all_courses()]
        if not seat.may(Right.MANAGE_PEOPLE):
            self.fields["person"].disabled = True


@screen(Right.SEE_RULES)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What changed; one's own results, and everybody's for whoever manages people."""
    return _page(request, seat, CourseForm(seat, translator(language_of()), initial={
        "person": str(seat.user), "on": clock().date()}))


def _page(request: HttpRequest, seat: Seat, form: CourseForm) -> HttpResponse:
    w, house = translator(language_of()), the_house()
    keep_edition(house)
    since = last_look(seat.user)
    found = changes(house, house_shops(seat.shops(Right.SEE_NUMBERS)), since or clock() - FIRST_LOOK, clock())
    people = _people(seat)
    others = [p for p in people if p.person != str(seat.user)] if seat.may(Right.MANAGE_PEOPLE) else []
    return answered(request, "web/learning.html", {
        "title": _("Learning"), "never": since is None, "since": since or clock() - FIRST_LOOK, "found": found,
        "news": _news(found, w), "form": form, "mine": _said(next((p for p in people if p.person == str(seat.user)), None), w),
        "team": [_said(p, w) for p in others if _tells(p)], "silent": [p.person for p in others if not _tells(p)],
        "table": table(request, _columns(), _courses(w), name="courses", title=_("Courses"))}, status=422 if form.errors else 200)


def _people(seat: Seat) -> Sequence[PersonLearning]:
    me, now, house = str(seat.user), clock(), the_house()
    if seat.may(Right.MANAGE_PEOPLE):
        everybody = learning_of(house, house_shops(seat.shops(Right.MANAGE_PEOPLE)), now)
        return everybody if any(p.person == me for p in everybody) else (
            *everybody, *learning_of(house, house_shops(seat.shops(Right.SEE_WORK)), now, [me]))
    return learning_of(house, house_shops(seat.shops(Right.SEE_WORK)), now, [me])


def _tells(one: PersonLearning) -> bool:
    """Whether there is anything to say of a person."""
    return bool(one.results or one.missed or one.taken)


def _news(found: Changes, w: Words) -> list[tuple[str, str, str, str]]:
    """Lines of the digest: (what became of it, tone, words, rule)."""
    lines = [(pgettext("changed", one.kind.value), one.kind.value, rule_words(one, w), one.rule) for one in found.rules]
    lines += [(pgettext("changed", one.kind.value), one.kind.value, event_words(one, w), "") for one in found.events]
    lines += [(pgettext("changed", one.what), "own", own_words(one, w), "") for one in found.own]
    return lines


def _said(one: PersonLearning | None, w: Words) -> dict[str, Any] | None:
    if one is None:
        return None
    names = {c.id: w.name("course", c.what) for c in all_courses()}
    return {
        "one": one, "roles": ", ".join(w.name("role", r) for r in one.roles),
        "results": [(w.name("move", r.kind, r.kind.replace("_", " ")), r, _share(r)) for r in one.results],
        "missed": [(w.name("check", m.check, CHECKS.get(m.check, m.check)), m) for m in one.missed],
        "taken": [(names.get(t.course, t.course), t) for t in one.taken],
        "advice": [(w.name("course", a.what), a, [in_language(why, w) for why in a.why]) for a in one.advice]}


def _share(one: KindResult) -> str:
    if one.share is None or one.error is None:
        return ""
    return f"{one.share:.0%} ({one.share - 2 * one.error:.0%} … {one.share + 2 * one.error:.0%})"


def _courses(w: Words) -> list[tuple[Any, str, str, str]]:
    return [(c, w.name("course", c.what), ", ".join(w.name("role", r) for r in c.roles),
             ", ".join(w.name("move", m, m.replace("_", " ")) for m in c.moves)) for c in all_courses()]


def _columns() -> list[Col]:
    return [Col("course", _("Course"), lambda row: row[1]), Col("roles", _("For"), lambda row: row[2]),
            Col("moves", _("About"), lambda row: row[3]), Col("minutes", _("Minutes"), lambda row: row[0].minutes, number=True),
            Col("where", _("Taught at"), lambda row: row[0].where),
            Col("seen", _("Read on"), lambda row: row[0].seen_on, only_sheet=True)]


@require_POST
@screen(Right.SEE_RULES)
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The person has read what changed until the moment that the page showed."""
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = clock()
    looked(seat.user, min(until, clock()) if until.tzinfo is not None else clock())
    return redirect("learning")


@require_POST
@screen(Right.SEE_RULES)
def took(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Keeps a course that somebody took: one's own; anybody's for whoever manages people."""
    form = CourseForm(seat, translator(language_of()), request.POST, initial={"person": str(seat.user)})
    if not form.is_valid():
        return _page(request, seat, form)
    said = form.cleaned_data
    try:
        take_course(the_house(), said["person"], said["course"], said["on"], str(seat.user), minutes=said["minutes"],
                    score=said["score"], note=said["note"])
        messages.success(request, _("The course is kept."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("learning")
