"""What a reviewed day was: the head of a brief names the event it lies in, and its phase where nothing is sold in it."""

from datetime import date

from daybook.workflows.house import House
from daybook.workflows.morning import mornings
from tests.orders import jade


def test_price_protection_is_told_apart_from_the_event_itself(house: House) -> None:
    """双11 of 2026 sells until 14 November; prices paid in it are protected for 15 days more."""
    shop = jade(house)
    named = {day: mornings(house, [shop], date(2026, 11, day), store=False)[0].festival for day in (12, 28)}
    assert named == {12: "双11", 28: "双11 价保期"}
