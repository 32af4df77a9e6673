"""The demonstration's running day: what its consoles tell adds up, comes no earlier than it was read, and no morning knows it."""

from datetime import date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import numpy as np
import pytest

from daybook.demo.evening import FAILED, SHOPS, RunningDay, reading_rows, running_day, ticks_at, write_evening
from daybook.demo.live import LIVE_SHOP, MINUTES
from daybook.domain.live import Stage
from daybook.workflows.demonstrate import play
from daybook.workflows.house import House, add_shop
from daybook.workflows.live_page import live_show
from daybook.workflows.war_room import war_room
from tests.conftest import Clock
from tests.demo.conftest import Agency

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def day(agency: Agency) -> RunningDay:
    return running_day(agency.world.seed, agency.shop("douyin"))


def test_carriers_add_up_to_the_shop_and_counts_only_grow(agency: Agency, day: RunningDay) -> None:
    rows = [reading_rows(day, agency.shop("douyin"), m) for m in ticks_at()]
    for whole, *carriers in rows:
        assert D(whole[1]) == sum(D(c[1]) for c in carriers)
        assert {c[-1] for c in carriers} == {"直播", "短视频", "商品卡"}
    for counts in (day.cents, day.visitors, day.carts, day.buyers, day.spend, day.failed):
        assert (np.diff(counts) >= 0).all()
    assert day.failed[20 * 60 + 29] - day.failed[20 * 60 + 14] >= FAILED


def test_the_shows_minutes_are_what_the_live_room_sold_in_them(agency: Agency, day: RunningDay) -> None:
    """From 19:00 on for four and a half hours of the Monday."""
    assert day.show is not None
    place = next(i for i, s in enumerate(agency.shop("douyin").plan.sources) if s.name == "直播间")
    first, sold = 19 * 60, day.by_source[:, place]
    assert day.show.began == datetime(2026, 11, 23, 19)
    assert day.show.counts["cents"].sum() == sold[first + MINUTES - 1] - sold[first - 1]


def test_an_evening_is_known_as_far_as_it_was_played(agency: Agency, house: House, clock: Clock, tmp_path: Path) -> None:
    """At 20:31 the reading of 20:30 is the newest; the checkout failed in the quarter before; the show runs."""
    files = write_evening(agency.world, tmp_path / "evening")
    assert {e.shop for e in files.entries} == set(SHOPS)
    shop = add_shop(house, LIVE_SHOP, "yunmian", "douyin", "Asia/Shanghai", "CNY")
    add_shop(house, SHOPS[0], "qingchuan", "tmall", "Asia/Shanghai", "CNY")
    clock.moment = datetime(2026, 11, 23, 12, 31).replace(tzinfo=clock.moment.tzinfo)
    taken = play(house, tmp_path / "evening", clock.moment - timedelta(minutes=50), clock.moment)
    assert [r.state for r in taken] == ["loaded"] * len(taken)
    room = war_room(house, shop, clock.moment)
    assert room.evening.newest is not None
    assert room.evening.newest.at == clock.moment - timedelta(minutes=1)
    last = next(q for q in room.peak if q.ends == clock.moment - timedelta(minutes=1))
    assert last.failed is not None
    assert last.failed >= FAILED
    show = live_show(house, shop, clock.moment)
    assert show is not None
    assert show.line.stage is Stage.RUNNING
    assert show.until == clock.moment - timedelta(minutes=2)
