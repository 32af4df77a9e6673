"""A real Tmall shop through the new year of 2020: days without an order, and mornings shown again as known then."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from daybook.domain.brief import Brief, State
from daybook.reports.brief_json import brief_json_text
from daybook.workflows.house import House, open_house
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.morning import mornings
from daybook.workflows.replay import replay
from daybook.workflows.restated import restated
from daybook.workflows.upkeep import compact
from tests.conftest import Clock
from tests.days import real
from tests.orders import jade, known

pytestmark = pytest.mark.shared
SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOCK = Clock(datetime(2020, 3, 10, tzinfo=UTC))
FIRST_MORNING = date(2020, 2, 2)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two data folders with keys of their own: the whole file at once, and an export every morning at eight."""
    real.needed(real.TMALL)
    folder = tmp_path_factory.mktemp("tmall")
    rows = real.tmall_rows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = open_house(folder / "whole", CLOCK)
        jade(house)
        whole = real.write_tmall(folder / "whole.csv", rows)
        ingest(house, [Incoming("tmall", whole, datetime(2020, 2, 25, tzinfo=UTC))])
        house = open_house(folder / "daily", CLOCK)
        jade(house)
        for morning in real.days(FIRST_MORNING, date(2020, 2, 24)):
            at = datetime(morning.year, morning.month, morning.day, 8, tzinfo=SHANGHAI)
            file = real.write_tmall(folder / f"{morning}.csv", real.as_exported(rows, at))
            ingest(house, [Incoming("tmall", file, at)])
        yield folder


@pytest.fixture
def whole(homes: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("DAYBOOK_KEYS", str(homes / "keys"))
    return open_house(homes / "whole", CLOCK)


@pytest.fixture
def daily(homes: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("DAYBOOK_KEYS", str(homes / "keys"))
    return open_house(homes / "daily", CLOCK)


def brief_of(house: House, on: date) -> Brief:
    return mornings(house, [house.shop("tmall")], on, datetime(2020, 3, 1, tzinfo=UTC), store=False)[0]


def test_orders_and_money_of_each_day_are_those_of_the_file(whole: House) -> None:
    rows = real.tmall_rows()
    found = known(whole, "tmall")
    created = Counter(row[real.CREATED][:10] for row in rows)
    assert {d: int(v) for d, v in found["orders_created"].items()} == created
    paid = Counter(row[real.PAID_AT][:10] for row in rows if row[real.PAID_AT])
    assert {d: int(v) for d, v in found["paid_orders"].items()} == paid
    money: dict[str, D] = {}
    for row in rows:
        if row[real.PAID_AT]:
            day = row[real.PAID_AT][:10]
            money[day] = money.get(day, D(0)) + D(row[real.PAID]) + D(row[real.REFUND])
    assert found["paid_gmv"] == dict(sorted(money.items()))
    assert sum(found["refunded_of_paid"].values()) == sum(D(row[real.REFUND]) for row in rows)


@pytest.mark.parametrize("empty", [date(2020, 2, 8), date(2020, 2, 16)])
def test_a_day_that_the_export_leaves_out_is_not_zero_and_the_brief_says_why(whole: House, empty: date) -> None:
    brief = brief_of(whole, empty + timedelta(days=1))
    tiles = {t.metric: t for t in brief.tiles}
    assert brief.reviewed == empty
    assert all(t.value is None and t.why_not for t in tiles.values())
    assert brief.state == "no_data"
    assert brief.readiness[0].state in (State.DOUBTFUL, State.NOT_IN)
    assert {f.kind for f in brief.findings} <= {"data.missing_export"}      # no change is claimed of that day


def test_the_days_after_name_the_day_that_may_be_missing(whole: House) -> None:
    doubtful = [date(2020, 2, d) for d in (8, 16) if brief_of(whole, date(2020, 2, d + 1)).readiness[0].state
                is State.DOUBTFUL]
    assert date(2020, 2, 16) in doubtful
    for day in doubtful:
        notes = brief_of(whole, day + timedelta(days=3)).notes
        assert any(day.isoformat() in note and "not counted as 0" in note for note in notes)


@pytest.mark.parametrize(("on", "orders", "created"), [(date(2020, 2, 11), 24, 27), (date(2020, 2, 13), 1, 1)])
def test_a_brief_of_quiet_days_holds_the_sums_of_the_file(whole: House, on: date, orders: int, created: int) -> None:
    brief = brief_of(whole, on)
    tiles = {t.metric: t for t in brief.tiles}
    day = brief.reviewed.isoformat()
    rows = [row for row in real.tmall_rows() if row[real.PAID_AT].startswith(day)]
    paid = sum(D(row[real.PAID]) + D(row[real.REFUND]) for row in rows)
    assert len(rows) == orders
    assert tiles["paid_gmv"].value == paid
    assert tiles["paid_orders"].value == orders
    assert tiles["orders_created"].value == created
    assert tiles["aov"].value == (paid / orders).quantize(D("0.01"))
    assert tiles["net_sales"].value == sum(D(row[real.PAID]) for row in rows)
    for finding in brief.findings:
        total = sum((c.contribution for c in finding.causes), finding.remainder)
        assert total == finding.measured - finding.base


def pages(house: House, days: int) -> list[str]:
    """The mornings from the first on, each with only what was known at its nine o'clock."""
    shop = house.shop("tmall")
    return [brief_json_text(one.brief) for one in replay(house, shop, [FIRST_MORNING + timedelta(days=n)
                                                                     for n in range(days)])]


@pytest.mark.long
def test_28_mornings_stay_what_they_were_after_a_restatement_a_rewrite_and_a_vacuum(daily: House, homes: Path) -> None:
    """The last export, known on 25 February, puts refunds on 2,560 orders: only mornings after it may change."""
    shop = daily.shop("tmall")
    before = pages(daily, 28)
    mornings(daily, [shop], date(2020, 2, 20))
    ingest(daily, [Incoming("tmall", homes / "whole.csv", datetime(2020, 2, 25, 2, tzinfo=UTC))])
    restated_since = restated(daily, shop, datetime(2020, 2, 25, tzinfo=UTC))
    assert {r["metric"] for r in restated_since} >= {"refunded_of_paid", "net_sales"}
    assert compact(daily)["tables"] > 0
    after = pages(daily, 28)
    assert [n for n in range(28) if before[n] != after[n]] == [24, 25, 26, 27]     # 26 February and later
    compact(daily)
    reopened = replace(daily, lake=open_house(daily.home, CLOCK).lake)
    assert pages(reopened, 4) == after[:4]
    assert replay(daily, shop, [date(2020, 2, 20)])[0].stored == "same"


def test_each_morning_knows_only_what_its_export_held(daily: House) -> None:
    rows = real.tmall_rows()
    for on in (date(2020, 2, 4), date(2020, 2, 20)):
        brief = mornings(daily, [daily.shop("tmall")], on, store=False)[0]
        at = datetime(on.year, on.month, on.day, 8, tzinfo=SHANGHAI)
        held = [r for r in real.as_exported(rows, at) if r[real.PAID_AT].startswith(brief.reviewed.isoformat())]
        tiles = {t.metric: t.value for t in brief.tiles}
        assert tiles["paid_orders"] == len(held)
        assert tiles["paid_gmv"] == sum(D(r[real.PAID]) for r in held)
