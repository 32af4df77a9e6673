"""What scripts look at beside reports: the agency, people's minutes, products, the rows behind a number, settings, questions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from pydantic import Field

from daybook.domain.review import Span, first_of
from daybook.domain.rights import Right
from daybook.domain.shop import Shop
from daybook.records import models
from daybook.reports.learning_phrases import changes_json
from daybook.reports.overdue_phrases import overdue_json
from daybook.reports.report import plain
from daybook.web.access import Seat, house_shops
from daybook.web.api.door import operation
from daybook.web.api.rhythm import who
from daybook.web.api.words import AnswerIn, HandOutIn, Id, Json, Name, Rows, Text
from daybook.web.opened import the_house
from daybook.web.views.sources import LOOKED_BACK
from daybook.web.views.upload import questions_of, settle
from daybook.workflows.agency import shops_today, workload
from daybook.workflows.calendar_ahead import events_ahead
from daybook.workflows.client_reports import standings
from daybook.workflows.deliver import what_presses
from daybook.workflows.given import given_of
from daybook.workflows.hand_out import accept_hand_out, propose_hand_out
from daybook.workflows.ingest import as_json as file_json
from daybook.workflows.letters import take
from daybook.workflows.limits_shown import limits_shown
from daybook.workflows.listing_page import listing_page
from daybook.workflows.listing_table import listing_table
from daybook.workflows.overdue import overdue
from daybook.workflows.rows import PAGE, behind, rows_behind
from daybook.workflows.rule_changes import changes
from daybook.workflows.rules_shown import rules_shown
from daybook.workflows.rules_tried import rules_tried
from daybook.workflows.status import status, status_json
from daybook.workflows.training import learning_of

Page = Annotated[int, Field(ge=1, le=100_000)]
Part = Annotated[int, Field(ge=1, le=2)]


@operation("GET", "agency/", Right.SEE_NUMBERS, Rows, "api_agency")
def agency(request: HttpRequest, seat: Seat) -> Any:
    """A line per shop on its own today: money at risk, what can be acted on, how far its plan is."""
    rows = list(seat.shops(Right.SEE_NUMBERS))
    ids = {r.name: r.pk for r in rows}
    found = _by_day(house_shops(rows), lambda shops, on: shops_today(the_house(), shops, on, the_house().now()))
    return {"rows": [plain(line) | {"id": ids[line.shop]} for line in found]}


@operation("GET", "team/", Right.SEE_NUMBERS, Rows, "api_team")
def team(request: HttpRequest, seat: Seat) -> Any:
    """What each person has to do today over all shops, the most minutes first."""
    shops = house_shops(seat.shops(Right.SEE_NUMBERS))
    return {"rows": [plain(load) for load in _by_day(shops, lambda own, on: workload(the_house(), own, on, the_house().now()))]}


@operation("GET", "reports/{span}/{on}/", Right.SEE_NUMBERS, Rows, "api_client_reports")
def client_reports(request: HttpRequest, seat: Seat, span: Span, on: date) -> Any:
    """Where every shop's review of the span that a day lies in stands: not drafted, drafted, signed, sent."""
    shops = house_shops(seat.shops(Right.SEE_NUMBERS))
    return {"rows": [plain(one) for one in standings(shops, span, first_of(span, on), the_house().now())]}


@operation("GET", "late/", Right.SEE_NUMBERS, Rows, "api_late")
def late(request: HttpRequest, seat: Seat) -> Any:
    """What is overdue by rule W-LATE over all shops, with who leads each."""
    shops, now = house_shops(seat.shops(Right.SEE_NUMBERS)), the_house().now()
    return {"rows": [overdue_json(one) for one in _by_day(shops, lambda own, on: overdue(the_house(), own, on, now))]}


@operation("GET", "hand-out/", Right.SEE_NUMBERS, Rows, "api_hand_out")
def hand_out(request: HttpRequest, seat: Seat) -> Any:
    """Who should have which open task, so that nobody has more than their minutes while others have room."""
    shops, now = house_shops(seat.shops(Right.SEE_NUMBERS)), the_house().now()
    found = _by_day(shops, lambda own, on: propose_hand_out(the_house(), own, on, now).lines)
    return {"rows": [plain(one) | {"what": str(one.what)} for one in found]}


@operation("POST", "hand-out/", Right.DO_WORK, Json, "api_accept_hand_out")
def take_hand_out(request: HttpRequest, seat: Seat, said: HandOutIn) -> Any:
    """Hands lines over that still stand as proposed; the others are left and counted."""
    chosen = [(line.item, line.to) for line in said.lines]
    done = _by_day(house_shops(seat.shops(Right.DO_WORK)), lambda own, on: accept_hand_out(
        the_house(), own, on, chosen, who(seat)).handed)
    return {"handed": [line.key for line in done], "left": len(set(chosen)) - len(done)}


def _by_day(shops: Sequence[Shop], ask: Callable[[list[Shop], date], Iterable[Any]]) -> list[Any]:
    """What is asked of the shops on each one's own today."""
    days: dict[date, list[Shop]] = {}
    for shop in shops:
        days.setdefault(shop.day_of(the_house().now()), []).append(shop)
    return [one for on, own in sorted(days.items()) for one in ask(own, on)]


@operation("GET", "shop/{shop}/products/{on}/", Right.SEE_NUMBERS, Json, "api_products")
def products(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Every listing with its numbers beside the day before and the week before, as a morning knew them."""
    return _json(listing_table(the_house(), seat.shop, on))


@operation("GET", "shop/{shop}/product/{path:item}/on/{on}/", Right.SEE_NUMBERS, Json, "api_product")
def product(request: HttpRequest, seat: Seat, on: date, item: Name) -> Any:
    """One listing: funnel, sources of visits, prices, SKUs, what buyers wrote; costs for those who may see them."""
    page = listing_page(the_house(), seat.shop, item, on)
    if not seat.may(Right.SEE_COSTS):
        page = replace(page, skus=tuple(replace(sku, unit_cost=None) for sku in page.skus))
    return _json(page)


@operation("GET", "shop/{shop}/rows/{metric}/{on}/", Right.SEE_NUMBERS, Json, "api_rows")
def rows(request: HttpRequest, seat: Seat, metric: Name, on: date, item: Text = "", part: Part = 1, page: Page = 1) -> Any:
    """The rows that a number of a morning counts, 50 a page; `part` 2 is what a ratio is divided by."""
    counted = behind(metric)
    chosen = counted[min(part, len(counted)) - 1]
    scope = {"item_id": item} if item else {}
    return _json(rows_behind(the_house(), seat.shop, chosen, on - timedelta(days=1), on, scope, (page - 1) * PAGE))


def _json(value: Any) -> Json:
    made: Json = plain(value)
    return made


@operation("GET", "shop/{shop}/limits/", Right.SEE_NUMBERS, Json, "api_limits")
def limits(request: HttpRequest, seat: Seat) -> Any:
    """What the client allows, by what it guards; a person sets it, at the workbench."""
    now = the_house().now()
    given = given_of(the_house(), [seat.shop], now)[seat.shop.name]
    return _json(limits_shown(seat.shop, given, seat.shop.day_of(now)))


@operation("GET", "shop/{shop}/sources/", Right.SEE_NUMBERS, Json, "api_sources")
def sources(request: HttpRequest, seat: Seat) -> Any:
    """Where the shop's numbers come from: what is in, what is late, what is missing of the last weeks."""
    now = the_house().now()
    yesterday = seat.shop.day_of(now) - timedelta(days=1)
    [said] = status_json(status(the_house(), [seat.shop], now, (yesterday - timedelta(days=LOOKED_BACK - 1), yesterday)))
    return said


@operation("GET", "shop/{shop}/calendar/", Right.SEE_WORK, Rows, "api_calendar")
def calendar(request: HttpRequest, seat: Seat) -> Any:
    """Events of the platform with their windows and the shop's own, those that run and those of the next 90 days."""
    now = the_house().now()
    given = given_of(the_house(), [seat.shop], now)[seat.shop.name]
    return {"rows": [plain(e) for e in events_ahead(seat.shop, given, seat.shop.day_of(now))]}


@operation("GET", "rules/", Right.SEE_RULES, Rows, "api_rules")
def rules(request: HttpRequest, seat: Seat) -> Any:
    """Every rule of the trade with its numbers, its source, its date and how sure it is."""
    return {"rows": [plain(rule) for rule in rules_shown("")]}


@operation("GET", "rules/changes/{since}/", Right.SEE_RULES, Json, "api_rule_changes")
def rule_changes(request: HttpRequest, seat: Seat, since: date) -> Any:
    """Rules, events of the platforms and settings of the shops that one sees which changed since a day."""
    now = the_house().now()
    first = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=(since - now.date()).days)
    return changes_json(changes(the_house(), house_shops(seat.shops(Right.SEE_NUMBERS)), first, now))


@operation("GET", "shop/{shop}/rules/tried/", Right.SEE_COSTS, Json, "api_rules_tried")
def tried(request: HttpRequest, seat: Seat) -> Any:
    """Published numbers of rules beside this shop's own, out of sample, and which side of a conflict its data support."""
    now = the_house().now()
    return _json(rules_tried(the_house(), seat.shop, seat.shop.day_of(now), now))


@operation("GET", "learning/", Right.SEE_RULES, Rows, "api_learning")
def learning(request: HttpRequest, seat: Seat) -> Any:
    """What the token's owner's measured moves brought, what they missed, took, and what that suggests to learn next."""
    return {"rows": [plain(one) for one in learning_of(the_house(), house_shops(seat.shops(Right.SEE_WORK)), the_house().now(),
                                                       [who(seat)])]}


@operation("GET", "pressing/", Right.SEE_WORK, Rows, "api_pressing")
def pressing(request: HttpRequest, seat: Seat) -> Any:
    """What presses and nobody has taken yet."""
    mine = set(seat.shops(Right.SEE_WORK).values_list("name", flat=True))
    return {"rows": [one | {"words": one["words"]["en"]} for one in what_presses(the_house()) if one["shop"] in mine]}


@operation("POST", "pressing/{number}/take/", Right.DO_WORK, Json, "api_take_pressing")
def take_pressing(request: HttpRequest, seat: Seat, number: Id) -> Any:
    """Takes what presses, so that nobody else is asked."""
    mine = list(seat.shops(Right.DO_WORK).values_list("name", flat=True))
    if not models.Pressing.objects.filter(pk=number, shop__name__in=mine).exists():
        raise Http404
    return {"number": number, "taken": take(the_house(), number, who(seat), mine)}


@operation("GET", "questions/", Right.UPLOAD, Rows, "api_questions")
def questions(request: HttpRequest, seat: Seat) -> Any:
    """What files wait for: whose they are, or how their columns are to be read."""
    return {"rows": [plain(one) for one in questions_of(seat)]}


@operation("POST", "questions/{key}/", Right.UPLOAD, Rows, "api_settle_question")
def settle_question(request: HttpRequest, seat: Seat, key: Name, said: AnswerIn) -> Any:
    """Says what files waited for, once for all of them, and takes them in."""
    return {"rows": [file_json(one.report, one.why, one.question.key if one.question else "")
                     for one in settle(seat, key, said.answer.strip())]}
