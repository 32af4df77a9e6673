"""Service from transcripts, from a file to numbers: each platform's own 3-minute rate, inquiries, lost ones, questions, flags."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.desks.service.book import read_books, read_slots
from daybook.desks.service.rates import settled_day, three_minutes
from daybook.domain.given import Given
from daybook.domain.roster import RosterShift
from daybook.domain.seen import Seen
from daybook.domain.service import Converted, Lost, Served, ServiceBook
from daybook.domain.shop import Shop
from daybook.facts.engine import reading
from daybook.workflows.house import ALL_TABLES, House, add_shop
from daybook.workflows.seeing import whose
from daybook.workflows.service_ahead import peak_ahead, rostered_service
from tests.orders import take_all
from tests.workflows.given_house import ITEM, SHOP, SOLD, house_of, sell, written

MONDAY, ON = date(2026, 11, 16), date(2026, 11, 24)
KNOWN = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)
HEADER = "time,agent,buyer,direction,text,item_id\n"
KETTLE = ITEM["KZ-041"]
#: The cases of the Taobao source: asked twice and answered 7:55 after the first; asked again and answered in 30 seconds; ten
#: questions in three minutes that nobody answered.
CASES = "".join(f"{day} {clock},小夏,a{day},{way},好,\n" for day, clock, way in (
    ("2026-11-16", "10:10:15", "in"), ("2026-11-16", "10:15:20", "in"), ("2026-11-16", "10:18:10", "out"),
    ("2026-11-17", "10:10:15", "in"), ("2026-11-17", "10:15:20", "in"), ("2026-11-17", "10:18:10", "out"),
    ("2026-11-17", "10:18:30", "in"), ("2026-11-17", "10:19:00", "out"),
    *(("2026-11-18", f"11:0{n // 4}:{n % 4 * 15:02d}", "in") for n in range(10))))
#: Inquiries of Saturday: one who bought on Sunday, one for whom it was too dear, one whom nobody answered, and one who had paid.
SATURDAY = (
    "2026-11-21 20:00:00,小夏,陶三,in,这个可以放洗碗机吗？,{k}\n2026-11-21 20:00:20,小夏,陶三,out,亲 可以的,{k}\n"
    "2026-11-21 15:00:00,小林,王五,in,有点贵 便宜点吗,{k}\n2026-11-21 15:01:00,小林,王五,out,加我微信 给您优惠,{k}\n"
    "2026-11-21 16:00:00,小林,王六,in,什么时候发货？,{k}\n"
    "2026-11-21 10:30:00,小林,林二,in,物流到哪了,\n2026-11-21 10:31:00,小林,林二,out,在路上,\n"
    "2026-11-21 21:00:00,,王七,in,怎么用,{k}\n2026-11-21 21:00:01,,王七,robot,请看详情,{k}\n"
    "2026-11-22 10:01:10,小林,陶三,out,今天拍今天发,{k}\n").replace("{k}", KETTLE)
#: One who asked on two days before one order; one whom the robot answered at night; one who waited forty minutes for an answer.
EARLIER = (
    "2026-11-14 20:00:00,小夏,郑八,in,有货吗,\n2026-11-14 20:00:20,小夏,郑八,out,有,\n"
    "2026-11-15 09:00:00,小夏,郑八,in,今天能发吗,\n2026-11-15 09:00:20,小夏,郑八,out,可以,\n"
    "2026-11-13 03:00:00,,夜猫,in,有货吗,\n2026-11-13 03:00:01,,夜猫,robot,有的,\n"
    "2026-11-20 12:00:00,小夏,钱九,in,在吗,\n2026-11-20 12:40:00,小夏,钱九,out,在的,\n")
#: Orders of the house, of whoever asked on two days, and of somebody on a day without chats.
ORDERED = (*SOLD, (107, "沈一的小店", "MUG-007", 1, "30.00", "2026-11-19"), (108, "郑八", "MUG-007", 1, "30.00", "2026-11-15"))
PDD = (
    "2026-11-20 07:58:00,c,x,in,在吗,\n2026-11-20 08:01:00,c,x,in,在吗,\n"                  # counted from 8:01
    "2026-11-20 08:03:30,c,x,out,在的,\n"
       "2026-11-20 12:00:00,c,y,in,有货吗,\n2026-11-20 12:01:00,c,y,out,有,\n2026-11-20 12:05:00,c,y,in,好的,\n"
       "2026-11-20 12:09:00,c,y,out,嗯,\n2026-11-20 23:30:00,c,z,in,在吗,\n2026-11-21 09:00:00,c,z,out,在,\n")

#: One who asks the same after two days and one after a week; one whom the robot kept, one who was taken over and passed on, one who
#: asked a person at once, and one who asks for a person in the last minute known.
CONTACTS = "chat_id,time,agent,buyer,direction,text,item_id\n" + "".join(
    f"{chat},2026-11-{at},{agent},{buyer},{way},{text},\n" for chat, at, agent, buyer, way, text in (
        ("c1", "20 10:00:00", "小夏", "陶三", "in", "什么时候发货"), ("c1", "20 10:00:20", "小夏", "陶三", "out", "今天"),
        ("c2", "22 10:00:00", "小夏", "陶三", "in", "今天能不能发货"), ("c2", "22 10:00:20", "小夏", "陶三", "out", "马上"),
        ("c3", "15 10:00:00", "小夏", "王五", "in", "什么时候发货"), ("c3", "15 10:00:20", "小夏", "王五", "out", "今天"),
        ("c4", "22 11:00:00", "小夏", "王五", "in", "什么时候发货"), ("c4", "22 11:00:20", "小夏", "王五", "out", "今天"),
        ("c5", "23 10:00:00", "", "林二", "in", "在吗"), ("c5", "23 10:00:01", "", "林二", "robot", "请看详情"),
        ("c5", "23 10:00:30", "", "林二", "in", "转人工"), ("c5", "23 10:00:31", "", "林二", "robot", "请看详情"),
        ("c6", "23 11:00:00", "", "赵四", "in", "转人工"), ("c6", "23 11:00:01", "", "赵四", "robot", "请稍等"),
        ("c6", "23 11:01:00", "小夏", "赵四", "out", "在的"), ("c6", "23 11:02:00", "小林", "赵四", "out", "我来帮您"),
        ("c7", "23 12:00:00", "小林", "孙六", "in", "人工"), ("c7", "23 12:00:30", "小林", "孙六", "out", "在的"),
        ("c8", "23 21:00:00", "", "周七", "in", "在吗"), ("c8", "23 21:00:01", "", "周七", "robot", "您好"),
        ("c8", "23 21:00:30", "", "周七", "in", "转人工")))


def morning(house: House, shops: list[Shop], as_of: datetime = KNOWN) -> dict[str, ServiceBook]:
    return dict(reading(house.lake, house.books, whose(shops), as_of, ALL_TABLES, lambda session: read_books(session, shops, ON)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, dict[str, Shop], dict[str, ServiceBook]]]:
    folder = tmp_path_factory.mktemp("service")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = house_of(folder)
        add_shop(house, "pdd", "Mei", "pinduoduo", "Asia/Shanghai", "CNY")
        add_shop(house, "dy", "Mei", "douyin", "Asia/Shanghai", "CNY")
        sell(house, folder, ORDERED)
        take_all(house, SHOP, {written(folder, HEADER + CASES + SATURDAY + EARLIER, "chats.csv"): KNOWN})
        take_all(house, "pdd", {written(folder, HEADER + PDD, "chats-pdd.csv"): KNOWN})
        add_shop(house, "kou", "Mei", "tmall", "Asia/Shanghai", "CNY")
        take_all(house, "kou", {written(folder, CONTACTS, "chats-kou.csv"): KNOWN})
        shops = {shop.name: shop for shop in house.shops()}
        yield house, shops, morning(house, list(shops.values()))


def rate(made: tuple[House, dict[str, Shop], dict[str, ServiceBook]], shop: str, *days: date) -> tuple[int, int]:
    found = three_minutes(made[2][shop], Seen(made[1][shop], ON, KNOWN, {}), days)
    return found.hits, found.of


def test_the_cases_of_the_taobao_source_count_as_it_says(made) -> None:
    """0 of 1; 1 of 2; ten questions that nobody answered are one round: 0 of 1."""
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    assert [rate(made, SHOP, d) for d in (MONDAY, tuesday, wednesday)] == [(0, 1), (1, 2), (0, 1)]
    assert rate(made, SHOP, MONDAY, tuesday, wednesday) == (1, 4)


def test_pinduoduo_counts_people_and_only_its_hours(made) -> None:
    """x was answered 2:30 after eight o'clock, y once after four minutes, z asked at half past eleven at night: 1 of 2."""
    assert rate(made, "pdd", date(2026, 11, 20)) == (1, 2)
    [agent] = [one for one in made[2]["pdd"].agents if one.day == date(2026, 11, 20)]
    assert (agent.replies.rounds, agent.replies.in_time) == (3, 2)       # by rounds it would be two of three


def test_first_and_mean_reply_are_of_people_in_counted_hours(made) -> None:
    """Tuesday's rounds were answered after 475 and 30 seconds, the talk's first answer came after 475."""
    replies = made[2][SHOP].day(MONDAY + timedelta(days=1))
    assert (replies.mean, replies.first_mean) == (D("252.5"), D(475))


def test_a_shop_without_transcripts_has_no_rate_and_none_of_nought(made) -> None:
    assert "dy" not in made[2]
    assert three_minutes(ServiceBook(), Seen(made[1]["dy"], ON, KNOWN, {}), [MONDAY]).value is None


def test_an_inquiry_is_who_asked_before_buying_and_whose_it_is_follows_the_rule(made) -> None:
    """陶三 (30 + 199 on Sunday), 王五, 王六 and 王七 on Saturday; 林二 had paid before.  小林 spoke to 陶三 last."""
    book = made[2][SHOP]
    saturday = [c for c in book.converted if c.day == date(2026, 11, 21)]
    assert Converted(date(2026, 11, 21), "", "", 4, 1, D(229)) in saturday
    assert {(c.name, c.inquirers, c.buyers) for c in saturday if c.by == "agent"} == {("小林", 3, 1), ("", 1, 0)}
    assert [(c.name, c.inquirers) for c in saturday if c.by == "hour"] == [("15", 1), ("16", 1), ("20", 1), ("21", 1)]
    assert [(c.name, c.inquirers, c.buyers) for c in saturday if c.by == "item"] == [(KETTLE, 4, 1)]
    assert settled_day(Seen(made[1][SHOP], ON, KNOWN, {})) == date(2026, 11, 22)


def test_buyers_who_did_not_ask_are_silent(made) -> None:
    """On Sunday 陶三 had asked; 沈一 (398) and 吴四 (30) had not."""
    assert Served(date(2026, 11, 22), 1, D(229), 2, D(428)) in made[2][SHOP].served


def test_nobody_is_silent_on_a_day_without_chats(made) -> None:
    """Of the 19th no chat is known: who bought then may have asked."""
    assert [one.day.day for one in made[2][SHOP].served] == [15, 21, 22]


def test_who_asked_on_two_days_before_one_order_is_one_inquiry_and_the_order_counts_once(made) -> None:
    shop = [c for c in made[2][SHOP].converted if c.by == "" and c.day in (date(2026, 11, 14), date(2026, 11, 15))]
    assert shop == [Converted(date(2026, 11, 15), "", "", 1, 1, D(30))]


def test_a_first_answer_after_forty_minutes_is_its_talks_first_answer(made) -> None:
    replies = made[2][SHOP].day(date(2026, 11, 20))
    assert (replies.first, replies.first_mean) == (1, D(2400))


def test_the_watch_asks_only_of_shops_with_a_roster_each_on_its_own_day(made) -> None:
    """Pinduoduo only chats, another shop is still on Monday in New York; what is read for people is what the page has."""
    house, shops, books = made
    west = replace(shops["pdd"], zone="America/New_York")
    shift = RosterShift("", "小夏", "daily", "09:00-18:00", None, None, KNOWN)
    for several in ([shops[SHOP], shops["pdd"]], [shops[SHOP], west]):
        givens = {one.name: Given(one, KNOWN, shifts=[shift] if one is not shops["pdd"] else []) for one in several}
        found = reading(house.lake, house.books, whose(several), KNOWN, ALL_TABLES, lambda session, asked=several, said=givens: (
            rostered_service(session, asked, KNOWN, said), read_slots(session, asked[:1], ON), read_books(session, asked[:1], ON)))
        assert set(found[0]) == {one.name for one in several if givens[one.name].shifts}
        assert peak_ahead(shops[SHOP], found[0][SHOP], KNOWN, givens[SHOP]) is None      # fewer than two weeks are known
        assert set(found[1]) == set(found[2]) == {SHOP}
        assert [getattr(found[1][SHOP], n) for n in ("slots", "talk_seconds", "robot_share")] == [
            getattr(books[SHOP], n) for n in ("slots", "talk_seconds", "robot_share")]


def test_whoever_did_not_buy_is_lost_by_one_reason(made) -> None:
    lost = [one for one in made[2][SHOP].lost if one.day == date(2026, 11, 21)]
    assert lost == [Lost(date(2026, 11, 21), "price", 1), Lost(date(2026, 11, 21), "unanswered", 2)]


def test_what_only_a_robot_answered_is_no_round_of_people_and_counts_for_its_share(made) -> None:
    """Saturday in counted hours: 陶三, 王五, 王六 and 林二 are rounds of people; 王七's is the robot's, one of eleven talks; the
    one at night is of no counted hour."""
    book = made[2][SHOP]
    assert book.day(date(2026, 11, 21)).rounds == 4
    assert book.robot_share == D(1) / 11


def test_topics_are_counted_by_listing_and_quoted(made) -> None:
    book = made[2][SHOP]
    assert {(t.topic, t.item_id, t.talks) for t in book.topics if t.day == date(2026, 11, 21)} >= {
        ("use", KETTLE, 2), ("price", KETTLE, 1), ("dispatch", KETTLE, 1)}
    assert "这个可以放洗碗机吗？" in [q.text for q in book.quoted if q.topic == "use"]


def test_words_that_lead_off_the_platform_and_unanswered_ends_are_flagged_on_the_next_morning(made) -> None:
    house, shops, _ = made
    sunday = datetime(2026, 11, 22, 1, tzinfo=UTC)
    found = reading(house.lake, house.books, whose([shops[SHOP]]), KNOWN, ALL_TABLES,
                    lambda session: read_books(session, [shops[SHOP]], sunday.date()))[SHOP]
    assert [(f.why, f.words, f.agent) for f in found.flagged] == [("W-OFF-PLATFORM", "微信", "小林"), ("unanswered", "", "小林")]
    assert {s.agent for s in found.samples} == {"小夏", "小林"}
    assert not made[2][SHOP].flagged                      # of the reviewed day alone: nothing was written on Monday


def test_one_who_asked_a_minute_before_the_last_message_is_neither_in_time_nor_late(made, tmp_path: Path) -> None:
    house, shops, _ = made
    text = HEADER + "2026-11-23 10:00:00,c,u,in,在吗,\n2026-11-23 10:00:30,c,u,out,在,\n2026-11-23 10:02:00,c,v,in,有货吗,\n"
    take_all(house, "dy", {written(tmp_path, text): KNOWN})
    book = morning(house, [shops["dy"]])["dy"]
    assert (book.day(date(2026, 11, 23)).rounds, len(book.open)) == (1, 1)


def test_who_asks_the_same_again_and_whom_nobody_took_over(made: tuple[House, dict[str, Shop], dict[str, ServiceBook]]) -> None:
    """After two days is again, after a week is not; whoever asked for a person in the last minutes known may still be answered."""
    book = made[2]["kou"]
    dispatch = {one.day.day: (one.askers, one.again) for one in book.again if one.topic == "dispatch"}
    assert dispatch == {15: (1, 0), 20: (1, 0), 22: (2, 1)}
    handed = {one.day.day: (one.answered, one.passed, one.wanted, one.unserved) for one in book.handed}
    assert handed == {15: (1, 0, 0, 0), 20: (1, 0, 0, 0), 22: (2, 0, 0, 0), 23: (2, 1, 2, 1)}
    assert [(one.first, one.last, one.chats) for one in book.between] == [("小夏", "小林", 1)]
