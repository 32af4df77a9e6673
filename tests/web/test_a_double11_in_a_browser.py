"""A Double 11 of the demonstration agency from recruiting in August 2026 to its review in December, through the screens.

One Tmall shop whose exports land every morning; Bo moves its best seller from a draft to closed, keeps the plan of the sale, and
watches its first evening beside it.  What the platform decides (rejected, approved, locked) is written down as Bo reads it there.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from daybook.domain.activities import CLOSING, EntryState
from daybook.domain.shop import Shop
from daybook.domain.work import Role
from daybook.workflows.activities_page import activities_of
from daybook.workflows.activity_review import review_of
from daybook.workflows.demonstrate import take_in
from daybook.workflows.event_entries import activity_for, entry_of
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.sale_plan import sale_plan
from daybook.workflows.war_room import war_room
from tests.conftest import Clock
from tests.web.browsing import CHROMIUM, DESK, PHONE, Visit, served, visiting
from tests.web.conftest import PASSWORD

pytestmark = [pytest.mark.skipif(CHROMIUM is None, reason="no browser is installed"), pytest.mark.long]
KEY, WHO = "double11-2026", "bo@x.example"
#: The exports of the demonstration end with this day; so many days come, the newest ones as files of each morning.
LAST_DAY, DAYS, DAILY = date(2026, 12, 2), 240, 106
DRAFTED, FILED, REJECTED, APPROVED = date(2026, 8, 26), date(2026, 9, 22), date(2026, 9, 24), date(2026, 10, 12)
WARM_UP, FIRST, OVER, REVIEWED = date(2026, 10, 15), date(2026, 10, 20), date(2026, 11, 16), date(2026, 12, 2)


@dataclass
class Sale:
    """The house, its clock, where it is served, its shop, and the product that takes part."""

    house: House
    clock: Clock
    address: str
    shop: Shop
    item: str = ""
    sku: str = ""

    def at(self, day: date, hour: int = 9, minute: int = 10) -> None:
        """Moves the clock to a minute of the shop's day."""
        self.clock.moment = self.shop.moment(day, time(hour, minute))

    def state(self) -> EntryState | None:
        found = apart(entry_of, self.shop, KEY, self.item, self.sku)
        return found.state if found else None

    @property
    def path(self) -> str:
        return "/shop/1/activities/"


def apart(work: Any, *said: Any) -> Any:
    """Does something with the records beside the browser: its loop and the database do not share a thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *said).result()


@contextmanager
def selling(home: Path) -> Iterator[Sale]:
    """The first shop of the demonstration agency, with the exports of all its days, served in August."""
    from daybook.demo import exports, world
    from daybook.records.connect import migrate_all
    from daybook.web.settings import settings

    clock = Clock(datetime.fromisoformat("2026-12-03T01:00:00+00:00"))
    house = open_house(home, clock, lambda folder, keys: settings(folder, keys.of_house(), ""))
    migrate_all()
    made = world.build(seed=7, shops=1, days=DAYS, last_day=LAST_DAY)
    exports.write(made, home / "demo-exports", daily=DAILY)
    [plan] = [one.plan for one in made.shops]
    shop = add_shop(house, plan.name, plan.client, plan.platform, plan.zone, plan.currency)
    assert [r.file for r in take_in(house, home / "demo-exports") if r.problem] == []
    with serving(house, clock, shop) as found:
        yield found


@contextmanager
def serving(house: House, clock: Clock, shop: Shop) -> Iterator[Sale]:
    """The pages of a house at its own clock, and Bo who runs its shops."""
    from daybook.web.accounts import add_user, give_role
    from daybook.web.opened import serve_house, show_at

    clock.moment = shop.moment(DRAFTED, time(9, 10))
    give_role(add_user(WHO, PASSWORD, "Bo", clock()), Role.ACCOUNT_MANAGER, None, (), clock())
    serve_house(house)
    show_at(clock)
    try:
        with served() as address:
            yield Sale(house, clock, address, shop)
    finally:
        show_at(None)


def test_a_double11_from_recruiting_in_august_to_its_review_in_december(tmp_path: Path, keys: Path) -> None:
    with selling(tmp_path / "home") as sale, visiting(sale.address) as visit:
        played(visit, sale)


def played(visit: Visit, sale: Sale) -> None:
    """The whole way, month by month."""
    visit.page.context.set_default_timeout(240_000)          # a sheet asks the guards of every draft
    visit.sign_in(WHO, PASSWORD)
    visit.speak("zh-hans")
    august(visit, sale)
    september(visit, sale)
    the_plan(visit, sale)
    opening(visit, sale)
    closing(visit, sale)
    review(visit, sale)
    assert (visit.said, visit.outside) == ([], [])


def event(visit: Visit, sale: Sale, day: date, anchor: str = "") -> None:
    """Opens the event as a morning knows it."""
    sale.at(day)
    visit.open(f"{sale.path}event/{KEY}/?on={day}{anchor}")


def step(visit: Visit, sale: Sale, day: date, state: str, reason: str = "") -> None:
    """Presses the button of a next state; the entry is then in it."""
    event(visit, sale, day)
    if reason:
        visit.page.locator("#entries input[name=reason]").first.fill(reason)
    visit.page.locator(f"#entries button[name=state][value={state}]").first.click()
    visit.page.wait_for_load_state()
    assert sale.state() == EntryState(state), visit.page.locator("main").inner_text()[:600]


def august(visit: Visit, sale: Sale) -> None:
    """The calendar names what closes; the event tells each SKU beside what it asks; the best seller becomes a draft."""
    page = visit.page
    sale.at(DRAFTED)
    visit.open(f"{sale.path}{DRAFTED}/")
    assert "双11" in page.locator("main").inner_text()
    event(visit, sale, DRAFTED)
    assert page.locator("#windows tr").count() >= 5
    draft = page.locator("#products form.inline:has(input[name=state][value=draft])").first
    sale.item, sale.sku = (draft.locator(f"input[name={name}]").input_value() for name in ("item", "sku"))
    assert float(draft.locator("input[name=price]").input_value()) > 0
    draft.locator("button").click()
    page.wait_for_load_state()
    assert sale.state() is EntryState.DRAFT
    with page.expect_download() as coming:
        page.locator("#entries a.btn-primary").click()
    book = CalamineWorkbook.from_path(str(coming.value.path()))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    assert sale.sku in {str(cell) for cell in cells}, "a draft stands on the sheet, or on its second page with the reason"
    looks(visit)


def september(visit: Visit, sale: Sale) -> None:
    """Filed, looked at, turned down for its picture, mended, filed again, approved; its price is held from then on."""
    step(visit, sale, FILED, "filed", "在商家后台已提交")
    step(visit, sale, FILED + timedelta(days=1), "in_review")
    event(visit, sale, REJECTED)
    visit.page.locator("#entries button[name=state][value=rejected]").first.click()
    visit.page.wait_for_load_state()
    assert sale.state() is EntryState.IN_REVIEW, "nothing is rejected without a reason"
    step(visit, sale, REJECTED, "rejected", "主图有牛皮癣")
    event(visit, sale, REJECTED)
    assert "主图有牛皮癣" in visit.page.locator("#entries").inner_text()
    step(visit, sale, REJECTED + timedelta(days=1), "fixed")
    step(visit, sale, REJECTED + timedelta(days=1), "filed", "主图已换")
    step(visit, sale, REJECTED + timedelta(days=2), "in_review")
    step(visit, sale, APPROVED, "approved")
    step(visit, sale, APPROVED + timedelta(days=1), "locked")


def the_plan(visit: Visit, sale: Sale) -> None:
    """A draft from the shop's own days; Bo sets the first wave by hand, keeps the rest, and it says so."""
    page = visit.page
    sale.at(APPROVED)
    visit.open(f"{sale.path}event/{KEY}/plan/?on={APPROVED}")
    assert "草案合计" in page.locator("p.sentence").inner_text()
    row = page.locator("#wave form:has(input[name=name][value=first_wave])").first
    assert float(row.locator("input[name=value]").input_value()) > 0
    row.locator("input[name=value]").fill("660000")
    row.locator("button").click()
    page.wait_for_load_state()
    page.locator("button[name=agree]").click()
    page.wait_for_load_state()
    assert "Bo" in page.locator("p.sentence").inner_text()
    plan = apart(sale_plan, sale.house, sale.shop, APPROVED, KEY)
    assert {row.kind for row in plan.rows} >= {"wave", "ads", "stock", "pages"}
    assert next(row for row in plan.of("wave") if row.name == "first_wave").value == 660000
    assert len(plan.hours) == 24
    looks(visit)
    step(visit, sale, WARM_UP, "warm_up")
    sale.at(WARM_UP, 10)
    visit.open("/shop/1/evening/")
    assert "双11" in page.locator("#sale").inner_text()


def opening(visit: Visit, sale: Sale) -> None:
    """The first evening: what the console says stands beside what the plan asks by that minute."""
    page = visit.page
    step(visit, sale, FIRST, "live")
    for hour, paid in ((20, "21000"), (21, "34000")):
        sale.at(FIRST, hour, 1)
        visit.open("/shop/1/evening/reading/")
        for name, value in (("at", f"{hour}:00"), ("paid", paid), ("spend", "900"), ("visitors", "4000")):
            page.fill(f"[name={name}]", value)
        page.locator(".thumb-keep button").first.click()
        page.wait_for_load_state()
    visit.open("/shop/1/evening/")
    said = page.locator("#sale").inner_text()
    assert "计划" in said
    room = apart(war_room, sale.house, sale.shop, sale.clock())
    assert room.sale is not None
    assert room.evening.outlook is not None
    assert room.evening.outlook.target == room.sale.target
    assert room.sale.by_now is not None
    assert room.sale.ads is not None
    assert (room.sale.paid, room.sale.ads.today) == (34000, 900)
    assert next(h.came for h in room.sale.hours if h.hour == 20) == 13000
    assert room.sale.stock
    looks(visit)


def closing(visit: Visit, sale: Sale) -> None:
    """Nothing is closed while it sells; afterwards what must be seen to is ticked, then the entry is closed."""
    page = visit.page
    event(visit, sale, FIRST + timedelta(days=3))
    page.locator("#entries button[name=state][value=closed]").first.click()
    page.wait_for_load_state()
    assert sale.state() is EntryState.LIVE
    assert apart(activities_of, sale.house, sale.shop, OVER).states == {EntryState.LIVE: 1}
    for tick in CLOSING:
        event(visit, sale, OVER)
        page.locator(f"#entries button[name=tick][value={tick}]").first.click()
        page.wait_for_load_state()
    step(visit, sale, OVER, "closed")


def review(visit: Visit, sale: Sale) -> None:
    """In December: what its days brought over ordinary ones with bounds, what it pulled forward, and what was put into it."""
    event(visit, sale, REVIEWED, "&review=1")
    said = visit.page.locator("#review").inner_text()
    activity = activity_for(sale.shop, KEY)
    assert activity is not None
    found = apart(review_of, sale.house, sale.shop, activity, REVIEWED)
    parts = {one.part: one for one in found.parts}
    assert set(parts) == {"before", "live", "after", "all"}
    assert parts["live"].brought > 0
    assert parts["live"].low is not None
    assert found.money is not None
    assert found.money.discounts is not None
    assert found.money.ads is not None
    for words in ("活动期", "折让", "推广"):
        assert words in said
    looks(visit)


def looks(visit: Visit) -> None:
    """The page reads well on a desk and on a phone."""
    for size in (PHONE, DESK):
        visit.page.set_viewport_size(size)
        visit.page.reload()
        assert visit.too_wide() == 0, (visit.page.url, size)
        assert visit.serious() == [], visit.page.url
