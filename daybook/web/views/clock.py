"""The clock: what is due next, what ran, how long it took, why it failed, and another try for those who may."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.errors import WrongUsage
from daybook.domain.rights import Right
from daybook.domain.schedule import Failure, JobShown, RunShown, RunState
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.clock import is_stuck, retry, timetable, what_ran

SHOWN = 300
#: A run that waits longer than this says that no clock runs.
STUCK_MINUTES = 10
COLOURS = {RunState.DONE: "green", RunState.FAILED: "red", RunState.MISSED: "amber", RunState.WAITING: "amber"}


@dataclass(frozen=True)
class RunLine:
    """One run as the page shows it; times on the clock of its zone."""

    id: int
    job: str
    zone: str
    due: str
    state: str
    colour: str
    took: str
    tries: int
    missed: int
    done: tuple[tuple[str, str], ...]
    failures: tuple[Failure, ...]
    next_try: str
    may_retry: bool
    at: datetime
    seconds: Decimal | None


@dataclass(frozen=True)
class NextLine:
    """One line of the timetable."""

    job: str
    zone: str
    due: str
    last: RunLine | None
    at: datetime | None


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What ran and what is next, for the shops that the person sees; whoever runs the house sees all of it."""
    house, w, shops = the_house(), translator(language_of()), _shops(seat)
    failed = "failed" in request.GET
    now, late = house.now(), is_stuck(house)
    may = seat.may(Right.RUN_HOUSE)
    ran = what_ran(house, SHOWN, shops=shops, only_failed=failed, idle=False)
    coming = [_next(one, now, w) for one in timetable(house, shops)]
    lines = [_run(one, now, w, may) for one in ran]
    waits = round(late.total_seconds() / 60) if late else 0
    return answered(request, "web/clock.html", {
        "title": _("The clock"), "failed": failed, "waits": waits if waits > STUCK_MINUTES else 0,
        "next": coming, "next_table": table(request, _next_columns(), coming, name="next", title=f"{_('The clock')} {_('Next')}"),
        "ran": lines, "table": table(request, _run_columns(), lines, rows=50, title=_("The clock"),
                                       empty=_("Nothing failed.") if failed else _("Nothing was done yet."))})


def _next_columns() -> list[Col]:
    return [Col("next", _("Next"), lambda one: one.at), Col("what", _("What"), lambda one: one.job),
            Col("zone", _("Zone"), lambda one: one.zone, choice=True),
            Col("last", _("Last time"), lambda one: one.last.at if one.last else None)]


def _run_columns() -> list[Col]:
    return [Col("due", _("Due"), lambda run: run.at, down=True), Col("what", _("What"), lambda run: run.job, choice=True),
            Col("state", _("State"), lambda run: run.state, choice=True),
            Col("took", _("Took"), lambda run: run.seconds, number=True),
            Col("came", _("What came of it"), lambda run: "; ".join(
                [f"{f.subject} {f.reason}" for f in run.failures] + [f"{name} {said}".strip() for name, said in run.done]) or None)]


@require_POST
@screen(Right.RUN_HOUSE)
def again(request: HttpRequest, seat: Seat, run: int) -> HttpResponse:
    """Has a failed run tried again at once."""
    try:
        retry(the_house(), run, _shops(seat))
    except WrongUsage as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("It is tried again at once."))
    return redirect("clock")


def _shops(seat: Seat) -> set[str] | None:
    """The shops whose runs the person sees; None: everything, the house's own included."""
    if seat.runs_whole_house(Right.RUN_HOUSE):
        return None
    return set(seat.shops(Right.SEE_NUMBERS).values_list("name", flat=True))


def _run(one: RunShown, now: datetime, w: Words, may: bool) -> RunLine:
    today = now.astimezone(ZoneInfo(one.zone)).date()
    return RunLine(
        one.id, w.name("job", one.job), one.zone, w.moment(one.due_at, one.zone, today),
        w.name("run_state", one.state), COLOURS.get(one.state, ""),
        "—" if one.seconds is None else _("%(n)s s") % {"n": f"{one.seconds:.1f}"}, one.tries, one.missed, one.done,
        tuple(Failure(f.subject, f.reason.removeprefix(f"{f.subject}: "), f.tries) for f in one.failures),
        w.moment(one.next_try_at, one.zone, today) if one.next_try_at else "",
        may and one.state in (RunState.FAILED, RunState.MISSED), one.due_at,
        None if one.seconds is None else Decimal(f"{one.seconds:.1f}"))


def _next(one: JobShown, now: datetime, w: Words) -> NextLine:
    today = now.astimezone(ZoneInfo(one.zone)).date()
    due = w.moment(one.next_due_at, one.zone, today) if one.next_due_at else "—"
    return NextLine(w.name("job", one.job), one.zone, due, _run(one.last, now, w, False) if one.last else None, one.next_due_at)
