"""daybook patrol: the checks of a morning, by facts or by a person's tick."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from daybook.cli.door import Door, clock, fail, main, parse_day
from daybook.cli.work import BY, who

if TYPE_CHECKING:
    from daybook.domain.patrol import Check
    from daybook.domain.shop import Shop
    from daybook.workflows.patrol import Patrolled


@main.group("patrol")
def patrol() -> None:
    """The nine-o'clock patrol: a fixed list of checks; what nobody checked is red."""


@patrol.command("show")
@click.option("--shop", "shop_name", default=None, help="One shop.")
@click.option("--all", "every", is_flag=True, help="All shops.")
@click.option("--on", default=None, help="The morning; default: today in the shop's zone.")
@click.pass_obj
def show(door: Door, shop_name: str | None, every: bool, on: str | None) -> None:
    """Each check: found, clear or not checked, by whom, and what was found."""
    from daybook.workflows.patrol import patrols

    if bool(shop_name) == every:
        fail("name one shop with --shop, or all of them with --all", 2)
    house = door.house()
    shops = house.shops() if every else (house.shop(shop_name or ""),)
    days: dict[date, list[Shop]] = {}
    for shop in shops:
        days.setdefault(parse_day(on) if on else shop.day_of(clock()), []).append(shop)
    _show(door, [one for day, group in sorted(days.items()) for one in patrols(house, group, day)])


@patrol.command("tick")
@click.argument("check")
@click.option("--shop", "shop_name", required=True, help="The shop.")
@click.option("--found", default=0, type=click.IntRange(0), show_default=True, help="How many were found.")
@click.option("--note", default="", help="What was found.")
@click.option("--on", default=None, help="The morning; default: today in the shop's zone.")
@BY
@click.pass_obj
def tick(door: Door, check: str, shop_name: str, found: int, note: str, on: str | None, by: str | None) -> None:
    """Says that you looked: CHECK is violations, warnings, delisted, pricerisk, stock, budget, events or disputes."""
    from daybook.workflows.patrol import patrols
    from daybook.workflows.patrol import tick as keep

    house = door.house()
    day = parse_day(on) if on else house.shop(shop_name).day_of(clock())
    keep(house, shop_name, check, who(by), found, note, day)
    _show(door, patrols(house, [house.shop(shop_name)], day))


def _show(door: Door, found: "Sequence[Patrolled]") -> None:
    from daybook.reports.patrol_phrases import check_text

    door.show([{"shop": p.shop, "on": p.on.isoformat(), "unchecked": p.unchecked,
                "checks": [_json(c) for c in p.checks]} for p in found],
              lambda: "\n".join(f"{p.shop}  {check_text(c, door.language)}" for p in found for c in p.checks))


def _json(check: "Check") -> dict[str, Any]:
    tick = check.ticked
    return {"check": check.check, "what": check.what, "state": check.state.value, "by_facts": check.by_facts.value,
            "objects": list(check.objects), "why": check.why,
            "ticked": tick and {"found": tick.found, "note": tick.note, "by": tick.by,
                                "at": tick.at.isoformat().replace("+00:00", "Z")}}
