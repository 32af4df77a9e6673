"""The agency's board: most money at risk first, found by name and by what happened, and opened without a morning."""

import re
import zlib
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
import python_calamine

from daybook.domain.work import Role
from daybook.workflows.house import add_shop
from tests.reports.briefs import FULL
from tests.web.conftest import Workbench
from tests.workflows.kept_briefs import keep_brief

RISKS = {"甲店": 900, "乙店": 9000, "丙店": 90}


@pytest.fixture(scope="module")
def agency(bench: Workbench) -> Workbench:
    """Five shops of Mei's client with different money at risk."""
    first = FULL.findings[0]
    assert first.at_stake is not None
    for name, risk in RISKS.items():
        shop = add_shop(bench.house, name, bench.mine.client.name, "tmall", "Asia/Shanghai", "CNY")
        found = replace(first, direction="down", at_stake=replace(first.at_stake, mid=Decimal(risk)))
        keep_brief(bench.house, replace(FULL, shop=name, client=shop.client, findings=(found,)))
    return bench


def page(bench: Workbench, address: str, **headers: str) -> str:
    answer = bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client))).get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def shops(html: str) -> list[str]:
    return re.findall(r'<td><a href="/shop/\d+/"><b>(.+?)</b>', html)


def test_shops_stand_by_the_money_at_risk(agency: Workbench) -> None:
    listed = shops(page(agency, "/shops/"))
    assert listed.index("乙店") < listed.index("甲店") < listed.index("丙店")
    assert sorted(listed) == sorted([*RISKS, agency.mine.name, agency.second.name])


def test_shops_stand_by_any_number_and_go_into_the_workbook_so(agency: Workbench) -> None:
    listed = shops(page(agency, "/shops/?sort=risk"))
    assert listed.index("丙店") < listed.index("甲店") < listed.index("乙店")
    answer = agency.browser(agency.person("mei@x.example", (Role.DIRECTOR, agency.mine.client))).get("/shops/?sort=-risk&as=xlsx")
    heads, *lines = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines] == shops(page(agency, "/shops/?sort=-risk"))
    assert dict(zip(heads, lines[0], strict=True))["发生了什么"]


def test_a_shop_is_found_by_its_name_its_client_or_what_happened(agency: Workbench) -> None:
    assert shops(page(agency, "/shops/?find=乙店")) == ["乙店"]
    assert len(shops(page(agency, f"/shops/?find={agency.mine.client.name}"))) == 5
    assert shops(page(agency, "/shops/?find=nobody")) == []
    assert agency.wus.name not in page(agency, "/shops/").split("</header>")[1]


def test_a_line_that_older_code_kept_says_the_same(agency: Workbench) -> None:
    from daybook.records import models

    before = page(agency, "/shops/").split("<table")[1]
    lines = models.MorningLine.objects.filter(shop__name="甲店")
    assert lines.update(said=b"", gist={"at_risk": "1"}) == 1
    assert page(agency, "/shops/").split("<table")[1] == before


def test_a_line_that_cannot_be_read_takes_no_other_off_the_board(agency: Workbench) -> None:
    """What other code kept is shown as not made, until its morning is made again."""
    from daybook.records import models

    assert models.MorningLine.objects.filter(shop__name="乙店").update(said=zlib.compress(b'{"shop": 1}')) == 1
    assert sorted(shops(page(agency, "/shops/"))) == sorted([*RISKS, agency.mine.name, agency.second.name])
