"""The nine-o'clock patrol: facts answer what they can, people tick the rest, and what nobody checked is red."""

from datetime import date

import pytest

from daybook.domain.errors import WrongUsage
from daybook.domain.patrol import Check, CheckState
from daybook.reports.localise import in_language
from daybook.reports.patrol_phrases import check_says
from daybook.reports.wording import translator
from daybook.workflows.house import House, add_shop
from daybook.workflows.morning import mornings
from daybook.workflows.patrol import patrols, tick
from tests.cli.test_commands import keeps_to
from tests.conftest import Clock, CommandLine
from tests.workflows.given_house import SHOP
from tests.workflows.worked_house import SATURDAY, SUNDAY, at


def checks(house: House, shop: str = SHOP, on: date = SATURDAY) -> dict[str, Check]:
    (one,) = patrols(house, [house.shop(shop)], on)
    return {c.check: c for c in one.checks}


def test_facts_find_what_is_out_of_stock_and_clear_the_price(saturday: House) -> None:
    found = checks(saturday)
    assert list(found) == ["violations", "warnings", "delisted", "pricerisk", "stock", "budget", "adwords", "events", "disputes"]
    assert (found["stock"].state, found["stock"].objects) == (CheckState.FOUND, ("KZ-041",))
    assert found["pricerisk"].state is CheckState.CLEAR
    assert {c for c, one in found.items() if one.state is CheckState.UNCHECKED} == {
        "violations", "warnings", "delisted", "budget", "adwords", "disputes"}
    assert check_says(found["budget"], "en") == "not checked: its export is not in for this day"
    assert check_says(found["violations"], "zh") == "未检查：没有导出文件会说明：请到后台查看并打勾"


def test_a_shop_without_a_rule_centre_has_no_violations_to_look_for(saturday: House) -> None:
    add_shop(saturday, "us", "Mei", "shopify", "America/New_York", "USD")
    assert "violations" not in checks(saturday, "us")
    assert {c.state for c in checks(saturday, "us").values()} == {CheckState.UNCHECKED}
    with pytest.raises(WrongUsage, match="the patrol of a shopify shop has no check violations"):
        tick(saturday, "us", "violations", "Bo")


def test_a_person_ticks_and_the_must_list_of_the_brief_gets_shorter(saturday: House, clock: Clock) -> None:
    def red(on: date) -> list[str]:
        brief = mornings(saturday, [saturday.shop(SHOP)], on)[0]
        return [str(m.object) for m in in_language(brief, translator("en")).must if m.what == "Patrol: not checked yet"]

    assert red(SATURDAY) == ["violations · product warnings · delisted products · budget gone · ads off the rails · disputes"]
    for check in ("violations", "delisted", "budget", "adwords", "disputes"):
        tick(saturday, SHOP, check, "Bo")
    tick(saturday, SHOP, "warnings", "Bo", found=2, note="MUG-007 title, KZ-041 image")
    assert red(SATURDAY) == []
    brief = mornings(saturday, [saturday.shop(SHOP)], SATURDAY)[0]
    assert [(m.what, m.object) for m in brief.must if m.kind == "patrol"] == [
        ("Patrol: warnings, 2 found", "MUG-007 title, KZ-041 image"), ("Patrol: stock, 1 found", "KZ-041")]
    at(clock, SUNDAY)
    assert red(SUNDAY) == ["violations · product warnings · delisted products · budget gone · ads off the rails · disputes"]


def test_a_person_who_found_nothing_does_not_clear_what_facts_found(saturday: House) -> None:
    tick(saturday, SHOP, "stock", "Bo", note="restocked at 8:50")
    assert checks(saturday)["stock"].state is CheckState.FOUND
    assert check_says(checks(saturday)["stock"], "en") == "KZ-041; Bo: checked, nothing"


def test_a_later_tick_counts_and_the_same_one_twice_is_one(saturday: House, clock: Clock) -> None:
    from daybook.records import models

    tick(saturday, SHOP, "disputes", "Bo", found=1, note="case 17")
    at(clock, SATURDAY, 10)
    once = tick(saturday, SHOP, "disputes", "Lin")
    assert tick(saturday, SHOP, "disputes", "Lin") == once
    assert checks(saturday)["disputes"].state is CheckState.CLEAR
    assert models.PatrolTick.objects.count() == 2


def test_a_tick_after_nine_is_not_in_the_brief_of_nine(saturday: House, clock: Clock) -> None:
    at(clock, SATURDAY, 9, 30)
    tick(saturday, SHOP, "disputes", "Bo")
    brief = mornings(saturday, [saturday.shop(SHOP)], SATURDAY)[0]
    assert {c.check: c.state for c in brief.patrol}["disputes"] is CheckState.UNCHECKED
    assert checks(saturday)["disputes"].state is CheckState.CLEAR


def test_an_event_that_begins_soon_wants_a_look(saturday: House, clock: Clock) -> None:
    """The shop's own brand day begins on Monday; where none does, nothing is at risk."""
    from daybook.workflows.given import set_from_csv

    assert checks(saturday)["events"].state is CheckState.CLEAR
    file = saturday.home / "calendar.csv"
    file.write_text("shop,name,kind,first,last\nmei-tmall,Brand day,brand_day,2026-11-23,2026-11-24\n", encoding="utf-8")
    set_from_csv(saturday, "calendar", file)
    at(clock, SATURDAY, 10)
    mornings(saturday, [saturday.shop(SHOP)], SATURDAY, at(clock, SATURDAY, 10))
    assert check_says(checks(saturday)["events"], "en").startswith("not checked: Brand day: an event begins soon")


def test_what_was_found_wants_a_word_and_a_name(saturday: House) -> None:
    for wrong in ({"by": " "}, {"by": "Bo", "found": 1}, {"by": "Bo", "found": -1, "note": "x"}):
        with pytest.raises(WrongUsage, match="a tick says who looked"):
            tick(saturday, SHOP, "disputes", **wrong)  # type: ignore[arg-type]


def test_at_the_prompt(saturday: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYBOOK_USER", "Bo")
    prompt = CommandLine(saturday.home)
    answer = prompt.json("patrol", "tick", "violations", "--shop", SHOP, "--on", SATURDAY)
    keeps_to("patrol", answer)
    assert next(c for c in answer[0]["checks"] if c["check"] == "violations")["ticked"]["by"] == "Bo"
    shown = prompt("patrol", "show", "--all", "--on", SATURDAY)
    assert "✓ violations  Bo: checked, nothing" in shown.stdout
    assert "! out of stock  KZ-041" in shown.stdout
    assert "✗ disputes  not checked: " in shown.stdout
