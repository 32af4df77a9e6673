"""Tables of the pages: how they sort, how they are searched, and what goes into a workbook."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from daybook.domain.work import Role
from tests.web.conftest import Workbench

KETTLE, MUG, LID = ("737104", "Kettle", Decimal("199.00"), date(2026, 11, 1)), ("000812", "mug", None, date(2026, 11, 20)), (
    "000900", "Lid", Decimal("12.50"), date(2026, 11, 20))
Asked = Callable[..., Any]


@pytest.fixture
def asked(bench: Workbench) -> Asked:
    """A table of three products as an address asks for it."""
    from daybook.web.tables import Col, table

    cols = (Col("id", "ID", lambda row: row[0]), Col("name", "Product", lambda row: row[1]),
            Col("paid", "Paid", lambda row: row[2], number=True),
            Col("on", "Day", lambda row: row[3], choice=True, down=True), Col("act", "Do it"))

    def made(question: str, **said: Any) -> Any:
        return table(RequestFactory().get(f"/{question}"), cols, (KETTLE, MUG, LID), **said)

    return made


def names(made: Any) -> list[str]:
    return [row.record["record"][1] for row in made.paginated_rows]


@pytest.mark.parametrize(("question", "shown"), [
    ("", ["Kettle", "mug", "Lid"]),
    ("?sort=name", ["Kettle", "Lid", "mug"]),
    ("?sort=paid", ["Lid", "Kettle", "mug"]),
    ("?sort=-paid", ["Kettle", "Lid", "mug"]),
    ("?sort=act", ["Kettle", "mug", "Lid"]),
    ("?sort=nothing-of-the-kind", ["Kettle", "mug", "Lid"]),
    ("?find=000", ["mug", "Lid"]),
    ("?find=lid+12.5", ["Lid"]),
    ("?find=kettle+mug", []),
    ("?on=2026-11-20&sort=id", ["mug", "Lid"]),
    ("?page=99", ["Kettle", "mug", "Lid"]),
    ("?page=-1", ["Kettle", "mug", "Lid"])])
def test_rows_as_they_are_asked_for_and_the_absent_last_either_way(asked: Asked, question: str, shown: list[str]) -> None:
    assert names(asked(question)) == shown


def test_a_press_on_a_head_puts_the_largest_on_top_and_a_second_one_the_smallest(asked: Asked) -> None:
    heads = {h["col"].name: h for h in asked("?find=0&sort=-paid").heads}
    assert (heads["paid"]["to"], heads["paid"]["sorted"]) == ("?find=0&sort=paid", "descending")
    assert heads["name"]["to"] == "?find=0&sort=name"
    assert heads["act"]["to"] == "", "buttons have no order"


def test_groups_keep_together_in_any_order(asked: Asked) -> None:
    by_day = {"group": lambda row: (row[3], str(row[3]))}
    assert names(asked("?sort=-name", **by_day)) == ["Kettle", "mug", "Lid"]
    assert names(asked("?sort=name", **by_day)) == ["Kettle", "Lid", "mug"]


def test_a_word_in_a_column_of_numbers_stands_last_either_way(bench: Workbench) -> None:
    from daybook.reports.paper import Cell, Table
    from daybook.web.tables import paper_table

    rows = tuple((Cell(name), cell) for name, cell in (
        ("a", Cell("—")), ("b", Cell("7", Decimal(7))), ("c", Cell("")), ("d", Cell("12", Decimal(12)))))
    for question, shown in (("t-sort=c1", "bdac"), ("t-sort=-c1", "dbac")):
        made = paper_table(RequestFactory().get(f"/?{question}"), Table("t", ("Name", "Number"), rows), "t")
        assert "".join(row.record["record"][0].text for row in made.paginated_rows) == shown


def test_two_tables_of_a_page_are_asked_apart(asked: Asked) -> None:
    second = asked("?sort=name&other-sort=-name&other-page=2", name="other", rows=2)
    assert names(second) == ["Kettle"]
    assert second.others == [("sort", "name")]
    assert second.before == "?sort=name&other-sort=-name&other-page=1"


def test_a_workbook_holds_every_row_that_fits_with_ids_as_text(asked: Asked) -> None:
    from daybook.web.tables import workbook

    rows = sheet(workbook(asked("?find=000&sort=-name", rows=1)).content)
    assert rows == [["ID", "Product", "Paid", "Day"], ["000812", "mug", "", date(2026, 11, 20)],
                    ["000900", "Lid", 12.5, date(2026, 11, 20)]]


def sheet(content: bytes) -> Sequence[Any]:
    import python_calamine

    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


PAGES = {"agency": False, "team": False, "hand_out": False, "client_reports": False, "learning": False, "rules_tried": True,
         "upload": False, "people": False, "audit": False, "clients": False, "rules": False,
         "messages": False, "clock": False, "costs": True, "targets": True, "notes": True, "calendar": True, "limits": True,
         "sources": True, "patrol": True, "products": True, "casefile": True}


@pytest.mark.parametrize("name", PAGES)
def test_every_table_of_a_page_goes_into_a_workbook_and_every_head_sorts(bench: Workbench, name: str) -> None:
    """Whoever runs the house sees all of them; a page without rows yet has no table."""
    browser = bench.browser(bench.person("root@x.example", (Role.ADMIN, None)), headers={"Accept-Language": "en"})
    address = reverse(name, args=[bench.mine.pk] if PAGES[name] else [])
    page = browser.get(address).content.decode()
    keys = re.findall(r'class="boarded" id="table-([\w-]+)"', page)
    for key in keys:
        answer = browser.get(address, {"as": "xlsx", "of": key})
        heads = sheet(answer.content)[0]
        assert all(heads), f"{name} {key}: a column without words"
    tos = {to.replace("&amp;", "&") for to in re.findall(r'id="sort-[\w-]+" href="([^"]*)"', page)}
    assert len(tos) >= 2 * len(keys)
    sorted_by = browser.get(address + sorted(tos)[0]) if tos else None
    assert sorted_by is None or 'aria-sort="' in sorted_by.content.decode()
