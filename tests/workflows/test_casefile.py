"""The operating file: each thing that happened stands in it once, for who may see it, found by object, person and word."""

from datetime import UTC, datetime

import pytest

from daybook.domain.entry import EntryKind
from daybook.domain.rights import RIGHTS, Right
from daybook.domain.work import Role
from daybook.domain.work_items import StepKind
from daybook.reports.casefile_report import casefile_paper
from daybook.workflows.casefile import Asked, entries, entries_for
from daybook.workflows.give import give
from daybook.workflows.given import note
from daybook.workflows.house import House, add_shop
from daybook.workflows.work import Told, take_step
from tests.conftest import CommandLine
from tests.reports.briefs import FULL
from tests.workflows.kept_briefs import keep_brief

EVER = Asked(datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))


@pytest.fixture
def worked(house: House) -> House:
    """Bo took and did one thing, Lin put one off; a rival was noted, a target and a cost were set."""
    from daybook.records import models

    add_shop(house, FULL.shop, FULL.client, "tmall", "Asia/Shanghai", "CNY")
    add_shop(house, "rugs", "Wu", "taobao", "Asia/Shanghai", "CNY")
    keep_brief(house, FULL)
    first, second, _ = models.WorkItem.objects.order_by("pk")
    take_step(house, first.pk, StepKind.TAKE, Told("Bo"))
    take_step(house, first.pk, StepKind.DONE, Told("Bo", minutes=12, from_="v7", to="v6"))
    take_step(house, second.pk, StepKind.DROP, Told("Lin", note="the rival stopped"))
    note(house, FULL.shop, "2026-11-22T10:00:00+08:00", "KZ-041", "rival", "", "168", "细口壶降价")
    note(house, "rugs", "2026-11-22T10:00:00+08:00", "RUG-1", "rival", "", "99", "of another client")
    give(house, house.shop(FULL.shop), "target", {"metric": "paid_gmv", "month": "2026-12", "value": "90000"})
    give(house, house.shop(FULL.shop), "cost", {"sku": "KZ-041", "unit_cost": "82", "currency": "CNY"})
    return house


def kinds(house: House, asked: Asked = EVER) -> list[tuple[EntryKind, str]]:
    return sorted((e.kind, e.person) for e in entries([house.shop(FULL.shop)], asked))


def test_everything_that_happened_stands_in_the_file_once(worked: House) -> None:
    assert kinds(worked) == sorted([
        (EntryKind.TAKEN, "Bo"), (EntryKind.DID, "Bo"), (EntryKind.DROPPED, "Lin"), (EntryKind.NOTED, ""),
        (EntryKind.NOTED, ""), (EntryKind.SET, ""), (EntryKind.SET, ""), *[(EntryKind.FOUND, "")] * len(FULL.findings)])


@pytest.mark.parametrize(("asked", "found"), [
    ({"person": "bo"}, {EntryKind.TAKEN, EntryKind.DID}), ({"object": "kz-041", "kinds": (EntryKind.NOTED,)}, {EntryKind.NOTED}),
    ({"text": "细口壶", "kinds": (EntryKind.NOTED, EntryKind.SET)}, {EntryKind.NOTED}),
    ({"text": "rival stopped"}, {EntryKind.DROPPED}), ({"text": "another client"}, set()),
    ({"first": datetime(2030, 1, 1, tzinfo=UTC)}, set())])
def test_lines_are_found_by_object_person_kind_day_and_word(worked: House, asked: dict, found: set) -> None:
    from dataclasses import replace

    assert {kind for kind, _ in kinds(worked, replace(EVER, **asked))} == found


def test_who_may_not_see_costs_or_numbers_does_not_read_them_here(worked: House) -> None:
    def subjects(role: Role) -> set[str]:
        shop = worked.shop(FULL.shop)
        return {str(e.what) for e in entries_for([shop], EVER, {shop.name: RIGHTS[role]}) if e.kind is EntryKind.SET}

    assert Right.SEE_COSTS not in RIGHTS[Role.ADS]
    assert subjects(Role.ACCOUNT_MANAGER) == {"target of 2026-12", "unit cost"}
    assert subjects(Role.ADS) == {"target of 2026-12"}
    assert subjects(Role.DESIGNER) == set()


def test_a_newcomer_reads_what_was_worked_on_and_by_whom(worked: House) -> None:
    shop = worked.shop(FULL.shop)
    paper = casefile_paper(shop, entries([shop], EVER), "2026-11-01", "2026-11-30", "zh")
    assert [t.title for t in paper.shown] == ["处理最多的对象", "谁做了什么", "逐条记录"]
    assert ("Bo", "2", "12") in {tuple(c.text for c in row) for row in paper.tables[1].rows}
    assert len(paper.tables[2].rows) == 7 + len(FULL.findings)


def test_the_prompt_prints_it(worked: House) -> None:
    said = CommandLine(worked.home).json("casefile", "--shop", FULL.shop, "--from", "2026-11-01", "--to", "2026-11-30",
                                         "--kind", "did")
    assert [(e["person"], e["from"], e["to"], e["minutes"]) for e in said["entries"]] == [("Bo", "v7", "v6", 12)]
