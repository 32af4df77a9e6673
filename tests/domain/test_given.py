"""What was given of a shop: the shop's own before the client's, the last known, from its day on, and how old it is."""

from datetime import UTC, date, datetime
from decimal import Decimal as D

from daybook.domain.given import Given, OwnEvent, Term, UnitCost, content_of, key_of, latest, latest_events
from daybook.domain.shop import Platform, Shop

SHOP = Shop("mei-tmall", "Mei", Platform.TMALL, "Asia/Shanghai", "CNY")
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
EARLY, LATER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
DAY = date(2026, 11, 22)


def cost(value: int, shop: str = "", known: datetime = EARLY, since: date | None = None, currency: str = "CNY") -> UnitCost:
    return UnitCost(shop, "KZ-041", D(value), currency, since, known)


def test_the_last_known_of_two_for_the_same_day_stands_whatever_their_order() -> None:
    assert latest([cost(82, known=LATER), cost(90)]) == (cost(82, known=LATER),)
    assert key_of(cost(82)) == key_of(cost(90, known=LATER))
    assert content_of(cost(82)) == content_of(cost(82, known=LATER))


def test_a_shops_own_cost_goes_before_the_clients_even_when_that_is_from_a_later_day() -> None:
    found = Given(SHOP, NOW, [cost(82, since=date(2026, 11, 20)), cost(90, SHOP.name, since=date(2026, 1, 1))])
    own = found.unit_cost("KZ-041", DAY)
    assert own is not None
    assert own.unit_cost == D(90)
    before = found.unit_cost("KZ-041", date(2025, 12, 31))
    assert before is None


def test_a_cost_in_another_currency_is_no_cost_of_this_shop() -> None:
    assert Given(SHOP, NOW, [cost(12, currency="USD")]).unit_cost("KZ-041", DAY) is None


def test_terms_name_what_is_missing_and_are_as_old_as_their_oldest_part() -> None:
    terms = [Term("", "fee_rate", D("0.05"), None, LATER), Term("", "ship_cost", D(4), None, EARLY),
             Term("", "tax_rate", D("0.01"), date(2026, 12, 1), EARLY)]
    found = Given(SHOP, NOW, terms_given=terms)
    known = found.terms(DAY)
    assert (known.fee_rate, known.ship_cost, known.tax_rate, known.commission_rate) == (D("0.05"), D(4), None, D(0))
    assert "tax_rate" in known.missing()
    assert "commission_rate" not in known.missing()
    assert found.age_days(known) == 22


def test_nothing_given_is_unknown_and_never_zero() -> None:
    nothing = Given()
    assert nothing.unit_cost("KZ-041", DAY) is None
    assert nothing.target("paid_gmv", DAY) is None
    assert nothing.minutes_on(DAY) is None
    assert nothing.product_of("1", "KZ-041") is None
    assert nothing.notes_between(DAY, DAY) == ()
    assert nothing.age_days(None) is None


def test_an_event_of_next_year_leaves_this_years_alone() -> None:
    def event(year: int, kind: str, known: datetime) -> OwnEvent:
        return OwnEvent(SHOP.name, "周年庆", kind, date(year, 5, 1), date(year, 5, 3), known)

    rows = [event(2026, "promotion", EARLY), event(2027, "promotion", LATER), event(2027, "cancelled", NOW)]
    assert [e.first.year for e in latest_events(rows)] == [2026]
    assert [e.first.year for e in latest_events(rows[:2])] == [2026, 2027]
