"""The demonstration's live shows: minutes add up to the list, shows go past midnight, planted prompts are found."""

from datetime import datetime

import pytest

from daybook.analysis.live.effect import Brought, Verdict, pooled, read_effect
from daybook.analysis.live.learning import fit
from daybook.analysis.live.minutes import MEASURES, Minutes
from daybook.demo.answers import answers
from daybook.demo.live import LIVE_SHOP, MINUTES, ShowWorld, began_at, live_days, show_of
from tests.demo.conftest import Agency

COLUMNS = {"entered": "entered", "left": "left", "concurrent": "online", "item_viewers": "seen", "item_clickers": "clicked",
           "comments": "comments", "paid_orders": "orders"}
READ = (5, 10)


@pytest.fixture(scope="module")
def shows(agency: Agency) -> list[ShowWorld]:
    shop = agency.shop("douyin")
    assert shop.plan.name == LIVE_SHOP
    return [show_of(agency.world.seed, shop, d) for d in live_days(shop)]


def test_the_minutes_of_a_show_add_up_to_its_row_of_the_list(agency: Agency, shows: list[ShowWorld]) -> None:
    shop = agency.shop("douyin")
    place = next(i for i, s in enumerate(shop.plan.sources) if s.name == "直播间")
    for one in shows:
        assert one.counts["orders"].sum() == shop.tallies.source.orders[one.day, place]
        assert one.counts["cents"].sum() == shop.tallies.source.gmv[one.day, place]
        assert one.counts["entered"].sum() == int(shop.traffic.source[one.day, place]) * 13 // 10


def test_fridays_and_saturdays_go_past_midnight(agency: Agency, shows: list[ShowWorld]) -> None:
    late = [s for s in shows if s.began.hour * 60 + s.began.minute + MINUTES > 1440]
    assert {s.began.weekday() for s in late} == {4, 5}
    assert len(late) >= 7
    assert began_at(agency.shop("douyin"), 0).date() == agency.world.days[0]


def test_planted_prompts_are_found_and_nothing_is_not_called_a_gain(agency: Agency, shows: list[ShowWorld]) -> None:
    """Each kind is said once a show; all of a kind are read together, and held against the answer file."""
    minutes = [Minutes(1, {k: s.counts[v].astype(float) for k, v in COLUMNS.items()}, tuple(p.minute for p in s.prompts))
               for s in shows]
    told = answers(agency.world)["live"]
    assert isinstance(told, list)
    found: dict[str, Brought] = {}
    for measure in {t["measure"] for t in told}:
        fitted = fit(minutes, MEASURES[measure], READ)
        read = [read_effect(fitted, m, p.minute, READ, 60) for m, s in zip(minutes, shows, strict=True)
                for p in s.prompts if p.measure == measure]
        whole = pooled(read, MEASURES[measure].upside_down)
        assert whole is not None
        found[measure] = whole
    for one in told:
        assert datetime.fromisoformat(one["at"]).tzinfo is not None
        assert (found[one["measure"]].verdict is Verdict.GAIN) == (one["change"] > 0)
