"""What scripts read: clients, shops, mornings, days, why, work, proposals, values given, files, runs, the operating file."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from pydantic import Field

from daybook.domain.entry import EntryKind
from daybook.domain.errors import WrongUsage
from daybook.domain.moves.kinds import KINDS, field_types
from daybook.domain.proposal import Stage
from daybook.domain.rights import Right
from daybook.records import models
from daybook.reports.brief_json import brief_json
from daybook.reports.forms import as_report
from daybook.reports.price_json import board_json, sku_json
from daybook.reports.rows_json import entry_json, item_json, note_json, paper_json
from daybook.web.access import Seat, house_shops
from daybook.web.api.door import operation
from daybook.web.api.words import Clients, Json, Name, Rows, Shops, Text
from daybook.web.opened import the_house
from daybook.workflows.casefile import Asked, entries_for
from daybook.workflows.clock import run_json, what_ran
from daybook.workflows.given import given_of
from daybook.workflows.kept import kept_mornings
from daybook.workflows.price_plan import shop_plan
from daybook.workflows.proposals import as_json, list_proposals, story_of
from daybook.workflows.reports_out import subject_of
from daybook.workflows.why import why as explain
from daybook.workflows.work import board

Limit = Annotated[int, Field(ge=1, le=500)]
LANDINGS = 100


@operation("GET", "clients/", Right.SEE_WORK, Clients, "api_clients")
def clients(request: HttpRequest, seat: Seat) -> Any:
    """The clients whose shops the token's owner sees."""
    return {"clients": [{"id": c.pk, "name": c.name} for c in seat.clients(Right.SEE_WORK)]}


@operation("GET", "shops/", Right.SEE_WORK, Shops, "api_shops")
def shops(request: HttpRequest, seat: Seat) -> Any:
    """The shops that the token's owner sees, and what this token may do there."""
    return {"shops": [
        {"id": s.pk, "name": s.name, "client": s.client.name, "platform": s.platform, "zone": s.zone, "currency": s.currency,
         "may": sorted(r.value for r in Right if seat.may_for(r, s))} for s in seat.shops(Right.SEE_WORK)]}


@operation("GET", "shop/{shop}/morning/{on}/", Right.SEE_NUMBERS, Json, "api_morning")
def morning(request: HttpRequest, seat: Seat, on: date) -> Any:
    """A morning as it was last made, with the keys of docs/schemas/morning.json; one that was not made is not found."""
    brief = kept_mornings([seat.shop], on).get(seat.shop.name)
    if brief is None:
        raise Http404
    return brief_json(brief)


@operation("GET", "shop/{shop}/day/{on}/", Right.SEE_NUMBERS, Json, "api_day")
def day(request: HttpRequest, seat: Seat, on: date) -> Any:
    """The summary of a day: its numbers, what was done and decided, what is open."""
    try:
        return paper_json(as_report(subject_of(the_house(), seat.shop, "day", on), "en"))
    except WrongUsage:
        raise Http404 from None


@operation("GET", "shop/{shop}/why/{metric}/{on}/", Right.SEE_NUMBERS, Rows, "api_why")
def why(request: HttpRequest, seat: Seat, metric: Name, on: date, base: Text = "week") -> Any:
    """The bridge of a metric from a base (day, week, plan or a date) to the day before a morning; the parts add up."""
    return {"rows": brief_json(explain(the_house(), seat.shop, metric, on, base))["findings"]}


@operation("GET", "shop/{shop}/work/{on}/", Right.SEE_WORK, Rows, "api_work")
def work(request: HttpRequest, seat: Seat, on: date) -> Any:
    """What is on the board of a day; who may not see numbers gets no money with it."""
    rows = [item_json(i) for i in board(the_house(), [seat.shop.name], on)]
    return {"rows": rows if seat.may(Right.SEE_NUMBERS) else [r | {"gain": None} for r in rows]}


@operation("GET", "shop/{shop}/proposals/", Right.SEE_NUMBERS, Rows, "api_proposals")
def proposals(request: HttpRequest, seat: Seat, stage: Stage | None = None) -> Any:
    """Proposals with every guard's answer and what became of them; a yes is a person's, at the workbench."""
    found = list_proposals(the_house(), [seat.shop.name], (stage,) if stage else ())
    return {"rows": [as_json(s, the_house().now()) for s in found]}


@operation("GET", "shop/{shop}/proposal/{key}/", Right.SEE_NUMBERS, Json, "api_proposal")
def proposal(request: HttpRequest, seat: Seat, key: Name) -> Any:
    """One proposal with all that happened to it."""
    try:
        return as_json(story_of(the_house(), key, [seat.shop.name]), the_house().now())
    except WrongUsage:
        raise Http404 from None


@operation("GET", "moves/", Right.SEE_WORK, Rows, "api_moves")
def moves(request: HttpRequest, seat: Seat) -> Any:
    """Every kind of move with its fields."""
    return {"rows": [{"move": k.name, "object": k.object_kind, "leaves_by": [w.value for w in k.ways],
                      "fields": {n: str(getattr(t, "__name__", t)) for n, t in field_types(k).items()}} for k in KINDS.values()]}


@operation("GET", "shop/{shop}/notes/", Right.SEE_WORK, Rows, "api_notes")
def notes(request: HttpRequest, seat: Seat) -> Any:
    """What people did and saw, in the order of time."""
    return {"rows": [note_json(n) for n in _given(seat).notes]}


@operation("GET", "shop/{shop}/targets/", Right.SEE_NUMBERS, Rows, "api_targets")
def targets(request: HttpRequest, seat: Seat) -> Any:
    """Targets by month, with when each was known."""
    return {"rows": [{"metric": t.metric, "month": f"{t.month:%Y-%m}", "value": f"{t.value:f}",
                      "valid_from": t.valid_from and t.valid_from.isoformat(), "known_at": t.known_at.isoformat()}
                     for t in _given(seat).targets]}


@operation("GET", "shop/{shop}/costs/", Right.SEE_COSTS, Rows, "api_costs")
def costs(request: HttpRequest, seat: Seat) -> Any:
    """Unit costs, with the day from which each counts."""
    return {"rows": [{"sku": c.sku, "unit_cost": f"{c.unit_cost:f}", "currency": c.currency, "shop": c.shop,
                      "valid_from": c.valid_from and c.valid_from.isoformat(), "known_at": c.known_at.isoformat()}
                     for c in _given(seat).costs]}


def _given(seat: Seat) -> Any:
    return given_of(the_house(), [seat.shop])[seat.shop.name]


@operation("GET", "shop/{shop}/files/", Right.SEE_NUMBERS, Rows, "api_files")
def files(request: HttpRequest, seat: Seat, limit: Limit = LANDINGS) -> Any:
    """What came in last, and what was read of it."""
    rows = models.Landing.objects.filter(shop=seat.shop_row).prefetch_related("tables").order_by("-received_at", "-pk")
    return {"rows": [landing_json(r) for r in rows[:limit]]}


@operation("GET", "shop/{shop}/file/{key}/", Right.SEE_NUMBERS, Json, "api_file")
def file(request: HttpRequest, seat: Seat, key: Name) -> Any:
    """One file that came in: what was read, left out and warned of."""
    row = models.Landing.objects.filter(shop=seat.shop_row, key=key).prefetch_related("tables").first()
    if row is None:
        raise Http404
    return landing_json(row) | {"rejected": row.rejected, "warnings": row.warnings, "own_totals": row.own_totals}


def landing_json(row: Any) -> Json:
    """A landing as scripts read it."""
    return {"file": row.key, "name": row.name, "size": row.size, "state": row.state, "reader": row.reader,
            "known_at": row.known_at.isoformat(), "received_at": row.received_at.isoformat(), "problem": row.problem,
            "left_out": len(row.rejected), "tables": [
                {"table": t.table, "rows": t.rows, "first_day": t.first_day and t.first_day.isoformat(),
                 "last_day": t.last_day and t.last_day.isoformat(), "new": t.new, "restated": t.restated, "gone": t.gone}
                for t in row.tables.all()]}


@operation("GET", "runs/", Right.SEE_NUMBERS, Rows, "api_runs")
def runs(request: HttpRequest, seat: Seat, limit: Limit = 50, failed: bool = False) -> Any:
    """What the clock did for the shops that the token's owner sees."""
    mine = None if seat.runs_whole_house(Right.RUN_HOUSE) else set(seat.shops(Right.SEE_NUMBERS).values_list("name", flat=True))
    return {"rows": [run_json(r) for r in what_ran(the_house(), limit, shops=mine, only_failed=failed)]}


@operation("GET", "shop/{shop}/casefile/", Right.SEE_WORK, Rows, "api_casefile")
def casefile(request: HttpRequest, seat: Seat, first: date | None = None, last: date | None = None, object: Text = "",
             person: Text = "", kind: EntryKind | None = None, text: Text = "", limit: Limit = 200) -> Any:
    """The operating file of a shop: what was proposed, decided, done, noted and set, the latest first."""
    zone = ZoneInfo(seat.shop.zone)
    until = last or seat.shop.day_of(the_house().now())
    since = first or until - timedelta(days=30)
    if since > until:
        raise WrongUsage("the first day comes after the last", next_step="turn them round")
    asked = Asked(datetime.combine(since, time(0), zone), datetime.combine(until + timedelta(days=1), time(0), zone),
                  object, person, (kind,) if kind else (), text)
    held = frozenset(r for r in Right if seat.may(r))
    [shop] = house_shops(models.Shop.objects.select_related("client").filter(pk=seat.shop_row.pk))
    return {"rows": [entry_json(e) for e in entries_for([shop], asked, {shop.name: held})[:limit]]}



@operation("GET", "shop/{shop}/prices/", Right.SEE_NUMBERS, Json, "api_prices")
def prices(request: HttpRequest, seat: Seat) -> Any:
    """The price plan of a shop: between which prices each SKU must stay today, who bounds it, what was promised."""
    return board_json(_price_plan(seat).board())


@operation("GET", "shop/{shop}/price/{sku}/", Right.SEE_NUMBERS, Json, "api_price")
def price(request: HttpRequest, seat: Seat, sku: Name, price: Decimal | None = None, first: date | None = None,
          last: date | None = None) -> Any:
    """One SKU's ledger, ranges and events; with a price and days also what it would break and cost."""
    found = _price_plan(seat)
    number = found.number(sku)
    begin = first or found.on
    tried = found.try_price(number, price, begin, last or begin) if price is not None else None
    return sku_json(found.sku_plan(number), tried)


def _price_plan(seat: Seat) -> Any:
    now = the_house().now()
    return shop_plan(the_house(), seat.shop, seat.shop.day_of(now), now, costs=seat.may(Right.SEE_COSTS))
