"""The API does what the screens do, with the same answer; what it takes and gives is what its description says."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from daybook.domain.rights import Right, Scope
from daybook.domain.work import Role
from tests.web.conftest import NOON, Workbench
from tests.workflows.given_house import ITEM, LINES, number

EVER = NOON.replace(year=2036)


@pytest.fixture(scope="module")
def mei(bench: Workbench) -> dict[str, str]:
    """The token of Mei, who manages her client's account, with every scope."""
    from daybook.web.tokens import make_token

    user = bench.person("mei@x.example", (Role.ACCOUNT_MANAGER, bench.mine.client))
    return {"Authorization": f"Bearer {make_token(user, 'script', list(Scope), EVER, None)}"}


def get(bench: Workbench, mei: dict[str, str], path: str, expected: int = 200) -> Any:
    answer = bench.browser().get(f"/api/v1/{path}", headers=mei)
    assert answer.status_code == expected, answer.content[:400]
    return json.loads(answer.content)


def post(bench: Workbench, mei: dict[str, str], path: str, body: Any, expected: int = 200) -> Any:
    answer = bench.browser().post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=mei)
    assert answer.status_code == expected, answer.content[:400]
    return json.loads(answer.content)


def test_no_scope_approves_so_that_a_script_never_does(bench: Workbench, mei: dict[str, str]) -> None:
    [mine, *_] = [s for s in get(bench, mei, "shops/")["shops"] if s["id"] == bench.mine.pk]
    assert Right.APPROVE.value not in mine["may"]
    described = json.loads(bench.browser().get("/api/").content)
    doing = {path for path, said in described["paths"].items() if "post" in said}
    assert not [p for p in doing if "approv" in p or "answer" in p or "execut" in p]


def test_work_goes_from_open_to_done_and_says_who_did_it(bench: Workbench, mei: dict[str, str]) -> None:
    shop = f"shop/{bench.mine.pk}"
    [first, *_] = get(bench, mei, f"{shop}/work/2026-11-23/")["rows"]
    step = f"{shop}/work/{first['item']}"
    assert post(bench, mei, f"{step}/take/", {})["state"] == "taken"
    refused = post(bench, mei, f"{step}/done/", {}, 409)
    assert "minutes" in refused["problem"]
    assert refused["next"]
    done = post(bench, mei, f"{step}/done/", {"minutes": 12, "to": "v6"})
    assert (done["state"], done["steps"][-1]["by"], done["steps"][-1]["minutes"]) == ("done", "mei", 12)
    assert post(bench, mei, f"shop/{bench.wus.pk}/work/{first['item']}/take/", {}, 404)
    assert post(bench, mei, f"shop/{bench.second.pk}/work/{first['item']}/take/", {}, 404)


def test_what_is_given_is_there_once_and_in_the_operating_file(bench: Workbench, mei: dict[str, str]) -> None:
    shop = f"shop/{bench.mine.pk}"
    note = {"at": "2026-11-22 18:30", "object": "KZ-041", "kind": "rival", "to": "168", "text": "a rival sells at 168"}
    assert post(bench, mei, f"{shop}/notes/", note) == {"kept": 1}
    assert post(bench, mei, f"{shop}/notes/", note) == {"kept": 0}
    assert post(bench, mei, f"{shop}/targets/", {"metric": "paid_gmv", "month": "2026-12", "value": "90000.5"}) == {"kept": 1}
    assert post(bench, mei, f"{shop}/costs/", {"sku": "KZ-041", "unit_cost": "82", "currency": "CNY"}) == {"kept": 1}
    [kept] = [n for n in get(bench, mei, f"{shop}/notes/")["rows"] if n["text"] == note["text"]]
    assert datetime.fromisoformat(kept["at"]) == datetime.fromisoformat("2026-11-22T18:30:00+08:00")
    assert [t["value"] for t in get(bench, mei, f"{shop}/targets/")["rows"] if t["month"] == "2026-12"] == ["90000.5000"]
    found = get(bench, mei, f"{shop}/casefile/?text=rival%20sells&first=2026-11-20&last=2026-11-23")["rows"]
    assert [(e["kind"], e["object"], e["to"]) for e in found] == [("noted", "KZ-041", "168")]
    assert post(bench, mei, f"{shop}/notes/", note | {"colour": "red"}, 422)


def test_a_file_is_taken_in_and_says_what_was_read(bench: Workbench, mei: dict[str, str]) -> None:
    row = (f"{number(1)}9,{number(1)},2026-11-22 10:00:00,2026-11-22 10:00:30,交易成功,199.00,无退款申请,199.00,1,KZ-041,"
           f"{ITEM['KZ-041']}\n")
    sent = {"file": SimpleUploadedFile("lines.csv", (LINES + row).encode()), "shop_name": bench.mine.name}
    answer = bench.browser().post("/api/v1/files/", sent, headers=mei)
    assert answer.status_code == 200, answer.content
    [told] = json.loads(answer.content)["rows"]
    assert told["state"] == "loaded", told
    [listed] = get(bench, mei, f"shop/{bench.mine.pk}/files/")["rows"]
    whole = get(bench, mei, f"shop/{bench.mine.pk}/file/{listed['file']}/")
    assert (whole["name"], whole["state"], whole["rejected"]) == ("lines.csv", "loaded", [])
    wus = {"file": SimpleUploadedFile("lines.csv", (LINES + row).encode()), "shop_name": bench.wus.name}
    assert bench.browser().post("/api/v1/files/", wus, headers=mei).status_code == 403


def test_a_summary_and_a_morning_are_those_of_the_pages(bench: Workbench, mei: dict[str, str]) -> None:
    day = get(bench, mei, f"shop/{bench.mine.pk}/day/2026-11-22/")
    morning = get(bench, mei, f"shop/{bench.mine.pk}/morning/2026-11-23/")
    tiles = {t["metric"]: t["value"] for t in morning["tiles"] if t["value"] is not None}
    assert {row[1]["value"] for row in day["tables"][0]["rows"] if row[1]["value"] is not None} >= {"84216.50"}
    assert tiles["paid_gmv"] == "84216.5"
    assert get(bench, mei, f"shop/{bench.mine.pk}/morning/2020-01-01/", 404)["next"]


def test_the_rhythm_of_the_day_goes_over_the_api(bench: Workbench, mei: dict[str, str]) -> None:
    shop = f"shop/{bench.second.pk}"
    assert post(bench, mei, f"{shop}/readings/", {"at": "11:30", "paid": "8000.50", "waiting": "3"})["paid"] == "8000.5000"
    assert "less" in post(bench, mei, f"{shop}/readings/", {"at": "11:45", "paid": "7000"}, 409)["problem"]
    [kept] = get(bench, mei, f"{shop}/readings/2026-11-23/")["rows"]
    assert (kept["waiting"], kept["spend"]) == (3, None)
    key = post(bench, mei, f"{shop}/tomorrow/2026-11-24/", {"what": "call the warehouse", "minutes": 20})["key"]
    assert [r["what"] for r in get(bench, mei, f"{shop}/tomorrow/2026-11-24/")["rows"]] == ["call the warehouse"]
    closed = post(bench, mei, f"{shop}/close/2026-11-23/", {})
    assert get(bench, mei, f"{shop}/close/2026-11-23/") == closed
    assert "call the warehouse" in json.dumps(closed)
    assert post(bench, mei, f"{shop}/close/2026-11-24/", {}, 409)["next"]
    post(bench, mei, f"{shop}/tomorrow/2026-11-24/{key}/strike/", {})
    assert get(bench, mei, f"{shop}/tomorrow/2026-11-24/")["rows"] == []
    assert post(bench, mei, f"{shop}/patrol/2026-11-23/disputes/", {"found": 1}, 409)["problem"]
    post(bench, mei, f"{shop}/patrol/2026-11-23/disputes/", {"found": 1, "note": "a buyer wants two mugs"})
    ticked = {c["check"]: c["ticked"] for c in get(bench, mei, f"{shop}/patrol/2026-11-23/")["checks"]}
    assert (ticked["disputes"]["by"], ticked["disputes"]["found"]) == ("mei", 1)


def test_a_review_is_of_the_span_that_its_day_lies_in(bench: Workbench, mei: dict[str, str]) -> None:
    """Its last day too: 31 October is in October."""
    for span, day, first in (("month", "2026-10-31", "2026-10-01"), ("week", "2026-11-22", "2026-11-16")):
        made = post(bench, mei, f"shop/{bench.second.pk}/review/{span}/{day}/", {})
        assert made["first"] == first
        assert get(bench, mei, f"shop/{bench.second.pk}/review/{span}/{first}/") == made


def test_products_and_the_rows_behind_them_are_those_of_the_pages(bench: Workbench, mei: dict[str, str]) -> None:
    shop = f"shop/{bench.second.pk}"
    row = (f"{number(2)}9,{number(2)},2026-11-23 10:00:00,2026-11-23 10:00:30,交易成功,199.00,无退款申请,199.00,1,KZ-041,"
           f"{ITEM['KZ-041']}\n")
    sent = {"file": SimpleUploadedFile("lines.csv", (LINES + row).encode()), "shop_name": bench.second.name}
    assert bench.browser().post("/api/v1/files/", sent, headers=mei).status_code == 200
    found = get(bench, mei, f"{shop}/rows/line_gmv/2026-11-24/")
    assert (found["total"], found["adds_up_to"]) == (1, "199.0000")
    assert dict(zip(found["columns"], found["rows"][0], strict=True))["item_id"] == ITEM["KZ-041"]
    [line] = get(bench, mei, f"{shop}/products/2026-11-24/")["lines"]
    assert (line["item_id"], line["cells"]["paid"]["value"]) == (ITEM["KZ-041"], "199.0000")
    page = get(bench, mei, f"{shop}/product/{ITEM['KZ-041']}/on/2026-11-24/")
    assert [sku["sku"] for sku in page["skus"]] == ["KZ-041"]
    assert [one["shop"] for one in get(bench, mei, "agency/")["rows"]].count(bench.mine.name) == 1
    assert get(bench, mei, f"{shop}/rows/no_such_number/2026-11-23/", 409)["next"]


def test_a_promise_is_kept_as_on_its_page_and_bad_days_are_told(bench: Workbench, mei: dict[str, str]) -> None:
    shop = f"shop/{bench.mine.pk}"
    said = {"kind": "least", "name": "年框", "price": "99.00", "first": "2026-11-24", "last": "2026-11-30", "to": "品牌方"}
    assert post(bench, mei, f"{shop}/promises/", said) == {"kept": 1}
    assert post(bench, mei, f"{shop}/promises/", said) == {"kept": 0}
    assert post(bench, mei, f"{shop}/promises/", said | {"kind": "rumour"}, 409)["next"]
    [kept] = get(bench, mei, f"{shop}/prices/")["promises"]
    assert (kept["name"], Decimal(kept["price"]), kept["to"]) == ("年框", 99, "品牌方")
    read_only = {"Authorization": f"Bearer {_token(bench, Scope.READ)}"}
    assert post(bench, read_only, f"{shop}/promises/", said, 403)["problem"]


def _token(bench: Workbench, *scopes: Scope) -> str:
    from daybook.web.tokens import make_token

    user = bench.person("mei@x.example", (Role.ACCOUNT_MANAGER, bench.mine.client))
    return str(make_token(user, "less", list(scopes), EVER, None))


def test_each_edit_of_a_listing_has_a_light_and_its_reasons(bench: Workbench, mei: dict[str, str]) -> None:
    rows = get(bench, mei, f"shop/{bench.mine.pk}/edits/no-such-item/")["rows"]
    assert {row["edit"] for row in rows} >= {"title", "images"}
    assert {row["light"] for row in rows} <= {"go", "ask", "stop"}
    assert all(said["reason"] for row in rows for said in row["said"])
    assert all(any(s["refused"] for s in row["said"]) for row in rows if row["light"] == "stop")


def test_the_growth_ledger_says_what_the_prompt_prints(bench: Workbench, mei: dict[str, str]) -> None:
    from daybook.workflows.effects import growth_json, growth_of

    shop = bench.house.shop(bench.mine.name)
    assert get(bench, mei, f"shop/{bench.mine.pk}/growth/") == growth_json(growth_of(shop, NOON))
