"""All client reports in one go: drafted where missing, signed by a person, sent once under one signature."""

from datetime import date

import pytest

from daybook.domain.client_reports import ReportState
from daybook.domain.errors import DaybookError
from daybook.domain.review import Span
from daybook.domain.work import Role
from daybook.reports.forms import Reviewing
from daybook.workflows.client_reports import draft, send, sign_all, standings
from daybook.workflows.house import House, add_shop
from daybook.workflows.review_told import write
from tests.conftest import Clock
from tests.workflows.given_house import CLIENT, SHOP
from tests.workflows.worked_house import MONDAY, at

WEEK = date(2026, 11, 16)


@pytest.fixture
def house(saturday: House, clock: Clock) -> House:
    """The kettle shop on Monday, a second shop of its client, and Wu's shop; the client has an owner with an account."""
    from daybook.records import models

    at(clock, MONDAY)
    add_shop(saturday, "second", CLIENT, "tmall", "Asia/Shanghai", "CNY")
    add_shop(saturday, "jade", "Wu", "tmall", "Asia/Shanghai", "CNY")
    owner = models.User.objects.create(email="owner@x.example", name="Chen", language="en", created_at=clock())
    models.Membership.objects.create(user=owner, client=models.Client.objects.get(name=CLIENT), role=Role.OWNER.value,
                                     since=clock())
    return saturday


def states(house: House) -> dict[str, ReportState]:
    return {one.shop: one.state for one in standings(house.shops(), Span.WEEK, WEEK, house.now())}


def test_reviews_go_from_missing_to_sent_and_each_reader_gets_each_signature_once(house: House) -> None:
    posted: list[tuple[str, str, str]] = []

    def mail(subject: Reviewing, language: str, to: str) -> None:
        posted.append((subject.review.shop, language, to))

    assert set(states(house).values()) == {ReportState.NONE}
    assert [one.problem for one in draft(house, house.shops(), Span.WEEK, WEEK)] == ["", "", ""]
    assert list(draft(house, house.shops(), Span.WEEK, WEEK)) == []
    assert list(send(house, house.shops(), Span.WEEK, WEEK, "Mei", mail)) == []           # nothing is signed yet
    assert len(list(sign_all(house, house.shops(), Span.WEEK, WEEK, "Mei"))) == 3
    assert [one.shop for one in send(house, house.shops(), Span.WEEK, WEEK, "Mei", mail)] == [SHOP, "second"]
    assert sorted(posted) == sorted([(SHOP, "en", "owner@x.example"), ("second", "en", "owner@x.example")])
    assert states(house) == {SHOP: ReportState.SENT, "second": ReportState.SENT, "jade": ReportState.SIGNED}
    assert list(send(house, house.shops(), Span.WEEK, WEEK, "Mei", mail)) == []
    write(house, house.shop(SHOP), Span.WEEK, WEEK, "focus", "kettle first", "Mei")
    assert states(house)[SHOP] is ReportState.CHANGED
    list(sign_all(house, house.shops(), Span.WEEK, WEEK, "Mei"))
    assert [one.shop for one in send(house, house.shops(), Span.WEEK, WEEK, "Mei", mail)] == [SHOP]


def test_what_a_server_refused_is_said_and_tried_again_and_what_may_have_arrived_is_not(house: House) -> None:
    shops = [house.shop(SHOP)]
    list(draft(house, shops, Span.WEEK, WEEK))
    list(sign_all(house, shops, Span.WEEK, WEEK, "Mei"))

    def refused(subject: Reviewing, language: str, to: str) -> None:
        raise DaybookError("the mail was not taken", where=to, next_step="check DAYBOOK_MAIL")

    def killed(subject: Reviewing, language: str, to: str) -> None:
        raise KeyboardInterrupt

    [one] = send(house, shops, Span.WEEK, WEEK, "Mei", refused)
    assert "was not taken" in one.problem
    [stands] = standings(shops, Span.WEEK, WEEK, house.now())
    assert (stands.state, "was not taken" in stands.problem, stands.sent) == (ReportState.SIGNED, True, ())
    with pytest.raises(KeyboardInterrupt):
        list(send(house, shops, Span.WEEK, WEEK, "Mei", killed))
    assert states(house)[SHOP] is ReportState.UNKNOWN
    assert list(send(house, shops, Span.WEEK, WEEK, "Mei", refused)) == []


def test_one_clients_reports_go_to_none_of_anothers_owners(house: House) -> None:
    readers = {one.shop: one.readers for one in standings(house.shops(), Span.WEEK, WEEK, house.now())}
    assert readers == {SHOP: ("owner@x.example",), "second": ("owner@x.example",), "jade": ()}
