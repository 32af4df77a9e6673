"""The page of reviews and buyer questions, the command and the API, on a real house."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.urls import reverse

from daybook.desks import reputation
from daybook.domain.entry import EntryKind
from daybook.domain.errors import WrongUsage
from daybook.domain.work import Role
from daybook.reports.report_markdown import report_text
from daybook.reports.reputation_json import reputation_json
from daybook.reports.reputation_report import reputation_paper
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.copy_brief import copy_brief
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.products import seen_of
from daybook.workflows.reputation_page import mark_review, reputation_of
from tests.web.conftest import Workbench, saturday_bench
from tests.workflows.given_house import LINES
from tests.workflows.worked_house import SATURDAY, nine

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/reviews.json").read_text(encoding="utf-8"))
NIGHT = f"{SATURDAY} 07:30:00"
YESTERDAY = f"{SATURDAY - timedelta(days=1)} 20:00:00"
REVIEWS = f"""item_id,stars,review_text,written_at,review_id
1001,1,用了起红疹去了医院<script>alert(1)</script>,{NIGHT},r-rash
1001,2,物流太慢了等了六天,{YESTERDAY},r-slow
1001,5,很好,{YESTERDAY},r-good
"""
QUESTIONS = f"""问题ID,商品ID,问题,提问时间
q1,1001,会掉色吗,{YESTERDAY}
q2,1001,颜色和图片一样吗,{YESTERDAY}
"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """With reviews and questions exported half an hour before nine."""
    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        folder = tmp_path_factory.mktemp("talk")
        for name, text in (("reviews.csv", REVIEWS), ("questions.csv", QUESTIONS)):
            (folder / name).write_text(text, encoding="utf-8")
            [report] = ingest(served.house, [Incoming(served.mine.name, folder / name, nine(SATURDAY) - timedelta(minutes=30))])
            assert report.state == "loaded", report
        yield served


@pytest.fixture
def agent(bench: Workbench) -> Any:
    return bench.browser(bench.person("se@x.example", (Role.SERVICE, bench.mine.client)), headers={"Accept-Language": "en"})


def page(bench: Workbench, browser: Any) -> str:
    return str(browser.get(reverse("reputation_of", args=[bench.mine.pk, SATURDAY])).content.decode())


def test_service_sees_clock_causes_and_draft_and_no_word_of_a_buyer_runs(bench: Workbench, agent: Any) -> None:
    """Written at 07:30: the rash is within its four hours at nine and stands first; the slow parcel of last night is past them."""
    shown = page(bench, agent)
    assert "Within four hours" in shown
    assert "Past four hours" in shown
    assert "bodily harm" in shown
    assert shown.index("起红疹") < shown.index("物流太慢")
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert "请先停止使用" in shown
    assert "很好" not in shown


def test_questions_stand_with_facts_and_the_pages_part(bench: Workbench, agent: Any) -> None:
    shown = page(bench, agent)
    assert "会掉色吗" in shown or "颜色和图片一样吗" in shown
    assert "a photo in daylight, and whether colours run" in shown


def test_a_review_seen_to_is_a_line_of_the_operating_file(bench: Workbench, agent: Any) -> None:
    address = reverse("reputation_keep", args=[bench.mine.pk])
    assert agent.post(address, {"review": "r-slow", "done": "called the buyer"}, follow=True).status_code == 200
    assert agent.post(address, {"review": "r-slow", "done": "called the buyer"}, follow=True).status_code == 200
    shop = bench.house.shop(bench.mine.name)
    asked = Asked(nine(SATURDAY) - timedelta(days=1), bench.house.now() + timedelta(days=1))
    [line] = [e for e in entries([shop], asked) if e.kind is EntryKind.DID and e.object == "r-slow"]
    assert line.note == "called the buyer"
    found = reputation_of(bench.house, shop, SATURDAY, bench.house.now())
    assert next(one for one in found.reviews if one.review.review_id == "r-slow").done == "called the buyer"
    assert "called the buyer" in page(bench, agent)


def test_a_reward_for_a_rating_is_refused(bench: Workbench) -> None:
    with pytest.raises(WrongUsage, match="reward"):
        mark_review(bench.house, bench.mine.name, "r-rash", "Mei", "给买家返5元改好评")
    with pytest.raises(WrongUsage, match="who did what"):
        mark_review(bench.house, bench.mine.name, "r-rash", "", "called")


def test_scripts_get_it_by_its_schema(bench: Workbench) -> None:
    found = reputation_of(bench.house, bench.house.shop(bench.mine.name), SATURDAY)
    jsonschema.validate(reputation_json(found, "en"), SCHEMA)
    paper = report_text(reputation_paper(found, "zh"))
    assert "人身伤害" in paper
    assert "中差评" in paper


def test_a_listing_that_order_lines_alone_name_is_praised_with_no_star_below_four(bench: Workbench, tmp_path: Path) -> None:
    """Its texts have stars and no rating: the rash and the slow parcel are complaints; 很好 speaks of nothing and is no proof.  A
    question under a subject is not told again by itself."""
    day, file = SATURDAY - timedelta(days=1), tmp_path / "lines.csv"
    file.write_text(LINES.strip() + f",商品标题\n9001,9000,{day} 10:00:00,{day} 10:00:30,交易成功,30.00,无退款申请,30.00,1,"
                    "MUG-9,1001,手冲壶 家用\n", encoding="utf-8")
    [report] = ingest(bench.house, [Incoming(bench.mine.name, file, nine(SATURDAY) - timedelta(minutes=20))])
    assert report.state == "loaded", report
    shop = bench.house.shop(bench.mine.name)
    brief = copy_brief(bench.house, shop, "1001", SATURDAY)
    assert brief.title == "手冲壶 家用"
    assert {(p.kind, p.point) for p in brief.proofs} == {("complaint", "delivery"), ("question", "as_shown"), ("question", "")}
    assert [p.quote for p in brief.proofs if p.point == ""] == ["会掉色吗"]


def test_a_page_reads_the_books_of_its_own_desk_and_one_that_shows_none_reads_none(bench: Workbench) -> None:
    shop = bench.house.shop(bench.mine.name)
    every, own, none = (set(seen_of(bench.house, shop, SATURDAY, None, desks).read) for desks in (None, (reputation.DESK,), ()))
    assert every > own > none
