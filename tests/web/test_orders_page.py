"""The orders page, its workbook and its answer for scripts, on a real house."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from daybook.domain.work import Role
from daybook.reports.orders_json import orders_json
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.orders_page import orders_of
from tests.orders import write_orders
from tests.web.conftest import Workbench, saturday_bench
from tests.workflows.worked_house import SATURDAY, nine

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/orders.json").read_text(encoding="utf-8"))
LONG_ID = "4105039900159751075"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """With an export of an hour before nine that holds one order without a payment, placed yesterday at 20:00."""
    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        file = write_orders(tmp_path_factory.mktemp("late") / "late.csv", f"""
            order     | created                                  | paid_at | due    | paid
            {LONG_ID} | {SATURDAY - timedelta(days=1)} 20:00:00  |         | 200.00 | 0.00
        """)
        [report] = ingest(served.house, [Incoming(served.mine.name, file, nine(SATURDAY) - timedelta(hours=1))])
        assert report.state == "loaded"
        yield served


@pytest.fixture
def packer(bench: Workbench) -> Any:
    return bench.browser(bench.person("pa@x.example", (Role.WAREHOUSE, bench.mine.client)), headers={"Accept-Language": "en"})


def test_the_warehouse_sees_what_closes_soon_and_what_cannot_be_told(bench: Workbench, packer: Any) -> None:
    """Closed at 20:00, eleven hours on: 15 % of 200 is at risk. No export of the shop tells dispatch or delivery."""
    page = packer.get(reverse("orders_of", args=[bench.mine.pk, SATURDAY])).content.decode()
    assert LONG_ID in page
    assert "Unpaid, closes soon" in page
    assert "¥30.00" in page
    assert "no export of the shop tells it" in page
    assert "Your order is kept until" in page
    assert "rows/orders_created" not in page             # the warehouse sees work, not the shop's numbers


def test_the_workbook_keeps_ids_as_text(bench: Workbench, packer: Any) -> None:
    answer = packer.get(reverse("orders_of", args=[bench.mine.pk, SATURDAY]), {"as": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert LONG_ID in [cell for row in rows for cell in row]


def test_scripts_get_the_same_by_the_schema(bench: Workbench) -> None:
    told = orders_json(orders_of(bench.house, bench.house.shop(bench.mine.name), SATURDAY), "en")
    jsonschema.validate(told, SCHEMA)
    [one] = told["abnormal"]
    assert (one["kind"], one["order_id"], one["owner"], one["at_risk"]["mid"]) == ("unpaid", LONG_ID, "service", "30.00")
    assert {"what": "scan", "why": "no export of the shop tells it"} in told["untold"]
