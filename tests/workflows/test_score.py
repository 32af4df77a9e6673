"""The score on a small agency: what is planted on its last days is found, and nothing that its plans propose does harm."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from daybook.domain.brief import BriefFinding, Gain, PlanLine, Unit
from daybook.workflows.house import open_house
from daybook.workflows.score import LAST_DAY, Quiet, Scored, Size, score_seed
from daybook.workflows.score_match import Outcome, belongs
from daybook.workflows.score_report import as_json, as_text, table_of
from tests.conftest import Clock

SMALL = Size(shops=3, days=100, mornings=3, incidents=3, fresh=True)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Three shops, of which each had one thing happen to it on the last days: a source, a device and a budget."""
    folder = tmp_path_factory.mktemp("agency")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        return score_seed(lambda home: open_house(home, Clock()), folder / "seed", 1, LAST_DAY, SMALL)


def test_what_happened_yesterday_is_found_with_its_cause_and_move(scored: Scored) -> None:
    row = table_of([scored]).rows[-1]
    assert row.incidents == 3
    assert row.found >= 0.6
    assert row.cause_first >= 0.6
    assert row.move >= 0.6


def test_nothing_proposed_does_harm(scored: Scored) -> None:
    assert scored.harm == ()


def test_each_outcome_is_in_the_answer_for_scripts_and_the_table_for_people(scored: Scored) -> None:
    assert len(as_json([scored])["outcomes"]) == 3
    assert "harmful moves: 0" in as_text([scored])


def finding(kind: str, metric: str, **scope: str) -> BriefFinding:
    return BriefFinding("f", kind, metric, "", Unit.COUNT, tuple(scope.items()), "down", D(1), "usual", D(2),
                        at_stake=Gain(D(1), D(2), D(3), "CNY"))


def test_a_finding_belongs_to_an_incident_by_its_object_not_by_its_metric_alone() -> None:
    search = frozenset({"search"})
    assert belongs(finding("sales.slice_changed", "visitors", source_1="search"), "channel_lost", search)
    assert not belongs(finding("sales.slice_changed", "visitors", source_1="feed"), "channel_lost", search)
    assert not belongs(finding("sales.changed", "visitors"), "channel_lost", search)
    assert belongs(finding("stock.out", "sellable_units", sku="search"), "hero_stockout", search)


def test_a_miss_counts_against_every_share_and_a_repeated_false_finding_once() -> None:
    hit = Outcome(1, "i01", "kettles", "bid_error", day=1, cause=1, line=1, told=D(90), true=D(100))
    miss = replace(hit, incident="i02", day=0, cause=0, line=0, told=None, true=None)
    table = table_of([Scored(1, (hit, miss), Quiet(14, (("kettles", date(2026, 9, 1), "ads.bid_jumped.tent"),)), ())])
    assert (table.rows[-1].found, table.rows[-1].cause_first, table.rows[-1].money) == (0.5, 0.5, 0.1)
    assert (table.false_per_week, table.false_kinds) == (0.5, (("ads.bid_jumped", 1),))


def test_a_plan_line_is_named_by_its_own_object() -> None:
    from daybook.workflows.score_match import _line

    line = PlanLine("restock.KZ-1", (), "", "KZ-1", "", "", "", "", 5, None, "", "", "", "", date(2026, 9, 1), "restock")
    assert _line((line,), "hero_stockout", frozenset({"KZ-1"})) == 1
    assert _line((line,), "hero_stockout", frozenset({"KZ-2"})) == 0
