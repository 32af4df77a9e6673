"""Settings: where a shop's numbers come from: files and feeds, when each was read last, what went wrong, what is missing."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.domain.brief import State
from daybook.domain.readiness import Days, SourceReadiness
from daybook.domain.rights import Right
from daybook.records import models
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of
from daybook.web.opened import clock, the_house
from daybook.web.tables import Col, answered, table
from daybook.workflows.credentials import credential_state
from daybook.workflows.status import status

#: Days before today of which is said what is not in.
LOOKED_BACK = 35
TONES = {State.IN: "green", State.PARTIAL: "amber", State.LATE: "red", State.NOT_IN: "quiet", State.DOUBTFUL: "amber"}
HELD_SHOWN = 20


@screen(Right.SEE_NUMBERS)
def board(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The sources of one shop, as of now."""
    request.session["shop"] = seat.shop_row.pk
    shop, w, now = seat.shop, translator(language_of()), clock()
    yesterday = shop.day_of(now) - timedelta(days=1)
    (found,) = status(the_house(), [shop], now, (yesterday - timedelta(days=LOOKED_BACK - 1), yesterday))

    def moment(at: datetime | str | None) -> str:
        when = datetime.fromisoformat(at) if isinstance(at, str) and at else at
        return w.moment(when, shop.zone, shop.day_of(now)) if isinstance(when, datetime) else ""

    lines = [_line(s, w, moment) for s in found.sources]
    feeds = [(f, moment(f.done_at), moment(f.tried_at), moment(f.cursor), moment(f.next_try_at)) for f in found.feeds]
    return answered(request, "web/sources.html", {
        "title": _("Sources"), "may_upload": seat.may(Right.UPLOAD), "looked_back": LOOKED_BACK,
        "lines": lines, "table": table(request, _columns(), lines, title=_("Sources")),
        "late": sum(1 for s in found.sources if s.state is State.LATE),
        "files_in": sum(s.files for s in found.sources), "all_in": sum(1 for s in found.sources if s.state is State.IN),
        "feeds": feeds, "feeds_table": table(request, [
            Col("feed", _("Feed"), lambda row: row[0].feed), Col("read", _("Read last"), lambda row: row[1] or None),
            Col("upto", _("Read up to"), lambda row: row[3] or None), Col("next", _("Next try"), lambda row: row[4] or None),
            Col("error", _("What went wrong"), lambda row: row[0].error or None, only_sheet=True)], feeds, name="feeds",
            title=_("Read over the API")),
        "held": _held(seat, moment), "credentials": _credentials(seat)})


def _columns() -> list[Col]:
    return [Col("source", _("Source"), lambda one: one["name"]),
            Col("state", _("State"), lambda one: str(one["state"]), choice=True),
            Col("days", _("From – to"), lambda one: one["days"][1], down=True),
            Col("read", _("Read last"), lambda one: one["at"], down=True),
            Col("files", _("Files"), lambda one: one["files"], only_sheet=True),
            Col("by", _("Usually in by"), lambda one: one["expected"] or None),
            Col("missing", _("Not in, of %(n)s days") % {"n": LOOKED_BACK}, lambda one: one["lacking"], number=True)]


def _line(one: SourceReadiness, w: Words, moment: Any) -> dict[str, Any]:
    return {
        "name": one.zh if w.language == "zh" else w.name("source", one.source, one.source.replace("_", " ")),
        "state": pgettext("source", one.state.value), "tone": TONES[one.state], "first": w.day(one.first_day),
        "last": w.day(one.last_day), "read": moment(one.read_at), "files": one.files, "expected": moment(one.expected_at),
        "days": (one.first_day, one.last_day), "at": one.read_at,
        "lacking": sum((last - first).days + 1 for first, last in one.missing or ()),
        "restated": one.restated_days, "missing": [_run(days, w) for days in one.missing or ()]}


def _run(days: Days, w: Words) -> str:
    return w.day(days[0]) if days[0] == days[1] else f"{w.day(days[0])} – {w.day(days[1])}"


def _held(seat: Seat, moment: Any) -> list[tuple[Any, str, str]]:
    """Files of the shop that were kept and not loaded, the latest first."""
    rows = models.Landing.objects.filter(shop=seat.shop_row).exclude(state__in=["loaded", "unchanged"]).order_by("-received_at")
    return [(row, pgettext("landing", row.state), moment(row.received_at)) for row in rows[:HELD_SHOWN]]


def _credentials(seat: Seat) -> list[tuple[str, list[tuple[str, str, bool, str]]]]:
    """Service -> its fields: where each comes from, never what it is."""
    found: dict[str, list[tuple[str, str, bool, str]]] = {}
    for one in credential_state(the_house(), seat.shop.name):
        found.setdefault(one["service"], []).append(
            (one["field"], pgettext("credential", one["from"]), one["from"] != "absent", one["variable"]))
    return list(found.items())
