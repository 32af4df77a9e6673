"""The market and rivals page: sets, the two-minute form with its screenshot, a saved page, and what a morning makes of them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.urls import reverse

from daybook.domain.errors import BrokenFile, WrongUsage
from daybook.domain.work import Role
from daybook.reports.report_markdown import report_text
from daybook.reports.rivals_json import rivals_json
from daybook.reports.rivals_report import rivals_paper
from daybook.sources.own.saved_page import read_page
from daybook.workflows.given import given_of, notes_of
from daybook.workflows.rivals_page import keep_look, rivals_of
from tests.web.conftest import Workbench, saturday_bench

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/rivals-show.json").read_text(encoding="utf-8"))
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
PAGE = """<html><head><title>对家壶 - 天猫</title><meta property="og:image" content="https://img.example/a.jpg">
<script type="application/ld+json">{"@type": "Product", "name": "对家壶", "offers": {"price": "119.00"}}</script></head>
<body><script>alert(1)</script><div>百亿补贴</div><span>已售 1万+</span><b>评价 3,021</b></body></html>"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        yield served


@pytest.fixture
def operator(bench: Workbench) -> Any:
    return bench.browser(bench.person("op@x.example", (Role.OPERATOR, bench.mine.client)), headers={"Accept-Language": "en"})


def test_a_rival_is_watched_looked_at_and_its_cut_is_a_named_cause(bench: Workbench, operator: Any) -> None:
    """139 two hours ago, 119 with a coupon of 10 now by the form: notes about our item that nobody typed."""
    here = [bench.mine.pk]
    operator.post(reverse("rival_watch", args=here), {"item_id": "1001", "rival": "6611", "name": "<b>对家壶</b>",
                                                      "kind": "direct",
        "valid_from": "2026-01-01"})
    shop = bench.house.shop(bench.mine.name)
    before = (bench.house.now() - timedelta(hours=2)).isoformat()
    keep_look(bench.house, shop, {"rival": "6611", "at": before, "price": "139", "coupon": "0", "tag": "无"}, "Bo")
    sent = BytesIO(PNG)
    sent.name = "shot.png"
    said = {"rival": "6611", "price": "119", "coupon": "10", "tag": "聚划算", "state": "on_sale", "picture": sent}
    assert operator.post(reverse("rival_look", args=here), said, follow=True).status_code == 200
    found = rivals_of(bench.house, shop, shop.day_of(bench.house.now()), bench.house.now())
    [line] = found.items[0].lines
    assert line.last is not None
    assert (str(line.last.pays), line.last.tag, line.due) == ("109.0000", "聚划算", False)
    page = operator.get(reverse("rivals", args=here)).content.decode()
    assert "&lt;b&gt;对家壶" in page
    assert "<b>对家壶" not in page
    picture = operator.get(reverse("rival_picture", args=[*here, Path(line.last.screenshot).stem]))
    assert (picture.status_code, picture["Content-Type"], picture.content) == (200, "image/png", PNG)
    jsonschema.validate(rivals_json(found, "en"), SCHEMA)
    assert "直接竞品" in report_text(rivals_paper(found, "zh"))
    assert not notes_of(bench.house, shop)
    given = given_of(bench.house, [shop])[shop.name]
    today = shop.day_of(bench.house.now())
    assert [(n.kind, n.object, n.from_, n.to) for n in given.notes_between(today, today)] == [
        ("rival", "1001", "139", "119"), ("rival", "1001", "0", "10"), ("rival", "1001", "no event", "聚划算")]


def test_what_is_no_picture_and_what_is_nobody_elses_is_refused(bench: Workbench, tmp_path: Path) -> None:
    shop, file = bench.house.shop(bench.mine.name), tmp_path / "shot.png"
    file.write_bytes(b"<html>not a picture")
    with pytest.raises(WrongUsage, match="no picture"):
        keep_look(bench.house, shop, {"rival": "6611", "price": "99"}, "Bo", file)
    with pytest.raises(WrongUsage, match="no picture that is kept"):
        keep_look(bench.house, shop, {"rival": "6611", "price": "99", "screenshot": "/etc/passwd"}, "Bo")
    wu = bench.browser(bench.person("wu@x.example", (Role.OPERATOR, bench.wus.client)))
    assert wu.get(reverse("rivals", args=[bench.mine.pk])).status_code == 404


@pytest.mark.parametrize("day", ["2026-02-31", "9999-12-31", "0001-01-01", "x"])
def test_a_wave_of_days_that_are_none_is_that_of_the_last_weeks(bench: Workbench, operator: Any, day: str) -> None:
    assert operator.get(reverse("rival_wave", args=[bench.mine.pk]), {"first": day, "last": day}).status_code == 200


def test_a_saved_page_tells_what_it_shows_and_no_more() -> None:
    assert read_page("a.html", PAGE.encode()) == {
        "price": "119.00", "tag": "百亿补贴", "title": "对家壶", "image": "https://img.example/a.jpg", "sold": "1万+",
        "reviews": "3021"}
    assert read_page("b.html", "<html><p>到手价 ¥88.5 原价 ¥99</p></html>".encode())["price"] == "88.5"
    odd = """<title>对家
    壶</title><script type="application/ld+json">{"@type": "Product", "offers": ["x"], "image": [{"url": "https://i.example/b"}]}
    </script>"""
    assert read_page("d.html", odd.encode()) == {"title": "对家 壶", "image": "https://i.example/b"}
    for content in (b"\x89PNG", b"<html><title>x</title></html>", b"<html><![odd[x]]><b>9</b></html>"):
        with pytest.raises(BrokenFile):
            read_page("c.html", content)


def test_a_memo_is_kept_in_versions_and_signed_once(bench: Workbench, operator: Any) -> None:
    """What was decided stands with who and when; another decision after the signature is refused, in words."""
    from daybook.workflows.rival_memo import memos_kept

    shop, here = bench.house.shop(bench.mine.name), [bench.mine.pk, "1001"]
    watched = {"item_id": "1001", "rival": "6612", "name": "邻家壶", "kind": "lost", "valid_from": "2026-01-01"}
    operator.post(reverse("rival_watch", args=[bench.mine.pk]), watched)
    assert operator.get(reverse("rival_memo", args=here)).status_code == 200
    for said in ({"decision": "keep", "text": "watch it"}, {"decision": "adjust", "text": "coupon", "sign": "1"}):
        assert operator.post(reverse("rival_memo_keep", args=here), said).status_code == 302
    refused = operator.post(reverse("rival_memo_keep", args=here), {"decision": "change", "text": "no"}, follow=True)
    assert "is signed by" in refused.content.decode()
    [kept] = [m for m in memos_kept(shop, "1001", bench.house.now()) if m.on == shop.day_of(bench.house.now())][:1]
    assert (kept.decision, kept.text, kept.signed) == ("adjust", "coupon", True)
    assert operator.post(reverse("rival_memo_keep", args=here), {"decision": "sell"}, follow=True).status_code == 200
