"""The creators page and one creator, from our own sheets to steps that people add; steps out of turn are refused with what to
do."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.urls import reverse

from daybook.domain.creators import DealStep, Stage, Step, deals_of
from daybook.domain.errors import WrongUsage
from daybook.domain.work import Role
from daybook.reports.creators_json import creators_json, step_json, without_costs
from daybook.reports.creators_report import creators_paper
from daybook.workflows.casefile import Asked, entries
from daybook.workflows.creator_steps import add_step, steps_known, take_steps
from daybook.workflows.creators_page import creators_of
from daybook.workflows.given import set_from_csv
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.leave import export
from tests.web.conftest import Workbench, saturday_bench
from tests.workflows.given_house import ITEM, sell
from tests.workflows.worked_house import SATURDAY, nine

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schemas/creators.json").read_text(encoding="utf-8"))
ANN, KETTLE = "handle/ann 1", "KZ-041"


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """With thirty orders of Ann of fifty days ago, of which ten went back, and one of yesterday."""
    with saturday_bench(tmp_path_factory, ("wu", "Wu")) as served:
        file, old = tmp_path_factory.mktemp("creators") / "creator_orders.csv", SATURDAY - timedelta(days=50)
        rows = [f"c{n},,{old} 10:00:00,{ANN},Ann,{KETTLE},1,100.00,20.00,{'' if n < 10 else old + timedelta(days=20)},"
                f"{'cancelled' if n < 10 else 'settled'}" for n in range(30)]
        rows.append(f"c99,,{SATURDAY - timedelta(days=1)} 10:00:00,{ANN},Ann,{KETTLE},1,100.00,20.00,,paid")
        file.write_text("order_id,line_id,ordered_at,creator_id,creator,item_id,units,paid_amount,commission_amount,settled_on,status\n"
                        + "\n".join(rows) + "\n", "utf-8")
        [report] = ingest(served.house, [Incoming(served.mine.name, file, nine(SATURDAY) - timedelta(hours=1))])
        assert report.state == "loaded"
        yield served


@pytest.fixture
def mei(bench: Workbench) -> Any:
    return bench.browser(bench.person("mei@x.example", (Role.DIRECTOR, bench.mine.client)), headers={"Accept-Language": "en"})


@pytest.fixture
def lin(bench: Workbench) -> Any:
    return bench.browser(bench.person("lin@x.example", (Role.SERVICE, bench.mine.client)), headers={"Accept-Language": "en"})


def shop(bench: Workbench) -> Any:
    return bench.house.shop(bench.mine.name)


def test_the_page_shows_settled_beside_booked_and_says_what_nobody_can_tell(bench: Workbench, mei: Any, lin: Any) -> None:
    page = mei.get(reverse("creators_of", args=[bench.mine.pk, SATURDAY])).content.decode()
    assert "¥3,100" in page                                  # booked
    assert "¥2,000" in page                                  # settled
    assert "no list of posts is in" in page
    assert "Left after all" in page
    assert "Left after all" not in lin.get(reverse("creators_of", args=[bench.mine.pk, SATURDAY])).content.decode()
    for on in (SATURDAY, "0001-01-01", "soon"):
        assert mei.get(f"{reverse('creator', args=[bench.mine.pk, ANN])}?on={on}").status_code == 200
    assert mei.get(f"{reverse('creator', args=[bench.mine.pk, 'nobody'])}?on={SATURDAY}").status_code == 404


def test_steps_go_in_turn_and_what_is_refused_says_what_to_do(bench: Workbench) -> None:
    house, mine = bench.house, shop(bench)

    def add(kind: str, **more: Any) -> Any:
        return add_step(house, mine, Step("b", kind, "mei", **more))[0]

    for kind, said, instead in (("agreed", {}, "invited"), ("note", {"text": "x"}, "invited"), ("kissed", {}, "invited"),
                                ("invited", {"items": tuple("abcd")}, "")):
        if kind == "invited":                                # no rule of products for this platform
            continue
        with pytest.raises(WrongUsage) as refused:
            add(kind, **said)
        assert instead in refused.value.next_step
    assert add("invited", items=(KETTLE, KETTLE, " ")).items == (KETTLE,)
    with pytest.raises(WrongUsage, match="no scheduled") as refused:
        add("scheduled", day=SATURDAY)
    assert refused.value.next_step == "add one of: replied, declined, dropped"
    assert add("replied").stage is Stage.REPLIED
    for said in ({}, {"pay": "commission"}, {"pay": "mixed", "commission_rate": D("0.1")}, {"pay": "gold", "commission_rate": D(0)},
                 {"pay": "commission", "commission_rate": D("20")}):
        with pytest.raises(WrongUsage):
            add("agreed", **said)
    made = add("agreed", pay="mixed", commission_rate=D("0.05"), fixed_fee=D(300), rights_until=date(2027, 1, 1))
    assert (made.items, made.commission_rate, made.rights_until) == ((KETTLE,), D("0.05"), date(2027, 1, 1))
    with pytest.raises(WrongUsage, match="names its day"):
        add("scheduled")
    add("scheduled", day=SATURDAY)
    assert add("scheduled", day=SATURDAY + timedelta(days=2)).scheduled_on == SATURDAY + timedelta(days=2)
    assert add("published", day=SATURDAY + timedelta(days=2)).commission_rate == D("0.05")
    assert add("settled").over
    assert add("invited").number == 2                         # what is over stays so
    found = deals_of(steps_known([mine], house.now())[mine.name]["b"])
    assert [len(d.steps) for d in found] == [7, 1]


def test_platform_limits_refuse_by_the_rulebook(bench: Workbench) -> None:
    from daybook.workflows.house import add_shop

    tiktok = add_shop(bench.house, "dy", "Mei", "douyin", "Asia/Shanghai", "CNY")
    with pytest.raises(WrongUsage, match="4 products"):
        add_step(bench.house, tiktok, Step("c0", "invited", "mei", items=("1", "2", "3", "4")))
    for n in range(10):
        add_step(bench.house, tiktok, Step(f"c{n}", "invited", "mei"))
    with pytest.raises(WrongUsage, match="N-INV") as refused:
        add_step(bench.house, tiktok, Step("c10", "invited", "mei"))
    assert refused.value.next_step == "invite this one tomorrow"


def test_terms_that_take_more_than_the_item_leaves_need_a_reason(bench: Workbench, tmp_path: Path) -> None:
    house, mine = bench.house, shop(bench)
    today = mine.day_of(house.now())
    terms = ("fee_rate,0.05 tax_rate,0 resaleable_share,1 ship_cost,1 ship_back_cost,1 handling,0 insurance,0 gift_cost,0 "
             "fixed_cost,0")
    for name, head, rows in (("terms", "shop,term,value,valid_from", [f"{mine.name},{t}," for t in terms.split()]),
                             ("cost", "sku,unit_cost,currency,valid_from", [f"{sku},1,CNY," for sku in ITEM])):
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join([head, *rows]) + "\n", "utf-8")
        set_from_csv(house, name, file, shop=mine.name)
    sell(house, tmp_path, ((901, "x", "MUG-007", 1, "30.00", "2026-10-10"),))       # old enough for its refunds to be known
    found = creators_of(house, mine, today, house.now()).terms
    known = next(t for t in found if t.break_even is not None)
    add_step(house, mine, Step("d", "replied", "mei", items=(known.item_id, KETTLE)))
    dear = Step("d", "agreed", "mei", pay="commission", commission_rate=D("0.95"))
    with pytest.raises(WrongUsage, match="bears a commission of") as refused:
        add_step(house, mine, dear)
    assert "keep it anyway with a reason" in refused.value.next_step
    with pytest.raises(WrongUsage):
        add_step(house, mine, dear, anyway=True)                                # without a reason
    with pytest.raises(WrongUsage, match=r"does not bear the commission of 95\.0%") as refused:
        add_step(house, mine, dear, costs=False)                                # who sees no costs
    assert f"{known.break_even:.1%}" not in str(refused.value)
    _, warnings = add_step(house, mine, replace(dear, text="to clear the stock"), anyway=True)
    assert ["loses money" in str(w) for w in warnings] == [True, False]
    assert "is not known" in str(warnings[1])                                   # what the kettle's code can bear
    cheap = replace(dear, items=(known.item_id,), commission_rate=D("0.01"))
    assert add_step(house, mine, cheap)[1] == ()


def test_a_step_of_the_page_stands_in_the_operating_file_and_leaves_with_the_shop(bench: Workbench, mei: Any,
                                                                                  tmp_path: Path) -> None:
    address = reverse("creator_step", args=[bench.mine.pk])
    assert mei.post(address, {"creator_id": ANN, "creator": "Ann", "kind": "invited", "items": KETTLE}).status_code == 302
    for field, wrong in (("day", "x"), ("units", "1,000"), ("rights_until", "soon")):
        told = mei.post(address, {"creator_id": ANN, "kind": "replied", field: wrong}, follow=True).content.decode()
        assert f"{wrong} is no" in told                                         # told, not kept
    now = bench.house.now()
    kept = [str(e.what) for e in entries([shop(bench)], Asked(now - timedelta(days=1),
                                                              now + timedelta(days=1))) if e.object == "Ann"]
    assert kept == ["creator: invited"]
    page = mei.get(reverse("creators", args=[bench.mine.pk])).content.decode()
    assert "invited" in page
    export(bench.house, shop(bench), tmp_path / "out")
    assert ANN in next((tmp_path / "out").rglob("creator-steps.csv")).read_text("utf-8")


def test_a_creator_is_found_again_however_the_id_was_typed(bench: Workbench) -> None:
    made, _ = add_step(bench.house, shop(bench), Step(f"  {'x' * 130} ", "invited", " mei "))
    assert (made.creator_id, made.steps[0].by) == ("x" * 120, "mei")
    for wrong in ({"fixed_fee": D("1e20")}, {"units": 10**10}, {"samples": -1}):
        with pytest.raises(WrongUsage, match="thousand million"):
            add_step(bench.house, shop(bench), Step("x" * 120, "replied", "mei", **wrong))


def test_who_sees_no_numbers_gets_no_terms_back(bench: Workbench) -> None:
    line = DealStep("f", "agreed", "mei", commission_rate=D("0.2"), fixed_fee=D(300), deal=1, at=nine(SATURDAY),
                    known_at=nine(SATURDAY))
    assert (step_json(line)["commission_rate"], step_json(line)["fixed_fee"]) == ("0.2", "300")
    assert {step_json(line, money=False)[n] for n in ("commission_rate", "fixed_fee")} == {None}


def test_a_list_goes_by_moments_and_names_the_line_that_is_out_of_turn(bench: Workbench, tmp_path: Path) -> None:
    """The reply of eleven in London stands first, an hour after the invitation of six in the evening in Shanghai."""
    file, head = tmp_path / "steps.csv", "at,creator_id,kind,fixed_fee,day\n"
    file.write_text(f"{head}2026-06-01T11:00:00+00:00,g,replied,,\n2026-06-01T18:00:00+08:00,g,invited,,\n"
                    "2026-06-02T02:00:00+00:00,g,scheduled,,2026-06-09\n", "utf-8")
    with pytest.raises(WrongUsage, match=r"steps.csv:4: after replied there can be no scheduled"):
        take_steps(bench.house, shop(bench), file)
    [deal] = deals_of(steps_known([shop(bench)], bench.house.now())[shop(bench).name]["g"])
    assert deal.stage is Stage.REPLIED
    file.write_text(f"{head}2026-06-03T02:00:00+00:00,g,note,,\n2026-06-04T02:00:00+00:00,g,note,nan,\n", "utf-8")
    with pytest.raises(WrongUsage, match="line 3"):
        take_steps(bench.house, shop(bench), file)


def test_a_list_of_steps_is_history_and_the_same_list_changes_nothing(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "steps.csv"
    file.write_text("at,creator_id,kind,items,pay,commission_rate,text\n2026-06-02T10:00:00+08:00,e,replied,KZ-041,,,\n"
                    "2026-06-01T10:00:00+08:00,e,invited,KZ-041,,,\n2026-06-03T10:00:00+08:00,e,agreed,,commission,0.3,\n", "utf-8")
    assert take_steps(bench.house, shop(bench), file) == 3
    assert take_steps(bench.house, shop(bench), file) == 0
    file.write_text("at,creator_id,kind\n2026-06-09T10:00:00,e,scheduled\n", "utf-8")
    with pytest.raises(WrongUsage, match="line 2"):
        take_steps(bench.house, shop(bench), file)


def test_the_json_is_as_its_schema_says_and_the_paper_speaks_two_languages(bench: Workbench) -> None:
    table = creators_of(bench.house, shop(bench), SATURDAY)
    told = creators_json(table, "en")
    jsonschema.validate(told, SCHEMA)
    jsonschema.validate(without_costs(told), SCHEMA)
    [ann] = [c for c in told["creators"] if c["creator_id"] == ANN]
    assert (ann["result"]["booked"], ann["result"]["settled_net"], ann["result"]["settled_share"]) == ("3100.0000", "2000.0000",
                                                                                                       "0.6667")
    assert ann["result"]["fees"] is None
    ann["result"] |= {"fees": "800", "samples": "50"}
    assert {c["result"][n] for c in without_costs(told)["creators"] if c["result"] for n in ("fees", "samples")} == {None}
    for language, word in (("zh", "达人"), ("en", "Creators by what settled")):
        assert word in str(creators_paper(table, language))
