"""The disputes page and a case, from an export to what a person adds: a chargeback of an order, and one that the bank judged."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daybook.domain.disputes import StepKind
from daybook.domain.errors import WrongUsage
from daybook.domain.rights import Scope
from daybook.domain.work import Role
from daybook.reports.disputes_json import case_json, disputes_json
from daybook.reports.disputes_report import disputes_paper
from daybook.workflows.case_files import LARGEST_FILE, add_step, keep_cases, keep_evidence
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.disputes_page import case_of, disputes_of
from daybook.workflows.ingest import Incoming, ingest
from tests.web.conftest import NOON, Workbench, saturday_bench
from tests.workflows.worked_house import SATURDAY, nine

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/disputes.json").read_text(encoding="utf-8"))
EVER = NOON.replace(year=2036)
CASE, ORDER = "dp/2026 17", "4105039900159751075"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """With a list of disputes of an hour before nine: one opened yesterday at ten, to be answered today; one lost a week ago."""
    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        file = tmp_path_factory.mktemp("cases") / "disputes.csv"
        day, old = SATURDAY - timedelta(days=1), SATURDAY - timedelta(days=9)
        file.write_text(
            "dispute_id,opened_at,answer_by,order_id,item_id,kind,reason,status,liable,amount,closed_on\n"
            f"{CASE},{day} 10:00:00,{SATURDAY} 18:00:00,{ORDER},KZ-041,仅退款,快递一直未送到,待举证,,329.00,\n"
            f"dp-2,{old} 10:00:00,{old} 18:00:00,77,KZ-041,仅退款,质量问题,完结,商家,80.00,{old + timedelta(days=2)}\n", "utf-8")
        [report] = ingest(served.house, [Incoming(served.mine.name, file, nine(SATURDAY) - timedelta(hours=1))])
        assert report.state == "loaded"
        yield served


@pytest.fixture
def packer(bench: Workbench) -> Any:
    return bench.browser(bench.person("pa@x.example", (Role.WAREHOUSE, bench.mine.client)), headers={"Accept-Language": "en"})


@pytest.fixture
def lin(bench: Workbench) -> Any:
    return bench.browser(bench.person("lin@x.example", (Role.SERVICE, bench.mine.client)), headers={"Accept-Language": "en"})


def address(bench: Workbench, name: str = "dispute") -> str:
    return f"{reverse(name, args=[bench.mine.pk, CASE])}?on={SATURDAY}"


def test_the_page_puts_what_ends_first_on_top_and_says_what_nobody_can_tell(bench: Workbench, lin: Any) -> None:
    page = lin.get(reverse("disputes_of", args=[bench.mine.pk, SATURDAY])).content.decode()
    assert page.index(ORDER) < page.index(">77<")
    assert "1 case waits for an answer" in page
    assert "no refund is in the exports" in page         # the rate of quality is no nought
    assert "¥329.00" in page


def test_the_warehouse_sees_the_case_and_its_proof_and_no_money(bench: Workbench, packer: Any) -> None:
    page = packer.get(address(bench)).content.decode()
    assert "proof of delivery" in page
    assert "329" not in page
    assert "Odds of winning" not in page


def test_service_sees_the_odds_and_not_what_goods_cost(bench: Workbench, lin: Any) -> None:
    page = lin.get(address(bench)).content.decode()
    assert "Odds of winning" in page
    assert "Settling costs" not in page
    assert "No chats of this shop are in" in page


def test_proof_that_is_sent_is_kept_sealed_and_comes_back_whole(bench: Workbench, packer: Any) -> None:
    picture = b"\x89PNG\r\n" + b"door" * 500
    sent = {"on": str(SATURDAY), "piece": "delivery", "file": SimpleUploadedFile("door.png", picture)}
    assert packer.post(address(bench, "dispute_step"), sent).status_code == 302
    from daybook.records import models

    row = models.DisputeStep.objects.get(case_id=CASE, kind="file")
    assert picture not in (bench.house.home / row.path).read_bytes()
    answer = packer.get(reverse("dispute_evidence", args=[bench.mine.pk, row.pk, CASE]))
    assert answer.content == picture
    assert "attachment" in answer["Content-Disposition"]
    assert packer.get(reverse("dispute_evidence", args=[bench.mine.pk, row.pk, "dp-2"])).status_code == 404
    assert packer.post(address(bench, "dispute_step"), {**sent, "file": SimpleUploadedFile("x.exe", b"MZ")}).status_code == 302
    assert models.DisputeStep.objects.filter(case_id=CASE, kind="file").count() == 1
    _, case, _ = case_of(bench.house, bench.house.shop(bench.mine.name), SATURDAY, CASE)
    assert [p.by for p in case.pieces if p.name == "delivery"] == ["pa"]


def test_what_is_decided_stands_in_the_case_and_in_the_operating_file(bench: Workbench, lin: Any) -> None:
    shop = bench.house.shop(bench.mine.name)
    lin.post(address(bench, "dispute_step"), {"on": str(SATURDAY), "kind": "fight", "text": "the courier has a photo"})
    lin.post(address(bench, "dispute_step"), {"on": str(SATURDAY), "kind": "handed_in"})
    _, case, _ = case_of(bench.house, shop, SATURDAY, CASE)
    assert case.state == "answered"
    decided = [s for s in case.steps if s.kind is StepKind.FIGHT]
    assert decided[0].value is not None
    assert decided[0].text == "the courier has a photo"
    now = bench.house.now()
    file = [e for e in entries([shop], Asked(now - timedelta(days=1), now + timedelta(days=1))) if e.object == CASE]
    assert {"dispute: fight", "dispute: handed in"} <= {str(e.what) for e in file}


def test_scripts_keep_what_fighting_was_worth_and_the_warehouse_is_not_told(bench: Workbench) -> None:
    from daybook.records import models
    from daybook.web.tokens import make_token

    answers = {}
    for login, role in (("pa2", Role.WAREHOUSE), ("lin2", Role.SERVICE)):
        person = bench.person(f"{login}@x.example", (role, bench.mine.client))
        token = {"Authorization": f"Bearer {make_token(person, 'script', list(Scope), EVER, None)}"}
        answers[role] = bench.browser().post(f"/api/v1/shop/{bench.mine.pk}/disputes/{SATURDAY}/dp-2/steps/", json.dumps(
            {"kind": "fight"}), content_type="application/json", headers=token).json()
    assert models.DisputeStep.objects.filter(case_id="dp-2", kind="fight", by__in=("pa2", "lin2"), value__isnull=False).count() == 2
    assert {s["value"] for s in answers[Role.WAREHOUSE]["steps"]} == {None}
    assert any(s["value"] for s in answers[Role.SERVICE]["steps"])


def test_a_file_too_large_is_refused_with_what_to_do(bench: Workbench, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as out:
        out.truncate(LARGEST_FILE + 1)                    # takes no room
    with pytest.raises(WrongUsage, match=r"the file has 200 MB, at most 200 are kept.*save it smaller"):
        keep_evidence(bench.house, bench.house.shop(bench.mine.name), CASE, "delivery", film, "film.mp4", "Lin")


def test_a_line_once_kept_is_never_changed(bench: Workbench) -> None:
    from django.db import Error

    from daybook.records import models

    made = add_step(bench.house, bench.house.shop(bench.mine.name), CASE, "note", "Lin", text="called him")
    assert made.text == "called him"
    with pytest.raises(Error, match="never changed"):
        models.DisputeStep.objects.filter(case_id=CASE).update(text="did not")


@pytest.mark.parametrize("said", [
    {"kind": "bribe"}, {"kind": "ticked"}, {"kind": "ticked", "piece": "moon"}, {"kind": "note"}, {"kind": "opened"}])
def test_what_is_no_step_of_a_case_is_refused(bench: Workbench, said: dict[str, str]) -> None:
    with pytest.raises(WrongUsage):
        add_step(bench.house, bench.house.shop(bench.mine.name), CASE, said["kind"], "Lin", piece=said.get("piece", ""))


def test_a_morning_opens_and_closes_cases_once(bench: Workbench) -> None:
    from daybook.records import models

    shop = bench.house.shop(bench.mine.name)
    first = keep_cases(bench.house, [shop], SATURDAY, nine(SATURDAY))
    assert first == 3                                     # two opened, one of them closed
    assert keep_cases(bench.house, [shop], SATURDAY, nine(SATURDAY) + timedelta(hours=1)) == 0
    kinds = models.DisputeStep.objects.filter(kind__in=("opened", "closed")).values_list("case_id", "kind")
    assert sorted(kinds) == [("dp-2", "closed"), ("dp-2", "opened"), (CASE, "opened")]


def test_scripts_and_paper_say_the_same(bench: Workbench) -> None:
    table, case, chat = case_of(bench.house, bench.house.shop(bench.mine.name), SATURDAY, CASE)
    told = disputes_json(table, "en")
    jsonschema.validate(told | {"cases": [case_json(case, "en", chat)]}, SCHEMA)
    assert [c["case_id"] for c in told["cases"]] == [CASE, "dp-2"]
    assert told["cases"][1]["ended"] == "lost"
    for language in ("zh", "en"):
        paper = disputes_paper(disputes_of(bench.house, bench.house.shop(bench.mine.name), SATURDAY), language)
        assert ORDER in str(paper.tables)


def test_nobody_meets_a_case_that_there_is_not(bench: Workbench, lin: Any) -> None:
    assert lin.get(reverse("dispute", args=[bench.mine.pk, "dp-99"])).status_code == 404
    assert lin.post(reverse("dispute_step", args=[bench.mine.pk, "dp-99"]), {"kind": "note", "text": "x"}).status_code == 404


def test_an_export_after_its_time_shows_a_case_over_it_though_no_row_is_written_again(bench: Workbench, tmp_path: Path) -> None:
    """Due on Saturday at six; exported on Saturday before nine and, with a newer case beside it, on Sunday before nine."""
    shop, sunday = bench.house.shop(bench.mine.name), SATURDAY + timedelta(days=1)
    rows = ["dispute_id,opened_at,answer_by,order_id,item_id,kind,reason,status,liable,amount,closed_on",
            f"dp-4,{SATURDAY - timedelta(days=1)} 10:00:00,{SATURDAY} 18:00:00,78,KZ-041,仅退款,质量问题,待举证,,20.00,"]

    def exported(day: date, name: str) -> str:
        """How the case stands on Sunday after an export of a day's morning."""
        file = tmp_path / name
        file.write_text("\n".join((*rows, "")), "utf-8")
        [report] = ingest(bench.house, [Incoming(bench.mine.name, file, nine(day) - timedelta(minutes=30))])
        assert report.state in ("loaded", "unchanged")
        found = case_of(bench.house, shop, sunday, "dp-4")
        assert found is not None
        return found[1].state

    assert exported(SATURDAY, "cases-1.csv") == "unseen"
    rows.append(f"dp-5,{SATURDAY} 10:00:00,{sunday} 18:00:00,79,KZ-041,仅退款,质量问题,待举证,,20.00,")
    assert exported(sunday, "cases-2.csv") == "unseen"            # it leaves out the other case of Friday
    rows.append(f"{CASE},{SATURDAY - timedelta(days=1)} 10:00:00,{SATURDAY} 18:00:00,{ORDER},KZ-041,仅退款,快递一直未送到,待举证,,"
                "329.00,")
    assert exported(sunday, "cases-3.csv") == "overdue"


def test_a_case_whose_id_is_longer_than_its_column_stops_no_morning(bench: Workbench, tmp_path: Path) -> None:
    """PostgreSQL refuses what is too long, and a morning writes the cases of all shops at once."""
    from daybook.records import models

    file, day = tmp_path / "disputes.csv", SATURDAY - timedelta(days=1)
    file.write_text("dispute_id,opened_at,answer_by,order_id,kind,reason,status,amount\n"
                    f"{'9x' * 100},{day} 11:00:00,{SATURDAY} 19:00:00,{ORDER},仅退款,质量问题,待举证,12.00\n", "utf-8")
    [report] = ingest(bench.house, [Incoming(bench.mine.name, file, nine(SATURDAY) + timedelta(hours=2))])
    assert report.state == "loaded"
    keep_cases(bench.house, [bench.house.shop(bench.mine.name)], SATURDAY, nine(SATURDAY) + timedelta(hours=3))
    kept = models.DisputeStep.objects.filter(case_id__startswith="9x").values_list("case_id", flat=True)
    assert [len(one) for one in kept] == [120]
