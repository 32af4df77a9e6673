"""How numbers look on a screen, in both languages."""

from decimal import Decimal as D

import pytest

from daybook.domain.brief import Unit
from daybook.reports.numbers import change, estimate, exact, growth, shown


@pytest.mark.parametrize(("value", "unit", "zh", "en"), [
    ("84216.5", Unit.MONEY, "¥84,217", "¥84,217"),
    ("199", Unit.MONEY, "¥199.00", "¥199.00"),
    ("-35.5", Unit.MONEY, "−¥35.50", "−¥35.50"),
    ("9999999.4", Unit.MONEY, "¥9,999,999", "¥9,999,999"),
    ("12345678", Unit.MONEY, "¥1,234.6万", "¥12.35M"),
    ("2345678901", Unit.MONEY, "¥23.46亿", "¥2,345.68M"),
    ("0", Unit.MONEY, "¥0.00", "¥0.00"),
    ("13980", Unit.PEOPLE, "13,980", "13,980"),
    ("12.4", Unit.UNITS, "12.4", "12.4"),
    ("0.0301", Unit.SHARE, "3.01%", "3.01%"),
    ("0.938", Unit.SHARE, "93.8%", "93.8%"),
    ("0.00042", Unit.SHARE, "0.042%", "0.042%"),
    ("2.5", Unit.RATIO, "2.50", "2.50"),
    ("95", Unit.SECONDS, "95 秒", "95 s"),
    ("600", Unit.SECONDS, "10 分 00 秒", "10 min 00 s"),
])
def test_a_number_has_the_digits_that_help(value, unit, zh, en):
    assert shown(D(value), unit, "CNY", "zh") == zh
    assert shown(D(value), unit, "CNY", "en") == en


@pytest.mark.parametrize("unit", Unit)
def test_what_is_absent_is_a_dash_and_never_zero(unit):
    assert shown(None, unit, "CNY") == exact(None, unit, "CNY") == change(None, unit, "CNY") == "—"
    assert growth(None) == "—"


def test_a_currency_without_cents_shows_none():
    assert shown(D("512.4"), Unit.MONEY, "JPY") == "JP¥512"
    assert exact(D("512.4"), Unit.MONEY, "JPY") == "JP¥512"


def test_an_unknown_currency_is_named_by_its_code():
    assert shown(D(5000), Unit.MONEY, "XAF") == "XAF 5,000"


def test_a_change_has_its_sign_and_a_share_changes_by_points():
    assert change(D("0.0031"), Unit.SHARE) == "+0.31pp"
    assert change(D("-0.12"), Unit.SHARE) == "−12.0pp"
    assert change(D(1200), Unit.MONEY, "CNY") == "+¥1,200"
    assert growth(D("-0.00001")) == "0.0%"
    assert growth(D("4.2")) == "+420%"


def test_an_estimate_pretends_no_cents():
    assert estimate(D("6400.37"), "CNY") == "¥6,400"
    assert estimate(D("-0.5"), "CNY") == "−¥0.50"
    assert estimate(D("23456789"), "CNY", "en") == "¥23.46M"
