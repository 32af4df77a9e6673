"""The sentence over the growth ledger: a side that no move is on is not named, and never as 0."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from daybook.domain.effect import DoneMove, Effect, Told
from daybook.domain.said import Said
from daybook.reports.effects_report import growth_paper, to_come_table
from daybook.reports.wording import translator

DAY = date(2026, 11, 2)
AT = datetime(2026, 11, 2, 2, tzinfo=UTC)
MOVE = DoneMove("r1", "mei-tmall", "Mei", "price", "sku", "KZ-041", "737559603417", "Discount", "199", "180", "Bo", AT, DAY, DAY)


def lead(told: list[Told], sums: tuple[str, str], language: str) -> str:
    effects = [Effect(MOVE, one, datetime(2026, 11, 20, tzinfo=UTC), DAY, DAY, "CNY") for one in told]
    gains, losses = map(Decimal, sums)
    return growth_paper("mei-tmall", "CNY", effects, [], (gains, losses), language).lead


@pytest.mark.parametrize(("told", "sums", "zh", "en"), [
    ([Told.GAIN, Told.NOT_SEPARABLE], ("748.42", "0"), "合计每天 +¥748.42", "+¥748.42 a day in all; of 1 it cannot be told"),
    ([Told.LOSS], ("0", "-30"), "合计每天 −¥30", "−¥30.00 a day in all"),
    ([Told.GAIN, Told.LOSS], ("748.42", "-30"), "增长每天 +¥748.42，损失每天 −¥30", "gains of +¥748.42, losses of −¥30.00 a day"),
    ([Told.NOT_SEPARABLE], ("0", "0"), "1", "1 move measured: it shows neither gain nor loss")])
def test_the_lead_names_only_the_sides_that_moves_are_on(told: list[Told], sums: tuple[str, str], zh: str, en: str) -> None:
    for language, said in (("zh", zh), ("en", en)):
        found = lead(told, sums, language)
        assert said in found
        assert "¥0" not in found


def test_a_change_that_a_plan_said_is_told_in_the_readers_language() -> None:
    """A page behind ads that did not open; a price stays as it is."""
    opened = replace(MOVE, from_=Said("does not open from the ad"), to=Said("opens"))
    row, price = to_come_table([opened, MOVE], translator("zh")).rows
    assert (row[3].text, price[3].text) == ("从广告点进去打不开 → 能打开", "199 → 180")
