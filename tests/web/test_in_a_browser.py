"""The workbench in a real browser: from the first person to their first morning, and every screen in two languages and widths."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from daybook.domain.work import Role
from daybook.web.opened import clock
from daybook.web.serve import setup_code
from daybook.workflows.house import House, open_house
from tests.orders import write_orders
from tests.web.browsing import CHROMIUM, DESK, PHONE, Visit, served, visiting
from tests.web.conftest import PASSWORD, Workbench

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed")


@pytest.fixture
def fresh(tmp_path: Path, keys: Path) -> Iterator[tuple[House, str]]:
    """A served workbench where nobody is registered yet."""
    from daybook.records.connect import migrate_all
    from daybook.web.opened import serve_house

    house = open_house(tmp_path / "home", clock)
    migrate_all()
    serve_house(house)
    with served() as address:
        yield house, address


def orders(file: Path, yesterday: datetime, days: int = 30) -> Path:
    """Ten orders a day of a small shop, the last day half of the others."""
    lines = ["order | created | paid_at | due | paid | buyer | units | address"]
    for back in range(days - 1, -1, -1):
        day = (yesterday - timedelta(days=back)).date()
        for n in range(5 if back == 0 else 10):
            lines.append(f"{day:%y%m%d}{n:04} | {day} {8 + n:02}:00:00 | {day} {8 + n:02}:05:00 | {100 + n}.00 | {100 + n}.00 "
                         f"| buyer{n}{back} | 1 | 浙江省 杭州市 西湖区 文三路{n}号")
    return write_orders(file, "\n".join(lines))


def test_from_the_first_person_to_the_first_morning(fresh: tuple[House, str], tmp_path: Path):
    house, address = fresh
    yesterday = datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=1)
    file = orders(tmp_path / "ExportOrderList.csv", yesterday)
    with visiting(address) as visit:
        page = visit.page
        visit.open("/")
        page.fill("[name=code]", setup_code(house.home))
        for name, said in {"email": "mei@x.example", "name": "Mei", "password": PASSWORD, "client": "山居",
                           "shop": "山居茶器"}.items():
            page.fill(f"[name={name}]", said)
        page.click("main button.btn-primary")
        page.get_by_text("今天的晨报还没有生成").wait_for()

        page.keyboard.press("g")
        page.keyboard.press("u")
        page.wait_for_url("**/files/")
        page.set_input_files("[data-drop-files]", str(file))
        page.locator(".dropped.loaded").wait_for()
        said = page.locator(".dropped.loaded").inner_text()
        assert "已导入" in said
        assert "295" in said
        page.locator(".dropped.loaded a").click()

        page.click("main button.btn-primary")
        page.locator("section.tiles .tile").first.wait_for()
        assert "支付金额" in page.locator("section.tiles").inner_text()
        assert "▼" in page.locator("section.tiles .tile").first.inner_text()

        page.click("button[name=language][value=en]")
        page.get_by_role("heading", name="What happened").wait_for()
        assert "Paid amount" in page.locator("section.tiles").inner_text()
        assert page.locator("html").get_attribute("lang") == "en"

        page.locator(".tile .open").first.click()
        page.locator("[data-chart] svg").first.wait_for()
        assert "By its drivers" in page.locator("main").inner_text()
        assert visit.said == []
        assert visit.outside == []


SCREENS = {"board": "/shops/", "morning": "/shop/{shop}/morning/2026-11-23/", "not made": "/shop/{shop}/morning/2026-11-20/",
           "why": "/shop/{shop}/why/paid_gmv/2026-11-23/", "owner": "/owner/", "files": "/files/", "people": "/people/",
           "account": "/account/tokens/", "clients": "/clients/", "rules": "/rules/?desk=price", "second factor": "/account/2fa/",
           "password": "/account/password/change/", "not there": "/shop/999/", "parts": "/parts/",
           "approvals": "/approvals/", "propose": "/shop/{shop}/propose/", "limits": "/shop/{shop}/limits/",
           "sources": "/shop/{shop}/sources/", "product": "/shop/{shop}/product/686175023275/",
           "team": "/team/", "hand_out": "/hand-out/", "client_reports": "/reports/", "learning": "/learning/",
           "rules_tried": "/shop/{shop}/rules/",
           "patrol": "/shop/{shop}/patrol/", "plan": "/shop/{shop}/plan/", "watch": "/shop/{shop}/watch/",
           "products": "/shop/{shop}/products/", "ads": "/shop/{shop}/ads/", "prices": "/shop/{shop}/prices/",
           "notes": "/shop/{shop}/notes/", "close": "/shop/{shop}/close/", "day": "/shop/{shop}/day/2026-11-22/",
           "review": "/shop/{shop}/review/week/", "rows": "/shop/{shop}/rows/paid_gmv/2026-11-23/",
           "targets": "/shop/{shop}/targets/", "calendar": "/shop/{shop}/calendar/", "costs": "/shop/{shop}/costs/",
           "growth": "/shop/{shop}/growth/", "switchbacks": "/shop/{shop}/switchbacks/",
           "file of the shop": "/shop/{shop}/file-of-shop/", "seen": "/people/seen/",
           "look of reports": "/client/{client}/reports/", "messages": "/messages/", "clock": "/clock/",
           "live": "/shop/{shop}/live/", "evening": "/shop/{shop}/evening/", "reading": "/shop/{shop}/evening/reading/",
           "quarter": "/shop/{shop}/review/quarter/", "file to read": "/shop/{shop}/file-to-read/?ask=退款率",
           "reputation": "/shop/{shop}/reputation/", "orders": "/shop/{shop}/orders/", "disputes": "/shop/{shop}/disputes/",
           "activities": "/shop/{shop}/activities/", "creators": "/shop/{shop}/creators/", "rivals": "/shop/{shop}/rivals/",
           "buyers": "/shop/{shop}/buyers/", "privacy": "/shop/{shop}/buyers/privacy/", "service": "/shop/{shop}/service/",
           "pages": "/shop/{shop}/pages/", "stock": "/shop/{shop}/stock/", "listings": "/shop/{shop}/listings/",
           "status": "/status/", "month": "/shop/{shop}/review/month/", "edits": "/shop/{shop}/product/686175023275/edits/"}


@pytest.fixture(scope="module")
def open_pages(open_bench: Callable[[str], Workbench]) -> Iterator[tuple[Workbench, Visit]]:
    """A served workbench with kept mornings, and one window signed in as its administrator."""
    bench = open_bench("browsed")
    bench.person("mei@x.example", (Role.ADMIN, None))
    with served() as address, visiting(address) as visit:
        visit.sign_in("mei@x.example", PASSWORD)
        yield bench, visit


#: Looked at in every run; all others in both languages belong to `make long`.
ALWAYS = {("board", "zh-hans"), ("morning", "en"), ("files", "zh-hans"), ("why", "en")}


@pytest.mark.parametrize(("screen", "language"), [
    pytest.param(s, x, marks=() if (s, x) in ALWAYS else pytest.mark.long) for s in SCREENS for x in ("zh-hans", "en")])
def test_a_screen_is_readable_by_all_and_asks_nobody_else(open_pages: tuple[Workbench, Visit], screen: str, language: str):
    """No scroll sideways on a phone, nothing serious for axe in light and dark, no word on the console, no request outside."""
    bench, visit = open_pages
    visit.speak(language)
    visit.said.clear()
    for size, theme in ((DESK, "light"), (PHONE, "dark")):
        visit.page.context.add_cookies([{"name": "daybook_theme", "value": theme, "url": visit.address}])
        visit.page.set_viewport_size(size)
        visit.open(SCREENS[screen].format(shop=bench.mine.pk, client=bench.mine.client_id))
        assert visit.too_wide() == 0, size
        assert visit.serious() == [], theme
    assert [s for s in visit.said if "404" not in s] == []
    assert visit.outside == []


def test_ways_in_are_readable_by_all(open_pages: tuple[Workbench, Visit]):
    _, visit = open_pages
    stranger = visit.page.context.browser.new_context(viewport=PHONE, locale="en-GB")
    one = Visit(stranger.new_page(), visit.address)
    for path in ("/account/login/", "/account/password/reset/"):
        one.open(path)
        assert one.too_wide() == 0
        assert one.serious() == []
    stranger.close()
