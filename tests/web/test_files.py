"""Files dropped on the page: sorted among the dropper's shops only, told what was read, and mended in place."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daybook.domain.work import Role
from tests.orders import write_orders
from tests.web.conftest import Workbench

ORDERS = """
    order | created             | paid_at             | due    | paid   | buyer | units | shop
    1001  | 2026-11-22 10:00:00 | 2026-11-22 10:01:00 | 199.00 | 199.00 | a     | 1     | {shop}
    1002  | 2026-11-22 11:00:00 | 2026-11-22 11:01:00 | 89.00  | 89.00  | b     | 1     | {shop}
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    return tmp_path / "ExportOrderList.csv"


def drop(bench: Workbench, user: object, file: Path | SimpleUploadedFile, **said: str) -> tuple[int, str]:
    browser = bench.browser(user)
    sent = file if isinstance(file, SimpleUploadedFile) else SimpleUploadedFile(file.name, file.read_bytes())
    answer = browser.post(reverse("drop_file"), {"file": sent, **said})
    return answer.status_code, answer.content.decode()


def test_a_file_says_what_was_read_and_the_second_time_that_nothing_is_new(bench: Workbench, orders: Path):
    bo = bench.person("bo@files.example", (Role.OPERATOR, bench.mine.client))
    write_orders(orders, ORDERS.format(shop=bench.mine.name))
    status, said = drop(bench, bo, orders)
    assert status == 200
    assert bench.mine.name in said
    assert "已导入" in said
    status, said = drop(bench, bo, orders)
    assert "无变化" in said


def test_a_file_of_another_client_is_not_taken_in_by_name_or_by_choice(bench: Workbench, orders: Path):
    from daybook.records import models

    bo = bench.person("bo@files.example", (Role.OPERATOR, bench.mine.client))
    write_orders(orders, ORDERS.format(shop=bench.wus.name).replace("100", "900"))
    assert drop(bench, bo, orders, shop=bench.wus.name)[0] == 403
    status, said = drop(bench, bo, orders)
    assert status == 200
    assert not models.Landing.objects.filter(shop=bench.wus).exists()
    assert "等你回答" in said

    [asked] = models.Question.objects.filter(answered_at=None)
    assert bench.wus.name not in asked.choices
    wu = bench.person("wu@files.example", (Role.ADMIN, bench.wus.client))
    assert asked.text not in bench.browser(wu).get(reverse("upload")).content.decode()
    answer = reverse("answer_question", args=[asked.key])
    assert bench.browser(wu).post(answer, {"answer": bench.wus.name}).status_code == 404
    assert bench.browser(bo).post(answer, {"answer": bench.wus.name}).status_code == 403
    bench.browser(bo).post(answer, {"answer": bench.second.name})
    assert not models.Landing.objects.filter(state="loaded", shop__in=(bench.second, bench.wus)).exists(), (
        "a file that states another shop's name is no answer's to give away")


def test_what_is_no_export_is_not_even_kept(bench: Workbench):
    bo = bench.person("bo@files.example", (Role.OPERATOR, bench.mine.client))
    status, said = drop(bench, bo, SimpleUploadedFile("run.exe", b"MZ"))
    assert status == 422
    assert ".csv" in said
    assert not list((bench.house.home / "inbox" / "dropped").rglob("run.exe"))


def test_a_table_that_no_reader_knows_is_mended_in_place(bench: Workbench):
    from daybook.records import models

    bo = bench.person("bo@files.example", (Role.OPERATOR, bench.mine.client))
    table = "bon,jour,montant,acheteur\n" + "\n".join(f"{n},2026-11-2{n % 3},{20 + n}.50,client{n}" for n in range(1, 30))
    drop(bench, bo, SimpleUploadedFile("caisse.csv", table.encode()), shop=bench.mine.name)
    row = models.Landing.objects.get(name="caisse.csv")
    assert row.state == "unknown"
    page = reverse("mapping", args=[bench.mine.pk, row.key])
    browser = bench.browser(bo)
    assert "[" in browser.get(page).content.decode()
    wu = bench.person("wu@files.example", (Role.ADMIN, bench.wus.client))
    assert bench.browser(wu).get(page).status_code == 404
    assert bench.browser(wu).get(reverse("mapping", args=[bench.wus.pk, row.key])).status_code == 404
    said = {"by_column": "1", "text": "", "kind": "orders", "header": ["bon", "jour", "montant", "acheteur"], "read-0": "order_id",
            "read-1": "", "read-2": "amount", "read-3": "buyer"}
    lacking = browser.post(page, said).content.decode()
    assert "列映射读不出来" not in lacking
    assert "还需指定" in lacking, "a column that is needed and not named is asked for"
    tried = browser.post(page, {**said, "read-1": "ordered_at"}).content.decode()
    assert "29 行" in tried
    assert not models.LandedTable.objects.filter(landing=row).exists(), "tried, not kept"
    assert browser.post(page, {**said, "read-1": "ordered_at", "keep": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "loaded"


def test_the_page_is_told_how_far_a_long_reading_is_and_nobody_else(bench: Workbench):
    from daybook.domain.progress import say
    from daybook.web.waiting import waited_for

    bo = bench.person("bo@files.example", (Role.OPERATOR, bench.mine.client))
    wu = bench.person("wu@files.example", (Role.ADMIN, bench.wus.client))
    far = reverse("drop_far", args=["0123456789abcdef"])
    with waited_for(bo.pk, "0123456789abcdef"):
        assert "在等前一个文件" in bench.browser(bo).get(far).content.decode()
        say("rows", 76_821)
        assert "正在读取 76,821 行" in bench.browser(bo).get(far).content.decode()
        assert bench.browser(wu).get(far).content == b""
    assert bench.browser(bo).get(far).content == b""


def test_a_file_sent_with_a_name_for_its_progress_is_read_like_any_other(bench: Workbench, orders: Path):
    bo = bench.person("bo@files.example", (Role.OPERATOR, bench.mine.client))
    write_orders(orders, ORDERS.format(shop=bench.mine.name).replace("100", "700"))
    status, said = drop(bench, bo, orders, token="0123456789abcdef")
    assert status == 200
    assert "已导入" in said
