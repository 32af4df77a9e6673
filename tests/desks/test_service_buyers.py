"""What the service desk tells of how buyers fared: satisfaction, the same asked again, nobody who took over; and its silence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

from daybook.desks.service import DESK
from daybook.desks.service.buyers import find_asked_again, find_dissatisfied, find_no_person, find_passed_on
from daybook.desks.service.table import contacts, service_table
from daybook.domain.seen import Seen
from daybook.domain.service import AskedAgain, HandedDay, PassedBetween, Reported
from daybook.reports.service_report import service_paper
from tests.desks.seen import REVIEWED
from tests.desks.test_service_desk import DAYS, book, morning

WEEK = DAYS[-8:]


def rated(agent: str, *dissatisfied: int, of: int = 40) -> list[Reported]:
    """A report of eight days with how many of `of` ratings were bad; the last is the reviewed day."""
    return [Reported(day, agent, None, None, None, None, None, None, None, None, of, n)
            for day, n in zip(WEEK, dissatisfied, strict=True)]


def printed(agent: str, *rates: str) -> list[Reported]:
    """The same of a report that prints the rate alone; "" is an empty cell."""
    return [Reported(day, agent, None, None, None, None, None, None, None, D(rate) if rate else None)
            for day, rate in zip(WEEK, rates, strict=True)]


def kinds(found: Seen) -> list[str]:
    return [one.id for find in DESK.finds for one in find(found)]


def reported(*rows: Sequence[Reported]) -> Seen:
    return morning(book(reported=[one for own in rows for one in own]))


def test_an_agents_bad_ratings_are_told_beside_his_own_and_not_once_more_of_the_shop() -> None:
    """14 of 40 bad, two usual: 65 % satisfied beside 95 %; the whole shop has them too."""
    seen = reported(rated("xia", 2, 2, 2, 2, 2, 2, 2, 14), rated("lin", *[2] * 8), rated("", 4, 4, 4, 4, 4, 4, 4, 16, of=80))
    [found] = find_dissatisfied(seen)
    assert (found.scope, found.measured, found.base) == ((("agent", "xia"),), D("0.6500"), D("0.9500"))
    assert found.sources == ("service_agent_day",)
    [line] = DESK.moves[found.kind](found, seen)
    assert line.move == "read_ratings"


def test_the_shop_is_told_where_no_agent_is_the_place() -> None:
    seen = reported(rated("xia", 2, 2, 2, 2, 2, 2, 2, 6), rated("", 4, 4, 4, 4, 4, 4, 4, 26, of=80))
    assert [one.scope for one in find_dissatisfied(seen)] == [()]


def test_a_printed_rate_is_told_by_how_far_it_usually_strays() -> None:
    """A steady 95 to 97 % that falls to 82 % is told; an account that is anywhere from 80 to 100 % is not, nor is a young one."""
    steady = ("0.95", "0.96", "0.97", "0.96", "0.95", "0.96", "0.97")
    [found] = find_dissatisfied(reported(printed("xia", *steady, "0.82")))
    assert (found.measured, found.base, found.odds_noise) == (D("0.8200"), D("0.9600"), None)
    assert not list(find_dissatisfied(reported(printed("lin", "0.8", "1", "0.85", "0.98", "0.82", "0.99", "0.9", "0.82"))))
    assert not list(find_dissatisfied(reported(printed("new", "", "", *steady[:5], "0.5"))))
    assert not list(find_dissatisfied(reported(printed("gone", *steady, ""))))


def again(n: int, of: int = 40) -> list[AskedAgain]:
    return [AskedAgain(day, "parcel", 40 if day < REVIEWED else of, 4 if day < REVIEWED else n) for day in DAYS[3:]]


def test_a_topic_that_buyers_come_back_with_is_told_and_an_ordinary_day_is_not() -> None:
    seen = morning(book(again=again(18)))
    [found] = find_asked_again(seen)
    assert (found.id, found.measured, found.base) == ("service.asked_again.parcel", D("0.4500"), D("0.1000"))
    assert not list(find_asked_again(morning(book(again=again(6)))))
    assert not list(find_asked_again(morning(book(again=again(4, of=5)))))           # few buyers


def handed(passed: int, unserved: int) -> list[HandedDay]:
    return [HandedDay(day, 80, passed if day == REVIEWED else 6, 20, unserved if day == REVIEWED else 1) for day in DAYS]


def test_nobody_who_takes_over_and_chats_passed_on_are_told_where_they_rise() -> None:
    seen = morning(book(handed=handed(30, 14)))
    [waits], [passed] = find_no_person(seen), find_passed_on(seen)
    assert (waits.measured, passed.measured) == (D("0.7000"), D("0.3750"))
    assert [line.move for one in (waits, passed) for line in DESK.moves[one.kind](one, seen)] == ["take_over", "route_chats"]
    assert not kinds(morning(book(handed=handed(8, 3))))


def test_the_page_shows_who_asked_again_and_who_passes_on_to_whom() -> None:
    """Of a day without a transcript nothing is told, neither as 0."""
    found = book(again=again(18), handed=handed(30, 14), between=[PassedBetween("xia", "lin", 9)])
    tables = {t.title: [[c.text for c in row] for row in t.rows] for t in service_paper(service_table(morning(found)), "en").tables}
    assert tables["Asked again within 3 days"] == [["where the parcel is", "40", "18", "10.0%"]]
    assert tables["Passed on, and asked for a person"][0][1:] == ["80", "30 (37.5%)", "20", "14 (70.0%)"]
    assert tables["Passed on, and asked for a person"][-1][0] == "xia → lin"
    unknown = replace(found, again=again(18)[:-1], agents=(), slots=(), topics=(), handed=())
    [line], _, nothing, = contacts(unknown, morning(unknown))
    assert (line.askers, line.again, nothing) == (None, None, ())
    assert REVIEWED - timedelta(days=1) in {one.day for one in unknown.again}
