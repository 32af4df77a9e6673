"""From a number of any page to its rows: which days, as known when, in which order, and back into a workbook."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse

from daybook.domain.work import Role
from daybook.reports.report import Days, Number, Report
from tests.web.conftest import Workbench, saturday_bench
from tests.workflows.given_house import ITEM, SHOP
from tests.workflows.worked_house import SATURDAY

THURSDAY = SATURDAY - timedelta(days=2)
KNOWN = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with saturday_bench(tmp_path_factory) as served:
        yield served


@pytest.fixture
def bo(bench: Workbench) -> Any:
    return bench.browser(bench.person("bo@x.example", (Role.OPERATOR, bench.mine.client)), headers={"Accept-Language": "en"})


def opened(browser: Any, address: str, **asked: str) -> str:
    answer = browser.get(address, asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def items(page: str) -> list[str]:
    """The listings of the lines, in the order of the page."""
    return re.findall(f"<td>({'|'.join(ITEM.values())})</td>", page)


def test_rows_sort_by_their_heads_are_found_and_go_along_as_they_are_sorted(bench: Workbench, bo: Any) -> None:
    import python_calamine

    address, asked = reverse("rows", args=[bench.mine.pk, "line_gmv", SATURDAY]), {"since": str(THURSDAY)}
    up = items(opened(bo, address, **asked, **{"rows-sort": "item_id"}))
    assert up == sorted(up)
    assert set(up) == set(ITEM.values())
    page = opened(bo, address, **asked, **{"rows-sort": "-item_id"})
    assert items(page) == up[::-1]
    assert 'aria-sort="descending"' in page
    assert f"?since={THURSDAY}&amp;rows-sort=item_id" in page, "the next press turns it round, of the same days"
    mugs = opened(bo, address, **asked, **{"rows-find": ITEM["MUG-007"]})
    assert set(items(mugs)) == {ITEM["MUG-007"]}
    answer = bo.get(address, {**asked, "rows-sort": "-item_id", "as": "xlsx", "of": "rows"})
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    place = next(n for n, cell in enumerate(rows[1]) if cell in ITEM.values())
    assert [row[place] for row in rows[1:]] == up[::-1]


@pytest.mark.parametrize("asked", [{"known": "never"}, {"known": "2026-11-23T09:00:00"}, {"since": "2027-01-01"}, {"since": "x"},
                                   {"rows-sort": "no_such_column"}, {"no_such_column": "1"}])
def test_what_an_address_cannot_mean_is_said_and_nothing_breaks(bench: Workbench, bo: Any, asked: dict[str, str]) -> None:
    address = reverse("rows", args=[bench.mine.pk, "line_gmv", SATURDAY])
    assert "No rows to show" in opened(bo, address, **asked)
    assert bo.get(address, asked | {"as": "xlsx"}).status_code == 400


def number(metric: str, **said: Any) -> Number:
    return Number("Paid", "1", said.pop("missing", ""), "", (), "", metric, **said)


@pytest.mark.parametrize(("one", "days", "leads_to"), [
    (number("paid_gmv"), (THURSDAY, THURSDAY), "/shop/7/rows/paid_gmv/{friday}/?known="),
    (number("paid_gmv"), (THURSDAY - timedelta(days=6), THURSDAY), "/shop/7/rows/paid_gmv/{friday}/?since={week}&known="),
    (number("month_to_date", since=date(2026, 10, 1)), (THURSDAY, THURSDAY),
     "/shop/7/rows/month_to_date/{friday}/?since=2026-10-01&known="),
    (number("visitors", read=True), (THURSDAY, THURSDAY), "#readings"),
    (number("paid_gmv", missing="not in yet"), (THURSDAY, THURSDAY), ""),
    (number("waiting"), (THURSDAY, THURSDAY), "")])
def test_a_number_of_a_report_leads_to_the_rows_of_its_days_as_it_knew_them(
        bench: Workbench, one: Number, days: tuple[date, date], leads_to: str) -> None:
    from daybook.web.templatetags.daybook_tags import rows_of

    report = Report("", "", "", (), (), (one,), (), Days(*days, KNOWN))
    wanted = leads_to.format(friday=THURSDAY + timedelta(days=1), week=THURSDAY - timedelta(days=6))
    found = rows_of(7, report, one)
    assert found.startswith(wanted)
    assert bool(found) == bool(wanted)


def test_the_watch_leads_to_what_a_person_read_and_looks_at_the_shop_once(
        bench: Workbench, bo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """At nine a reading of 8:50 is the newest number of the day, so that the paid amount leads to it."""
    from daybook.web.views import rhythm
    from daybook.workflows import watch as workflow
    from daybook.workflows.ticks import tick

    tick(bench.house, SHOP, "08:50", {"paid": "1234.50", "visitors": "321"})
    monkeypatch.setattr(rhythm, "clock", bench.house.now)
    looked: list[int] = []

    def counted(*asked: Any) -> Any:
        looked.append(1)
        return workflow.watch_closely(*asked)

    monkeypatch.setattr(rhythm, "watch_closely", counted)
    monkeypatch.setattr("daybook.workflows.evening.watch_closely", counted)
    page = opened(bo, reverse("watch", args=[bench.mine.pk]))
    assert len(looked) == 1
    assert '<a class="value" href="#readings"' in page
    assert "¥1,234.50" in page[page.index('id="readings"'):]
