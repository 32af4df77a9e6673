"""Rules held against a shop's data: lessons foretell moves better than plans where plans promise too much; else nothing is told."""

from dataclasses import replace
from decimal import Decimal as D

from daybook.workflows.house import House
from daybook.workflows.rules_tried import rules_tried
from tests.conftest import Clock
from tests.workflows.given_house import SHOP
from tests.workflows.worked_house import SATURDAY, measured


def test_what_cannot_be_told_is_said_with_what_it_would_need(saturday: House, clock: Clock) -> None:
    found = rules_tried(saturday, saturday.shop(SHOP), SATURDAY, clock())
    [limit, peak] = found.calibrated
    assert (limit.rule, limit.own, str(limit.why)) == ("A-ZERO-20", None, "what a sale leaves is not known: give unit costs")
    assert (peak.rule, peak.own, peak.better) == ("A-HOUR", D(7), True)     # it sells at ten: the first four hours that hold it
    assert {(one.first, one.second) for one in found.conflicts} >= {("A-ZERO-20", "A-ZERO-50"), ("T-PRODUCT", "T-PRODUCT-30"),
                                                                    ("L-IMAGE-FREE", "L-IMAGE-RISK"), ("S-FIRST", "S-FIRST-12")}
    assert {one.supported for one in found.conflicts} == {""}
    assert all(str(one.evidence) for one in found.conflicts)


def test_lessons_of_earlier_moves_foretell_later_ones_better_than_the_plan(saturday: House, clock: Clock) -> None:
    """Twelve moves of each of which 40 % of the plan came, give or take 5: from the fourth on the lesson is near."""
    from daybook.records.effect_rows import add_effect

    for n in range(12):
        value = D(40 + (n % 3 - 1) * 5)
        add_effect(replace(measured(SHOP, f"work {n}", clock()), expected=D(100), own_value=value, own_error=D(5)))
    [lesson] = [one for one in rules_tried(saturday, saturday.shop(SHOP), SATURDAY, clock()).calibrated if one.of]
    assert (lesson.rule, lesson.of, lesson.default, lesson.units, lesson.better) == ("W-RECOVER", "price", D(1), 9, True)
    assert lesson.own is not None
    assert abs(lesson.own - D("0.4")) < D("0.05")
    assert lesson.default_error is not None
    assert lesson.own_error is not None
    assert lesson.own_error < 0.1 < 0.5 < lesson.default_error


def test_measured_edits_of_images_support_one_side_or_neither(saturday: House, clock: Clock) -> None:
    from daybook.records.effect_rows import add_effect

    def side() -> str:
        found = rules_tried(saturday, saturday.shop(SHOP), SATURDAY, clock())
        return next(one.supported for one in found.conflicts if one.about == "penalty of an image edit")

    for n in range(3):
        add_effect(replace(measured(SHOP, f"work {n}", clock(), kind="images"), alone=-0.2, error=0.05))
    assert side() == "L-IMAGE-RISK"
    for n in range(3, 30):
        add_effect(replace(measured(SHOP, f"work {n}", clock(), kind="images"), alone=0.02, error=0.05))
    assert side() == "L-IMAGE-FREE"
