"""One change from the wish to the receipt: proposed on a form, read with every guard's answer, carried out, taken back."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError
from daybook.domain.moves.kinds import KINDS
from daybook.domain.moves.move import CannotUndo, shown
from daybook.domain.object_facts import FACTS
from daybook.domain.proposal import Outcome, Stage, Story
from daybook.domain.rights import Right
from daybook.domain.verdict import Refuse
from daybook.reports.localise import in_language
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.move_forms import MoveForm, WhatForm, called
from daybook.web.opened import the_house
from daybook.web.views.approvals import card_of, plainly
from daybook.workflows.execute import carry_out, done_by_hand
from daybook.workflows.give import give
from daybook.workflows.looked_up import LookedUp, look_up
from daybook.workflows.proposals import stage_now, story_of
from daybook.workflows.propose import Wish
from daybook.workflows.propose import propose as make
from daybook.workflows.undo import undo

#: Steps of a proposal on its page -> what one has to be allowed to.
STEPS = {"nearest": Right.PROPOSE, "tell": Right.PROPOSE, "execute": Right.PROPOSE, "try": Right.PROPOSE, "undo": Right.PROPOSE,
         "done": Right.DO_WORK}
CAN_RUN = (Stage.APPROVED, Stage.UNKNOWN, Stage.NOT_DONE)
CAN_UNDO = (Stage.DONE, Stage.WAITING_EXPORT)


@screen(Right.PROPOSE)
def propose(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The form of a change: first which object, then, with what it shows now, what it should become."""
    request.session["shop"] = seat.shop_row.pk
    asked = request.POST if request.method == "POST" else request.GET
    what = WhatForm(asked) if asked.get("object_id") else WhatForm(initial=asked.dict())
    page: dict[str, Any] = {"title": _("Propose a change"), "what": what}
    if what.is_bound and what.is_valid():
        said = what.cleaned_data
        kind = KINDS[said["move"]]
        seen = look_up(the_house(), seat.shop.name, said["move"], said["object_id"], said["item_id"])
        if seen.problem is not None:
            messages.warning(request, told(seen.problem))
        form = MoveForm(kind, request.POST if request.method == "POST" else None, knows_was=seen.was is not None,
                        initial={k: v for k, v in request.GET.items() if k not in said})
        if request.method == "POST" and form.is_valid():
            kept = _proposed(request, seat, said, form, seen)
            if kept is not None:
                return redirect("proposal", seat.shop_row.pk, kept)
        page |= {"form": form, "seen": seen_lines(seen), "said": said, "called": called(kind),
                 "way": pgettext("way", seen.way.value), "knows": seen.was is not None}
    return render(request, "web/propose.html", page, status=422 if request.method == "POST" else 200)


def seen_lines(seen: LookedUp) -> list[tuple[str, str]]:
    """What an object shows now, field by field in the language of the page."""
    w = translator(language_of())
    return [(pgettext("move_field", name), plainly(value, w)) for name, value in (seen.shown or {}).items() if value]


def _proposed(request: HttpRequest, seat: Seat, said: dict[str, str], form: MoveForm, seen: LookedUp) -> str | None:
    """The key of the proposal that was made; None with a message where the values are no change."""
    try:
        wish = Wish(form.move(said, seen.was), form.cleaned_data["why"])
        (story,) = make(the_house(), seat.shop.name, [wish], _name(seat), "web")
    except DaybookError as problem:
        messages.error(request, told(problem))
        return None
    return story.proposal.key


@screen(Right.SEE_WORK)
def show(request: HttpRequest, seat: Seat, key: str) -> HttpResponse:
    """One proposal: what it would change, what each guard says, who agreed, what became of it, and what may be done now."""
    request.session["shop"] = seat.shop_row.pk
    w, story = translator(language_of()), _story(seat, key)
    stage = stage_now(story, the_house().now())
    may, sees = seat.may(Right.PROPOSE), seat.may(Right.SEE_NUMBERS)
    back = story.proposal.move.undo()
    cannot = in_language(back.why, w) if isinstance(back, CannotUndo) else ""
    return render(request, "web/proposal.html", {
        "title": _("A change"), "card": card_of(story, stage, seat.shop_row, seat, w), "story": story,
        "refusals": _refusals(story, w) if sees else [], "receipts": [_receipt(r, seat, w) for r in story.receipts],
        "attempts": len(story.attempts), "may_propose": may, "may_run": may and stage in CAN_RUN,
        "unknown": stage is Stage.UNKNOWN, "may_try": may and stage is Stage.APPROVED,
        "may_undo": may and stage in CAN_UNDO and not cannot, "cannot_undo": cannot,
        "stays": in_language(story.proposal.move.stays, w), "by_hand": stage is Stage.WAITING_HAND and seat.may(Right.DO_WORK),
        "undone_by": story.undone_by, "undo_of": story.proposal.undo_of, "way": pgettext("way", story.proposal.way.value),
        "sheet": any(r.file for r in story.receipts)})


def _refusals(story: Story, w: Words) -> list[dict[str, Any]]:
    return [{"reason": in_language(v.reason, w), "instead": in_language(v.instead, w), "guard": v.guard, "basis": v.basis,
             "wants": _wanted(v, w), "nearest": in_language(v.nearest.what(), w) if v.nearest is not None else ""}
            for v in story.proposal.verdicts if isinstance(v, Refuse)]


def _wanted(refusal: Refuse, w: Words) -> dict[str, str] | None:
    """The fact that nobody told, in words."""
    if refusal.wants is None:
        return None
    object_id, name = refusal.wants
    fact = FACTS[name]
    called = fact.zh if w.language == "zh" else w.name("fact", name, name.replace("_", " "))
    return {"object": object_id, "fact": name, "called": called, "kind": pgettext("fact_kind", fact.kind.value)}


def _receipt(receipt: Any, seat: Seat, w: Words) -> dict[str, Any]:
    return {"outcome": w.name("outcome", receipt.outcome.value), "note": in_language(receipt.note, w),
            "done": receipt.outcome is Outcome.DONE, "number": receipt.number,
            "at": w.moment(receipt.at, seat.shop.zone, seat.shop.day_of(the_house().now())),
            "found": [(pgettext("move_field", k), plainly(shown(v), w)) for k, v in receipt.found.items()
                      if receipt.before.get(k) != v],
            "refused": [in_language(v.reason, w) for v in receipt.verdicts if isinstance(v, Refuse)]
            if seat.may(Right.SEE_NUMBERS) else []}


@require_POST
@screen(Right.DO_WORK)
def step(request: HttpRequest, seat: Seat, key: str, kind: str) -> HttpResponse:
    """One step with a proposal; the page says what came of it."""
    story = _story(seat, key)
    if kind not in STEPS:
        raise Http404
    if not seat.may(STEPS[kind]):
        raise PermissionDenied
    try:
        key = _take(request, seat, story, kind)
    except DaybookError as problem:
        messages.error(request, told(problem))
    return redirect("proposal", seat.shop_row.pk, key)


def _take(request: HttpRequest, seat: Seat, story: Story, kind: str) -> str:
    """Takes a step and gives the key of the proposal whose page says the rest."""
    house, key, by, w = the_house(), story.proposal.key, _name(seat), translator(language_of())
    if kind in ("execute", "try"):
        receipt = carry_out(house, key, by, dry_run=kind == "try")
        said = w.name("outcome", receipt.outcome.value) + ": " + in_language(receipt.note, w)
        (messages.success if receipt.outcome is not Outcome.REFUSED else messages.error)(request, said)
    elif kind == "done":
        done_by_hand(house, key, by, request.POST.get("note", "")[:400])
        messages.success(request, _("Your word is the receipt."))
    elif kind == "tell":
        return _told(request, seat, story).proposal.key
    elif kind == "undo":
        return undo(house, key, by, "web", request.POST.get("why", "")[:400]).proposal.key
    else:
        return _nearest(request, seat, story).proposal.key
    return key


def _told(request: HttpRequest, seat: Seat, story: Story) -> Story:
    """The same change judged again, with the fact that was missing."""
    said = {name: request.POST.get(name, "")[:200] for name in ("object", "fact", "value")}
    if (said["object"], said["fact"]) not in [v.wants for v in story.proposal.verdicts if isinstance(v, Refuse)]:
        raise Http404
    give(the_house(), seat.shop, "fact", said)
    wish = Wish(story.proposal.move, story.proposal.evidence, undo_of=story.proposal.undo_of, way=story.proposal.way)
    return make(the_house(), seat.shop.name, [wish], _name(seat), "web")[0]


def _nearest(request: HttpRequest, seat: Seat, story: Story) -> Story:
    """The proposal of the nearest legal change that a guard offered."""
    wanted = request.POST.get("guard", "")
    move = next((v.nearest for v in story.proposal.verdicts if isinstance(v, Refuse) and v.guard == wanted), None)
    if move is None:
        raise Http404
    return make(the_house(), seat.shop.name, [Wish(move, story.proposal.evidence)], _name(seat), "web")[0]


@screen(Right.SEE_WORK)
def sheet(request: HttpRequest, seat: Seat, key: str) -> FileResponse:
    """The upload sheet of a proposal, as it was made."""
    file = next((Path(r.file) for r in reversed(_story(seat, key).receipts) if r.file), None)
    if file is None or not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)


def _story(seat: Seat, key: str) -> Story:
    try:
        return story_of(the_house(), key, [seat.shop.name])
    except DaybookError:
        raise Http404 from None


def _name(seat: Seat) -> str:
    user: Any = seat.user
    return str(user.name or user.email)
