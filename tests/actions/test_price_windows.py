"""What the price plan refuses of an event, by the rule that is behind it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

from daybook.actions.guards.supply import an_event_price_keeps_its_windows
from daybook.actions.guards.windows import plan_of
from daybook.actions.price_plan import plan_prices
from daybook.domain.moves.stock import EventRegistration
from daybook.domain.price_plan import PriceRow
from daybook.domain.situation import Hold, Window
from daybook.domain.verdict import Refuse
from daybook.rulebook.reading import load
from tests.actions.sound import TODAY, situation

FILED = EventRegistration("7375", "双12", D(179), 120, date(2026, 12, 12), date(2026, 12, 12))


def test_a_product_sold_cheaper_in_another_shop_is_refused_by_the_rule_of_other_channels() -> None:
    now = situation(FILED)
    now = replace(now, prices=replace(now.prices, elsewhere={date(2026, 11, 28): D(169)}))
    said = an_event_price_keeps_its_windows(FILED, now, load().for_("tmall"))
    assert isinstance(said, Refuse)
    assert said.basis is not None
    assert said.basis.rule == "P-ACROSS"
    assert "169" in said.reason
    assert "28" in said.reason


def test_a_plan_for_guards_reaches_as_far_as_price_protection_does() -> None:
    """15 days after the last event by the rulebook; a client's own number moves the end."""
    now, rules = situation(FILED), load().for_("tmall")
    window = Window("双12", Hold.LOCK, date(2026, 12, 12), date(2026, 12, 12), D(179), TODAY)
    protects = next(r for r in rules.rules if r.id == "E-PROTECT")
    longer = replace(rules, rules=tuple(r if r is not protects else replace(r, values={"days": D(60)}) for r in rules.rules))
    assert plan_of(now, rules, (window,)).last == date(2026, 12, 27)
    plan = plan_of(now, longer, (window,))
    assert [b.rule for b in plan.breaks(0, D(150), date(2027, 2, 5), date(2027, 2, 5))] == ["E-PROTECT"]


def test_what_is_over_and_what_nobody_paid_breaks_nothing() -> None:
    """双11 at 150 while 199 was paid: nobody used the coupons.  140 on its first day is a breach while it can be mended."""
    event = Window("双11", Hold.LOCK, date(2026, 11, 10), date(2026, 11, 11), D(150), date(2026, 11, 1))

    def broken(today: date, *paid: int) -> set[str]:
        row = PriceRow("S", "I", {date(2026, 11, 10 + n): D(price) for n, price in enumerate(paid)}, (event,), usual=D(199))
        return {b.rule for found in plan_prices([row], today, load().for_("tmall"), "CNY").all_broken().values() for b in found}

    assert broken(date(2026, 11, 11), 140) == {"E-LOCK"}
    assert broken(date(2026, 11, 11), 199) == set()
    assert broken(date(2026, 11, 20), 140, 199) == set()
    assert broken(date(2026, 11, 14), 150, 150, 140) == {"E-PROTECT"}, "buyers of the event can still ask for the difference"
    assert broken(date(2026, 11, 30), 150, 150, 140) == set()


def test_a_shop_is_cleared_out_of_events_only_where_the_platform_does_it() -> None:
    """清退 is a rule of the Chinese platforms' events: an American shop's own sale holds no price before it."""
    sale = Window("Holiday Gifts", Hold.LOCK, date(2026, 12, 8), date(2026, 12, 9), D(95), date(2026, 11, 15))
    row = PriceRow("S", "I", {date(2026, 11, 27): D(80)}, (sale,), usual=D(100))
    rules = {platform: {b.rule for b in plan_prices([row], date(2026, 11, 29), load().for_(platform), "USD").broken(0)}
             for platform in ("tmall", "shopify")}
    assert "E-OUT" in rules["tmall"]
    assert "E-OUT" not in rules["shopify"]
