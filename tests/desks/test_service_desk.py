"""What the service desk tells: late answers by hours or agent, fewer who buy, a wave of a question, a short roster; silence."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import jsonschema

from daybook.desks.service import DESK
from daybook.desks.service.findings import find_agent_off, find_inquiry_down, find_lost, find_said, find_slow
from daybook.desks.service.people import find_short, gone_of, people_of, what_cannot_wait
from daybook.desks.service.questions import find_repeated
from daybook.desks.service.table import service_table
from daybook.domain.brief import BriefFinding
from daybook.domain.given import Given
from daybook.domain.roster import RosterShift, Script
from daybook.domain.seen import Seen
from daybook.domain.service import AgentDay, Converted, Flagged, Lost, Replies, Reported, ServiceBook, SlotDay, Topic
from daybook.reports.service_json import service_json
from daybook.reports.service_report import leads, service_paper
from daybook.reports.wording import translator
from tests.desks.seen import REVIEWED, SHOP, seen

DAYS = [REVIEWED - timedelta(days=n) for n in range(27, -1, -1)]
EVENING = range(40, 44)
SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/service.json").read_text(encoding="utf-8"))


def book(late: dict[str, int] | None = None, hours: Sequence[int] = (), topics: int = 2, **more: Any) -> ServiceBook:
    """Four weeks of 60 rounds a day by two agents, two late of each, half of them between 20:00 and 22:00; on the reviewed day
    `late` of an agent's, in the half hours of `hours`."""
    agents, slots = [], []
    for day in DAYS:
        lately = {"xia": 2, "lin": 2, **((late or {}) if day == REVIEWED else {})}
        agents += [AgentDay(day, a, Replies(30, 30 - n, 30, 900, 20, 500)) for a, n in lately.items()]
        total, own = sum(lately.values()), hours if day == REVIEWED and hours else (20, 41)
        slots += [SlotDay(day, s, 8 if s in EVENING else 4, 8 if s in EVENING else 4,
                          min(8, total // len(own)) if s in own else 0) for s in (*range(18, 25), *EVENING)]
    asked = [Topic(d, "use", "1", topics if d == REVIEWED else 2) for d in DAYS]
    return ServiceBook(**{"agents": agents, "slots": slots, "topics": asked, "told": frozenset({"times", "agents"}),
                          "talk_seconds": D(300), **more})


def morning(found: ServiceBook, given: Given | None = None) -> Seen:
    return replace(seen(), read={"service.book": found}, given=given or Given(SHOP))


def bought(day: date, buyers: int, inquirers: int = 40) -> Converted:
    return Converted(day, "", "", inquirers, buyers, D(100) * buyers)


def told(found: Seen) -> list[str]:
    return [one.id for find in DESK.finds for one in find(found)]


def test_an_ordinary_day_and_a_shop_without_chats_are_silent() -> None:
    assert told(morning(book())) == []
    assert told(seen()) == []


def test_an_agent_gone_slow_is_told_by_his_own_past_and_not_as_the_shops_day() -> None:
    """14 of 30 late, two usual: the rate is 53 % beside 93 %; no buyer can be followed, so no money is told."""
    slow = morning(book({"xia": 14}))
    [found] = find_agent_off(slow)
    assert (found.id, found.scope) == ("service.agent_off.xia", (("agent", "xia"),))
    assert (found.measured, found.base) == (D("0.5333"), D("0.9333"))
    assert found.odds_noise is not None
    assert found.odds_noise < 1e-5
    assert found.at_stake is None
    assert found.adds_up()
    assert not list(find_slow(slow))


def test_late_answers_of_all_agents_in_the_evening_are_told_by_their_hours() -> None:
    """16 late between 20:00 and 22:00; 12 beyond the usual four of the day."""
    [found] = find_slow(morning(book({"xia": 8, "lin": 8}, hours=EVENING)))
    assert found.scope == (("hour", "20:00-22:00"),)
    assert found.measured == D("0.5")                        # 16 of 32 rounds of these hours in time
    [task] = DESK.moves[found.kind](found, morning(book()))
    assert (task.move, task.object) == ("add_shift", "20:00-22:00")


def test_who_has_most_of_the_chats_is_not_blamed_for_an_evening_that_was_late_with_all() -> None:
    """Of 60 rounds xia has 42 as ever: eleven of the sixteen late ones are hers, as many as her part brings; of an evening in which
    fifteen of them are hers, she is the place."""
    def evening(xia: int, lin: int) -> Seen:
        late = {"xia": (42, xia), "lin": (18, lin)}
        agents = [AgentDay(d, a, Replies(of, of - (n if d == REVIEWED else 2), of, 900, 20, 500))
                  for d in DAYS for a, (of, n) in late.items()]
        return morning(replace(book({"xia": xia, "lin": lin}, hours=EVENING), agents=agents))

    assert told(evening(11, 5)) == ["service.slow_replies.20:00-22:00"]
    assert told(evening(15, 1)) == ["service.agent_off.xia"]


def test_late_answers_cost_what_those_would_have_bought_who_did_not_wait() -> None:
    """Half of 40 inquirers buy for 100: 12 late ones beyond the usual x 8 % x 100."""
    [found] = find_agent_off(morning(book({"xia": 14}, converted=[bought(d, 20) for d in DAYS])))
    assert found.at_stake is not None
    assert (found.at_stake.low, found.at_stake.mid, found.at_stake.high) == (D("24.00"), D("96.00"), D("240.00"))


def test_fewer_who_bought_are_told_on_the_day_whose_window_is_over() -> None:
    """Six of 40 on Sunday where half is usual; Monday's may still buy and is not judged."""
    days = [bought(d, 20) for d in DAYS[:-2]] + [bought(DAYS[-2], 6), bought(REVIEWED, 0)]
    [found] = find_inquiry_down(morning(book(converted=days)))
    assert (found.measured, found.base, found.since) == (D("0.1500"), D("0.5000"), DAYS[-2])
    assert found.at_stake is not None
    assert found.at_stake.mid == D("1400.00")
    assert not list(find_inquiry_down(morning(book(converted=[bought(d, 20) for d in DAYS]))))


def test_a_reason_that_grows_is_told_by_its_name() -> None:
    days = [bought(d, 20) for d in DAYS]
    lost = [Lost(d, "stock", 14 if d == DAYS[-2] else 2) for d in DAYS]
    [found] = find_lost(morning(book(converted=days, lost=lost)))
    assert (found.scope, found.measured, found.base) == ((("lost_reason", "stock"),), D("0.3500"), D("0.0500"))


def test_a_wave_of_one_question_is_told_with_its_listing_and_mended_on_the_page() -> None:
    """20 of 60 talks ask how to use listing 1; 2 do usually."""
    [found] = find_repeated(morning(book(topics=20)))
    assert (found.scope, found.measured, found.base) == ((("item_id", "1"), ("ask_topic", "use")), D(20), D("2.0"))
    [task] = DESK.moves[found.kind](found, morning(book()))
    assert (task.move, task.object) == ("fix_question", "1")
    assert not list(find_repeated(morning(book(topics=5))))


def test_words_that_must_not_be_said_are_told_with_whose_they_are() -> None:
    flagged = [Flagged("W-OFF-PLATFORM", "微信", "xia", "c", None, "加微信"), Flagged("unanswered", "", "xia", "c", None, "?")]
    [found] = find_said(morning(book(flagged=flagged)))
    assert (found.scope, found.measured) == ((("word_rule", "W-OFF-PLATFORM"),), D(1))


def test_the_platforms_report_tells_a_slow_day_where_no_transcript_does() -> None:
    """90 seconds where 35 are usual, beyond the 60 of the rule; 55 seconds would not be."""
    def day(d: date, seconds: int) -> Reported:
        return Reported(d, "", 40, 20, None, None, D(seconds), None, None, None)

    found: list[BriefFinding] = list(find_slow(morning(ServiceBook(reported=[*(day(d, 35) for d in DAYS[:-1]), day(REVIEWED,
        90)]))))
    assert [(f.metric, f.measured, f.base) for f in found] == [("mean_reply_seconds", D(90), D(35))]
    assert not list(find_slow(morning(ServiceBook(reported=[*(day(d, 35) for d in DAYS[:-1]), day(REVIEWED, 55)]))))


def test_conversion_that_the_platform_reports_names_its_report_as_the_source() -> None:
    days = [Reported(d, "", 40, 6 if d == DAYS[-2] else 20, None, None, None, None, None, None) for d in DAYS]
    [found] = find_inquiry_down(morning(ServiceBook(reported=days)))
    assert found.sources == ("service_day",)
    [ours] = find_inquiry_down(morning(book(converted=[bought(d, 6 if d == DAYS[-2] else 20) for d in DAYS])))
    assert ours.sources == ("chat_messages", "orders")


def test_a_day_without_transcript_shows_no_noughts() -> None:
    """Nothing of the reviewed day, no buyer to follow: neither half hours, topics nor agents say 0; then no inquiry of the settled
    day: no sentence "0 of 0 who asked"."""
    whole = book()
    past = {n: [one for one in getattr(whole, n) if one.day < DAYS[-2]] for n in ("agents", "slots", "topics")}
    found = service_table(morning(replace(whole, **past)))
    assert {(h.yesterday, h.late) for h in found.halves} == {(None, None)}
    assert [t.talks for t in found.topics] == [None]
    assert {(a.replies, a.inquirers, a.buyers) for a in found.agents} == {(None, None, None)}
    assert [(r.days, r.last) for r in found.rates] == [(1, REVIEWED), (26, DAYS[-3])]
    told = service_json(found, "en")
    jsonschema.validate(told, SCHEMA)
    assert [(a["replies"], a["inquirers"], a["buyers"]) for a in told["agents"]] == [(None, None, None)] * 2
    followed = service_table(morning(replace(whole, **past, converted=[bought(d, 20) for d in DAYS[:-4]])))
    assert followed.conversion is not None
    assert (followed.conversion.of_day, followed.conversion.before is None) == (None, False)
    assert not [said for said in leads(followed, translator("en")) if "who asked" in said]
    jsonschema.validate(service_json(followed, "en"), SCHEMA)
    assert service_paper(followed, "en").tables


def test_two_sentences_are_not_compared_where_nobody_can_be_followed() -> None:
    scripts = [Script(SHOP.name, "use", name, text, None, seen().as_of)
               for name, text in (("a", "可以放洗碗机"), ("b", "请看详情"))]
    given = Given(SHOP, scripts_given=scripts)
    assert len(service_table(morning(book(converted=[bought(d, 20) for d in DAYS]), given)).tests) == 1
    assert service_table(morning(book(), given)).tests == ()


def roster(*hours: str) -> Given:
    return Given(SHOP, shifts=[RosterShift(SHOP.name, f"p{n}", "daily", h, 3, None, seen().as_of) for n, h in enumerate(hours)])


def test_a_roster_that_ends_before_the_evening_is_told_with_the_shift_that_mends_it() -> None:
    """Somebody is there from 8 to 18, and asks come from 20 to 22 too: then nobody is there."""
    short = morning(book(), roster("08:00-18:00"))
    people = people_of(short)
    assert people is not None
    assert people.needed[41] is not None
    assert people.needed[41] >= 1
    assert people.there is not None
    assert people.there[41] == 0
    [found] = find_short(short)
    assert found.scope == (("hour", "20:00-22:00"),)
    [task] = DESK.moves[found.kind](found, short)
    assert task.move == "add_shift"
    assert not list(find_short(morning(book(), roster("08:00-24:00", "09:00-23:00"))))
    assert not list(find_short(morning(book())))             # nobody gave a roster: nobody is said to be missing


def test_the_shift_that_would_help_is_of_what_is_left_of_the_day() -> None:
    """Nobody is there from 9 to 12 and from 20 to 22; at two in the afternoon only the evening can be mended."""
    given = roster("13:00-19:00")
    early = people_of(morning(book(), given))
    late = people_of(replace(morning(book(), given), as_of=seen().as_of + timedelta(hours=5)))
    assert early is not None
    assert early.shift is not None
    assert early.shift.pieces[0][0] < 26
    assert late is not None
    assert late.shift is not None
    assert min(first for first, _ in late.shift.pieces) >= 28
    assert late.shift.mends == 4


def test_half_hours_that_are_over_are_those_of_the_clock_on_a_day_that_has_25_hours() -> None:
    """Nine in New York on the day when clocks go back: ten hours have gone by, eighteen half hours are over."""
    west = replace(SHOP, zone="America/New_York")
    assert gone_of(west, date(2026, 11, 1), datetime(2026, 11, 1, 14, tzinfo=UTC)) == 18
    assert gone_of(west, date(2026, 11, 2), datetime(2026, 11, 1, 14, tzinfo=UTC)) == 18 - 48


def test_buyers_who_wait_by_a_transcript_of_this_morning_cannot_wait() -> None:
    now = seen().as_of
    waiting = book(open=(now - timedelta(minutes=40),), until=now - timedelta(minutes=20))
    assert [str(m.object) for m in what_cannot_wait(morning(waiting))] == ["1 buyers"]
    assert not list(what_cannot_wait(morning(replace(waiting, until=now - timedelta(hours=9)))))
