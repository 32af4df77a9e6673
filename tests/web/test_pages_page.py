"""Tests and pages on a page, at the prompt and by API: a split that wins, what people decide, a brief from plan to live."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.urls import reverse

from daybook.domain.errors import WrongUsage
from daybook.domain.page_tests import ArmSum, BriefStage, PageLine, PagesTable, PageStep, SeenTest, Stage
from daybook.domain.rights import Scope
from daybook.domain.work import Role
from daybook.reports.pages_json import pages_json
from daybook.reports.pages_report import briefs_paper, pages_paper
from daybook.workflows.casefile import Asked as Lines
from daybook.workflows.casefile import entries
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.page_briefs import brief_of_topic, make_brief, move_brief
from daybook.workflows.page_tests import Asked, lessons_of, plan_test, size_of, step_test, take_page_tests
from daybook.workflows.pages_page import pages_of, pages_seen, without_money
from tests.desks.pages import a_test
from tests.web.conftest import NOON, Workbench, saturday_bench
from tests.workflows.worked_house import SATURDAY, nine

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/pages.json").read_text(encoding="utf-8"))
EVER = NOON.replace(year=2036)
KEY, ITEM = "pt-0a1b2c3d", "KZ-041"
BEGUN = SATURDAY - timedelta(days=14)
OLD, LONG_AGO = "pt-00000001", SATURDAY - timedelta(days=100)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """With a split that runs since a fortnight, 4 % and 5.2 % of a thousand a day, and the sheet of its arms."""
    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        shop = served.house.shop(served.mine.name)
        plan = {"key": KEY, "item_id": ITEM, "first": str(BEGUN), "design": "split", "change": "first_screen",
                "what": "容量放进首屏", "hypothesis": "看懂容量的人会下单", "metric": "payment_cvr", "usual": 0.04, "smallest": 0.2,
                "by": "Mei", "steps": [["started", str(BEGUN)]]}
        assert take_page_tests(served.house, shop, json.dumps([plan]), nine(BEGUN)) == 1
        assert take_page_tests(served.house, shop, json.dumps([plan]), nine(BEGUN)) == 0
        file = tmp_path_factory.mktemp("splits") / "split.csv"
        lines = ["test,day,arm,visitors,cart_buyers,paid_buyers,refund_buyers", *(
            f"{key},{first + timedelta(days=n)},{arm},1000,{carts},{buyers},1" for key, first in ((KEY, BEGUN), (OLD, LONG_AGO))
            for n in range(14) for arm, carts, buyers in (("A", 110, 40), ("新版", 115, 52)))]
        file.write_text("\n".join(lines) + "\n", "utf-8")
        [report] = ingest(served.house, [Incoming(served.mine.name, file, nine(SATURDAY) - timedelta(hours=1))])
        assert report.state == "loaded"
        yield served


def browser(bench: Workbench, role: Role) -> Any:
    return bench.browser(bench.person(f"{role.value}@x.example", (role, bench.mine.client)), headers={"Accept-Language": "en"})


def test_a_won_split_stands_with_its_interval_and_may_be_stopped(bench: Workbench) -> None:
    page = browser(bench, Role.DESIGNER).get(reverse("pages_of", args=[bench.mine.pk, SATURDAY])).content.decode()
    assert "won: it may be stopped" in page
    assert "4.00% → 5.20%" in page
    assert "+30.0 %" in page
    assert "<polyline" in page
    assert 'name="kind" value="keep"' not in page          # the designer sees it and decides nothing
    assert 'name="kind" value="keep"' in browser(bench, Role.OPERATOR).get(
        reverse("pages_of", args=[bench.mine.pk, SATURDAY])).content.decode()


def test_what_the_page_shows_is_what_scripts_get(bench: Workbench) -> None:
    table = pages_of(bench.house, bench.house.shop(bench.mine.name), SATURDAY)
    told = pages_json(table, "en")
    jsonschema.validate(told, SCHEMA)
    assert told["tests"][0]["verdict"] == "won"
    for language in ("en", "zh"):
        assert pages_paper(table, language).shown
        assert briefs_paper(table, language).shown


def test_a_second_test_of_the_page_is_refused(bench: Workbench) -> None:
    shop = bench.house.shop(bench.mine.name)
    seen = pages_seen(bench.house, shop, SATURDAY)
    asked = Asked(ITEM, "title", "a shorter title", "it is read to its end", usual=0.04, a_day=2000, smallest=0.2)
    with pytest.raises(WrongUsage, match="one change at a time"):
        plan_test(bench.house, shop, seen, asked, "Bo")
    with pytest.raises(WrongUsage, match="no part of a page"):
        plan_test(bench.house, shop, seen, Asked("other", "everything", "x", "y", usual=0.04, a_day=2000), "Bo")
    assert size_of(seen, asked).needed == 27_557
    with pytest.raises(WrongUsage, match="at most"):
        plan_test(bench.house, shop, seen, Asked("o", "title", "x", "y", usual=0.04, a_day=10, smallest=0.2), "Bo")


def test_a_test_goes_from_plan_to_archive_and_teaches(bench: Workbench) -> None:
    shop = bench.house.shop(bench.mine.name)
    operator = browser(bench, Role.OPERATOR)
    operator.post(reverse("page_step", args=[bench.mine.pk, KEY]), {"kind": "keep", "text": "clear"})
    [one] = [t.test for t in pages_of(bench.house, shop, SATURDAY).tests]
    assert one.stage is Stage.DECIDED
    assert one.decision is not None
    assert (one.decision.text, one.decision.by) == ("clear", "operator")
    [lesson] = lessons_of(shop, EVER)
    assert (lesson.change, lesson.own, lesson.all, lesson.won) == ("first_screen", 1, 1, 1)
    assert 0 < lesson.lift < 0.3                            # one test is drawn to nothing
    with pytest.raises(WrongUsage, match="cannot follow"):
        step_test(bench.house, shop, KEY, "started", "Bo")
    step_test(bench.house, shop, KEY, "archived", "Bo")
    said = {str(e.what) for e in entries([shop], Lines(nine(BEGUN) - timedelta(days=1), EVER))}
    assert {"page test planned", "page test: keep", "page test: archived"} <= said


def test_a_brief_goes_from_open_to_live_and_into_the_designers_files(bench: Workbench) -> None:
    shop, designer = bench.house.shop(bench.mine.name), browser(bench, Role.DESIGNER)
    designer.post(reverse("page_brief", args=[bench.mine.pk]), {"item": ITEM, "part": "size_table", "what": "量过的尺寸"})
    [brief] = pages_of(bench.house, shop, SATURDAY).briefs
    assert (brief.stage, brief.part, brief.what) == (BriefStage.OPEN, "size_table", "量过的尺寸")
    book = designer.get(reverse("page_queue", args=[bench.mine.pk, "xlsx"]))
    assert book.content[:2] == b"PK"
    assert designer.get(reverse("page_queue", args=[bench.mine.pk, "exe"])).status_code == 404
    designer.post(reverse("page_brief_step", args=[bench.mine.pk, brief.key]), {"stage": "made"})
    assert move_brief(bench.house, shop, brief.key, "live", "Bo").stage is BriefStage.LIVE
    with pytest.raises(WrongUsage, match="cannot follow"):
        move_brief(bench.house, shop, brief.key, "made", "Bo")
    with pytest.raises(WrongUsage, match="no such topic"):
        brief_of_topic(bench.house, shop, SATURDAY, ITEM, "fit", "Bo")
    with pytest.raises(WrongUsage, match="no part of a page"):
        make_brief(bench.house, shop, ITEM, "nowhere", "x", "Bo")
    with pytest.raises(WrongUsage, match="is the id of no page"):
        make_brief(bench.house, shop, "7" * 121, "proof", "x", "Bo")
    with pytest.raises(WrongUsage, match="is the id of no page"):
        plan_test(bench.house, shop, pages_seen(bench.house, shop, SATURDAY), Asked("7" * 121, "title", "x", "y", usual=0.05,
                                                                                   a_day=4000), "Bo")


def test_scripts_plan_step_and_brief_as_the_page_does(bench: Workbench) -> None:
    from daybook.web.tokens import make_token

    user = bench.person("api@x.example", (Role.OPERATOR, bench.mine.client))
    token = make_token(user, "tests", [Scope.READ, Scope.WORK, Scope.PROPOSE], EVER, None)
    client, shop = bench.browser(headers={"Authorization": f"Bearer {token}"}), f"/api/v1/shop/{bench.mine.pk}"

    def post(path: str, said: dict[str, Any]) -> Any:
        return client.post(f"{shop}/{path}/", json.dumps(said), content_type="application/json").json()

    made = post("page-tests", {"item": "KZ-042", "change": "title", "what": "shorter", "hypothesis": "read", "usual": 0.05,
                                       "a_day": 4000, "lift": 0.2})
    assert made["stage"] == "draft"
    assert post(f"page-tests/{made['key']}/steps", {"kind": "started"})["stage"] == "running"
    brief = post("page-briefs", {"item": "KZ-042", "part": "proof", "what": "the certificate"})
    assert post(f"page-briefs/{brief['key']}/steps", {"stage": "dropped"})["stage"] == "dropped"
    assert client.get(f"{shop}/pages/{SATURDAY}/").json()["briefs"]


def test_a_test_that_nobody_decided_in_time_is_still_read_whole(bench: Workbench) -> None:
    """Stopped 86 days ago after a fortnight: longer back than a test may take."""
    shop = bench.house.shop(bench.mine.name)
    plan = {"key": OLD, "item_id": "KZ-044", "first": str(LONG_AGO), "design": "split", "change": "title", "what": "short",
            "hypothesis": "read", "metric": "payment_cvr", "usual": 0.04, "smallest": 0.2, "by": "Mei",
            "steps": [["started", str(LONG_AGO)], ["stopped", str(LONG_AGO + timedelta(days=14))]]}
    assert take_page_tests(bench.house, shop, json.dumps([plan]), nine(LONG_AGO)) == 1
    [old] = [t for t in pages_of(bench.house, shop, SATURDAY).tests if t.test.key == OLD]
    assert (old.days, old.missing, old.test.planned_by) == (14, 0, "Mei")


def test_an_amount_a_visitor_is_typed_and_shown_as_money_to_those_who_may_see_it(bench: Workbench) -> None:
    asked = "?item=KZ-045&metric=uv_value&usual=3.5&a_day=2000&deviation=20&lift=20"
    address = reverse("pages_of", args=[bench.mine.pk, SATURDAY])
    assert "usual value ¥3.50" in browser(bench, Role.OPERATOR).get(address + asked).content.decode()
    assert "usual value" not in browser(bench, Role.DESIGNER).get(address + asked).content.decode()
    arms = (ArmSum("A", D(3500), D(1000)), ArmSum("B", D(4200), D(1000)))
    seen = SeenTest(a_test(metric="uv_value", usual=D("3.5")), "won", arms)
    table = PagesTable("s", "Asia/Shanghai", "CNY", SATURDAY, NOON, (seen,))
    assert "3500" in json.dumps(pages_json(table, "en"))
    assert pages_paper(table, "en").lead.startswith("1 tests run, 1 of them may be stopped")
    over = (*a_test().steps, PageLine(PageStep.STOPPED, SATURDAY, NOON))
    stopped = replace(table, tests=(SeenTest(a_test(*over), "won"),))
    assert pages_paper(stopped, "en").lead.startswith("0 tests run, 0 of them may be stopped")
    hidden = json.dumps(pages_json(without_money(table), "en"))
    assert "3500" not in hidden
    assert '"usual": null' in hidden


def test_a_lift_that_no_sample_tells_is_refused_in_words(bench: Workbench) -> None:
    page = browser(bench, Role.OPERATOR).get(
        reverse("pages_of", args=[bench.mine.pk, SATURDAY]) + "?item=KZ-045&usual=0.00001&a_day=2000&lift=0.1")
    assert page.status_code == 200
    assert "a lift of 0.1% cannot be planned for" in page.content.decode()


def test_what_was_typed_before_a_test_goes_into_its_plan(bench: Workbench) -> None:
    """No export tells of this listing; what was typed for another one is not taken for it."""
    shop, operator = bench.house.shop(bench.mine.name), browser(bench, Role.OPERATOR)
    said = {"item": "KZ-046", "change": "title", "what": "shorter", "hypothesis": "read", "metric": "payment_cvr",
            "design": "split", "lift": "20", "usual": "5", "a_day": "4000"}
    for told_of in ("KZ-045 payment_cvr", "KZ-046 payment_cvr"):
        operator.post(reverse("page_plan", args=[bench.mine.pk]), {**said, "told_of": told_of})
    [made] = [t.test for t in pages_of(bench.house, shop, SATURDAY).tests if t.test.item_id == "KZ-046"]
    assert made.usual == D("0.05")
