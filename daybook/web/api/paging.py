"""Tests of pages and briefs for the designer by API."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from daybook.domain.rights import Right
from daybook.reports.pages_json import brief_json, page_test_json, pages_json
from daybook.web.access import Seat
from daybook.web.api.door import operation
from daybook.web.api.rhythm import who
from daybook.web.api.words import BriefIn, BriefStepIn, Json, Name, PageStepIn, PageTestIn
from daybook.web.context import language_of
from daybook.web.opened import the_house
from daybook.workflows.kept import last_day
from daybook.workflows.page_briefs import brief_of_topic, make_brief, move_brief
from daybook.workflows.page_tests import Asked, plan_test, step_test
from daybook.workflows.pages_page import pages_of, pages_seen, without_money


@operation("GET", "shop/{shop}/pages/{on}/", Right.SEE_WORK, Json, "api_pages")
def pages(request: HttpRequest, seat: Seat, on: date) -> Any:
    """Tests as they stand with their interval by day, what pages do not answer, how visitors leave, briefs, and lessons."""
    found = pages_of(the_house(), seat.shop, on)
    return pages_json(found if seat.may(Right.SEE_NUMBERS) else without_money(found), language_of())


@operation("POST", "shop/{shop}/page-tests/", Right.PROPOSE, Json, "api_plan_page_test")
def plan(request: HttpRequest, seat: Seat, said: PageTestIn) -> Any:
    """Plans a test of a page: one change, its sample and days; it shows nothing until it is started."""
    asked = Asked(said.item, said.change, said.what, said.hypothesis, said.metric, said.design, said.lift, said.first, said.code,
                  share=said.share, deviation=said.deviation, usual=said.usual, a_day=said.a_day)
    return page_test_json(plan_test(the_house(), seat.shop, pages_seen(the_house(), seat.shop, _day(seat)), asked, who(seat)))


@operation("POST", "shop/{shop}/page-tests/{key}/steps/", Right.PROPOSE, Json, "api_page_test_step")
def step(request: HttpRequest, seat: Seat, key: Name, said: PageStepIn) -> Any:
    """Starts, stops, decides or archives a test, or notes something; a decision keeps what stood there with it."""
    seen = pages_seen(the_house(), seat.shop, _day(seat)) if said.kind in ("keep", "put_back") else None
    return page_test_json(step_test(the_house(), seat.shop, key, said.kind, who(seat), said.text, seen))


@operation("POST", "shop/{shop}/page-briefs/", Right.DO_WORK, Json, "api_make_page_brief")
def brief(request: HttpRequest, seat: Seat, said: BriefIn) -> Any:
    """Makes a brief for the designer: of a topic that a page does not answer, with its evidence, or by hand."""
    if said.topic:
        return brief_json(brief_of_topic(the_house(), seat.shop, _day(seat), said.item, said.topic, who(seat), said.what))
    return brief_json(make_brief(the_house(), seat.shop, said.item, said.part, said.what, who(seat)))


@operation("POST", "shop/{shop}/page-briefs/{key}/steps/", Right.DO_WORK, Json, "api_page_brief_step")
def brief_step(request: HttpRequest, seat: Seat, key: Name, said: BriefStepIn) -> Any:
    """Moves a brief on: made, live, dropped, or open again."""
    return brief_json(move_brief(the_house(), seat.shop, key, said.stage, who(seat), said.text))


def _day(seat: Seat) -> date:
    return last_day(seat.shop, seat.shop.day_of(the_house().now()))
