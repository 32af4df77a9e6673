"""What a reviewed day was: the head of a brief names the event it lies in, and its phase where nothing is sold in it."""

from datetime import date

from daybook.reports.localise import in_language
from daybook.reports.wording import translator
from daybook.workflows.house import House
from daybook.workflows.morning import mornings
from tests.orders import jade


def test_price_protection_is_told_apart_from_the_event_itself(house: House) -> None:
    """双11 of 2026 sells until 14 November; prices paid in it are protected for 15 days more."""
    shop = jade(house)
    briefs = [mornings(house, [shop], date(2026, 11, day), store=False)[0] for day in (12, 28)]
    named = {day: brief.festival for day, brief in zip((12, 28), briefs, strict=True)}
    assert named == {12: "Double 11", 28: "Double 11 price protection"}
    assert [in_language(brief, translator("zh")).festival for brief in briefs] == ["双11", "双11 价保期"]
