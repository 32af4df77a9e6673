"""Tiles of the morning's page: what is beside a number, or why nothing is, without a pointer to hover with."""

from decimal import Decimal as D

from daybook.domain.brief import Comparison, Tile, Unit
from daybook.reports.brief_phrases import tile_words
from daybook.reports.wording import translator
from daybook.web.tiles import tiles_html
from tests.reports.briefs import FULL, MONDAY

from .conftest import Workbench


def test_why_a_number_is_not_compared_stands_on_the_tile(bench: Workbench) -> None:
    w = translator("en")
    why = "refunds of the later day are still to come: not compared yet"
    tile = Tile("refund_rate", "退款率", Unit.SHARE, D("0.0062"), higher_is_better=False, comparisons=(
        Comparison("yesterday", None, D("0.048"), None, why_not=why), Comparison("last_week", None, D("0.05"), None, why_not=why)))
    page = tiles_html([(tile, tile_words(tile, FULL, w))], 0, bench.mine.pk, MONDAY, w)
    assert page.count(f"— {why}</span>") == 1, "once for both, as text"
