"""S8, reviews and buyer questions: poor reviews on their clock with drafts, topics asked, causes that rise, and scores."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.reputation import Clock, QuestionLine, ReputationTable, ReviewLine, Rise
from daybook.domain.rights import Right
from daybook.reports.localise import in_language
from daybook.reports.reputation_report import causes_words, needs_words, until_words
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.kept import last_day
from daybook.workflows.model_drafts import draft_reply, is_set_up
from daybook.workflows.reputation_page import mark_review, reputation_of

TONES = {Clock.OPEN: "amber", Clock.LATE: "red", Clock.DAY_ONLY: "", Clock.OLD: "", Clock.ANSWERED: "green", Clock.HANDLED: "green"}
WAITING = (Clock.OPEN, Clock.LATE, Clock.DAY_ONLY)


@dataclass(frozen=True)
class Line:
    """One poor review in words."""

    one: ReviewLine
    state: str
    tone: str
    until: str
    rated: str
    causes: str
    urgent: bool
    owner: str
    place: str
    draft: str
    seen_to: str
    waits: bool


@dataclass(frozen=True)
class Asked:
    """One topic in words."""

    one: QuestionLine
    topic: str
    facts: str
    fix: str


@screen(Right.SEE_WORK)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """What buyers wrote as a morning knew it: the last one, or that of a day."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    found = reputation_of(the_house(), seat.shop, on, None, _whole(request.GET.get("ratings")),
                          _mean(request.GET.get("new_mean")))
    waits = [line for line in found.reviews if line.clock in WAITING]
    known = "reviews" not in dict(found.untold)
    return answered(request, "web/reputation.html", {
        "title": _("Reviews and questions"), "on": on, "on_words": w.full_day(on), "known": known, "waiting": len(waits),
        "late": sum(line.clock is Clock.LATE for line in waits), "urgent": sum(bool(line.urgent) for line in waits),
        "positive": found.positive, "may_do": seat.may(Right.DO_WORK), "model": is_set_up(),
        "table": table(request, _columns(), [_line(line, found, w) for line in found.reviews], name="reviews",
                       title=f"{_('Poor reviews')} {on}", empty=_("No poor review is known.")),
        "asked": table(request, _asked_columns(), [_asked(one, w) for one in found.questions], name="asked",
                       title=f"{_('Buyer questions')} {on}", empty=_("No buyer question is known.")),
        "rises": [_rise(one, w) for one in found.rises],
        "scores": [(w.name("score", line.score.score), line, needs_words(line, w)) for line in found.scores],
        "ratings": request.GET.get("ratings", "")[:9], "new_mean": request.GET.get("new_mean", "")[:6],
        "untold": [(w.name("reputation", what), in_language(why, w)) for what, why in found.untold]})


def _columns() -> list[Col]:
    """What the table sorts and is searched by; a workbook holds texts and drafts too."""
    return [Col("state", _("State"), lambda row: row.state, choice=True),
            Col("until", _("Until"), lambda row: row.one.limit),
            Col("item", _("Item"), lambda row: row.one.item or None),
            Col("causes", _("Causes"), lambda row: row.causes),
            Col("owner", _("Who"), lambda row: row.owner, choice=True),
            Col("text", _("Review and reply"), lambda row: row.one.review.text),
            Col("draft", _("Draft of a reply"), lambda row: row.draft, only_sheet=True),
            Col("id", _("Review"), lambda row: row.one.review.review_id, only_sheet=True)]


def _asked_columns() -> list[Col]:
    return [Col("item", _("Item"), lambda row: row.one.item),
            Col("topic", _("Topic"), lambda row: row.topic, choice=True),
            Col("asked", _("Asked"), lambda row: row.one.asked, number=True),
            Col("open", _("Unanswered"), lambda row: row.one.unanswered, number=True),
            Col("facts", _("Facts to answer with"), lambda row: row.facts),
            Col("fix", _("On the page"), lambda row: row.fix)]


def _line(line: ReviewLine, found: ReputationTable, w: Words) -> Line:
    stars = "" if line.review.stars is None else "★" * line.review.stars
    rated = stars or (w.name("rating", line.review.rating) if line.review.rating else "")
    at = "" if line.handled_at is None else w.moment(line.handled_at, found.zone, found.on)
    seen_to = f"{line.handled_by} · {at} · {line.done}" if at else ""
    return Line(line, w.name("review_clock", line.clock.value), TONES[line.clock], until_words(line, found, w), rated,
                causes_words(line, w), bool(line.urgent), w.name("role", line.owner), w.name("place", line.desk),
                line.drafts.get(line.language or w.language, ""), seen_to, line.clock in WAITING)


def _asked(one: QuestionLine, w: Words) -> Asked:
    return Asked(one, w.name("topic", one.topic), in_language(one.facts, w), in_language(one.fix, w))


def _rise(one: Rise, w: Words) -> dict[str, object]:
    return {"item": one.item or one.item_id, "cause": w.name("complaint", one.cause), "n": one.recent, "of": one.of,
            "expected": one.expected, "odds": f"{one.odds:.1g}", "since": w.day(one.since), "variant": one.variant,
            "arrived": "" if one.arrived is None else w.day(one.arrived)}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 and int(text) else None


def _mean(text: str | None) -> Decimal | None:
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value <= 10 else None


@require_POST
@screen(Right.DO_WORK)
def keep(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A person saw to one review: what was done; the operating file has the line."""
    user = request.user
    name = getattr(user, "name", "") or getattr(user, "email", "")
    try:
        mark_review(the_house(), seat.shop.name, request.POST.get("review", "")[:120], name,
                    request.POST.get("done", "")[:1000])
        messages.success(request, _("Kept: the review is seen to."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("reputation", seat.shop_row.pk)


@require_POST
@screen(Right.DO_WORK)
def draft(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A reply drafted by the language model that is set up, to be read and edited; nothing is sent or kept."""
    day = parse_date(request.POST.get("on", "")[:10]) or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    try:
        found = draft_reply(the_house(), seat.shop, day, request.POST.get("review", "")[:120])
    except DaybookError as problem:
        messages.error(request, told(problem))
        return redirect("reputation", seat.shop_row.pk)
    return render(request, "web/reply_draft.html", {
        "title": _("Draft of a reply"), "on": day, "on_words": w.full_day(day), "line": found.line, "draft": found,
        "causes": causes_words(found.line, w), "why_not": told(found.problem) if found.problem else ""})
