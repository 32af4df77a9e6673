"""The draft of a plan for the 99 sale of 2026 (5 to 9 September) on a steady Tmall shop, by hand: 10,000 and 50 of ads a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

from daybook.calendar.events import same_phase_last_year
from daybook.calendar.taking_part import activity_of
from daybook.desks.activities.sale_draft import draft_rows
from daybook.domain.given import Given, LimitSet
from daybook.domain.mega_sale import ADS, CARTS, PAGES, STOCK, WAVE, PlanRow
from daybook.domain.said import Said
from daybook.domain.seen import Seen
from daybook.domain.supply import Inbound, LeadTime
from tests.desks.seen import seen
from tests.desks.test_activities import FIRST, LAST, shop

ON = date(2026, 8, 20)
SALE = activity_of("99-2026", "tmall", "CN")
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def steady(back: int = 63, **more: Mapping[date, D]) -> Seen:
    """The shop over so many days, whose kettle sells ten a day and has 200 on hand; `more` puts in numbers of other days."""
    known = [ON - timedelta(days=n) for n in range(1, back + 1)]
    daily = {"paid_gmv": dict.fromkeys(known, D(10000)), "ad_spend": dict.fromkeys(known, D(50)),
             "units_sold": dict.fromkeys(known, D(100))}
    for name, values in more.items():
        daily[name] = {**daily.get(name, {}), **values}
    return replace(shop(ON, (), level=200), daily={**seen().daily, **daily})


def of(found: Seen, kind: str) -> list[PlanRow]:
    assert SALE is not None
    return [row for row in draft_rows(found, SALE) if row.kind == kind]


def words(row: PlanRow) -> str:
    return row.basis if isinstance(row.basis, Said) else ""


def test_a_shop_without_any_big_event_is_drafted_by_the_rule():
    """Five days of 10,000 at the middle of E-UPLIFT, 2; the rule is named."""
    [wave] = of(steady(), WAVE)
    assert (wave.drafted, wave.first, wave.last) == (D(100000), FIRST, LAST)
    assert "2.0 × ordinary days, by rule E-UPLIFT" in words(wave)


def test_days_of_last_years_edition_come_before_the_rule():
    """Last year's days sold 30,000 where 10,000 were ordinary: 5 x 30,000."""
    before = [same_phase_last_year(day, "tmall") for day in DAYS]
    [wave] = of(steady(460, paid_gmv={day: D(30000) for day in before if day is not None}), WAVE)
    assert wave.drafted == D(150000)
    assert "last year's edition" in words(wave)


def test_other_big_events_of_the_shop_stand_in_for_an_edition_that_it_never_saw():
    """618 of 2026 sold 15,000 a day where 10,000 were ordinary: 5 x 15,000, by the middle of those days."""
    first, last = date(2026, 5, 1), date(2026, 6, 25)
    june = activity_of("618-2026", "tmall", "CN")
    assert june is not None
    sold = {june.first + timedelta(days=n): D(15000) for n in range((june.last - june.first).days + 1)}
    [wave] = of(steady(170, paid_gmv=sold), WAVE)
    assert first < june.first < june.last <= last
    assert wave.drafted == D(75000)
    assert "the shop's own big events" in words(wave)


def test_too_few_weeks_draft_no_target_and_never_a_zero():
    [wave] = of(steady(20), WAVE)
    assert (wave.drafted, wave.value) == (None, None)


def test_ads_follow_the_rule_by_phase_and_a_clients_limit_stands_beside():
    """Live: 5 days x 50 x 2 = 500, 100 a day; the client allows 80."""
    limit = LimitSet("", "max_ad_budget", D(80), None, datetime(2026, 1, 1, tzinfo=UTC))
    rows = of(replace(steady(), given=Given(limits_set=(limit,))), ADS)
    live = next(row for row in rows if row.first == FIRST)
    assert live.drafted == D(500)
    assert live.short
    assert "80" in live.aside
    after = next(row for row in rows if row.first == LAST + timedelta(days=1))
    assert after.last is not None
    assert after.drafted == D(40) * ((after.last - LAST).days)
    assert all(row.drafted is None for row in of(replace(steady(), daily={"paid_gmv": steady().daily["paid_gmv"]}), ADS))


def test_stock_is_what_is_sold_until_it_begins_and_then_as_its_waves():
    """Sixteen days of ten, then five at twice ten: 260.  200 are there and 20 come in time: 40 are missing; ten days of lead."""
    [plain] = of(steady(), STOCK)
    assert (plain.name, plain.drafted, plain.short) == ("881|KZ-041", D(260), True)
    known = datetime(2026, 1, 1, tzinfo=UTC)
    given = Given(lead_times=(LeadTime("kettles", "KZ-041", 10, None, None, None, None, None, "works", None, known),),
                  inbounds=(Inbound("kettles", "KZ-041", "A1", 20, FIRST, None, known),
                                Inbound("kettles", "KZ-041", "A2", 500, LAST, None, known)))
    [row] = of(replace(steady(), given=given), STOCK)
    assert "200 on hand, 20 on the way" in row.aside
    assert "40 missing" in row.aside
    assert row.due == FIRST - timedelta(days=10)


def test_carts_are_a_part_of_the_first_two_days_times_carts_a_unit():
    """Two days of 100 at twice are 400 units, 60 % of them 240; 4 carts a unit by the rule, 2.5 by the shop's own carts."""
    [by_rule] = of(steady(), CARTS)
    assert by_rule.drafted == D(960)
    carts = {ON - timedelta(days=n): D(250) for n in range(1, 29)}
    [own] = of(steady(cart_units=carts), CARTS)
    assert own.drafted == D(600)
    assert "as in the last four weeks" in words(own)


def test_every_phase_has_a_set_of_pages_with_its_day():
    rows = of(steady(), PAGES)
    assert [row.due for row in rows if row.first == FIRST] == [FIRST - timedelta(days=2)]
    assert all(row.value is None and not row.done for row in rows)
