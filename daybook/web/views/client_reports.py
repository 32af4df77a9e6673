"""All client reports in one go: drafted, signed and sent a few shops at a time, with how far it is."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from daybook.domain.client_reports import ReportStanding, ReportState
from daybook.domain.review import Span, first_of, last_whole
from daybook.domain.rights import Right
from daybook.domain.shop import Shop
from daybook.reports.forms import Reviewing
from daybook.reports.wording import translator
from daybook.web.access import Seat, house_shops, screen
from daybook.web.context import language_of
from daybook.web.mailing import mail_report
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.web.views.review_words import span_named
from daybook.workflows.brand import brand_of
from daybook.workflows.client_reports import Stepped, draft, send, sign_all, standings

#: Rows of a page, and shops that one press or one step of the progress does.
ROWS, STEP = 50, 10
#: What a button does, and the right that it needs for a shop.
DEEDS = {"draft": Right.DO_WORK, "sign": Right.APPROVE, "send": Right.APPROVE}
#: States that a deed still has to do with.
LEFT = {"draft": (ReportState.NONE,), "sign": (ReportState.DRAFTED, ReportState.CHANGED), "send": (ReportState.SIGNED,)}


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat, span: str = "week", on: date | None = None) -> HttpResponse:
    """Every shop's review of a span: the last whole one unasked."""
    kind, w, rows = span_named(span), translator(language_of()), {r.name: r for r in seat.shops(Right.SEE_NUMBERS)}
    shops = house_shops(rows.values())
    newest = max((last_whole(kind, s.day_of(clock()))[0] for s in shops), default=last_whole(kind, clock().date())[0])
    first = first_of(kind, on or newest)
    found = standings(shops, kind, first, clock())
    lines = [(one, rows[one.shop].pk, pgettext("report state", one.state.value)) for one in found]
    count, going = Counter(one.state for one in found), request.GET.get("go", "")
    steps = [(deed, words, sum(1 for one in found if _waits(one, deed)), seat.may(DEEDS[deed])) for deed, words in (
        ("draft", _("Draft what is missing")), ("sign", _("Sign all drafts as they stand")), ("send", _("Send what is signed")))]
    return answered(request, "web/client_reports.html", {
        "title": _("Client reports"), "span": kind.value, "first": first, "lines": lines, "steps": steps, "all": len(found),
        "going": going if going in DEEDS and {d: n for d, _w, n, _m in steps}[going] else "",
        "after": request.GET.get("after", ""), "newest": newest, "over": first <= newest, "first_words": w.full_day(first),
        "drafted": len(found) - count[ReportState.NONE], "sent": count[ReportState.SENT],
        "signed": sum(count[s] for s in (ReportState.SIGNED, ReportState.SENT, ReportState.UNKNOWN)),
        "nobody": sum(1 for one in found if not one.readers),
        "spans": [(Span.WEEK.value, _("Week")), (Span.MONTH.value, _("Month")), (Span.QUARTER.value, _("Quarter"))],
        "table": table(request, _columns(), lines, title=_("Client reports"), rows=ROWS)})


def _columns() -> list[Col]:
    def of(name: str) -> Any:
        return lambda row: getattr(row[0], name)

    return [Col("shop", _("Shop"), of("shop")), Col("client", _("Client"), of("client"), choice=True),
            Col("state", _("How far it is"), lambda row: row[2], choice=True),
            Col("signed", _("Signed by"), lambda row: row[0].signed_by or None),
            Col("readers", _("Goes to"), lambda row: ", ".join(row[0].readers) or None)]


@require_POST
@screen(Right.SEE_NUMBERS)
def step(request: HttpRequest, seat: Seat, span: str, on: date, deed: str) -> HttpResponse:
    """A few shops further, those after the last one by name; the page goes on by itself until none is left."""
    if deed not in DEEDS:
        raise Http404
    kind, after = span_named(span), request.POST.get("after", "")
    on = first_of(kind, on)
    shops = house_shops(seat.shops(DEEDS[deed]))
    wanted = [s for s in shops if s.name > after and on <= last_whole(kind, s.day_of(clock()))[0]]
    waiting = [one for one in standings(wanted, kind, on, clock()) if _waits(one, deed)]
    now, later = waiting[:STEP], waiting[STEP:]
    names = {one.shop for one in now}
    for done in islice(_deed(deed, [s for s in wanted if s.name in names], kind, on, str(seat.user)), len(now)):
        if done.problem:
            messages.error(request, f"{done.shop}: {done.problem}")
    where = reverse("client_reports_of", args=[kind.value, on])
    return redirect(where + ("?" + urlencode({"go": deed, "after": now[-1].shop}) if later else ""))


def _waits(one: ReportStanding, deed: str) -> bool:
    return one.state in LEFT[deed] and (deed != "send" or bool(set(one.readers) - set(one.sent)))


def _deed(deed: str, shops: list[Shop], span: Span, first: date, by: str) -> Iterable[Stepped]:
    if deed == "draft":
        return draft(the_house(), shops, span, first)
    if deed == "sign":
        return sign_all(the_house(), shops, span, first, by)
    return send(the_house(), shops, span, first, by, mailed)


def mailed(subject: Reviewing, language: str, address: str) -> None:
    """A review by mail, with its client's look and the PDF attached."""
    mail_report(subject, language, brand_of(subject.review.client), address)
