"""A day in a real browser: the first person, a dropped file, the morning, a task taken and done, the next morning, and a yes."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from daybook.actions.stage import stage_of
from daybook.domain.moves.price import ItemDiscount
from daybook.domain.proposal import Stage
from daybook.domain.work import Role
from daybook.web.opened import clock
from daybook.web.serve import setup_code
from daybook.workflows.house import House, open_house
from daybook.workflows.proposals import story_of
from daybook.workflows.propose import Wish, propose
from daybook.workflows.rounds import brief_round, close_round
from tests.conftest import Clock
from tests.web.browsing import CHROMIUM, DESK, PHONE, Visit, served, visiting
from tests.web.conftest import PASSWORD
from tests.workflows.acting_house import KETTLE, MORNING, SHOP, acting_house
from tests.workflows.given_house import ITEM, LINES, ORDERS, number

pytestmark = [pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed"), pytest.mark.long]
DAYS = 30


def exports(folder: Path, today: date) -> list[Path]:
    """Two kettles and a mug a day for a month; the kettle has had nothing on the shelf for three days."""
    orders, lines = ORDERS, LINES
    stock = "day,sku,item_id,sellable_units,in_transit_units,price\n"
    for back in range(DAYS, 0, -1):
        day, gone = today - timedelta(days=back), back <= 3
        sold = [] if gone else [("KZ-041", 2, "398.00")]
        for i, (sku, units, paid) in enumerate([*sold, ("MUG-007", 1, "30.00")]):
            key, at = number(100 + 2 * back + i), f"{day} 10:0{i}"
            orders += f"{key},buyer{back}{i},{paid},0.00,{paid},交易成功,江苏省 苏州市 x,{at}:00,{at}:30,0.00,{units}\n"
            lines += (f"{key}9,{key},{at}:00,{at}:30,交易成功,{paid},无退款申请,{float(paid) / units:.2f},{units},"
                      f"{sku},{ITEM[sku]}\n")
        for sku, price in (("KZ-041", "199.00"), ("MUG-007", "30.00")):
            stock += f"{day},{sku},{ITEM[sku]},{0 if gone and sku == 'KZ-041' else 40},0,{price}\n"
    made = []
    for name, text in (("orders", orders), ("lines", lines), ("stock", stock)):
        made.append(folder / f"{name}.csv")
        made[-1].write_text(text, encoding="utf-8")
    return made


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


def apart(work: Callable[..., Any], *said: Any) -> Any:
    """Does something with the records beside the browser: its loop and the database do not share a thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *said).result()


def register(visit: Visit, house: House) -> str:
    """The first person with their first shop; gives the address of the shop's pages."""
    visit.open("/")
    said = {"code": setup_code(house.home), "email": "mei@x.example", "name": "Mei", "password": PASSWORD, "client": "山居",
            "shop": "山居茶器"}
    for name, value in said.items():
        visit.page.fill(f"[name={name}]", value)
    visit.page.click("main button.btn-primary")
    visit.page.get_by_text("今天的晨报还没有生成").wait_for()
    return "/shop/1/"


def test_a_day_from_the_first_person_to_the_next_morning(fresh: tuple[House, str], tmp_path: Path):
    house, address = fresh
    with visiting(address) as visit:
        page = visit.page
        shop = register(visit, house)
        mine = apart(house.shop, "山居茶器")
        on = mine.day_of(clock())

        visit.open("/files/")
        page.set_input_files("[data-drop-files]", [str(f) for f in exports(tmp_path, on)])
        page.locator(".dropped.loaded").nth(2).wait_for()
        visit.open(shop)
        page.click("main button.btn-primary")
        page.locator("section.tiles .tile").first.wait_for()
        assert "KZ-041" in page.locator("main").inner_text()

        visit.open(shop + "plan/")
        card = page.locator("article.task", has_text="KZ-041").first
        card.get_by_role("button", name="我来做").click()
        card.locator("li", has_text="Mei").first.wait_for()
        card.locator("details.done > summary").click()
        card.locator("input[name=minutes]").fill("12")
        card.locator("input[name=to]").fill("300 ordered")
        card.locator("details.done button").click()
        page.locator("article.task .badge-house.green").first.wait_for()

        visit.open(shop + "watch/")
        page.fill("[name=at]", "00:00")
        page.fill("[name=paid]", "0")
        page.locator("main form button.btn-primary").click()
        page.get_by_text("后台读数").first.wait_for()
        visit.open(shop + "close/")
        page.fill("[name=what]", "给水壶厂打电话")
        page.locator("form[action$='/tomorrow/'] button").click()
        page.get_by_text("给水壶厂打电话").first.wait_for()

        apart(close_round, house, [mine.name], clock())      # what the clock does at 22:30 and at nine of the next morning
        tomorrow = on + timedelta(days=1)
        apart(brief_round, house, [mine.name], mine.moment(tomorrow, time(9)))
        visit.open(f"{shop}morning/{tomorrow}/")
        came = page.locator("section.card", has_text="300 ordered").first.inner_text()
        assert "✓" in came
        assert "给水壶厂打电话" in page.locator("article.task, .task").first.inner_text()

        page.click("button[name=language][value=en]")
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == "en"
        looks(visit, shop)
        visit.open("/account/logout/")
        page.locator("main button.btn-primary").click()
        visit.sign_in("mei@x.example", PASSWORD)
        assert "山居茶器" in page.locator("main").inner_text()
        assert visit.said == []
        assert visit.outside == []


def looks(visit: Visit, shop: str) -> None:
    """The pages of the day are readable by all, on a desk in light and on a phone in dark."""
    for path in ("plan", "watch", "close", "review/week"):
        for size, theme in ((DESK, "light"), (PHONE, "dark")):
            visit.page.context.add_cookies([{"name": "daybook_theme", "value": theme, "url": visit.address}])
            visit.page.set_viewport_size(size)
            visit.open(f"{shop}{path}/")
            assert visit.too_wide() == 0, (path, size)
            assert visit.serious() == [], (path, theme)
    for path in ("/messages/", "/clock/"):
        visit.open(path)
        assert visit.too_wide() == 0, path
        assert visit.serious() == [], path
    visit.page.set_viewport_size(DESK)


def test_a_yes_is_given_in_a_browser(tmp_path: Path, keys: Path):
    """The discount that Bo proposed waits; Mei reads the guards' answers and agrees to that very fingerprint."""
    from daybook.records import models
    from daybook.records.connect import migrate_all
    from daybook.web.accounts import add_user, give_role
    from daybook.web.opened import serve_house

    house = acting_house(tmp_path / "acting", Clock(MORNING))
    migrate_all()
    mei = add_user("mei@x.example", PASSWORD, "Mei", MORNING)
    give_role(mei, Role.ACCOUNT_MANAGER, models.Client.objects.get(), (), MORNING)
    (story,) = propose(house, SHOP, [Wish(ItemDiscount(KETTLE, D("199.00"), D("180"), ITEM[KETTLE]), "118 days of cover")],
                       "Bo", "web")
    serve_house(house)
    with served() as address, visiting(address, PHONE) as visit:
        visit.sign_in("mei@x.example", PASSWORD)
        visit.open("/approvals/")
        assert "180" in visit.page.locator("main").inner_text()
        assert visit.too_wide() == 0
        assert visit.serious() == []
        visit.page.locator("button[name=answer][value=yes]").first.click()
        visit.page.wait_for_load_state()
        assert (visit.said, visit.outside) == ([], [])
    after = story_of(house, story.proposal.key)
    assert stage_of(after, MORNING) is Stage.APPROVED
    assert [(a.person, a.roles) for a in after.approvals] == [("Mei", (Role.ACCOUNT_MANAGER,))]

