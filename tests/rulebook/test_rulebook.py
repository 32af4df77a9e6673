"""The rulebook: every rule sound and sourced, the right variant picked, a shop's own number before the default."""
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from daybook.rulebook.contradictions import find_contradictions
from daybook.rulebook.reading import checked, load, parse
from daybook.rulebook.rules import Override, Rulebook, RulebookError

DESKS = {"plan", "patrol", "market", "ads", "listings", "price", "events", "service", "reviews", "disputes", "stock", "orders",
         "live", "creators", "tests", "words", "guards", "review", "buyers"}
#: The trade's defaults that every desk counts on.
DEFAULTS = (
    "M-UV-10 M-SALES-20 M-RUN-3 M-BOUNCE-5 M-FREE M-UVV-80 A-PAUSE-CTR1 A-DOWN A-UP A-ZERO A-HOUR A-CTR15 "
    "A-CART A-PPC A-CROWD A-QC-EDIT A-QC-START A-QC-STOP A-BURST T-CLICKS T-PRODUCT L-72H L-FREEZE L-SWAP "
    "P-15D P-AMZ60 E-STOCK3 E-PRICE E-37-15 E-OUT S-3MIN S-FIRST S-INQ R-4H R-GOOD92 R-DSR D-DISP K-PRICE5 "
    "K-RIVALS I-COVER V-30 V-10 N-FIT N-INV")
RULE = """
[[rule]]
id = "X-ONE"
what = "a rule"
values = { change = -0.10 }
unit = "share"
platform = "*"
category = "*"
source = "somewhere"
seen_on = 2026-11-22
confidence = "S"
"""
ON, NINE = date(2026, 11, 23), datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def own(value: str, shop: str | None = None, since: date = date(2026, 1, 1),
        known: datetime = datetime(2026, 1, 1, tzinfo=UTC), until: date | None = None) -> Override:
    return Override("A-DOWN", "step_high", Decimal(value), "nanshan", shop, since, known, "careful client", until)


def under(*overrides: Override, shop: str = "kettles", on: date = ON, client: str = "nanshan") -> Decimal:
    return load().under(overrides, client, shop, on, NINE).value("A-DOWN", "step_high")


def book(*texts: str) -> Rulebook:
    return checked([rule for text in texts for rule in parse(text, "market")])


def test_every_desk_has_its_rules_and_every_default_is_there():
    rulebook = load()
    assert {rule.desk for rule in rulebook.rules} == DESKS
    assert all(rulebook.rule(rule_id).values for rule_id in DEFAULTS.split())
    assert {rule.id for rule in rulebook.of_desk("creators")} >= {"N-FIT", "N-INV"}


def test_variants_of_a_rule_are_of_one_desk():
    """An id that two desks use is two rules, of which a platform would lose one."""
    desks = {}
    for rule in load().rules:
        desks.setdefault(rule.id, set()).add(rule.desk)
    assert not {rule_id: of for rule_id, of in desks.items() if len(of) > 1}


@pytest.mark.parametrize("rule", load().rules, ids=lambda rule: f"{rule.id}-{rule.platform}")
def test_a_rule_says_where_it_comes_from_and_in_which_unit(rule):
    assert rule.source.strip()
    assert rule.seen_on <= date(2026, 11, 29)
    assert rule.units.keys() == rule.values.keys()


def test_numbers_are_exact_and_asked_for_by_name():
    rulebook = load()
    assert rulebook.value("M-UV-10") == Decimal("-0.10")
    assert rulebook.value("A-DOWN", "step_low") == Decimal("0.05")
    assert rulebook.value("T-PRODUCT", "clicks") == 300


def test_asking_for_one_number_of_many_names_them():
    with pytest.raises(RulebookError, match="step_low, step_high"):
        load().value("A-DOWN")
    with pytest.raises(RulebookError, match="no number 'step'"):
        load().value("A-DOWN", "step")
    with pytest.raises(RulebookError, match="A-NONE"):
        load().value("A-NONE")


def test_a_platform_gets_its_own_rules_and_those_for_all():
    douyin, tmall = load().for_("douyin"), load().for_("tmall")
    assert douyin.value("S-HOURS", "to_hour") == 23
    assert tmall.value("S-HOURS", "to_hour") == 24
    assert douyin.value("M-UV-10") == tmall.value("M-UV-10")
    with pytest.raises(RulebookError, match="platform"):
        douyin.rule("A-UP")


def test_a_category_goes_before_the_default():
    shoes = RULE.replace('category = "*"', 'category = "shoes"').replace("-0.10", "-0.30")
    taobao = RULE.replace('platform = "*"', 'platform = "taobao"').replace("-0.10", "-0.15")
    rulebook = book(RULE, shoes, taobao)
    assert rulebook.value("X-ONE") == Decimal("-0.10")
    assert rulebook.for_("taobao", "shoes").value("X-ONE") == Decimal("-0.30")
    assert rulebook.for_("taobao", "kettles").value("X-ONE") == Decimal("-0.15")
    assert rulebook.for_("jd", "kettles").value("X-ONE") == Decimal("-0.10")


def test_a_shops_number_goes_before_its_clients_and_both_before_the_default():
    assert under() == Decimal("0.08")
    assert under(own("0.06")) == Decimal("0.06")
    assert under(own("0.04", shop="kettles"), own("0.06")) == Decimal("0.04")
    assert under(own("0.04", shop="kettles"), own("0.06"), shop="mugs") == Decimal("0.06")
    assert under(own("0.06"), client="another") == Decimal("0.08")


def test_the_latest_number_that_was_known_then_holds():
    later = own("0.05", since=date(2026, 6, 1))
    assert under(own("0.06"), later) == Decimal("0.05")
    assert under(own("0.06"), later, on=date(2026, 5, 1)) == Decimal("0.06")
    assert under(own("0.06"), own("0.05", known=datetime(2026, 11, 23, 2, tzinfo=UTC))) == Decimal("0.06")
    assert under(own("0.06", until=date(2026, 2, 1))) == Decimal("0.08")
    assert under(own("0.06"), own("0.07", known=datetime(2026, 3, 1, tzinfo=UTC))) == Decimal("0.07")


def test_an_own_number_shows_what_it_replaced_and_why():
    rule = load().under([own("0.06")], "nanshan", "kettles", ON, NINE).rule("A-DOWN")
    assert rule.confidence == "own"
    assert "0.08 -> 0.06: careful client" in rule.note
    assert rule.value("step_low") == Decimal("0.05")
    assert load().rule("A-DOWN").confidence == "S"


def test_an_override_of_nothing_is_an_error():
    wrong = Override("A-DOWN", "stride", Decimal(1), "nanshan", None, ON, NINE, "typing error")
    with pytest.raises(RulebookError, match="stride"):
        load().under([wrong], "nanshan", "kettles", ON, NINE)


@pytest.mark.parametrize(("was", "now", "because"), [
    pytest.param('source = "somewhere"', "", "lacks source", id="no source"),
    pytest.param('source = "somewhere"', 'source = ""', "lacks source", id="an empty source"),
    pytest.param("seen_on = 2026-11-22", 'seen_on = "lately"', "must be a day", id="no date"),
    pytest.param('confidence = "S"', 'confidence = "sure"', "is not known", id="a made-up confidence"),
    pytest.param('unit = "share"', 'unit = "percent"', "has unit 'percent'", id="a made-up unit"),
    pytest.param("-0.10", "-10", "give 15 % as 0.15", id="percent for a share"),
    pytest.param("-0.10", '"ten"', "is no number", id="a word for a number"),
    pytest.param("-0.10", "true", "is no number", id="a truth for a number"),
    pytest.param("-0.10", "nan", "is no number", id="not a number"),
    pytest.param("{ change = -0.10 }", "{ x_low = 0.3, x_high = 0.2 }", "above its high", id="a turned range"),
    pytest.param("{ change = -0.10 }", "{}", "lacks values", id="no number at all"),
    pytest.param('id = "X-ONE"', 'id = "x one"', "capitals and digits", id="a sloppy id"),
    pytest.param('id = "X-ONE"', 'id = "X-ONE"\nsince = 1', "unknown fields since", id="a stray field"),
    pytest.param('id = "X-ONE"', 'id = "X-ONE"\nunits = { y = "days" }', "does not have", id="a stray unit"),
    pytest.param('id = "X-ONE"', 'id = "X-ONE"\ncontradicts = ["X-TWO"]', "no other rule", id="a lost rival"),
    pytest.param("values", "values values", "not TOML", id="broken TOML"),
])
def test_an_unsound_rule_is_refused_with_a_reason(was, now, because):
    with pytest.raises(RulebookError, match=because):
        book(RULE.replace(was, now, 1))


def test_the_same_rule_twice_is_refused():
    with pytest.raises(RulebookError, match="twice"):
        book(RULE, RULE)


def test_the_trades_contradictions_are_found_and_listed():
    found = {(one.first.id, one.second.id) for one in find_contradictions(load())}
    assert {("T-PRODUCT", "T-PRODUCT-30"), ("A-ZERO-20", "A-ZERO-50"), ("A-ZERO-20", "A-ZERO-1500"),
            ("S-FIRST", "S-FIRST-12"), ("L-IMAGE-FREE", "L-IMAGE-RISK")} <= found
    assert all(one.first.about == one.second.about for one in find_contradictions(load()))


def test_a_contradiction_says_on_what():
    [found] = [one for one in find_contradictions(load()) if one.second.id == "T-PRODUCT-30"]
    assert found.why == "clicks: T-PRODUCT says 300, T-PRODUCT-30 30 to 50 clicks"


@pytest.mark.parametrize(("other", "contradict"), [
    pytest.param(RULE.replace("-0.10", "-0.20"), True, id="two numbers for one question"),
    pytest.param(RULE, False, id="the same number"),
    pytest.param(RULE.replace("change = -0.10", "change_low = -0.20, change_high = -0.05"), False,
                 id="a range that holds the number"),
    pytest.param(RULE.replace("change = -0.10", "days = 3").replace('"share"', '"days"'), True,
                 id="measured in another unit"),
    pytest.param(RULE.replace("change = -0.10", "goal = 0.3"), False, id="another number of the question"),
    pytest.param(RULE.replace("-0.10", "-0.20").replace('platform = "*"', 'platform = "jd"'), True,
                 id="all platforms meet one"),
])
def test_two_rules_contradict_only_if_both_cannot_be_right(other, contradict):
    question = 'id = "X-ONE"\nabout = "drop of visitors"'
    first = RULE.replace('id = "X-ONE"', question)
    second = other.replace('id = "X-ONE"', question.replace("X-ONE", "X-TWO"))
    assert bool(find_contradictions(book(first, second))) == contradict


def test_rules_of_different_platforms_or_questions_do_not_contradict():
    first = RULE.replace('id = "X-ONE"', 'id = "X-ONE"\nabout = "q"').replace('"*"', '"jd"', 1)
    second = RULE.replace('id = "X-ONE"', 'id = "X-TWO"\nabout = "q"').replace('"*"', '"amazon"', 1)
    assert find_contradictions(book(first, second.replace("-0.10", "-0.50"))) == ()
    other = RULE.replace('id = "X-ONE"', 'id = "X-TWO"\nabout = "r"').replace("-0.10", "-0.50")
    assert find_contradictions(book(RULE, other)) == ()
