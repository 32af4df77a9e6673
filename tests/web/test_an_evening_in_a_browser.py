"""The evening of the demonstration agency from 18:00 to midnight with its live show, played at speed through the screens.

Bo has the board of the live shop open all evening: it follows what the consoles tell by itself.  At half past eight the show
loses viewers; the host is told the line, which brings them back; at 22:30 the day is closed and something is left to the morning.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from daybook.domain.close import DayClose
from daybook.domain.evening import WarRoom
from daybook.workflows.close import CLOSE
from daybook.workflows.kept import kept_report
from daybook.workflows.live_page import live_show
from daybook.workflows.morning import mornings
from daybook.workflows.war_room import war_room
from tests.web.browsing import CHROMIUM, DESK, PHONE, Visit, visiting
from tests.web.conftest import PASSWORD
from tests.web.played import LIVE, TODAY, WHO, Played, played

pytestmark = [pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed"), pytest.mark.long]


#: The size of the picture in the readme.
PICTURE = {"width": 1280, "height": 1180}


def apart(work: Any, *said: Any) -> Any:
    """Does something with the records beside the browser: its loop and the database do not share a thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *said).result()


def test_an_evening_from_six_to_midnight_with_its_live_show(tmp_path: Path, keys: Path) -> None:
    with played(tmp_path / "home") as evening, visiting(evening.address) as visit:
        shop = apart(evening.path, LIVE)
        visit.sign_in(WHO, PASSWORD)
        visit.speak("zh-hans")
        apart(evening.at, 18)
        visit.open(shop + "evening/")
        board_follows(visit, evening)
        the_show(visit, evening, shop)
        the_close(visit, evening, shop)
        assert visit.outside == []
        assert [line for line in visit.said if "EventSource" not in line] == []


def board_follows(visit: Visit, evening: Played) -> None:
    """Each half hour the board has the newest reading, with nobody touching the page."""
    page, bands = visit.page, []
    for half in range(36, 41):
        hour, minute = divmod(half * 30, 60)
        apart(evening.at, hour, minute + 1)
        page.locator(".tile small", has_text=f"{hour}:{minute:02d}").first.wait_for()
        room = apart(war_room, evening.house, evening.live, evening.clock())
        assert room.evening.outlook is not None
        bands.append(room.evening.outlook.high - room.evening.outlook.low)
        assert {c.carrier for c in room.carriers} == {"直播", "短视频", "商品卡"}
    assert bands[-1] < bands[0], "the later, the surer"
    assert "直播" in page.locator("#board").inner_text()
    what_closes_the_gap(room, page.locator("#board").inner_text())


def what_closes_the_gap(room: WarRoom, said: str) -> None:
    """Soonest first; what this shop's own evenings with a push, a message and a coupon brought, and that nobody knows of budget."""
    ways = {one.kind: one for one in room.closers}
    assert [one.kind for one in room.closers] == ["live_push", "coupon", "budget", "message"]
    for kind in ("live_push", "coupon", "message"):
        brings = ways[kind].brings
        assert brings is not None, ways[kind].why_not
        assert brings.moves >= 2
        assert brings.low < brings.middle < brings.high
    assert ways["budget"].brings is None
    assert "not known" in ways["budget"].why_not
    assert "次已测量的动作" in said
    assert "还没有测量过" in said or "未知" in said


def the_show(visit: Visit, evening: Played, shop: str) -> None:
    """Viewers stay away from 20:15 on; the host is told at 20:37, and the page says at nine what it brought."""
    page = visit.page
    apart(evening.at, 20, 31)
    visit.open(shop + "live/")
    due = page.locator("#due")
    assert "在线" in due.inner_text() or "抽" in due.inner_text()
    looks(visit)
    apart(evening.at, 20, 38)
    page.locator("#due input[name=at]").first.fill("20:37")
    page.locator("#due button.btn-primary").first.click()
    page.wait_for_load_state()
    apart(evening.at, 21, 1)
    visit.open(shop + "live/")
    told = apart(live_show, evening.house, evening.live, evening.clock())
    assert told is not None
    assert [(p.rule, p.effect is not None) for p in told.said] == [("V-ONLINE", True)]
    visit.open(shop + "evening/")
    looks(visit)
    pictured(visit)


def the_close(visit: Visit, evening: Played, shop: str) -> None:
    """At 22:31 the day is closed on its page; the next morning's plan begins with what was left to it."""
    page = visit.page
    apart(evening.at, 22, 31)
    visit.open(shop + "close/")
    page.fill("[name=what]", "补拍福袋的口播")
    page.locator("form[action$='/tomorrow/'] button").click()
    page.get_by_text("补拍福袋的口播").first.wait_for()
    page.locator("form[action$='/keep/'] button").click()
    page.locator("details.menu-of a[href$='/pdf/']").wait_for(state="attached")
    looks(visit)
    kept = apart(kept_report, CLOSE, evening.live, TODAY, DayClose)
    assert kept is not None
    assert any(h.kind == "live" for h in kept.handover), "the show goes on past the close"
    apart(evening.at, 23, 59)
    visit.open(shop + "evening/")
    assert "23:59" in page.locator("#board").inner_text()
    apart(evening.at, 33)
    [brief] = apart(mornings, evening.house, [evening.live], TODAY + timedelta(days=1))
    assert brief.plan[0].what == "补拍福袋的口播"


def pictured(visit: Visit) -> None:
    """With DAYBOOK_PICTURES=docs/img in the environment: the pictures of the readme, made again."""
    folder = os.environ.get("DAYBOOK_PICTURES")
    for language, name in (("en", "evening.png"), ("zh-hans", "evening-zh.png")) if folder else ():
        visit.speak(language)
        visit.page.set_viewport_size(PICTURE)
        visit.page.reload()
        visit.page.wait_for_timeout(1500)                                   # the curve draws itself
        visit.page.screenshot(path=str(Path(folder or "") / name))


def looks(visit: Visit) -> None:
    """The page reads well on a desk and on a phone, in both languages."""
    for language in ("en", "zh-hans"):
        visit.speak(language)
        for size in (PHONE, DESK):
            visit.page.set_viewport_size(size)
            visit.page.reload()
            assert visit.too_wide() == 0, (visit.page.url, language, size)
