"""How many queries a page makes does not grow with the shops that there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daybook.domain.work import Role
from daybook.workflows.house import add_shop
from tests.reports.briefs import FULL
from tests.web.conftest import Workbench, keep

#: Page -> the queries that it may make, sessions, rights, menu and audit included.
MOST = {"agency": 10, "morning": 16, "team": 30, "hand_out": 20, "client_reports": 20, "learning": 32,
        "plan": 16, "casefile": 48, "day_of": 44, "approvals": 9, "products": 56,
        "prices": 72, "ads": 58, "orders": 58, "service": 58, "disputes": 58, "creators": 58, "activities": 58, "buyers": 58,
        "live": 30, "switchbacks": 12, "stock": 68}
MORE_SHOPS = 8


def queries(bench: Workbench, name: str) -> list[str]:
    """What a page asks the records, once what is kept for the process is filled."""
    browser = bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client)))
    parts = [] if name in ("agency", "team", "hand_out", "client_reports", "learning", "approvals") else [bench.mine.pk]
    address = reverse(name, args=[*parts, FULL.reviewed] if name == "day_of" else parts)
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return [q["sql"] for q in asked]


@pytest.fixture(scope="module")
def before_and_after(bench: Workbench) -> dict[str, tuple[list[str], list[str]]]:
    """The queries of each page with two shops, and with eight more of the same client, each with a kept morning."""
    few = {name: queries(bench, name) for name in MOST}
    for n in range(MORE_SHOPS):
        keep(bench.house, add_shop(bench.house, f"分店{n}", bench.mine.client.name, "tmall", "Asia/Shanghai", "CNY"))
    return {name: (few[name], queries(bench, name)) for name in MOST}


@pytest.mark.parametrize("name", MOST)
def test_a_page_makes_as_many_queries_with_ten_shops_as_with_two(
        before_and_after: dict[str, tuple[list[str], list[str]]], name: str) -> None:
    few, many = before_and_after[name]
    assert len(few) == len(many), "\n".join(sql[:160] for sql in many)
    assert len(many) <= MOST[name], "\n".join(sql[:160] for sql in many)
