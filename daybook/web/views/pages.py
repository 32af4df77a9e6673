"""S9, tests and pages: running tests with their interval day by day, what pages do not answer, briefs, archive and the pre-test
calculator."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.desks.pages.checks import leaves
from daybook.domain.brief import Unit
from daybook.domain.errors import DaybookError
from daybook.domain.page_tests import (
    CHANGES,
    MAY_FOLLOW,
    MEASURES,
    BriefStage,
    Design,
    DesignBrief,
    PageCheck,
    PageExit,
    PagesTable,
    PageStep,
    SeenTest,
    Stage,
)
from daybook.domain.rights import Right
from daybook.reports import pages_report as say
from daybook.reports.localise import in_language
from daybook.reports.numbers import shown
from daybook.reports.paper import Paper
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.interval_picture import Picture, picture
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.kept import last_day
from daybook.workflows.page_briefs import MOVES, brief_of_topic, make_brief, move_brief
from daybook.workflows.page_tests import Asked, briefs_known, plan_test, size_of, step_test, tests_known
from daybook.workflows.pages_page import pages_of, pages_seen, without_money

#: Unanswered questions of a page of the table; the loudest come first.
CHECKS_A_PAGE = 15

TONES = {"won": "green", "lost": "red", "futile": "amber", "uneven": "red"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Card:
    """One test in words, with its picture and the steps that may follow."""

    one: SeenTest
    page: str
    part: str
    stage: str
    verdict: str
    tone: str
    metric: str
    lift: str
    rates: str
    progress: str
    chance: str
    guards: tuple[tuple[str, str, bool], ...]
    picture: Picture | None
    notes: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """One check in words."""

    one: PageCheck
    topic: str
    part: str
    evidence: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class Left:
    """How visitors leave one page, in words; `off`: beyond what chance makes of so many pages."""

    one: PageExit
    bounce: str
    before: str
    dwell: str
    odds: str
    off: bool


@dataclass(frozen=True)
class Queued:
    """One brief in words."""

    one: DesignBrief
    page: str
    part: str
    what: str
    why: str
    quote: str
    stage: str
    tone: str
    due: str
    moves: tuple[tuple[str, str], ...]


@screen(Right.SEE_WORK)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """Tests and pages as a morning knew them: the last one, or that of a day; with what people did since."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    found = pages_of(the_house(), seat.shop, on)
    found = found if seat.may(Right.SEE_NUMBERS) else without_money(found)
    cards = [_card(one, found, w) for one in found.tests]
    waiting = [b for b in found.briefs if b.stage in (BriefStage.OPEN, BriefStage.MADE)]
    return answered(request, "web/pages.html", {
        "title": _("Tests and pages"), "on": on, "on_words": w.full_day(on),
        "running": [c for c in cards if c.one.test.stage in (Stage.RUNNING, Stage.STOPPED)],
        "drafts": [c for c in cards if c.one.test.stage is Stage.DRAFT],
        "runs": sum(c.one.test.stage is Stage.RUNNING for c in cards),
        "stops": sum(c.one.stops for c in cards if c.one.test.stage is Stage.RUNNING),
        "waiting": len(waiting), "may_plan": seat.may(Right.PROPOSE), "may_do": seat.may(Right.DO_WORK),
        "checks": table(request, _check_columns(), [_asked(c, w) for c in found.checks], name="checks", rows=CHECKS_A_PAGE,
                        title=f"{_('What pages do not answer')} {on}", empty=_("No topic came up often enough.")),
        "briefs": table(request, _brief_columns(), _queue(found, w), name="briefs",
                        title=f"{_('Briefs for the designer')} {on}", empty=_("No brief waits.")),
        "exits": table(request, _exit_columns(), [_exit(e, len(found.exits)) for e in found.exits], name="exits",
                       title=f"{_('How visitors leave')} {on}", empty=_("No export tells how visitors leave single pages.")),
        "archive": table(request, _archive_columns(), [c for c in cards if c.one.test.stage in (Stage.DECIDED, Stage.ARCHIVED)],
                         name="archive", title=_("Decided tests"), empty=_("No test has been decided yet.")),
        "lessons": [(w.name("page_part", t.change), t, say.taught_words(t, w)) for t in found.lessons],
        "size": _size(request, seat, w), "asked": request.GET, "changes": [(c, w.name("page_part", c)) for c in CHANGES],
        "metrics": [(m.name, w.metric(m.name, m.zh)) for m in MEASURES.values() if m.name != "refund_rate"],
        "designs": [(d.value, w.name("page_design", d.value)) for d in Design],
        "untold": [(w.name("page_untold", what), in_language(why, w)) for what, why in found.untold]})


@require_POST
@screen(Right.PROPOSE)
def plan(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Plans a test of the shop."""
    said = request.POST
    try:
        asked = Asked(said.get("item", "").strip(), said.get("change", ""), said.get("what", ""), said.get("hypothesis", ""),
                      said.get("metric", ""), said.get("design", ""), _number(said.get("lift"), 100), code=said.get("code", ""))
        if said.get("told_of") == f"{asked.item_id} {asked.metric}":
            asked = _told_by_hand(asked, said)
        plan_test(the_house(), seat.shop, pages_seen(the_house(), seat.shop, _day(seat), the_house().now()), asked, _name(request))
        messages.success(request, _("Planned. It shows nothing to anybody until it is started."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("pages", seat.shop_row.pk)


@require_POST
@screen(Right.PROPOSE)
def step(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """Starts, stops, decides or archives a test, or notes something about it."""
    if key not in {one.key for one in tests_known([seat.shop], the_house().now()).get(seat.shop.name, ())}:
        raise Http404
    kind = request.POST.get("kind", "")
    try:
        seen = pages_seen(the_house(), seat.shop, _day(seat)) if kind in (PageStep.KEEP, PageStep.PUT_BACK) else None
        step_test(the_house(), seat.shop, key, kind, _name(request), request.POST.get("text", ""), seen)
        messages.success(request, _("Kept with the test."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("pages", seat.shop_row.pk)


@require_POST
@screen(Right.DO_WORK)
def brief(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Makes a brief: of a topic that the page does not answer, with its evidence, or by hand."""
    said = request.POST
    try:
        if said.get("topic"):
            brief_of_topic(the_house(), seat.shop, _day(seat), said.get("item", ""), said["topic"], _name(request),
                           said.get("what", ""))
        else:
            make_brief(the_house(), seat.shop, said.get("item", ""), said.get("part", ""), said.get("what", ""), _name(request))
        messages.success(request, _("The brief is in the designer's queue."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect(f"{reverse('pages', args=[seat.shop_row.pk])}#briefs")


@require_POST
@screen(Right.DO_WORK)
def brief_step(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """Moves a brief on."""
    if key not in {one.key for one in briefs_known([seat.shop], the_house().now()).get(seat.shop.name, ())}:
        raise Http404
    try:
        move_brief(the_house(), seat.shop, key, request.POST.get("stage", ""), _name(request), request.POST.get("text", ""))
        messages.success(request, _("Kept with the brief."))
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect(f"{reverse('pages', args=[seat.shop_row.pk])}#briefs")


@screen(Right.SEE_WORK)
def queue(request: HttpRequest, seat: Seat, form: str) -> HttpResponse:
    """The brief queue as a workbook or a PDF, to be sent to whoever draws."""
    if form not in FORMS:
        raise Http404
    on = _day(seat)
    paper = say.briefs_paper(pages_of(the_house(), seat.shop, on), language_of())
    made, kind = FORMS[form]
    return HttpResponse(made(paper), content_type=kind, headers={
        "Content-Disposition": content_disposition_header(True, f"briefs-{on}.{form}") or "attachment"})


def _pdf(paper: Paper) -> bytes:
    from daybook.reports.brief_pdf import page_pdf
    from daybook.reports.report_html import report_html

    return page_pdf(report_html(paper, language_of()))


def _xlsx(paper: Paper) -> bytes:
    from daybook.reports.report_xlsx import report_xlsx

    return report_xlsx(paper)


FORMS = {"pdf": (_pdf, "application/pdf"), "xlsx": (_xlsx, XLSX)}


def _card(one: SeenTest, found: PagesTable, w: Words) -> Card:
    test, measure = one.test, MEASURES[one.test.metric]
    notes = []
    if one.missing:
        notes.append(_("{n} days of it are not in").format(n=one.missing))
    if one.edits:
        notes.append(_("the page was edited meanwhile: {days}").format(days=", ".join(w.day(d) for d in one.edits)))
    if one.wider > 1:
        notes.append(_("days scatter {times} times as much as people alone: the interval is wider by that").format(
            times=f"{one.wider:.1f}"))
    if one.split_p is not None and one.people is not None:
        notes.append(_("{a} and {b} saw the two pages; chance makes a split at least so uneven in {odds}").format(
            a=f"{one.people[0]:,}", b=f"{one.people[1]:,}", odds=_odds(one.split_p)))
    return Card(
        one, found.names.get(test.item_id, test.item_id), w.name("page_part", test.change), w.name("page_stage", test.stage.value),
        say.verdict_words(one, w), "red" if one.broken else TONES.get(one.verdict, "") if test.stage is Stage.RUNNING else "",
        w.metric(measure.name, measure.zh), say.lift_words(one.lift, w),
        say.rates_words(one.arms, test.metric, found.currency) if one.arms else "",
        say.progress_words(one, w), "" if one.chance is None else f"{one.chance:.1%}",
        tuple((w.metric(g.metric, MEASURES[g.metric].zh), say.rates_words(g.arms, g.metric) if g.arms else _("not told"), g.broken)
              for g in one.guards),
        picture(one.curve, [w.day(d) for d, _t in one.curve], test.smallest) if len(one.curve) > 1 else None, tuple(notes),
        tuple((k.value, w.name("page_step", k.value)) for k in MAY_FOLLOW[test.stage]),
        tuple(f"{w.day(b.first)} – {w.day(b.last)} {w.name('page_arm', 'new' if b.on else 'old')}" for b in test.blocks))


def _odds(p: float) -> str:
    return f"{p:.0%}" if p >= 0.01 else "< 1 %" if p >= 0.001 else "< 0.1 %"


def _asked(one: PageCheck, w: Words) -> Open:
    return Open(one, w.name("ask_topic", one.topic), w.name("page_part", one.part),
                  tuple((w.name("page_source", e.source), e.times, e.quote) for e in one.evidence))


def _queue(found: PagesTable, w: Words) -> list[Queued]:
    rank = {BriefStage.OPEN: 0, BriefStage.MADE: 1, BriefStage.LIVE: 2, BriefStage.DROPPED: 3}
    late = {b.key for b in found.briefs if b.due is not None and b.due < found.on and b.stage is BriefStage.OPEN}
    return [Queued(b, found.names.get(b.item_id, b.item_id), w.name("page_part", b.part), say.what_words(b, w),
                   say.proof_words(b, w), next((e.quote for e in b.evidence if e.quote), ""), w.name("brief_stage", b.stage.value),
                   "red" if b.key in late else {"open": "amber", "live": "green"}.get(b.stage.value, ""),
                   w.day(b.due) if b.due else "—", tuple((m.value, w.name("brief_move", m.value)) for m in MOVES[b.stage]))
            for b in sorted(found.briefs, key=lambda b: (rank[b.stage], b.due or found.on, b.key))]


def _check_columns() -> list[Col]:
    return [Col("item", _("Page"), lambda row: row.one.item), Col("topic", _("Topic"), lambda row: row.topic, choice=True),
            Col("times", _("Times in 28 days"), lambda row: row.one.times, number=True),
            Col("evidence", _("Where it came up"), lambda row: "; ".join(f"{s} {n}: {q}" for s, n, q in row.evidence)),
            Col("part", _("On the page"), lambda row: row.part, choice=True), Col("act", "")]


def _brief_columns() -> list[Col]:
    return [Col("state", _("State"), lambda row: row.stage, choice=True), Col("item", _("Page"), lambda row: row.page),
            Col("part", _("Part of the page"), lambda row: row.part, choice=True),
            Col("what", _("What it should say"), lambda row: row.what),
            Col("why", _("Why"), lambda row: f"{row.why}: {row.quote}" if row.quote else row.why),
            Col("due", _("Due"), lambda row: row.one.due), Col("act", "")]


def _exit(one: PageExit, judged: int) -> Left:
    return Left(one, shown(one.bounce, Unit.SHARE), shown(one.bounce_before, Unit.SHARE),
                "—" if one.dwell is None else f"{one.dwell:.1f}", "—" if one.odds is None else _odds(one.odds), leaves(one, judged))


def _exit_columns() -> list[Col]:
    return [Col("item", _("Page"), lambda row: row.one.item),
            Col("bounce", _("Leave at once"), lambda row: row.one.bounce, number=True),
            Col("before", _("Weeks before"), lambda row: row.one.bounce_before, number=True),
            Col("dwell", _("Seconds that they stay"), lambda row: row.one.dwell, number=True),
            Col("visitors", _("Visitors a day"), lambda row: row.one.visitors, number=True),
            Col("odds", _("Odds of chance"), lambda row: row.one.odds, number=True)]


def _archive_columns() -> list[Col]:
    return [Col("page", _("Page"), lambda row: row.page), Col("part", _("Part of the page"), lambda row: row.part, choice=True),
            Col("what", _("What was changed"), lambda row: row.one.test.what),
            Col("verdict", _("Decision"), lambda row: row.verdict, choice=True),
            Col("lift", _("Lift"), lambda row: row.lift), Col("days", _("Days"), lambda row: row.one.days, number=True)]


def _size(request: HttpRequest, seat: Seat, w: Words) -> dict[str, Any] | None:
    """What the calculator says of what was typed into it; None where nothing was."""
    said = request.GET
    if not said.get("item"):
        return None
    try:
        found = size_of(pages_seen(the_house(), seat.shop, _day(seat)), _told_by_hand(Asked(
            said["item"].strip(), "other", "-", "-", said.get("metric") or "payment_cvr", said.get("design") or "split",
            _number(said.get("lift"), 100)), said))
    except DaybookError as problem:
        return {"why": told(problem)}
    if found.needed is None:
        return {"why": in_language(found.why, w), "in_most": say.signed(found.in_most) if found.in_most else ""}
    return {"needed": f"{found.needed:,}", "days": found.days, "smallest": say.signed(found.smallest),
            "usual": _usual(found.usual, said.get("metric") or "payment_cvr", seat),
            "a_day": "" if found.a_day is None else f"{found.a_day:,.0f}",
            "in_most": say.signed(found.in_most) if found.in_most else "", "once": "" if found.once is None else f"{found.once:,}",
            "switched": said.get("design") == Design.SWITCHBACK}


def _told_by_hand(asked: Asked, said: QueryDict) -> Asked:
    """With what stands in for an export: the usual value, a share in percent and an amount as it is, visitors a day, the
    deviation."""
    measure = MEASURES.get(asked.metric)
    return replace(asked, usual=_number(said.get("usual"), 100 if measure is None or measure.share else 1),
                   a_day=_number(said.get("a_day")), deviation=_number(said.get("deviation")))


def _usual(value: float | None, metric: str, seat: Seat) -> str:
    if value is None or (not MEASURES[metric].share and not seat.may(Right.SEE_NUMBERS)):
        return ""
    return shown(Decimal(str(round(value, 6))), Unit.SHARE if MEASURES[metric].share else Unit.MONEY, seat.shop.currency)


def _number(said: str | None, per: int = 1) -> float | None:
    """A number that somebody typed, in so many parts; None where nothing readable stands there."""
    try:
        value = float((said or "").replace(",", "").replace("%", "").strip())
    except ValueError:
        return None
    return value / per if 0 < value < 10 ** 9 else None


def _day(seat: Seat) -> date:
    return last_day(seat.shop, seat.shop.day_of(clock()))


def _name(request: HttpRequest) -> str:
    return getattr(request.user, "name", "") or getattr(request.user, "email", "")

