"""How many queries a page makes does not grow with what stands on it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from daybook.domain.work import Role
from daybook.workflows.house import add_shop
from tests.web.conftest import Workbench, keep

#: Page -> the queries that it may make, sessions, rights, menu and audit included.
MOST = {"agency": 14, "morning": 16, "team": 18, "plan": 18, "casefile": 26, "day": 26, "approvals": 16, "products": 36}


@pytest.fixture(scope="module")
def grown(bench: Workbench) -> Workbench:
    """The client has eight shops more, each with a kept morning."""
    for n in range(8):
        keep(bench.house, add_shop(bench.house, f"分店{n}", bench.mine.client.name, "tmall", "Asia/Shanghai", "CNY"))
    return bench


@pytest.mark.parametrize("name", MOST)
def test_a_page_makes_few_queries_however_many_shops_there_are(grown: Workbench, name: str) -> None:
    browser = grown.browser(grown.person("mei@x.example", (Role.DIRECTOR, grown.mine.client)))
    address = reverse(name) if name in ("agency", "team", "approvals") else reverse(name, args=[grown.mine.pk])
    browser.get(address)                                    # the first one fills what is kept for the process
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    assert len(asked) <= MOST[name], "\n".join(q["sql"][:160] for q in asked)
