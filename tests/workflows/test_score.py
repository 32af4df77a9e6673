"""The score on a small agency: what is planted on its last days is found, and nothing that its plans propose does harm."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from bench.judgement.agency_facts import score
from bench.judgement.world_facts import WorldFacts
from daybook.demo.world import build
from daybook.domain.brief import BriefFinding, Gain, PlanLine, Unit
from daybook.domain.seen import Seen
from daybook.facts.engine import reading
from daybook.workflows.house import ALL_TABLES, House, open_house
from daybook.workflows.morning import NINE
from daybook.workflows.score import LAST_DAY, Quiet, Scored, Size, score_seed
from daybook.workflows.score_match import Outcome, belongs
from daybook.workflows.score_report import as_json, as_text, table_of
from daybook.workflows.seeing import see, whose
from tests.conftest import Clock

SMALL = Size(shops=3, days=90, mornings=2, incidents=3, fresh=True)


@dataclass(frozen=True)
class Agency:
    """A scored seed and the house that its files were taken in by."""

    scored: Scored
    house: House
    folder: Path


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """Three shops, of which each had one thing happen to it on the last days: a source, a device and a budget."""
    folder, opened = tmp_path_factory.mktemp("agency"), []

    def open_once(home: Path) -> House:
        opened.append(open_house(home, Clock()))
        return opened[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        scored = score_seed(open_once, folder / "seed", 1, LAST_DAY, SMALL)
        yield Agency(scored, opened[0], folder)


@pytest.fixture(scope="module")
def scored(agency: Agency) -> Scored:
    return agency.scored


def test_what_happened_yesterday_is_found_with_its_cause_and_move(scored: Scored) -> None:
    sales = tuple(o for o in scored.outcomes if o.incident.startswith("i"))
    row = table_of([replace(scored, outcomes=sales)]).rows[-1]
    assert len(sales) == 3
    assert row.found >= 0.6
    assert row.cause_first >= 0.6
    assert row.move >= 0.6


def test_nothing_proposed_does_harm(scored: Scored) -> None:
    assert scored.harm == ()


def test_each_outcome_is_in_the_answer_for_scripts_and_the_table_for_people(scored: Scored) -> None:
    assert len(as_json([scored])["outcomes"]) == len(scored.outcomes)
    assert "harmful moves: 0" in as_text([scored])


#: Desks that are told nothing, or not all, without files.
ALONE = ("disputes", "reputation", "service", "pages", "creators", "activities", "buyers", "market")


def over_files(house: House, on: date) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    for shop in house.shops():
        moment = shop.moment(on, NINE)
        found |= {n: one.seen for n, one in reading(house.lake, house.books, whose([shop]), moment, ALL_TABLES,
                                                    lambda session, s=shop, m=moment: see(session, [s], on, m)).items()}
    return found


def test_facts_without_files_are_what_the_files_say(agency: Agency) -> None:
    """The bench of many seeds hands a world's facts to the desks without files: here both are the same to the number.

    Refunds and sales credited to ads grow after the day; there the last report of a day may be an hour older.
    """
    on = LAST_DAY + timedelta(days=1)
    made = build(1, SMALL.shops, SMALL.days, LAST_DAY, SMALL.incidents, SMALL.fresh)
    straight = over_files(agency.house, on)      # before the next house is opened: records are of one house at a time
    facts = WorldFacts(made, open_house(agency.folder / "home", Clock()), agency.folder / "given", SMALL.mornings + 1)
    for name, mine in facts.seen(on).items():
        file = straight[name]
        for metric in {"paid_gmv", "paid_orders", "orders_created", "visitors", "largest_order", "ad_spend"} & mine.daily.keys():
            assert mine.daily[metric] == file.daily[metric], (name, metric)
        for dimension, metrics in mine.sliced.items():
            for metric in metrics.keys() - {"line_gmv", "ad_gmv", "direct_ad_gmv", "keyword_ad_gmv", "keyword_direct_ad_gmv"}:
                assert mine.sliced[dimension][metric] == file.sliced[dimension][metric], (name, dimension, metric)
        assert mine.given.notes == file.given.notes
        assert {(r.source, r.state) for r in mine.readiness} <= {(r.source, r.state) for r in file.readiness}


def test_the_score_without_files_is_the_score_over_files(agency: Agency) -> None:
    """`python -m bench agency-facts` speaks for `daybook demo --score`: what was told of each incident is the same, and so
    is its money, but for sales credited to ads within the last hours."""
    [straight] = score([1], agency.folder / "straight", size=SMALL)
    over = agency.scored
    files = [o for o in over.outcomes if o.incident.startswith("i")]             # disputes and talk stand in files alone
    told = [[(o.incident, o.kind, o.day, o.cause, bool(o.line),
              tuple(f for f in o.seen if f.split(":")[1].split(".")[0] not in ALONE)) for o in outcomes]
            for outcomes in (straight.outcomes, files)]
    assert told[0] == told[1]
    for mine, theirs in zip(straight.outcomes, files, strict=True):
        assert mine.true == theirs.true
        assert mine.told == pytest.approx(theirs.told, rel=D("0.03"))
    assert (straight.quiet, straight.harm) == (over.quiet, over.harm)


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


def test_a_move_on_one_review_is_on_the_product_of_the_finding_that_it_answers() -> None:
    from daybook.workflows.score_match import _line

    urgent = finding("reputation.urgent_review", "urgent_reviews", item_id="7001", review_id="r9")
    line = PlanLine("answer_urgent.r9", (urgent.id,), "", "r9", "", "", "", "", 5, None, "", "", "", "", date(2026, 9, 1),
                    "answer_urgent")
    assert _line((line,), "talk_urgent", frozenset({"7001"}), [urgent]) == 1
    assert _line((line,), "talk_urgent", frozenset({"7001"})) == 0
