"""S8, disputes: rates before their line, cases by deadline and money, and one case with order, chat, proof, value and outcome."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybook.domain.brief import Unit
from daybook.domain.disputes import CaseFile, CaseStep, DisputesTable, Range, StepKind
from daybook.domain.errors import DaybookError
from daybook.domain.rights import Right
from daybook.reports.disputes_report import missing_says, rate_name
from daybook.reports.localise import in_language
from daybook.reports.numbers import exact, shown
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.case_files import FILES, add_step, check_size, evidence, keep_evidence
from daybook.workflows.disputes_page import case_of, disputes_of
from daybook.workflows.kept import last_day
from daybook.workflows.scratch import scratch_folder

#: The number whose rows the order is among.
ROWS = "orders_created"
#: Cases of one page: those that wait stand first, and on a phone each is a card.
ROWS_A_PAGE = 30
#: States in which somebody still has something to do.
WAITS = ("open", "decided", "overdue")
#: Decisions that a person takes, in the order of the buttons.
DECIDE = (StepKind.FIGHT, StepKind.SETTLE, StepKind.HANDED_IN, StepKind.WON, StepKind.LOST)


@dataclass(frozen=True)
class Line:
    """One case in words."""

    one: CaseFile
    link: str
    state: str
    tone: str
    reason: str
    until: str
    late: bool
    stated: bool
    amount: str
    advice: str
    odds: str
    worth: str
    settling: bool
    ended: str
    missing: str


@dataclass(frozen=True)
class RateLine:
    """One rate in words; `tone` is red beyond its line, amber where it is likely to cross it."""

    name: str
    value: str
    line: str
    left: str
    tone: str
    why: str


@screen(Right.SEE_WORK)
def board(request: HttpRequest, seat: Seat, on: date | None = None) -> HttpResponse:
    """The disputes as a morning knew them: the last one, or that of a day."""
    request.session["shop"] = seat.shop_row.pk
    on = on or last_day(seat.shop, seat.shop.day_of(clock()))
    w = translator(language_of())
    found = disputes_of(the_house(), seat.shop, on)
    numbers = seat.may(Right.SEE_NUMBERS)
    lines = [_line(one, found, seat, w) for one in found.cases]
    return answered(request, "web/disputes.html", {
        "title": _("Disputes"), "on": on, "on_words": w.full_day(on), "numbers": numbers,
        "rates": [_rate(one, w) for one in found.rates] if numbers else [],
        "clusters": [(c.item_id, c.title or c.item_id, c.refunds, c.usual, w.day(c.since), in_language(c.why, w))
                     for c in found.clusters],
        "claimants": [(c.claims, c.orders, c.order_ids[0], "" if c.amount is None else _money(c.amount, found, w))
                      for c in found.claimants] if numbers else [],
        "untold": [(w.name("dispute_untold", what), in_language(why, w)) for what, why in found.untold],
        "known": "cases" not in dict(found.untold),
        "waiting": sum(1 for c in found.cases if c.state in WAITS), "late": sum(1 for c in found.cases if c.state == "overdue"),
        "table": table(request, _columns(numbers), lines, rows=ROWS_A_PAGE, title=f"{_('Disputes')} {on}",
                       empty=_("No case is open, and none was closed lately."))})


@screen(Right.SEE_WORK)
def one(request: HttpRequest, seat: Seat, case: str) -> HttpResponse:
    """One case: order and way, chat, proof, fight or settle, what people did, and how it ended."""
    on, w = _day(request, seat), translator(language_of())
    found = case_of(the_house(), seat.shop, on, case)
    if found is None:
        raise Http404
    whole, file, chat = found
    seen, numbers = file.seen, seat.may(Right.SEE_NUMBERS)
    rows = ""
    if seen.order_id and numbers:
        day = min(seen.ordered_on or on, on)
        rows = f"{reverse('rows', args=[seat.shop_row.pk, ROWS, day])}?{urlencode({'order_id': seen.order_id})}"
    return answered(request, "web/dispute.html", {
        "title": f"{_('Case')} {seen.order_id or seen.case_id}", "case": file, "seen": seen, "line": _line(file, whole, seat, w),
        "on": on, "rows": rows, "way": _way(file, whole, w), "numbers": numbers, "costs": seat.may(Right.SEE_COSTS),
        "may": seat.may(Right.DO_WORK), "propose": _propose(file, seat, w),
        "choice": _choice(file, whole, w) if numbers and file.choice else None,
        "pieces": [(p, w.name("evidence", p.name), f"{p.weight:.0%}", _by(p.by, w)) for p in file.pieces],
        "complete": f"{file.complete:.0%}", "steps": [_step(s, seat, whole, w) for s in file.steps],
        "chat": [(w.moment(c.at, whole.zone, on) if c.at else w.day(c.on), w.name("chat_side", c.direction), c.agent or "", c.text)
                 for c in chat] if numbers else [], "chats": seen.chats,
        "decide": [(kind.value, w.name("case_step", kind.value)) for kind in DECIDE], "files": ",".join(FILES),
        "ended": w.name("case_ended", seen.ended.value) if seen.ended else ""})


@require_POST
@screen(Right.DO_WORK)
def step(request: HttpRequest, seat: Seat, case: str) -> HttpResponse:
    """Adds a line to a case: a piece that is there or not, a file, a note, a decision, how it ended."""
    on, by = _day(request, seat), getattr(request.user, "name", "") or getattr(request.user, "email", "")
    if case_of(the_house(), seat.shop, on, case) is None:
        raise Http404
    kind, piece, sent = request.POST.get("kind", ""), request.POST.get("piece", ""), request.FILES.get("file")
    try:
        if sent is not None:
            _keep(seat, case, piece, sent, by)
        else:
            add_step(the_house(), seat.shop, case, kind, by, piece=piece, text=request.POST.get("text", ""), on=on)
    except DaybookError as problem:
        messages.error(request, told(problem))
    else:
        messages.success(request, _("Kept with the case."))
    return redirect(f"{reverse('dispute', args=[seat.shop_row.pk, case])}?on={on}")


@screen(Right.SEE_WORK)
def piece(request: HttpRequest, seat: Seat, key: int, case: str) -> HttpResponse:
    """A file of evidence, to be kept and never shown in the page."""
    found = evidence(the_house(), seat.shop, case, str(key))
    if found is None:
        raise Http404
    answer = HttpResponse(found[1], content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found[0]) or "attachment"
    return answer


def _keep(seat: Seat, case: str, piece: str, sent: Any, by: str) -> None:
    check_size(sent.size, sent.name)
    with scratch_folder() as folder:
        file = folder / "evidence"
        with file.open("wb") as out:
            for chunk in sent.chunks():
                out.write(chunk)
        keep_evidence(the_house(), seat.shop, case, piece, file, sent.name, by)


def _day(request: HttpRequest, seat: Seat) -> date:
    """The morning that the case was opened from, else the last one."""
    asked = request.GET.get("on", "") or request.POST.get("on", "")
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return last_day(seat.shop, seat.shop.day_of(clock()))


def _rate(one: Any, w: Words) -> RateLine:
    if one.rate is None:
        return RateLine(rate_name(one, w), "—", "", "", "", in_language(one.why_not, w))
    value = shown(one.rate, Unit.SHARE, "", w.language)
    if one.line is None:
        return RateLine(rate_name(one, w), value, "", "", "", _("no line is known"))
    beyond = one.rate > one.line
    tone = "red" if beyond else "amber" if one.near else "green"
    left = "" if beyond else _("{n} more reach it").format(n=one.left) + (
        f" · {w.day(one.cross_on)}" if one.cross_on and tone == "amber" else "")
    return RateLine(rate_name(one, w), value, shown(one.line, Unit.SHARE, "", w.language), left, tone, "")


def _columns(numbers: bool) -> list[Col]:
    """What the table sorts and is searched by."""
    money = [Col("amount", _("Amount asked"), lambda row: row.one.seen.amount, number=True),
             Col("worth", _("Fight or settle"), lambda row: row.one.choice.worth.mid if row.one.choice else None, number=True,
                 says=_("What fighting leaves more than settling; below nought settling is better"))] if numbers else []
    return [Col("state", _("State"), lambda row: row.state, choice=True),
            Col("order", _("Order number"), lambda row: row.one.seen.order_id or row.one.seen.case_id),
            Col("until", _("Until"), lambda row: row.one.deadline), *money,
            Col("reason", _("Reason"), lambda row: row.reason, choice=True),
            Col("missing", _("Missing proof"), lambda row: row.missing)]


def _line(one: CaseFile, found: DisputesTable, seat: Seat, w: Words) -> Line:
    seen, choice = one.seen, one.choice
    return Line(
        one, f"{reverse('dispute', args=[seat.shop_row.pk, seen.case_id])}?on={found.on}", w.name("case_state", one.state),
        {"overdue": "red", "open": "amber", "decided": "amber"}.get(one.state, ""), w.name("refund_reason", seen.reason.value),
        _until(one, found, w), one.state == "overdue", one.stated or one.state == "closed",
        "—" if seen.amount is None else _money(seen.amount, found, w),
        "" if choice is None else w.name("case_advice", choice.advice), "" if choice is None else f"{choice.odds[1]:.0%}",
        "" if choice is None else _money(abs(choice.worth.mid), found, w), choice is not None and choice.worth.mid < 0,
        w.name("case_ended", seen.ended.value) if seen.ended else "", "—" if one.state == "closed" else missing_says(one, w))


def _until(one: CaseFile, found: DisputesTable, w: Words) -> str:
    """When a case is to be answered; of a closed one, when it was closed."""
    closed = one.seen.closed_on or one.seen.refunded_on
    if one.state == "closed":
        return w.day(closed) if closed else "—"
    return "—" if one.deadline is None else w.moment(one.deadline, found.zone, found.on)


def _choice(file: CaseFile, found: DisputesTable, w: Words) -> dict[str, Any]:
    choice = file.choice
    assert choice is not None
    return {"advice": w.name("case_advice", choice.advice), "odds": f"{choice.odds[1]:.0%}",
            "odds_range": f"{choice.odds[0]:.0%} – {choice.odds[2]:.0%}", "full": f"{choice.full:.0%}", "own": choice.own,
            "worth": _money(abs(choice.worth.mid), found, w), "settling": choice.worth.mid < 0,
            "worth_range": _range(choice.worth, found, w),
            "worth_full": _money(choice.worth_full, found, w), "settle": _range(choice.settle, found, w),
            "lost": _range(choice.lost, found, w), "unknown": [in_language(what, w) for what in choice.unknown]}


def _way(file: CaseFile, found: DisputesTable, w: Words) -> list[tuple[str, str]]:
    """The order's way, stamp by stamp; what no export tells says so."""
    seen = file.seen
    stamps = (("paid_at", _("Paid")), ("shipped_at", _("Sent")), ("scanned_at", _("First scan")), ("delivered_at", _("Delivered")),
              ("completed_at", _("Completed")))
    return [(words, w.moment(at, found.zone, found.on) if (at := getattr(seen, name)) else _("not told")) for name, words in stamps]


def _propose(file: CaseFile, seat: Seat, w: Words) -> str:
    """The form by which the evidence is handed in through the guards, with what is there filled in."""
    if file.state not in WAITS or not seat.may(Right.PROPOSE):
        return ""
    asked = {"move": "dispute_evidence", "object_id": file.seen.case_id,
             "to": ", ".join(w.name("evidence", p.name) for p in file.pieces if p.there)}
    return f"{reverse('propose', args=[seat.shop_row.pk])}?{urlencode(asked)}"


def _by(by: str, w: Words) -> str:
    return w.name("evidence_by", "export") if by == "export" else by


def _step(one: CaseStep, seat: Seat, found: DisputesTable, w: Words) -> dict[str, str]:
    said = w.name("case_step", one.kind.value)
    return {"at": w.moment(one.at, found.zone, found.on), "what": said, "by": one.by, "text": one.text,
            "piece": w.name("evidence", one.piece) if one.piece else "", "file": one.file,
            "value": _money(one.value, found, w) if one.value is not None and seat.may(Right.SEE_NUMBERS) else "",
            "link": reverse("dispute_evidence", args=[seat.shop_row.pk, int(one.key), one.case_id]) if one.key else ""}


def _money(value: Any, found: DisputesTable, w: Words) -> str:
    return shown(value, Unit.MONEY, found.currency, w.language)


def _range(one: Range, found: DisputesTable, w: Words) -> str:
    low, high = (exact(v, Unit.MONEY, found.currency, w.language) for v in (one.low, one.high))
    return low if one.low == one.high else f"{low} – {high}"
