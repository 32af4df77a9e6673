"""The most telling mornings of two real shops: what is told, what it is put down to, and where nothing is said."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest

from daybook.domain.brief import Brief, BriefFinding, State
from daybook.reports.brief_text import brief_text
from daybook.workflows.house import House, add_shop, open_house
from daybook.workflows.ingest import Incoming, ingest
from daybook.workflows.morning import mornings
from tests.conftest import Clock
from tests.days import real
from tests.orders import jade

pytestmark = pytest.mark.shared
MAPPING = real.ROOT / "docs" / "examples" / "uk-gift-shop.toml"
CLOCK = Clock(datetime(2020, 3, 10, tzinfo=UTC))
LOOK = {"tmall": datetime(2020, 3, 1, tzinfo=UTC), "gifts": datetime(2011, 9, 2, tzinfo=UTC)}
Morning = Callable[[str, date], Brief]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Both shops in one data folder, each file known late and whole."""
    real.needed(real.TMALL)
    real.needed(real.GIFTS)
    folder = tmp_path_factory.mktemp("telling")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAYBOOK_KEYS", str(folder / "keys"))
        house = open_house(folder / "home", CLOCK)
        jade(house)
        whole = real.write_tmall(folder / "whole.csv", real.tmall_rows())
        ingest(house, [Incoming("tmall", whole, datetime(2020, 2, 25, tzinfo=UTC))])
        add_shop(house, "gifts", "Pearl", "other", "Europe/London", "GBP")
        ingest(house, [Incoming("gifts", real.GIFTS, datetime(2011, 9, 1, 7, tzinfo=UTC), MAPPING)])
        yield folder


@pytest.fixture
def morning(home: Path, monkeypatch: pytest.MonkeyPatch) -> Morning:
    """The brief that reviews a day of a shop, looked at once all is known."""
    monkeypatch.setenv("DAYBOOK_KEYS", str(home / "keys"))
    house: House = open_house(home / "home", CLOCK)
    return lambda shop, day: mornings(house, [house.shop(shop)], day + timedelta(days=1), LOOK[shop], store=False)[0]


def told(brief: Brief) -> dict[str, BriefFinding]:
    return {f.id: f for f in brief.findings}


def test_the_collapse_of_the_tmall_shop_is_named_on_its_first_morning(morning: Morning) -> None:
    """10 February 2020: 24 paid orders after 352 the day before; chance alone does not do that."""
    brief = morning("tmall", date(2020, 2, 10))
    orders = told(brief)["sales.changed.paid_orders"]
    assert (orders.measured, orders.direction) == (D(24), "down")
    assert orders.expected is not None
    assert orders.expected > 5 * orders.measured
    assert orders.low is not None
    assert orders.measured < orders.low
    assert orders.odds_noise is not None
    assert orders.odds_noise < 0.01
    assert (orders.base_kind, orders.base) == ("last_week", D(239))
    assert sum((c.contribution for c in orders.causes), orders.remainder) == D(24 - 239)
    assert orders.at_stake is not None
    assert orders.at_stake.mid > 10_000
    assert not any("paid_orders" in f.words for f in brief.findings)


def test_the_average_of_a_few_orders_is_not_told_as_a_rise(morning: Morning) -> None:
    """Of 24 orders one is of 3,800 yuan: the average of that day says nothing of the shop, that order is told."""
    found = told(morning("tmall", date(2020, 2, 10)))
    assert "sales.changed.aov" not in found
    assert found["sales.giant_order"].causes[0].contribution == D(3800)


@pytest.mark.parametrize("day", [11, 12, 13, 14, 15])
def test_a_collapse_is_told_for_as_long_as_it_lasts(morning: Morning, day: int) -> None:
    orders = told(morning("tmall", date(2020, 2, day)))["sales.changed.paid_orders"]
    assert orders.direction == "down"
    assert orders.since == date(2020, 2, 10)


@pytest.mark.parametrize(("day", "state", "said"), [(8, State.NOT_IN, "busy days"), (16, State.DOUBTFUL, "took none")])
def test_a_day_that_the_file_skips_is_no_zero_and_no_late_file(morning: Morning, day: int, state: State,
                                                               said: str) -> None:
    """8 February lies between busy days and must be a gap; 16 February after days of one to seven orders may be empty."""
    empty = date(2020, 2, day)
    brief = morning("tmall", empty)
    assert brief.readiness[0].state is state
    assert not brief.early                                   # nothing more is to come for that day
    assert set(told(brief)) == {"data.missing_export.orders"}
    assert "the file holds the days around" in brief.findings[0].words
    assert [line.what for line in brief.plan] == [f"Export orders of {empty} again, or leave it if the shop was closed"]
    assert all(tile.value is None and "not in yet" not in tile.why_not for tile in brief.tiles)
    for later in (empty, empty + timedelta(days=1)):
        notes = morning("tmall", later).notes
        assert any(str(empty) in n and "not counted as 0" in n and said in n for n in notes)


def test_a_file_that_ends_the_day_before_is_said_to_end_and_is_no_gap(morning: Morning) -> None:
    brief = morning("tmall", date(2020, 2, 24))
    assert brief.early
    assert not any("days around" in f.words for f in brief.findings)
    assert not any("2020-02-24" in note for note in brief.notes)


def test_the_return_of_the_tmall_shop_is_told_with_how_far_it_went_beyond(morning: Morning) -> None:
    """18 February: 846 paid orders, against 318 expected of a shop that had 330 before it fell."""
    orders = told(morning("tmall", date(2020, 2, 18)))["sales.changed.paid_orders"]
    assert (orders.measured, orders.direction) == (D(846), "up")
    assert orders.high is not None
    assert orders.measured > orders.high
    assert orders.odds_noise is not None
    assert orders.odds_noise < 0.01
    assert not any(line.object == orders.id for line in morning("tmall", date(2020, 2, 18)).plan)


@pytest.mark.parametrize("day", [date(2010, 11, 8), date(2010, 11, 15), date(2011, 6, 10)])
def test_one_giant_order_is_named_and_taken_out_of_the_day(morning: Morning, day: date) -> None:
    """8 and 15 November 2010 and 10 June 2011: an order of about half of the day's money, by the file itself."""
    import duckdb

    largest, = duckdb.execute(
        "SELECT max(m) FROM (SELECT sum(CAST(Price AS DECIMAL(18,4)) * Quantity) AS m FROM read_parquet(?) WHERE "
        "CAST(InvoiceDate AS DATE) = ? AND NOT starts_with(Invoice, 'C') AND Quantity > 0 GROUP BY Invoice)",
        [str(real.GIFTS), day]).fetchall()[0]
    brief = morning("gifts", day)
    giant = told(brief)["sales.giant_order"]
    assert giant.at_stake is not None
    assert giant.at_stake.mid == D(str(largest))
    assert giant.measured is not None
    assert giant.base is not None
    assert giant.measured - giant.base == giant.causes[0].contribution == D(str(largest)).quantize(D("0.01"))
    assert giant.at_stake.mid > D("0.4") * giant.measured
    assert "sales.changed.aov" not in told(brief)            # the same thing is not told twice
    assert not any(f.kind == "price.jumped" and f.direction == "up" for f in brief.findings)
    assert any(line.move == "mark_bulk_order" for line in brief.plan)


def test_a_large_order_called_off_the_same_day_is_told_as_money_refunded(morning: Morning) -> None:
    """18 April 2011: an invoice of £21,536 and its cancellation; the paid amount alone would look like a record."""
    refunds = told(morning("gifts", date(2011, 4, 18)))["sales.refund_burst"]
    assert refunds.metric == "refunded_by_day"
    assert refunds.measured is not None
    assert refunds.measured > 22_998
    assert refunds.base is not None
    assert refunds.base < 1_000
    assert "43%" in refunds.words


def test_a_quiet_week_has_no_finding_no_task_and_no_doubt(morning: Morning) -> None:
    """Sunday 8 to Sunday 15 May 2011, with a day of £61,903 that several large orders made together.

    Six invoices of one buyer within an hour are looked at once; the numbers of that day are quiet all the same.
    """
    told = []
    for day in real.days(date(2011, 5, 11), date(2011, 5, 15)):
        brief = morning("gifts", day)
        told += [(f.kind, dict(f.scope)["order_id"]) for f in brief.findings]
        assert len(brief.plan) == len(brief.findings)
        assert brief.notes == ()
        assert brief.findings or brief.state == ("closed" if day.strftime("%A") == "Saturday" else "quiet")
    assert told == [("orders.fraud_burst", "553213")]


def test_a_closed_saturday_is_no_fall_and_leaves_the_sunday_alone(morning: Morning) -> None:
    saturday, sunday = morning("gifts", date(2011, 5, 7)), morning("gifts", date(2011, 5, 8))
    assert saturday.state == "closed"
    assert saturday.findings == saturday.plan == ()
    tiles = {t.metric: t for t in saturday.tiles}
    assert tiles["paid_orders"].value == 0
    assert tiles["aov"].value is None
    assert tiles["aov"].why_not == "no order was paid that day"
    assert sunday.findings == ()


@pytest.mark.parametrize(("day", "name"), [
    (date(2011, 4, 22), "Good Friday"), (date(2011, 4, 25), "Easter Monday"), (date(2011, 5, 2), "May Day"),
    (date(2011, 8, 29), "Bank Holiday")])
def test_a_bank_holiday_of_a_shop_that_keeps_them_is_closed_and_asks_for_no_export(morning: Morning, day: date,
                                                                                  name: str) -> None:
    """It sold on none of the public holidays of the year before; the days after are held against open days."""
    brief = morning("gifts", day)
    assert brief.state == "closed"
    assert name in brief.festival
    assert brief.findings == brief.plan == brief.notes == ()
    after = morning("gifts", day + timedelta(days=1))
    assert not any(f.kind == "sales.changed" for f in after.findings)


def test_the_closing_over_christmas_is_learnt_from_the_year_before(morning: Morning) -> None:
    """24 December 2010 to 3 January 2011 have no order, as 24 December 2009 to 3 January 2010 had none."""
    for day in (date(2010, 12, 24), date(2010, 12, 27), date(2010, 12, 29), date(2010, 12, 31), date(2011, 1, 3)):
        brief = morning("gifts", day)
        assert brief.state == "closed", day
        assert brief.findings == brief.plan == ()


def test_the_end_of_the_season_is_a_change_of_level_since_its_first_day(morning: Morning) -> None:
    """From 19 December 2010 on orders are two thirds of what the weeks before let one expect, and stay so."""
    for day, orders in ((20, 61), (21, 55), (22, 17)):
        found = told(morning("gifts", date(2010, 12, day)))["sales.changed.paid_orders"]
        assert (found.measured, found.direction, found.since) == (D(orders), "down", date(2010, 12, 19))
        assert found.odds_noise is not None
        assert found.odds_noise < 0.01
        assert found.scope == ()            # nine orders in ten are British: the country is the shop, and no cause


def test_postage_and_hand_typed_lines_are_no_products_at_a_wrong_price(morning: Morning) -> None:
    """POST, DOT and M have no usual price; a price that one reseller paid is his own."""
    for day in (date(2011, 5, 3), date(2011, 5, 5), date(2011, 5, 17), date(2011, 5, 23), date(2011, 1, 5)):
        brief = morning("gifts", day)
        assert not any(f.kind == "price.jumped" for f in brief.findings)
        assert not any(line.move == "restore_price" for line in brief.plan)


def test_a_morning_looked_at_later_names_both_days_with_their_years(morning: Morning) -> None:
    text = brief_text(morning("gifts", date(2010, 11, 15)), "en")
    assert "morning of Tue 16 Nov, as known Fri 2 Sep 2011 01:00" in text
    assert "read 1 Sep 2011 08:00" in text
