"""The approvals inbox: what waits for a person's yes, with the guards' answers, and the yes or no to that very fingerprint."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.proposal import Person, Stage, Story
from daybook.domain.rights import Right
from daybook.domain.said import Said
from daybook.domain.verdict import NeedsApproval, Pass, Refuse
from daybook.domain.work import Role
from daybook.reports.finding_phrases import gain_words
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import the_house
from daybook.workflows.approve import approve
from daybook.workflows.proposals import list_proposals, stage_now, story_of

#: Answered or expired ones of the last days stay readable below.
SHOWN = 60
YES_OR_NO = {"yes": Said("yes"), "no": Said("no")}
MARKS = {Pass: ("✓", "green"), NeedsApproval: ("○", "amber"), Refuse: ("✗", "red")}


@screen(Right.SEE_WORK)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What waits, the shops of the person only; what was answered, below."""
    w, rows = translator(language_of()), {r.name: r for r in seat.shops(Right.SEE_WORK)}
    found = [(story, stage_now(story, the_house().now())) for story in list_proposals(the_house(), list(rows), most=SHOWN)]
    cards = [card_of(story, stage, rows[story.proposal.shop], seat, w) for story, stage in found]
    return render(request, "web/approvals.html", {
        "title": _("Approvals"), "waiting": [c for c in cards if c["stage"] is Stage.WAITING],
        "others": [c for c in cards if c["stage"] is not Stage.WAITING]})


def waiting_for(seat: Seat) -> list[tuple[Any, Story]]:
    """Shop rows and proposals that wait for a yes of this person."""
    rows = {r.name: r for r in seat.shops(Right.APPROVE)}
    found = list_proposals(the_house(), list(rows), (Stage.WAITING,)) if rows else ()
    return [(rows[s.proposal.shop], s) for s in found]


def plainly(value: str, w: Words) -> str:
    """A value of a field as a person reads it: yes and no in the language of the page."""
    return in_language(YES_OR_NO.get(value, value), w)


def card_of(story: Story, stage: Stage, row: Any, seat: Seat, w: Words) -> dict[str, Any]:
    """A proposal in words, with whether this person may answer it; without the right to see numbers nothing but the change."""
    said, sees = story.proposal, seat.may_for(Right.SEE_NUMBERS, row)
    before, after = dict(said.move.before()), dict(said.move.after())
    return {
        "row": row, "key": said.key, "fingerprint": said.fingerprint, "stage": stage,
        "stage_words": pgettext("stage", stage.value), "what": in_language(said.move.what(), w),
        "object": said.move.object_id, "changes": [
            (pgettext("move_field", k), *(plainly(side.get(k, "—"), w) for side in (before, after))) for k in {**before, **after}],
        "evidence": in_language(said.evidence, w) if sees else "", "by": said.proposed_by,
        "gain": gain_words(said.gain if sees else None, w, plus=True),
        "expires": w.moment(said.expires_at, row.zone, the_house().now().date()),
        "verdicts": [(*MARKS[type(v)], in_language(v.reason, w), v.basis.rule if v.basis else "")
                     for v in said.verdicts if sees],
        "answers": [(a.person, a.yes, in_language(a.why, w)) for a in story.approvals],
        "may": stage is Stage.WAITING and seat.may_for(Right.APPROVE, row)}


@require_POST
@screen(Right.APPROVE)
def answer(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """Keeps a person's yes or no to what they saw; a changed proposal has another fingerprint and refuses it."""
    try:
        story_of(the_house(), key, [seat.shop.name])
    except DaybookError:
        raise Http404 from None
    user: Any = seat.user
    person = Person(user.name or user.email, tuple(sorted(Role(r) for r in seat.roles)))
    try:
        approve(the_house(), key, request.POST.get("fingerprint", ""), person, "web", yes=request.POST.get("answer") == "yes",
                why=request.POST.get("why", "").strip())
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("Your answer is kept."))
    return redirect("proposal", seat.shop_row.pk, key) if request.POST.get("from") == "page" else redirect("approvals")
