"""Targets, costs, calendar and notes as pages: a value typed in shows its age, a wrong one says why, nothing is lost."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from daybook.domain.work import Role
from daybook.sources.api import SERVICES
from daybook.sources.credentials import variable
from tests.web.conftest import NOON, Workbench


@pytest.fixture
def mei(bench: Workbench) -> Any:
    return bench.browser(bench.person("mei@x.example", (Role.ACCOUNT_MANAGER, bench.mine.client)))


def given(browser: Any, bench: Workbench, page: str, /, **said: str) -> str:
    return str(browser.post(reverse(page, args=[bench.mine.pk]), said, follow=True).content.decode())


def test_a_cost_is_kept_with_its_age_and_a_corrected_one_counts(bench: Workbench, mei: Any):
    page = given(mei, bench, "give_cost", sku="KZ-041", unit_cost="82", valid_from="2026-01-01")
    assert "KZ-041" in page
    assert "¥82.00" in page
    assert "已有同样的记录" in given(mei, bench, "give_cost", sku="KZ-041", unit_cost="82", valid_from="2026-01-01")
    assert "¥88.00" in given(mei, bench, "give_cost", sku="KZ-041", unit_cost="88", valid_from="2026-11-01")
    from daybook.records import models

    assert models.UnitCost.objects.count() == 2


@pytest.mark.parametrize(("name", "said", "because"), [
    ("give_cost", {"sku": "KZ", "unit_cost": "-5"}, "小于零"),
    ("give_cost", {"sku": "=1+1", "unit_cost": "5"}, "像公式"),
    ("give_target", {"metric": "paid_gmv", "month": "2026-13", "value": "5"}, "2026-13"),
    ("give_target", {"metric": "paid_gmv", "month": "2026-11"}, "目标"),
    ("give_event", {"name": "x", "kind": "promotion", "first": "2026-11-20", "last": "2026-11-19"}, "2026-11-19"),
])
def test_a_wrong_value_is_refused_with_its_reason(bench: Workbench, mei: Any, name: str, said: dict[str, str], because: str):
    assert because in given(mei, bench, name, **said)


def test_a_target_stands_in_the_list_and_says_when_nothing_is_known_to_spread_it(bench: Workbench, mei: Any):
    page = given(mei, bench, "give_target", metric="paid_gmv", month="2026-11", value="3000", valid_from="")
    assert "¥3,000.00" in page
    from daybook.workflows.targets import month_plan

    plan = month_plan(bench.house, bench.house.shop(bench.mine.name), NOON.date(), as_of=NOON)
    assert plan.target == 3000
    assert not plan.by_weekday
    assert sum(d.part for d in plan.days) == 3000


def test_an_own_event_stands_among_the_platforms(bench: Workbench, mei: Any):
    from datetime import UTC, datetime, timedelta

    day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    page = given(mei, bench, "give_event", name="周年庆", kind="brand_day", first=day, last=day)
    assert "周年庆" in page
    assert "自有" in page
    assert "品牌日" in page


def test_a_note_is_kept_on_the_shops_clock(bench: Workbench, mei: Any):
    page = given(mei, bench, "give_note", at="2026-11-22T20:15", object="KZ-041", kind="edit", from_="199", to="189", text="改价")
    assert "199 → 189" in page
    from daybook.records import models

    assert [(n.at.isoformat(), n.to) for n in models.Note.objects.all()] == [("2026-11-22T12:15:00+00:00", "189")]


def test_who_may_only_look_is_offered_no_form(bench: Workbench):
    ads = bench.browser(bench.person("lin@x.example", (Role.ADS, bench.mine.client)))
    assert "设定目标" not in ads.get(reverse("targets", args=[bench.mine.pk])).content.decode()
    assert ads.get(reverse("costs", args=[bench.mine.pk])).status_code == 403


def test_a_limit_is_said_by_the_house_until_the_client_says_it(bench: Workbench, mei: Any):
    page = mei.get(reverse("limits", args=[bench.mine.pk])).content.decode()
    assert "G-STEP" in page
    page = given(mei, bench, "give_limit", limit="max_price_step", value="7%", valid_from="2026-01-01")
    assert "7.00%" in page
    assert "G-STEP" not in page
    assert "本店设定" in page
    assert "25" not in given(mei, bench, "give_limit", limit="quiet_from", value="25", valid_from="").split("<table")[1]
    ads = bench.browser(bench.person("lin@x.example", (Role.ADS, bench.mine.client)))
    assert "修改" not in ads.get(reverse("limits", args=[bench.mine.pk])).content.decode()
    assert ads.post(reverse("give_limit", args=[bench.mine.pk]), {}).status_code == 403


def test_sources_say_what_went_wrong_and_never_a_secret(bench: Workbench, mei: Any, monkeypatch: pytest.MonkeyPatch):
    """A shop read over Taobao's API: its key is set, its secret is not, its last try failed, a file waits."""
    from daybook.records import models

    service, field = SERVICES["tmall"][0], SERVICES["tmall"][0].fields[0]
    monkeypatch.setenv(variable(bench.mine.name, service.name, field), "kettle-key-81")
    models.Pull.objects.create(shop=bench.mine, feed="orders", error="山居茶器: there is no work item 7. Next: call",
                               tried_at=NOON, next_try_at=NOON)
    page = mei.get(reverse("sources", args=[bench.mine.pk])).content.decode()
    assert "没有工作项 7" in page
    assert "kettle-key-81" not in page
    assert "来自环境变量" in page
    assert "未设置" in page


@pytest.mark.parametrize(("days", "because"), [
    ({"first": "2026-11-20", "last": "2026-11-19"}, "开始日期晚于结束日期"), ({"last": "0001-01-02"}, "2000-01-01"),
    ({"last": "9999-12-31"}, "2100-12-31"), ({"first": "2026-02-30"}, "日期")])
def test_days_that_cannot_be_asked_for_give_a_reason_and_no_file(bench: Workbench, mei: Any, days: dict[str, str], because: str):
    for address in (reverse("casefile", args=[bench.mine.pk]), reverse("casefile_file", args=[bench.mine.pk, "json"])):
        answer = mei.get(address, days)
        assert answer.status_code == 422
        assert because in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", ["morning_of", "day_of", "close_of", "plan_of", "products_of"])
def test_a_day_beyond_every_calendar_is_not_found(bench: Workbench, mei: Any, name: str, day: str):
    assert mei.get(reverse(name, args=[bench.mine.pk, "2026-11-23"]).replace("2026-11-23", day)).status_code == 404


def test_a_reading_that_is_no_number_is_refused_in_the_language_of_the_page(bench: Workbench, mei: Any):
    assert "不是数字" in given(mei, bench, "watch_read", at="00:00", paid="12,x")


def test_a_day_that_stands_in_a_form_is_one_that_browsers_show_in_every_language() -> None:
    """A date field takes years first; what Chinese writes otherwise would stand there empty."""
    from django.utils.translation import override

    from daybook.web.views.review_words import PromiseForm

    for language in ("zh-hans", "en"):
        with override(language):
            form = PromiseForm(initial={"first": date(2026, 11, 30), "last": date(2026, 12, 6)})
            assert 'value="2026-11-30"' in str(form["first"])
            assert 'value="2026-12-06"' in str(form["last"])
