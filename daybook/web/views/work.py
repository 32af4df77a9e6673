"""The plan board: each line of a morning's plan as work that is taken, done, put off, handed over or dropped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.rights import Right
from daybook.domain.work_items import UNFINISHED, ItemState, StepKind, WorkItem, minutes_used
from daybook.records import models
from daybook.reports.wording import translator
from daybook.reports.work_phrases import ItemWords, item_words, step_words
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.scratch import scratch_folder
from daybook.workflows.work import Told, board, item_of, open_receipt_file, take_step

#: What a button of the board does.
KINDS = frozenset({"take", "done", "snooze", "hand", "drop", "reopen"})


@dataclass(frozen=True)
class Card:
    """One item of the board in words, with what may be done with it."""

    item: WorkItem
    said: ItemWords
    steps: tuple[tuple[str, str], ...]
    to_do: bool
    may_take: bool
    may_reopen: bool
    carried: bool
    late: bool


@dataclass(frozen=True)
class Standing:
    """Where a work item stands, for its card in the morning: in a word, who has it, and what was done last."""

    key: int
    on: date
    words: str
    tone: str
    holder: str
    last: str
    may_take: bool


STANDING_TONES = {ItemState.DONE: "green", ItemState.OPEN: "amber", ItemState.HANDED: "amber", ItemState.TAKEN: "blue"}


def state_of(item: WorkItem) -> Standing:
    """Where an item stands now, in the language of the page."""
    language = language_of()
    said = item_words(item, language)
    return Standing(item.key, item.on, said.state, STANDING_TONES.get(item.state, "quiet"), said.holder,
                    step_words(item.steps[-1], language) if item.steps else "",
                    item.state in (ItemState.OPEN, ItemState.HANDED, ItemState.SNOOZED))


@screen(Right.SEE_WORK)
def day_board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The board of a day, of the shop's own today unasked."""
    on = on or seat.shop.day_of(clock())
    request.session["shop"] = seat.shop_row.pk
    w, shop = translator(language_of()), seat.shop
    items = board(the_house(), [shop.name], on)
    cards = [_card(i, seat, on) for i in items]
    done = [i for i in items if i.state is ItemState.DONE]
    last = models.WorkItem.objects.filter(shop=seat.shop_row, on__lte=on).order_by("-on").values_list("on", flat=True).first()
    sees = seat.may(Right.SEE_NUMBERS)
    return answered(request, "web/plan.html", _around(seat) | {
        "sheet": table(request, _columns(sees), cards, title=f"{_('Plan board')} {on}"),
        "title": _("Plan board"), "on": on, "on_words": w.full_day(on), "today": shop.day_of(clock()), "last": last,
        "to_do": [c for c in cards if c.to_do and not c.carried], "carried": [c for c in cards if c.to_do and c.carried],
        "put_off": [c for c in cards if c.item.state in UNFINISHED and not c.to_do],
        "finished": [c for c in cards if c.item.state not in UNFINISHED], "all": len(items), "done": len(done),
        "share": round(100 * len(done) / len(items)) if items else 0, "used": minutes_used(items),
        "planned": sum(i.minutes for i in items if i.state is not ItemState.DROPPED)})


def _columns(sees_money: bool) -> list[Col]:
    """The board as a workbook: what, for whom, until when, and what it may bring where the reader sees money."""
    gains = (("low", _("Gain, at least")), ("mid", _("Expected gain")), ("high", _("Gain, at most")))
    return [Col("what", _("Task"), lambda c: c.said.what), Col("object", _("What it is about"), lambda c: c.item.object or None),
            Col("state", _("State"), lambda c: c.said.state), Col("holder", _("Person"), lambda c: c.said.holder or None),
            Col("minutes", _("Minutes"), lambda c: c.item.minutes, number=True),
            Col("deadline", _("Deadline (UTC)"), lambda c: c.item.deadline),
            Col("change", _("Change"), lambda c: c.said.change or None),
            *(Col(name, words, _gain(name), number=True) for name, words in gains if sees_money)]


def _gain(name: str) -> Callable[[Any], Any]:
    return lambda card: getattr(card.item.gain, name) if card.item.gain is not None else None


def _around(seat: Seat) -> dict[str, Any]:
    """What every card needs beside its item."""
    people = models.User.objects.filter(memberships__ended_at=None, memberships__client=seat.client_row, is_active=True)
    return {"may_do": seat.may(Right.DO_WORK), "sees_money": seat.may(Right.SEE_NUMBERS),
            "people": sorted({p.name or p.email for p in people.distinct()})}


def _card(item: WorkItem, seat: Seat, on: date) -> Card:
    language, shop = language_of(), seat.shop
    w = translator(language)
    return Card(
        item, item_words(item, language),
        tuple((w.moment(s.at, shop.zone, on), step_words(s, language)) for s in item.steps), item.due_on(on),
        item.state in (ItemState.OPEN, ItemState.HANDED, ItemState.SNOOZED),
        item.state in (ItemState.DONE, ItemState.DROPPED), item.on < on,
        item.deadline is not None and item.deadline < clock() and item.state in UNFINISHED)


@require_POST
@screen(Right.DO_WORK)
def step(request: HttpRequest, seat: Seat, item: int, kind: str) -> HttpResponse:
    """One step with an item; the card comes back as it stands then, or with what was wrong."""
    house, name = the_house(), seat.shop.name
    found, problem = _item(seat, item), None
    if kind not in KINDS:
        raise Http404
    try:
        with _uploads(request) as files:
            found = take_step(house, item, StepKind(kind), _told(request, files))
    except DaybookError as wrong:
        problem = wrong
    if not request.headers.get("HX-Request"):
        if problem:
            messages.error(request, told(problem))
        return redirect("morning_of", seat.shop_row.pk, found.on) if "brief" in request.POST else redirect(
            "plan", seat.shop_row.pk)
    if "brief" in request.POST:
        return render(request, "web/parts/work_state.html", {
            "state": state_of(found), "problem": problem, "chosen": seat.shop_row, "may_do": seat.may(Right.DO_WORK)})
    on = seat.shop.day_of(clock())
    return render(request, "web/parts/work_card.html",
                  _around(seat) | {"card": _card(found, seat, on), "problem": problem, "chosen": seat.shop_row, "name": name})


def _item(seat: Seat, key: int) -> WorkItem:
    try:
        return item_of(the_house(), key, [seat.shop.name])
    except WrongUsage:
        raise Http404 from None


def _told(request: HttpRequest, files: tuple[Path, ...]) -> Told:
    said = request.POST
    minutes = said.get("minutes", "").strip()
    user: Any = request.user
    return Told(
        by=user.name or user.email, note=said.get("note", "")[:1000], person=said.get("person", "")[:120],
        until=_day(said.get("until", "")), from_=said.get("from") or None,
        to=said.get("to") or None, minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 5 else None, files=files)


def _day(text: str) -> date | None:
    """A day that was filled in.  Raises WrongUsage for what is none, such as 30 February."""
    try:
        day: date | None = parse_date(text)
    except ValueError:
        day = None
    if text and day is None:
        raise WrongUsage(f"{text[:40]} is no day", next_step="write it as 2026-11-23")
    return day


@contextmanager
def _uploads(request: HttpRequest) -> Iterator[tuple[Path, ...]]:
    """The files of a form, on the disk for as long as they are sealed."""
    with scratch_folder() as folder:
        kept = []
        for n, file in enumerate(request.FILES.getlist("file")[:5]):
            target = folder / str(n) / (Path(file.name).name[:120] or "file")
            target.parent.mkdir()
            with target.open("wb") as out:
                for piece in file.chunks():
                    out.write(piece)
            kept.append(target)
        yield tuple(kept)


@screen(Right.SEE_WORK)
def receipt_file(request: HttpRequest, seat: Seat, item: int, sha256: str) -> HttpResponse:
    """A screenshot of a receipt, as it was given."""
    found = _item(seat, item)
    try:
        with scratch_folder() as folder:
            target = folder / "file"
            kept = open_receipt_file(the_house(), found, sha256, target)
            answer = HttpResponse(target.read_bytes(), content_type=kept.media)
    except DaybookError as problem:
        messages.error(request, told(problem))
        return redirect("plan", seat.shop_row.pk)
    answer["Content-Disposition"] = "inline" if kept.media.startswith("image/") else "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
