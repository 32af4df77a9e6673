"""The buyers page from an export to a crowd that leaves the house: who may take what, what is refused, and one forgotten."""

import json
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.urls import reverse

from daybook.domain.work import Role
from daybook.reports.buyers_json import book_json, crowd_json
from daybook.reports.buyers_report import buyers_paper
from daybook.workflows.buyer_books import book_for_page
from daybook.workflows.crowds import crowd_from, crowd_of, taken_out
from daybook.workflows.house import add_shop
from daybook.workflows.ingest import Incoming, ingest
from tests.web.conftest import Workbench, saturday_bench
from tests.workflows.test_crowds import ON, write

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/buyers.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """With a Shopify shop of the same client: sixty buyers of two orders each."""
    from daybook.records import models

    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        own = add_shop(served.house, "mugs", served.mine.client.name, "shopify", "UTC", "USD")
        moment = own.moment(ON, time(0, 30))
        [report] = ingest(served.house, [Incoming("mugs", write(tmp_path_factory.mktemp("shopify") / "orders.csv"), moment)])
        assert report.state == "loaded"
        yield Workbench(served.house, models.Shop.objects.get(name="mugs"), served.mine, served.wus)


def page(bench: Workbench, browser: Any, more: str = "") -> str:
    return str(browser.get(reverse("buyers_of", args=[bench.mine.pk, ON]) + more).content.decode())


def test_the_page_tells_who_came_again_and_what_it_cannot_tell(bench: Workbench) -> None:
    mei = bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client)), headers={"Accept-Language": "en"})
    shown = page(bench, mei)
    assert "120 of 120 orders carry a buyer (100.0%)" in shown
    assert "60 buyers" in shown
    assert "are too few to foretell" in shown              # sixty buyers hold no model
    assert "2026-10" in shown
    assert "fewer than 50: not shown" in shown             # nobody came three times
    asked = page(bench, mei, "?orders_from=2&last_to_days=30")
    assert "number_of_orders &gt;= 2 AND last_order_date &gt;= -30d" in asked
    assert "is above" in page(bench, mei, "?orders_from=3&orders_to=2")


def test_hashes_are_for_who_agrees_to_changes_and_each_time_is_written_down(bench: Workbench) -> None:
    ads = bench.browser(bench.person("ada@x.example", (Role.ADS, bench.mine.client)), headers={"Accept-Language": "en"})
    mei = bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client)), headers={"Accept-Language": "en"})
    address, before = reverse("buyers_crowd", args=[bench.mine.pk]), len(taken_out(bench.house.shop("mugs")))
    told = ads.post(address, {"orders_from": "1", "kind": "hash"}, follow=True).content.decode()
    assert "account manager or a director" in told
    assert len(taken_out(bench.house.shop("mugs"))) == before
    assert "Take hashes of who agreed" not in page(bench, ads, "?orders_from=1")
    answer = mei.post(address, {"orders_from": "2", "orders_to": "1", "kind": "hash"}, follow=True).content.decode()
    assert "nobody is in it" in answer
    assert "nobody is in it" in taken_out(bench.house.shop("mugs"))[0].refused
    log = mei.get(reverse("buyers_privacy", args=[bench.mine.pk])).content.decode()
    assert "refused" in log
    chinese = bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client)))
    assert "没有人符合" in chinese.get(reverse("buyers_privacy", args=[bench.mine.pk])).content.decode()


def test_what_is_forgotten_is_asked_of_who_may(bench: Workbench) -> None:
    mei = bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client)), headers={"Accept-Language": "en"})
    told = mei.post(reverse("buyers_forget", args=[bench.mine.pk]), {"who": "buyer7@example.com"}, follow=True).content.decode()
    assert "2 rows lead to nobody now." in told
    assert "buyer7" not in told
    assert "names nobody" in mei.post(reverse("buyers_forget", args=[bench.mine.pk]), {"who": "7**"}, follow=True).content.decode()


def test_json_is_as_its_schema_says_in_both_languages(bench: Workbench) -> None:
    shop = bench.house.shop("mugs")
    for language in ("zh", "en"):
        book = book_for_page(bench.house, shop, ON)
        jsonschema.validate(book_json(book, language), SCHEMA)
        jsonschema.validate(crowd_json(crowd_of(bench.house, shop, ON, crowd_from({"orders_from": "1"})), language), SCHEMA)
        assert "60" in str(buyers_paper(book, language))
