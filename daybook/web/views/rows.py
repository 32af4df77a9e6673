"""From a number to its rows: what was counted, sorted, searched and taken along, and the files that it came in."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from daybook.domain.brief import Unit
from daybook.domain.errors import DaybookError, WrongUsage
from daybook.domain.fact_rows import Look, RowsBehind
from daybook.domain.rights import Right
from daybook.metrics.metric import Metric
from daybook.reports.numbers import exact
from daybook.reports.table_xlsx import table_xlsx
from daybook.reports.wording import Words, translator
from daybook.web.access import Seat, screen
from daybook.web.context import language_of, told
from daybook.web.opened import the_house
from daybook.web.tables import Board, Col, as_file, leaf
from daybook.workflows.rows import MOST, PAGE, behind, rows_behind

#: What the table is called in the address, so that no question to it is taken for a column.
TABLE = "rows"
NUMBERS = ("money", "rate", "count")


@dataclass(frozen=True)
class Asked:
    """What an address asks for: a part of a ratio, days, the moment at which they were known, columns with their values."""

    part: int
    page: int
    look: Look
    known: datetime | None
    whole: bool
    scope: dict[str, str] = field(default_factory=dict)


@screen(Right.SEE_NUMBERS)
def rows(request: HttpRequest, seat: Seat, metric: str, on: date) -> HttpResponse:
    """The rows that a number counts: of the day before a morning, or from `since` on; as known at nine, or at `known`."""
    w, day = translator(language_of()), on - timedelta(days=1)
    try:
        asked, counted = _asked(request, day), behind(metric)
        chosen = counted[min(asked.part, len(counted)) - 1]
        found = rows_behind(the_house(), seat.shop, chosen, day, on, asked.scope, 0 if asked.whole else (asked.page - 1) * PAGE,
                            MOST if asked.whole else PAGE, asked.known, asked.look)
    except DaybookError as problem:
        if request.GET.get("as") == "xlsx":
            return HttpResponseBadRequest(told(problem))
        return render(request, "web/rows.html", {"title": _("Rows"), "problem": problem, "on": on})
    if asked.whole:
        return as_file(table_xlsx(found.table, list(_headers(found, w)), found.rows), f"{metric}-{_days(found)}.xlsx")
    return render(request, "web/rows.html", _words(found, chosen, asked, seat, w) | {
        "on": on, "table": _table(request, found, asked, seat.shop.zone, w), "metric": metric,
        "parts": [(_part(request, n), w.metric(m.name, m.zh), m.name == found.metric) for n, m in enumerate(counted, 1)]})


def _asked(request: HttpRequest, day: date) -> Asked:
    """What the address asks for; WrongUsage where a day or moment in it is none."""
    said = request.GET
    try:
        since = date.fromisoformat(said["since"]) if said.get("since") else None
        known = datetime.fromisoformat(said["known"].replace(" ", "+")) if said.get("known") else None
    except ValueError as problem:
        raise WrongUsage(f"no such day or moment: {problem}", next_step="follow the link of a number") from problem
    if (since is not None and since > day) or (known is not None and known.tzinfo is None):
        raise WrongUsage("no such day or moment: it lies after the last day, or has no offset",
                         next_step="follow the link of a number")
    own = {"since", "known", "part", "as", "of"}
    return Asked(_number(said.get("part", "1")), _number(said.get(f"{TABLE}-page", "1")),
                 Look(since, said.get(f"{TABLE}-find", "").strip()[:80], said.get(f"{TABLE}-sort", "")), known,
                 said.get("as") == "xlsx", {k: v for k, v in said.items() if k not in own and not k.startswith(f"{TABLE}-")})


def _words(found: RowsBehind, chosen: Metric, asked: Asked, seat: Seat, w: Words) -> dict[str, Any]:
    currency = seat.shop.currency if chosen.unit is Unit.MONEY else ""
    return {
        "title": w.metric(found.metric, found.zh), "found": found, "scope": asked.scope,
        "source": w.name("source", found.table, found.table_zh) if w.language == "en" else found.table_zh,
        "day_words": w.full_day(found.day) if found.since is None else f"{w.full_day(found.since)} – {w.full_day(found.day)}",
        "sum": exact(found.adds_up_to, chosen.unit, currency, w.language) if found.adds_up_to is not None else ""}


def _table(request: HttpRequest, found: RowsBehind, asked: Asked, zone: str, w: Words) -> Board:
    heads = [Col(name, head, lambda row: row, number=kind in NUMBERS, down=kind in ("day", "moment"))
             for name, head, kind in zip(found.columns, _headers(found, w), found.kinds, strict=True)]
    lines = [[(w.name("order_status", str(v)), False) if name == "status" and v else _cell(v, kind, zone)
              for name, v, kind in zip(found.columns, row, found.kinds, strict=True)] for row in found.rows]
    return leaf(request, heads, lines, name=TABLE, order=asked.look.sort, page=asked.page, found=found.found, whole=found.total,
                title=w.metric(found.metric, found.zh), rows=PAGE)


def _part(request: HttpRequest, number: int) -> str:
    """The address of another part of a ratio; its table begins anew."""
    asked = request.GET.copy()
    for name in [n for n in asked if n.startswith(f"{TABLE}-")]:
        asked.pop(name)
    asked["part"] = str(number)
    return f"?{asked.urlencode()}"


def _days(found: RowsBehind) -> str:
    return str(found.day) if found.since is None else f"{found.since}-{found.day}"


def _number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def _headers(found: RowsBehind, w: Words) -> tuple[str, ...]:
    if w.language == "zh":
        return found.headers_zh
    return tuple(c.replace("_", " ") for c in found.columns)


def _cell(value: Any, kind: str, zone: str) -> tuple[str, bool]:
    """A cell as text, moments on the shop's clock, and whether it is a number."""
    if value is None:
        return "—", False
    if kind == "flag":
        return (str(_("yes")) if value else str(_("no"))), False
    if isinstance(value, Decimal):
        text = format(value, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text), kind in NUMBERS
    return (f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if kind == "moment" else str(value)), kind in NUMBERS
