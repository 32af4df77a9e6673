"""Channel allotments on a page: what is there, what each shop may sell, what a slow sync would oversell, and who may see it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from daybook.domain.work import Role
from daybook.workflows.allot import shared, take
from tests.web.conftest import Workbench


@pytest.fixture
def counted(bench: Workbench) -> Iterator[Any]:
    """Bo counts 100 kettles, of which 10 are held back for live shows; the stock is gone after the test."""
    from daybook.records import models

    bo = bench.browser(bench.person("allots@x.example", (Role.OPERATOR, bench.mine.client)))
    bo.post(reverse("count_stock", args=[bench.mine.client_id]), {"product": "KZ041", "units": "100"})
    yield bo
    models.StockPool.objects.all().delete()


def page(browser: Any, bench: Workbench, product: str = "KZ041") -> str:
    answer = browser.get(reverse("allot", args=[bench.mine.client_id]), {"product": product})
    assert answer.status_code == 200
    return str(answer.content.decode())


def give(browser: Any, bench: Workbench, **units: str) -> str:
    said = {f"units-{getattr(bench, name).pk}": n for name, n in units.items()}
    answer = browser.post(reverse("give_allotment", args=[bench.mine.client_id]), {"product": "KZ041", **said}, follow=True)
    return str(answer.content.decode())


def test_what_was_counted_is_shared_out_and_never_more_than_is_there_beyond_the_reserve(bench: Workbench, counted: Any) -> None:
    """Ten of a hundred are held back: ninety may be given, ninety-one may not, and nothing of a refused sharing is kept."""
    assert "KZ041" in page(counted, bench)
    give(counted, bench, mine="60", second="30")
    now = shared(bench.mine.client.name, "KZ041")
    assert (now.sellable, now.reserve, now.allotted, now.free) == (100, 10, 90, 0)
    assert "比预留之外的还多" in give(counted, bench, second="31")
    assert shared(bench.mine.client.name, "KZ041").allotted == 90


def test_a_field_left_empty_leaves_its_shop_and_what_orders_took_cannot_be_taken_away(bench: Workbench, counted: Any) -> None:
    give(counted, bench, mine="60", second="30")
    assert take(bench.house, bench.mine.name, "KZ041", 50, "order-1")
    give(counted, bench, second="20")
    assert {s.shop: (s.units, s.taken) for s in shared(bench.mine.client.name, "KZ041").shops} == {
        bench.mine.name: (60, 50), bench.second.name: (20, 0)}
    assert "比已占用的还少" in give(counted, bench, mine="49")


def test_the_page_tells_what_a_sync_of_the_rulebooks_minutes_would_oversell(bench: Workbench, counted: Any) -> None:
    said = page(counted, bench)
    assert "每 10 分钟" in said
    assert "每 20 分钟" in said
    stated = counted.get(reverse("allot", args=[bench.mine.client_id]), {"product": "KZ041", "sync": "45"}).content.decode()
    assert "每 45 分钟" in stated
    assert "每 10 分钟" not in stated
    endless = counted.get(reverse("allot", args=[bench.mine.client_id]), {"product": "KZ041", "sync": "9" * 5000})
    assert endless.status_code == 200


@pytest.mark.parametrize("said", ["-1", "1.5", "many", "9" * 9, "9" * 5000])
def test_what_is_no_number_of_units_is_refused_and_said(bench: Workbench, counted: Any, said: str) -> None:
    assert "不是件数" in give(counted, bench, mine=said)
    assert not shared(bench.mine.client.name, "KZ041").shops


def test_who_sees_one_shop_alone_sees_no_stock_of_the_client(bench: Workbench, counted: Any) -> None:
    """A stock says what the other shops sell; who may see one of them has no business with it."""
    one = bench.browser(bench.person("one@x.example", (Role.OPERATOR, bench.mine.client), shops=(bench.mine,)))
    assert one.get(reverse("allot", args=[bench.mine.client_id])).status_code in (403, 404)
    assert "allotments" not in one.get(reverse("stock", args=[bench.mine.pk])).content.decode()
    assert "allotments" in counted.get(reverse("stock", args=[bench.mine.pk])).content.decode()
