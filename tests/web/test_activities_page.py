"""The activities page: a mug of the kettle shop taken through the Double 12 of 2026, from a draft to closed, by its forms."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from daybook.domain.activities import CLOSING, EntryState
from daybook.domain.errors import WrongUsage
from daybook.domain.situation import Hold
from daybook.domain.work import Role
from daybook.reports.activities_json import activities_json, activity_json, plan_json
from daybook.reports.activities_report import board_paper, event_paper
from daybook.workflows.activities_page import active_rate, activities_of, activity_page
from daybook.workflows.activity_sheet import file_entry
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.event_entries import entry_of, move_entry
from daybook.workflows.price_plan import shop_plan
from daybook.workflows.sale_plan import sale_plan
from tests.orders import take_all
from tests.web.conftest import Workbench, saturday_bench
from tests.workflows.given_house import LINES, ORDERS, written
from tests.workflows.worked_house import SATURDAY, at, nine

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/activities.json").read_text(encoding="utf-8"))
KEY, ITEM, SKU = "double12-2026", "737559603418", "MUG-007"
#: The main wave sells from 9 to 12 December.
FIRST, LAST = date(2026, 12, 9), date(2026, 12, 12)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        yield served


@pytest.fixture
def lin(bench: Workbench) -> Any:
    return bench.browser(bench.person("lin@x.example", (Role.OPERATOR, bench.mine.client)), headers={"Accept-Language": "en"})


def shop_of(bench: Workbench) -> Any:
    return bench.house.shop(bench.mine.name)


def item_of(bench: Workbench) -> str:
    page = activity_page(bench.house, shop_of(bench), SATURDAY, KEY)
    return next(c.item_id for c in page.candidates if c.sku == SKU)


def press(bench: Workbench, browser: Any, **said: str) -> str:
    """What a form of the event's page answers."""
    answer = browser.post(reverse("activity_step", args=[bench.mine.pk, KEY]),
                          {"on": str(SATURDAY), "item": item_of(bench), "sku": SKU, **said}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def state_of(bench: Workbench) -> EntryState | None:
    found = entry_of(shop_of(bench), KEY, item_of(bench), SKU)
    return found.state if found else None


def test_the_page_lists_what_closes_next_and_draws_the_year(bench: Workbench, lin: Any) -> None:
    page = lin.get(reverse("activities_of", args=[bench.mine.pk, SATURDAY])).content.decode()
    assert page.index("Double 12") < page.index("The year ahead")
    assert "by the usual pattern, not announced yet" in page
    assert page.count("<rect") > 30


def test_who_may_take_part_is_told_with_the_price_that_every_window_leaves(bench: Workbench) -> None:
    """The mug sells at 30.00 every day: the wish of 92 % keeps every window, three are sold in three days of one a day."""
    page = activity_page(bench.house, shop_of(bench), SATURDAY, KEY)
    mug = next(c for c in page.candidates if c.sku == SKU)
    assert (mug.price, mug.high, mug.on_hand) == (Decimal("27.60"), Decimal("30.00"), 40)
    assert mug.eligible
    assert activities_of(bench.house, shop_of(bench), SATURDAY).deadlines[0].span.last >= SATURDAY


def runs(bench: Workbench, item: str) -> None:
    """An entry that is live, with everything ticked."""
    from daybook.records import models

    now = bench.house.now()
    for tick in ("", *CLOSING):
        models.EventStep.objects.create(shop=bench.mine, activity=KEY, item_id=item, state="live", tick=tick, by="Lin", at=now,
                                        known_at=now, price=Decimal(27))


def test_an_entry_is_not_closed_while_its_event_sells(bench: Workbench) -> None:
    """A closed entry holds no price any more: not before the last day is over, and blanks around an id begin no second entry."""
    runs(bench, "early")
    with pytest.raises(WrongUsage, match="sells until 2026-12-12"):
        move_entry(bench.house, shop_of(bench), KEY, "early", "", "closed", "Lin")
    with pytest.raises(WrongUsage, match="does not become draft"):
        move_entry(bench.house, shop_of(bench), KEY, " early ", "", "draft", "Lin")


@pytest.mark.parametrize(("price", "units"), [("NaN", 1), ("1e20", 1), ("0.001", 1), ("9", 10 ** 12)])
def test_a_price_or_stock_that_cannot_be_kept_is_refused(bench: Workbench, price: str, units: int) -> None:
    for state in ("draft", "filed"):
        with pytest.raises(WrongUsage, match="above 0"):
            file_entry(bench.house, shop_of(bench), KEY, "x", "", state, "Lin", Decimal(price), units)


def test_a_sku_that_is_not_listed_makes_no_other_active() -> None:
    assert active_rate({"a", "b"}, {"a", "c", "d"}) == Decimal("0.5")
    assert active_rate({"a"}, set()) == 0
    assert active_rate({"a"}, {"c"}) is None
    assert active_rate(set(), {"c"}) is None


def test_the_sheet_of_drafts_is_for_those_who_see_numbers(bench: Workbench) -> None:
    browser = bench.browser(bench.person("draws@x.example", (Role.DESIGNER, bench.mine.client)))
    assert browser.get(reverse("activity_sheet", args=[bench.mine.pk, KEY])).status_code == 403


@pytest.mark.long
def test_an_entry_goes_from_draft_to_closed_and_no_other_way(bench: Workbench, lin: Any) -> None:
    with pytest.raises(WrongUsage, match="is no event"):
        move_entry(bench.house, shop_of(bench), "x-2026", "1", "", "draft", "Lin")
    assert "does not become filed at once" in press(bench, lin, state="filed")            # nothing is drafted yet
    assert "Kept." in press(bench, lin, state="draft", price="27.60", units="10")
    assert "does not become locked at once" in press(bench, lin, state="locked")
    refused = press(bench, lin, state="filed")                                             # its star is told by nobody
    assert "the guards are against it" in refused
    assert state_of(bench) is EntryState.DRAFT
    assert "Kept." in press(bench, lin, state="filed", reason="星级在后台看过, 达标")
    assert "are the platform" in press(bench, lin, state="in_review", price="25")
    assert "Kept." in press(bench, lin, state="in_review")
    assert "needs a reason" in press(bench, lin, state="rejected")
    assert "Kept." in press(bench, lin, state="rejected", reason="历史低价")
    assert "Kept." in press(bench, lin, state="fixed", price="27.00")
    for state, reason in (("filed", "改价后重报"), ("approved", ""), ("locked", "")):
        assert "Kept." in press(bench, lin, state=state, reason=reason)
    assert "begins on" in press(bench, lin, state="live")                                  # it is November
    assert "does not become withdrawn" in press(bench, lin, state="withdrawn", reason="x")
    locked_holds_the_price_of_its_sku(bench)
    after_the_event_it_is_closed_once_all_is_back(bench, lin)


def locked_holds_the_price_of_its_sku(bench: Workbench) -> None:
    plan = shop_plan(bench.house, shop_of(bench), SATURDAY, bench.house.now())
    [held] = [w for w in plan.plan.rows[plan.number(SKU)].windows if w.hold is Hold.LOCK]
    assert (held.price, held.first, held.last) == (Decimal("27.00"), date(2026, 12, 9), LAST)
    assert plan.plan.day(plan.number(SKU), FIRST).high == Decimal("27.00")
    broken = plan.try_price(plan.number(SKU), Decimal(20), SATURDAY, SATURDAY).consequences
    assert "P-15D" in {one.breach.rule for one in broken}


def after_the_event_it_is_closed_once_all_is_back(bench: Workbench, lin: Any) -> None:
    at(bench.house.now, FIRST, 10)
    assert "Kept." in press(bench, lin, state="live")
    at(bench.house.now, LAST + timedelta(days=2), 10)
    assert "not cleared up yet" in press(bench, lin, state="closed")
    for tick in ("prices", "labels", "stock"):
        assert "Kept." in press(bench, lin, tick=tick)
    assert "Kept." in press(bench, lin, state="closed")
    assert "does not become draft" in press(bench, lin, state="draft")
    assert state_of(bench) is EntryState.CLOSED
    until = bench.house.now() + timedelta(minutes=1)
    kept = [str(e.what) for e in entries([shop_of(bench)], Asked(nine(SATURDAY), until)) if e.object.startswith(KEY)]
    assert {"event entry: closed", "event entry: stock", "event entry: live", "event entry: draft"} <= set(kept)    # ticks too


@pytest.mark.long
def test_drafts_leave_as_a_sheet_and_what_the_guards_refuse_stands_apart(bench: Workbench, lin: Any) -> None:
    kettle = next(c for c in activity_page(bench.house, shop_of(bench), SATURDAY, KEY).candidates if c.sku == "KZ-041")
    at(bench.house.now, SATURDAY, 10)
    move_entry(bench.house, shop_of(bench), "new_year_goods-2027", kettle.item_id, "KZ-041", "draft", "Lin", price=Decimal(150),
               units=5)
    answer = lin.get(reverse("activity_sheet", args=[bench.mine.pk, "new_year_goods-2027"]))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
    assert book.sheet_names == ["File these", "Not these, and why", "About this sheet"]
    assert book.get_sheet_by_name("File these").to_python()[0][0] == "商品ID"
    assert [row[1] for row in book.get_sheet_by_name("Not these, and why").to_python()[1:]].count("KZ-041") >= 1


def test_where_days_and_rules_come_from_stands_in_the_readers_language(bench: Workbench, lin: Any) -> None:
    """Of an event's windows and of every rule; the paper says it as the page does."""
    mei = bench.browser(bench.person("mei@x.example", (Role.OPERATOR, bench.mine.client)), headers={"Accept-Language": "zh-hans"})
    for place in (reverse("activity", args=[bench.mine.pk, KEY]), reverse("rules")):
        chinese, english = (browser.get(place).content.decode() for browser in (mei, lin))
        assert ("行业常识" in chinese, "trade knowledge" in chinese) == (True, False), place
        assert ("行业常识" in english, "trade knowledge" in english) == (False, True), place
    page = activity_page(bench.house, shop_of(bench), SATURDAY, KEY)
    assert "行业常识" in str(event_paper(page, "zh").shown)


def test_json_and_paper_say_what_the_page_says(bench: Workbench) -> None:
    board = activities_of(bench.house, shop_of(bench), SATURDAY)
    page = activity_page(bench.house, shop_of(bench), SATURDAY, KEY)
    jsonschema.validate(activities_json(board, "en"), SCHEMA)
    jsonschema.validate(activity_json(page, "zh"), SCHEMA)
    assert "Double 12" in str(board_paper(board, "en").shown)
    assert SKU in str(event_paper(page, "zh").shown)


def test_a_shop_without_sales_and_lines_that_name_no_item_have_a_page(bench: Workbench, tmp_path: Path) -> None:
    """Wu's shop sold nothing, then a thing of which its lines know the code alone: it stands there, and cannot be drafted."""
    wu = bench.browser(bench.person("sells@x.example", (Role.OPERATOR, bench.wus.client)))
    page, paid = f"{reverse('activity', args=[bench.wus.pk, KEY])}?on={SATURDAY}", f"{SATURDAY - timedelta(days=2)} 10:00"
    assert wu.get(page).status_code == 200
    lines = LINES + f"9001,900,{paid}:00,{paid}:30,交易成功,30.00,无退款申请,30.00,1,WU-1,\n"
    orders = ORDERS + f"900,buyer,30.00,0.00,30.00,交易成功,江苏省 苏州市 x,{paid}:00,{paid}:30,0.00,1\n"
    files = [written(tmp_path, text, f"wu-{name}.csv") for name, text in (("orders", orders), ("lines", lines))]
    take_all(bench.house, bench.wus.name, dict.fromkeys(files, nine(SATURDAY) - timedelta(hours=1)))
    shown = wu.get(page)
    assert shown.status_code == 200
    assert "WU-1" in shown.content.decode()


def test_wu_sees_none_of_it(bench: Workbench) -> None:
    wu = bench.browser(bench.person("wu@x.example", (Role.OPERATOR, bench.wus.client)))
    assert wu.get(reverse("activity", args=[bench.mine.pk, KEY])).status_code == 404
    assert wu.post(reverse("activity_step", args=[bench.mine.pk, KEY]), {"state": "draft", "item": "1"}).status_code == 404


def test_the_plan_of_the_sale_is_set_by_hand_where_too_little_is_known_to_draft_it(bench: Workbench, lin: Any) -> None:
    """The shop knows a few days: no target is drafted, and nothing is 0.  Lin sets 40,000 for the sale; then it counts, by Lin."""
    address = reverse("activity_plan", args=[bench.mine.pk, KEY])
    page = lin.get(address, {"on": str(SATURDAY)}).content.decode()
    assert "fewer than eight weeks of days are known" in page
    keep = reverse("activity_plan_keep", args=[bench.mine.pk, KEY])
    for said, answer in (({"agree": "1"}, "no target yet"), ({"kind": "total", "value": "40,000"}, "Kept."),
                         ({"kind": "total", "value": "many"}, "that is no number"),
                         ({"kind": "pages", "name": "main_wave", "due": "2026-12-06"}, "Kept."), ({"agree": "1"}, "Kept.")):
        assert answer in lin.post(keep, {"on": str(SATURDAY), **said}, follow=True).content.decode(), said
    page = lin.get(address, {"on": str(SATURDAY)}).content.decode()
    assert "Kept by lin" in page
    assert "due 6 Dec" in page
    plan = sale_plan(bench.house, shop_of(bench), SATURDAY, KEY)
    assert plan.total == Decimal(40000)
    jsonschema.validate(plan_json(plan, "en"), SCHEMA)
    assert lin.get(reverse("activity_plan", args=[bench.mine.pk, "no-such-2026"])).status_code == 404
