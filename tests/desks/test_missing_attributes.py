"""Attributes that a listing lacks: what its category asks for first, then what its like have; silent where nobody said anything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from daybook.desks.listings.attributes import missing_attributes
from daybook.domain.given import Given
from daybook.domain.object_facts import ObjectFact
from daybook.domain.seen import Seen
from tests.desks.seen import ON, SHOP, seen

KETTLES = "家居 > 壶"


def morning(*facts: tuple[str, str, str]) -> Seen:
    """A morning on which these facts (object, fact, value) had been said the day before."""
    said = tuple(ObjectFact(SHOP.name, about, fact, value, ON - timedelta(days=1), datetime(2026, 9, 14, tzinfo=UTC))
                 for about, fact, value in facts)
    items = dict.fromkeys(("881", "882", "883", "884"), KETTLES)
    return replace(seen(), given=Given(shop=SHOP, facts=said), categories={**items, "900": "茶具"})


WANTED = (f"{KETTLES}:材质", "wanted_attribute", "304不锈钢 / 玻璃"), (f"{KETTLES}:品牌", "wanted_attribute", "*")
LIKE = tuple((f"{item}:{name}", "attribute", value) for item, name, value in (
    ("882", "容量", "1.5L"), ("883", "容量", "1.5L"), ("884", "容量", "2L"), ("884", "颜色", "白")))


def test_what_the_category_asks_for_and_what_most_alike_have_is_missing_with_what_to_fill() -> None:
    """品牌 is there. 容量 have three of three, 颜色 one of three: not asked."""
    found = missing_attributes(morning(*WANTED, *LIKE, ("881:品牌", "attribute", "青川")), "881")
    assert found is not None
    assert [(one.name, one.fill) for one in found] == [("材质", ("304不锈钢", "玻璃")), ("容量", ("1.5L", "2L"))]


def test_nothing_is_missing_of_a_full_listing_and_nothing_is_said_where_nobody_said_anything() -> None:
    full = [("881:品牌", "attribute", "青川"), ("881:材质", "attribute", "玻璃"), ("881:容量", "attribute", "1L")]
    assert missing_attributes(morning(*WANTED, *LIKE, *full), "881") == ()
    assert missing_attributes(morning(), "881") is None
    assert missing_attributes(morning(*WANTED, *LIKE), "900") is None       # another category
    assert missing_attributes(morning(*LIKE[:1]), "881") is None            # one listing alike says nothing
    assert missing_attributes(replace(morning(*LIKE), categories={}), "881") is None    # of no known category nobody is alike
