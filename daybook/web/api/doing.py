"""What scripts do: steps with work, notes, targets, costs, events, proposals, files.  Nothing here approves or executes."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from daybook.domain.errors import WrongUsage
from daybook.domain.moves.kinds import move_from
from daybook.domain.rights import Right
from daybook.domain.work_items import StepKind
from daybook.reports.rows_json import item_json
from daybook.web.access import Seat
from daybook.web.api.door import operation
from daybook.web.api.rhythm import who
from daybook.web.api.words import CostIn, EventIn, Id, Json, Kept, NoteIn, ProposeIn, Rows, Said, StepIn, TargetIn, Text
from daybook.web.opened import the_house
from daybook.web.views.upload import take_in, unfit
from daybook.workflows.give import give
from daybook.workflows.ingest import as_json as file_json
from daybook.workflows.proposals import as_json
from daybook.workflows.propose import Wish, propose
from daybook.workflows.work import Told, item_of, take_step

#: A field of the form that may be left out.
NO_SHOP = Form("")
#: What a person does with an item; that a line went on in a later plan is said by the house alone.
STEPS = tuple(k for k in StepKind if k is not StepKind.CARRY)


@operation("POST", "shop/{shop}/work/{item}/{kind}/", Right.DO_WORK, Json, "api_work_step")
def work_step(request: HttpRequest, seat: Seat, item: Id, kind: StepKind, said: StepIn) -> Any:
    """One step with a work item: take, done, snooze, hand, drop, reopen; gives the item after it."""
    if kind not in STEPS:
        raise Http404
    try:
        item_of(the_house(), item, [seat.shop.name])
    except WrongUsage:
        raise Http404 from None
    told = Told(by=who(seat), note=said.note, person=said.person, until=said.until, from_=said.from_value, to=said.to,
                minutes=said.minutes)
    after = item_json(take_step(the_house(), item, kind, told))
    return after if seat.may(Right.SEE_NUMBERS) else after | {"gain": None}


@operation("POST", "shop/{shop}/notes/", Right.DO_WORK, Kept, "api_add_note")
def add_note(request: HttpRequest, seat: Seat, said: NoteIn) -> Any:
    """Keeps a note; the diagnosis names it beside a number that moved."""
    return give_row(seat, "notes", said)


@operation("POST", "shop/{shop}/targets/", Right.SET_GOALS, Kept, "api_set_target")
def set_target(request: HttpRequest, seat: Seat, said: TargetIn) -> Any:
    """Sets what a month should bring; nothing is overwritten."""
    return give_row(seat, "target", said)


@operation("POST", "shop/{shop}/costs/", Right.SET_GOALS, Kept, "api_set_cost")
def set_cost(request: HttpRequest, seat: Seat, said: CostIn) -> Any:
    """Sets what a unit of a SKU costs from a day on; nothing is overwritten."""
    return give_row(seat, "cost", said)


@operation("POST", "shop/{shop}/calendar/", Right.SET_GOALS, Kept, "api_set_event")
def set_event(request: HttpRequest, seat: Seat, said: EventIn) -> Any:
    """Sets an event of the shop's own."""
    return give_row(seat, "calendar", said)


def give_row(seat: Seat, kind: str, said: Said) -> Json:
    """Read and stored exactly like a line of its file."""
    row = {name.removesuffix("_value"): "" if v is None else str(v) for name, v in said.model_dump().items()}
    return {"kept": give(the_house(), seat.shop, kind, row).stored}


@operation("POST", "shop/{shop}/proposals/", Right.PROPOSE, Rows, "api_propose")
def add_proposals(request: HttpRequest, seat: Seat, said: ProposeIn) -> Any:
    """Proposes moves: every guard judges them, nothing is written, and a person has to agree."""
    wishes = [Wish(move_from(one), said.why) for one in said.moves]
    made = propose(the_house(), seat.shop.name, wishes, f"{who(seat)} (API)", "api")
    return {"rows": [as_json(s, the_house().now()) for s in made]}


@operation("POST", "files/", Right.UPLOAD, Rows, "api_upload")
def upload(request: HttpRequest, seat: Seat, file: File[UploadedFile], shop_name: Text = NO_SHOP) -> Any:
    """Takes in one file and says what was read, left out and restated; without a shop it finds its own."""
    problem = unfit(file)
    if problem:
        raise WrongUsage(problem, next_step="export it again as the platform writes it")
    return {"rows": [file_json(one.report, one.why, one.question.key if one.question else "")
                     for one in take_in(seat, file, shop_name)]}
