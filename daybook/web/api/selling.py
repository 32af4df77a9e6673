"""A shop's ads, edits, promises and effects for scripts, and what the clock does next."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from daybook.domain.allowed import AllowedEdit
from daybook.domain.buyers import CrowdKind
from daybook.domain.creators import Step
from daybook.domain.rights import Right
from daybook.domain.verdict import Refuse, Verdict
from daybook.reports.buyers_json import book_json, crowd_json
from daybook.reports.creators_json import creators_json
from daybook.reports.creators_json import step_json as creator_step_json
from daybook.reports.creators_json import without_costs as creators_without_costs
from daybook.reports.disputes_json import disputes_json, step_json, without_costs
from daybook.reports.listings_json import listing_json, listings_json
from daybook.reports.orders_json import orders_json
from daybook.reports.report import plain
from daybook.reports.reputation_json import reputation_json
from daybook.reports.rivals_json import rivals_json
from daybook.reports.service_json import service_json
from daybook.reports.stock_json import stock_json
from daybook.web.access import Seat
from daybook.web.api.doing import give_row
from daybook.web.api.door import operation
from daybook.web.api.rhythm import who
from daybook.web.api.words import (
    CaseStepIn,
    CreatorStepIn,
    CrowdIn,
    Json,
    Kept,
    LookIn,
    Name,
    PromiseIn,
    RivalIn,
    Rows,
    SeenToIn,
)
from daybook.web.context import language_of
from daybook.web.opened import the_house
from daybook.workflows.ads_page import ads_table
from daybook.workflows.allowed_edits import allowed_edits
from daybook.workflows.buyer_books import book_for_page
from daybook.workflows.case_files import add_step
from daybook.workflows.case_steps import steps_known
from daybook.workflows.clock import timetable
from daybook.workflows.creator_steps import add_step as add_creator_step
from daybook.workflows.creator_steps import decimal_of
from daybook.workflows.creators_page import creator_of, creators_of
from daybook.workflows.crowds import crowd_from, take_out
from daybook.workflows.disputes_page import case_of, disputes_of
from daybook.workflows.effects import growth_json, growth_of
from daybook.workflows.listing_desk import listing_desk, shop_desk
from daybook.workflows.orders_page import orders_of
from daybook.workflows.reputation_page import mark_review, reputation_of
from daybook.workflows.rivals_page import keep_look, rivals_of
from daybook.workflows.service_page import service_of
from daybook.workflows.stock import shop_stock


@operation("GET", "shop/{shop}/ads/{on}/", Right.SEE_NUMBERS, Json, "api_ads")
def ads(request: HttpRequest, seat: Seat, on: date) -> Any:
    """The words of a shop's ads over four weeks, each with the move that it makes and its odds; plans, and what people typed."""
    return plain(ads_table(the_house(), seat.shop, on))


@operation("GET", "shop/{shop}/orders/{on}/", Right.SEE_WORK, Json, "api_orders")
def orders(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Clocks of a shop's orders, abnormal ones with owner, deadline, script and money at risk, and what cannot be told."""
    return orders_json(orders_of(the_house(), seat.shop, on), language_of())


@operation("GET", "shop/{shop}/buyers/{on}/", Right.SEE_NUMBERS, Json, "api_buyers")
def buyers(request: HttpRequest, seat: Seat, on: date) -> Any:
    """The newest book of buyers up to a morning: weeks, cohorts, recency and frequency, worth ahead, pairs, what cannot be told."""
    return book_json(book_for_page(the_house(), seat.shop, on), language_of())


@operation("POST", "shop/{shop}/buyers/{on}/crowds/", Right.PROPOSE, Json, "api_crowd")
def crowd(request: HttpRequest, seat: Seat, on: date, said: CrowdIn) -> Any:
    """How many buyers a crowd means and the platform's own filter for it; written down.  Hashes are taken out by people alone."""
    asked = {name: "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)
             for name, value in said.model_dump().items()}
    seen, _ = take_out(the_house(), seat.shop, on, crowd_from(asked), CrowdKind.FILTER, f"{who(seat)} (API)")
    return crowd_json(seen, language_of())


@operation("GET", "shop/{shop}/disputes/{on}/", Right.SEE_NUMBERS, Json, "api_disputes")
def disputes(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Rates with their lines, cases with clock, proof, odds and value, products that come back for quality, repeated claims."""
    found = disputes_json(disputes_of(the_house(), seat.shop, on), language_of())
    return found if seat.may(Right.SEE_COSTS) else without_costs(found)


@operation("POST", "shop/{shop}/disputes/{on}/{case}/steps/", Right.DO_WORK, Json, "api_dispute_step")
def dispute_step(request: HttpRequest, seat: Seat, on: date, case: Name, said: CaseStepIn) -> Any:
    """Adds a line to a case: evidence ticked, a decision, a note, how it ended; gives the lines after it."""
    if case_of(the_house(), seat.shop, on, case) is None:
        raise Http404
    add_step(the_house(), seat.shop, case, said.kind, who(seat), piece=said.piece, text=said.text, on=on)
    known = steps_known([seat.shop], the_house().now()).get(seat.shop.name, {}).get(case, ())
    return {"case_id": case, "steps": [step_json(one, seat.may(Right.SEE_NUMBERS)) for one in known]}


@operation("GET", "shop/{shop}/creators/{on}/", Right.SEE_NUMBERS, Json, "api_creators")
def creators(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Cooperations with what is due, creators by settled margin with grade and reasons, what products bear, samples and posts."""
    found = creators_json(creators_of(the_house(), seat.shop, on), language_of())
    return found if seat.may(Right.SEE_COSTS) else creators_without_costs(found)


@operation("GET", "shop/{shop}/creators/{on}/{path:creator}/", Right.SEE_NUMBERS, Json, "api_creator")
def creator(request: HttpRequest, seat: Seat, on: date, creator: Name) -> Any:
    """The same with the halo of one creator's posts: own channels, other products and search, each with its interval or why not."""
    known = creator_of(the_house(), seat.shop, on, creator)
    if known is None:
        raise Http404
    found = creators_json(known[0], language_of())
    return found if seat.may(Right.SEE_COSTS) else creators_without_costs(found)


@operation("POST", "shop/{shop}/creator-steps/{creator}/", Right.DO_WORK, Json, "api_creator_step")
def creator_step(request: HttpRequest, seat: Seat, creator: Name, said: CreatorStepIn) -> Any:
    """Adds a step to a cooperation; one out of turn, beyond a limit, or with terms that lose money is refused with what to do."""
    deal, warnings = add_creator_step(the_house(), seat.shop, Step(
        creator, said.kind, who(seat), said.creator, tuple(said.items), said.day, said.pay, decimal_of(said.commission_rate),
        decimal_of(said.fixed_fee), said.samples, said.rights_until, said.rights_where, said.post_id, said.text, said.units),
        anyway=said.anyway, costs=seat.may(Right.SEE_COSTS))
    return {"creator_id": creator, "deal": deal.number, "stage": deal.stage.value, "warnings": [str(w) for w in warnings],
            "steps": [creator_step_json(one, seat.may(Right.SEE_NUMBERS)) for one in deal.steps]}


@operation("GET", "shop/{shop}/reviews/{on}/", Right.SEE_WORK, Json, "api_reviews")
def reviews(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Poor reviews with the end of their four hours, causes, owner and a draft; topics asked; causes that rise; scores."""
    return reputation_json(reputation_of(the_house(), seat.shop, on), language_of())


@operation("POST", "shop/{shop}/review-marks/", Right.DO_WORK, Json, "api_review_seen_to")
def review_seen_to(request: HttpRequest, seat: Seat, said: SeenToIn) -> Any:
    """Keeps that somebody saw to a review and what was done; the same again changes nothing."""
    made = mark_review(the_house(), seat.shop.name, said.review, who(seat), said.done)
    return {"review": made.review, "done": made.done, "by": made.by, "at": made.at.isoformat()}
@operation("GET", "shop/{shop}/service/{on}/", Right.SEE_WORK, Json, "api_service")
def service(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Replies by the platform's own count, agents, people by the half hour, inquiries, questions, tests of sentences, flags."""
    found = service_of(the_house(), seat.shop, on)
    return service_json(found if seat.may(Right.SEE_NUMBERS) else found.without_sales(), language_of())


@operation("GET", "shop/{shop}/rivals/{on}/", Right.SEE_NUMBERS, Json, "api_rivals")
def rivals(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Items beside their rivals as last seen, what changed, rival shops as bands, newcomers, demand words, the category."""
    return rivals_json(rivals_of(the_house(), seat.shop, on), language_of())


@operation("POST", "shop/{shop}/rival-looks/", Right.DO_WORK, Kept, "api_rival_look")
def rival_look(request: HttpRequest, seat: Seat, said: LookIn) -> Any:
    """Keeps one look at a rival: what is left out was not looked at; a second look of the same moment takes its place."""
    found = keep_look(the_house(), seat.shop, {k: v for k, v in said.model_dump().items() if v}, who(seat))
    return {"kept": found.stored}


@operation("POST", "shop/{shop}/rival-sets/", Right.DO_WORK, Kept, "api_rival_watch")
def rival_watch(request: HttpRequest, seat: Seat, said: RivalIn) -> Any:
    """Puts a rival into an item's set; the kind `gone` takes it out, nothing is overwritten."""
    return give_row(seat, "rival", said)


@operation("GET", "shop/{shop}/stock/", Right.SEE_NUMBERS, Json, "api_stock")
def stock(request: HttpRequest, seat: Seat) -> Any:
    """Every SKU with what is there, what comes, how long it lasts, what to order until when, and what lies too long."""
    found = shop_stock(the_house(), seat.shop, seat.shop.day_of(the_house().now()), the_house().now())
    return stock_json(seat.shop, found.on, found.lines)


@operation("GET", "shop/{shop}/listings/{on}/", Right.SEE_NUMBERS, Json, "api_listings")
def listings(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Every listing with the step of its funnel that is off, its odds, what it costs a day, and what to do first."""
    return listings_json(shop_desk(the_house(), seat.shop, on))


@operation("GET", "shop/{shop}/listings/{on}/{path:item}/", Right.SEE_NUMBERS, Json, "api_listing")
def listing(request: HttpRequest, seat: Seat, on: date, item: Name) -> Any:
    """One listing: its steps, edits under watch, title and its words, SKU ladder, ranks, and whether it comes or goes."""
    return listing_json(listing_desk(the_house(), seat.shop, item, on))


@operation("GET", "shop/{shop}/growth/", Right.SEE_NUMBERS, Json, "api_growth")
def growth(request: HttpRequest, seat: Seat) -> Any:
    """The growth ledger: what was done since the first day, what it brought, and what cannot be told."""
    return growth_json(growth_of(seat.shop, the_house().now()))


@operation("GET", "shop/{shop}/edits/{path:item}/", Right.SEE_NUMBERS, Rows, "api_edits")
def edits(request: HttpRequest, seat: Seat, item: Name) -> Any:
    """Which edits of a listing are safe at this moment, and what the guards say of each."""
    return {"rows": [edit_json(one) for one in allowed_edits(the_house(), seat.shop, item)]}


def edit_json(one: AllowedEdit) -> Json:
    """One kind of edit with its light and the reasons for it."""
    return {"edit": one.edit, "light": one.light.value, "move": one.move.name, "object": one.move.object_id,
            "said": [_verdict(v) for v in one.said]}


def _verdict(said: Verdict) -> Json:
    return {"reason": str(said.reason), "instead": str(said.instead) if isinstance(said, Refuse) else "",
            "refused": isinstance(said, Refuse), "rule": said.basis.rule if said.basis else ""}


@operation("POST", "shop/{shop}/promises/", Right.SET_GOALS, Kept, "api_set_promise")
def set_promise(request: HttpRequest, seat: Seat, said: PromiseIn) -> Any:
    """Sets a price that was promised, or is wished for an event; the kind `withdrawn` takes one back, nothing is overwritten."""
    return give_row(seat, "promise", said)


@operation("GET", "clock/", Right.SEE_NUMBERS, Rows, "api_clock")
def clock(request: HttpRequest, seat: Seat) -> Any:
    """When each job of the clock is due next, for the zones of the shops that the token's owner sees."""
    mine = None if seat.runs_whole_house(Right.RUN_HOUSE) else set(seat.shops(Right.SEE_NUMBERS).values_list("name", flat=True))
    return {"rows": [{"job": one.job, "zone": one.zone, "next_due_at": one.next_due_at and one.next_due_at.isoformat()}
                     for one in timetable(the_house(), mine)]}
