"""The evening's page: one board for all who look, current by itself, and the phone form that feeds it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daybook.domain.work import Role
from daybook.web.opened import clock
from daybook.workflows.ticks import ticks_of
from tests.web.conftest import Workbench


def said(bench: Workbench, browser: object, seen: str = "", name: str = "evening_stream") -> str:
    answer = browser.get(reverse(name, args=[bench.mine.pk]), headers={"Last-Event-ID": seen} if seen else {})  # type: ignore[attr-defined]
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_the_stream_sends_a_board_once_and_again_when_something_came_in(bench: Workbench) -> None:
    browser = bench.browser(bench.person("evening@x.example", (Role.OPERATOR, bench.mine.client)))
    first = said(bench, browser)
    assert first.startswith("retry: 5000\nid: ")
    version = first.splitlines()[1].removeprefix("id: ")
    assert "event: board" in first
    again = said(bench, browser, version)
    assert again in ("retry: 5000\n: nothing new\n\n", said(bench, browser, version)), "the minute may have turned"
    at = bench.house.now()
    shop = bench.house.shop(bench.mine.name)
    browser.post(reverse("keep_reading", args=[bench.mine.pk]), {"at": "00:00", "paid": "12.50", "carts": "3"})
    [kept] = ticks_of(bench.house, shop, shop.day_of(at))
    assert (str(kept.paid.normalize()) if kept.paid else "", kept.carts) == ("12.5", 3)
    assert "event: board" in said(bench, browser, version)


def test_sixty_viewers_of_one_evening_work_it_out_once(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybook.web import evening_boards

    made = []
    monkeypatch.setattr(evening_boards, "war_room", lambda *told, real=evening_boards.war_room: made.append(1) or real(*told))
    evening_boards._shops.clear()
    browser = bench.browser(bench.person("sixty@x.example", (Role.OPERATOR, bench.mine.client)))
    for _ in range(60):
        said(bench, browser)
    assert len(made) <= 2, "a quarter of an hour may have begun in between"


def test_a_board_drawn_while_a_file_is_being_read_is_drawn_again_once_its_rows_are_in(bench: Workbench) -> None:
    """A file is written down before its rows can be seen; who looks in between must not keep the evening without them."""
    from daybook.records.models import LandedTable, Landing
    from daybook.web.access import Seat
    from daybook.web.evening_boards import _version

    now = bench.house.now()
    seat = Seat(None, (), None, bench.mine, bench.mine.client)
    landing = Landing.objects.create(key="between", shop=bench.mine, sha256="0", name="minutes.csv", size=1, path="-", known_at=now,
                                     received_at=now)
    table = LandedTable.objects.create(landing=landing, table="shop_minutes", rows=1)
    before = _version(seat, now)
    LandedTable.objects.filter(pk=table.pk).update(load=10 ** 9)
    assert _version(seat, now) != before
    landing.delete()


def test_who_looks_by_itself_is_not_written_down_each_time(bench: Workbench) -> None:
    from daybook.records.models import Audit

    browser = bench.browser(bench.person("audit@x.example", (Role.OPERATOR, bench.mine.client)))
    browser.get(reverse("evening", args=[bench.mine.pk]))
    said(bench, browser)
    assert [row.what for row in Audit.objects.filter(user__email="audit@x.example")].count("evening") == 1
    assert not Audit.objects.filter(what="evening_stream", status=200).exists()


def test_a_board_says_that_it_is_blind_when_its_numbers_grow_old(bench: Workbench) -> None:
    """A reading of now foretells or says why not; half an hour later the kept board says since when it is blind."""
    from daybook.web.access import Seat
    from daybook.web.evening_boards import board_of
    from daybook.workflows.evening import blind_after

    seat = Seat(None, (), None, bench.mine, bench.mine.client)
    now = clock()
    first = board_of(bench.house, seat, now, "en")
    later = board_of(bench.house, seat, now + blind_after("taobao") + timedelta(minutes=16), "en")
    assert first is not None
    assert later is not None
    assert first.version != later.version


def test_a_pasted_table_is_taken_in_and_nonsense_says_what_to_do(bench: Workbench) -> None:
    browser = bench.browser(bench.person("paste@x.example", (Role.OPERATOR, bench.mine.client)))
    address = reverse("paste_reading", args=[bench.mine.pk])
    shop = bench.house.shop(bench.mine.name)
    day = shop.day_of(clock()) - timedelta(days=1)
    good = browser.post(address, {"name": f"实时 {day}", "table": "时间\t支付金额\n18:00\t5.00\n"}, follow=True)
    assert "表格已读入" in good.content.decode() or "taken in" in good.content.decode()
    bad = browser.post(address, {"name": "x", "table": "hello"}, follow=True)
    assert "单元格之间没有制表符" in bad.content.decode()


def test_a_viewer_to_whom_nothing_new_is_told_costs_few_queries(bench: Workbench) -> None:
    """The least of three looks: a minute or a quarter may turn within one."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = bench.browser(bench.person("few@x.example", (Role.OPERATOR, bench.mine.client)))
    said(bench, browser)
    asked = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as one:
            said(bench, browser)
        asked.append(len(one))
    assert min(asked) <= 12
